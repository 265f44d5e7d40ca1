"""The pages of a built site, parsed: their order and parts, their titles, what stands in their ``article``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from lxml import html

#: What a folder is asked for: the page of a document where a site is built for a server (dirhtml).
INDEX = "index.html"


@dataclass
class SitePage:
    """One page of the site."""

    address: str  #: relative to the root of the site, such as ``chapters/letters.html``
    title: str  #: as the browser shows it
    article: html.HtmlElement  #: what is the page's own; changed in place by who makes something else of it
    rules: str  #: rules of its own style sheet


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


def classes(element: html.HtmlElement) -> list[str]:
    """Return the classes of an element."""
    return str(element.get("class", "")).split()


def having(element: html.HtmlElement, *names: str) -> Iterator[html.HtmlElement]:
    """Yield the elements below *element* that have one of these classes; a list of them may be changed meanwhile."""
    yield from [each for each in element.iterdescendants() if set(names).intersection(classes(each))]


def words(element: html.HtmlElement) -> str:
    """Return the text of an element, its blanks made one."""
    return " ".join(element.text_content().split())


def resolve(address: str, href: str) -> tuple[str, str]:
    """Return where the link *href* of the page *address* leads within the site, and its fragment.

    The first is empty for a link that leads out of it.
    """
    try:
        target = urlsplit(href)
    except ValueError:
        return "", ""
    if target.scheme or target.netloc or target.path.startswith("/"):
        return "", ""
    path = unquote(target.path)
    if not path:
        return address, unquote(target.fragment)
    place = normpath(join(dirname(address), path))
    if path.endswith("/") or place == ".":
        place = normpath(join(place, INDEX))
    return ("" if place.startswith("../") else place), unquote(target.fragment)


def read_page(site: Path, address: str) -> SitePage:
    """Read one page of the site in the folder *site*.

    Raises OSError if there is no such page.
    """
    tree = html.fromstring((site / address).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    article = tree.find(".//main//article")
    if article is None:
        raise FileNotFoundError(f"{address} has no article: it is no page of an edition")
    title = tree.findtext(".//title") or ""
    styles = (line for style in tree.iter("style") for line in (style.text or "").splitlines())
    rules = "\n".join(line for line in styles if not line.startswith((":root", ".ratio-")))
    return SitePage(address, " ".join(title.split()), article, rules)


def contents_of(site: Path, first: str) -> list[ContentsPart]:
    """Return the parts and chapters as the landing page *first* lists them; links that leave the site are left out."""
    tree = html.fromstring((site / first).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    found = []
    for part in tree.iterfind(".//nav[@class='site-contents']//div"):
        titles = [words(title) for title in part.iterfind("p") if "part-title" in classes(title)]
        lines = tuple(_lines(first, part.iterfind("ul/li")))
        if lines:
            found.append(ContentsPart(titles[0] if titles else "", lines))
    return found


def _lines(first: str, items: Iterable[html.HtmlElement]) -> Iterator[ContentsLine]:
    for item in items:
        link = item.find("a")
        if link is None:
            continue
        address, _ = resolve(first, link.get("href", ""))
        depths = [int(name.removeprefix("depth-")) for name in classes(item) if name.startswith("depth-")]
        if address:
            yield ContentsLine(address, words(link), depths[0] if depths else 0)
