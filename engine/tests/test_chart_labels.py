"""Charts say at their marks what they show (values, names, events, gaps, statuses), in colours told apart in grey."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from glossator.config import Edition
from glossator.core.palette import DISTINCT, PALETTE, PATTERNS, contrast
from glossator.notebook.figure import figure
from glossator.notebook.labels import (
    SIGNS,
    direct_labels,
    end_label,
    mark_event,
    no_data,
    status_marks,
    value_labels,
)
from glossator.settings_reader import read_settings
from glossator.site.kinds import style_sheet
from glossator.testing.books import NOTEBOOK, SmallBook
from glossator.testing.serving import served
from playwright.sync_api import Browser, expect

SMALL = Path(__file__).parent / "small"
#: How colours look to those who lack one kind of cones, for colours in linear light (Machado and others 2009).
BLINDNESS = {
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
HARVEST = pd.DataFrame({"year": [2015, 2016, 2018], "tonnes": [10.5, 12.0, 9.0]})
CROPS = pd.DataFrame(
    {"crop": ["rye", "rye", "oats", "oats"], "field": ["North", "South"] * 2, "tonnes": [8.0, 3.0, 2.0, 1.0]}
)
COLUMNS = alt.Chart(HARVEST).mark_bar().encode(x="year:O", y="tonnes:Q")


@pytest.fixture(autouse=True)
def in_a_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shutil.copytree(SMALL, tmp_path / "book"))


def drawing(chart: Any) -> BeautifulSoup:
    made = figure(chart, name="harvest", title="A finding", alt="Marks.", data=HARVEST, tables=[])
    return BeautifulSoup(made.svgs()["wide"], "xml")


def words(chart: Any) -> list[str]:
    return [text.get_text().replace("\u2002", " ") for text in drawing(chart).find_all("text")]


# Colours --------------------------------------------------------------------------------------------------------------


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> str:
    """Return a colour as somebody sees it."""
    light = [(int(colour[place : place + 2], 16) / 255) ** 2.2 for place in (1, 3, 5)]
    mixed = [sum(part * weight for part, weight in zip(light, row, strict=True)) for row in matrix]
    return "#" + "".join(f"{round(255 * min(max(part, 0), 1) ** (1 / 2.2)):02x}" for part in mixed)


@pytest.mark.parametrize("page", ["colour", "dark"])
def test_two_colours_differ_in_lightness_or_in_pattern_in_grey_print_and_to_every_eye(page: str) -> None:
    colours = [getattr(each, page) for each in Edition().chart_colours]
    for (one, first), (other, second) in combinations(zip(colours, PALETTE, strict=True), 2):
        if first.pattern == second.pattern:
            assert contrast(one, other) >= DISTINCT
            for matrix in BLINDNESS.values():
                assert contrast(seen(one, matrix), seen(other, matrix)) >= DISTINCT


@pytest.mark.parametrize(("page", "ground"), [("colour", "#ffffff"), ("colour", "#fdfcf9"), ("dark", "#15171a")])
def test_every_colour_stands_out_from_the_page(page: str, ground: str) -> None:
    assert [each for each in Edition().chart_colours if contrast(getattr(each, page), ground) < 3] == []


def test_an_edition_has_colours_of_its_own_and_hears_of_two_that_are_one_grey() -> None:
    settings, found = read_settings({"chart_colours": [{"colour": "#112233", "dark": "#eeeeee"}]})
    assert found == []
    assert "--chart-1: light-dark(#112233, #eeeeee);" in style_sheet(settings)
    alike = [{"colour": "#2a7ab9", "dark": "#eeeeee"}, {"colour": "#c8601a", "dark": "#555555"}]
    (found,) = read_settings({"chart_colours": alike})[1]
    assert found.path == ("chart_colours", 1, "colour")
    assert "nearly one grey (a contrast of 1.1 to 1)" in found.message


def test_a_drawing_names_its_colours_by_place_and_holds_the_patterns_that_it_uses() -> None:
    rows = pd.DataFrame({"crop": list("abcdef"), "tonnes": range(1, 7)})
    svg = drawing(alt.Chart(rows).mark_bar().encode(x="tonnes:Q", y="crop:N", color="crop:N"))
    fills = [path["fill"] for path in svg.select(".mark-rect path")]
    assert fills[:2] == [f"var(--chart-{place}, {PALETTE[place - 1].colour})" for place in (1, 2)]
    assert {f"url(#{pattern['id']})" for pattern in svg.find_all("pattern")} == set(fills[2:])
    assert len(set(fills)) == len(PALETTE) == len(PATTERNS) + 2


def test_a_line_of_a_colour_with_a_pattern_is_plain() -> None:
    rows = pd.DataFrame({"crop": ["a", "a", "b", "b", "c", "c"], "year": [1, 2] * 3, "tonnes": range(6)})
    svg = drawing(alt.Chart(rows).mark_line().encode(x="year:Q", y="tonnes:Q", color=alt.Color("crop:N", legend=None)))
    assert {path["stroke"] for path in svg.select(".mark-line path")} == {
        f"var(--chart-{place}, {PALETTE[place - 1].colour})" for place in (1, 2, 3)
    }


# Words ----------------------------------------------------------------------------------------------------------------


def test_a_value_label_says_what_the_bar_encodes() -> None:
    assert {"10.5", "12.0", "9.0"} <= set(words(COLUMNS + value_labels(COLUMNS, ".1f")))
    assert "10.5" not in words(COLUMNS + value_labels(COLUMNS, ".1f", only=[2016, 2018]))


def test_a_label_needs_a_quantity() -> None:
    with pytest.raises(ValueError, match="neither x nor y of this chart is a quantity"):
        value_labels(alt.Chart(HARVEST).mark_bar().encode(x="year:O"))


def test_bars_in_groups_are_named_once_where_there_is_room_and_have_no_legend() -> None:
    bars = alt.Chart(CROPS).mark_bar().encode(x="tonnes:Q", y="crop:N", yOffset="field:N", color="field:N")
    said = words(direct_labels(bars, ".0f"))
    assert {"8", "3", "2 North", "1 South"} <= set(said)
    assert [word for word in said if "North" in word] == ["2 North"]


def test_stacked_bars_are_named_above_the_longest_part() -> None:
    bars = alt.Chart(CROPS).mark_bar().encode(x="tonnes:Q", y="crop:N", color="field:N")
    assert [word for word in words(direct_labels(bars)) if word in {"North", "South"}] == ["North", "South"]


def test_a_line_is_named_at_its_end() -> None:
    rows = pd.DataFrame({"crop": ["rye", "rye", "oats", "oats"], "year": [1, 2] * 2, "tonnes": [1, 4, 1, 2.5]})
    line = alt.Chart(rows).mark_line().encode(x="year:Q", y="tonnes:Q", color="crop:N")
    assert {"rye, 4.0", "oats, 2.5"} <= set(words(direct_labels(line, ".1f")))


def test_the_last_point_of_a_line_is_labelled() -> None:
    line = alt.Chart(HARVEST).mark_line().encode(x="year:Q", y="tonnes:Q")
    assert "2018: 9.0" in words(line + end_label(line, "2018:", ".1f"))


def test_an_event_is_a_dashed_line_with_its_name_on_an_axis_of_years_and_on_one_of_days() -> None:
    days = pd.to_datetime(HARVEST["year"].astype(str))
    dates = alt.Chart(HARVEST.assign(day=days)).mark_point()
    for chart in (mark_event(2016, "drought") + COLUMNS, mark_event("2016-07-01", "drought") + dates.encode(x="day:T")):
        assert "drought" in words(chart)
        assert [rule for rule in drawing(chart).select("line[stroke-dasharray]") if rule["stroke-dasharray"] == "4,3"]


def test_years_without_a_figure_are_said_once_for_years_that_follow_each_other() -> None:
    said = words(no_data([2017, 2019, 2020]) + COLUMNS)
    assert said.count("no data") == 2
    assert {"2015", "2016", "2017", "2018", "2019", "2020"} <= set(said)


def test_statuses_have_the_signs_of_the_data_package_in_its_order() -> None:
    path = Path("data", "datapackage.json")
    package = json.loads(path.read_text(encoding="utf-8"))
    fields = next(each for each in package["resources"] if each["name"] == "harvest")["schema"]["fields"]
    crop = next(field for field in fields if field["type"] == "string")
    crop["signs"] = {"wheat": "●", "barley": "◐", "rye": "○"}
    path.write_text(json.dumps(package), encoding="utf-8")
    shape = status_marks("harvest", crop["name"], among=["rye", "wheat"]).to_dict()
    assert shape["scale"] == {"domain": ["wheat", "rye"], "range": [SIGNS["●"], SIGNS["○"]]}
    crop["signs"] = {"wheat": "☺"}
    path.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(ValueError, match='needs "signs"'):
        status_marks("harvest", crop["name"])


def test_a_formula_keeps_the_signs_of_a_name() -> None:
    rows = pd.DataFrame({"who's": ["it's", 'the "rest"'], "tonnes": [4, 1]})
    bars = alt.Chart(rows).mark_bar().encode(x="tonnes:Q", y=r"who\'s:N", color=r"who\'s:N")
    assert {"4 it's", '1 the "rest"'} <= set(words(direct_labels(bars, "d")))


CELL = """
```{code-cell} python3
import altair as alt
import pandas as pd
from glossator import direct_labels, figure

rows = pd.DataFrame({"crop": ["rye", "oats", "wheat"], "tonnes": [3, 2, 1]})
bars = alt.Chart(rows).mark_bar().encode(x="tonnes:Q", y="crop:N", color=alt.Color("crop:N", sort=None))
figure(
    direct_labels(bars, "d"),
    name="crops",
    title="Most is rye",
    subtitle="Tonnes, 2016",
    alt="Three bars.",
    data=rows,
    tables=[],
)
```
"""


@pytest.mark.slow
def test_on_the_page_a_chart_has_the_colours_of_the_edition_in_the_dark_its_patterns_when_it_is_live_and_its_data(
    small_book: Callable[..., SmallBook], browser: Browser
) -> None:
    build = small_book(one=f"{NOTEBOOK}# One\n{CELL}").build(html_theme="glossator")
    assert build.warnings == ""
    with served(build.out) as address:
        page = browser.new_page(viewport={"width": 590, "height": 900}, color_scheme="dark")
        page.goto(f"{address}chapters/one.html")
        expect(page.locator(".figure-subtitle")).to_have_text("Tonnes, 2016")
        # A wide drawing would have letters of ten pixels here.
        expect(page.locator(".chart .narrow")).to_be_visible()
        bar = page.locator(".narrow .mark-rect path").first
        assert bar.evaluate("bar => getComputedStyle(bar).fill") == "rgb(140, 196, 245)"
        file = page.locator(".figure-sources a.download").get_attribute("href")
        assert page.request.get(f"{address}chapters/{file}").text().splitlines()[:2] == ["Crop,Tonnes", "rye,3"]
        page.locator("figure").hover()
        expect(page.locator('.live path[fill="url(#chart-3)"]')).to_have_count(1)
        assert page.locator("svg.chart-patterns > pattern").get_attribute("id") == "chart-3"
        page.close()


def test_the_readme_names_every_helper() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("**A chart.**")[2].partition("**A work.**")[0]
    helpers = {"direct_labels", "end_label", "mark_event", "no_data", "status_marks", "statuses", "value_labels"}
    assert set(re.findall(r"^\| `(\w+)\(", table, re.MULTILINE)) == helpers
    assert set(SIGNS) <= set(table)
