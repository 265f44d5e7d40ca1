"""The texts of an edition alone, as a book without a note."""

from __future__ import annotations

from lxml import etree

from glossator.citations.dates import text_date
from glossator.export.epub.book import SHEET, Book, add_element, mark
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
    section = add_element(body, "section", "")
    mark(section, "chapter")
    heading = _in_language(add_element(section, "h1", text.title), text)
    add_element(section, "p", " · ".join((text.issuer, text_date(text.about, edition.language))), "text-facts")
    for paragraph in text.paragraphs:
        if paragraph.text == text.title:
            heading.set("id", paragraph.id)
        else:
            _add_paragraph(section, text, paragraph)
    if text.address:
        add_element(add_element(section, "p", "", "text-facts"), "a", text.address).set("href", text.address)
    return page_file(path, root)


def _add_paragraph(section: etree._Element, text: Text, paragraph: Paragraph) -> None:
    unit = add_element(section, "div", "", "unit")
    unit.set("id", paragraph.id)
    if paragraph.label.isdigit():
        add_element(unit, "p", f"¶ {paragraph.label}", "paragraph-number")
    form = "verse" if text.form == "verse" else "" if paragraph.label.isdigit() else "source-headline"
    words = _in_language(add_element(unit, "p", "", f"source {form}".strip()), text)
    if text.form != "verse":
        words.text = paragraph.text
        return
    *others, last = paragraph.text.split("\n")
    for line in others:
        add_element(add_element(words, "span", line, "line"), "br", None)
    add_element(words, "span", last, "line")


def _in_language(element: etree._Element, text: Text) -> etree._Element:
    element.set("lang", text.language)
    element.set(f"{{{XML}}}lang", text.language)
    element.set("dir", text.direction)
    return element
