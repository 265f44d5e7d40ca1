"""Records of the whole edition for its exports: texts, paragraphs, notes, chapters, figures, tables, works.

Made once, at the end of a build, from what the build knows; what is formatted (the body of a note, a drawing) is taken
from the pages as they were written, so that an export says what was published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from glossator.citations.csl import csl_of
from glossator.citations.roles import works, works_domain
from glossator.config import Editor, Licence, address_of, date_of, edition, kept_address
from glossator.core.datapackage import TableError, describe_package, described_tables, read_table
from glossator.core.evidence import Evidence
from glossator.core.row_evidence import table_evidence
from glossator.core.text import direction_of
from glossator.export.pages import WrittenPage, fragment, readable, sayable, with_class, words
from glossator.export.versions import Version, read_versions
from glossator.lint.evidence import evidence_of
from glossator.notes.domain import edition_domain
from glossator.notes.entries import ChapterSummary
from glossator.notes.passage import label_of, sources
from glossator.teaching.domain import teaching_domain
from glossator.teaching.pages import is_guide
from glossator.translation import language_code

#: So many letters of what stands around a quotation go with it, to tell it from the same words elsewhere.
CONTEXT = 32


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


def records_of(app: Sphinx) -> Edition:
    """Return the records of the edition whose pages have been written (event build-finished)."""
    return _Reader(app).edition()


class _Reader:
    """Reads what a build knows and what it has written; each page once."""

    def __init__(self, app: Sphinx) -> None:
        self.app, self.env = app, app.env
        self.domain, self.works = edition_domain(app.env), works_domain(app.env)
        self._pages: dict[str, WrittenPage] = {}
        #: The items of the list of works on a page, by their addresses.
        self._lists: dict[str, dict[str, HtmlElement]] = {}

    def edition(self) -> Edition:
        config, settings = self.app.config, edition(self.app.config)
        language = language_code(config)
        chapters = [self._chapter(number, name) for number, name in enumerate(in_order(self.env))]
        return Edition(
            title=config.html_title,
            description=chapters[0].description,
            version=settings.version,
            date=date_of(config),
            language=language,
            direction=direction_of(language),
            address=address_of(config),
            kept=kept_address(config),
            editors=settings.editors,
            licence=settings.licence,
            kinds=tuple(Term(kind.id, kind.words) for kind in settings.kinds),
            certainties=tuple(Term(certainty.id, certainty.words) for certainty in settings.certainties),
            skills=tuple(Term(skill.id, skill.words) for skill in settings.skills),
            texts=tuple(self._texts()),
            chapters=tuple(chapters),
            figures=tuple(figure for chapter in chapters for figure in self._figures[chapter.name]),
            package=self._package(),
            tables=tuple(self._tables()),
            rows=tuple(row for name in in_order(self.env) for row in listed_rows(self._page(name))),
            versions=read_versions(Path(self.app.srcdir), settings.version, date_of(config)),
            works=tuple(self._works()),
        )

    def _page(self, name: str) -> WrittenPage:
        """Return a page, that of a document or a further one of a list of works."""
        if name not in self._pages:
            file = Path(self.app.builder.get_outfilename(name))  # type: ignore[attr-defined]
            self._pages[name] = WrittenPage(file, self.app.builder.get_target_uri(name))
        return self._pages[name]

    def _texts(self) -> Iterator[Text]:
        chapter = {id_: name for name, lines in sorted(self.domain.paragraphs.items()) for id_ in lines}
        for text in sources(self.env).values():
            paragraphs = (
                Paragraph(each.id, label_of(each), each.text, chapter.get(each.id, "")) for each in text.paragraphs
            )
            yield Text(
                id=text.id,
                name=text.name,
                title=text.about["title"],
                issuer=text.about["issuer"],
                date=text.about["date"],
                language=text.language,
                direction=text.direction,
                form="verse" if text.is_verse else "prose",
                address=text.about.get("url", ""),
                about=text.about,
                paragraphs=tuple(paragraphs),
            )

    def _chapter(self, number: int, name: str) -> Chapter:
        summary = self.domain.chapters.get(name, ChapterSummary(0, 0, [], [], []))
        return Chapter(
            name=name,
            page=self.app.builder.get_target_uri(name),
            title=sayable(self.env.titles[name].astext()),
            description=sayable(self.env.metadata[name].get("description", "")),
            number=number,
            paragraphs=tuple(self.domain.paragraphs.get(name, ())),
            notes=tuple(self._notes(name)),
            questions=tuple(self._questions(name)),
            figures=tuple(figure.id for figure in self._figures[name]),
            minutes=summary.minutes,
            themes=tuple(summary.themes),
            objectives=tuple(summary.objectives),
            addresses=tuple(self.domain.addresses.get(name, ())),
        )

    def _notes(self, chapter: str) -> Iterator[Note]:
        notes = self.domain.notes.get(chapter, ())
        if not notes:
            return
        page = self._page(chapter)
        printed = {each.get("id"): each for each in with_class(page.root, "section", "annotation")}
        entries, __ = evidence_of(self.env, chapter)
        cited = self.domain.data["cited"].get(chapter, {})
        for note in sorted(notes, key=lambda note: note.number):
            text = self._letters[note.paragraph]
            yield Note(
                id=note.id,
                chapter=chapter,
                paragraph=note.paragraph,
                number=note.number,
                exact=text[note.start : note.end],
                start=note.start,
                end=note.end,
                prefix=text[max(note.start - CONTEXT, 0) : note.start],
                suffix=text[note.end : note.end + CONTEXT],
                kind=note.kind,
                certainty=note.certainty,
                gist=note.gist,
                body=page.xhtml([part for part in printed[note.id] if not _is_of_page(part)]),
                works=tuple(cited.get(note.id, ())),
                evidence=tuple(entry for entry in entries if entry.note == note.id),
            )

    def _questions(self, chapter: str) -> Iterator[Question]:
        asked = teaching_domain(self.env).questions.get(chapter, ())
        page = self._page(chapter) if asked else None
        printed = {each.get("id"): each for each in with_class(page.root, "div", "question")} if page else {}
        for each in asked:
            if page and (element := printed.get(f"q-{each.name}")) is not None:
                parts = [part for part in element if part.get("class") != "question-facts"]
                about = (each.number, each.skill, each.type, each.points)
                yield Question(each.name, chapter, *about, page.xhtml(parts), " ".join(map(words, parts)))

    @cached_property
    def _letters(self) -> dict[str, str]:
        """The text of each paragraph."""
        return {each.id: each.text for text in sources(self.env).values() for each in text.paragraphs}

    @cached_property
    def _figures(self) -> dict[str, list[Figure]]:
        """The charts of each document."""
        return {name: list(self._figures_of(self._page(name))) for name in in_order(self.env)}

    def _figures_of(self, page: WrittenPage) -> Iterator[Figure]:
        for figure in with_class(page.root, "figure", "chart-figure"):
            title = figure.find("figcaption")
            number = "".join(words(each) for each in with_class(title, "span", "caption-number"))
            (chart, *__) = with_class(figure, "div", "chart")
            tables = [table for table in figure.iter("table") if not _is_evidence(table)]
            named = [*with_class(figure, "p", "figure-sources"), *tables]
            yield Figure(
                id=figure.get("id"),
                page=page.address,
                title=words(title).removeprefix(number).strip(),
                subtitle=" ".join(words(each) for each in with_class(figure, "p", "figure-subtitle")),
                alternative=chart.get("aria-label"),
                svg=page.drawing(next(iter(with_class(chart, "div", "wide")), chart)),
                data=tuple(_cells(tables[0])) if tables else (),
                sources=tuple(self._cited_in(page, named)),
            )

    def _cited_in(self, page: WrittenPage, elements: list[HtmlElement]) -> Iterator[str]:
        """Yield the keys of the works to which links lead, each once."""
        found = (fragment(address) for element in elements for address in page.links(element))
        return iter(dict.fromkeys(self._keys[address] for address in found if address in self._keys))

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The key of each work by its address in the list of works."""
        return {citation.citation_id: citation.key for citation in self.works.citations}

    def _package(self) -> dict[str, Any]:
        with suppress(TableError):
            return describe_package(Path(self.app.srcdir))
        return {}

    def _tables(self) -> Iterator[Table]:
        root = Path(self.app.srcdir)
        for about in described_tables(root):
            with suppress(TableError):  # which the build reports
                rows = tuple(read_table(about["name"], root))
                evidence = tuple(table_evidence(about["name"], root).entries)
                fields = tuple(about["schema"]["fields"])
                schema = {name: value for name, value in about["schema"].items() if name != "fields"}
                more = {name: value for name, value in about.items() if name not in ("name", "title", "path", "schema")}
                more |= {"schema": schema} if schema else {}
                yield Table(about["name"], about["title"], about["path"], more, fields, rows, evidence)

    def _works(self) -> Iterator[Work]:
        entries, known = works(self.env), set[str]()
        for citation in self.works.citations:
            if citation.key in known:
                continue
            known.add(citation.key)
            name = self.works.further.get(citation.citation_id, citation.bibliography_key.docname)
            page, label = self._page(name), citation.formatted_entry.label
            yield Work(
                citation.key,
                label,
                {"id": citation.key, **csl_of(citation.entry)},
                self._printed(page, citation.citation_id),
                f"{page.address}#{citation.citation_id}",
            )
        for key in sorted(set().union(*map(_keys_cited, self.domain.data["cited"].values())) - known):
            yield Work(key, key, {"id": key, **csl_of(entries[key])}, "", "")

    def _printed(self, page: WrittenPage, address: str) -> str:
        """Return a work as a list of works prints it, without the places where it is cited."""
        if page.address not in self._lists:
            items = with_class(page.root, "li", "citation")
            self._lists[page.address] = {each.get("id"): each for each in items}
        work = self._lists[page.address][address]
        return page.xhtml([each for each in work.iter("p") if "cited-in" not in (each.get("class") or "")])


def listed_rows(page: WrittenPage) -> Iterator[Row]:
    """Yield the rows that have an address on a page, in the order of the page."""
    for element in page.root.iter("tr", "section", "dt"):
        if element.tag == "tr" and element.get("id") and element.find("td") is not None:
            cells = tuple(_printed_cells(element))
        elif element.tag == "section" and "parallel-topic" in (element.get("class") or "").split():
            cells = tuple(_printed_topic(element))
        elif element.tag == "dt" and (element.get("id") or "").startswith("term-"):
            cells = (("", readable(element)), ("", readable(element.getnext())))
        else:
            continue
        yield Row(element.get("id"), page.address, cells[0][1], tuple(cell for cell in cells if cell[1]))


def _printed_cells(row: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield titles and words of the cells of a row, then of what opens below it."""
    for cell in row.iter("td", "th"):
        yield cell.get("data-label") or "", readable(cell)
    below = row.getnext()
    if below is not None and "row-more" in (below.get("class") or "").split():
        for term in below.iter("dt"):
            yield readable(term), readable(term.getnext())


def _printed_topic(topic: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield heading, comment and further account of a topic; what it compares are paragraphs of texts."""
    yield "", readable(next(topic.iter("h2", "h3", "h4")))
    for comment in with_class(topic, "p", "parallel-comment"):
        yield "", readable(comment)
    for account in with_class(topic, "div", "parallel-account"):
        yield account.get("aria-label") or "", " ".join(filter(None, map(readable, account[1:])))


def in_order(env: BuildEnvironment) -> list[str]:
    """Return all documents in the order of the book, the landing page first; those of no part last; not the guide."""
    found: dict[str, None] = {}
    waiting = [str(env.config.root_doc)]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting[:0] = env.toctree_includes.get(name, [])
    others = env.found_docs - found.keys()
    return [*found, *sorted(name for name in others if not is_guide(name))]


def _keys_cited(notes: Mapping[str, list[str]]) -> set[str]:
    return {key for keys in notes.values() for key in keys}


def _is_of_page(part: HtmlElement) -> bool:
    """Return whether a part of a note is its head or its evidence, which the record of the note has already."""
    return {"annotation-head", "evidence"}.intersection((part.get("class") or "").split()) != set()


def _is_evidence(element: HtmlElement) -> bool:
    return any("evidence" in (above.get("class") or "").split() for above in element.iterancestors("details"))


def _cells(table: HtmlElement) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a printed table, its head first; rows that open below another have one wide cell."""
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("th", "td")]
        if not any(cell.get("colspan") for cell in cells):
            yield tuple(words(cell) for cell in cells)
