"""A book of EPUB: its documents in their order with cover, title page, contents and metadata."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from glossator.citations.dates import long_date
from glossator.export.epub.cover import draw_cover
from glossator.export.epub.package import (
    CONTENTS,
    About,
    BookFile,
    BookLine,
    contents_page,
    new_page,
    pack,
    page_file,
)
from glossator.export.epub.xhtml import OPS, XHTML
from glossator.export.format import FOLDER
from glossator.export.records import Edition
from glossator.translation import _, format_list

SHEET, COVER, TITLE = "book.css", "cover.xhtml", "title.xhtml"
#: The time of a book whose date nobody says; a book must have one.
NO_DATE = "1980-01-01"
FEATURES = ("alternativeText", "readingOrder", "structuralNavigation", "tableOfContents")


def mark(section: etree._Element, kind: str) -> None:
    """Say what a section is, to reading systems and to what reads aloud."""
    section.set(f"{{{OPS}}}type", kind)
    section.set("role", f"doc-{kind}")


@dataclass(frozen=True)
class Book:
    """A book: its documents in their order, what the contents say of them, and what they show."""

    edition: Edition
    name: str
    title: str
    documents: Sequence[BookFile]
    lines: Sequence[BookLine]
    landmarks: Sequence[tuple[str, str, str]]  #: kinds, words and places
    pictures: Sequence[BookFile] = ()
    rules: str = ""  #: beside those of the style sheet

    def title_page(self) -> BookFile:
        """Return the title page."""
        return _title_page(self.edition, self.title)

    def pack(self) -> bytes:
        """Return the container: with cover, title page and contents."""
        edition, about = self.edition, _about(self.edition, self.name, self.title, self.documents)
        cover = draw_cover(self.title, [format_list(about.creators, edition.language)], [_version(edition)])
        shown = BookFile("cover.png", "image/png", cover.png, ("cover-image",))
        drawn = BookFile("cover.svg", "image/svg+xml", cover.svg, () if cover.png else ("cover-image",))
        lines = [BookLine(_("Title page"), TITLE), *self.lines]
        marks = [("cover", _("Cover"), COVER), ("toc", _("Contents"), f"{CONTENTS}#toc"), *self.landmarks]
        contents = contents_page(*new_page(_("Contents"), edition.language, edition.direction, SHEET), lines, marks)
        front = [_cover_page(edition, self.title), self.title_page(), contents]
        sheet = Path(__file__).with_name(SHEET).read_text(encoding="utf-8") + self.rules
        covers = [shown, drawn] if cover.png else [drawn]
        return pack(
            about, [*front, *self.documents, BookFile(SHEET, "text/css", sheet.encode()), *covers, *self.pictures]
        )


def _about(edition: Edition, name: str, title: str, documents: Sequence[BookFile]) -> About:
    held = {kind for file in documents for kind in file.properties}
    return About(
        identifier=_identifier(edition, name),
        title=title,
        language=edition.language,
        direction=edition.direction,
        creators=tuple(str(editor) for editor in edition.editors),
        date=edition.date,
        modified=f"{_whole_date(edition.date)}T00:00:00Z",
        description=edition.description,
        rights=_rights(edition),
        licence=edition.licence.url,
        source=edition.address,
        version=edition.version,
        subjects=tuple(sorted({theme for chapter in edition.chapters for theme in chapter.themes})),
        modes=("textual", "visual") if "svg" in held else ("textual",),
        features=(*FEATURES, *(("describedMath",) if "mathml" in held else ())),
        summary=_(
            "Headings, notes and the way back from them are marked as what they are; charts and pictures have words."
        ),
    )


def _rights(edition: Edition) -> str:
    return _("Notes: {licence}; texts: see About this edition").format(licence=edition.licence.name)


def _identifier(edition: Edition, name: str) -> str:
    """Return what the book is called for ever: of its address where that is known, else of title and version."""
    address = f"{edition.address}{FOLDER}/{name}" if edition.address else ""
    known = address or f"{edition.title}, {edition.version}, {name}"
    return uuid.uuid5(uuid.NAMESPACE_URL, known).urn


def _whole_date(date: str) -> str:
    return date + NO_DATE[len(date) :] if date else NO_DATE


def _version(edition: Edition) -> str:
    version = _("Version {version}").format(version=edition.version)
    return " · ".join(filter(None, (version, edition.date and long_date(edition.date, edition.language))))


def _cover_page(edition: Edition, title: str) -> BookFile:
    root, body = new_page(title, edition.language, edition.direction, SHEET)
    body.set(f"{{{OPS}}}type", "cover")
    body.set("class", "cover")
    image = add_element(body, "img", None)
    image.set("src", "cover.svg")
    image.set("alt", _("Cover: {title}").format(title=title))
    image.set("role", "doc-cover")
    return page_file(COVER, root)


def _title_page(edition: Edition, title: str) -> BookFile:
    root, body = new_page(title, edition.language, edition.direction, SHEET)
    body.set(f"{{{OPS}}}type", "frontmatter")
    section = add_element(body, "section", "", "title-page")
    section.set(f"{{{OPS}}}type", "titlepage")
    add_element(section, "h1", title)
    add_element(section, "p", format_list([str(editor) for editor in edition.editors], edition.language), "editors")
    for line in (edition.description, _version(edition), _rights(edition)):
        if line:
            add_element(section, "p", line)
    for address in filter(None, (edition.licence.url, edition.address)):
        add_element(add_element(section, "p", ""), "a", address).set("href", address)
    return page_file(TITLE, root)


def add_element(parent: etree._Element, tag: str, text: str | None, name: str = "") -> etree._Element:
    """Append an element of XHTML to *parent*, of the class *name* where there is one, and return it."""
    element = etree.SubElement(parent, f"{{{XHTML}}}{tag}")
    element.text = text
    if name:
        element.set("class", name)
    return element
