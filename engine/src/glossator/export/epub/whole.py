"""The whole edition as a book: all pages of the site in their order, their links led to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from posixpath import splitext
from urllib.parse import quote, unquote

from glossator.export.epub.book import SHEET, Book, mark
from glossator.export.epub.package import (
    BookFile,
    BookLine,
    new_page,
    page_file,
    picture_type,
)
from glossator.export.epub.site_pages import (
    CHART_COLOURS,
    KIND_COLOURS,
    Article,
    ContentsLine,
    classes,
    colour_rules,
    colours_of,
    contents_of,
    read_article,
    written_page,
)
from glossator.export.epub.xhtml import OPS, Places, add_article, book_form, ids_of, link_up, relative
from glossator.export.pages import words
from glossator.export.records import Edition
from glossator.translation import _

WHOLE = "edition.epub"


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
            mark(section, "bibliography")
        elif any(chapter.page == article.address and chapter.paragraphs for chapter in edition.chapters):
            mark(section, "chapter")
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
