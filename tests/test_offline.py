"""The edition without a server, and without a network."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from glossator.testing.reading import reader, wait_until
from glossator.testing.serving import served
from playwright.sync_api import Browser, Error, Page, expect


@pytest.fixture(scope="module")
def unpacked(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that a reader gets who takes the edition along."""
    folder = tmp_path_factory.mktemp("along")
    with ZipFile(next((book / "_build" / "html").glob("*.zip"))) as archive:
        archive.extractall(folder)
    (edition,) = folder.iterdir()
    return edition


def test_the_file_holds_all_that_the_site_holds(book: Path, unpacked: Path) -> None:
    site = book / "_build" / "html"
    there = {path.relative_to(site) for path in site.rglob("*") if path.is_file() and path.suffix != ".zip"}
    pages = unpacked / "data/site"
    along = {path.relative_to(pages) for path in pages.rglob("*") if path.is_file()}
    left_out = {path for path in there - along if not path.name.startswith(".")}
    # What is for teachers: the guide, and the answers on sheets.
    assert {path for path in left_out if "teaching" not in path.parts} == set()
    assert Path("_static/sheet/teaching/answers.js") in left_out
    assert not [path for path in along if "teaching" in path.parts]


def test_it_opens_from_a_disk_and_can_be_searched(unpacked: Path, browser: Browser) -> None:
    with reader(browser) as page:
        page.goto((unpacked / "index.html").as_uri())
        page.fill(".site-search input", "keep up pressure")
        page.press(".site-search input", "Enter")
        page.locator("#search-results a").first.click()
        expect(page.locator(".unit:target")).to_be_visible()
        page.locator(".chart-figure").first.hover()
        expect(page.locator(".chart .live svg").first).to_be_visible()


def test_every_page_leads_to_the_file_and_says_how_large_it_is(book: Path) -> None:
    site = book / "_build" / "html"
    page = BeautifulSoup((site / "chapters" / "economy.html").read_text(encoding="utf-8"), "lxml")
    (link,) = [link["href"] for link in page.select("footer a") if link.get_text() == "Take the edition along"]
    about = BeautifulSoup((site / "chapters" / link).resolve().read_text(encoding="utf-8"), "lxml").select_one("main")
    file = site / about.select_one("a[download]")["href"]
    size = float(re.search(r"\(([\d.]+) MB\)", about.get_text())[1])
    assert size == pytest.approx(file.stat().st_size / 1e6, abs=0.1)


@pytest.fixture
def site(book: Path, tmp_path: Path) -> Path:
    """Return a copy of the site, in which a test may change pages."""
    return Path(shutil.copytree(book / "_build" / "html", tmp_path / "site"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return the page of a reader who has never been here."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


#: Whether these files are kept.
KEPT = """async (names) => {
    const keys = await (await caches.open("edition")).keys();
    return names.every((name) => keys.some(({ url }) => new URL(url).pathname.endsWith(`/${name}`)));
}"""


def wait_until_kept(page: Page, *names: str) -> None:
    """Wait until the browser has kept these files."""
    wait_until(page, KEPT, names)


def test_a_page_once_read_opens_again_without_a_network(site: Path, page: Page) -> None:
    with served(site) as address:
        page.goto(f"{address}chapters/trade.html")
        wait_until_kept(page, "trade.html", "edition.css", "notes.js", "page.js")
        page.goto(f"{address}chapters/drugs.html")
        wait_until_kept(page, "drugs.html")

        page.context.set_offline(True)
        for name in ("trade", "drugs"):
            page.goto(f"{address}chapters/{name}.html?notes=fact#main")
            expect(page.locator(".annotation:visible").first).to_be_visible()
        with pytest.raises(Error, match="ERR_FAILED"):
            page.goto(f"{address}chapters/health.html")


def test_a_new_version_of_a_page_that_was_kept_is_never_missed(site: Path, page: Page) -> None:
    chapter = site / "chapters" / "trade.html"
    # So old that a browser takes it for granted that it is still the same.
    os.utime(chapter, (0, 0))
    with served(site) as address:
        page.goto(f"{address}chapters/trade.html")
        wait_until_kept(page, "trade.html")
        new = chapter.read_text(encoding="utf-8").replace("Li Keqiang on trade", "A new title")
        chapter.write_text(new, encoding="utf-8")
        page.goto(f"{address}chapters/trade.html")
        expect(page.locator("h1")).to_contain_text("A new title")
