"""The scholarly apparatus: each clause of the real book has its note, each fact its source, each chapter its parts."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from docutils import nodes
from glossator.core.datapackage import read_table
from glossator.core.text import load_sources
from glossator.notes.nodes import annotation, disclosure, passage
from pybtex.database import parse_file
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

#: The documents are loaded once for all of these.
pytestmark = pytest.mark.xdist_group("apparatus")

ROOT = Path(__file__).parents[1]
SKILLS = ["Sourcing", "Context", "Corroboration", "Close reading"]
PARTS = ["What to look for", "The text", "In figures", "Questions", "Exercise", "Further reading"]
#: The chapter that explains the genre.
GENRE = "chapters/how-to-read-a-readout"
#: Paragraphs so dense that a student stops at every clause.
DENSE = ["wh-3", "wh-5", "wh-6", "wh-7", "wh-11", "mfa-3"]
TABLES = ["deals", "deal_totals", "goods_trade", "overdose_deaths", "balance_two_counts", "dprk_tests_by_year"]


class Note(NamedTuple):
    """A note as its reader has it."""

    id: str
    paragraph: str
    kind: str
    certainty: str
    gist: str
    words: str  #: its text, without citations and what they rest on
    cited: frozenset[str]  #: keys of the works it cites


@pytest.fixture(scope="module")
def doctrees(book: Path) -> dict[str, nodes.document]:
    """Return every document of the built book by name."""
    folder = book / "_build" / ".doctrees"
    return {
        path.relative_to(folder).with_suffix("").as_posix(): pickle.loads(path.read_bytes())
        for path in sorted(folder.rglob("*.doctree"))
    }


@pytest.fixture(scope="module")
def chapters(doctrees: dict[str, nodes.document]) -> dict[str, nodes.document]:
    """Return the documents that reproduce a passage."""
    return {name: tree for name, tree in doctrees.items() if next(iter(tree.findall(passage)), None)}


@pytest.fixture(scope="module")
def notes(chapters: dict[str, nodes.document]) -> list[Note]:
    """Return every note of the book."""
    return [_note(node) for tree in chapters.values() for node in tree.findall(annotation)]


def cited_keys(tree: nodes.Element) -> Iterator[str]:
    """Yield the keys of all works that are cited below *tree*."""
    for reference in tree.findall(
        lambda node: node.get("refdomain") == "cite" if isinstance(node, nodes.Element) else False
    ):
        yield from (target.key for target in parse_citation_targets(reference["reftarget"]))


def _note(node: annotation) -> Note:
    body = node.deepcopy()
    body.pop(0)
    for evidence in list(body.findall(disclosure)):
        evidence.parent.remove(evidence)
    cited = frozenset(cited_keys(body))
    for reference in [n for n in body.findall(nodes.Element) if n.get("refdomain") == "cite"]:
        reference.parent.remove(reference)
    return Note(node["ids"][0], node["paragraph"], node["kind"], node["certainty"], node["gist"], body.astext(), cited)


def test_there_are_at_least_150_notes_and_every_kind_and_certainty_is_used(notes: list[Note]) -> None:
    assert len(notes) >= 150
    assert set(Counter(note.kind for note in notes)) == {
        "context", "wording", "comparison", "outcome", "evidence", "question",
    }  # fmt: skip
    assert set(Counter(note.certainty for note in notes)) == {"fact", "inference", "contested"}


def test_every_paragraph_has_a_note_and_a_dense_one_six(notes: list[Note]) -> None:
    counts = Counter(note.paragraph for note in notes)
    paragraphs = [p.id for source in load_sources(ROOT / "sources").values() for p in source.paragraphs]
    assert [paragraph for paragraph in paragraphs if not counts[paragraph]] == []
    assert {paragraph: counts[paragraph] for paragraph in DENSE if counts[paragraph] < 6} == {}


def test_a_note_that_states_a_fact_or_a_dispute_cites_its_source(notes: list[Note]) -> None:
    assert [note.id for note in notes if note.certainty in {"fact", "contested"} and not note.cited] == []


def test_every_chapter_with_notes_has_its_evidence_and_every_note_its_gist(
    chapters: dict[str, nodes.document], notes: list[Note]
) -> None:
    """The check holds a chapter with a file of evidence to it, citation by citation."""
    files = {path.stem for path in (ROOT / "data/evidence").glob("*.yml")}
    assert {name.rpartition("/")[2] for name, tree in chapters.items() if any(tree.findall(annotation))} == files
    assert [note.id for note in notes if not note.gist] == []


def test_a_note_is_neither_a_stub_nor_an_essay(notes: list[Note]) -> None:
    lengths = {note.id: len(note.words.split()) for note in notes}
    assert {name: length for name, length in lengths.items() if not 25 <= length <= 130} == {}


def test_the_bibliography_holds_what_is_cited_and_nothing_else(doctrees: dict[str, nodes.document]) -> None:
    cited = {key for tree in doctrees.values() for key in cited_keys(tree)}
    for path in sorted((ROOT / "data").glob("*.csv")):
        for row in read_table(path.stem, ROOT):
            cited.update(
                key
                for column, cell in row.items()
                if column.endswith("source_keys") and cell
                for key in cell.split(";")
            )
    listed = set(parse_file(ROOT / "references.bib", "bibtex").entries)
    assert sorted(cited - listed) == [], "cited, but not in references.bib"
    assert sorted(listed - cited) == [], "in references.bib, but never cited"


def test_every_chapter_has_all_its_parts(chapters: dict[str, nodes.document]) -> None:
    for name, tree in chapters.items():
        titles = [section[0].astext() for section in tree.findall(nodes.section)]
        titles += [folded["summary"] for folded in tree.findall(disclosure)]
        missing = [part for part in (*PARTS, *SKILLS) if part not in titles]
        assert not missing, f"{name} lacks {', '.join(missing)}"


def test_the_text_follows_one_or_two_sentences_and_what_else_introduces_it_comes_after(
    chapters: dict[str, nodes.document],
) -> None:
    """But in the chapter on the genre, which explains it before it turns to a text."""
    for name, tree in chapters.items():
        if name == GENRE:
            continue
        top = next(iter(tree.findall(nodes.section)))
        opening = [child for child in top.children if isinstance(child, nodes.paragraph)]
        (words,) = [len(child.astext().split()) for child in opening if "chapter-facts" not in child["classes"]]
        assert words <= 45, f"{name} opens with {words} words"
        first, second = [child for child in top.children if isinstance(child, nodes.section)][:2]
        assert (first[0].astext(), second[0].astext()) == ("The text", "Background"), name
        background = sum(len(child.astext().split()) for child in second.children[1:])
        assert 50 <= background <= 220, f"the background of {name} has {background} words"


def test_a_figure_in_a_note_is_the_figure_in_the_table(notes: list[Note]) -> None:
    """A number close to one in a row with the same source, but not equal to it, is a slip or out of date."""
    rows = [row for table in TABLES for row in read_table(table, ROOT)]
    slips = []
    for note in notes:
        values = [
            abs(float(cell)) for row in rows if note.cited & _keys(row) for cell in row.values() if _is_number(cell)
        ]
        scaled = [value / unit for value in values for unit in (1, 1000)]
        for figure in re.findall(r"(?<![\w.,–-])\$?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w–-])", note.words):
            number, decimals = float(figure.replace(",", "")), len(figure.partition(".")[2])
            near = [value for value in scaled if abs(value - number) < 0.03 * number]
            if near and not any(round(value, decimals) == number for value in near):
                slips.append(f"{note.id}: {figure}, but the table has {', '.join(f'{value:,g}' for value in near)}")
    assert slips == []


def _keys(row: dict[str, object]) -> set[str]:
    return set(str(row.get("source_keys") or "").split(";")) - {""}


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
