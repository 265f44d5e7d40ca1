"""Wherever a book is kept, built and served: editors, pages as folders, chapters that are gone, silent servers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from glossator.site.repository import edit_address
from glossator.testing.books import SmallBook
from glossator.testing.reading import wait_until
from glossator.testing.serving import served, serving
from playwright.sync_api import Browser, expect

Make = Callable[..., SmallBook]
LETTER = "# The letter\n\nWords of it.\n"
REPLY = "# The reply\n\nSee [the letter](letter.md).\n"


@pytest.mark.parametrize(
    ("repository", "kind", "editor"),
    [
        ("https://github.com/owner/book", "", "https://github.com/owner/book/edit/main/one.md"),
        ("https://github.com/gitlab-tools/book", "", "https://github.com/gitlab-tools/book/edit/main/one.md"),
        ("https://gitlab.com/owner/book", "", "https://gitlab.com/owner/book/-/edit/main/one.md"),
        ("https://gitlab.example.org/owner/book", "", "https://gitlab.example.org/owner/book/-/edit/main/one.md"),
        ("https://codeberg.org/owner/book", "", "https://codeberg.org/owner/book/_edit/main/one.md"),
        ("https://git.example.org/owner/book", "forgejo", "https://git.example.org/owner/book/_edit/main/one.md"),
        ("https://bitbucket.org/owner/book", "", "https://bitbucket.org/owner/book/src/main/one.md?mode=edit"),
    ],
)
def test_a_chapter_is_edited_where_its_repository_is_kept(repository: str, kind: str, editor: str) -> None:
    assert edit_address(repository, "main", "one.md", kind) == editor


def test_a_book_in_a_folder_of_its_repository_is_edited_there(small_book: Make) -> None:
    options = {"repository_url": "https://github.com/owner/library", "path_to_docs": "books/letters/"}
    out = small_book(letter=LETTER).build(html_theme="glossator", html_theme_options=options).out
    soup = BeautifulSoup((out / "chapters/letter.html").read_text(encoding="utf-8"), "html.parser")
    edit = soup.find("a", string="Edit this chapter")["href"]
    assert edit == "https://github.com/owner/library/edit/main/books/letters/chapters/letter.md"


def test_a_new_page_never_meets_an_old_style_sheet_or_script(small_book: Make) -> None:
    out = small_book(letter=LETTER).build(html_theme="glossator").out
    soup = BeautifulSoup((out / "chapters/letter.html").read_text(encoding="utf-8"), "html.parser")
    assets = [sheet["href"] for sheet in soup.select("link[rel=stylesheet]")]
    assets += [script["src"] for script in soup.select("script[src]")]
    assert assets
    assert all("?v=" in asset for asset in assets)


# Pages as folders -----------------------------------------------------------------------------------------------------


def test_pages_as_folders_are_searched_listed_and_taken_along(small_book: Make, browser: Browser) -> None:
    build = small_book(letter=LETTER, reply=REPLY).build(
        "dirhtml", html_theme="glossator", html_baseurl="https://edition.example/"
    )
    assert build.warnings == ""
    assert "https://edition.example/chapters/letter/" in (build.out / "sitemap.xml").read_text(encoding="utf-8")
    archive = next(build.out.glob("*-1.0.0.zip"))
    with ZipFile(archive) as zipped:
        assert any(name.endswith("/take-along/index.html") for name in zipped.namelist())
    context = browser.new_context()
    page = context.new_page()
    with served(build.out) as address:
        page.goto(f"{address}search/?q=letter")
        page.locator("#search-results a").first.click()
        expect(page.locator("h1")).to_contain_text("The letter")
        page.goto(f"{address}take-along/")
        assert page.request.get(page.locator("a[download]").evaluate("it => it.href")).ok
    context.close()


# Chapters that are gone -----------------------------------------------------------------------------------------------


def test_a_chapter_that_is_gone_leaves_nothing_behind_and_links_to_it_are_reported(small_book: Make) -> None:
    book = small_book(letter=LETTER, reply=REPLY)
    build = book.build(html_theme="glossator")
    assert build.warnings == ""
    (book.folder / "chapters/letter.md").unlink()
    build = book.build(html_theme="glossator")
    assert "chapters/reply.md:3: WARNING" in build.warnings
    assert not (build.out / "chapters/letter.html").exists()
    index = "".join(path.read_text(encoding="utf-8") for path in (build.out / "_static/search").glob("*.js"))
    assert "Words of it" not in index
    archive = next(build.out.glob("*-1.0.0.zip"))
    with ZipFile(archive) as zipped:
        assert not [name for name in zipped.namelist() if "letter.html" in name]


def test_the_archive_follows_an_edit(small_book: Make) -> None:
    book = small_book(letter=LETTER)
    book.build(html_theme="glossator")
    book.write("chapters/letter.md", LETTER.replace("Words of it", "Other words"))
    archive = next(book.build(html_theme="glossator").out.glob("*-1.0.0.zip"))
    with ZipFile(archive) as zipped:
        (page,) = [name for name in zipped.namelist() if name.endswith("chapters/letter.html")]
        assert "Other words" in zipped.read(page).decode()


# Servers --------------------------------------------------------------------------------------------------------------


#: Whether the file of this name is kept.
KEPT = """async (name) => {
  const keys = await (await caches.open("edition")).keys();
  return keys.some(({ url }) => new URL(url).pathname.endsWith(name));
}"""


#: How long the site waits for a silent server, and how long it does in a test: one page waits several times.
PATIENCE, SHORT = "PATIENCE = 4000", "PATIENCE = 200"
ALL_KEPT = "caches.open('edition').then(it => it.keys()).then(keys => keys.map(({ url }) => url))"


@pytest.mark.parametrize("fault", ["silent", "broken"])
def test_a_kept_page_is_shown_when_the_server_is_silent_or_fails(
    small_book: Make, browser: Browser, tmp_path: Path, fault: str
) -> None:
    site = shutil.copytree(small_book(letter=LETTER).build(html_theme="glossator").out, tmp_path / "www" / "edition")
    worker = site / "offline.js"
    script = worker.read_text(encoding="utf-8")
    assert PATIENCE in script
    worker.write_text(script.replace(PATIENCE, SHORT), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    with serving(site.parent) as server:
        address = f"{server.address}edition/"
        page.goto(f"{address}index.html")
        wait_until(page, KEPT, "/edition/")
        page.goto(f"{address}chapters/letter.html")
        wait_until(page, KEPT, "/letter.html")
        server.fault = fault
        page.goto(f"{address}chapters/letter.html")
        expect(page.locator("h1")).to_contain_text("The letter")
        # A folder and its index are one page.
        page.goto(address)
        expect(page.locator(".site-title")).to_be_visible()
        kept = page.evaluate(ALL_KEPT)
        assert all(url.startswith(address) for url in kept)
    context.close()
