"""Make the records of an edition at the end of a build, from its environment and the pages of the site as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from glossator.citations.csl import csl_of
from glossator.citations.roles import works, works_domain
from glossator.config import address_of, date_of, edition, kept_address
from glossator.core.datapackage import TableError, describe_package, described_tables, read_table
from glossator.core.row_evidence import table_evidence
from glossator.core.text import direction_of
from glossator.export.figures import figures_of
from glossator.export.pages import WrittenPage, sayable, with_class, words
from glossator.export.records import Chapter, Edition, Figure, Note, Paragraph, Question, Table, Term, Text, Work
from glossator.export.rows import listed_rows
from glossator.export.versions import read_versions
from glossator.lint.evidence import evidence_of
from glossator.notes.domain import edition_domain
from glossator.notes.entries import ChapterSummary
from glossator.notes.passage import label_of, sources
from glossator.teaching.domain import teaching_domain
from glossator.teaching.pages import is_guide
from glossator.translation import language_code

#: So many letters of what stands around a quotation go with it, to tell it from the same words elsewhere.
CONTEXT = 32


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
        root = Path(self.app.srcdir)
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
            package=package_of(root),
            tables=tuple(tables_of(root)),
            rows=tuple(row for name in in_order(self.env) for row in listed_rows(self._page(name))),
            versions=read_versions(root, settings.version, date_of(config)),
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
        return {name: list(figures_of(self._page(name), self._keys)) for name in in_order(self.env)}

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The key of each work by its address in the list of works."""
        return {citation.citation_id: citation.key for citation in self.works.citations}

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


def package_of(root: Path) -> dict[str, Any]:
    """Return what ``datapackage.json`` says of all tables together; nothing if it cannot be read, which is reported."""
    with suppress(TableError):
        return describe_package(root)
    return {}


def tables_of(root: Path) -> Iterator[Table]:
    """Yield the tables of ``data/`` in the order of ``datapackage.json``; those that can be read."""
    for about in described_tables(root):
        with suppress(TableError):  # which the build reports
            rows = tuple(read_table(about["name"], root))
            evidence = tuple(table_evidence(about["name"], root).entries)
            fields = tuple(about["schema"]["fields"])
            schema = {name: value for name, value in about["schema"].items() if name != "fields"}
            more = {name: value for name, value in about.items() if name not in ("name", "title", "path", "schema")}
            more |= {"schema": schema} if schema else {}
            yield Table(about["name"], about["title"], about["path"], more, fields, rows, evidence)


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
