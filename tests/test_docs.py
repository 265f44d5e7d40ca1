"""What the documents promise is so: their examples are run, their lists compared with what they list."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from glossator.core.datapackage import read_table
from glossator.core.text import load_sources
from glossator.lint.command_line import check, report
from glossator.testing.books import build_book, copy_book
from glossator.testing.reading import annotated

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
INDEX = "# An example\n\n```{bibliography}\n```\n"


def blocks(document: str, section: str, language: str) -> list[str]:
    """Return the code blocks of one language in one section of a document."""
    text = re.split(r"^## ", document, flags=re.MULTILINE)
    (chosen,) = [part for part in text if part.startswith(section)]
    found = re.findall(r"^(`{3,})(\w+)\n(.*?)^\1$", chosen, re.MULTILINE | re.DOTALL)
    return [content for _, name, content in found if name == language]


def example_book(folder: Path, chapter: str) -> Path:
    """Make a book of one chapter, ``chapters/example.md``, with the texts and works of this edition."""
    for name in ("sources", "data"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("_config.yml", "references.bib"):
        shutil.copy2(ROOT / name, folder)
    (folder / "index.md").write_text(INDEX, encoding="utf-8")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: chapters/example\n", encoding="utf-8"
    )
    (folder / "chapters").mkdir()
    (folder / "chapters/example.md").write_text(chapter, encoding="utf-8")
    return folder


def said(folder: Path) -> str:
    """Return what the check says of the example; that one chapter does not hold both texts goes without saying."""
    return report([m for m in check(folder) if m.path == "chapters/example.md"], for_host=False)


def test_the_good_example_has_no_mistake(tmp_path: Path) -> None:
    (good,) = blocks(CONTRIBUTING, "A note", "markdown")
    # The paragraph that it links to, so that the link leads somewhere.
    book = example_book(tmp_path, f"# A chapter\n\n{good}\n:::::{{passage}} mfa-3\n:::::\n")
    assert said(book) == ""


def test_the_bad_example_gets_these_messages(tmp_path: Path) -> None:
    (bad,) = blocks(CONTRIBUTING, "What goes wrong", "markdown")
    (messages,) = blocks(CONTRIBUTING, "What goes wrong", "text")
    book = example_book(tmp_path, f"# A chapter\n\n{bad}")
    assert said(book) == messages.rstrip("\n")


def test_a_work_can_be_added_as_shown(tmp_path: Path) -> None:
    (work,) = blocks(CONTRIBUTING, "Sources", "bibtex")
    book = example_book(tmp_path, "# A chapter\n\nAs was reported {cite:p}`reuters_deals_2017`.\n")
    with (book / "references.bib").open("a", encoding="utf-8") as file:
        file.write(f"\n{work}")
    assert said(book) == ""


#: The settings of this edition, as its _config.yml has them.
SETTINGS = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]["glossator"]
KINDS = [kind["id"] for kind in SETTINGS["kinds"]]
CERTAINTIES = [certainty["id"] for certainty in SETTINGS["certainties"]]


def test_kinds_and_certainties_are_those_there_are() -> None:
    for values in (KINDS, CERTAINTIES):
        for value in values:
            assert f"| `{value}` |" in CONTRIBUTING
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/propose-a-note.yml").read_text(encoding="utf-8"))
    choices = {field["id"]: field["attributes"].get("options") for field in form["body"]}
    assert choices["kind"] == KINDS
    assert choices["certainty"] == CERTAINTIES


def test_the_length_of_a_note_is_the_one_that_is_checked() -> None:
    length = SETTINGS["note_length"]
    assert f"in {length['least']} to {length['most']} words" in CONTRIBUTING


def test_the_commands_without_make_are_those_of_make() -> None:
    commands = blocks(README, "Build it", "sh")[-1].splitlines()
    recipes = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(BIN)", ".venv/bin").replace(" > /dev/null", "")
    assert len(commands) == 10
    for command in commands[2:]:
        assert f"\t{command}\n" in recipes


# A third text ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_a_letter(tmp_path: Path) -> Path:
    """Return a copy of the whole book with the third text that CONTRIBUTING.md tells how to add."""
    book = copy_book(ROOT, tmp_path)
    (letter,) = blocks(CONTRIBUTING, "A new text", "text")
    about, entry = blocks(CONTRIBUTING, "A new text", "yaml")
    (chapter,) = blocks(CONTRIBUTING, "A new text", "markdown")
    (book / "sources/letter.txt").write_text(letter, encoding="utf-8")
    (book / "chapters/letter.md").write_text(chapter, encoding="utf-8")
    for name, lines in (("sources/sources.yml", about), ("_toc.yml", entry)):
        path = book / name
        path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n{lines}", encoding="utf-8")
    return book


@pytest.mark.sweep
@pytest.mark.slow
def test_a_third_text_takes_no_change_in_the_package(with_a_letter: Path) -> None:
    assert report(check(with_a_letter), for_host=False) == ""


@pytest.mark.slow
def test_a_third_text_is_printed(with_a_letter: Path) -> None:
    paragraphs = load_sources(with_a_letter / "sources")["letter"].paragraphs
    assert [paragraph.id for paragraph in paragraphs] == ["letter-title", "letter-1", "letter-2"]
    (with_a_letter / "index.md").write_text(INDEX, encoding="utf-8")
    (with_a_letter / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: chapters/letter\n", encoding="utf-8"
    )
    # Chapters that it links to are not in this book.
    log = build_book(with_a_letter, strict=False).log
    assert "chapters/letter.md:" not in log
    assert "sources/sources.yml:" not in log
    page = (with_a_letter / "_build/html/chapters/letter.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "html.parser")
    assert "Compare what can be compared." in soup.select_one("#letter-2").text, log
    note = soup.select_one("#letter-1-do-not-even-speak-of-the-same-meeting")
    assert "The White House tells of the whole visit" in note.text
    assert soup.select_one(f"a[href='#{note['id']}']")


def test_the_check_tells_the_hash_of_a_new_text(with_a_letter: Path) -> None:
    path = with_a_letter / "sources/sources.yml"
    about = path.read_text(encoding="utf-8").rstrip().splitlines()
    assert about[-1].startswith("  sha256: ")
    path.write_text("\n".join(about[:-1]) + "\n", encoding="utf-8")
    (mistake,) = check(with_a_letter)
    assert mistake.path == "sources/sources.yml"
    assert mistake.message.endswith(f"\n    add: {about[-1]}")


# The rest -------------------------------------------------------------------------------------------------------------


def test_commands_of_the_readme_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([\w-]+)", README, re.MULTILINE)) <= targets


def test_links_between_the_documents_lead_somewhere() -> None:
    for path in ROOT.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_there_is_one_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest
    assert SETTINGS["version"] == citation["version"] == newest[1]
    assert SETTINGS["date"] == str(citation["date-released"])


def test_the_citation_names_the_texts_as_they_are_described() -> None:
    named = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["references"]
    found = [(text["title"], text["authors"][0]["name"], str(text["date-published"]), text["url"]) for text in named]
    texts = [text.about for text in load_sources(ROOT / "sources").values()]
    assert found == [(about["title"], about["issuer"], about["date"], about["url"]) for about in texts]


def test_the_lines_of_python_read_the_data_of_the_edition(book: Path) -> None:
    (lines,) = blocks((ROOT / "chapters/use-elsewhere.md").read_text(encoding="utf-8"), "As data", "python")
    done = subprocess.run(
        [sys.executable, "-c", f"{lines}\nprint(len(notes), len(works), len(tables['deals']))"],
        cwd=book / "_build/html",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    notes, works, deals = map(int, done.stdout.split()[-3:])
    assert notes == sum(annotated(book).values())
    assert works > notes
    assert deals == len(read_table("deals", ROOT))


def test_licences_are_named_as_they_are() -> None:
    project = tomllib.loads((ROOT / "engine" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == {"text": "MIT"}
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert "CC BY 4.0" in (ROOT / "LICENSE-apparatus").read_text(encoding="utf-8")


def test_a_new_edition_pins_what_this_one_pins() -> None:
    template = ROOT / "engine/src/glossator/template/requirements.txt"
    ours, theirs = (
        set(re.findall(r"^[\w.-]+==\S+", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (ROOT / "requirements.txt", template)
    )
    assert {"jupyter-book", "Sphinx", "myst-nb", "altair"} <= {pin.partition("==")[0] for pin in theirs}
    assert theirs <= ours


def test_every_pin_is_in_the_lock_file_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;]+).*\\\n    --hash=sha256:", lock, re.MULTILINE))
    pins = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    normal = re.compile(r"[-_.]+")
    assert len(pins) > 100
    for name, version in pins:
        assert locked.get(normal.sub("-", name).lower()) == version, f"{name}: run make lock"


@pytest.mark.parametrize("path", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda path: path.name)
def test_a_workflow_may_write_only_where_nothing_of_others_runs_and_ends_in_time(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        if "uses" in job:
            continue
        assert job["timeout-minutes"] <= 30
        uses = [step["uses"] for step in job["steps"] if "uses" in step]
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) for name in uses)
        checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)
        if "permissions" in job:
            assert checkouts == []
            assert {"check", "build"} <= set(job["needs"])
            assert not [step for step in job["steps"] if re.search(r"pip|make|python", step.get("run", ""))]
