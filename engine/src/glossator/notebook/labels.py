"""Layers of a chart that say what it shows at the place where it shows it: values, names, events, gaps, statuses.

Each is added to a chart: ``bars + value_labels(bars)``. What a label says is what the mark encodes: the field is taken
from the chart, never named twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from glossator.core.datapackage import signs, table_fields

#: JSON, as Altair's ``to_dict`` returns it.
Encoding = dict[str, Any]
#: What Altair says that it makes of several layers.
Layers = alt.LayerChart | alt.FacetChart

INK = alt.value("currentColor")
#: What is not said in one layer, Vega-Lite fills in for all.
LEVEL = alt.Axis(labelAngle=0)
#: Of a label, as a part of the longest bar; a phone has room for little more.
LETTER = 0.035
#: Sign -> path of a symbol (SVG, within 2 by 2), drawn by its area alone, so that it needs no line.
RING = "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0ZM-.8 0A.8 .8 0 1 0 .8 0A.8 .8 0 1 0 -.8 0Z"
SIGNS = {
    "●": "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z",
    "◐": f"{RING}M0 -.8A.8 .8 0 0 0 0 .8Z",
    "–": "M-1 -.2H1V.2H-1Z",
    "✕": "M-.9 -.65L-.65 -.9L0 -.25L.65 -.9L.9 -.65L.25 0L.9 .65L.65 .9L0 .25L-.65 .9L-.9 .65L-.25 0Z",
    "◇": "M0 -1.15L1.15 0L0 1.15L-1.15 0ZM0 -.87L-.87 0L0 .87L.87 0Z",
    "◆": "M0 -1.15L1.15 0L0 1.15L-1.15 0Z",
    "○": RING,
    "□": "M-.9 -.9H.9V.9H-.9ZM-.7 -.7V.7H.7V-.7Z",
}


def value_labels(bars: alt.Chart, form: str = ",", *, only: Sequence[Any] | None = None, **mark: Any) -> Any:
    """Return a layer that writes at the end of each bar, column or point the value that it encodes.

    form: of the numbers, as d3 has it: ``.1f``, ``$,.0f``
    only: the categories (such as years) that get a label; all by default
    mark: how the text stands, as ``mark_text`` has it: ``align``, ``dx``, ``dy``, ``fontWeight``
    """
    encoding = _encoding(bars)
    measure, category = _channels(encoding)
    layer = _among(bars, encoding[category], only)
    text = alt.Text(field=encoding[measure]["field"], type="quantitative", format=form)
    return _text(layer, encoding, measure, mark).encode(text=text)


def direct_labels(chart: alt.Chart, form: str = "", *, at: Any = None, **mark: Any) -> Layers:
    """Return *chart* with the name of each series (its ``color``) beside it, in place of a legend.

    A line is named at its end; of bars in groups, those of a group that leaves room; of single bars, one of each series
    that leaves room; of stacked bars, the longest part of each series, above it.

    form: of the values that stand before the names, as d3 has it; without it there are none
    at: the group whose bars are named; the first that leaves room by default
    """
    encoding = _encoding(chart)
    measure, category = _channels(encoding)
    series = encoding["color"]["field"]
    bare = chart.encode(color=chart.encoding.color.legend(None))
    if _mark(chart) == "line":
        return alt.layer(bare, _end_names(chart, encoding, series, form, mark))
    if _is_stacked(chart, encoding, category):
        return alt.layer(bare, _part_names(chart, encoding, series, mark))
    named = _named(chart.data, encoding, measure, category, at)
    name = f"{_any_of(named, encoding, category)} ? '\u2002' + {_datum(series)} : ''"
    value = f"format({_datum(encoding[measure]['field'])}, '{form}')" if form else "''"
    names = chart.transform_calculate(label=f"{value} + ({name})")
    return alt.layer(bare, _text(names, encoding, measure, mark).encode(text="label:N"))


def end_label(line: alt.Chart, text: str = "", form: str = ",", **mark: Any) -> Layers:
    """Return a layer with a dot at the last point of a line, and the value there, after *text*."""
    encoding = _encoding(line)
    x, y = (_name(encoding[channel]["field"]) for channel in ("x", "y"))
    rows = line.data.dropna(subset=[y]).sort_values(x).tail(1)
    last = line.properties(data=rows)
    value = f"{_quoted(f'{text} ' if text else '')} + format({_datum(encoding['y']['field'])}, '{form}')"
    label = last.transform_calculate(label=value).mark_text(**{"align": "right", "dy": -10, **mark})
    return alt.layer(last.mark_point(size=60), label.encode(text="label:N", color=INK))


def mark_event(when: str | int, label: str, **mark: Any) -> Layers:
    """Return a dashed line at a time on the x axis, with its name above: ``mark_event("2017-11-09", "visit")``.

    when: a day (ISO 8601) where the axis is temporal, a year as a number where it has a place for each year
    """
    if isinstance(when, int):
        x = alt.XDatum(when, type="ordinal", axis=LEVEL)
    else:
        day = date.fromisoformat(when)
        x = alt.XDatum(alt.DateTime(year=day.year, month=day.month, date=day.day), type="temporal")
    event = alt.Chart(pd.DataFrame({"event": [label]})).encode(x=x)
    rule = event.mark_rule(strokeDash=[4, 3], aria=False)
    return alt.layer(rule, event.mark_text(**{"align": "left", "dx": 4, "y": -6, **mark}).encode(text="event:N"))


def no_data(years: Iterable[int], label: str = "no data") -> Layers:
    """Return a pale band over each year of an axis of years for which there is no figure, and words that say so.

    Without it a gap looks like a nought. Years that follow each other share the words.
    """
    runs = _runs(sorted(years))
    x = alt.X("gap:O", title=None, axis=LEVEL)
    gaps = alt.Chart(pd.DataFrame({"gap": [year for run in runs for year in run]})).encode(x=x)
    middles = pd.DataFrame({"gap": [run[len(run) // 2] for run in runs], "words": label, "years": [*map(len, runs)]})
    words = alt.Chart(middles).encode(x=x, text="words:N")
    upright = words.transform_filter("datum.years < 4").mark_text(angle=270, align="left", dx=4, y="height")
    level = words.transform_filter("datum.years >= 4").mark_text(dy=-8, y="height")
    return alt.layer(gaps.mark_rect(color="currentColor", opacity=0.08, aria=False), upright, level)


def status_marks(table: str, field: str = "status", *, among: Iterable[str] = ()) -> alt.Shape:
    """Return the channel ``shape`` for a column of statuses, by the signs that ``datapackage.json`` gives its values.

    The field of the table has ``"signs": {"kept": "●", "partly": "◐", …}``, in the order in which statuses are listed;
    signs are those of `SIGNS`. A drawing says by shape what other charts say by colour.

    among: the statuses that occur, and so stand in the key; all by default
    """
    known, occurring = statuses(table, field), set(among)
    shown = [status for status in known if not occurring or status in occurring]
    scale = alt.Scale(domain=shown, range=[SIGNS[known[status]] for status in shown])
    legend = alt.Legend(symbolFillColor="currentColor", symbolStrokeWidth=0, symbolSize=120, columns=3)
    return alt.Shape(field=field, type="nominal", title=None, scale=scale, legend=legend)


def statuses(table: str, field: str = "status") -> dict[str, str]:
    """Return the statuses of a column with their signs, in their order."""
    known = signs(table_fields(table)[field])
    if not known or not SIGNS.keys() >= set(known.values()):
        message = (
            f'the field "{field}" of {table} in datapackage.json needs "signs", for each value one of {" ".join(SIGNS)}'
        )
        raise ValueError(message)
    return known


def _encoding(chart: alt.Chart) -> Encoding:
    """Return the encoding with shorthand and types resolved, whether the chart has a mark yet or not."""
    encoding: Encoding = chart.mark_text().to_dict().get("encoding", {})
    return encoding


def _channels(encoding: Encoding) -> tuple[str, str]:
    """Return the channel of the values and that of the categories. Raises ValueError if there are no values."""
    numbers = [channel for channel in ("y", "x") if encoding.get(channel, {}).get("type") == "quantitative"]
    if not numbers:
        raise ValueError("a label says the value of a mark; neither x nor y of this chart is a quantity (:Q)")
    return numbers[0], "x" if numbers[0] == "y" else "y"


def _among(chart: alt.Chart, category: Encoding, only: Sequence[Any] | None) -> alt.Chart:
    if only is None:
        return chart
    return chart.transform_filter(" || ".join(f"{_datum(category['field'])} == {_quoted(each)}" for each in only))


def _text(chart: alt.Chart, encoding: Encoding, measure: str, mark: dict[str, Any]) -> Any:
    """Return a layer of text beyond the end of each bar, with room for it where the chart leaves the axis free."""
    place = {"align": "left", "dx": 4} if measure == "x" else {"dy": -8}
    return _with_room(chart, encoding, measure).mark_text(**{**place, **mark}).encode(color=INK)


def _with_room(chart: alt.Chart, encoding: Encoding, measure: str) -> alt.Chart:
    channel = encoding[measure]
    if channel.get("scale"):
        return chart
    values = chart.data[_name(channel["field"])]
    room = 1 + LETTER * max(4, len(f"{values.max():g}")) if measure == "x" else 1.06
    scaled = getattr(chart.encoding, measure).scale(domainMax=float(values.max()) * room)
    return chart.encode(**{measure: scaled})


def _end_names(chart: alt.Chart, encoding: Encoding, series: str, form: str, mark: dict[str, Any]) -> Any:
    x, y = (_name(encoding[channel]["field"]) for channel in ("x", "y"))
    ends = chart.data.dropna(subset=[y]).sort_values(x, kind="stable").groupby(_name(series), sort=False).tail(1)
    value = f" + ', ' + format({_datum(encoding['y']['field'])}, '{form}')" if form else ""
    names = chart.properties(data=ends).transform_calculate(label=_datum(series) + value)
    return names.mark_text(**{"align": "right", "dy": -9, **mark}).encode(text="label:N", color=INK)


def _is_stacked(chart: alt.Chart, encoding: Encoding, category: str) -> bool:
    groups = chart.data[_name(encoding[category]["field"])]
    return not any(offset in encoding for offset in ("xOffset", "yOffset")) and groups.duplicated().any()


def _named(data: pd.DataFrame, encoding: Encoding, measure: str, category: str, at: Any) -> pd.DataFrame:
    """Return the rows that bear the name of their series."""
    value, group, series = (_name(encoding[channel]["field"]) for channel in (measure, category, "color"))
    if not data[group].duplicated().any():
        # Of the bars that leave room for words the longest; else the shortest.
        long = data[value] > data[value].max() / 2
        order = data[value].mask(long, -data[value]).sort_values(ascending=False, kind="stable").index
        return data.loc[order].drop_duplicates(series)
    longest = data.groupby(group, sort=False)[value].max()
    room = longest[longest <= longest.max() / 2]
    return data[data[group] == (at if at is not None else room.index[0] if len(room) else longest.idxmin())]


def _any_of(rows: pd.DataFrame, encoding: Encoding, category: str) -> str:
    """Return a formula that is true of the marks of *rows*."""
    fields = [encoding[category]["field"], encoding["color"]["field"]]
    each = [[f"{_datum(name)} == {_quoted(row[_name(name)])}" for name in fields] for _, row in rows.iterrows()]
    return "(" + " || ".join(f"({' && '.join(both)})" for both in each) + ")"


def _part_names(chart: alt.Chart, encoding: Encoding, series: str, mark: dict[str, Any]) -> Any:
    measure, category = _channels(encoding)
    parts = chart.data.groupby(_name(series), sort=False)[_name(encoding[measure]["field"])]
    chosen = _any_of(chart.data.loc[parts.idxmax()], encoding, category)
    stacked = getattr(chart.encoding, measure).stack("zero").bandPosition(0)
    names = chart.transform_calculate(label=f"{chosen} ? {_datum(series)} : ''").encode(**{measure: stacked})
    detail = alt.Detail(field=series, type="nominal")
    # Beside the axis, not on it.
    return names.mark_text(**{"align": "left", "dx": 4, "dy": -17, **mark}).encode(
        text="label:N", color=INK, detail=detail
    )


def _mark(chart: alt.Chart) -> str:
    return str(chart.mark if isinstance(chart.mark, str) else chart.mark.type)


def _runs(years: list[int]) -> list[list[int]]:
    """Return years in lists of such as follow each other."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs


def _name(field: str) -> str:
    """Return a column's own name; where a chart names it, signs of it are escaped."""
    return field.replace("\\", "")


def _datum(field: str) -> str:
    """Return how a formula of Vega names a column."""
    return f"datum[{_quoted(_name(field))}]"


def _quoted(value: Any) -> str:
    """Return a value as a formula of Vega has it."""
    if not isinstance(value, str):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
