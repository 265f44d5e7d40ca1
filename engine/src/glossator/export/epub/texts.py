"""The texts of an edition alone, as a book without a note."""

from __future__ import annotations

from lxml import etree

from glossator.citations.dates import text_date
from glossator.export.epub.book import SHEET, Book, _add, _mark
from glossator.export.epub.package import (
    BookFile,
    BookLine,
    new_page,
    page_file,
)
from glossator.export.epub.xhtml import OPS, XML, relative
from glossator.export.records import Edition, Paragraph, Text
from glossator.translation import _

TEXTS = "texts.epub"


def texts_epub(edition: Edition) -> bytes:
    """Return the texts of the edition alone, without a note, as an EPUB."""
    documents = [_text_document(edition, text, number) for number, text in enumerate(edition.texts, start=1)]
    lines = [BookLine(text.title, file.path) for text, file in zip(edition.texts, documents, strict=True)]
    title = _("{title}: the texts").format(title=edition.title)
    beginning = [("bodymatter", _("Beginning"), file.path) for file in documents[:1]]
    return Book(edition, TEXTS, title, documents, lines, beginning).pack()


def _text_document(edition: Edition, text: Text, number: int) -> BookFile:
    path = f"texts/{number}.xhtml"
    title = f"{text.title} – {edition.title}"
    root, body = new_page(title, edition.language, edition.direction, relative(path, SHEET))
    body.set(f"{{{OPS}}}type", "bodymatter")
    section = _add(body, "section", "")
    _mark(section, "chapter")
    heading = _in_language(_add(section, "h1", text.title), text)
    _add(section, "p", " · ".join((text.issuer, text_date(text.about, edition.language))), "text-facts")
    for paragraph in text.paragraphs:
        if paragraph.text == text.title:
            heading.set("id", paragraph.id)
        else:
            _add_paragraph(section, text, paragraph)
    if text.address:
        _add(_add(section, "p", "", "text-facts"), "a", text.address).set("href", text.address)
    return page_file(path, root)


def _add_paragraph(section: etree._Element, text: Text, paragraph: Paragraph) -> None:
    unit = _add(section, "div", "", "unit")
    unit.set("id", paragraph.id)
    if paragraph.label.isdigit():
        _add(unit, "p", f"¶ {paragraph.label}", "paragraph-number")
    form = "verse" if text.form == "verse" else "" if paragraph.label.isdigit() else "source-headline"
    words = _in_language(_add(unit, "p", "", f"source {form}".strip()), text)
    if text.form != "verse":
        words.text = paragraph.text
        return
    *others, last = paragraph.text.split("\n")
    for line in others:
        _add(_add(words, "span", line, "line"), "br", None)
    _add(words, "span", last, "line")


def _in_language(element: etree._Element, text: Text) -> etree._Element:
    element.set("lang", text.language)
    element.set(f"{{{XML}}}lang", text.language)
    element.set("dir", text.direction)
    return element
