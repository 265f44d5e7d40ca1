"""What the domain keeps of a document: its notes, what a list says of the chapter, the numbers of its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from glossator.notes.nodes import annotation, noteref
from glossator.translation import _

#: An id that says nothing but how many there are, and is another after the next change.
COUNTED = re.compile(r"id\d+")


class Note(NamedTuple):
    """The record of an annotation, as indexes and links need it."""

    id: str  #: its permanent address
    paragraph: str  #: the paragraph it is on
    number: int  #: its number in its chapter
    lemma: str  #: the words it quotes, as printed
    kind: str  #: id of a `glossator.config.Kind`
    certainty: str  #: id of a `glossator.config.Certainty`
    gist: str  #: its point in a few words, where its author has given one
    start: int  #: where the words begin in the paragraph, in code points
    end: int  #: where they end


class ChapterSummary(NamedTuple):
    """The record of a chapter, for the table of chapters and the metadata."""

    minutes: int  #: reading time
    notes: int  #: how many there are
    paragraphs: list[str]  #: what the chapter reproduces
    themes: list[str]
    objectives: list[str]


class Number(NamedTuple):
    """The number of a figure, a table or a listing in its chapter, or of a section."""

    kind: str  #: ``figure``, ``table``, ``listing``, ``exercise`` or ``section``
    number: str
    title: str  #: its caption


def section_number(env: BuildEnvironment, docname: str, name: str, label: str) -> Number | None:
    """Return the number of a section, where ``_toc.yml`` numbers them; the chapter's own has no address there."""
    numbers = env.toc_secnumbers.get(docname)
    if not numbers:
        return None
    # A label is one name of its section; numbers are kept by the first.
    section = env.get_doctree(docname).ids.get(name)
    parts = numbers.get(f"#{section['ids'][0]}" if section else "") or numbers.get("")
    title = env.get_domain("std").data["labels"].get(label, ("", "", ""))[2]
    return Number("section", ".".join(map(str, parts)), title) if parts else None


def words_of(number: Number) -> str:
    """Return the words before a caption, such as *Fig. 2*."""
    return f"{counter_words(number.kind)} {number.number}"


def counter_words(kind: str) -> str:
    """Return the word before a number, such as *Fig.*"""
    words = {"figure": _("Fig."), "table": _("Table"), "listing": _("Listing"), "section": _("Section")}
    # Exercises and the statements of mathematics are called as they are (`glossator.markup`).
    return words.get(kind) or _(kind.capitalize())


def cited_keys(note: annotation) -> list[str]:
    """Return the keys of the works that a note cites, each once, in order; of its evidence none."""
    references = (ref for ref in note.findall(pending_xref) if ref["refdomain"] == "cite" and "evidence" not in ref)
    targets = (target for ref in references for target in parse_citation_targets(ref["reftarget"]))
    return list(dict.fromkeys(target.key for target in targets))


def addresses_of(document: nodes.document) -> Iterator[str]:
    """Yield the ids that somebody may have linked to: not those of calls of notes, nor those that docutils counts."""
    for node in document.findall(nodes.Element):
        if not isinstance(node, noteref):
            yield from (name for name in node["ids"] if not COUNTED.fullmatch(name))
