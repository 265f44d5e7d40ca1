"""Rows with an address of their own, read from the pages of the site: of tables, comparisons and glossaries."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from glossator.export.pages import WrittenPage, readable, with_class
from glossator.export.records import Row


def listed_rows(page: WrittenPage) -> Iterator[Row]:
    """Yield the rows that have an address on a page, in the order of the page."""
    for element in page.root.iter("tr", "section", "dt"):
        if element.tag == "tr" and element.get("id") and element.find("td") is not None:
            cells = tuple(_printed_cells(element))
        elif element.tag == "section" and "parallel-topic" in (element.get("class") or "").split():
            cells = tuple(_printed_topic(element))
        elif element.tag == "dt" and (element.get("id") or "").startswith("term-"):
            cells = (("", readable(element)), ("", readable(element.getnext())))
        else:
            continue
        yield Row(element.get("id"), page.address, cells[0][1], tuple(cell for cell in cells if cell[1]))


def _printed_cells(row: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield titles and words of the cells of a row, then of what opens below it."""
    for cell in row.iter("td", "th"):
        # Of a date, what the file has: how a page prints it is no part of the row.
        yield cell.get("data-label") or "", cell.get("data-value") or readable(cell)
    below = row.getnext()
    if below is not None and "row-more" in (below.get("class") or "").split():
        for term in below.iter("dt"):
            yield readable(term), readable(term.getnext())


def _printed_topic(topic: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield heading, comment and further account of a topic; what it compares are paragraphs of texts."""
    yield "", readable(next(topic.iter("h2", "h3", "h4")))
    for comment in with_class(topic, "p", "parallel-comment"):
        yield "", readable(comment)
    for account in with_class(topic, "div", "parallel-account"):
        yield account.get("aria-label") or "", " ".join(filter(None, map(readable, account[1:])))
