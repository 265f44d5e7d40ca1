"""A chart's Vega-Lite specification, made fit for a page: only the columns that are drawn, channels with titles.

Runs in a kernel. A column may have any name. Where a chart names it, dots, brackets and quotation marks are escaped
(``U\\.S\\. exports`` for ``U.S. exports``): Vega-Lite reads them as a path into the row.
"""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Iterator
from typing import Any

#: JSON, as Altair's ``Chart.to_dict`` returns it.
Spec = dict[str, Any]

#: What Vega-Lite reads as a path, if no backslash stands before it.
PATH = re.compile(r"""[.\[\]'"]""")

#: Channels whose columns a reader sees.
SEEN = ("x", "y", "color", "fill", "size", "shape", "theta", "radius", "text", "row", "column", "facet")


def keep_used_columns(spec: Spec) -> Spec:
    """Return *spec* with only the columns that the chart names, and with null where a value is missing.

    Altair puts whole tables into a chart, notes and sources included; the page need not carry them twice. Raises
    ValueError for a column that Vega-Lite would look for elsewhere, or in vain, and so draw without values.
    """
    rest = {**spec}
    datasets = rest.pop("datasets", {})
    columns = {column for rows in datasets.values() for row in rows if isinstance(row, dict) for column in row}
    _refuse_paths(rest, columns)
    _refuse_unknown(rest, columns)
    # Names in formulas stand between quotation marks, which may be escaped, too.
    words = _unescape("\n".join(_strings(rest)))
    used = {column for column in columns if _unescape(column) in words}
    return {**rest, "datasets": {name: _drawn(rows, used) for name, rows in datasets.items()}}


def _drawn(data: Any, used: set[str]) -> Any:
    """Return the rows of a dataset with the columns *used*; it may also be a list of values, or a table as text."""
    if isinstance(data, list):
        return [_drawn(row, used) for row in data]
    if isinstance(data, dict):
        return {column: _or_null(value) for column, value in data.items() if column in used}
    return _or_null(data)


def _or_null(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _refuse_paths(spec: Spec, columns: set[str]) -> None:
    """Raise ValueError if a ``field`` is a path for Vega-Lite, and the name of a column for whoever wrote it."""
    for part in _objects(spec):
        name = part.get("field")
        if isinstance(name, str) and name in columns and PATH.search(name):
            escaped = PATH.sub(r"\\\g<0>", name)
            raise ValueError(f'a chart names the column "{name}" by "{escaped}"; as it is written it would be a path')


def _refuse_unknown(spec: Spec, columns: set[str]) -> None:
    """Raise ValueError if a ``field`` is no column, where neither a transform nor other data could make it one."""
    parts = list(_objects(spec))
    if not columns or any("transform" in part or not _is_named(part.get("data", {})) for part in parts):
        return
    known = {_unescape(column) for column in columns}
    for name in (part.get("field") for part in parts):
        if isinstance(name, str) and _unescape(name) not in known and not PATH.search(_unescape(name)):
            near = "".join(f"; did you mean {each}?" for each in difflib.get_close_matches(name, columns, n=1))
            there = ", ".join(sorted(columns))
            raise ValueError(f'a chart names the column "{name}", and its data have: {there}{near}')


def _is_named(data: Any) -> bool:
    """Return whether the data of a chart are a table that Altair has put beside it."""
    return not data or (isinstance(data, dict) and data.keys() <= {"name", "format"})


def name_channels(spec: Spec, titles: dict[str, str]) -> None:
    """Give a title to each channel for which Vega-Lite would print the name of a column as a program writes it.

    titles: column -> heading, as ``datapackage.json`` has it; tooltips without one get the name of their column
    """
    for part in _objects(spec):
        encoding = part.get("encoding")
        for name, channel in encoding.items() if isinstance(encoding, dict) else ():
            for each in channel if isinstance(channel, list) else [channel]:
                _name_channel(each, titles, tooltip=name == "tooltip")


def describe_marks(spec: Spec) -> None:
    """Let each mark of a chart tell what its tooltip says, or nothing where it is a text, or has none.

    Else Vega-Lite has it tell the columns of all its channels, such as the height at which a dot was put.
    """
    units = [part for part in _objects(spec) if part.get("mark") and isinstance(part.get("encoding"), dict)]
    has_tooltips = any("tooltip" in unit["encoding"] for unit in units)
    for unit in units:
        encoding, mark = unit["encoding"], unit["mark"]
        channels = encoding.get("tooltip")
        is_text = (mark if isinstance(mark, str) else mark.get("type")) == "text"
        if is_text or (has_tooltips and "tooltip" not in encoding):
            encoding.setdefault("description", {"value": ""})
        elif isinstance(channels, list) and all(parts := [_told(each) for each in channels]):
            encoding.setdefault("description", {"value": {"expr": " + '; ' + ".join(parts)}})


def _told(channel: Any) -> str:
    """Return the formula for what a channel of a tooltip tells; "" where Vega-Lite makes the value itself."""
    field = channel.get("field") if isinstance(channel, dict) else None
    if not isinstance(field, str) or {"aggregate", "timeUnit", "bin"} & channel.keys():
        return ""
    if PATH.search(re.sub(r"\\.", "", field)):
        return ""
    value, form = f"datum[{json.dumps(_unescape(field))}]", channel.get("format", "")
    match channel.get("type"):
        case "quantitative":
            value = f"isValid({value}) ? format({value}, {json.dumps(form)}) : '–'"
        case "temporal":
            value = f"timeFormat({value}, {json.dumps(form or '%x')})"
        case _:
            value = f"isValid({value}) ? {value} : '–'"
    name = json.dumps(f"{channel['title']}: ")
    return f"{name} + ({value})"


def describe(spec: Spec) -> dict[str, list[Any]]:
    """Return what a chart draws, for words about it: its ``marks``, and ``channels`` as [channel, what it shows]."""
    marks: list[str] = []
    channels: list[list[str]] = []
    for part in _objects(spec):
        mark, encoding = part.get("mark"), part.get("encoding")
        name = mark.get("type") if isinstance(mark, dict) else mark
        marks += [name] if isinstance(name, str) and name not in marks else []
        for channel, about in encoding.items() if isinstance(encoding, dict) else ():
            shown = _shown(about)
            if channel in SEEN and shown and [channel, shown] not in channels:
                channels.append([channel, shown])
    return {"marks": marks, "channels": channels}


def _shown(channel: Any) -> str:
    """Return what a channel shows: its title, or a column, or what is counted of it."""
    if not isinstance(channel, dict):
        return ""
    axis = channel.get("axis") or channel.get("legend") or {}
    title = channel.get("title") or (axis.get("title") if isinstance(axis, dict) else None)
    if isinstance(title, str):
        return title
    field, aggregate = channel.get("field"), channel.get("aggregate")
    column = _unescape(field).replace("_", " ") if isinstance(field, str) else ""
    if isinstance(aggregate, str):
        return f"{aggregate}({column})" if column else aggregate
    return column


def _name_channel(channel: Any, titles: dict[str, str], *, tooltip: bool) -> None:
    field = channel.get("field") if isinstance(channel, dict) else None
    # Of what is summed up, Vega-Lite says how.
    if isinstance(field, str) and "aggregate" not in channel and (tooltip or "\\" in field):
        column = _unescape(field)
        channel.setdefault("title", titles.get(column, column.replace("_", " ")))


def _unescape(words: str) -> str:
    return words.replace("\\", "")


def _objects(part: Any) -> Iterator[Spec]:
    """Yield every JSON object within *part*, itself included."""
    if isinstance(part, dict):
        yield part
    for child in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _objects(child)


def _strings(part: Any) -> Iterator[str]:
    """Yield every text within *part* that is no key."""
    if isinstance(part, str):
        yield part
    for child in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _strings(child)
