"""``tei.xml``: what the texts of an edition have in common, and where each is; and the writing of all files."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from glossator.export.files import write_file
from glossator.export.records import Edition, Figure, Work
from glossator.export.tei.body import add, set_xml
from glossator.export.tei.document import Document, add_date
from glossator.export.tei.texts import TextDocument, text_file

CORPUS, MEDIA = "tei.xml", "application/tei+xml"


def write_tei(edition: Edition, folder: Path) -> None:
    """Write the texts and the file that names them into *folder*."""
    for text in edition.texts:
        write_file(folder / text_file(text.id), TextDocument(edition, text).written())
    write_file(folder / CORPUS, _Corpus(edition).written())


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
        self.add_names_and_terms(beside, self._paragraphs)

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
