"""Lint of columns that say how far the sources of a row reach: the date of the newest work that another column cites.

``datapackage.json`` says it as ``"newest_of": "source_keys"``. What counts for a work is what the row's evidence says
that it shows, or else when it appeared.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sphinx.environment import BuildEnvironment

from glossator.citations.dates import iso_date
from glossator.citations.roles import works
from glossator.core.datapackage import Row, as_text, split_cell, table_fields
from glossator.core.evidence import latest
from glossator.core.row_evidence import table_evidence


class DatedWork(NamedTuple):
    """How far a work reaches."""

    date: str  #: a day, a month or a year; nothing where it is not known
    key: str

    @property
    def end(self) -> str:
        """The last day that this can be."""
        return latest(self.date or "9999")


def stale_dates(name: str, root: Path, rows: list[Row], env: BuildEnvironment) -> Iterator[tuple[int, str]]:
    """Yield the rows of a table with a date that is not the newest of their works, and what is."""
    columns = {column: field["newest_of"] for column, field in table_fields(name, root).items() if "newest_of" in field}
    for column, cited in columns.items():
        for number, row in enumerate(rows, start=2):
            said, dated = as_text(row[column]), _dated(name, root, row, split_cell(row[cited]), env)
            if said and dated and not _is_newest(said, dated):
                date, key = max(dated)
                message = f'the column {column} has "{said}"; the newest of the works in {cited}, "{key}", is of {date}'
                yield number, f"{message}. What a work shows may be older: its evidence says so after shows:"


def _is_newest(said: str, dated: list[DatedWork]) -> bool:
    """Return whether a date can be the newest of all, of which some are months or years."""
    return max(dated).date <= latest(said) and said <= max(each.end for each in dated)


def _dated(name: str, root: Path, row: Row, keys: list[str], env: BuildEnvironment) -> list[DatedWork]:
    evidence, entries = table_evidence(name, root), works(env)
    dated = []
    for key in keys:
        shown = max((entry.shows for entry in evidence.of(row, [key])), default="")
        dated.append(DatedWork(shown or (iso_date(entries[key].fields) if key in entries else ""), key))
    return dated
