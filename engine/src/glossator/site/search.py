"""The index of the search page: every paragraph, note, section, chart, row, term and work, with its address.

Sphinx's own index knows of pages only, takes longer to make than the pages themselves, and loads as one file. Here each
part of the book is a file of its own; the entries of a page are stored beside the doctrees, so that an edit changes one
page's. The files are scripts, since a page that is opened from a disk may not read anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx

from glossator.config import edition
from glossator.core.text import source_of
from glossator.notes.names import paragraph_name
from glossator.notes.nodes import (
    annotation,
    chapter_facts,
    disclosure,
    drawing,
    figure_title,
    letter_head,
    letters,
    parallel,
    unit,
)
from glossator.notes.passage import sources
from glossator.site.contents import SITES, pages
from glossator.teaching.nodes import question_facts
from glossator.translation import _

FOLDER = "search"
#: Not indexed: duplicates and lists of content indexed elsewhere.
NOT_INDEXED = (
    chapter_facts,
    disclosure,
    letter_head,
    letters,
    parallel,
    question_facts,
    nodes.title,
    nodes.comment,
    nodes.literal_block,
)
LISTS = {"notes-list", "texts", "whole-text", "cited-in", "further-works", "specimen", "strip-frame"}
SIMPLIFIED = Path(__file__).with_name("simplified.txt")


class IndexEntry(NamedTuple):
    """An entry of the search index."""

    kind: str  #: text, note, section, figure, row, term or work
    id: str  #: its address on the page
    label: str  #: what it is called
    text: str
    lang: str = ""  #: the language of a text, where it is not the edition's


def setup_search(app: Sphinx) -> None:
    """Replace Sphinx's search index by our own."""
    app.connect("builder-inited", disable_sphinx_search)
    app.connect("doctree-resolved", collect_entries)
    app.connect("html-collect-pages", add_search_page)
    app.connect("build-finished", write_index)


def disable_sphinx_search(app: Sphinx) -> None:
    """Have Sphinx make no search index of its own (event builder-inited)."""
    if app.builder.name in SITES:
        app.builder.search = False  # type: ignore[attr-defined]


def collect_entries(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Write the index entries of one page beside its doctree, as JSON (event doctree-resolved)."""
    if app.builder.name in SITES:
        stored = _entries_file(app, docname)
        stored.parent.mkdir(parents=True, exist_ok=True)
        entries = [entry if entry.lang else entry[:4] for entry in _entries(app, document)]
        found = [app.builder.get_target_uri(docname), app.env.titles[docname].astext(), entries]
        stored.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def add_search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the search page (event html-collect-pages)."""
    if app.builder.name in SITES:
        parts = pages(app.env)
        stored = "".join(_entries_file(app, name).read_text(encoding="utf-8") for names in parts for name in names)
        yield "search", {"search_parts": len(parts), "search_alike": alike(stored)}, "search.html"


def alike(words: str) -> str:
    """Return traditional Chinese characters and their simplified forms, pair by pair, of which *words* hold one."""
    letters = set(words)
    lines = SIMPLIFIED.read_text(encoding="utf-8").splitlines()
    pairs = (pair for line in lines if not line.startswith("#") for pair in re.findall("..", line))
    return "".join(pair for pair in pairs if not letters.isdisjoint(pair))


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the search index: a script for each part of the book, from what has been stored of its pages."""
    if exception or app.builder.name not in SITES:
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for number, docnames in enumerate(pages(app.env), start=1):
        found = ",\n".join(_entries_file(app, docname).read_text(encoding="utf-8") for docname in docnames)
        _write(folder / f"{number}.js", f"edition.found([{found}]);\n")
    for script in folder.glob("*.js"):
        if int(script.stem) > len(pages(app.env)):
            script.unlink()


def _entries_file(app: Sphinx, docname: str) -> Path:
    return Path(app.doctreedir) / FOLDER / f"{docname}.json"


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _entries(app: Sphinx, node: nodes.Element) -> Iterator[IndexEntry]:
    """Yield the index entries of a document or section; a section comes before its content."""
    words: list[str] = []
    inside = [place for child in node.children for place in _within(app, child, words)]
    if isinstance(node, nodes.section) and words:
        yield IndexEntry("section", node["ids"][0], node.children[0].astext(), _text(*words))
    yield from inside


def _within(app: Sphinx, node: nodes.Node, words: list[str]) -> Iterator[IndexEntry]:
    """Yield the index entries of *node*; text that belongs to its section is appended to *words*."""
    if not isinstance(node, nodes.Element) or isinstance(node, NOT_INDEXED) or LISTS.intersection(node["classes"]):
        return
    if "records-frame" in node["classes"]:
        yield from _rows(node)
    elif isinstance(node, nodes.section):
        yield from _entries(app, node)
    elif isinstance(node, unit):
        yield from _passage(app, node)
    elif isinstance(node, nodes.figure):
        yield from _figure(node)
    elif isinstance(node, nodes.citation):
        yield _entry("work", node, node)
    elif isinstance(node, nodes.definition_list_item) and (terms := [t for t in node.findall(nodes.term) if t["ids"]]):
        yield _entry("term", terms[0], node)
    elif isinstance(node, nodes.TextElement):
        words.append(node.astext())
    else:
        for child in node.children:
            yield from _within(app, child, words)


def _entry(kind: str, addressed: nodes.Element, node: nodes.Element) -> IndexEntry:
    label, *more = node.children
    shown = (
        _shown(part) for part in more if not LISTS.intersection(getattr(part, "attributes", {}).get("classes", ()))
    )
    return IndexEntry(kind, addressed["ids"][0], label.astext(), _text(*shown))


def _passage(app: Sphinx, node: unit) -> Iterator[IndexEntry]:
    settings = edition(app.config)
    name = paragraph_name(app.env, node["paragraph"])
    source = source_of(sources(app.env), node["paragraph"])
    foreign = "" if f"{source.language}-".startswith(f"{app.config.language or 'en'}-") else source.language
    yield IndexEntry("text", node["ids"][0], name, source.paragraph(node["paragraph"]).text, foreign)
    for note in node.findall(annotation):
        kind, certainty = settings.kind(note["kind"]), settings.certainty(note["certainty"])
        number = _("Note {number}").format(number=note["number"])
        label = f"{name} · {number}, {kind.words}, {certainty.words}"
        body = (child.astext() for child in note.children[1:] if not isinstance(child, NOT_INDEXED))
        yield IndexEntry("note", note["ids"][0], label, _text(_("“{words}”").format(words=note["lemma"]), *body))


def _figure(node: nodes.figure) -> Iterator[IndexEntry]:
    for caption in node.findall(figure_title):
        number, *words = caption.children
        described = (chart["alt"] for chart in node.findall(drawing))
        label = number.astext().strip()
        yield IndexEntry(
            "figure", node["ids"][0], label, _text("".join(word.astext() for word in words) + ".", *described)
        )


def _rows(node: nodes.Element) -> Iterator[IndexEntry]:
    """Yield the rows of a table that have addresses: those of other tables are found there."""
    for row in node.findall(nodes.row):
        if row["ids"]:
            cells = [_text(_shown(entry)) for entry in row.children]
            below = row.next_node(nodes.row, descend=False, siblings=True)
            if below and "row-more" in below["classes"]:
                cells += [_text(_shown(value)) for value in below.findall(nodes.definition)]
            yield IndexEntry("row", row["ids"][0], cells[0], " · ".join(cell for cell in cells if cell))


def _shown(node: nodes.Node) -> str:
    """Return the text of a cell or a definition without what is opened on demand."""
    if isinstance(node, nodes.TextElement):
        return node.astext()
    return " ".join(child.astext() for child in node.children if not isinstance(child, NOT_INDEXED))


def _text(*parts: str) -> str:
    return " ".join(" ".join(parts).split())
