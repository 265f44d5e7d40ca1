"""Print a book with a Chromium or Chrome, twice, since its contents name the pages; then add bookmarks and metadata.

Playwright is imported here alone, and only when something is printed; a build does not need it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, Destination, Fit, NameObject

from glossator.export.epub.book import Book
from glossator.export.epub.package import BookLine
from glossator.export.epub.whole import whole_book
from glossator.export.format import CannotMake
from glossator.export.pdf.compact import compact
from glossator.export.pdf.document import document_ids, paper_document, pictures_of
from glossator.export.records import Edition
from glossator.translation import format_list

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright, Route

#: Where the document seems to be; nothing is fetched, from there or from elsewhere.
PLACE = "http://edition.invalid/pages/edition.xhtml"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: The command that installs one.
BROWSER = "python -m playwright install --with-deps chromium"
MILLISECONDS = 300_000
TWICE = re.compile(r"^(.+?)\1+$", re.DOTALL)


def edition_pdf(edition: Edition, site: Path, paper: str) -> bytes:
    """Return the whole edition as a PDF, from the pages of the site in the folder *site*.

    paper: as CSS calls it, ``A4`` or ``letter``

    Raises OSError for a page that is not there, and CannotMake.
    """
    return book_pdf(whole_book(edition, site), paper)


def book_pdf(book: Book, paper: str) -> bytes:
    """Print a book as a PDF with contents and bookmarks. Raises CannotMake where no browser can print."""
    with open_browser() as browser:
        first = _printed(browser, book, paper_document(book, paper, {}))
        second = _printed(browser, book, paper_document(book, paper, _first_pages(first, book)))
    return compact(_finished(second, book))


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Context manager: a Chromium or Chrome that prints. Raises CannotMake where there is none."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        raise CannotMake(
            f"Playwright, which has them printed, is not installed: pip install playwright, then {BROWSER}"
        ) from None
    with sync_playwright() as playwright:
        browser = _launched(playwright)
        try:
            yield browser
        finally:
            browser.close()


def _launched(playwright: Playwright) -> Browser:
    from playwright.sync_api import Error  # noqa: PLC0415

    paths = [path for name in NAMES if (path := shutil.which(name))]
    # A "channel" is a browser in the place where its installer puts it on macOS and Windows.
    choices: list[dict[str, Any]] = [{}, *({"executable_path": path} for path in paths), {"channel": "chrome"}]
    for choice in [*choices, {"channel": "msedge"}]:
        try:
            return playwright.chromium.launch(args=["--disable-gpu", "--font-render-hinting=none"], **choice)
        except Error:
            continue
    raise CannotMake(f"no Chromium or Chrome, which prints them, starts here: {BROWSER}")


def _printed(browser: Browser, book: Book, document: bytes) -> bytes:
    pictures = pictures_of(book)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://edition.invalid/")
        if route.request.url == PLACE:
            route.fulfill(body=document, content_type="application/xhtml+xml")
        elif path in pictures:
            route.fulfill(body=pictures[path].content, content_type=pictures[path].media_type)
        else:
            route.abort()

    page = browser.new_page(java_script_enabled=False)
    page.set_default_timeout(MILLISECONDS)
    page.route("**/*", answer)
    page.goto(PLACE, wait_until="load")
    made = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    page.close()
    return made


def _first_pages(made: bytes, book: Book) -> dict[str, int]:
    """Return the number of the page on which each document begins, by its id."""
    reader = PdfReader(BytesIO(made))
    places = reader.named_destinations
    found = {name: places.get(name) or places.get(f"/{name}") for name in document_ids(book).values()}
    numbers = {name: reader.get_destination_page_number(place) for name, place in found.items() if place is not None}
    return {name: number + 1 for name, number in numbers.items() if number is not None}


def _finished(made: bytes, book: Book) -> bytes:
    """Return a print with its bookmarks and with what is said of it, the same bytes each time."""
    reader, writer = PdfReader(BytesIO(made)), PdfWriter(clone_from=BytesIO(made))
    start = _first_pages(made, book)[document_ids(book)[book.documents[0].path]] - 1
    headings = [each for each in _headings(reader, reader.outline) if each[1] >= start]
    writer.root_object.pop("/Outlines", None)
    _add_bookmarks(writer, book.lines, headings)
    edition = book.edition
    writer.metadata = None
    writer.add_metadata(
        {
            "/Title": book.title,
            "/Author": format_list([str(editor) for editor in edition.editors], edition.language),
            "/Subject": edition.description,
        }
    )
    writer.create_viewer_preferences()[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    writer.root_object[NameObject("/PageMode")] = NameObject("/UseOutlines")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _headings(reader: PdfReader, outline: Sequence[Any]) -> Iterator[tuple[str, int, float]]:
    """Yield each heading that the browser has found, in order: its words, its page from 0, its height on it."""
    for item in outline:
        if isinstance(item, Destination):
            page = reader.get_destination_page_number(item)
            yield _once(str(item.title)), page or 0, float(item.top or 0)
        else:
            yield from _headings(reader, item)


def _add_bookmarks(
    writer: PdfWriter, lines: Sequence[BookLine], headings: list[tuple[str, int, float]], parent: Any = None
) -> None:
    """Add the lines of the contents as bookmarks, sections too; each leads to the next heading of its words.

    headings: those that are ahead; those that are passed are taken away
    """
    for line in lines:
        titles = [title for title, *__ in headings]
        wanted = _once(next(_with_places(line), line).title)
        if wanted not in titles:
            continue
        number = titles.index(wanted)
        __, page, top = headings[number]
        if line.href:
            del headings[: number + 1]
        item = writer.add_outline_item(
            title=line.title, page_number=page, parent=parent, fit=Fit.xyz(None, top, None), is_open=not line.href
        )
        _add_bookmarks(writer, line.below, headings, item)


def _once(title: str) -> str:
    """Return a title in the form in which it is compared: some browsers give that of a heading on a new page twice."""
    words = " ".join(title.split())
    return TWICE.sub(r"\1", words)


def _with_places(line: BookLine) -> Iterator[BookLine]:
    """Yield a line, or those below it, that lead somewhere."""
    if line.href:
        yield line
    else:
        for below in line.below:
            yield from _with_places(below)
