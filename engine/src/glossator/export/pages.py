"""Parse the pages of the site as they were written (lxml): their words, their links, parts of them as XHTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

#: Where relative links are resolved; a host of this domain cannot exist.
ROOT = "https://edition.invalid/"
MATHML = "http://www.w3.org/1998/Math/MathML"
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
#: Attributes that tell what a thing is or where it leads; all others are for the page that it stands on.
KEPT = frozenset(
    {
        *("href", "src", "alt", "lang", "dir", "colspan", "rowspan", "scope", "start", "reversed", "value", "datetime"),
        *("width", "height", "cite", "display", "mathvariant", "stretchy", "fence", "separator", "form", "accent"),
        *("columnalign", "rowspacing", "columnspacing", "linethickness", "lspace", "rspace", "minsize", "maxsize"),
    }
)
#: What has no meaning outside its page.
DROPPED = ("button", "script", "style", "template", "input", "dialog")
#: Elements in which each blank counts.
VERBATIM = ("pre", "textarea")
BLANKS = re.compile(r"[ \t\r\n]+")
#: Signs that no document of XML can hold, whichever way they are written.
UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What stands in the place of such a sign, so that places in the text can still be counted.
STAND_IN = "\ufffd"


class WrittenPage:
    """A page of the site, parsed (lxml) from its file.

    address: relative to the root of the site, such as ``chapters/letters.html``
    """

    def __init__(self, file: Path, address: str) -> None:
        self.address = address
        source = sayable(file.read_text(encoding="utf-8"))
        self.root = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
        self._source = source

    def link(self, address: str) -> str:
        """Return the address of a link of this page relative to the root of the site, or a whole one of elsewhere."""
        # "https:x" and the like are told of by the build.
        return str(urljoin(ROOT + self.address, address)).removeprefix(ROOT)

    def links(self, element: HtmlElement) -> Iterator[str]:
        """Yield where the links in *element* lead."""
        return (self.link(anchor.get("href")) for anchor in element.iter("a") if anchor.get("href"))

    def drawing(self, element: HtmlElement) -> str:
        """Return the SVG in *element*, letter for letter: HTML, which knows no capitals, would spoil its names."""
        place = next(iter(element.iter("svg")), None)
        if place is None:
            return ""
        nth = list(self.root.iter("svg")).index(place)
        return str(DRAWING.findall(self._source)[nth])

    def xhtml(self, elements: list[HtmlElement]) -> str:
        """Return these elements as well-formed XHTML, with links from the root of the site and nothing of the page."""
        whole = html.Element("div")
        for element in elements:
            part = deepcopy(element)
            part.tail = None
            whole.append(part)
        self._clean(whole)
        return "".join(etree.tostring(child, encoding="unicode", method="xml") for child in whole).strip()

    def _clean(self, whole: HtmlElement) -> None:
        for comment in list(whole.iter(etree.Comment, etree.ProcessingInstruction)):
            comment.drop_tree()
        for element in list(whole.iter(*DROPPED)):
            element.drop_tree()
        for element in whole.iter():
            for name in ("href", "src"):
                if element.get(name):
                    element.set(name, self.link(element.get(name)))
            for name in set(element.attrib) - KEPT:
                del element.attrib[name]
            if element.tag == "math":
                element.set("xmlns", MATHML)
        _join_blanks(whole)
        for span in [span for span in whole.iter("span") if not span.attrib]:
            span.drop_tag()


def _join_blanks(whole: HtmlElement) -> None:
    """Put one blank for each white space, where a browser does."""
    blocks = list(whole.iter(*VERBATIM))
    kept = {element for block in blocks for element in block.iter()}
    for element in whole.iter():
        if element.text and element not in kept:
            element.text = BLANKS.sub(" ", element.text)
        if element.tail and (element not in kept or element in blocks):
            element.tail = BLANKS.sub(" ", element.tail)


def sayable(text: str) -> str:
    """Return text with U+FFFD for each sign that no document of XML can hold."""
    return UNSAYABLE.sub(STAND_IN, text)


def words(element: HtmlElement) -> str:
    """Return the text of an element and all below it, with single blanks."""
    return " ".join("".join(element.itertext()).split())


def readable(element: HtmlElement) -> str:
    """Return the words of an element that are of its own: neither evidence that opens, nor signs, nor buttons."""
    whole = html.Element("div")
    whole.append(deepcopy(element))
    whole[0].tail = None
    parts = [*whole.iter(*DROPPED), *with_class(whole, "details", "evidence"), *with_class(whole, "a", "headerlink")]
    for part in [*parts, *(each for each in whole.iter() if each.get("aria-hidden") == "true")]:
        if part.getparent() is not None:
            part.drop_tree()
    return words(whole)


def with_class(element: HtmlElement, tag: str, name: str) -> list[HtmlElement]:
    """Return the elements of this tag and class in *element*, in their order."""
    return [each for each in element.iter(tag) if name in (each.get("class") or "").split()]


def fragment(address: str) -> str:
    """Return the fragment of an address, without its #; empty if it has none."""
    return urlsplit(address).fragment
