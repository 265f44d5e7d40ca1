"""Charts as records, read from the pages of the site: title, description, drawing, data and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from glossator.export.pages import WrittenPage, fragment, with_class, words
from glossator.export.records import Figure


def figures_of(page: WrittenPage, works: Mapping[str, str]) -> Iterator[Figure]:
    """Yield the charts of a page, in its order.

    works: the key of each work by its address in the list of works
    """
    for figure in with_class(page.root, "figure", "chart-figure"):
        title = figure.find("figcaption")
        number = "".join(words(each) for each in with_class(title, "span", "caption-number"))
        (chart, *__) = with_class(figure, "div", "chart")
        tables = [table for table in figure.iter("table") if not _is_evidence(table)]
        named = [*with_class(figure, "p", "figure-sources"), *tables]
        found = (fragment(address) for element in named for address in page.links(element))
        yield Figure(
            id=figure.get("id"),
            page=page.address,
            title=words(title).removeprefix(number).strip(),
            subtitle=" ".join(words(each) for each in with_class(figure, "p", "figure-subtitle")),
            alternative=chart.get("aria-label"),
            svg=page.drawing(next(iter(with_class(chart, "div", "wide")), chart)),
            data=tuple(_printed_rows(tables[0])) if tables else (),
            sources=tuple(dict.fromkeys(works[address] for address in found if address in works)),
        )


def _is_evidence(element: HtmlElement) -> bool:
    return any("evidence" in (above.get("class") or "").split() for above in element.iterancestors("details"))


def _printed_rows(table: HtmlElement) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a printed table, its head first; rows that open below another have one wide cell."""
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("th", "td")]
        if not any(cell.get("colspan") for cell in cells):
            yield tuple(cell.get("data-value") or words(cell) for cell in cells)
