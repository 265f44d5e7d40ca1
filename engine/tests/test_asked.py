"""What a page does not hold: comments of its scripts, and what a reader gets on asking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from glossator.site.compact import STATIC, compact
from glossator.testing.books import SmallBook
from glossator.testing.serving import served
from playwright.sync_api import Browser, Page, expect

Make = Callable[..., SmallBook]
CITING = "# One\n\nWheat {cite:p}`smith2016`.\n"
WORK = "Ada Smith. Wheat."
SENT = sorted(path.name for path in (*STATIC.glob("*.css"), *STATIC.glob("*.js")))


@pytest.fixture(scope="module")
def citing(shared_book: Make) -> SmallBook:
    """Return a book that has been built, with a chapter that cites a work and one that cites none."""
    book = shared_book(one=CITING, two="# Two\n")
    assert book.build(html_theme="glossator").warnings == ""
    return book


@pytest.fixture
def page(browser: Browser, citing: SmallBook) -> Iterator[Page]:
    """Yield the chapter as a reader finds it on the web, with all that it has asked for."""
    with served(citing.folder / "_build" / "html") as site:
        page = browser.new_page()
        page.goto(f"{site}chapters/one.html", wait_until="networkidle")
        yield page
        page.close()


def asked(page: Page) -> list[str]:
    """Return the scripts that describe works and that the page has asked for."""
    names: list[str] = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    return [name for name in names if "/works/" in name]


@pytest.mark.slow
def test_a_work_is_described_when_a_reader_points_at_its_citation(page: Page) -> None:
    assert WORK not in page.content()
    assert asked(page) == []
    page.locator("article a.tipped").hover()
    expect(page.get_by_role("tooltip")).to_have_text(re.compile(WORK))
    assert len(asked(page)) == 1


@pytest.mark.slow
def test_the_works_are_on_paper_though_nobody_has_pointed_at_one(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert WORK in page.locator(".works-cited").inner_text()


def test_a_chapter_that_cites_nothing_has_nothing_to_ask_for(citing: SmallBook) -> None:
    site = citing.folder / "_build" / "html"
    assert "data-works" in (site / "chapters/one.html").read_text(encoding="utf-8")
    assert "data-works" not in (site / "chapters/two.html").read_text(encoding="utf-8")
    assert [path.name for path in (site / "_static/works").rglob("*.js")] == ["one.js"]


def test_what_described_a_page_that_is_gone_is_removed(small_book: Make) -> None:
    book = small_book(one=CITING, two=CITING)
    book.build(html_theme="glossator")
    (book.folder / "chapters/two.md").unlink()
    book.write("index.md", (book.folder / "index.md").read_text(encoding="utf-8").replace("chapters/two\n", ""))
    works = book.build(html_theme="glossator").out / "_static/works"
    assert [path.name for path in works.rglob("*.js")] == ["one.js"]


@pytest.mark.parametrize("name", SENT)
def test_scripts_and_style_sheets_can_be_sent_without_comments(name: str) -> None:
    """No string goes over several lines, and none looks like a comment."""
    text = (STATIC / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.strip().startswith("//")]
    assert [line for line in lines if line.replace("\\`", "").count("`") % 2] == []
    assert re.findall(r"([\"'])(?:(?!\1).)*/\*(?:(?!\1).)*\1", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)) == []
    assert not re.search(r"^\s*(//|/\*)", compact(name), re.MULTILINE)
