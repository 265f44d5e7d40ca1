"""The edition without a server, and without a network."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Error, expect
from reading import reader

from benchmarks.weight import served


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
    along = {path.relative_to(unpacked) for path in unpacked.rglob("*") if path.is_file()}
    assert {path for path in there - along if not path.name.startswith(".")} == set()


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


def test_a_page_once_read_opens_again_without_a_network_and_a_new_version_is_never_missed(
    book: Path, browser: Browser, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(book / "_build" / "html", tmp_path / "site"))
    # So old that a browser takes it for granted that it is still the same.
    os.utime(site / "chapters" / "trade.html", (0, 0))
    with served(site) as address:
        context = browser.new_context()
        page = context.new_page()
        kept = "caches.open('edition').then(cache => cache.keys()).then(keys => keys.map(key => key.url).join(' '))"

        page.goto(f"{address}chapters/trade.html")
        page.wait_for_function(f"{kept}.then(urls => urls.includes('trade.html') && urls.includes('edition.css'))")
        page.goto(f"{address}chapters/drugs.html")
        page.wait_for_function(f"{kept}.then(urls => urls.includes('drugs.html'))")

        context.set_offline(True)
        for name in ("trade", "drugs"):
            page.goto(f"{address}chapters/{name}.html?notes=fact#main")
            expect(page.locator(".annotation:visible").first).to_be_visible()
        with pytest.raises(Error, match="ERR_FAILED"):
            page.goto(f"{address}chapters/health.html")

        context.set_offline(False)
        chapter = site / "chapters" / "trade.html"
        new = chapter.read_text(encoding="utf-8").replace("Li Keqiang on trade", "A new title")
        chapter.write_text(new, encoding="utf-8")
        page.goto(f"{address}chapters/trade.html")
        expect(page.locator("h1")).to_contain_text("A new title")
        context.close()
