"""The edition on paper, printed of small ones: nothing is lost, the contents tell the truth, bytes stay the same."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from glossator.__main__ import main
from glossator.export.edition_json import read_edition_json
from glossator.export.epub.package import BookLine
from glossator.export.epub.whole import whole_book as export_book
from glossator.export.pdf.compact import compact
from glossator.export.pdf.printer import book_pdf, edition_pdf
from glossator.export.records import Edition
from glossator.testing.books import SmallBook
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination

pytestmark = pytest.mark.slow


class Printed:
    """A print of a small edition, with what its pages say."""

    def __init__(self, folder: Path, paper: str = "A4") -> None:
        self.site = folder / "_build/html"
        self.edition: Edition = read_edition_json(self.site / "exports/edition.json")
        self.content = printed(self.edition, self.site, paper)
        self.reader = PdfReader(BytesIO(self.content))
        self.pages = [plain(page.extract_text()) for page in self.reader.pages]
        self.words = "".join(self.pages)

    def alternatives(self) -> Iterator[str]:
        """Yield the words that stand for each picture and chart, to who has it read aloud."""
        waiting = [self.reader.trailer["/Root"]["/StructTreeRoot"]]
        while waiting:
            found = waiting.pop().get_object()
            if isinstance(found, list):
                waiting += found
            elif isinstance(found, dict):
                if found.get("/S") == "/Figure" and "/Alt" in found:
                    yield str(found["/Alt"])
                waiting += [found["/K"]] if "/K" in found else []

    def bookmarks(self, outline: list[Any] | None = None) -> Iterator[tuple[str, int]]:
        """Yield each bookmark with the number of its page."""
        for item in self.reader.outline if outline is None else outline:
            if isinstance(item, Destination):
                yield str(item.title), (self.reader.get_destination_page_number(item) or 0) + 1
            else:
                yield from self.bookmarks(item)


def printed(edition: Edition, site: Path, paper: str) -> bytes:
    """Return the PDF, made in a thread of its own: the browser of other tests may be open in this one."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(edition_pdf, edition, site, paper).result()


def plain(text: str) -> str:
    """Return letters without blanks, hyphens and ligatures, which stand elsewhere on paper."""
    for sign, letters in {"\ufb01": "fi", "\ufb02": "fl", "\ufb00": "ff", "\ufb03": "ffi", "\ufb04": "ffl"}.items():
        text = text.replace(sign, letters)
    return "".join(letter for letter in text if letter.isalnum())


@pytest.fixture(scope="module")
def five_texts(whole_book: Callable[[str], Path]) -> Printed:
    return Printed(whole_book("five-texts"))


@pytest.mark.xdist_group("pdf")
class TestFiveTexts:
    def test_no_text_note_or_work_is_lost(self, five_texts: Printed) -> None:
        edition, words = five_texts.edition, five_texts.words
        for chapter in edition.chapters:
            assert plain(chapter.title) in words
            for note in chapter.notes:
                assert plain(note.gist) in words
        for work in edition.works:
            assert plain(str(work.csl["title"])) in words
        assert len(five_texts.reader.pages) < 60

    def test_the_contents_name_the_page_on_which_a_chapter_begins(self, five_texts: Printed) -> None:
        (contents,) = [text for text in five_texts.pages if text.count("Contents")]
        titles = {chapter.title for chapter in five_texts.edition.chapters}
        begins = {title: page for title, page in five_texts.bookmarks() if title in titles}
        assert begins.keys() == titles
        for title, page in begins.items():
            assert f"{plain(title)}{page}" in contents
            assert plain(title) in five_texts.pages[page - 1]

    def test_forty_lines_of_contents_stand_on_one_page(self, five_texts: Printed) -> None:
        book = export_book(five_texts.edition, five_texts.site)
        chapters = tuple(BookLine("A chapter", book.documents[0].path) for __ in range(7))
        parts = [BookLine(f"Part {number}", "", chapters) for number in range(1, 6)]
        long = replace(book, lines=parts)
        with ThreadPoolExecutor(1) as other:
            pages = PdfReader(BytesIO(other.submit(book_pdf, long, "letter").result())).pages
        assert pages[1].extract_text().count("A chapter") == 35
        assert "Part 5" in pages[1].extract_text()

    def test_bookmarks_lead_to_every_chapter(self, five_texts: Printed) -> None:
        titles = [title for title, __ in five_texts.bookmarks()]
        assert {chapter.title for chapter in five_texts.edition.chapters} <= set(titles)
        pages = [page for __, page in five_texts.bookmarks()]
        assert pages == sorted(pages)

    def test_it_says_what_it_is_and_is_tagged(self, five_texts: Printed) -> None:
        root, about = five_texts.reader.trailer["/Root"], five_texts.reader.metadata
        assert about.title == five_texts.edition.title
        assert about.author
        assert about.creation_date is None
        assert root["/Lang"] == five_texts.edition.language
        assert root["/MarkInfo"]["/Marked"]
        assert root["/StructTreeRoot"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        charts = {figure.alternative for figure in five_texts.edition.figures}
        assert charts
        assert charts <= set(five_texts.alternatives())

    def test_every_link_leads_to_a_place_in_it_or_to_the_web(self, five_texts: Printed) -> None:
        places = {name.removeprefix("/") for name in five_texts.reader.named_destinations}
        links = [each.get_object() for page in five_texts.reader.pages for each in page.get("/Annots", ())]
        inside = [str(link["/Dest"]).removeprefix("/") for link in links if "/Dest" in link]
        assert set(inside) <= places
        notes = {note.id for chapter in five_texts.edition.chapters for note in chapter.notes}
        assert notes
        assert notes | {f"ref-{name}" for name in notes} <= {unquote(name) for name in inside}
        for link in links:
            assert "/Dest" in link or link["/A"]["/URI"].startswith(("https:", "http:", "mailto:"))
            assert "invalid" not in str(link.get("/A", {}).get("/URI"))

    def test_the_same_edition_makes_the_same_bytes(self, five_texts: Printed) -> None:
        assert printed(five_texts.edition, five_texts.site, "A4") == five_texts.content


def test_letter_is_letter_and_markup_of_every_kind_is_printed(whole_book: Callable[[str], Path]) -> None:
    printed = Printed(whole_book("kitchen-sink"), "letter")
    assert {tuple(map(float, page.mediabox[2:])) for page in printed.reader.pages} == {(612.0, 792.0)}
    for said in ("What is here is shown to who asks for it.", "In spring the gardener sows."):
        assert plain(said) in printed.words


def test_without_a_browser_all_else_is_made_and_one_sentence_says_what_is_missing(
    small_book: Callable[..., SmallBook], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = small_book(one="# One\n\nWords.\n").build().out
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    assert main(["export", str(site)]) == 0
    said = capsys.readouterr()
    assert "edition.epub" in said.out
    (line,) = (line for line in said.err.splitlines() if "Playwright" in line)
    assert line.startswith("not made: edition-a4.pdf, edition-letter.pdf")
    assert line.endswith(
        "; Playwright, which has them printed, is not installed: pip install playwright, "
        "then python -m playwright install --with-deps chromium"
    )
    assert not (site / "exports/edition-a4.pdf").exists()


def test_a_compact_pdf_has_the_same_pages_under_the_same_bookmarks() -> None:
    writer = PdfWriter()
    for width in (100, 200):
        writer.add_blank_page(width, 300)
    writer.add_outline_item(title="Ünder", page_number=1)
    writer.add_metadata({"/Title": "A title (with brackets) – and 中文"})
    written = BytesIO()
    writer.write(written)
    read = PdfReader(BytesIO(compact(written.getvalue())), strict=True)
    assert [float(page.mediabox.width) for page in read.pages] == [100, 200]
    (mark,) = read.outline
    assert (mark.title, read.get_destination_page_number(mark)) == ("Ünder", 1)
    assert read.metadata.title == "A title (with brackets) – and 中文"
