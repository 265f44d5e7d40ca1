"""The base class of documents in TEI P5: header, stand-off notes with their evidence, works.

A note is an ``annotation`` beside the text (``standOff``): it points at its words by their place in the paragraph,
``#string-range(letter-4,12,6)``, counted in code points from 0, so that notes may overlap; and it quotes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import quote

from lxml import etree

from glossator.core.evidence import Evidence
from glossator.export.addresses import way_to_site
from glossator.export.records import Edition, Note, Paragraph, Work
from glossator.export.tei.body import TEI, add, add_body, set_xml
from glossator.export.tei.lists import Lists, add_works
from glossator.translation import _

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
#: What an ``xml:id`` cannot hold.
NO_NAME = re.compile(r"[^\w.-]+")


class Document:
    """A document of TEI about a part of the edition.

    file: in the folder of exports
    """

    def __init__(self, edition: Edition, file: str, paragraphs: Iterable[Paragraph]) -> None:
        self.edition, self.site = edition, way_to_site(edition, file)
        self.paragraphs = tuple(paragraphs)
        here = {each.id for each in self.paragraphs}
        self.notes = [note for chapter in edition.chapters for note in chapter.notes if note.paragraph in here]
        self._taken = {*here, *(note.id for note in self.notes)}
        self.kinds = {term.id: self._id(f"kind-{term.id}") for term in edition.kinds}
        self.certainties = {term.id: self._id(f"certainty-{term.id}") for term in edition.certainties}
        self.works = {work.key: self._id(f"work-{work.key}") for work in self.listed_works()}

    def listed_works(self) -> list[Work]:
        """Return the works that are listed: those that the notes cite."""
        cited = {key for note in self.notes for key in note.works}
        return [work for work in self.edition.works if work.key in cited]

    def way_to(self, paragraph: str) -> str:
        """Return where a paragraph or note is found in TEI, seen from this document; empty if it is not known."""
        return ""

    def _id(self, wanted: str) -> str:
        """Return an ``xml:id`` that nothing else in the document has."""
        name = NO_NAME.sub("-", wanted)
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    @cached_property
    def _ways(self) -> dict[str, str]:
        """Where each address of the site is told in TEI, if it is."""
        ways = {work.address: f"#{self.works[work.key]}" for work in self.listed_works() if work.address}
        for chapter in self.edition.chapters:
            inside = [*chapter.paragraphs, *(note.id for note in chapter.notes)]
            ways |= {f"{chapter.page}#{id_}": way for id_ in inside if (way := self.way_to(id_))}
        return ways

    def resolve(self, link: str) -> str:
        """Return where a link of a record leads, seen from this document."""
        if way := self._ways.get(link):
            return way
        elsewhere = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", link)
        return quote(link if elsewhere else self.site + link, safe="%/:=&?~#+!$,;'@()*[]")

    def written(self) -> bytes:
        """Return the document."""
        root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})
        set_xml(root, lang=self.edition.language)
        self.add_header(add(root, "teiHeader"))
        beside = add(root, "standOff")
        self.add_lists(beside)
        if not len(beside):
            root.remove(beside)
        self.add_text(root)
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"

    def add_header(self, header: etree.Element) -> None:
        """Add what the document is, whose it is and where it comes from."""
        raise NotImplementedError

    def add_lists(self, beside: etree.Element) -> None:
        """Add notes and works."""
        if self.notes:
            listed = add(beside, "listAnnotation")
            for note in self.notes:
                self._add_note(listed, note)
        add_works(beside, self.listed_works(), self.works)

    def add_names_and_terms(self, beside: etree.Element, ways: Mapping[str, str]) -> None:
        """Add the people and terms of the edition.

        ways: where each paragraph and note is found in TEI, seen from this document
        """
        lists = Lists(self.edition, {key: f"#{id_}" for key, id_ in self.works.items()}, ways)
        lists.add_names(beside)
        lists.add_terms(beside)

    def add_text(self, root: etree.Element) -> None:
        """Add the words."""
        raise NotImplementedError

    def add_version(self, description: etree.Element) -> None:
        """Add version and date of the edition."""
        edition = add(add(description, "editionStmt"), "edition", f"{self.edition.title}, {self.edition.version}")
        if self.edition.date:
            edition.text += ", "
            add(edition, "date", self.edition.date, when=self.edition.date)

    def add_publication(self, description: etree.Element, address: str, rights: str) -> None:
        """Add who publishes it, where it stands, and what may be done with it.

        rights: of the words of a text; may be empty
        """
        published = add(description, "publicationStmt")
        for editor in self.edition.editors:
            add(published, "publisher", str(editor))
        if not self.edition.editors:
            add(published, "publisher", self.edition.title)
        add(published, "date", self.edition.date or _("no date is given"), when=self.edition.date)
        if address:
            add(published, "ptr", target=address)
        availability = add(published, "availability")
        licence = self.edition.licence
        add(availability, "licence", _("Notes: {licence}").format(licence=licence.name), target=licence.url)
        if rights:
            add(availability, "p", _("Text: {rights}").format(rights=rights))

    def add_titles(self, description: etree.Element, title: str, language: str = "", author: str = "") -> None:
        """Add the title, and who answers for what."""
        statement = add(description, "titleStmt")
        set_xml(add(statement, "title", title), lang=language)
        if author:
            add(statement, "author", author)
        for editor in self.edition.editors:
            add(add(statement, "editor"), "persName" if editor.family else "orgName", str(editor))

    def add_taxonomies(self, encoding: etree.Element) -> None:
        """Add kinds and certainties of notes."""
        declared = add(encoding, "classDecl")
        for terms, ids in ((self.edition.kinds, self.kinds), (self.edition.certainties, self.certainties)):
            taxonomy = add(declared, "taxonomy")
            for term in terms:
                add(set_xml(add(taxonomy, "category"), id=ids[term.id]), "catDesc", term.words)

    def _add_note(self, parent: etree.Element, note: Note) -> None:
        place = f"#string-range({note.paragraph},{note.start},{note.end - note.start})"
        kinds = (self.kinds.get(note.kind), self.certainties.get(note.certainty))
        about = " ".join(f"#{id_}" for id_ in kinds if id_)
        entry = add(parent, "annotation", motivation="commenting", target=place, ana=about, n=str(note.number))
        set_xml(entry, id=note.id)
        add(add(entry, "note", type="quotation"), "quote", note.exact)
        if note.gist:
            add(entry, "note", note.gist, type="gist")
        add_body(add(entry, "note", type="commentary"), note.body, self.resolve)
        for each in note.evidence:
            self._add_evidence(entry, each)
        page = next((chapter.page for chapter in self.edition.chapters if chapter.name == note.chapter), "")
        add(entry, "ptr", type="published", target=f"{self.site}{page}#{note.id}")

    def _add_evidence(self, parent: etree.Element, evidence: Evidence) -> None:
        """Add the words that a citation rests on, and how they were seen."""
        work = f"#{self.works[evidence.work]}" if evidence.work in self.works else ""
        entry = add(parent, "note", type="evidence", target=work)
        add(entry, "note", evidence.claim, type="claim")
        cited = add(entry, "cit")
        set_xml(add(cited, "quote", evidence.quotation), lang=evidence.language)
        source = add(cited, "bibl")
        add(source, "ref", evidence.work, target=work)
        if evidence.locator:
            add(source, "biblScope", evidence.locator)
        if evidence.translation:
            add(add(entry, "cit", type="translation"), "quote", evidence.translation)
        for name in ("seen", "extent"):
            add(entry, "note", getattr(evidence, name), type=name)
        for name, date in (("read", evidence.on), ("shows", evidence.shows)):
            if date:
                add_date(entry, date, type=name)


def add_date(parent: etree.Element, date: str, **attributes: str) -> None:
    """Add a day, month or year; one that the calendar cannot read stands in its own words alone."""
    add(parent, "date", date, when=date if DAY.fullmatch(date) else "", **attributes)
