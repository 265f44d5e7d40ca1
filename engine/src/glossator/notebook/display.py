"""What a cell leaves that ends in a bare chart or a series: the formatters of a kernel that builds a book.

Imports Altair and pandas, never Sphinx. An open notebook, which no build runs, keeps the formatters of its libraries.
"""

from __future__ import annotations

import json
import os
from itertools import count
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from IPython.core.getipython import get_ipython

from glossator.notebook.figure import FITTING, printed_table
from glossator.notebook.svg import MIME, RENDER_LATER, Bundle, render_bundle
from glossator.notebook.vega_lite import describe, describe_marks, keep_used_columns, name_channels

#: The rows of a bare chart are printed below it where there are no more.
MOST_ROWS = 100
#: What tells that a chart is several, each of which has a width of its own.
COMPOSED = ("concat", "hconcat", "vconcat", "facet", "repeat", "spec")

numbers = count(1)


def prepare() -> None:
    """Let this kernel leave bare charts as figures, and series as tables."""
    alt.renderers.register("glossator", chart_bundle)
    alt.renderers.enable("glossator")
    shell = get_ipython()
    if shell and shell.display_formatter:
        formatters = shell.display_formatter.formatters
        html, plain = formatters["text/html"], formatters["text/plain"]
        html.for_type(pd.Series, lambda series: html(as_frame(series)))
        # numpy would write np.float64(1.5), which a value that is glued cannot be formatted from.
        for kind in {kind for kind in np.sctypeDict.values() if issubclass(kind, (np.number, np.bool_))}:
            plain.for_type(kind, lambda number, printer, cycle: printer.text(repr(number.item())))


def as_frame(series: pd.Series) -> pd.DataFrame:
    """Return a series as a table of one column, under its name."""
    return series.to_frame(name="" if series.name is None else series.name)


def chart_bundle(spec: dict[str, Any], **metadata: Any) -> Bundle:
    """Return the MIME bundle of a chart that is no `figure`, from its Vega-Lite; Altair calls it.

    Its title and its text alternative are the chart's own ``title`` and ``description``, and empty without them; what
    can be said of it then is in ``drawn``.
    """
    spec = keep_used_columns(spec)
    drawn = describe(spec)
    name_channels(spec, {})
    describe_marks(spec)
    title, alternative = _title(spec.pop("title", "")), spec.pop("description", "")
    datasets = list(spec["datasets"].values())
    content = {
        "name": f"chart-{next(numbers)}",
        "title": title,
        "alt": alternative,
        "spec": spec if _is_composed(spec) else {**spec, **FITTING},
        "table": _table(datasets[0] if len(datasets) == 1 else []),
        "tables": [],
        "sources": [],
        "drawn": drawn,
    }
    bundle = {MIME: json.dumps(content), "text/plain": f"{title}. {alternative}"}
    return bundle if os.environ.get(RENDER_LATER) else render_bundle(bundle)


def _title(title: Any) -> str:
    """Return the words of a chart's title, which may have settings and several lines."""
    words = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(map(str, words)) if isinstance(words, list) else str(words)


def _is_composed(spec: dict[str, Any]) -> bool:
    encoding = spec.get("encoding", {})
    return any(name in spec for name in COMPOSED) or not {"row", "column", "facet"}.isdisjoint(encoding)


def _table(rows: Any) -> dict[str, Any]:
    """Return the rows of a chart as `printed_table` does; nothing where there are none, or too many to be read."""
    if not isinstance(rows, list) or len(rows) > MOST_ROWS or not all(isinstance(row, dict) for row in rows):
        return {"columns": [], "rows": []}
    table = printed_table(pd.DataFrame(rows), [])
    # Days are times in the data of a chart.
    return {**table, "rows": [[cell.removesuffix("T00:00:00") for cell in row] for row in table["rows"]]}
