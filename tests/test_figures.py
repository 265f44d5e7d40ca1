"""What the charts of this book say: a number in a title stands in the drawing, and a label is what is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from glossator.testing.reading import chart_specs, pages

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: How a label that is computed names the column that it prints.
PRINTED = re.compile(r"format\(datum\['((?:[^'\\]|\\.)+)'\]")


@pytest.fixture(scope="module")
def figures(book: Path) -> dict[str, Tag]:
    """Return every chart of the book by its page and name."""
    found = {}
    for name in pages(book):
        html = (book / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")
        if "chart-figure" in html:
            page = BeautifulSoup(html, "lxml")
            found |= {f"{name.rpartition('/')[2]}: {each['id']}": each for each in page.select(".chart-figure")}
    return found


def numbers(words: str) -> set[str]:
    return {number.replace(",", "") for number in NUMBER.findall(words)}


def drawn(figure: Tag, size: str) -> str:
    """Return what stands in a drawing, without what is said of a mark where one points at it."""
    strings = (string for text in figure.select(f".{size} svg text") for string in text.find_all(string=True))
    return " ".join(string for string in strings if string.parent.name != "title")


def test_the_numbers_of_a_title_stand_in_both_drawings_or_in_the_line_below_the_title(figures: dict[str, Tag]) -> None:
    missing = {}
    for name, figure in figures.items():
        title = figure.figcaption.get_text().removeprefix(figure.select_one(".caption-number").get_text())
        below = figure.select_one(".figure-subtitle").get_text()
        for size in ("wide", "narrow"):
            if lacking := numbers(title) - numbers(f"{drawn(figure, size)} {below}"):
                missing[name, size] = lacking
    assert missing == {}


def labels(part: Any) -> Iterator[tuple[str, set[str]]]:
    """Yield the column of each number that is printed, with the columns that its mark encodes."""
    if isinstance(part, dict):
        encoding = part.get("encoding", {})
        encoded = {encoding.get(channel, {}).get("field", "") for channel in ("x", "y")}
        text = encoding.get("text", {})
        if text.get("type") == "quantitative":
            yield text["field"], encoded
        for step in part.get("transform", []) if text else []:
            yield from ((column, encoded) for column in PRINTED.findall(step.get("calculate", "")))
    for child in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from labels(child)


#: A count that a grid of topics prints in a cell of one size; no length, no place says another number.
GRID = {"count", "topics"}


def test_a_number_beside_a_mark_is_what_the_mark_encodes(book: Path) -> None:
    specs = {
        f"{page.rpartition('/')[2]}: {name}": spec
        for page in pages(book)
        for name, spec in chart_specs(book / "_build" / "html", page).items()
    }
    assert len(specs) > 30
    found = [
        (name, column)
        for name, spec in specs.items()
        for column, encoded in labels(spec)
        if column not in encoded and not (name == "side-by-side: topics-by-paragraph" and column in GRID)
    ]
    assert found == []


def test_every_chart_says_its_unit_offers_its_data_and_has_no_legend_of_colours(figures: dict[str, Tag]) -> None:
    assert len(figures) > 30
    for name, figure in figures.items():
        assert figure.select_one(".figure-subtitle").get_text(), name
        assert figure.select(".figure-sources a.download"), name
        symbols = figure.select(".wide .role-legend-symbol path")
        assert len({path["d"] for path in symbols}) == len(symbols), name


def test_every_colour_of_a_drawing_is_one_of_the_edition_or_that_of_the_words(figures: dict[str, Tag]) -> None:
    for name, figure in figures.items():
        drawn = figure.select(".chart svg *")
        colours = {mark[kind] for mark in drawn for kind in ("fill", "stroke") if mark.get(kind)}
        strange = {each for each in colours if not re.match(r"var\(--chart-\d|url\(#", each)}
        assert strange <= {"none", "transparent", "currentColor"}, name
