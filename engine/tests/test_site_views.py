"""Links to a view: what a reader has chosen of a page can be sent to another, who sees the same and is told so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from glossator.testing.books import SmallBook
from glossator.testing.reading import keep_copied, last_copied, reader, settle
from playwright.sync_api import Browser, Page, expect

Make = Callable[..., SmallBook]
NOTE = """\
::::{annotation} %s
:kind: %s
:certainty: inference
A note on these words.
::::
"""
NOTES = "".join(NOTE % each for each in (("the two sides would meet again", "context"), ("in May", "wording")))
PASSAGE = f":::::{{passage}} letter-1 letter-2\n{NOTES}:::::\n"
TABLE = """
```{records} harvest
:columns: crop year
:filter-by: crop
```
"""
ROWS = "year,tonnes,crop,weighed_on,source_keys\n" + "".join(
    f"{2000 + number},{number},{'wheat' if number % 3 else 'rye'},,\n" for number in range(12)
)
BAR, NOT_HERE = ".by-link", ".not-here"

pytestmark = pytest.mark.xdist_group("views")


@pytest.fixture(scope="module")
def site(shared_book: Make) -> Path:
    """Return a built book: a chapter with two notes, one without any, and a page with a table, far down."""
    before = "Much is said before it.\n\n" * 60
    reply = "# Two\n\n:::{passage} reply-1 reply-2\n:::\n"
    book = shared_book(one=f"# One\n\n{PASSAGE}", two=reply, harvest=f"# Harvest\n\n{before}{TABLE}")
    book.write("data/harvest.csv", ROWS)
    return book.build(html_theme="glossator").out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a page of a reader who has never been here; what is copied is kept."""
    with reader(browser) as page:
        keep_copied(page)
        yield page


def copied_link(page: Page, button: str = "Copy link to this view") -> str:
    return last_copied(page, page.locator(".page-tools").get_by_role("button", name=button).click)


def test_a_link_to_a_view_shows_another_reader_the_same_notes_in_the_same_view(
    site: Path, page: Page, browser: Browser
) -> None:
    page.goto((site / "chapters/one.html").as_uri())
    page.get_by_role("button", name="Study").click()
    page.get_by_text("Choose notes").click()
    page.get_by_label("wording (1)").check()
    link = copied_link(page)
    with reader(browser) as other:
        other.goto(link)
        expect(other.locator(".annotation:visible")).to_have_count(1)
        expect(other.locator("html")).to_have_attribute("data-view", "study")
        expect(other.locator(BAR)).to_contain_text("1 of 2 notes, chosen by this link")
        other.get_by_role("button", name="Show all", exact=True).click()
        expect(other.locator(".annotation:visible")).to_have_count(2)


def test_a_link_chooses_single_notes_by_their_addresses(site: Path, page: Page) -> None:
    page.goto(f"{(site / 'chapters/one.html').as_uri()}?notes=letter-2-in-may")
    expect(page.locator(".annotation:visible")).to_have_count(1)
    expect(page.locator("#letter-2-in-may")).to_be_visible()
    expect(page.locator(BAR)).to_contain_text("1 of 2 notes, chosen by this link")


def test_a_form_may_ask_for_each_note_by_a_name_of_its_own(site: Path, page: Page) -> None:
    page.goto(f"{(site / 'chapters/one.html').as_uri()}?notes=contested&notes=wording")
    expect(page.locator(BAR)).to_contain_text("0 of 2 notes, chosen by this link")
    page.goto(f"{(site / 'chapters/one.html').as_uri()}?notes=inference&notes=wording")
    expect(page.locator(BAR)).to_contain_text("1 of 2 notes, chosen by this link")


def test_a_link_narrows_a_table_and_says_so(site: Path, page: Page) -> None:
    address = (site / "chapters/harvest.html").as_uri()
    page.goto(address)
    page.locator(".table-tools select").select_option("rye")
    link = copied_link(page)
    page.goto("about:blank")
    page.goto(link)
    rows = page.locator("table.sortable tbody tr:visible")
    expect(rows).to_have_count(4)
    expect(page.locator(BAR)).to_contain_text("4 of 12 rows, chosen by this link")
    page.get_by_role("button", name="Show all").click()
    expect(rows).to_have_count(12)
    assert page.url == address


def test_a_link_that_asks_for_rows_that_no_table_has_says_so(site: Path, page: Page) -> None:
    page.goto(f"{(site / 'chapters/harvest.html').as_uri()}?rows=Crop:oats")
    expect(page.locator(NOT_HERE)).to_contain_text("This page has no “Crop:oats”, which the link asks for.")
    expect(page.locator("table.sortable tbody tr:visible")).to_have_count(12)


@pytest.mark.parametrize("name", ["index", "chapters/one", "chapters/two", "chapters/harvest"])
def test_what_a_link_asks_for_and_a_page_does_not_have_is_told_at_its_top(site: Path, page: Page, name: str) -> None:
    page.goto(f"{(site / name).as_uri()}.html?only=letter-9&notes=wordng&rows=Crop:oats&view=raed&utm_source=mail")
    told = page.locator(NOT_HERE)
    words = "“letter-9”, “wordng”, “Crop:oats”, “raed”"
    expect(told).to_have_text(f"This page has no {words}, which the link asks for.")
    expect(told).to_be_in_viewport()
    # Nothing is hidden by what is not there.
    expect(page.locator("article :is(section, .passage, .unit, .annotation, table, tr)[hidden]")).to_have_count(0)
    page.goto(f"{(site / name).as_uri()}.html?utm_source=mail")
    settle(page)
    expect(told).to_have_count(0)


def test_what_is_not_there_is_told_to_who_is_led_further_down(site: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(f"{(site / 'chapters/one.html').as_uri()}?only=letter-9#letter-2-in-may")
    expect(page.locator(".status")).to_contain_text("This page has no “letter-9”")


def test_a_paragraph_without_notes_can_be_shown_alone_and_the_page_says_so(site: Path, page: Page) -> None:
    page.goto(f"{(site / 'chapters/two.html').as_uri()}?only=reply-2")
    expect(page.locator("#reply-1")).to_be_hidden()
    expect(page.locator(BAR)).to_contain_text("alone:")
    page.get_by_role("button", name="Show all", exact=True).click()
    expect(page.locator("#reply-1")).to_be_visible()
    expect(page.locator(BAR)).to_be_hidden()


def test_a_link_to_a_view_passes_on_nothing_that_does_not_hold(site: Path, page: Page) -> None:
    address = (site / "chapters/one.html").as_uri()
    page.goto(f"{address}?view=raed&notes=wordng,wording&only=letter-9,letter-2&rows=Crop:rye&utm_source=mail&print=no")
    assert copied_link(page) == f"{address}?view=read&notes=wording&only=letter-2"
    address = (site / "chapters/harvest.html").as_uri()
    page.goto(f"{address}?view=study&notes=wording&rows=Crop:rye&rows=Crop:oats&sought=2")
    assert copied_link(page) == f"{address}?rows=Crop:rye&sought=2"


def test_what_is_assigned_is_the_view_in_the_edition_that_stays_and_a_link_leads_to_the_present_one(
    shared_book: Make, page: Page
) -> None:
    book = shared_book(one=f"# One\n\n{PASSAGE}")
    site = book.build(html_theme="glossator", html_baseurl="https://edition.example/book/").out
    file = site / "chapters/one.html"
    page.goto(f"{file.as_uri()}?notes=wording#letter-2")
    view = "chapters/one.html?view=read&notes=wording#letter-2"
    assert copied_link(page, "Assign this") == f"https://edition.example/book/{view}"
    expect(page.locator(".status")).to_contain_text("in the edition as it changes")
    # As of a release that is kept.
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"https://edition.example/book/"', '"https://edition.example/book/v/1.0.0/"'), "utf-8")
    page.reload()
    assert copied_link(page, "Assign this") == f"https://edition.example/book/v/1.0.0/{view}"
    expect(page.locator(".status")).to_contain_text("version 1.0.0, which stays")
    assert copied_link(page) == f"https://edition.example/book/{view}"
