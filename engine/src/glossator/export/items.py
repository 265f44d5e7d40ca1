"""Items of an edition with their hashes: each paragraph, note, row, question and chart that has an address.

They are what a release records, what a sheet is made of, and how both find out that one has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import html

from glossator.export.pages import readable
from glossator.export.records import Chapter, Edition, Figure, Note, Row
from glossator.translation import _

ItemKind = Literal["paragraph", "note", "row", "question", "chart"]
#: So many digits of SHA-256 tell one wording from another.
DIGITS = 12


@dataclass(frozen=True)
class Item:
    """A part of the edition with an address and words of its own."""

    id: str  #: its permanent address, the fragment
    kind: ItemKind
    page: str  #: the address of its page, relative to the root of the site
    title: str  #: what readers call it
    words: str  #: what they read of it, with single blanks

    @property
    def address(self) -> str:
        """Return its address relative to the root of the site, such as ``chapters/letters.html#letter-4``."""
        return f"{self.page}#{self.id}"

    @property
    def hash(self) -> str:
        """Return the beginning of the SHA-256 of its words, in hexadecimal digits."""
        return hashlib.sha256(self.words.encode()).hexdigest()[:DIGITS]


def items_of(edition: Edition) -> Iterator[Item]:
    """Yield every item: those of the chapters in the order of the book, then charts and rows."""
    names = {paragraph.id: (text.name, paragraph) for text in edition.texts for paragraph in text.paragraphs}
    places = {id_: _place(name, paragraph.label) for id_, (name, paragraph) in names.items()}
    for chapter in edition.chapters:
        notes: dict[str, list[Note]] = {}
        for note in chapter.notes:
            notes.setdefault(note.paragraph, []).append(note)
        for id_ in chapter.paragraphs:
            yield Item(id_, "paragraph", chapter.page, places[id_], " ".join(names[id_][1].text.split()))
            yield from (_of_note(edition, chapter, note, places[id_]) for note in notes.get(id_, ()))
        yield from _of_questions(chapter)
    yield from map(_of_figure, edition.figures)
    yield from map(_of_row, edition.rows)


def _place(text: str, label: str) -> str:
    return f"{text} ¶ {label}" if label.isdigit() else f"{text}, {label}"


def _of_note(edition: Edition, chapter: Chapter, note: Note, place: str) -> Item:
    labels = {term.id: term.words for term in (*edition.kinds, *edition.certainties)}
    body = readable(html.fragment_fromstring(note.body, create_parent="div"))
    words = " ".join((note.exact, "·", labels.get(note.kind, ""), "·", labels.get(note.certainty, ""), "·", body))
    title = _("Note {number} on {place}: “{lemma}”").format(number=note.number, place=place, lemma=note.exact)
    return Item(note.id, "note", chapter.page, title, " ".join(words.split()))


def _of_questions(chapter: Chapter) -> Iterator[Item]:
    for question in chapter.questions:
        title = _("Question {number}").format(number=question.number)
        yield Item(f"q-{question.id}", "question", chapter.page, title, " ".join(question.text.split()))


def _of_figure(figure: Figure) -> Item:
    cells = (" · ".join(row) for row in figure.data)
    words = " ".join((figure.title, figure.subtitle, figure.alternative, *cells))
    return Item(figure.id, "chart", figure.page, figure.title, " ".join(words.split()))


def _of_row(row: Row) -> Item:
    words = " · ".join(f"{title}: {said}" if title else said for title, said in row.cells)
    return Item(row.id, "row", row.page, row.title, words)
