"""XHTML of a record as Markdown (CommonMark), for who changes it in an editor of texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

#: Around words in a line.
MARKS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**"}
#: What stands in a line; all else is a block, or holds blocks.
INLINE = (*MARKS, "a", "span", "code", "sub", "sup", "abbr", "kbd", "q", "br", "small")
#: Signs that mean something within a line, and those at the beginning of one.
SIGNS, STARTS = re.compile(r"([\\`*_\[\]<>]|&(?=#?\w+;))"), re.compile(r"^([#+-]+|\d+[.)])(?=\s|$)", re.MULTILINE)


def markdown(body: str) -> str:
    """Convert XHTML of a record into Markdown (CommonMark); a table becomes lines with bars (GitHub's form)."""
    return "\n\n".join(_blocks(html.fragment_fromstring(body, create_parent="div")))


def escaped(words: str) -> str:
    """Escape plain words for Markdown: none of their signs means anything."""
    return STARTS.sub(lambda start: f"{start[1][:-1]}\\{start[1][-1]}", SIGNS.sub(r"\\\1", words))


def _blocks(element: HtmlElement) -> Iterator[str]:
    if all(child.tag in INLINE for child in element):
        if words := " ".join(_words(element).split()):
            yield words
        return
    if element.text and element.text.strip():
        yield escaped(" ".join(element.text.split()))
    for child in element:
        if child.tag in ("ul", "ol"):
            yield "\n".join(_items(child))
        elif child.tag == "table":
            yield "\n".join(_rows(child))
        elif child.tag == "blockquote":
            yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(child)).splitlines())
        else:
            yield from _blocks(child)
        if child.tail and child.tail.strip():
            yield escaped(" ".join(child.tail.split()))


def _items(element: HtmlElement) -> Iterator[str]:
    for number, item in enumerate(element.iterchildren("li"), start=int(element.get("start") or 1)):
        mark = "- " if element.tag == "ul" else f"{number}. "
        first, *others = "\n\n".join(_blocks(item)).split("\n")
        yield mark + first
        yield from (f"{' ' * len(mark)}{line}".rstrip() for line in others)


def _rows(table: HtmlElement) -> Iterator[str]:
    for number, row in enumerate(table.iter("tr")):
        cells = [" ".join(_words(cell).split()).replace("|", r"\|") for cell in row if cell.tag in ("th", "td")]
        yield f"| {' | '.join(cells)} |"
        if not number:
            yield "|---" * len(cells) + "|"


def _words(element: HtmlElement) -> str:
    """Return the words of an element as Markdown, on one line."""
    words = escaped(element.text or "")
    for child in element:
        inside = _words(child)
        if mark := MARKS.get(child.tag):
            inside = f"{mark}{inside}{mark}"
        elif child.tag == "code":
            inside = f"`{child.text_content()}`"
        elif child.tag == "a" and child.get("href"):
            inside = f"[{inside}](<{child.get('href')}>)"
        elif child.tag not in INLINE or child.tag == "br":
            inside = f" {inside} "
        words += inside + escaped(child.tail or "")
    return words
