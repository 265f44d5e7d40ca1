"""A text, or one paragraph of it, as a document of TEI: its header, its letters, the notes beside it."""

from __future__ import annotations

from lxml import etree

from glossator.export.records import Edition, Paragraph, Text, Work
from glossator.export.tei.body import add, add_letters, set_xml
from glossator.export.tei.document import Document, add_date
from glossator.export.tei.lists import works_named
from glossator.translation import _

#: What ``sources.yml`` says that has an element of its own in the header; all else is a note that bears its name.
PLACED = ("title", "issuer", "place", "date", "language", "url", "rights", "genre", "checked", "differences", "sha256")


def text_file(text: str) -> str:
    """Return the file of a text, in the folder of exports."""
    return f"tei/{text}.xml"


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
        self._add_encoding(add(header, "encodingDesc"))
        profile = add(header, "profileDesc")
        add(add(profile, "langUsage"), "language", text.language, ident=text.language)
        if genre := about.get("genre"):
            add(add(add(profile, "textClass"), "keywords"), "term", genre)

    def _add_encoding(self, encoding: etree.Element) -> None:
        """Add how the text was checked, how notes point at it, and the kinds of notes."""
        declared = add(encoding, "editorialDecl")
        for name in ("checked", "differences"):
            if said := self.text.about.get(name):
                add(declared, "p", said, n=name)
        add(add(declared, "interpretation"), "p", _("Notes stand beside the text; not a letter of it is changed."))
        counted = _("A note points at code points of a paragraph: string-range(paragraph,start from 0,length).")
        add(add(encoding, "refsDecl"), "p", counted)
        self.add_taxonomies(encoding)

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
        self.add_names_and_terms(beside, {id_: self.way_to(id_) for id_ in self._texts})


class PassageDocument(_TextHeader):
    """One paragraph of a text with its notes and the works that they cite."""

    def __init__(self, edition: Edition, text: Text, paragraph: Paragraph, address: str) -> None:
        self.text, self.title, self.address = text, f"{text.title} ({paragraph.id})", address
        super().__init__(edition, f"passages/{paragraph.id}.xml", [paragraph])

    def way_to(self, paragraph: str) -> str:
        return f"#{paragraph}" if paragraph in self._taken else ""


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
