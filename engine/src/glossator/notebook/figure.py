"""``figure``: an Altair chart with title, text alternative, data and sources, as one MIME bundle.

Runs in a kernel: imports Altair, never Sphinx. A figure is rendered there or after (`glossator.notebook.svg`), and
printed by `glossator.execution.outputs`.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import altair as alt
import pandas as pd

import glossator.notebook.theme  # noqa: F401 - enables it
from glossator.core.datapackage import as_text, role, split_cell, table_fields
from glossator.notebook.svg import MIME, RENDER_LATER, render_bundle, render_svg
from glossator.notebook.table import table
from glossator.notebook.vega_lite import describe_marks, keep_used_columns, name_channels

#: A chart as wide as what it stands in, in Vega-Lite; everything in it fits into that width.
FITTING: dict[str, Any] = {
    "width": "container",
    "autosize": {"type": "fit", "contains": "padding"},
    "padding": {"left": 0, "top": 2, "right": 4, "bottom": 5},
}


@dataclass(frozen=True)
class Figure:
    """A chart ready for the page; see `figure` for the fields."""

    chart: alt.TopLevelMixin
    name: str
    title: str
    alt: str
    data: pd.DataFrame
    tables: list[str] = field(default_factory=list)
    subtitle: str = ""

    def svgs(self) -> dict[str, str]:
        """Return the chart as SVG, once for each of `glossator.notebook.svg.WIDTHS`."""
        return render_svg(self.spec, self.name)

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The chart as Vega-Lite, as wide as what it stands in; everything in it fits into that width."""
        spec = keep_used_columns(self.chart.to_dict())
        name_channels(spec, _titles(self.tables))
        describe_marks(spec)
        return {**spec, **FITTING}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        content = {
            "name": self.name,
            "title": self.title,
            "subtitle": self.subtitle,
            "alt": self.alt,
            "spec": self.spec,
            "table": printed_table(self.data, self.tables),
            "tables": self.tables,
            "sources": _sources(self.data, self.tables),
        }
        # As one text: what keeps and checks notebooks goes through every value of an output, several times.
        bundle = {MIME: json.dumps(content), "text/plain": f"{self.title}. {self.alt}"}
        return bundle if os.environ.get(RENDER_LATER) else render_bundle(bundle)


def figure(
    chart: alt.TopLevelMixin,
    *,
    name: str,
    title: str,
    alt: str,
    data: pd.DataFrame,
    tables: list[str],
    subtitle: str = "",
) -> Figure:
    """Return *chart* as a figure of the edition; the last line of a code cell.

    name: the figure's address on the page, such as ``harvest-by-year``
    title: what the chart shows, as one sentence: the finding
    alt: what there is to see, for a reader who does not see it
    data: the table that can be opened below; a column of works, such as ``source_keys``, is printed as citations
    tables: the tables of ``data/`` that can be downloaded; without any, as for counts of words, *data* can be
    subtitle: what is measured, in which unit and for which years, in grey below the title; the axis then needs no title
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(f'the name of a figure is an address, such as "harvest-by-year"; "{name}" is none')
    for value, what in ((title, "title"), (alt, "alt")):
        if not value.strip():
            raise ValueError(f'figure "{name}" has no {what}')
    return Figure(chart, name, title, alt, data, tables, subtitle)


def _titles(tables: list[str]) -> dict[str, str]:
    return {name: field["title"] for table in tables for name, field in table_fields(table).items()}


def printed_table(data: pd.DataFrame, tables: list[str]) -> dict[str, Any]:
    """Return the headings and the rows of *data* as text, ready to be printed."""
    titles = _titles(tables)
    described = {name: field for table in tables for name, field in table_fields(table).items()}
    columns = [
        {
            "name": str(name),
            "title": titles.get(str(name), str(name).replace("_", " ").capitalize()),
            "align": "right" if pd.api.types.is_numeric_dtype(data[name]) else "left",
            "role": role(described.get(str(name), {"name": str(name)})),
            "nowrap": described.get(str(name), {}).get("nowrap", False),
        }
        for name in data
    ]
    return {"columns": columns, "rows": [[_text(cell) for cell in row] for row in data.itertuples(index=False)]}


def _text(cell: Any) -> str:
    """Return a cell as a reader expects it; pandas knows a missing value and a time of day in its own way."""
    if pd.isna(cell):
        return ""
    return f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else as_text(cell)


def _sources(data: pd.DataFrame, tables: list[str]) -> list[str]:
    """Return the keys of the works behind *data*, or behind the whole tables if it names none."""
    described = {name: field for each in tables for name, field in table_fields(each).items()}
    frames = [data] if _works(data, described) else [table(name) for name in tables]
    cells = (cell for frame in frames for name in _works(frame, described) for cell in frame[name].dropna())
    return list(dict.fromkeys(key for cell in cells for key in split_cell(cell)))


def _works(data: pd.DataFrame, described: dict[str, dict[str, Any]]) -> list[str]:
    """Return the columns of *data* that hold keys of works."""
    return [str(name) for name in data if role(described.get(str(name), {"name": str(name)})) == "works"]
