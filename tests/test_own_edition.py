"""The page "Make your own edition": whoever does what it says, to the letter, gets the edition that it describes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from glossator.testing.books import WARNINGS_FAIL, run

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "chapters/your-own-edition.md").read_text(encoding="utf-8")
#: A code block: the words of the paragraph before it, its language, what it holds.
BLOCK = re.compile(r"^([^\n]+)\n\n(`{3,})(\w+)\n(.*?)^\2$", re.MULTILINE | re.DOTALL)
#: What a test must not run: it makes an environment, and needs a network.
INSTALL = ("python3 -m venv .venv", '.venv/bin/pip install -r requirements.txt -e "$ENGINE"')
#: The lines of ``_config.yml`` that the page lets its reader change.
FIRST_LINES = re.compile(r"^title: .*\nauthor: .*\ncopyright: .*\n", re.MULTILINE)


def blocks(*languages: str) -> list[tuple[str, str]]:
    """Return the code blocks in these languages, each with the name of a file in the sentence before it, if any."""
    found = [
        (re.findall(r"`([\w./]+\.\w+)`", words), language, held) for words, _, language, held in BLOCK.findall(PAGE)
    ]
    return [(names[0] if names else "", held) for names, language, held in found if language in languages]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the edition that the page makes; everything but the installation has been done as it says."""
    home = tmp_path_factory.mktemp("home")
    begin = blocks("sh")[0][1]
    assert all(line in begin.splitlines() for line in INSTALL)
    script = begin.replace(INSTALL[0], f"ln -s '{sys.prefix}' .venv").replace(INSTALL[1], "")
    environment = {**os.environ, "HOME": str(home)}
    subprocess.run(["bash", "-euc", script], cwd=ROOT, env=environment, check=True)
    folder = home / "my-edition"
    (removed,) = re.findall(r"Remove what you do not need of it, which is (.*)\.$", PAGE, re.MULTILINE)
    for name in re.findall(r"`([^`]+)`", removed):
        (shutil.rmtree if (folder / name).is_dir() else os.remove)(folder / name)
    for name, held in blocks("text", "yaml", "bibtex", "markdown"):
        before = (folder / name).read_text(encoding="utf-8") if name == "_config.yml" else ""
        (folder / name).write_text(FIRST_LINES.sub(held, before) if before else held, encoding="utf-8")
    return folder


def command(edition: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Run one line of the page in the folder of the edition."""
    return subprocess.run(["bash", "-euc", line], cwd=edition, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("jupyter_book"), reason="there is no Jupyter Book of this version")
def test_whoever_does_what_the_page_says_gets_the_edition_that_it_describes(edition: Path) -> None:
    _, check, build = (held.strip() for _, held in blocks("sh"))
    told = command(edition, check).stdout
    (place, line), (added,) = re.findall(r"^(\S+):(\d+):", told, re.MULTILINE)[0], re.findall(r"add: (.*)$", told, re.M)
    assert "sha256" in added
    lines = (edition / place).read_text(encoding="utf-8").splitlines()
    lines.insert(int(line), added)
    (edition / place).write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert command(edition, check).stdout == "no mistakes\n"
    done = command(edition, build)
    assert done.returncode == 0, done.stdout + done.stderr
    page = BeautifulSoup((edition / "_build/html/chapters/ferry.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one("#ferry-1 .source").get_text() == blocks("text")[0][1].splitlines()[0]
    assert "(Marsh 1958, p. 12)" in page.select_one("[role=note]").get_text()
    assert "The notice of the ferry, version" in page.select_one("footer").get_text()
    assert "Class 7b" in str(page.select_one("meta[name='DC.creator']"))


def test_windows_has_the_same_commands() -> None:
    (_, windows), begin = blocks("powershell")[0], blocks("sh")[0][1]
    same = {"$ENGINE = ": "ENGINE=", "\\": "/", '"$PWD/engine"': "$PWD/engine", "$HOME/": "~/", "Scripts": "bin"}
    for theirs, ours in same.items():
        windows = windows.replace(theirs, ours)
    windows = windows.replace('$env:PYTHONPATH = "$ENGINE/src"; py', "PYTHONPATH=$ENGINE/src python3")
    assert windows.replace("py -m", "python3 -m") == begin


# What a new edition does at GitHub ------------------------------------------------------------------------------------

TEMPLATE = ROOT / "engine/src/glossator/template"
WORKFLOW = yaml.safe_load((TEMPLATE / ".github/workflows/publish.yml").read_text(encoding="utf-8"))


def test_its_actions_are_those_of_this_repository_by_the_same_commits() -> None:
    ours = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github/workflows").glob("*.yml"))
    used = [step["uses"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "uses" in step]
    assert len(used) == 4
    for action in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action)
        assert action in ours


def test_only_the_job_that_runs_nothing_but_git_may_write() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    writing = [name for name, job in WORKFLOW["jobs"].items() if "permissions" in job]
    assert writing == ["publish"]
    publishing = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))["jobs"]["publish"]
    assert WORKFLOW["jobs"]["publish"]["steps"] == publishing["steps"]


def publish(host: Path, site: Path, ref: str) -> subprocess.CompletedProcess[str]:
    """Do in the folder above *site* what the workflow does; the repository's host is the folder *host*."""
    (script,) = [step["run"] for step in WORKFLOW["jobs"]["publish"]["steps"] if "run" in step]
    told = {"TOKEN": "t", "GITHUB_SERVER_URL": "https://h.example", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "0"}
    told |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{host}.insteadOf", "GITHUB_ACTOR": "editor"}
    told |= {"GIT_CONFIG_VALUE_0": "https://x-access-token:t@h.example/o/r", "GITHUB_REF": ref}
    shutil.rmtree(site / ".git", ignore_errors=True)
    command, environment = ["bash", "-ec", script], {**os.environ, **told}
    return subprocess.run(command, cwd=site.parent, env=environment, capture_output=True, text=True, check=False)


def published(host: Path) -> dict[str, str]:
    """Return the files of the published site with what they hold."""
    listed = subprocess.run(
        ["git", "-C", host, "ls-tree", "-r", "--name-only", "gh-pages"], capture_output=True, text=True, check=True
    )
    shown = ["git", "-C", host, "show"]
    return {
        name: subprocess.run([*shown, f"gh-pages:{name}"], capture_output=True, text=True, check=True).stdout
        for name in listed.stdout.split()
    }


def test_what_is_published_stays_where_it_was_released_and_archives_keep_their_addresses(tmp_path: Path) -> None:
    host = tmp_path / "host.git"
    subprocess.run(["git", "init", "--quiet", "--bare", host], check=True)

    def site(version: str, words: str) -> Path:
        files = {f"letters-{version}.zip": version, "letters.zip": version, "chapters/one.html": words}
        files |= {f"_static/changed/{version}.js": "", "index.html": words}
        for name, held in files.items():
            path = tmp_path / words / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(held, encoding="utf-8")
        return tmp_path / words / "site"

    for built, ref in (
        (site("1.0.0", "first"), "refs/heads/main"),
        (site("1.0.0", "first"), "refs/tags/v1.0.0"),
        (site("1.1.0", "second"), "refs/heads/main"),
        (site("1.1.0", "second"), "refs/tags/v1.1.0"),
        # A tag that is moved changes nothing that was released.
        (site("1.0.0", "other"), "refs/tags/v1.0.0"),
    ):
        done = publish(host, built, ref)
        assert done.returncode == 0, done.stderr
    found = published(host)
    zips = {name: held for name, held in found.items() if name.endswith(".zip") and "/" not in name}
    assert zips == {"letters-1.0.0.zip": "1.0.0", "letters-1.1.0.zip": "1.1.0", "letters.zip": "1.1.0"}
    pages = {name: held for name, held in found.items() if name.endswith("one.html")}
    assert pages == {
        "chapters/one.html": "second",
        "v/1.0.0/chapters/one.html": "first",
        "v/1.1.0/chapters/one.html": "second",
    }
    kept = json.loads(found["v/editions.js"].removeprefix("window.editionsKept = ").rstrip(";\n"))
    assert kept == {version: ["chapters/one.html", "index.html"] for version in ("1.0.0", "1.1.0")}
    refused = publish(host, site("1.1.0", "second"), "refs/tags/v2.0.0")
    assert refused.returncode == 1
    assert "no record of it, releases/2.0.0.json" in refused.stdout


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("jupyter_book"), reason="there is no Jupyter Book of this version")
def test_its_commands_check_and_build_a_new_edition(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    assert run("python", "-m", "glossator", "new", folder, folder=tmp_path).code == 0
    asked, install, *commands = [step["run"] for step in WORKFLOW["jobs"]["build"]["steps"] if "run" in step]
    assert install == "pip install -r requirements.txt"
    path = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    refused = subprocess.run(["bash", "-euc", asked], cwd=folder, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "::error file=requirements.txt" in refused.stdout
    requirements = (folder / "requirements.txt").read_text(encoding="utf-8")
    (named,) = re.findall(r"^#\s+(glossator @ .*)$", requirements, re.MULTILINE)
    (folder / "requirements.txt").write_text(f"{requirements}{named}\n", encoding="utf-8")
    for line in (asked, *commands):
        done = subprocess.run(["bash", "-euc", line], cwd=folder, env=path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert any(" ".join(WARNINGS_FAIL) in command for command in commands)
    assert (folder / "_build/html/index.html").is_file()
