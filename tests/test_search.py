"""Searching the book, opened from a disk: what is found, how it is shown, and where it leads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from glossator.testing.reading import address, pages, reader
from lxml import html
from playwright.sync_api import Browser, Page, expect

UTF_8 = html.HTMLParser(encoding="utf-8")
FIELD, RESULTS, STATUS = ".search-page input", "#search-results li:not(.more)", "#search-status"


@pytest.fixture
def page(book: Path, browser: Browser) -> Iterator[Page]:
    """Yield a reader on the search page."""
    with reader(browser) as opened:
        opened.goto(address(book, "search"))
        yield opened


def search(page: Page, words: str) -> list[str]:
    """Search, and return what is shown of each place that is found."""
    page.fill(FIELD, words)
    page.press(FIELD, "Enter")
    expect(page.locator(STATUS)).not_to_have_text("")
    expect(page.locator(STATUS)).not_to_contain_text("so far")
    return page.locator(RESULTS).all_inner_texts()


# What is found ------------------------------------------------------------------------------------------------------


def test_the_passage_or_note_that_holds_the_words_is_shown_with_its_paragraph(page: Page) -> None:
    first, *others = search(page, "keep up pressure")
    assert first.startswith("North Korea · White House ¶ 3\n")
    assert any(place.startswith("North Korea · White House ¶ 3 · Note ") for place in others)
    marked = page.locator(RESULTS).first.locator("mark").all_inner_texts()
    assert {"keep", "pressure"} <= {words.lower() for words in marked}


def test_a_word_is_found_however_it_is_written(page: Page) -> None:
    wanted = {
        "denucleariz": "denuclearization",
        "DENUCLEARIZATION": "denuclearization",
        "dénucléarization": "denuclearization",
        "resolutions": "resolution",
        "North Korea's nuclear": "North Korea's nuclear",
        "$250 billion": "$250 billion",
        "会见": "会见",
    }
    assert [words for words, found in wanted.items() if not any(found in place for place in search(page, words))] == []


def test_words_next_to_each_other_come_before_words_apart(page: Page) -> None:
    together = [("reasonable concerns" in place) for place in search(page, "reasonable concerns")]
    assert together[0]
    assert together == sorted(together, reverse=True)


def test_words_in_quotation_marks_are_found_together_only(page: Page) -> None:
    assert all("keep up pressure" in place for place in search(page, "“keep up pressure”"))


@pytest.mark.parametrize("words", ["wh-3-full-verifiable", "wh-3"])
def test_an_address_is_found_like_a_word(page: Page, words: str) -> None:
    assert any("White House ¶ 3" in place for place in search(page, words))


def test_what_is_not_found_is_said_and_what_comes_near_is_shown(page: Page) -> None:
    assert search(page, "xylophone") == []
    expect(page.locator(STATUS)).to_contain_text("Nothing found for “xylophone”")
    assert search(page, "xylophone pressure")
    expect(page.locator(STATUS)).to_contain_text("Nothing holds all of “xylophone pressure”")


# How a reader gets there --------------------------------------------------------------------------------------------


def test_a_search_from_any_page_leads_to_the_words_and_lights_them(book: Path, browser: Browser) -> None:
    with reader(browser) as page:
        page.goto(address(book, "chapters/trade"))
        page.fill(".site-search input", "keep up pressure to curb")
        page.press(".site-search input", "Enter")
        page.locator(RESULTS, has_text="Note").first.locator("a").click()
        expect(page.locator(".annotation:target")).to_contain_class("kind-comparison lit")
        expect(page.locator(".quoted.lit").first).to_be_visible()


def test_the_keyboard_is_enough(page: Page) -> None:
    search(page, "pressure")
    links = page.locator(RESULTS).locator("a")
    page.focus(FIELD)
    for key, focused in (("ArrowDown", links.nth(0)), ("ArrowDown", links.nth(1)), ("ArrowUp", links.nth(0))):
        page.keyboard.press(key)
        expect(focused).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chapters/**")


def test_a_search_has_an_address(book: Path, page: Page) -> None:
    shown = search(page, "reasonable concerns")
    page.goto(address(book, "search?q=reasonable+concerns"))
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("found")
    assert page.locator(RESULTS).all_inner_texts() == shown


# The index ----------------------------------------------------------------------------------------------------------


def index(book: Path) -> dict[str, list[Any]]:
    """Return the places of each page: kind, address, label, text."""
    scripts = (book / "_build" / "html" / "_static" / "search").glob("*.js")
    texts = (script.read_text(encoding="utf-8") for script in scripts)
    parts = (json.loads(text.removeprefix("edition.found(").removesuffix(");\n")) for text in texts)
    return {page: places for part in parts for page, _, places in part}


def test_every_place_that_can_be_found_is_there_and_every_paragraph_and_note_can_be_found(book: Path) -> None:
    for name, places in index(book).items():
        page = html.fromstring((book / "_build" / "html" / name).read_bytes(), parser=UTF_8)
        found = [address for _, address, _, _ in places]
        assert set(found) <= set(page.xpath("//@id")), name
        assert {part.get("id") for part in page.find_class("unit") + page.find_class("annotation")} <= set(found), name
        assert len(found) == len(set(found)), name


def test_no_page_carries_the_index(book: Path) -> None:
    for name in pages(book):
        html = (book / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")
        assert ("search.js" in html) == (name == "search"), name
        assert "_static/search/" not in html, name
