"""The book as its readers get it: opened from disk in a browser, with every page, link and file that belongs to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from glossator.core.text import load_sources
from glossator.testing.reading import address, annotated, pages, reader
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Locator, Page

#: The pages are looked at once for all of these.
pytestmark = pytest.mark.xdist_group("book")

ROOT = Path(__file__).parents[1]
PARAGRAPHS = {p.id: p.text for source in load_sources(ROOT / "sources").values() for p in source.paragraphs}
#: What the browser says of a page once its scripts have run.
LOOK = """() => {
  const words = (source) => source.textContent;
  const ids = (selector) => [...document.querySelectorAll(selector)].map((element) => element.id);
  return {
    title: document.title,
    headings: [...document.querySelectorAll("h1")].map((heading) => heading.textContent),
    ids: ids("[id]"),
    notes: ids(".annotation"),
    units: [...document.querySelectorAll(".unit")].map((unit) => [unit.id, words(unit.querySelector(".source"))]),
    sources: [...document.querySelectorAll(".source")].map(words),
  };
}"""


@dataclass
class Visit:
    """What a browser found on a page, and what its console said."""

    title: str
    headings: list[str]
    ids: list[str]
    notes: list[str]
    units: list[tuple[str, str]]
    sources: list[str]
    console: list[str]


@pytest.fixture(scope="module")
def visits(book: Path, browser: Browser) -> dict[str, Visit]:
    """Return each page as it is in a browser without network; a request that leaves the machine fails here."""
    found = {}
    with reader(browser) as page:
        console: list[str] = []
        page.on("console", lambda message: console.append(f"{message.type}: {message.text}"))
        for name in pages(book):
            page.goto(address(book, name))
            found[name] = Visit(**page.evaluate(LOOK), console=console.copy())
            console.clear()
    return found


# The texts ----------------------------------------------------------------------------------------------------------


def test_every_paragraph_stands_once_in_the_book(visits: dict[str, Visit]) -> None:
    assert Counter(unit for visit in visits.values() for unit, _ in visit.units) == Counter(PARAGRAPHS.keys())


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_a_paragraph_is_its_source_letter_for_letter(visits: dict[str, Visit], paragraph: str) -> None:
    texts = [text for visit in visits.values() for unit, text in visit.units if unit == paragraph]
    assert texts == [PARAGRAPHS[paragraph]]


def test_wherever_words_are_set_as_a_source_s_they_are(visits: dict[str, Visit]) -> None:
    known = tuple(PARAGRAPHS.values())
    for text in (text for visit in visits.values() for text in visit.sources):
        # The landing page breaks off after a few lines; side by side stands what is on a topic.
        parts = [part.strip() for part in text.split("…")]
        assert any(all(part in words for part in parts) for words in known), text


def test_a_page_has_each_note_of_its_markdown_once(book: Path, visits: dict[str, Visit]) -> None:
    for name, count in annotated(book).items():
        notes = visits[name].notes
        assert len(notes) == len(set(notes)) == count, name


# The pages ----------------------------------------------------------------------------------------------------------


def test_every_chapter_of_the_contents_is_a_page(visits: dict[str, Visit]) -> None:
    chapters = re.findall(r"- file: (\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    assert len(chapters) > 15
    assert [chapter for chapter in chapters if chapter not in visits] == []


def test_every_page_has_one_heading_and_a_title_of_its_own(visits: dict[str, Visit]) -> None:
    assert [name for name, visit in visits.items() if len(visit.headings) != 1] == []
    assert [title for title, times in Counter(visit.title for visit in visits.values()).items() if times > 1] == []


def test_no_page_has_two_elements_of_one_id(visits: dict[str, Visit]) -> None:
    twice = {name: [id_ for id_, times in Counter(visit.ids).items() if times > 1] for name, visit in visits.items()}
    assert {name: ids for name, ids in twice.items() if ids} == {}


def test_the_console_of_every_page_is_empty(visits: dict[str, Visit]) -> None:
    assert {name: visit.console for name, visit in visits.items() if visit.console} == {}


@pytest.fixture(scope="module")
def site(book: Path) -> dict[Path, HtmlElement]:
    """Return every page by its file."""
    files = (book / "_build" / "html").rglob("*.html")
    return {path: html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8")) for path in files}


def test_every_word_in_chinese_japanese_or_korean_says_that_it_is(site: dict[Path, HtmlElement]) -> None:
    """A screen reader says them in English otherwise. What a mark of a chart is called may have words of both."""
    chinese = re.compile("[\u4e00-\u9fff]")
    assert len([words for page in site.values() for words in page.xpath("//text()") if chinese.search(words)]) > 100
    marked = "ancestor::*[starts-with(@lang, 'zh') or starts-with(@lang, 'ja') or starts-with(@lang, 'ko')]"
    outside = f"//text()[not(ancestor::title or ancestor::script or {marked})]"
    assert {words for page in site.values() for words in page.xpath(outside) if chinese.search(words)} == set()


# The links ----------------------------------------------------------------------------------------------------------


def addresses(page: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield what a page links to or loads, each with the name of its element; what names the licence does neither."""
    for element in page.xpath("//*[@href or @src][not(self::link[@rel='license'])]"):
        yield element.tag, element.get("href") or element.get("src")


def test_every_link_and_file_within_the_book_exists(site: dict[Path, HtmlElement]) -> None:
    ids = {path: set(page.xpath("//@id")) for path, page in site.items()}
    broken = []
    for path, page in site.items():
        for _, link in addresses(page):
            parts = urlsplit(link)
            if parts.scheme or link == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            # A link to the page of sheets may hold a whole sheet.
            place = "" if parts.fragment.startswith("j=") else unquote(parts.fragment)
            if not target.is_file() or (place and place not in ids[target]):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_a_topic_keeps_the_address_that_its_row_had_when_the_topics_were_a_table(book: Path) -> None:
    page = html.parse(book / "_build/html/chapters/side-by-side.html")
    topics = page.xpath("//section[contains(@class, 'parallel-topic')]")
    assert len(topics) == 17
    for number, topic in enumerate(topics, start=1):
        assert f"parallels-{number}" in topic.xpath(".//@id")
    assert page.xpath("//*[@id='table-parallels'] | //*[@id='who-speaks-of-what']")


def test_only_links_lead_out_of_the_book(site: dict[Path, HtmlElement]) -> None:
    loaded = [
        f"{path.name}: <{element}> {link}"
        for path, page in site.items()
        for element, link in addresses(page)
        if element != "a" and urlsplit(link).scheme not in ("", "data")
    ]
    assert loaded == []


def test_style_sheets_load_only_what_stands_beside_them(book: Path) -> None:
    broken = [
        f"{sheet.name}: {link}"
        for sheet in (book / "_build" / "html" / "_static").glob("*.css")
        for link in re.findall(r"url\(['\"]?([^)'\"]+)", sheet.read_text(encoding="utf-8"))
        if not link.startswith("data:") and not (sheet.parent / link).is_file()
    ]
    assert broken == []


def test_no_file_tells_of_the_machine_that_built_it(book: Path) -> None:
    files = [path for path in (book / "_build" / "html").rglob("*") if path.is_file()]
    assert [path.name for path in files if str(book).encode() in path.read_bytes()] == []


# The charts ---------------------------------------------------------------------------------------------------------


def test_a_chart_becomes_interactive_when_pointed_at(book: Path, browser: Browser) -> None:
    with reader(browser) as page:
        figure = first_figure(book, page)
        figure.hover()
        figure.locator(".live svg").wait_for(state="attached")
        assert figure.locator(".chart > .wide").count() == 0


def test_a_chart_that_cannot_become_interactive_stays_what_it_was(book: Path, browser: Browser) -> None:
    with reader(browser) as page:
        page.route("**/vega.js", lambda route: route.abort())
        figure = first_figure(book, page)
        with page.expect_console_message(lambda message: "stays a drawing" in message.text):
            figure.hover()
        assert figure.locator(".wide svg").is_visible()


def test_a_chart_is_seen_without_any_script(book: Path, browser: Browser) -> None:
    with reader(browser, java_script_enabled=False) as page:
        assert first_figure(book, page).locator(".wide svg").is_visible()


@pytest.mark.parametrize(("width", "size"), [(1440, "wide"), (390, "narrow")])
def test_a_reader_sees_the_drawing_that_fits(book: Path, browser: Browser, width: int, size: str) -> None:
    with reader(browser, width) as page:
        figure = first_figure(book, page)
        seen = [
            drawing.get_attribute("class") for drawing in figure.locator(".chart > div").all() if drawing.is_visible()
        ]
        assert [classes.split()[0] for classes in seen] == [size]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def first_figure(book: Path, page: Page) -> Locator:
    page.goto(address(book, "chapters/north-korea"))
    return page.locator(".chart-figure").first
