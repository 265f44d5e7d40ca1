"""Records of the whole edition for its exports: texts, paragraphs, notes, chapters, figures, tables, works.

`glossator.export.reader` makes them once, at the end of a build; what is formatted (the body of a note, a drawing) is
taken from the pages as they were written, so that an export says what was published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glossator.config import Editor, Licence
from glossator.core.evidence import Evidence
from glossator.export.versions import Version


@dataclass(frozen=True)
class Term:
    """A kind of note, how sure a note is, or what a question practises."""

    id: str  #: as notes and questions have it
    words: str  #: what readers see, as it stands within a sentence


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a text."""

    id: str  #: its permanent address, such as ``letter-4`` or ``letter-title``
    label: str  #: what readers call it: ``4``, or *headline* in the language of the book
    text: str  #: the letters of the source file, exactly; the lines of a stanza are joined by a line feed
    chapter: str  #: the name of the chapter that reproduces it; empty if none does


@dataclass(frozen=True)
class Text:
    """One source text and what ``sources.yml`` says of it."""

    id: str
    name: str  #: the short name used in running text, such as *First letter*
    title: str
    issuer: str
    date: str  #: as ``2017-11-09``, ``2017-11`` or ``2017``
    language: str  #: a code (BCP 47)
    direction: str  #: ``ltr`` or ``rtl``
    form: str  #: ``prose`` or ``verse``
    address: str  #: where it was published; empty if nowhere on the web
    about: Mapping[str, str]  #: all that ``sources.yml`` says
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Note:
    """One note; it quotes ``Paragraph.text[start:end]``, in code points."""

    id: str  #: its permanent address
    chapter: str  #: the name of its chapter
    paragraph: str  #: the id of the paragraph it is on
    number: int  #: in its chapter
    exact: str  #: the words it quotes, as they stand in the text
    start: int
    end: int
    prefix: str  #: what stands before them in the paragraph, at most 32 letters
    suffix: str  #: what follows
    kind: str  #: id of a `glossator.config.Kind`
    certainty: str  #: id of a `glossator.config.Certainty`
    gist: str  #: its point in a few words; may be empty
    body: str  #: well-formed XHTML without ids; links are relative to the root of the site
    works: tuple[str, ...]  #: keys of the works it cites
    evidence: tuple[Evidence, ...]  #: what its citations rest on


@dataclass(frozen=True)
class Question:
    """A question to students; its answer is in the teacher's guide, and in no record."""

    id: str  #: permanent; its address on the page is ``q-`` and the id
    chapter: str  #: the name of its chapter
    number: int  #: its place in the chapter, from 1
    skill: str  #: id of a `glossator.config.Skill`; may be empty
    type: str  #: ``short``, ``essay``, ``table``, ``discussion`` or ``exercise``
    points: int  #: 0 where it has none
    html: str  #: what is asked, well-formed XHTML without ids; links are relative to the root of the site
    text: str  #: the same as plain words


@dataclass(frozen=True)
class Figure:
    """A chart."""

    id: str  #: its address in its page
    page: str  #: the address of its page, relative to the root of the site
    title: str
    subtitle: str  #: may be empty
    alternative: str  #: what there is to see, for who does not see it
    svg: str  #: its drawing for a wide page, a whole document of SVG
    data: tuple[tuple[str, ...], ...]  #: what it shows, as printed, the titles of the columns first; may be empty
    sources: tuple[str, ...]  #: keys of the works named below it, or in its data


@dataclass(frozen=True)
class Chapter:
    """A page of the book, with or without notes; the first is the landing page."""

    name: str  #: its document, such as ``chapters/letters``
    page: str  #: its address, relative to the root of the site, such as ``chapters/letters.html``
    title: str
    description: str  #: may be empty
    number: int  #: its place in the book, from 0
    paragraphs: tuple[str, ...]  #: ids of the paragraphs it reproduces
    notes: tuple[Note, ...]  #: in the order of their numbers
    questions: tuple[Question, ...]  #: in their order
    figures: tuple[str, ...]  #: ids of its charts
    minutes: int  #: reading time; 0 where it is not told
    themes: tuple[str, ...]
    objectives: tuple[str, ...]
    addresses: tuple[str, ...]  #: every fragment of its page to which one can link, in the order of the page


@dataclass(frozen=True)
class Table:
    """A table of ``data/``."""

    name: str
    title: str
    path: str  #: its file, relative to ``data/``
    about: Mapping[str, Any]  #: all else that ``datapackage.json`` says of it, such as ``description`` and ``sources``
    fields: tuple[Mapping[str, Any], ...]  #: its columns as ``datapackage.json`` describes them
    rows: tuple[Mapping[str, Any], ...]  #: each cell of the type of its column, None where it is empty
    evidence: tuple[Evidence, ...]  #: what the works cited in its rows say


@dataclass(frozen=True)
class Row:
    """A row with an address of its own: of a listed table, a topic of a comparison, a term of a glossary."""

    id: str  #: its address in its page
    page: str  #: the address of its page, relative to the root of the site
    title: str  #: what its first cell says
    cells: tuple[tuple[str, str], ...]  #: title of a column and words; the title is empty where none is printed


@dataclass(frozen=True)
class Work:
    """A work of the bibliography."""

    key: str
    label: str  #: as it is cited, such as *Smith 2016a*
    csl: Mapping[str, Any]  #: CSL-JSON, its ``id`` the key
    html: str  #: as it is printed, XHTML without ids; empty where no list has it
    address: str  #: where it stands in the list of works, relative to the root of the site; empty where in none


@dataclass(frozen=True)
class Edition:
    """The whole edition."""

    title: str
    description: str  #: of the landing page; may be empty
    version: str
    date: str  #: of this version, as ``2026-11-30``, ``2026-11`` or ``2026``; empty if nobody says it
    language: str  #: a code (BCP 47)
    direction: str  #: ``ltr`` or ``rtl``
    address: str  #: of the site, with a slash at its end; empty where it is not known
    kept: str  #: where this version stays as it is, with a slash at its end; empty where none is kept
    editors: tuple[Editor, ...]
    licence: Licence  #: of the notes
    kinds: tuple[Term, ...]  #: of notes
    certainties: tuple[Term, ...]  #: of notes, the strongest first
    skills: tuple[Term, ...]  #: that questions practise
    texts: tuple[Text, ...]
    chapters: tuple[Chapter, ...]  #: in the order of the book
    figures: tuple[Figure, ...]  #: in the order of the book
    package: Mapping[str, Any]  #: what ``datapackage.json`` says of all tables together
    tables: tuple[Table, ...]  #: in its order
    rows: tuple[Row, ...]  #: in the order of the book; a selection of a table has none
    versions: tuple[Version, ...]  #: the newest first
    works: tuple[Work, ...]  #: those that the lists of works have, in their order, then others that notes cite
