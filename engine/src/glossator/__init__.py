"""Annotated editions with Sphinx: source texts, quotations, notes, tables, charts.

In a code cell: ``from glossator import figure, table, count_topics, count_words``. In ``_config.yml``: ``glossator``
among the extensions.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from glossator.notebook.figure import figure as figure
    from glossator.notebook.labels import direct_labels as direct_labels
    from glossator.notebook.labels import end_label as end_label
    from glossator.notebook.labels import mark_event as mark_event
    from glossator.notebook.labels import no_data as no_data
    from glossator.notebook.labels import status_marks as status_marks
    from glossator.notebook.labels import statuses as statuses
    from glossator.notebook.labels import value_labels as value_labels
    from glossator.notebook.table import table as table
    from glossator.notebook.topics import count_topics as count_topics
    from glossator.notebook.topics import count_words as count_words

__version__ = "0.1.0"

#: Name -> module of what notebooks use. Loaded on first use: a build imports this package without pandas and Altair.
_NOTEBOOK = {
    "COLOURS": "theme",
    "figure": "figure",
    "direct_labels": "labels",
    "end_label": "labels",
    "mark_event": "labels",
    "no_data": "labels",
    "status_marks": "labels",
    "statuses": "labels",
    "value_labels": "labels",
    "table": "table",
    "count_topics": "topics",
    "count_words": "topics",
}
__all__ = [
    "count_topics",
    "count_words",
    "direct_labels",
    "end_label",
    "figure",
    "mark_event",
    "no_data",
    "status_marks",
    "statuses",
    "table",
    "value_labels",
]


def __getattr__(name: str) -> Any:
    if name not in _NOTEBOOK:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.notebook.{_NOTEBOOK[name]}"), name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the Sphinx extension; imported here, so that a notebook can import the package without Sphinx."""
    from glossator.extension import setup as setup_extension  # noqa: PLC0415

    return setup_extension(app)
