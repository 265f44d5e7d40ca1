"""Every message names the place and says what to do: the files in ``mistakes/``, each of which is a mistake.

All of them stand in one book, which is checked once; then what the check told is pasted, and it is checked again.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from docutils import nodes
from glossator.lint.command_line import Mistake, check, report
from glossator.lint.options import NAMES
from glossator.notes.passage import AnnotationDirective
from glossator.testing.books import build_book
from glossator.testing.pasting import paste

MISTAKES = Path(__file__).parent / "mistakes"
SMALL = Path(__file__).parent / "small"
INDEX = """\
# A book of mistakes

```{bibliography}
```

```{glossary}
handshake
  What both sides give when a pact is made.
```
"""
#: What the edition asks of its notes.
RULES = """\
    glossator:
      certainties: [{id: fact, cites: true}, {id: inference}, {id: contested}]
      note_length: {least: 2, most: 40}
"""
#: What sources.yml cites, which the works of ``small/`` do not hold.
CITED = "".join(
    f"@misc{{{key}, author = {{{{A ministry}}}}, title = {{{{A page}}}}}}\n" for key in ("pact_text", "memo_text")
)
#: What chapters that share paragraphs say of each other, and a book that leaves most of them out says of itself.
CROSS_TALK = ("[edition.twice]", "[edition.missing]")


#: In a message: the line of another place, which moves when lines are added above it.
NUMBER = re.compile(r"line \d+")


class Message(NamedTuple):
    """What must be said of a mistake."""

    line: int  #: 0 for any
    says: list[str]
    hint: str  #: what to paste, as it is printed


class Case(NamedTuple):
    """One file of ``mistakes/``."""

    name: str
    about: dict[str, Any]
    text: str

    @property
    def file(self) -> str:
        return self.about.get("file", f"chapters/{self.name}.md")

    def put_into(self, book: Path) -> None:
        """Make the mistake in *book*."""
        path = book / self.file
        if "file" not in self.about:
            path.write_text(self.text, encoding="utf-8")
            return
        if not path.exists():
            path.write_text(self.text, encoding="utf-8")
            return
        whole = path.read_text(encoding="utf-8")
        wrong = self.text if "replace" in self.about or not self.text.strip() else self.text.rstrip("\n") + "\n"
        was = self.about.get("replace", self.about.get("was", "") + "\n")
        assert was in whole
        path.write_text(whole.replace(was, wrong.strip("\n") if "replace" in self.about else wrong), encoding="utf-8")

    def messages(self, book: Path) -> Iterator[Message]:
        """Yield what must be said, with the line in the file that holds the mistake."""
        lines = (book / self.file).read_text(encoding="utf-8").splitlines()
        for about in self.about.get("messages", [self.about]):
            line = about.get("line") or (lines.index(about["at"]) + 1 if "at" in about else 0)
            hint = "".join(f"\n    {word}: {about[word]}" for word in ("write", "add", "for") if word in about)
            yield Message(line, about["says"], hint)


def read_case(path: Path) -> Case:
    _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return Case(path.stem, yaml.safe_load(head), text)


CASES = [read_case(path) for path in sorted((MISTAKES).glob("*.md"))]
CHECKED = [case for case in CASES if "stops" not in case.about and "build" not in case.about]
STOPPING = [case for case in CASES if "stops" in case.about]
BUILT = [case for case in CASES if "build" in case.about]


def make_book(folder: Path, cases: list[Case]) -> Path:
    """Make a book with a chapter for each case, the texts of ``mistakes/``, the settings and tables of ``small/``."""
    settings = (MISTAKES / "_config.yml").read_text(encoding="utf-8")
    (folder / "_config.yml").write_text(settings + RULES, encoding="utf-8")
    shutil.copytree(MISTAKES / "sources", folder / "sources")
    shutil.copytree(SMALL / "data", folder / "data")
    works = (SMALL / "references.bib").read_text(encoding="utf-8")
    (folder / "references.bib").write_text(works + CITED, encoding="utf-8")
    (folder / "chapters").mkdir()
    (folder / "index.md").write_text(INDEX, encoding="utf-8")
    chapters = "".join(f"  - file: chapters/{case.name}\n" for case in cases)
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}", encoding="utf-8")
    for case in cases:
        (folder / f"chapters/{case.name}.md").write_text("# A chapter without a mistake\n", encoding="utf-8")
    for case in cases:
        case.put_into(folder)
    return folder


def find(message: Message, file: str, mistakes: list[Mistake]) -> Mistake | None:
    """Return the mistake that a message was expected for."""
    for mistake in mistakes:
        there = mistake.path == file and message.line in (0, mistake.line)
        if there and all(words in mistake.message for words in message.says):
            return mistake
    return None


def said_of(file: str, mistakes: list[Mistake]) -> str:
    return report([mistake for mistake in mistakes if mistake.path == file], for_host=False)


class Checked(NamedTuple):
    """The book of mistakes, what was said of it, and what was said when all that could be pasted was."""

    book: Path
    mended: Path
    before: list[Mistake]
    after: list[Mistake]


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    book = make_book(tmp_path_factory.mktemp("mistakes"), CHECKED)
    before = check(book)
    mended = Path(shutil.copytree(book, tmp_path_factory.mktemp("mended") / "book"))
    for case in CHECKED:
        told = [find(message, case.file, before) for message in case.messages(book) if message.hint]
        # From the last line to the first, so that a line that is added moves none that is still to be mended.
        for mistake in sorted(filter(None, told), reverse=True):
            paste(mended / case.file, mistake.line, mistake.message)
    return Checked(book, mended, before, check(mended))


@pytest.mark.xdist_group("mistakes")
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CHECKED])
def test_message(case: Case, checked: Checked) -> None:
    for message in case.messages(checked.book):
        mistake = find(message, case.file, checked.before)
        assert mistake, f"expected {message}, found:\n{said_of(case.file, checked.before)}"
        printed = mistake.message.partition("\n")[2]
        assert ("\n" + printed if printed else "") == message.hint
        if message.hint:
            left = [mistake for mistake in checked.after if not mistake.message.endswith(CROSS_TALK)]
            if case.file == "references.bib":  # where the mistakes of other cases stand too
                left = [mistake for mistake in left if all(words in mistake.message for words in message.says)]
            assert said_of(case.file, left) == ""


@pytest.mark.xdist_group("mistakes")
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CHECKED if "file" not in case.about])
def test_one_cause_has_one_message(case: Case, checked: Checked) -> None:
    told = [each for each in checked.before if each.path == case.file and not each.message.endswith(CROSS_TALK)]
    expected = [find(message, case.file, checked.before) for message in case.messages(checked.book)]
    assert report([each for each in told if each not in expected], for_host=False) == ""


@pytest.mark.xdist_group("mistakes")
def test_what_is_pasted_makes_no_new_mistake_anywhere(checked: Checked) -> None:
    before = {(mistake.path, NUMBER.sub("", mistake.message)) for mistake in checked.before}
    new = [each for each in checked.after if (each.path, NUMBER.sub("", each.message)) not in before]
    # A passage that is read again may be one of two with the same paragraphs, which are the cases' own.
    new = [mistake for mistake in new if not mistake.message.endswith(CROSS_TALK)]
    assert report(new, for_host=False) == ""


@pytest.mark.xdist_group("mistakes")
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CHECKED if "file" not in case.about])
def test_what_is_pasted_changes_nothing_else_in_its_chapter(case: Case, checked: Checked) -> None:
    """Neither the blocks around those that a message is on, nor what the chapter has of notes, links and passages."""
    told = [mistake for mistake in checked.before if mistake.path == case.file]
    before, after = (read_chapter(book, case.name) for book in (checked.book, checked.mended))
    lines = [mistake.line for mistake in told]
    around = range(min(lines), max(lines) + 1) if case.name not in LINKED_CASES else range(sys.maxsize)
    kept = {block for block, _ in after.blocks}
    lost = [block for block, its in before.blocks if not overlap(its, around) and block not in kept]
    assert lost == []
    assert {known for known in before.known - after.known if not is_mended(known, told)} == set()


#: Cases whose mistake is a label that is lost: what links to it changes when it is there again.
LINKED_CASES = ("label-lost-with-its-directive", "fence-with-a-role-in-its-first-line")


def overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


class Chapter(NamedTuple):
    """What was read of a chapter."""

    blocks: list[tuple[str, range]]  #: as text, without what is counted, and the lines of each
    known: set[tuple[str, str]]  #: the passages, notes and links that others can rely on


#: In a document tree as text: what is counted through the chapter, and so may change with a note that is read again.
COUNTED = re.compile(r'\b(?:ids|refid|backrefs|number|docname|refdoc|source)="[^"]*"')


def blocks_of(node: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the blocks of a chapter, those of its sections one after the other."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from blocks_of(child)
        elif isinstance(child, nodes.container) and not child.children:
            continue  # what Markdown makes of signs that close nothing
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.system_message):
            yield child


@cache
def read_edition(pickled: Path) -> dict[str, Any]:
    """Return what the domain of the edition knows of a book."""
    edition: dict[str, Any] = pickle.loads(pickled.read_bytes()).domaindata["edition"]
    return edition


def read_chapter(book: Path, name: str) -> Chapter:
    """Return what the check has read of a chapter."""
    folder = book / "_build/check/doctrees"
    document = pickle.loads((folder / f"chapters/{name}.doctree").read_bytes())
    found = list(blocks_of(document))
    first = [each.line or next((one.line for one in each.findall(nodes.Element) if one.line), 0) for each in found]
    ends = [next((line for line in first[place + 1 :] if line), sys.maxsize) for place in range(len(found))]
    # MyST-NB knows only nearly where a cell begins.
    begins = [
        first[place - 1] + 1 if place and "nb_element" in each else first[place] for place, each in enumerate(found)
    ]
    blocks = [
        (COUNTED.sub("", block.pformat()), range(start, end))
        for block, start, end in zip(found, begins, ends, strict=True)
    ]
    edition = read_edition(folder / "environment.pickle")
    docname = f"chapters/{name}"
    known = {("paragraph", paragraph) for paragraph in edition["paragraphs"].get(docname, ())}
    known |= {("note", note.id) for note in edition["notes"].get(docname, ())}
    known |= {(kind, target) for kind, target in edition["links"].get(docname, ())}
    return Chapter(blocks, known)


def is_mended(known: tuple[str, str], told: list[Mistake]) -> bool:
    """Return whether a message is on what was known: a link to nowhere, or the address of a note."""
    return any(known[1] in mistake.message for mistake in told)


#: An encoding, the line at which a chapter in it is named, and what is said.
ENCODINGS = {
    "latin-1": (3, "not in UTF-8"),
    "utf-16": (1, "not in UTF-8"),
    "utf-8-sig": (1, "save the file as UTF-8 without"),
}


@pytest.mark.slow
def test_chapters_in_other_encodings_are_named_by_check_and_build(tmp_path: Path) -> None:
    book = make_book(tmp_path, [Case(name, {}, "# One\n") for name in (*ENCODINGS, "two")])
    for name in ENCODINGS:
        (book / f"chapters/{name}.md").write_bytes("# A chapter\n\nA café.\n".encode(name))
    mistakes = check(book)
    told = {mistake.path: mistake for mistake in mistakes}
    assert len(told) == len(mistakes) == len(ENCODINGS)
    code, log = build_book(book)
    assert code != 0
    for name, (line, words) in ENCODINGS.items():
        mistake = told[f"chapters/{name}.md"]
        assert mistake.line == line
        assert words in mistake.message
        assert f"{book / mistake.path}:{line}: WARNING: {mistake.message}" in log
    assert "Traceback" not in log


def test_a_file_of_the_book_in_another_encoding_is_named(tmp_path: Path) -> None:
    book = make_book(tmp_path, [Case("one", {}, "# One\n")])
    path = book / "references.bib"
    path.write_bytes(path.read_bytes() + "@misc{café, title = {A page}}\n".encode("latin-1"))
    (mistake,) = [mistake for mistake in check(book) if not mistake.message.endswith(CROSS_TALK)]
    assert (mistake.path, mistake.line) == ("references.bib", len(path.read_bytes().splitlines()))
    assert "save it in UTF-8" in mistake.message


def test_a_file_whose_name_makes_no_good_address_is_named_with_a_better_one(tmp_path: Path) -> None:
    book = make_book(tmp_path, [Case("Wheat and Rye", {}, "# Wheat\n")])
    mistakes = [mistake for mistake in check(book) if mistake.path == "_toc.yml"]
    assert [mistake.line for mistake in mistakes] == [4]
    assert "rename chapters/Wheat and Rye.md to chapters/wheat-and-rye.md" in mistakes[0].message


def test_no_option_of_a_note_is_unknown_to_what_looks_for_misspelt_ones() -> None:
    assert set(NAMES) == set(AnnotationDirective.option_spec)


def test_there_are_enough() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in STOPPING])
def test_what_stops_everything(case: Case, tmp_path: Path) -> None:
    book = make_book(tmp_path, [case])
    mistakes = check(book)
    assert all(find(message, case.file, mistakes) for message in case.messages(book)), mistakes


@pytest.mark.sweep
@pytest.mark.slow
def test_the_build_says_the_same(tmp_path: Path) -> None:
    book = make_book(tmp_path, [*CHECKED, *BUILT])
    mistakes = check(book)
    code, log = build_book(book)
    assert code != 0
    said = log.replace(f"{book}{os.sep}", "").replace("ERROR", "WARNING")
    missing = [each for each in mistakes if f"{each.path}:{each.line or ''}: WARNING: {each.message}" not in said]
    assert report(missing, for_host=False) == ""
    # And nothing else, but for what only a build can notice.
    told = {f"{each.path}:{each.line or ''}: WARNING: {each.message}".partition("\n")[0] for each in mistakes}
    lines = set(re.findall(r"^[^\s:]+:\d*: WARNING: .*$", said, re.MULTILINE)) - told
    own = tuple(case.file for case in BUILT)
    assert sorted(line for line in lines if not line.startswith(own)) == []
    for case in BUILT:
        for message in case.messages(book):
            line = re.search(rf"^{re.escape(case.file)}:{message.line}: WARNING: (.*)$", said, re.MULTILINE)
            assert line, said
            assert all(words in line[1] for words in message.says)


@pytest.mark.xdist_group("mistakes")
def test_a_second_check_says_it_again(checked: Checked) -> None:
    assert check(checked.book) == checked.before


LINKED = """\
# A chapter

:::::{passage} pact-5 pact-6
::::{annotation} more than $250 in silver
:kind: evidence
:certainty: fact
A note {cite:p}`smith2016`.
::::
:::::
"""
LINKING = "# Another\n\nSee {note}`pact-5-more-than-250-in-silver`, {para}`pact-6`, and [the whole](linked.md).\n"


@pytest.mark.parametrize(
    ("file", "was", "wrong"),
    [
        ("chapters/linked.md", "in silver", "in sliver"),
        ("chapters/linked.md", "pact-5 pact-6", "pact-5, pact-6"),
        ("chapters/linked.md", "pact-5 pact-6", "5 6"),
        ("chapters/linked.md", "{passage}", "{passages}"),
        ("chapters/linked.md", "{annotation}", "{anotation}"),
        ("chapters/linked.md", "::::{annotation}", "::::annotation"),
        ("chapters/linked.md", "::::\n:::::", ":::::"),
        ("_toc.yml", "chapters/linked", "chapters/linkd"),
        ("_toc.yml", "  - file: chapters/linked\n", ""),
    ],
)
def test_what_follows_from_a_mistake_is_not_reported_as_another(
    file: str, was: str, wrong: str, tmp_path: Path
) -> None:
    """Its message would offer something else to link to, and be gone when the first mistake is mended."""
    book = make_book(tmp_path, [Case("linked", {}, LINKED), Case("linking", {}, LINKING)])
    path = book / file
    path.write_text(path.read_text(encoding="utf-8").replace(was, wrong), encoding="utf-8")
    told = [mistake for mistake in check(book) if not mistake.message.endswith(CROSS_TALK)]
    assert {mistake.path for mistake in told} == {file}, report(told, for_host=False)


def run_check(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``make check``'s own command in *folder*."""
    return subprocess.run(
        [sys.executable, "-m", "glossator"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        check=False,
    )


@pytest.mark.slow
def test_in_a_terminal(tmp_path: Path) -> None:
    case = next(case for case in CHECKED if case.name == "quotation-word-changed")
    book = make_book(tmp_path, [case])
    done = run_check(book / "chapters")
    assert done.returncode == 1
    first, write, *_ = done.stdout.splitlines()
    assert first.startswith(f"{case.file}:4: ")
    assert first.endswith(" [edition.quote]")
    assert write == "    write: ::::{annotation} more than $250 in silver"
    # The other paragraphs are in no chapter.
    assert done.stdout.endswith("\n24 mistakes\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "escaped"), [("cp1252", r"Überläufer \u590f"), ("ascii", r"\xdcberl\xe4ufer \u590f")]
)
def test_in_a_terminal_that_lacks_some_letters(tmp_path: Path, encoding: str, escaped: str) -> None:
    book = make_book(tmp_path, [Case("one", {}, "# One\n\n{note}`Überläufer 夏`\n")])
    done = run_check(book, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 1
    assert done.stderr == ""
    assert escaped in done.stdout


@pytest.mark.slow
def test_on_the_hosts_runner(tmp_path: Path) -> None:
    case = next(case for case in CHECKED if case.name == "quotation-word-changed")
    book = make_book(tmp_path, [case])
    first = run_check(book, GITHUB_ACTIONS="true").stdout.splitlines()[0]
    assert first.startswith(f"::error file={case.file},line=4,title=edition.quote::")
    assert "%0A    write: ::::{annotation} more than $250 in silver" in first


def test_outside_a_book(tmp_path: Path) -> None:
    done = run_check(tmp_path)
    assert done.returncode == 2
    assert "no book found" in done.stderr
