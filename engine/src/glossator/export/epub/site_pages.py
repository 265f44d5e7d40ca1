"""What a book takes from the pages of the site: their articles, and the list of contents of the landing page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

from lxml.html import HtmlElement

from glossator.core.addresses import SCHEME
from glossator.export.pages import WrittenPage, with_class, words

#: The colours of a series in charts, for a light page and for a dark one, in the style sheet of the settings.
CHART_COLOURS = re.compile(r"--chart-(\d+): light-dark\((#\w+), (#\w+)\)")
KIND_COLOURS = re.compile(r"\.kind-([\w-]+) \{ --kind: light-dark\((#\w+), (#\w+)\)")
SETTINGS_SHEET = "_static/kinds.css"


@dataclass
class Article:
    """What is a page's own: changed in place by who makes something else of it."""

    page: WrittenPage
    title: str  #: as a browser shows it
    element: HtmlElement
    rules: str  #: of the page's own style sheet, those of its frame left out

    @property
    def address(self) -> str:
        """Return the address of the page, relative to the root of the site."""
        return self.page.address

    @property
    def heading(self) -> str:
        """Return the first heading."""
        return next((words(each) for each in self.element.iter("h1")), self.title)


@dataclass(frozen=True)
class ContentsLine:
    """A line of the list of contents."""

    address: str  #: of the page, relative to the root of the site
    title: str  #: with its number, where chapters are numbered
    depth: int  #: how far below its part


@dataclass(frozen=True)
class ContentsPart:
    """A part of the list of contents."""

    caption: str  #: empty where the part is its one chapter
    lines: tuple[ContentsLine, ...]


def classes(element: HtmlElement) -> list[str]:
    """Return the classes of an element."""
    return str(element.get("class", "")).split()


def written_page(site: Path, address: str) -> WrittenPage:
    """Read the page *address* of the site in the folder *site*: a file, or the index of a folder.

    Raises OSError if there is no such page.
    """
    file = site / unquote(address)
    return WrittenPage(file / "index.html" if address.endswith("/") or not address else file, address)


def read_article(site: Path, address: str) -> Article:
    """Read what is a page's own. Raises OSError if there is no such page."""
    page = written_page(site, address)
    title = words(next(page.root.iter("title")))
    styles = (line for style in page.root.iter("style") for line in (style.text or "").splitlines())
    rules = "\n".join(line for line in styles if not line.startswith((":root", ".ratio-")))
    # The second is that of Sphinx's own themes.
    element = next(chain(page.root.iter("article"), with_class(page.root, "div", "body"), [page.root.body]))
    return Article(page, title, element, rules)


def contents_of(page: WrittenPage) -> list[ContentsPart]:
    """Return the parts and chapters that the landing page lists; links that leave the site are left out."""
    found = []
    for part in with_class(page.root, "div", "part"):
        captions = [words(caption) for caption in part.iterfind("p")]
        if lines := tuple(_lines(page, part.iterfind("ul/li"))):
            found.append(ContentsPart(captions[0] if captions else "", lines))
    return found


def _lines(page: WrittenPage, items: Iterable[HtmlElement]) -> Iterator[ContentsLine]:
    for item in items:
        link = item.find("a")
        address = page.link(link.get("href")).partition("#")[0]
        depths = [int(name.removeprefix("depth-")) for name in classes(item) if name.startswith("depth-")]
        if not SCHEME.match(address):
            yield ContentsLine(address, words(link), depths[0] if depths else 0)


def colours_of(site: Path, form: re.Pattern[str]) -> dict[str, tuple[str, str]]:
    """Return the colours of the settings, light and dark, by place or kind."""
    try:
        sheet = (site / SETTINGS_SHEET).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {name: (light, dark) for name, light, dark in form.findall(sheet)}


def colour_rules(charts: Mapping[str, tuple[str, str]], kinds: Mapping[str, tuple[str, str]]) -> str:
    """Return the rules for colours: of charts on a dark page, of kinds of notes on both."""
    light = [f".kind-{kind} {{ border-color: {colour}; }}" for kind, (colour, __) in kinds.items()]
    dark = [f".kind-{kind} {{ border-color: {colour}; }}" for kind, (__, colour) in kinds.items()]
    for colour, other in charts.values():
        dark += [f'.chart [{name}="{colour}"] {{ {name}: {other}; }}' for name in ("fill", "stroke")]
    return "\n".join([*light, "@media (prefers-color-scheme: dark) {", *dark, "}", ""]) if light or dark else ""
