"""A new edition: ``python -m glossator new DIR`` begins one that builds, or says why it does not begin one."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator import new_edition
from glossator.core.text import load_sources
from glossator.lint.command_line import check, report
from glossator.testing.books import WARNINGS_FAIL, run

pytestmark = pytest.mark.slow

ENGINE = Path(__file__).parents[1]
README = (ENGINE / "README.md").read_text(encoding="utf-8")


def glossator(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``python -m glossator`` in *folder*."""
    command = [sys.executable, "-m", "glossator", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Return the folder of a new edition."""
    new_edition.new_edition(tmp_path / "edition")
    return tmp_path / "edition"


def code_blocks(section: str, language: str) -> list[str]:
    """Return the code blocks of one language in one section of the engine's README."""
    (text,) = [part for part in re.split(r"^## ", README, flags=re.MULTILINE) if part.startswith(section)]
    blocks = re.findall(r"^(`{3,})(\w+)\n(.*?)^\1$", text, re.MULTILINE | re.DOTALL)
    return [content for _, name, content in blocks if name == language]


# It begins an edition -------------------------------------------------------------------------------------------------


def test_a_new_edition_has_no_mistake(tmp_path: Path) -> None:
    made = glossator("new", "mine", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "cd mine" in made.stdout
    assert report(check(tmp_path / "mine"), for_host=False) == ""


def test_a_folder_that_is_empty_will_do(tmp_path: Path) -> None:
    assert glossator("new", ".", folder=tmp_path).returncode == 0
    assert (tmp_path / "_config.yml").is_file()


def test_plain_sphinx_builds_it_without_a_warning(edition: Path) -> None:
    built = run("sphinx-build", *WARNINGS_FAIL, "-c", "stacks", ".", "_build/html", folder=edition)
    assert built.code == 0, built.log
    assert_complete(edition / "_build/html")


def assert_complete(site: Path) -> None:
    """Assert that a reader finds the text, its note, the chart and the works."""
    page = BeautifulSoup((site / "chapters/gettysburg.html").read_text(encoding="utf-8"), "html.parser")
    assert "shall not perish from the earth" in page.select_one("#lincoln-3").get_text()
    assert "eighty-seven years" in page.select_one("[role=note]").get_text()
    assert "as often as “here”: 8 times" in page.select_one("figcaption").get_text()
    assert page.select_one("figure svg")
    works = (site / "chapters/bibliography.html").read_text(encoding="utf-8")
    assert "Second Continental Congress" in works


def test_its_table_counts_the_words_of_its_text(edition: Path) -> None:
    text = " ".join(p.text for p in load_sources(edition / "sources")["lincoln"].paragraphs)
    words = re.findall(r"\w+", text.lower())
    with (edition / "data/words.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert int(row["times"]) == sum(words.count(form) for form in row["forms"].split("; ")), row["word"]


WITHOUT_TABLES = """\
import altair as alt
from glossator import count_words, figure

words = count_words()
chart = alt.Chart(words).mark_bar().encode(x="words:Q", y="label:N")
figure(chart, name="words", title="The last is the longest", alt="Three bars.", data=words, tables=[])
```
"""


def test_tables_can_be_left_out(edition: Path) -> None:
    chapter = edition / "chapters/gettysburg.md"
    text, _, _ = chapter.read_text(encoding="utf-8").partition("import altair")
    chapter.write_text(text + WITHOUT_TABLES, encoding="utf-8")
    shutil.rmtree(edition / "data")
    built = run("sphinx-build", *WARNINGS_FAIL, "-c", "stacks", ".", "_build/html", folder=edition)
    assert built.code == 0, built.log
    assert (edition / "_build/html/chapters/gettysburg.ipynb").is_file()


def test_its_settings_can_be_changed_in_the_first_part(edition: Path) -> None:
    yours, engine = (edition / "_config.yml").read_text(encoding="utf-8").split("# What the engine needs")
    assert {
        "title",
        "author",
        "copyright",
        "repository",
        "baseurl",
        "language",
        "glossator",
        "version",
        "licence",
    } <= set(re.findall(r"^ *(\w+):", yours, re.MULTILINE))
    assert "extensions:" in engine


def test_its_example_of_other_kinds_can_be_used(edition: Path) -> None:
    config = edition / "_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("# kinds:", "kinds:"), encoding="utf-8")
    assert report(check(edition), for_host=False) == ""
    chapter = edition / "chapters/gettysburg.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text.replace(":kind: context", ":kind: outcome"), encoding="utf-8")
    assert "the allowed ones are: context, style" in report(check(edition), for_host=False)


def test_a_checkout_begins_one_before_anything_is_installed(tmp_path: Path) -> None:
    # -S: without what is installed; -I would leave out PYTHONPATH too.
    environment = {**os.environ, "PYTHONPATH": str(Path(new_edition.__file__).parents[1])}
    command = [sys.executable, "-S", "-m", "glossator", "new", str(tmp_path / "mine")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# Or says why not ------------------------------------------------------------------------------------------------------


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear editors", encoding="utf-8")
    done = glossator("new", tmp_path, folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr == f"{tmp_path} is not empty; name a folder that is empty, or one that is not there yet\n"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear editors", encoding="utf-8")
    done = glossator("new", "letter.txt", folder=tmp_path)
    assert (done.returncode, done.stderr.partition(";")[0]) == (2, "letter.txt is a file")


def test_a_folder_that_is_nowhere_is_not_made_up(tmp_path: Path) -> None:
    done = glossator("new", "editoins/mine", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("there is no folder editoins; ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("existed", [True, False], ids=["an empty folder", "no folder"])
def test_a_failure_half_way_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existed: bool
) -> None:
    template, folder = tmp_path / "template", tmp_path / "mine"
    template.mkdir()
    (template / "index.md").write_text("# A book", encoding="utf-8")
    (template / "lost.md").symlink_to("nowhere")
    monkeypatch.setattr(new_edition, "TEMPLATE", template)
    if existed:
        folder.mkdir()
    with pytest.raises(OSError, match=r"mine cannot be written: .*lost.md"):
        new_edition.new_edition(folder)
    assert folder.exists() == existed
    assert not existed or list(folder.iterdir()) == []


# The command line -----------------------------------------------------------------------------------------------------


def test_help_names_what_can_be_done(tmp_path: Path) -> None:
    done = glossator("--help", folder=tmp_path)
    assert done.returncode == 0
    assert re.search(r"^ +check +print every mistake", done.stdout, re.MULTILINE)
    assert re.search(r"^ +new +begin an edition", done.stdout, re.MULTILINE)


def test_a_wrong_command_gets_the_right_ones(tmp_path: Path) -> None:
    done = glossator("chekc", folder=tmp_path)
    assert done.returncode == 2
    assert (
        'there is no command "chekc"; the commands are: check, new, export, release; did you mean check?' in done.stderr
    )


@pytest.mark.parametrize("arguments", [(), ("check",)], ids=["without a command", "check"])
def test_there_is_nothing_to_check_outside_an_edition(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = glossator(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert "no book found" in done.stderr


def test_the_check_fails_if_there_is_a_mistake(edition: Path) -> None:
    chapter = edition / "chapters/gettysburg.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("Four score", "Four scores"), encoding="utf-8")
    done = glossator("check", folder=edition / "chapters")
    assert done.returncode == 1
    assert "chapters/gettysburg.md:" in done.stdout
    assert "write: ::::{annotation} Four score and seven years ago" in done.stdout


# The engine's README --------------------------------------------------------------------------------------------------

#: Commands that a test must not run: they make an environment, and need a network.
INSTALL = ["python3 -m venv .venv", '.venv/bin/pip install -r requirements.txt -e "$ENGINE"']


@pytest.mark.skipif(not find_spec("jupyter_book"), reason="there is no Jupyter Book of this version")
def test_the_commands_of_the_readme_begin_an_edition_that_builds_without_a_warning(
    tmp_path: Path,
) -> None:
    (commands,) = code_blocks("Begin an edition", "sh")
    lines = commands.splitlines()
    assert [line for line in lines if line in INSTALL] == INSTALL
    assert lines[-1].endswith(f"jupyter-book build {' '.join(WARNINGS_FAIL)} .")
    script = "\n".join(f"ln -s '{sys.prefix}' .venv" if line == INSTALL[0] else line for line in lines)
    script = script.replace(INSTALL[1], "")
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-euc", script], cwd=ENGINE.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no mistakes" in done.stdout
    assert_complete(tmp_path / "my-edition/_build/html")


def test_the_chapter_of_the_readme_builds_without_a_warning(edition: Path) -> None:
    (chapter,) = code_blocks("What a chapter may hold", "markdown")
    (edition / "chapters/gettysburg.md").write_text(chapter, encoding="utf-8")
    (terms,) = code_blocks("What a chapter may hold", "csv")
    (edition / "data/glossary.csv").write_text(terms, encoding="utf-8")
    add_table(edition, *code_blocks("What a chapter may hold", "json"))
    built = run("sphinx-build", *WARNINGS_FAIL, "-c", "stacks", ".", "_build/html", folder=edition)
    assert built.code == 0, built.log


def add_table(edition: Path, described: str) -> None:
    """Put the description of a table before the others in ``datapackage.json``."""
    path = edition / "data/datapackage.json"
    package = path.read_text(encoding="utf-8")
    path.write_text(package.replace('"resources": [', f'"resources": [{described},', 1), encoding="utf-8")


def test_the_readme_names_every_directive_and_no_other() -> None:
    package = Path(new_edition.__file__).parent
    places = (package / "extension.py", package / "export/listing.py", package / "teaching/visitors.py")
    setup = " ".join(path.read_text(encoding="utf-8") for path in places)
    ours = set(re.findall(r'add_directive\("([\w-]+)"', setup))
    named = set(re.findall(r"\{([\w-]+)\}(?!`)", " ".join(re.findall(r"^\| `+ ?(.*?)`+ \|", README, re.MULTILINE))))
    assert named == {*ours, "code-cell", "bibliography"}


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", README):
        assert (ENGINE / target).exists(), target
