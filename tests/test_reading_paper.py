"""A reader who prints gets the whole chapter: each page as a PDF on A4 and on Letter, and what is found in it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from bs4 import BeautifulSoup, Tag
from glossator.testing.reading import HEIGHT, address, annotated, reader, script, wait_until
from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument, PdfTextPage

PAPERS = ("A4", "Letter")
#: What is left of a sheet between the margins, in CSS pixels.
SHEETS = {"A4": 658, "Letter": 680}
#: Stands for each Chinese letter: on a machine without a font for them a PDF holds a box, and not always which letter.
HAN, ANY = re.compile("[\u4e00-\u9fff]"), "字"
FOOT = re.compile(r"^.*, version [\d.]+ \d+ / \d+$", re.M)
LABEL = re.compile(r"(Context|Wording|Comparison|Outcome|Evidence|Question)·(fact|inference|contested)")
TABLES = "chapters/deals"
STUDIED = "chapters/economy"


class Printed(NamedTuple):
    """A page of the site on paper: the text of each sheet, squeezed, and the page as it was on the screen."""

    sheets: list[str]
    text: str
    screen: BeautifulSoup


def squeeze(text: str) -> str:
    """Return *text* as a PDF keeps it: without white space; ligatures and hyphens at line ends are made plain."""
    return HAN.sub(ANY, re.sub(r"\s", "", unicodedata.normalize("NFKC", text).replace("\ufffe", "-")))


def words(element: Tag) -> str:
    """Return the words of an element as paper has them: with the numbers of notes, which are drawn."""
    drawn = (part.get("data-number", "") if isinstance(part, Tag) else part for part in element.descendants)
    return squeeze("".join(drawn))


def latin(text: str) -> str:
    """Return the Latin letters and digits alone: of a Chinese title a machine may print boxes, its signs included."""
    return re.sub(r"[^A-Za-z0-9]", "", text)


@pytest.fixture(scope="module")
def printed(book: Path, browser: Browser) -> dict[tuple[str, str], Printed]:
    """Return every page with notes, and one with long tables, printed on both papers."""
    found = {}
    with reader(browser, color_scheme="dark") as page:
        for name in (*annotated(book), TABLES):
            page.goto(address(book, name))
            # From a disk the works that a page cites come by themselves, soon after it.
            wait_until(page, "() => !document.documentElement.dataset.works || window.citedWorks")
            screen = on_screen(page)
            for paper in PAPERS:
                sheets = print_on(page, paper)
                found[name, paper] = Printed(sheets, "".join(sheets), screen)
    return found


def on_screen(page: Page) -> BeautifulSoup:
    """Return the page as a reader has it, without the tools beside what is printed."""
    screen = BeautifulSoup(page.content(), "lxml")
    for tool in screen.select(".to-sheet"):
        tool.decompose()
    return screen


def print_on(page: Page, paper: str) -> list[str]:
    """Return the text of each sheet, squeezed and without its foot, which would stand between the halves of a note."""
    sheets = [letters(sheet.get_textpage()).replace("\r", "") for sheet in PdfDocument(page.pdf(format=paper))]
    for number, text in enumerate(sheets, start=1):
        (foot,) = FOOT.findall(text)
        assert foot.endswith(f" {number} / {len(sheets)}")
    return [squeeze(FOOT.sub("", text)) for text in sheets]


def letters(sheet: PdfTextPage) -> str:
    """Return the text of a sheet; what the PDF does not name is a Chinese letter that the machine cannot draw."""
    text, count = sheet.get_text_range(), sheet.count_chars()
    return text if len(text) == count else "".join(sheet.get_text_range(place, 1) or ANY for place in range(count))


@pytest.mark.xdist_group("paper")
@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_has_as_many_notes_as_the_markdown(book: Path, printed: dict, paper: str):
    for name, count in annotated(book).items():
        assert len(LABEL.findall(printed[name, paper].text)) == count, name


@pytest.mark.xdist_group("paper")
@pytest.mark.parametrize("paper", PAPERS)
def test_every_note_and_every_paragraph_is_on_paper_to_its_last_word(printed: dict, paper: str):
    for (name, on), page in printed.items():
        for part in page.screen.select(".source, .annotation > p:not(.annotation-head)") if on == paper else ():
            assert words(part) in page.text, f"{name}: {part.get_text()}"


@pytest.mark.xdist_group("paper")
@pytest.mark.parametrize("paper", PAPERS)
def test_tables_are_printed_open_and_charts_with_their_captions(printed: dict, paper: str):
    for (name, on), page in printed.items():
        if on != paper:
            continue
        for closed in page.screen.select("td .evidence"):
            closed.decompose()
        # What a row opens to is printed open, without the word that opens it.
        for cell in page.screen.select("table.records td:not(:has(details)), table.records .row-more dd > p"):
            assert words(cell) in page.text, f"{name}: {cell.get_text()}"
        for figure in page.screen.select(".chart-figure"):
            caption = words(figure.select_one("figcaption"))
            # What shows when a mark is pointed at is in the drawing too, as its title.
            labels = [
                text for text in figure.select_one(".wide svg").find_all(string=True) if text.parent.name != "title"
            ]
            (sheet,) = [squeeze(sheet) for sheet in page.sheets if caption in squeeze(sheet)]
            assert [label for label in labels if squeeze(label) not in sheet] == [], f"{name}: {caption}"


def test_a_table_over_several_sheets_has_its_headings_on_each(book: Path, browser: Browser):
    with reader(browser) as page:
        page.goto(address(book, "chapters/people"))
        names = [words(cell) for cell in on_screen(page).select("table.records td:first-child")]
        sheets = print_on(page, "A4")
    table = "|".join(sheets).split("Workscited")[0].split("|")
    long = [sheet for sheet in table if sum(name in sheet for name in names) > 2]
    assert len(long) > 2
    assert [sheet[:80] for sheet in long if "NameChineseKindInNovember2017NoteSources" not in sheet] == []


@pytest.mark.xdist_group("paper")
@pytest.mark.parametrize("paper", PAPERS)
def test_paper_has_the_addresses_of_links_and_of_the_works_cited(book: Path, printed: dict, paper: str):
    for (name, on), page in printed.items():
        if on != paper:
            continue
        for link in page.screen.select("article a[href^=http]"):
            assert squeeze(link["href"]) in page.text, f"{name}: {link['href']}"
        fetched = (book / f"_build/html/_static/works/{name}.js").read_text(encoding="utf-8")
        works = json.loads(fetched.partition(" = ")[2])
        for work in page.screen.select(".bibtex-citation a"):
            assert latin(works[work["href"]]) in latin(page.text), f"{name}: {work.get_text()}"


@pytest.mark.xdist_group("paper")
@pytest.mark.parametrize("paper", PAPERS)
def test_paper_has_no_navigation_and_no_buttons(printed: dict, paper: str):
    for (name, on), page in printed.items():
        for nothing in ("Skip to the text", "Choose notes", "Contents", "Previous", "Words in the table", "Cite Cite"):
            assert on != paper or squeeze(nothing) not in page.text, f"{name}: {nothing}"


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no-script"])
def test_nothing_runs_over_the_edge_of_the_paper_and_all_is_black_on_white(
    book: Path, browser: Browser, with_script: bool
):
    with reader(browser, color_scheme="dark", java_script_enabled=with_script) as page:
        page.emulate_media(media="print")
        for name in (*annotated(book), TABLES):
            page.goto(address(book, name))
            for paper, width in SHEETS.items():
                page.set_viewport_size({"width": width, "height": HEIGHT})
                assert page.evaluate(script("printing")) == [], f"{name} on {paper}"


def test_a_handout_has_the_notes_after_the_text_and_room_to_write(book: Path, browser: Browser):
    with reader(browser) as page:
        # The page opens the browser's own dialog, and while that is open nothing else can print the page.
        page.add_init_script("window.print = () => { window.asked = true; }")
        for name, count in list(annotated(book).items())[:3]:
            page.goto(address(book, f"{name}?print=handout"))
            wait_until(page, "() => window.asked")  # it opens the dialog by itself
            text = "".join(print_on(page, "A4"))
            last = words(BeautifulSoup(page.content(), "lxml").select(".source")[-1])[-40:]
            before, after = text.split(last)
            assert (len(LABEL.findall(before)), len(LABEL.findall(after))) == (0, count), name
            page.emulate_media(media="print")
            page.set_viewport_size({"width": SHEETS["A4"], "height": HEIGHT})
            assert page.locator(".source").first.bounding_box()["width"] < SHEETS["A4"] - 200
            page.emulate_media(media="null")
            page.set_viewport_size({"width": 1280, "height": HEIGHT})


@pytest.mark.parametrize("paper", PAPERS)
def test_a_copy_for_students_has_lines_below_the_questions_and_verdicts_and_data_only_where_they_are_chosen(
    book: Path, browser: Browser, paper: str
):
    with reader(browser) as page:
        page.add_init_script("window.print = () => { window.asked = true; }")
        printed = {}
        for chosen in ("lines", "tables,answers"):
            page.goto(address(book, f"{STUDIED}?print=handout&with={chosen}&notes=comparison"))
            wait_until(page, "() => window.asked")
            printed[chosen] = "".join(print_on(page, paper))
        screen = on_screen(page)
    for closed in screen.select(".evidence"):
        closed.decompose()
    rows = screen.select(".answers td, .chart-figure .disclosure td")
    questions = screen.select(".questions p:not(.exercise-solution)")
    shown = screen.select(".annotation:not([hidden]) > p:not(.annotation-head)")
    assert min(len(rows), len(questions), len(shown)) > 3
    long = [words(row) for row in rows if len(words(row)) > 60]
    assert [row for row in long if row in printed["lines"] or row not in printed["tables,answers"]] == []
    for text in printed.values():
        assert len(LABEL.findall(text)) == len(screen.select(".annotation:not([hidden])"))
        assert [part for part in (*questions, *shown) if words(part) not in text] == []
        assert "Workscited" not in text
    assert ("Whatbecameofit" in printed["lines"], "Whatbecameofit" in printed["tables,answers"]) == (False, True)


def test_a_browser_that_does_not_know_has_prints_tables_open_and_no_word_of_the_screen(book: Path, browser: Browser):
    with reader(browser) as page:
        page.route(
            "**/edition.css*", lambda route: route.fulfill(body=without_has(route.request.url), content_type="text/css")
        )
        page.add_init_script(
            """for (const name of ["querySelector", "querySelectorAll", "matches", "closest"]) {
              for (const { prototype } of [Document, Element]) {
                const find = prototype[name];
                const known = (selector) => selector.replace(":has(", ":unknown(");
                prototype[name] &&= function (selector) { return find.call(this, known(selector)); };
              }
            }"""
        )
        page.goto(address(book, TABLES))
        table = page.locator(".chart-figure .disclosure table").first
        cells = [squeeze(text) for text in table.locator("td").all_text_contents()]
        text = "".join(print_on(page, "A4"))
    assert len(cells) > 3
    assert [cell for cell in cells if cell not in text] == []
    assert "▸" not in text


def without_has(url: str) -> str:
    """Return a style sheet as a browser reads it that drops each rule with ``:has()``."""
    path = Path(url2pathname(urlsplit(url).path))
    return path.read_text(encoding="utf-8").replace(":has(", ":unknown(")
