"""Texts with their notes as TEI P5, a file for each, ``tei/TEXT.xml``; ``tei.xml`` names them and has all the rest.

A note is an ``annotation`` beside the text (``standOff``): it points at its words by their place in the paragraph,
``#string-range(letter-4,12,6)``, counted in code points from 0, so that notes may overlap; and it quotes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from glossator.core.evidence import Evidence
from glossator.export.addresses import way_to_site
from glossator.export.files import write_file
from glossator.export.records import Edition, Figure, Note, Paragraph, Text, Work
from glossator.export.tei.body import TEI, add, add_body, add_letters, set_xml
from glossator.export.tei.lists import Lists, add_works, works_named
from glossator.translation import _

CORPUS, MEDIA = "tei.xml", "application/tei+xml"
#: What ``sources.yml`` says that has an element of its own in the header; all else is a note that bears its name.
PLACED = ("title", "issuer", "place", "date", "language", "url", "rights", "genre", "checked", "differences", "sha256")
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
#: What an ``xml:id`` cannot hold.
NO_NAME = re.compile(r"[^\w.-]+")


def write_tei(edition: Edition, folder: Path) -> None:
    """Write the texts and the file that names them into *folder*."""
    for text in edition.texts:
        write_file(folder / text_file(text.id), TextDocument(edition, text).written())
    write_file(folder / CORPUS, _Corpus(edition).written())


def text_file(text: str) -> str:
    """Return the file of a text, in the folder of exports."""
    return f"tei/{text}.xml"


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


class _TextHeader(Document):
    """A document about one text, whole or in part."""

    text: Text
    title: str
    address: str

    def add_header(self, header: etree.Element) -> None:
        text, about = self.text, self.text.about
        description = add(header, "fileDesc")
        self.add_titles(description, self.title, about.get("title_language", ""), text.issuer)
        self.add_version(description)
        self.add_publication(description, self.address, about.get("rights", ""))
        self._add_source(add(description, "sourceDesc"))
        encoding = add(header, "encodingDesc")
        declared = add(encoding, "editorialDecl")
        for name in ("checked", "differences"):
            if about.get(name):
                add(declared, "p", about[name], n=name)
        add(add(declared, "interpretation"), "p", _("Notes stand beside the text; not a letter of it is changed."))
        counted = _("A note points at code points of a paragraph: string-range(paragraph,start from 0,length).")
        add(add(encoding, "refsDecl"), "p", counted)
        self.add_taxonomies(encoding)
        profile = add(header, "profileDesc")
        add(add(profile, "langUsage"), "language", text.language, ident=text.language)
        if genre := about.get("genre"):
            add(add(add(profile, "textClass"), "keywords"), "term", genre)

    def _add_source(self, parent: etree.Element) -> None:
        """Add all that ``sources.yml`` says of where the text comes from."""
        text, about = self.text, self.text.about
        source = add(parent, "bibl")
        set_xml(add(source, "title", text.title), lang=about.get("title_language", ""))
        add(source, "publisher", text.issuer)
        if about.get("place"):
            add(source, "pubPlace", about["place"])
        add_date(source, text.date)
        if text.address:
            add(source, "ptr", target=text.address)
        if about.get("sha256"):
            add(source, "idno", about["sha256"], type="sha256")
        for name, said in about.items():
            if name not in PLACED and said:
                work = f"#{self.works[said]}" if name == "citation" and said in self.works else ""
                add(source, "note", said, type=name, target=work)

    def add_text(self, root: etree.Element) -> None:
        whole = set_xml(add(root, "text"), lang=self.text.language)
        if self.text.direction == "rtl":
            whole.set("style", "direction: rtl")
        body = add(whole, "body")
        for paragraph in self.paragraphs:
            add_paragraph(body, self.text, paragraph, head=len(self.paragraphs) > 1)


class TextDocument(_TextHeader):
    """A whole text with its notes, its works, and the people and terms of the edition."""

    def __init__(self, edition: Edition, text: Text) -> None:
        self.text, self.title = text, text.title
        super().__init__(edition, text_file(text.id), text.paragraphs)
        self.address = f"{edition.address}exports/{text_file(text.id)}" if edition.address else ""
        self._texts = {each.id: other.id for other in edition.texts for each in other.paragraphs}
        notes = (note for chapter in edition.chapters for note in chapter.notes)
        self._texts |= {note.id: self._texts[note.paragraph] for note in notes}

    def listed_works(self) -> list[Work]:
        cited = {key for note in self.notes for key in note.works} | works_named(self.edition)
        cited |= {str(self.text.about.get("citation", ""))}
        return [work for work in self.edition.works if work.key in cited]

    def way_to(self, paragraph: str) -> str:
        text = self._texts.get(paragraph)
        return "" if text is None else f"{'' if text == self.text.id else f'{text}.xml'}#{paragraph}"

    def add_lists(self, beside: etree.Element) -> None:
        super().add_lists(beside)
        lists = Lists(self.edition, _links(self.works), {id_: self.way_to(id_) for id_ in self._texts})
        lists.add_names(beside)
        lists.add_terms(beside)


class PassageDocument(_TextHeader):
    """One paragraph of a text with its notes and the works that they cite."""

    def __init__(self, edition: Edition, text: Text, paragraph: Paragraph, address: str) -> None:
        self.text, self.title, self.address = text, f"{text.title} ({paragraph.id})", address
        super().__init__(edition, f"passages/{paragraph.id}.xml", [paragraph])

    def way_to(self, paragraph: str) -> str:
        return f"#{paragraph}" if paragraph in self._taken else ""


class _Corpus(Document):
    """What the texts have in common: all works, people, terms and charts; and where each text is."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(edition, CORPUS, ())
        texts = {each.id: text.id for text in edition.texts for each in text.paragraphs}
        self._paragraphs = {id_: f"{text_file(text)}#{id_}" for id_, text in texts.items()}

    def listed_works(self) -> list[Work]:
        return list(self.edition.works)

    def add_header(self, header: etree.Element) -> None:
        edition = self.edition
        description = add(header, "fileDesc")
        self.add_titles(description, edition.title)
        self.add_version(description)
        self.add_publication(description, edition.address, "")
        sources = add(add(description, "sourceDesc"), "listBibl")
        for text in edition.texts:
            source = add(sources, "bibl")
            add(source, "title", text.title)
            add(source, "publisher", text.issuer)
            add_date(source, text.date)
        self.add_taxonomies(add(header, "encodingDesc"))
        if edition.description:
            add(add(add(header, "profileDesc"), "abstract"), "p", edition.description)

    def add_lists(self, beside: etree.Element) -> None:
        super().add_lists(beside)
        lists = Lists(self.edition, _links(self.works), self._paragraphs)
        lists.add_names(beside)
        lists.add_terms(beside)

    def add_text(self, root: etree.Element) -> None:
        body = add(add(root, "text"), "body")
        listed = add(body, "list", type="texts")
        for text in self.edition.texts:
            add(add(listed, "item"), "ref", text.title, target=text_file(text.id))
        for figure in self.edition.figures:
            self._add_figure(body, figure)

    def _add_figure(self, body: etree.Element, figure: Figure) -> None:
        """Add a chart: its words, its numbers, its sources, and where its drawing is."""
        entry = set_xml(add(body, "figure", type="chart"), id=self._id(figure.id))
        add(entry, "head", figure.title)
        if figure.subtitle:
            add(entry, "p", figure.subtitle)
        add(entry, "figDesc", figure.alternative)
        add(add(entry, "p"), "ptr", type="published", target=f"{self.site}{figure.page}#{figure.id}")
        if figure.data:
            table = add(entry, "table")
            for number, cells in enumerate(figure.data):
                row = add(table, "row", role="data" if number else "label")
                for cell in cells:
                    add(row, "cell", cell)
        if figure.sources:
            sources = add(entry, "p")
            for key in figure.sources:
                add(sources, "ref", key, target=f"#{self.works[key]}").tail = " "
            sources[-1].tail = None


def add_date(parent: etree.Element, date: str, **attributes: str) -> None:
    """Add a day, month or year; one that the calendar cannot read stands in its own words alone."""
    add(parent, "date", date, when=date if DAY.fullmatch(date) else "", **attributes)


def add_paragraph(body: etree.Element, text: Text, paragraph: Paragraph, head: bool) -> None:
    """Add the letters of a paragraph, all of them and no other.

    head: whether a headline may be one, which needs something below it
    """
    title = paragraph.id.endswith("-title")
    verse = text.form == "verse" and not title
    whole = add(body, "head" if title and head else "lg" if verse else "p", n=paragraph.label)
    set_xml(whole, id=paragraph.id, space="preserve")
    if not verse:
        add_letters(whole, paragraph.text)
        return
    for line in paragraph.text.split("\n"):
        add(whole, "l", line).tail = "\n"
    whole[-1].tail = None


def _links(ids: Mapping[str, str]) -> dict[str, str]:
    return {key: f"#{id_}" for key, id_ in ids.items()}
