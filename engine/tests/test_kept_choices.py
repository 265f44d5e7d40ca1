"""What a reader has chosen, and how a page recalls it: in its first frame, not before.

A busy Chromium that is asked for its storage before it has noted the new document gives one that it throws away with
the tab. Which pages ask too early is seen here by a first frame that comes late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from glossator.testing.books import SmallBook
from glossator.testing.reading import reader, settle, wait_until
from playwright.sync_api import Browser, Page, expect

Make = Callable[..., SmallBook]

#: The first frame comes after everything that a page does while it loads; what is asked of the storage before is noted.
LATE_FRAMES = """
window.asked = [];
let framed = false;
const loaded = new Promise((resolve) => { addEventListener("load", () => setTimeout(resolve)); });
const frame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (work) => { loaded.then(() => frame(work)); return 0; };
requestAnimationFrame(() => { framed = true; });
const { get } = Object.getOwnPropertyDescriptor(window, "localStorage");
Object.defineProperty(window, "localStorage", { get() {
  if (!framed) asked.push(Error().stack);
  return get.call(window);
} });
"""
TABS = """\
# Tabs

::::{tab-set}
:::{tab-item} Spring
:sync: spring
Sow.
:::
:::{tab-item} Autumn
:sync: autumn
Reap.
:::
::::
"""
PASSAGE = """\
# Letter

:::::{passage} letter-1 letter-2
::::{annotation} in May
:kind: wording
:certainty: inference
A note on these words.
::::
:::::
"""
PAGES = ["index", "sheet", "chapters/letter", "chapters/tabs"]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("views")]


@pytest.fixture(scope="module")
def site(shared_book: Make) -> Path:
    book = shared_book(letter=PASSAGE, tabs=TABS)
    return book.build(html_theme="glossator", extensions=["glossator", "myst_nb", "sphinx_design"]).out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with reader(browser) as page:
        page.add_init_script(LATE_FRAMES)
        yield page


def opened(page: Page, site: Path, name: str) -> Page:
    page.goto("about:blank")
    page.goto(f"{(site / name.partition('#')[0]).as_uri()}.html{name.removeprefix(name.partition('#')[0])}")
    settle(page)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_for_what_is_kept_before_its_first_frame(site: Path, page: Page, name: str) -> None:
    opened(page, site, name)
    assert page.evaluate("asked") == []


def test_the_choices_of_one_page_are_those_of_the_next(site: Path, page: Page) -> None:
    opened(page, site, "chapters/letter")
    page.get_by_role("button", name="Dark colours").click()
    page.get_by_role("button", name="Study", exact=True).click()
    opened(page, site, "chapters/letter")
    expect(page.locator("html")).to_have_attribute("data-view", "study")
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    expect(page.get_by_role("button", name="Study", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Light colours")).to_be_visible()
    expect(page.get_by_text("A note on these words.")).to_be_visible()


def test_an_address_of_a_note_shows_it_to_who_has_chosen_the_text_alone(site: Path, page: Page) -> None:
    opened(page, site, "chapters/letter")
    page.get_by_role("button", name="Text", exact=True).click()
    opened(page, site, "chapters/letter")
    expect(page.locator("html")).to_have_attribute("data-view", "text")
    expect(page.locator(".annotation")).to_be_hidden()
    opened(page, site, "chapters/letter#letter-2-in-may")
    expect(page.get_by_text("A note on these words.")).to_be_visible()


def test_a_tab_that_was_chosen_is_open_on_the_next_page(site: Path, page: Page) -> None:
    opened(page, site, "chapters/tabs")
    page.get_by_text("Autumn", exact=True).click()
    opened(page, site, "chapters/tabs")
    expect(page.get_by_text("Reap.")).to_be_visible()


def test_keys_that_were_switched_off_stay_off(site: Path, page: Page) -> None:
    opened(page, site, "chapters/letter")
    page.get_by_text("Choose notes").click()
    page.get_by_label("j and k").uncheck()
    opened(page, site, "chapters/letter")
    page.keyboard.press("j")
    expect(page.get_by_text("A note on these words.")).to_be_hidden()
    wait_until(page, "() => localStorage.getItem('keys') === 'off'")
