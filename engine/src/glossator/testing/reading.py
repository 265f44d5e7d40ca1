"""Reading the built book in a browser: its pages, how they are opened, and what is wrong with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

SCRIPTS = Path(__file__).parent
WIDTHS = (320, 390, 768, 1000, 1100, 1280, 1440, 1920)
HEIGHT = 900
SCHEMES = ("light", "dark")
#: Resolves once a page is painted and has done what its scripts put off until it is (``soon`` of ``page.js``). Frames
#: first: to a page that has still to be painted the browser gives no idle time, and the callback waits its second out.
SETTLED = """new Promise((done) => {
  // A browser owes no frame to a page in which nothing has changed.
  setTimeout(done, 2000);
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done, { timeout: 1000 })));
})"""
#: Resolves once a function holds in the page; a promise counts as what it is kept with.
HOLDS = """async ([argument, longest]) => {
  const holds = %s;
  const end = performance.now() + longest;
  while (!(await holds(argument))) {
    if (performance.now() > end) throw new Error(`it never held: ${holds}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}"""
#: How long an expectation waits, in milliseconds: a busy machine is slow, not wrong.
PATIENCE = 30_000
#: Keeps what a page copies: a file on disk has no clipboard of its own.
CLIPBOARD = """window.copied = [];
Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied.push(text); } } });
"""
#: What the console says when a page does what its policy does not allow.
POLICY = "Content Security Policy"
#: The file of a style sheet in the link to it.
SHEET = re.compile(r'<link rel="stylesheet" href="[^"]*_static/([^"?]+)')
#: A class that a style sheet names; an element of a page, with its classes.
NAMED, ELEMENT = re.compile(r"\.([a-z][\w-]*)"), re.compile(r'<(\w+)[^<>]* class="([^"]*)"')
#: The line that opens a note in a chapter's Markdown.
CODE = re.compile(r"^(`{3,})\w+\n.*?^\1$", re.MULTILINE | re.DOTALL)
OPENING = re.compile(r"^:{3,}\s*\{annotation\}", re.M)


def pages(book: Path) -> list[str]:
    """Return every page of the site, by its path without ``.html``."""
    site = book / "_build" / "html"
    return sorted(path.relative_to(site).as_posix().removesuffix(".html") for path in site.rglob("*.html"))


def annotated(book: Path) -> dict[str, int]:
    """Return the pages that have notes, and how many the Markdown of each has; those in blocks of code are none."""
    counts = {}
    for path in sorted((book / "chapters").glob("*.md")):
        if found := len(OPENING.findall(CODE.sub("", path.read_text(encoding="utf-8")))):
            counts[f"chapters/{path.stem}"] = found
    return counts


def sheets(book: Path) -> dict[str, str]:
    """Return the style sheets that the pages load, by name; others lie beside them."""
    site = book / "_build" / "html"
    names = {
        name for page in pages(book) for name in SHEET.findall((site / f"{page}.html").read_text(encoding="utf-8"))
    }
    return {name: (site / "_static" / name).read_text(encoding="utf-8") for name in sorted(names)}


def typical(book: Path, choice: Iterable[str]) -> list[str]:
    """Return as few of these pages as together show every kind of element that all of them show.

    Two elements are of one kind when they have the same name and a class in common for which the style sheets have a
    rule. What depends on rules alone, such as a colour or a place, need not be judged on more pages than these.
    """
    site = book / "_build" / "html"
    styled = set(NAMED.findall("".join(sheets(book).values())))
    kinds = {}
    for page in choice:
        elements = ELEMENT.findall((site / f"{page}.html").read_text(encoding="utf-8"))
        kinds[page] = {(element, name) for element, names in elements for name in styled.intersection(names.split())}
    wanted, chosen = set().union(*kinds.values()), []
    while wanted:
        chosen.append(max(kinds, key=lambda page: len(kinds[page] & wanted)))
        wanted -= kinds[chosen[-1]]
    return chosen


def address(book: Path, page: str) -> str:
    """Return the address of a page on disk; *page* may end in a query and a fragment."""
    path = re.split("[?#]", page, maxsplit=1)[0]
    return f"{(book / '_build' / 'html' / path).as_uri()}.html{page.removeprefix(path)}"


def chart_specs(site: Path, page: str) -> dict[str, Any]:
    """Return what the charts of a page are drawn from when they are interactive, by the ids of their figures."""
    path = site / "_static" / "charts" / f"{page}.js"
    script = path.read_text(encoding="utf-8") if path.is_file() else "{}"
    specs: dict[str, Any] = json.loads(script[script.index("{") :])
    return specs


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
    try:
        yield page
    finally:
        # A page that is left open goes on working, and slows down every test that follows.
        context.close()
    assert asked == [], "the pages asked the network"
    assert broken == [], "a script failed"
    assert refused == [], "the page's policy was violated"


def settle(page: Page) -> None:
    """Wait until a page that has loaded, and whose scripts may run, is as a reader finds it."""
    page.evaluate(SETTLED)


def wait_until(page: Page, condition: str, argument: object = None) -> None:
    """Wait until *condition*, a function of JavaScript, holds in the page.

    ``page.wait_for_function`` asks by ``eval`` from inside the page, which the policy of the pages forbids: it fails
    wherever the answer is not yes at once, as on a busy machine.
    """
    page.evaluate(HOLDS % condition, [argument, PATIENCE])


def keep_copied(page: Page) -> None:
    """Keep what the pages of this reader copy that are opened from now on, for `last_copied`."""
    page.context.add_init_script(CLIPBOARD)


def last_copied(page: Page, copies: Callable[[], object]) -> str:
    """Return what *copies*, such as a click, makes the page copy; the page was opened after `keep_copied`."""
    before = page.evaluate("copied.length")
    copies()
    wait_until(page, "before => copied.length > before", before)
    return str(page.evaluate("copied.at(-1)"))


@cache
def script(name: str) -> str:
    """Return a script of this folder, to be evaluated in a page; that works where the page's own may not run, too."""
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """Return what a reader would find wrong with the notes of the page, as sentences."""
    found: list[str] = page.evaluate(script("reading"))
    return found
