"""Books for e-readers, made of small editions: nothing is lost on the way, nothing runs, and epubcheck finds nothing.

The editions of ``books/`` are built once by the command; what ``exports/edition.json`` counts is counted in each EPUB.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from glossator.__main__ import main
from glossator.export.command_line import MAKERS, SERIES
from glossator.export.edition_json import read_edition_json
from glossator.export.epub.cover import draw_cover
from glossator.export.epub.texts import texts_epub
from glossator.export.epub.whole import edition_epub
from glossator.export.formats import FORMATS
from glossator.export.records import Edition
from glossator.testing.books import SmallBook
from glossator.testing.epubs import XHTML, Epub, epub_faults, text_of
from lxml import etree

NAMES = ("five-texts", "chinese-arabic", "verse", "kitchen-sink")
#: A page of no passage, with what an e-reader has no use for.
PLAIN = """\
# Plain

To [the end](#the-end), to [a page](https://example.org/a), by {download}`prices <../data/prices.csv>`.

:::{toggle}
Folded words.
:::

## The end

Words.
"""


@pytest.fixture(params=NAMES)
def edition(request: pytest.FixtureRequest, whole_book: Callable[[str], Path]) -> tuple[Edition, Path]:
    """Return the records and the folder of the site of one of the small editions."""
    site = whole_book(request.param) / "_build/html"
    return read_edition_json(site / "exports/edition.json"), site


@pytest.fixture
def whole(edition: tuple[Edition, Path], tmp_path: Path) -> Path:
    """Return the whole edition as an EPUB."""
    book = tmp_path / "edition.epub"
    book.write_bytes(edition_epub(*edition))
    return book


@pytest.fixture
def texts(edition: tuple[Edition, Path], tmp_path: Path) -> Path:
    """Return the texts alone as an EPUB."""
    book = tmp_path / "texts.epub"
    book.write_bytes(texts_epub(edition[0]))
    return book


pytestmark = pytest.mark.slow


@pytest.mark.sweep
def test_epubcheck_finds_nothing(whole: Path) -> None:
    assert epub_faults(whole) == []


@pytest.mark.sweep
@pytest.mark.parametrize("edition", ["verse"], indirect=True)
def test_epubcheck_finds_nothing_in_the_texts_alone(texts: Path) -> None:
    assert epub_faults(texts) == []


def test_no_note_work_or_chart_is_lost(edition: tuple[Edition, Path], whole: Path) -> None:
    records, book = edition[0], Epub(whole)
    notes = {note.id: note for chapter in records.chapters for note in chapter.notes}
    footnotes = {note.get("id"): note for note in book.of_type("footnote") if note.get("id") in notes}
    assert footnotes.keys() == notes.keys()
    for name, note in footnotes.items():
        assert [link.get("href") for link in book.of_type("noteref")].count(f"#{quoted(name)}") == 1
        assert notes[name].gist in "".join(note.itertext())
    works = {work.address.partition("#")[2] for work in records.works if work.address}
    assert {item.get("id") for item in book.all("li", class_="citation")} == works
    charts = {figure.get("id"): figure for figure in book.all("figure", class_="chart-figure")}
    assert charts.keys() == {figure.id for figure in records.figures}
    for figure in records.figures:
        (drawing,) = charts[figure.id].findall(f"{XHTML}div[@role='img']")
        assert drawing.get("aria-label") == figure.alternative
        assert drawing.findall(".//{http://www.w3.org/2000/svg}svg")


def quoted(name: str) -> str:
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode()) for letter in name
    )


def test_the_words_of_the_texts_are_those_of_their_files(
    edition: tuple[Edition, Path], whole: Path, texts: Path
) -> None:
    written = {each.id: each.text for text in edition[0].texts for each in text.paragraphs}
    for book in (Epub(whole), Epub(texts)):
        units = {unit.get("id"): unit for unit in (*book.all("div", class_="unit"), *book.all("h1")) if unit.get("id")}
        for name in written.keys() & units.keys():
            words = units[name].find(f"{XHTML}p[@lang]") if units[name].tag == f"{XHTML}div" else units[name]
            assert "".join(text_of(words).split()) == "".join(written[name].split())
            assert words.get("lang")
    assert written.keys() == units.keys(), "every paragraph stands in the book of the texts"


def test_nothing_runs_and_nothing_is_fetched(whole: Path) -> None:
    book = Epub(whole)
    assert not [name for name in ("script", "iframe", "form", "input", "button", "details") if book.all(name)]
    assert not [
        name for root in book.documents.values() for each in root.iter() for name in each.attrib if name[:2] == "on"
    ]
    sources = [picture.get("src") for picture in book.all("img")]
    assert not [source for source in sources if "//" in source]
    assert b"http" not in book.files["EPUB/book.css"]


def test_every_link_leads_to_a_place_in_the_book_or_to_the_web(whole: Path) -> None:
    book = Epub(whole)
    ids = {path: {each.get("id") for each in root.iter()} for path, root in book.documents.items()}
    for path, root in book.documents.items():
        for link in root.iter(f"{XHTML}a"):
            href = link.get("href")
            if not href.startswith(("http:", "https:", "mailto:")):
                target, _, fragment = unquote(href).partition("#")
                place = normpath(join(dirname(path), target)) if target else path
                assert place in ids
                assert not fragment or fragment in ids[place]


def test_the_contents_name_every_page(edition: tuple[Edition, Path], whole: Path) -> None:
    book = Epub(whole)
    contents = next(nav for nav in book.of_type("toc") if nav.tag == f"{XHTML}nav")
    places = [link.get("href").partition("#")[0] for link in contents.iter(f"{XHTML}a")]
    assert list(dict.fromkeys(places)) == [name for name in book.documents if name not in ("cover.xhtml", "nav.xhtml")]
    assert len(book.documents) >= len(edition[0].chapters) + 3


@pytest.mark.parametrize("edition", ["verse"], indirect=True)
def test_the_same_edition_makes_the_same_bytes(edition: tuple[Edition, Path], whole: Path, texts: Path) -> None:
    assert edition_epub(*edition) == whole.read_bytes()
    assert texts_epub(edition[0]) == texts.read_bytes()


@pytest.mark.parametrize("edition", ["verse"], indirect=True)
def test_a_book_is_known_by_its_address_and_else_by_its_title_and_version(
    edition: tuple[Edition, Path], tmp_path: Path
) -> None:
    def identifier(**said: str) -> str:
        book = tmp_path / "one.epub"
        book.write_bytes(texts_epub(replace(edition[0], **said)))
        return Epub(book).said("dc:identifier")[0]

    known = {"address": "https://example.org/book/"}
    assert (
        identifier(**known, version="1") == identifier(**known, version="2") != identifier(address="https://a.example/")
    )
    assert identifier(version="1") != identifier(version="2")


@pytest.mark.parametrize("edition", ["kitchen-sink"], indirect=True)
def test_markup_of_every_kind_is_in_the_book(whole: Path) -> None:
    book = Epub(whole)
    notes = [note for note in book.of_type("footnote") if "footnote" in note.get("class")]
    assert [note.get("id") for note in notes] == ["one", "why"]
    assert len([link for link in book.of_type("noteref") if link.get("href") == "#one"]) == 2
    formulas = [
        each for root in book.documents.values() for each in root.iter("{http://www.w3.org/1998/Math/MathML}math")
    ]
    assert "E = mc^2" in [formula.get("alttext") for formula in formulas]
    words = " ".join(" ".join("".join(root.itertext()).split()) for root in book.documents.values())
    for said in (
        "What is here is shown to who asks for it.",
        "In spring the gardener sows.",
        "A lawn, and the markup.",
    ):
        assert said in words
    assert book.files["EPUB/pictures/1.png"].startswith(b"\x89PNG")
    assert "describedMath" in book.said("schema:accessibilityFeature")


def test_every_format_that_a_build_does_not_write_is_made_by_the_command() -> None:
    made = [PurePath(each.file) for each in FORMATS if not each.write]
    assert [file for file in made if not any(file.match(name) for name in (*MAKERS, *SERIES))] == []
    assert {*MAKERS} <= {str(file) for file in made}


class TestSmallBook:
    def test_the_command_says_what_it_has_written(
        self, small_book: Callable[..., SmallBook], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        # Without what is printed: see test_pdf.
        monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
        site = small_book(one=PLAIN).build().out
        assert main(["export", str(site)]) == 0
        assert [line.rpartition("/")[2].split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
            "edition.epub",
            "texts.epub",
            "edition.imscc",
        ]

    def test_where_nothing_is_built_it_says_what_to_do(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["export", str(tmp_path)]) == 2
        assert "build the edition first" in capsys.readouterr().err

    def test_what_is_not_in_the_book_is_no_link_unless_the_address_of_the_site_is_known(
        self, small_book: Callable[..., SmallBook], tmp_path: Path
    ) -> None:
        site = small_book(one=PLAIN).build().out
        records = read_edition_json(site / "exports/edition.json")
        assert list(links(records, site, tmp_path)) == ["#the-end", "https://example.org/a"]
        assert "by prices." in chapter_words(tmp_path)
        known = list(links(replace(records, address="https://book.example/"), site, tmp_path))
        assert known[2].startswith("https://book.example/_downloads/")

    def test_an_edition_without_a_date_has_none_and_the_time_of_no_day(
        self, small_book: Callable[..., SmallBook], tmp_path: Path
    ) -> None:
        site = small_book(one=PLAIN).build().out
        records = read_edition_json(site / "exports/edition.json")
        book = tmp_path / "book.epub"
        book.write_bytes(texts_epub(replace(records, date="")))
        assert Epub(book).said("dc:date") == []
        assert Epub(book).said("dcterms:modified") == ["1980-01-01T00:00:00Z"]


def links(records: Edition, site: Path, folder: Path) -> Iterator[str]:
    """Yield where the links of the chapter *Plain* lead in the book."""
    book = folder / "book.epub"
    book.write_bytes(edition_epub(records, site))
    assert "Folded words." in chapter_words(folder)
    return (link.get("href") for link in chapter(folder).iter(f"{XHTML}a"))


def chapter(folder: Path) -> etree._Element:
    documents = Epub(folder / "book.epub").documents.values()
    return next(root for root in documents if root.findtext(f".//{XHTML}h1") == "Plain")


def chapter_words(folder: Path) -> str:
    return " ".join("".join(chapter(folder).itertext()).split())


def test_a_title_in_letters_of_any_script_has_a_cover() -> None:
    latin, arabic = draw_cover("A title", ["The editors"], ["1.0"]), draw_cover("عنوان", ["The editors"], ["1.0"])
    assert latin.png.startswith(b"\x89PNG")
    assert b"<text" not in latin.svg
    assert "عنوان" in arabic.svg.decode()
    assert arabic.png == b""
