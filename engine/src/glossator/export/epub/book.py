"""The two books of an edition: all its pages as they were published, and its texts alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from posixpath import splitext

from lxml import etree

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
from glossator.export.epub.site_pages import ContentsLine, SitePage, classes, contents_of, read_page, words
from glossator.export.epub.xhtml import OPS, XHTML, XML, Places, add_article, book_form, ids_of, link_up, relative
from glossator.export.records import Edition, Paragraph, Text
from glossator.translation import _, format_list

#: Where the exports stand in the site; an address that has been published does not change.
FOLDER = "exports"
WHOLE, TEXTS = "edition.epub", "texts.epub"
SHEET, COVER, TITLE = "book.css", "cover.xhtml", "title.xhtml"
#: The time of a book whose date nobody says; a book must have one.
NO_DATE = "1980-01-01"
FEATURES = ("alternativeText", "readingOrder", "structuralNavigation", "tableOfContents")


def edition_epub(edition: Edition, site: Path) -> bytes:
    """Return the whole edition as an EPUB, from the pages of the site in the folder *site*.

    Raises OSError for a page that is not there.
    """
    return _WholeBook(edition, site).pack()


class _WholeBook:
    def __init__(self, edition: Edition, site: Path) -> None:
        self.edition, self.site = edition, site
        first = edition.chapters[0].page
        self.parts = contents_of(site, first)
        self.pages = [read_page(site, address) for address in self._addresses(first)]
        self.files = {page.address: f"pages/{splitext(page.address)[0]}.xhtml" for page in self.pages}
        if not all(_is_plain(name) for name in self.files.values()):
            # Some reading systems cannot open a file whose name has other letters.
            self.files = {page.address: f"pages/{n}.xhtml" for n, page in enumerate(self.pages)}
        self.pictures: dict[str, str] = {}

    def _addresses(self, first: str) -> list[str]:
        """Return the pages in their order: as the contents list them, those of the list of works behind its first."""
        listed = [first, *(line.address for part in self.parts for line in part.lines)]
        known = [chapter.page for chapter in self.edition.chapters]
        order = list(dict.fromkeys([*listed, *known]))
        further = dict.fromkeys(work.address.partition("#")[0] for work in self.edition.works)
        last = max((order.index(page) for page in further if page in order), default=len(order) - 1)
        order[last + 1 : last + 1] = [page for page in further if page not in order]
        return [address for address in order if address]

    def pack(self) -> bytes:
        for page in self.pages:
            book_form(page, lambda number: _("Note {number}").format(number=number))
        places = Places(self.files, {page.address: ids_of(page) for page in self.pages}, self.edition.address)
        documents = [self._document(page, places) for page in self.pages]
        pictures = [self._picture(place) for place in self.pictures]
        return _bound(self.edition, WHOLE, self.edition.title, documents, self._lines(), self._landmarks(), pictures)

    def _document(self, page: SitePage, places: Places) -> BookFile:
        link_up(page, places, lambda place: self._picture_way(page, place))
        path, edition = self.files[page.address], self.edition
        root, body = new_page(page.title, edition.language, edition.direction, relative(path, SHEET), page.rules)
        body.set(f"{{{OPS}}}type", "bodymatter")
        section = add_article(body, page.article)
        if any(chapter.page == page.address and chapter.paragraphs for chapter in edition.chapters):
            section.set(f"{{{OPS}}}type", "chapter")
            section.set("role", "doc-chapter")
        return page_file(path, root)

    def _picture_way(self, page: SitePage, place: str) -> str:
        if not picture_type(place) or not (self.site / place).is_file():
            return ""
        number = len(self.pictures) + 1
        name = self.pictures.setdefault(place, f"pictures/{number}{splitext(place)[1].lower()}")
        return relative(self.files[page.address], name)

    def _picture(self, place: str) -> BookFile:
        name = self.pictures[place]
        return BookFile(name, picture_type(name), (self.site / place).read_bytes())

    def _lines(self) -> Iterator[BookLine]:
        first = self.pages[0]
        listed = {line.address for part in self.parts for line in part.lines}
        if first.address not in listed:
            yield BookLine(words_of_title(first), self.files[first.address])
        for part in self.parts:
            lines = self._nested(list(part.lines))
            if part.caption:
                yield BookLine(part.caption, "", tuple(lines))
            else:
                yield from lines
        for page in self.pages[1:]:
            if page.address not in listed and not self._is_further(page):
                yield BookLine(words_of_title(page), self.files[page.address])

    def _nested(self, lines: Sequence[ContentsLine]) -> Iterator[BookLine]:
        """Yield the chapters at the level of the first of *lines*, each with those below it."""
        starts = [n for n, line in enumerate(lines) if line.depth <= lines[0].depth]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            line, file = lines[start], self.files[lines[start].address]
            inside = self._sections(line.address) if start + 1 == end else self._nested(lines[start + 1 : end])
            yield BookLine(line.title, file, tuple(inside))

    def _sections(self, address: str) -> Iterator[BookLine]:
        """Yield the sections of a page, and the further pages of a list of works."""
        page = next(page for page in self.pages if page.address == address)
        for heading in page.article.iter("h2"):
            section = heading.getparent()
            if section.tag == "section" and section.get("id") and "letter" not in classes(heading):
                yield BookLine(words(heading), f"{self.files[address]}#{section.get('id')}")
        if address in {work.address.partition("#")[0] for work in self.edition.works}:
            for further in filter(self._is_further, self.pages):
                yield BookLine(words_of_title(further), self.files[further.address])

    def _is_further(self, page: SitePage) -> bool:
        return page.address not in {chapter.page for chapter in self.edition.chapters}

    def _landmarks(self) -> list[tuple[str, str, str]]:
        works = next((work.address.partition("#")[0] for work in self.edition.works), "")
        marks = [("bodymatter", _("Beginning"), self.files[self.pages[0].address])]
        if works in self.files:
            page = next(page for page in self.pages if page.address == works)
            marks.append(("bibliography", words_of_title(page), self.files[works]))
        return marks


def texts_epub(edition: Edition) -> bytes:
    """Return the texts of the edition alone, without a note, as an EPUB."""
    documents = [_text_document(edition, text, number) for number, text in enumerate(edition.texts, start=1)]
    lines = [BookLine(text.title, file.path) for text, file in zip(edition.texts, documents, strict=True)]
    title = _("{title}: the texts").format(title=edition.title)
    beginning = [("bodymatter", _("Beginning"), documents[0].path)] if documents else []
    return _bound(edition, TEXTS, title, documents, lines, beginning, [])


def _text_document(edition: Edition, text: Text, number: int) -> BookFile:
    name = text.id if _is_plain(text.id) else str(number)
    path = f"texts/{name}.xhtml"
    title = f"{text.title} – {edition.title}"
    root, body = new_page(title, edition.language, edition.direction, relative(path, SHEET))
    body.set(f"{{{OPS}}}type", "bodymatter")
    section = _add(body, "section", "")
    section.set(f"{{{OPS}}}type", "chapter")
    section.set("role", "doc-chapter")
    _in_language(_add(section, "h1", text.title), text)
    _add(section, "p", " · ".join(filter(None, (text.issuer, text.date))), "text-facts")
    for paragraph in text.paragraphs:
        if paragraph.text != text.title:
            _add_paragraph(section, text, paragraph)
    if text.address:
        line = _add(section, "p", "", "text-facts")
        _add(line, "a", text.address).set("href", text.address)
    return page_file(path, root)


def _add_paragraph(section: etree._Element, text: Text, paragraph: Paragraph) -> None:
    unit = _add(section, "div", "", "unit")
    unit.set("id", paragraph.id)
    _add(unit, "p", f"¶ {paragraph.label}", "paragraph-number")
    words = _add(unit, "p", "", "source verse" if text.form == "verse" else "source")
    _in_language(words, text)
    if text.form != "verse":
        words.text = paragraph.text
        return
    *others, last = paragraph.text.split("\n")
    for line in others:
        _add(_add(words, "span", line, "line"), "br", None)
    _add(words, "span", last, "line")


def _in_language(element: etree._Element, text: Text) -> None:
    element.set("lang", text.language)
    element.set(f"{{{XML}}}lang", text.language)
    element.set("dir", text.direction)


def _bound(
    edition: Edition,
    name: str,
    title: str,
    documents: Sequence[BookFile],
    lines: Iterator[BookLine] | Sequence[BookLine],
    landmarks: Sequence[tuple[str, str, str]],
    pictures: Sequence[BookFile],
) -> bytes:
    """Return a book of these documents, with its cover, its title page and its contents."""
    about = _about(edition, name, title, documents)
    cover = draw_cover(title, [format_list(about.creators, edition.language)], _edition_lines(edition))
    shown = BookFile("cover.png", "image/png", cover.png, ("cover-image",))
    drawn = BookFile("cover.svg", "image/svg+xml", cover.svg, () if cover.png else ("cover-image",))
    front = [_cover_page(edition, title), _title_page(edition, title, about)]
    front_lines = [BookLine(_("Title page"), TITLE)]
    root, body = new_page(_("Contents"), edition.language, edition.direction, SHEET)
    marks = [("cover", _("Cover"), COVER), ("toc", _("Contents"), f"{CONTENTS}#toc"), *landmarks]
    contents = contents_page(root, body, _("Contents"), [*front_lines, *lines], marks)
    sheet = BookFile(SHEET, "text/css", Path(__file__).with_name(SHEET).read_bytes())
    covers = [shown, drawn] if cover.png else [drawn]
    return pack(about, [*front, contents, *documents, sheet, *covers, *pictures])


def _about(edition: Edition, name: str, title: str, documents: Sequence[BookFile]) -> About:
    held = {kind for file in documents for kind in file.properties}
    rights = _("Notes: {licence}; texts: see About this edition").format(licence=edition.licence.name)
    return About(
        identifier=_identifier(edition, name),
        title=title,
        language=edition.language,
        direction=edition.direction,
        creators=tuple(str(editor) for editor in edition.editors),
        date=edition.date,
        modified=f"{_whole_date(edition.date)}T00:00:00Z",
        description=edition.description,
        rights=rights,
        licence=edition.licence.url,
        source=edition.address,
        version=edition.version,
        subjects=tuple(sorted({theme for chapter in edition.chapters for theme in chapter.themes})),
        modes=("textual", "visual") if "svg" in held else ("textual",),
        features=(*FEATURES, *(("MathML",) if "mathml" in held else ())),
        summary=_("Headings, notes and the way back from them are marked as what they are; charts and pictures have words."),
    )


def _identifier(edition: Edition, name: str) -> str:
    """Return what the book is called for ever: of its address where that is known, else of title and version."""
    address = f"{edition.address}{FOLDER}/{name}" if edition.address else ""
    known = address or f"{edition.title}, {edition.version}, {name}"
    return uuid.uuid5(uuid.NAMESPACE_URL, known).urn


def _whole_date(date: str) -> str:
    return date + NO_DATE[len(date) :] if date else NO_DATE


def _edition_lines(edition: Edition) -> list[str]:
    version = _("Version {version}").format(version=edition.version)
    return [" · ".join(filter(None, (version, edition.date)))]


def _cover_page(edition: Edition, title: str) -> BookFile:
    root, body = new_page(title, edition.language, edition.direction, SHEET)
    body.set(f"{{{OPS}}}type", "cover")
    body.set("class", "cover")
    image = _add(body, "img", None)
    image.set("src", "cover.svg")
    image.set("alt", _("Cover: {title}").format(title=title))
    image.set("role", "doc-cover")
    return page_file(COVER, root)


def _title_page(edition: Edition, title: str, about: About) -> BookFile:
    root, body = new_page(title, edition.language, edition.direction, SHEET)
    body.set(f"{{{OPS}}}type", "frontmatter")
    section = _add(body, "section", "", "title-page")
    section.set(f"{{{OPS}}}type", "titlepage")
    _add(section, "h1", title)
    _add(section, "p", format_list(about.creators, edition.language), "editors")
    for line in (about.description, *_edition_lines(edition), about.rights):
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


def words_of_title(page: SitePage) -> str:
    """Return the title of a page: its first heading."""
    heading = next(page.article.iter("h1"), None)
    return words(heading) if heading is not None else page.title


def _is_plain(name: str) -> bool:
    return name.isascii() and all(letter.isalnum() or letter in "-_./" for letter in name)
