"""The two books of an edition: all its pages as they were published, and its texts alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import splitext
from urllib.parse import quote, unquote

from lxml import etree

from glossator.citations.dates import long_date, text_date
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
    picture_type,
)
from glossator.export.epub.site_pages import (
    CHART_COLOURS,
    KIND_COLOURS,
    Article,
    ContentsLine,
    classes,
    colours_of,
    contents_of,
    read_article,
    written_page,
)
from glossator.export.epub.xhtml import OPS, XHTML, XML, Places, add_article, book_form, ids_of, link_up, relative
from glossator.export.format import FOLDER
from glossator.export.pages import words
from glossator.export.records import Edition, Paragraph, Text
from glossator.translation import _, format_list

WHOLE, TEXTS = "edition.epub", "texts.epub"
SHEET, COVER, TITLE = "book.css", "cover.xhtml", "title.xhtml"
#: The time of a book whose date nobody says; a book must have one.
NO_DATE = "1980-01-01"
FEATURES = ("alternativeText", "readingOrder", "structuralNavigation", "tableOfContents")


def edition_epub(edition: Edition, site: Path) -> bytes:
    """Return the whole edition as an EPUB, from the pages of the site in the folder *site*.

    Raises OSError for a page that is not there.
    """
    return whole_book(edition, site).pack()


def whole_book(edition: Edition, site: Path) -> Book:
    """Return the whole edition as documents of XHTML in their order, from the pages of the site in the folder *site*.

    Raises OSError for a page that is not there.
    """
    return _WholeBook(edition, site).made()


class _WholeBook:
    def __init__(self, edition: Edition, site: Path) -> None:
        self.edition, self.site = edition, site
        self.parts = contents_of(written_page(site, edition.chapters[0].page))
        self.articles = {address: read_article(site, address) for address in self._addresses()}
        self.files = {address: f"pages/{number}.xhtml" for number, address in enumerate(self.articles)}
        self.pictures: dict[str, str] = {}

    def _addresses(self) -> list[str]:
        """Return the pages in their order; further ones of a list of works stand behind its first."""
        order = [chapter.page for chapter in self.edition.chapters]
        last = order[-1]
        for address in self._works_pages():
            if address not in order:
                order.insert(order.index(last) + 1, address)
            last = address
        return order

    def _works_pages(self) -> list[str]:
        """Return the pages that list works, in their order."""
        return list(dict.fromkeys(work.address.partition("#")[0] for work in self.edition.works if work.address))

    def made(self) -> Book:
        colours = colours_of(self.site, CHART_COLOURS)
        for article in self.articles.values():
            book_form(article, {place: light for place, (light, __) in colours.items()})
        ids = {address: ids_of(article) for address, article in self.articles.items()}
        places = Places(self.files, ids, self.edition.address)
        documents = [self._document(article, places) for article in self.articles.values()]
        pictures = [BookFile(name, picture_type(name), self._file(place)) for place, name in self.pictures.items()]
        rules = colour_rules(colours, colours_of(self.site, KIND_COLOURS))
        lines, landmarks = list(self._lines()), self._landmarks()
        return Book(self.edition, WHOLE, self.edition.title, documents, lines, landmarks, pictures, rules)

    def _document(self, article: Article, places: Places) -> BookFile:
        link_up(article, places, lambda place: self._picture(article, place))
        path, edition = self.files[article.address], self.edition
        root, body = new_page(article.title, edition.language, edition.direction, relative(path, SHEET), article.rules)
        body.set(f"{{{OPS}}}type", "bodymatter")
        section = add_article(body, article.element)
        if article.address in self._works_pages()[:1]:
            _mark(section, "bibliography")
        elif any(chapter.page == article.address and chapter.paragraphs for chapter in edition.chapters):
            _mark(section, "chapter")
        return page_file(path, root)

    def _picture(self, article: Article, place: str) -> str:
        """Return the way to a picture of the site, which becomes a file of the book; empty if it cannot be one."""
        if not picture_type(place) or not (self.site / unquote(place)).is_file():
            return ""
        name = f"pictures/{len(self.pictures) + 1}{splitext(place)[1].lower()}"
        return relative(self.files[article.address], self.pictures.setdefault(place, name))

    def _file(self, place: str) -> bytes:
        return (self.site / unquote(place)).read_bytes()

    def _lines(self) -> Iterator[BookLine]:
        listed = {line.address for part in self.parts for line in part.lines}
        further = self._works_pages()[1:]
        first, *others = [address for address in self.articles if address not in {*listed, *further}]
        yield self._line(first)
        for part in self.parts:
            lines = self._nested(part.lines)
            if part.caption:
                yield BookLine(part.caption, "", tuple(lines))
            else:
                yield from lines
        yield from map(self._line, others)

    def _line(self, address: str) -> BookLine:
        return BookLine(self.articles[address].heading, self.files[address])

    def _nested(self, lines: Sequence[ContentsLine]) -> Iterator[BookLine]:
        """Yield the chapters at the level of the first of *lines*, each with its sections and those below it."""
        starts = [number for number, line in enumerate(lines) if line.depth <= lines[0].depth]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            line, below = lines[start], lines[start + 1 : end]
            inside = [*self._sections(line.address), *(self._nested(below) if below else ())]
            yield BookLine(line.title, self.files[line.address], tuple(inside))

    def _sections(self, address: str) -> Iterator[BookLine]:
        """Yield the sections of a page, and the further pages of a list of works."""
        for heading in self.articles[address].element.iter("h2"):
            section = heading.getparent()
            if section.tag == "section" and section.get("id") and "letter" not in classes(heading):
                yield BookLine(words(heading), f"{self.files[address]}#{quote(section.get('id'))}")
        if address in self._works_pages()[:1]:
            yield from map(self._line, self._works_pages()[1:])

    def _landmarks(self) -> list[tuple[str, str, str]]:
        marks = [("bodymatter", _("Beginning"), self.files[next(iter(self.articles))])]
        for address in self._works_pages()[:1]:
            marks.append(("bibliography", self.articles[address].heading, self.files[address]))
        return marks


def colour_rules(charts: Mapping[str, tuple[str, str]], kinds: Mapping[str, tuple[str, str]]) -> str:
    """Return the rules for colours: of charts on a dark page, of kinds of notes on both."""
    light = [f".kind-{kind} {{ border-color: {colour}; }}" for kind, (colour, __) in kinds.items()]
    dark = [f".kind-{kind} {{ border-color: {colour}; }}" for kind, (__, colour) in kinds.items()]
    for colour, other in charts.values():
        dark += [f'.chart [{name}="{colour}"] {{ {name}: {other}; }}' for name in ("fill", "stroke")]
    return "\n".join([*light, "@media (prefers-color-scheme: dark) {", *dark, "}", ""]) if light or dark else ""


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


def _mark(section: etree._Element, kind: str) -> None:
    """Say what a section is, to reading systems and to what reads aloud."""
    section.set(f"{{{OPS}}}type", kind)
    section.set("role", f"doc-{kind}")


def _in_language(element: etree._Element, text: Text) -> etree._Element:
    element.set("lang", text.language)
    element.set(f"{{{XML}}}lang", text.language)
    element.set("dir", text.direction)
    return element


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
    image = _add(body, "img", None)
    image.set("src", "cover.svg")
    image.set("alt", _("Cover: {title}").format(title=title))
    image.set("role", "doc-cover")
    return page_file(COVER, root)


def _title_page(edition: Edition, title: str) -> BookFile:
    root, body = new_page(title, edition.language, edition.direction, SHEET)
    body.set(f"{{{OPS}}}type", "frontmatter")
    section = _add(body, "section", "", "title-page")
    section.set(f"{{{OPS}}}type", "titlepage")
    _add(section, "h1", title)
    _add(section, "p", format_list([str(editor) for editor in edition.editors], edition.language), "editors")
    for line in (edition.description, _version(edition), _rights(edition)):
        if line:
            _add(section, "p", line)
    for address in filter(None, (edition.licence.url, edition.address)):
        _add(_add(section, "p", ""), "a", address).set("href", address)
    return page_file(TITLE, root)


def _add(parent: etree._Element, tag: str, text: str | None, name: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{XHTML}}}{tag}")
    element.text = text
    if name:
        element.set("class", name)
    return element
