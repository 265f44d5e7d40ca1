"""A chart becomes a figure: drawn when the book is built, twice, with all that a reader who cannot see it needs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from glossator.execution import render_workers
from glossator.notebook.figure import Figure, figure
from glossator.notebook.svg import MIME, WIDTHS
from glossator.notebook.table import table
from glossator.testing.books import NOTEBOOK, SmallBook, make_small_book

SMALL = Path(__file__).parent / "small"

TONNES = pd.DataFrame({"year": [2015, 2016, 2017], "tonnes": [10.5, 12.0, None], "note": ["good", "", "late"]})


@pytest.fixture(autouse=True)
def in_a_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shutil.copytree(SMALL, tmp_path / "book"))


def a_figure(**changes: Any) -> Figure:
    chart = alt.Chart(TONNES).mark_bar(clip=True).encode(x="year:O", y="tonnes", tooltip=["year:O", "tonnes"])
    fields: dict[str, Any] = {
        "name": "harvest",
        "title": "The harvest of 2016 was the largest",
        "alt": "Columns for three years; the second is the tallest.",
        "data": TONNES,
        "tables": ["harvest"],
    }
    return figure(**{"chart": chart, **fields, **changes})


def content_of(a: Figure) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(a._repr_mimebundle_()[MIME])
    return content


def drawings(a: Figure) -> dict[str, BeautifulSoup]:
    return {size: BeautifulSoup(svg, "xml") for size, svg in a.svgs().items()}


def test_a_figure_has_a_drawing_for_a_wide_column_and_one_for_a_phone() -> None:
    widths = {size: svg.svg["width"] for size, svg in drawings(a_figure()).items()}
    assert widths == {size: str(width) for size, width in WIDTHS.items()}
    assert WIDTHS["narrow"] <= 340 < WIDTHS["wide"]


def test_a_drawing_shows_the_data_and_tells_each_value_without_a_script() -> None:
    for svg in drawings(a_figure()).values():
        assert {"2015", "2016", "12"} <= {text.get_text() for text in svg.find_all("text")}
        assert ["12" in title.get_text() for title in svg.find_all("title")] == [False, True]


def test_a_drawing_takes_the_colour_of_the_page_and_has_no_ground_of_its_own() -> None:
    for svg in drawings(a_figure()).values():
        assert {text["fill"] for text in svg.find_all("text")} == {"currentColor"}
        assert not [rect for rect in svg.find_all("rect") if rect.get("fill") == "white"]


def test_two_renderings_are_the_same_to_the_byte() -> None:
    first, second = a_figure()._repr_mimebundle_(), a_figure()._repr_mimebundle_()
    assert first == second


@pytest.mark.parametrize(
    "chart",
    [
        alt.Chart("https://example.org/harvest.csv").mark_bar().encode(x="year:O", y="tonnes:Q"),
        alt.Chart(TONNES.assign(url="https://example.org/a.png")).mark_image().encode(x="year:O", url="url"),
    ],
    ids=["data", "image"],
)
def test_nothing_is_asked_of_the_network(chart: alt.Chart) -> None:
    with pytest.raises(ValueError, match=r"example\.org"):
        a_figure(chart=chart).svgs()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, 'figure "harvest" has no title'),
        ({"alt": ""}, 'figure "harvest" has no alt'),
        ({"name": "The harvest"}, '"harvest-by-year"; "The harvest" is none'),
    ],
)
def test_a_figure_without_its_words_is_refused(changes: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        a_figure(**changes)


def test_a_missing_value_is_nothing_in_the_table_and_in_the_chart() -> None:
    content = content_of(a_figure())
    assert content["table"]["rows"] == [["2015", "10.5", "good"], ["2016", "12", ""], ["2017", "", "late"]]
    assert [row["tonnes"] for row in next(iter(content["spec"]["datasets"].values()))] == [10.5, 12.0, None]


def test_the_chart_carries_only_the_columns_that_it_draws() -> None:
    content = content_of(a_figure())
    assert "note" not in str(content["spec"]["datasets"])


def test_the_headings_of_the_table_are_those_of_the_data_package() -> None:
    columns = content_of(a_figure())["table"]["columns"]
    assert [(column["title"], column["align"]) for column in columns] == [
        ("Year", "right"),
        ("Harvest (tonnes)", "right"),
        ("Note", "left"),
    ]


def test_the_sources_are_those_of_the_rows_or_else_of_the_tables() -> None:
    rows = pd.DataFrame({"year": [2015], "source_keys": ["smith2016"]})
    assert content_of(a_figure(data=rows))["sources"] == ["smith2016"]
    assert content_of(a_figure(tables=["harvest", "prices"]))["sources"] == ["smith2016", "jones2017"]


def test_the_sources_stand_in_whichever_column_has_the_role_of_works() -> None:
    for name in ("datapackage.json", "harvest.csv"):
        path = Path("data", name)
        text = path.read_text(encoding="utf-8").replace('"source_keys"', '"told_in", "role": "works"', 1)
        path.write_text(text.replace("on,source_keys", "on,told_in"), encoding="utf-8")
    content = content_of(a_figure(data=table("harvest")))
    assert content["sources"] == ["smith2016", "jones2017"]
    assert [column["role"] for column in content["table"]["columns"]][-1] == "works"


# On the page --------------------------------------------------------------------------------------------------------

CELL = """
```{code-cell} python3
import altair as alt
from glossator.notebook.figure import figure
from glossator.notebook.table import table

rows = table("%(table)s")
figure(
    alt.Chart(rows).mark_bar(clip=True).encode(x="year:O", y="%(column)s"),
    name="%(table)s",
    title="What the %(table)s show",
    alt="Columns by year.",
    data=rows,
    tables=["%(table)s"],
)
```
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    """Return a page with two charts."""
    harvest, prices = CELL % {"table": "harvest", "column": "tonnes"}, CELL % {"table": "prices", "column": "price"}
    chapter = f"{NOTEBOOK}# One\n{harvest}\nBetween the two.\n{prices}"
    build = make_small_book(SMALL, tmp_path_factory.mktemp("charts"), {"one": chapter}).build()
    assert build.warnings == ""
    return build.page("chapters/one")


@pytest.mark.slow
@pytest.mark.xdist_group("page of charts")
def test_a_figure_has_its_finding_its_drawings_and_its_text(page: BeautifulSoup) -> None:
    harvest, prices = page.select("figure")
    assert [harvest["id"], prices["id"]] == ["harvest", "prices"]
    assert "What the harvest show" in harvest.figcaption.get_text()
    assert harvest.select_one(".chart")["aria-label"] == "Columns by year."
    assert len(harvest.select(".chart svg")) == 2


@pytest.mark.slow
@pytest.mark.xdist_group("page of charts")
def test_a_figure_has_its_data_its_code_its_file_and_its_sources(page: BeautifulSoup) -> None:
    harvest = page.select_one("#harvest")
    assert [row.get_text(" ", strip=True) for row in harvest.select("tbody tr")] == [
        "2015 10.5 wheat 1 Sept 2015",
        "2016 12 wheat 1 Sept 2016",
        "2017 9.25 rye",
    ]
    assert 'table("harvest")' in harvest.select_one("pre").get_text()
    assert harvest.select_one("a.download").get_text() == "harvest.csv"
    assert len(harvest.select(".figure-sources a[href*='index.html#']")) == 2


@pytest.mark.slow
@pytest.mark.xdist_group("page of charts")
def test_no_two_elements_of_a_page_have_one_id(page: BeautifulSoup) -> None:
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    # The clips of the drawings are among them: vega numbers them from 0 in each.
    assert len(page.select("clipPath[id], clippath[id]")) >= 4
    for element in page.select("[clip-path]"):
        assert element["clip-path"].removeprefix("url(#").removesuffix(")") in ids


@pytest.mark.slow
@pytest.mark.parametrize(
    ("worker", "said"),
    [
        ("import sys; sys.stdin.readline()", "has ended"),
        ("import sys; sys.stdin.read()", "takes longer than 1 seconds"),
    ],
    ids=["ends", "hangs"],
)
def test_a_chart_whose_drawing_never_comes_is_reported_at_its_cell(
    small_book: Callable[..., SmallBook], monkeypatch: pytest.MonkeyPatch, worker: str, said: str
) -> None:
    monkeypatch.setattr(render_workers, "COMMAND", [sys.executable, "-c", worker])
    monkeypatch.setattr(render_workers, "LONGEST", 1)
    cell = CELL % {"table": "harvest", "column": "tonnes"}
    warnings = small_book(one=f"{NOTEBOOK}# One\n{cell}", two=f"{NOTEBOOK}# Two\n{cell}").build().warnings
    for chapter in ("one", "two"):
        assert f"chapters/{chapter}.md:11: WARNING: code cell 1 stops with" in warnings
    assert warnings.count(said) == 2


@pytest.mark.slow
def test_two_figures_of_one_name_are_reported(small_book: Callable[..., SmallBook]) -> None:
    cell = CELL % {"table": "harvest", "column": "tonnes"}
    warnings = small_book(one=f"{NOTEBOOK}# One\n{cell}\nBetween the two.\n{cell}").build().warnings
    assert '"harvest"' in warnings
    assert "[edition.duplicate]" in warnings
