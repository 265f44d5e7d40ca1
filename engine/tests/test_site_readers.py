"""What else reads a page: a browser's reading view, its translation, a narrow margin; nothing of the notes is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator.core.text import load_sources
from glossator.testing.books import make_small_book
from glossator.testing.reading import faults, keep_copied, reader, script, settle
from playwright.sync_api import Browser, Page, expect

SMALL = Path(__file__).parent / "small"
pytestmark = pytest.mark.xdist_group("readers")
#: Readability, the reading view of Firefox, takes an element for no part of a text whose classes and id hold one of
#: the first words and none of the second; it removes the elements and the roles below in any case.
UNLIKELY = re.compile(
    r"-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends|menu"
    r"|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination"
    r"|pager|popup|yom-remote",
    re.IGNORECASE,
)
LIKELY = re.compile("and|article|body|column|content|main|shadow", re.IGNORECASE)
REMOVED = {"aside", "footer", "object", "embed", "iframe", "input", "textarea", "select", "button"}
COUNTED = {"div", "form", "fieldset", "table", "ul"}
UNLIKELY_ROLES = {"menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"}
ADDRESS = "https://example.org/a/very/long/address/" + "that-never-ends-" * 8
NOTE = f"""\
::::{{annotation}} in May
:kind: context
:certainty: fact
:name: letter-2-community-of-remarks
What is known of it:

| Year | Where it is told |
| --- | --- |
| Announcement | {ADDRESS} |
| 2016 | {"Donaudampfschifffahrtsgesellschaft" * 3} |

| Announcement | Responsible | Government | Implementation | Year |
| --- | --- | --- | --- | --- |
| Cooperation | Authorities | Administration | Understandings | 2017 |

The last words of the note.
::::
"""
ROWS = "year,tonnes,crop,weighed_on,source_keys\n" + "".join(
    f"{2000 + number},{number},{'wheat' if number % 3 else 'rye'},,\n" for number in range(12)
)
CHAPTER = f"# The letter\n\n:::::{{passage}} letter-1 letter-2\n{NOTE}:::::\n\n```{{records}} harvest\n" + (
    ":columns: year tonnes crop\n:filter-by: crop\n```\n"
)
#: What a browser's translation does to a page: each text in another element, in other words.
TRANSLATE = """
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const found = [];
while (texts.nextNode()) found.push(texts.currentNode);
for (const text of found) {
  const element = text.parentElement;
  // What it has translated it leaves, until the page puts other words there.
  if (!text.data.trim() || text.data.includes("≈") || !element.translate || element.closest("script, style")) continue;
  const font = document.createElement("font");
  font.textContent = `≈${text.data.trim()}≈`;
  if (element.localName === "option") text.data = font.textContent; else text.replaceWith(font);
}
"""
#: In how many lines the words of an element are laid out.
LINES = """element => {
  const words = document.createRange();
  words.selectNodeContents(element.querySelector("p") ?? element);
  return words.getClientRects().length;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = make_small_book(SMALL, tmp_path_factory.mktemp("readers"), {"one": CHAPTER})
    book.write("data/harvest.csv", ROWS)
    build = book.build(html_theme="glossator")
    assert build.warnings == ""
    return build.out


@pytest.fixture
def page(site: Path, browser: Browser) -> Iterator[Page]:
    with reader(browser) as page:
        keep_copied(page)
        page.goto((site / "chapters/one.html").as_uri() + "?view=study")
        settle(page)
        yield page


# The reading view -----------------------------------------------------------------------------------------------------


def test_a_reading_view_keeps_passages_and_notes_whatever_their_addresses(site: Path) -> None:
    article = BeautifulSoup((site / "chapters/one.html").read_text(encoding="utf-8"), "html.parser").select_one(
        "article"
    )
    assert article.select_one("#letter-2-community-of-remarks.annotation")
    kept = {
        element for part in article.select(".annotation") for element in (part, *part.parents, *part.find_all(True))
    }
    # What has many links, as a note has, must not be one of the elements of which that is counted.
    assert not {part.name for part in article.select(".annotation")} & COUNTED
    dropped = [
        element.name + str(element.attrs)
        for element in kept.intersection(article.find_all(True))
        if element.name in REMOVED
        or element.get("role") in UNLIKELY_ROLES
        or (
            UNLIKELY.search(names := " ".join([*element.get("class", ()), element.get("id", "")]))
            and not LIKELY.search(names)
        )
    ]
    # A link is never taken for a part of the page.
    assert [each for each in dropped if not each.startswith("a{")] == []


# Translation ----------------------------------------------------------------------------------------------------------


def test_a_browser_translates_neither_a_source_nor_the_words_that_a_note_quotes(site: Path) -> None:
    for name in ("chapters/one", "index"):
        page = BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        assert [part for part in page.select(".source, .lemma") if part.get("translate") != "no"] == []


def test_a_translated_page_still_opens_narrows_sorts_and_cites_the_words_of_the_source(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.evaluate(TRANSLATE)
    expect(page.locator(".annotation p").last).to_have_text("≈The last words of the note.≈")

    page.locator(".views button").first.click()
    expect(page.locator(".annotation p").last).to_be_hidden()
    page.evaluate(TRANSLATE)
    page.locator(".note-line").click()
    expect(page.locator(".annotation p").last).to_be_visible()
    page.locator(".note-sheet .close").click()
    page.locator(".views button").nth(1).click()

    rows = page.locator("table.sortable tbody tr:visible")
    page.locator(".table-tools select").select_option(index=1)
    expect(rows).to_have_count(4)
    for words in ("≈2003≈", "rye"):  # as the reader sees them, and as the edition has them
        page.locator(".table-tools input").fill(words)
        expect(rows).not_to_have_count(0)
    page.locator(".table-tools input").fill("")
    page.locator(".sort").nth(1).click()
    page.locator(".sort").nth(1).click()
    expect(rows.first.locator("td").nth(1)).to_have_text("≈9≈")

    page.evaluate(script("selecting"), {"within": "#letter-2 .source", "first": "sides met", "last": "May"})
    page.get_by_role("button", name="Copy with citation").click()
    page.locator(".annotation .cite").click()
    quotation = load_sources(SMALL / "sources")["letter"].paragraph("letter-2").text[8:24]
    assert "“Note 1 on ‘in May’ (Letter, para. 2),”" in page.locator("dialog[open] pre").nth(1).inner_text()
    assert page.evaluate("copied[0]").startswith(f"“{quotation}” (")


# A narrow margin ------------------------------------------------------------------------------------------------------


def test_a_table_with_a_long_address_or_word_stays_within_its_note_and_the_page(page: Page) -> None:
    for media, width in (("screen", 390), ("screen", 768), ("screen", 1100), ("screen", 1440), ("print", 658)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media=media)
        assert (faults(page) if media == "screen" else page.evaluate(script("printing"))) == [], (media, width)
        note = page.locator(".annotation").bounding_box()
        for table in page.locator(".annotation table").all():
            box = table.bounding_box()
            assert box["x"] + box["width"] <= note["x"] + note["width"] + 1, (media, width)
        # No other word is broken to make room for a long one, and a year in no case.
        for words in ("Announcement", "2016", "2017"):
            cell = page.locator(".annotation td").get_by_text(words, exact=True).first
            assert cell.evaluate(LINES) == 1, (media, width, words)
