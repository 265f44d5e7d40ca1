"""What the check sees of bare charts in the code of cells, which it does not run."""

from __future__ import annotations

import pytest
from glossator.execution.bare_charts import Charts

BEFORE = "import altair as alt\nbars = alt.Chart(rows).mark_bar().encode(x=alt.X('year', title='Year'))"


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("bars", [[]]),
        ("bars.properties(title='A')", [["title"]]),
        ("bars.properties(title='A', description='B').interactive()", [["description", "title"]]),
        ("bars = bars.properties(title='A')\nbars", [["title"]]),
        ("bars + bars.mark_text()", [[]]),
        ("alt.layer(bars, bars, title='A')", [["title"]]),
        ("bars.properties(title='A') | bars", [[]]),
        ("from altair import Chart\nChart(rows).mark_line()", [[]]),
        ("display(bars)\n1 + 1", [[]]),
        ("%matplotlib inline\nbars", [[]]),
        ("bars;", []),
        ("other = bars", []),
        ("figure(bars, title='A', alt='B')", []),
        ("bars.to_dict()", []),
        ("rows.head()", []),
        ("bars(", []),
    ],
)
def test_a_chart_that_a_cell_leaves_is_seen_with_the_words_it_has(code: str, left: list[list[str]]) -> None:
    charts = Charts()
    assert list(charts.left_by(BEFORE)) == []
    assert list(charts.left_by(code)) == left
