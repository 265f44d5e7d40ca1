"""A chart is published with the columns that it draws, whatever their names, and names them as a reader would."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from glossator.notebook.figure import Figure, figure
from glossator.notebook.svg import MIME

SMALL = Path(__file__).parent / "small"

COUNTRIES = ["Chile", "Perú"]
#: A column as the table has it, and as a chart names it.
COLUMNS = {
    "País": "País",
    "国家": "国家",
    "U.S. exports": r"U\.S\. exports",
    "exports [t]": r"exports \[t\]",
    "who's": r"who\'s",
    'the "rest"': r"the \"rest\"",
    "rate: real": r"rate\: real",
}


@pytest.fixture(autouse=True)
def in_a_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shutil.copytree(SMALL, tmp_path / "book"))


def a_figure(chart: alt.Chart) -> Figure:
    return figure(chart, name="a", title="A finding", alt="Columns.", data=pd.DataFrame({"a": [1]}), tables=[])


def rows_of(chart: alt.Chart) -> list[dict[str, Any]]:
    """Return the rows with which a chart is published."""
    content = json.loads(a_figure(chart)._repr_mimebundle_()[MIME])
    (rows,) = content["spec"]["datasets"].values()
    return list(rows)


def words_of(chart: alt.Chart) -> list[str]:
    """Return what a drawing says: its words, and what is said of each mark."""
    svg = BeautifulSoup(a_figure(chart).svgs()["wide"], "xml")
    return [text.get_text() for text in svg.find_all(["text", "title"])]


@pytest.mark.parametrize(("column", "written"), COLUMNS.items(), ids=COLUMNS)
def test_a_column_of_any_name_is_published_and_drawn(column: str, written: str) -> None:
    rows = pd.DataFrame({column: COUNTRIES, "tonnes": [1, 2], "note": ["", ""]})
    chart = alt.Chart(rows).mark_bar().encode(x=f"{written}:N", y="tonnes:Q", tooltip=[f"{written}:N"])
    assert rows_of(chart) == [{column: "Chile", "tonnes": 1}, {column: "Perú", "tonnes": 2}]
    words = words_of(chart)
    # The labels of the axis, its title, and what a mark says.
    assert {*COUNTRIES, column} <= set(words)
    assert any(f"{column}: Chile" in word for word in words)


def test_a_column_that_only_a_formula_names_is_published() -> None:
    rows = pd.DataFrame({"who's": [1, 2], "tonnes": [1, 2]})
    chart = alt.Chart(rows).mark_bar().encode(y="tonnes:Q").transform_filter(r"datum['who\'s'] > 1")
    assert rows_of(chart)[0] == {"who's": 1, "tonnes": 1}


@pytest.mark.parametrize(
    ("name", "written"), [("U.S. exports", r"U\.S\. exports"), ("t[0]", r"t\[0\]"), ("who's", r"who\'s")]
)
def test_a_column_that_would_be_drawn_without_values_is_refused(name: str, written: str) -> None:
    chart = alt.Chart(pd.DataFrame({name: [1, 2]})).mark_bar().encode(y=f"{name}:Q")
    with pytest.raises(ValueError, match="would be a path") as refused:
        a_figure(chart).svgs()
    assert f'names the column "{name}" by "{written}"' in str(refused.value)


def test_a_column_that_is_misspelt_is_refused_and_the_nearest_named() -> None:
    rows = pd.DataFrame({"exports": [1, 2], "crop": ["rye", "oats"]})
    with pytest.raises(ValueError, match=r'names the column "export", .* have: crop, exports; did you mean exports'):
        rows_of(alt.Chart(rows).mark_bar().encode(x="export:Q", y="crop:N"))


def test_a_column_that_a_transform_makes_is_none_of_the_table() -> None:
    rows = pd.DataFrame({"exports": [1, 2]})
    chart = alt.Chart(rows).mark_bar().encode(x="twice:Q").transform_calculate(twice="2 * datum.exports")
    assert rows_of(chart) == [{"exports": 1}, {"exports": 2}]


def test_a_place_within_a_row_is_no_column() -> None:
    data = alt.Data(values=[{"trade": {"tonnes": 1, "note": "kept whole"}}])
    rows = a_figure(alt.Chart(data).mark_bar().encode(y="trade.tonnes:Q")).spec["data"]["values"]
    assert rows == [{"trade": {"tonnes": 1, "note": "kept whole"}}]


def test_data_that_are_no_rows_are_published_as_they_are() -> None:
    text = alt.InlineData("year,tonnes\n2015,1", format=alt.CsvDataFormat(type="csv"))
    spec = a_figure(alt.Chart(text).mark_bar().encode(x="year:O", y="tonnes:Q")).spec
    assert list(spec["datasets"].values()) == ["year,tonnes\n2015,1"]


def test_a_tooltip_says_what_is_counted() -> None:
    rows = pd.DataFrame({"País": ["Chile", "Chile"]})
    chart = alt.Chart(rows).mark_bar().encode(x="País:N", y="count()", tooltip=["País:N", "count()"])
    assert any("Count of Records: 2" in word for word in words_of(chart))


def test_a_mark_tells_what_its_tooltip_says_and_no_column_that_only_places_it() -> None:
    rows = pd.DataFrame({"day": pd.to_datetime(["2016-05-01"]), "nth": [4], "tonnes": [1234.5], "crop": ["rye; oats"]})
    tooltip = ["day:T", alt.Tooltip("tonnes:Q", format=",.1f"), alt.Tooltip("crop:N", title="Sown")]
    dots = alt.Chart(rows).mark_point().encode(x="day:T", y=alt.Y("nth:Q", axis=None), tooltip=tooltip)
    names = alt.Chart(rows).mark_text().encode(x="day:T", y="nth:Q", text="crop:N")
    lines = alt.Chart(rows).mark_rule().encode(x="day:T")
    svg = BeautifulSoup(a_figure(lines + dots + names).svgs()["wide"], "xml")
    assert [title.get_text() for title in svg.find_all("title")] == ["day: 5/1/2016; tonnes: 1,234.5; Sown: rye; oats"]
