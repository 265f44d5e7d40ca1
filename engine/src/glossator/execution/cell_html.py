"""HTML that a cell leaves, as nodes of docutils: cleaned by nh3, then read tag by tag; nothing is printed as it came.

A table of pandas, a list, a paragraph: what tells something is kept, what is only its look is not. What would run in a
browser, or fetch something for it, is refused as a whole: half of an interactive output says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import nh3
from docutils import nodes

from glossator.core.addresses import SCHEMES, is_allowed
from glossator.execution.cell_tables import RowOfTags, make_table
from glossator.markup.nodes import line_break

#: Element -> the node of its words.
PHRASES: dict[str, Any] = {
    **dict.fromkeys(("em", "i", "var", "cite", "dfn"), nodes.emphasis),
    **dict.fromkeys(("strong", "b"), nodes.strong),
    **dict.fromkeys(("code", "kbd", "samp"), nodes.literal),
    "sub": nodes.subscript,
    "sup": nodes.superscript,
    **dict.fromkeys(("span", "small", "mark", "u", "s", "q", "abbr", "time", "data"), nodes.inline),
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS: dict[str, Any] = {"ul": nodes.bullet_list, "ol": nodes.enumerated_list}
BLOCKS = {"p", "div", "pre", "blockquote", "table", "dl", "section", "article", "figure", "figcaption", "hr", "details"}
WITHIN_TABLES = {"caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
WITHIN_LISTS = {"li", "dt", "dd", "summary"}
TAGS = {*PHRASES, *HEADINGS, *LISTS, *BLOCKS, *WITHIN_TABLES, *WITHIN_LISTS, "a", "br"}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
#: What has no end tag, of these.
VOID = {"br", "hr"}
#: Elements that are more than text -> what to do instead.
AS_A_PICTURE = "show it as a picture, or as a chart of Altair"
ACTIVE = {
    **dict.fromkeys(("script", "canvas", "iframe", "object", "embed", "applet", "frame"), AS_A_PICTURE),
    **dict.fromkeys(("form", "input", "button", "select", "textarea"), "print what a reader is to see"),
    **dict.fromkeys(("video", "audio", "source", "track"), "link to it"),
    **dict.fromkeys(("link", "meta", "base"), "print what a reader is to see"),
    "img": 'show the picture itself, with Image("file.png") of IPython.display',
    "svg": "show it with SVG(…) of IPython.display",
    "math": "show the formula with Math(…) of IPython.display",
}
#: A rule of pandas' Styler: it names a cell of the table by its number.
STYLED = re.compile(r"<style\b[^>]*>[^<]*#T_\w+[^<]*\{")


class Tag:
    """An element: its name, attributes, and children (tags and words)."""

    def __init__(self, name: str, attributes: dict[str, str | None]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Tag | str] = []

    def tags(self, *names: str) -> Iterator[Tag]:
        """Yield the children of these names."""
        return (child for child in self.children if isinstance(child, Tag) and child.name in names)

    def words(self) -> str:
        """Return all its words."""
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)


class _Reader(HTMLParser):
    """Reads HTML into a `Tag`; to be fed with what nh3 has cleaned, in which every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Tag("", {})]

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        tag = Tag(name, dict(attributes))
        self.open[-1].children.append(tag)
        if name not in VOID:
            self.open.append(tag)

    def handle_endtag(self, name: str) -> None:
        if len(self.open) > 1 and name not in VOID:
            self.open.pop()

    def handle_data(self, words: str) -> None:
        self.open[-1].children.append(words)


class _Watcher(HTMLParser):
    """Finds the first thing in HTML that would run, or fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found = self.found or _why_active(name, dict(attributes))


def _why_active(name: str, attributes: dict[str, str | None]) -> str:
    if name in ACTIVE:
        return f"<{name}>, which no page of an edition holds; {ACTIVE[name]}"
    for attribute, value in attributes.items():
        if attribute.startswith("on"):
            return f"the event {attribute}, which would run a script; print what a reader is to see"
        if attribute == "href" and not is_allowed(value or ""):
            return f'a link to "{value}", where no page of an edition leads'
    return ""


def why_refused(html: str) -> str:
    """Return what in *html* a page cannot hold, and what to do instead, for a message; nothing if it can be cleaned."""
    watcher = _Watcher()
    watcher.feed(html)
    watcher.close()
    return watcher.found


def has_colours(html: str) -> bool:
    """Return whether *html* is a table that pandas' Styler has coloured."""
    return bool(STYLED.search(html))


def read_html(html: str) -> list[nodes.Node]:
    """Return *html* as blocks of docutils; of what is not in `TAGS` the words, of scripts and styles nothing."""
    # nh3 would else add to links what search engines are to think of them.
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return _blocks(reader.open[0])


def _blocks(tag: Tag) -> list[nodes.Node]:
    """Return the children of *tag* as blocks; words between them are paragraphs."""
    made: list[nodes.Node] = []
    words: list[Tag | str] = []
    for child in [*tag.children, None]:
        if child is not None and not _is_block(child):
            words.append(child)
            continue
        if phrases := _phrases(words):
            made.append(nodes.paragraph("", "", *phrases))
        words = []
        if isinstance(child, Tag):
            made += _block(child)
    return made


def _is_block(child: Tag | str) -> bool:
    return isinstance(child, Tag) and child.name not in PHRASES and child.name not in {"a", "br"}


def _block(tag: Tag) -> list[nodes.Node]:
    if tag.name in HEADINGS:
        # A heading of an output is none of the chapter.
        return [nodes.rubric("", "", *phrases)] if (phrases := _phrases(tag.children)) else []
    make = {"table": _table, "ul": _list, "ol": _list, "dl": _definitions, "pre": _program, "blockquote": _quotation}
    return make.get(tag.name, _blocks)(tag)


def _list(tag: Tag) -> list[nodes.Node]:
    items = [nodes.list_item("", *_blocks(item)) for item in tag.tags("li")]
    return [LISTS[tag.name]("", *items)] if items else []


def _program(tag: Tag) -> list[nodes.Node]:
    return [nodes.literal_block(tag.words(), tag.words(), language="text", classes=["output"])]


def _quotation(tag: Tag) -> list[nodes.Node]:
    return [nodes.block_quote("", *_blocks(tag))]


def _definitions(tag: Tag) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for child in tag.tags("dt", "dd"):
        if child.name == "dt" or not made:
            term = nodes.term("", "", *(_phrases(child.children) if child.name == "dt" else []))
            made.append(nodes.definition_list_item("", term, nodes.definition()))
        if child.name == "dd":
            made[-1][-1].extend(_blocks(child))  # type: ignore[index]
    return [nodes.definition_list("", *made)] if made else []


def _table(tag: Tag) -> list[nodes.Node]:
    parts = [*tag.tags("thead", "tbody", "tfoot"), tag]
    rows: dict[str, list[RowOfTags]] = {"thead": [], "tbody": []}
    for part in parts:
        found = [_row(row) for row in part.tags("tr")]
        rows["thead" if part.name == "thead" else "tbody"] += [row for row in found if row]
    caption = next(tag.tags("caption"), None)
    table = make_table(rows["thead"], rows["tbody"], _phrases(caption.children) if caption else [])
    return [table] if table.astext().strip() else []


def _row(row: Tag) -> RowOfTags:
    return [
        (_blocks(cell), cell.name == "th", _span(cell, "rowspan"), _span(cell, "colspan"))
        for cell in row.tags("th", "td")
    ]


def _span(cell: Tag, name: str) -> int:
    written = cell.attributes.get(name) or ""
    return max(1, int(written)) if written.isdecimal() and len(written) < 4 else 1


def _phrases(children: list[Tag | str]) -> list[nodes.Node]:
    """Return words and what is in them, without the blanks around them."""
    made = [node for child in children for node in _phrase(child)]
    for place, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while made and isinstance(made[place], nodes.Text):
            words = strip(made[place].astext())
            if words:
                made[place] = nodes.Text(words)
                break
            made.pop(place)
    return made


def _phrase(child: Tag | str) -> list[nodes.Node]:
    if isinstance(child, str):
        return [nodes.Text(re.sub(r"[ \t\r\n\f]+", " ", child))]
    if child.name == "br":
        return [line_break("", "\n")]
    inside = [node for each in child.children for node in _phrase(each)]
    if child.name == "a" and inside and (address := child.attributes.get("href")):
        return [nodes.reference("", "", *inside, refuri=address)]
    kind = PHRASES.get(child.name)
    if kind is nodes.literal:
        return [nodes.literal("", child.words())]
    return [kind("", "", *inside)] if kind and inside else inside
