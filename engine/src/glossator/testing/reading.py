"""Reading the built book in a browser: its pages, how they are opened, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

SCRIPTS = Path(__file__).parent
WIDTHS = (320, 390, 768, 1000, 1100, 1280, 1440, 1920)
HEIGHT = 900
SCHEMES = ("light", "dark")
#: Resolves once a page is painted and has done what its scripts put off until it is (``soon`` of ``page.js``).
SETTLED = """new Promise((done) => {
  // A browser owes no frame to a page in which nothing has changed.
  setTimeout(done, 2000);
  requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(done)), { timeout: 1000 });
})"""
#: What the console says when a page does what its policy does not allow.
POLICY = "Content Security Policy"
#: The line that opens a note in a chapter's Markdown.
OPENING = re.compile(r"^:{3,}\s*\{annotation\}", re.M)


def pages(book: Path) -> list[str]:
    """Return every page of the site, by its path without ``.html``."""
    site = book / "_build" / "html"
    return sorted(path.relative_to(site).as_posix().removesuffix(".html") for path in site.rglob("*.html"))


def annotated(book: Path) -> dict[str, int]:
    """Return the pages that have notes, and how many the Markdown of each has."""
    counts = {}
    for path in sorted((book / "chapters").glob("*.md")):
        if found := len(OPENING.findall(path.read_text(encoding="utf-8"))):
            counts[f"chapters/{path.stem}"] = found
    return counts


def address(book: Path, page: str) -> str:
    """Return the address of a page on disk; *page* may end in a query and a fragment."""
    path = re.split("[?#]", page, maxsplit=1)[0]
    return f"{(book / '_build' / 'html' / path).as_uri()}.html{page.removeprefix(path)}"


@contextmanager
def reader(browser: Browser, width: int = 1280, **settings: Any) -> Iterator[Page]:
    """Yield a page of a browser without network, as wide as *width*.

    A request that leaves the machine is a failure, and so is a script that fails, or something that the page's own
    policy (site/policy.py) does not allow.
    """
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, offline=True, reduced_motion="reduce", **settings
    )
    page = context.new_page()
    asked, broken, refused = [], [], []
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:")) else asked.append(request.url)
    )
    page.on("pageerror", lambda error: broken.append(f"{page.url}: {error}"))
    page.on("console", lambda said: refused.append(said.text) if POLICY in said.text else None)
    yield page
    context.close()
    assert asked == [], "the pages asked the network"
    assert broken == [], "a script failed"
    assert refused == [], "the page's policy was violated"


def settle(page: Page) -> None:
    """Wait until a page that has loaded, and whose scripts may run, is as a reader finds it."""
    page.evaluate(SETTLED)


@cache
def script(name: str) -> str:
    """Return a script of this folder, to be evaluated in a page; that works where the page's own may not run, too."""
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """Return what a reader would find wrong with the notes of the page, as sentences."""
    found: list[str] = page.evaluate(script("reading"))
    return found
