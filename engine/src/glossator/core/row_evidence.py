"""Evidence of the rows of a table: ``data/evidence/tables/TABLE.yml``, its entries by the rows they stand for.

An entry names its row by the table's primary key. One that names none stands for every row that cites its work, as
where one work gives a whole column of a series.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from glossator.core.datapackage import (
    PACKAGE_FILE,
    Row,
    as_text,
    describe_table,
    key_columns,
    read_table,
    table_fields,
    works_of,
)
from glossator.core.evidence import FOLDER, ROW, Evidence, EvidenceFinding, one_line, read_evidence

TABLES = "tables"
#: What YAML reads as it stands.
PLAIN = re.compile(r"\w[^:#]*")
#: The values of a row's primary key, as they are printed.
Key = tuple[str, ...]


class TableEvidence(NamedTuple):
    """What the citations of a table rest on."""

    key: list[str]  #: the columns of the table's primary key
    entries: list[Evidence]  #: all that are as they must be
    by_row: dict[Key, list[Evidence]]  #: the entries of each row that has some
    whole: list[Evidence]  #: the entries of the whole table
    findings: list[EvidenceFinding]  #: what is wrong with the file

    def of(self, row: Row, works: Sequence[str]) -> list[Evidence]:
        """Return the entries of one row on some works."""
        return [entry for entry in self.by_row.get(key_of(row, self.key), ()) if entry.work in works]

    def of_whole(self, works: Sequence[str]) -> list[Evidence]:
        """Return the entries of the whole table on some works."""
        return [entry for entry in self.whole if entry.work in works]


NONE = TableEvidence([], [], {}, [], [])


def table_evidence_file(name: str, root: Path) -> Path:
    """Return the file of evidence of a table, whether there is one or not."""
    return root / "data" / FOLDER / TABLES / f"{name}.yml"


def table_evidence(name: str, root: Path) -> TableEvidence:
    """Return the evidence of a table, with what is wrong with its file; nothing where there is none.

    Raises TableError if the table cannot be read.
    """
    path = table_evidence_file(name, root)
    if not path.is_file():
        return NONE
    read_from = (path, root / "data" / PACKAGE_FILE, root / "data" / describe_table(name, root)["path"])
    return _read(name, root, tuple(each.stat().st_mtime_ns if each.is_file() else 0 for each in read_from))


def key_of(row: Row, columns: Sequence[str]) -> Key:
    """Return the key of a row whose table has these `key_columns`."""
    return tuple(one_line(as_text(row[column])) for column in columns)


def rows_shown(name: str, root: Path, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> list[Row]:
    """Return the rows of a table that are among the shown: by its key, else by all columns which both have; else all.

    columns, cells: names and text of what is shown, such as the data of a chart
    """
    about, rows = describe_table(name, root), read_table(name, root)
    known = [field["name"] for field in about["schema"]["fields"]]
    keys = (key_columns(about), *([column] for column in _unique(about)))
    whole = (key for key in keys if key and set(key) <= set(columns))
    shared = next(whole, [column for column in columns if column in known])
    shown = {tuple(row[columns.index(column)] for column in shared) for row in cells}
    return [row for row in rows if tuple(as_text(row[column]) for column in shared) in shown] or rows


@lru_cache(maxsize=64)
def _read(name: str, root: Path, written: tuple[int, ...]) -> TableEvidence:
    """Read the evidence of a table; again when one of its files has been *written* again."""
    entries, found = read_evidence(table_evidence_file(name, root), root, ROW)
    about, rows = describe_table(name, root), read_table(name, root)
    key, cited = key_columns(about), Citations(name, root, rows)
    whole = [entry for entry in entries if not entry.row]
    by_row: dict[Key, list[Evidence]] = {}
    for entry in (entry for entry in entries if entry.row):
        named = rows_named(entry.row, rows, about)
        if len(named) == 1 and entry.work in cited.of(named[0]):
            by_row.setdefault(key_of(named[0], key), []).append(entry)
        elif len(named) == 1:
            found.append(EvidenceFinding(entry.line, cited.not_by(" · ".join(entry.row), named[0], entry.work)))
        else:
            found.append(_unnamed(entry, named, rows, about))
    found += [EvidenceFinding(entry.line, f'no row cites "{entry.work}"') for entry in whole if entry.work not in cited]
    evidence = TableEvidence(key, entries, by_row, whole, found)
    # An entry that is wrong in itself would be missed below.
    return evidence if found else evidence._replace(findings=list(cited.without(evidence)))


class Citations:
    """The works that the rows of a table cite, in whichever columns have this role."""

    def __init__(self, name: str, root: Path, rows: list[Row]) -> None:
        self._described = table_fields(name, root)
        self._rows = rows
        self._all = {work for row in rows for work in self.of(row)}

    def of(self, row: Row) -> list[str]:
        """Return the keys of the works that one row cites, each once."""
        return works_of(row, self._described)

    def __contains__(self, work: str) -> bool:
        return work in self._all

    def not_by(self, label: str, row: Row, work: str) -> str:
        """Return the message for an entry on a work that its row does not cite."""
        its_own = ", ".join(self.of(row)) or "none"
        return f'the row "{label}" does not cite "{work}"; the works that it cites: {its_own}'

    def without(self, evidence: TableEvidence) -> Iterator[EvidenceFinding]:
        """Yield the citations that no entry is on."""
        for number, row in enumerate(self._rows, start=2):
            works, key = self.of(row), key_of(row, evidence.key)
            known = {entry.work for entry in (*evidence.of(row, works), *evidence.whole)}
            label = f'row "{" · ".join(key)}"' if key else f"row {number}"
            for work in (work for work in works if work not in known):
                yield EvidenceFinding(1, f'the {label} cites "{work}", and no entry says what is written there')


def rows_named(names: Key, rows: list[Row], about: dict[str, Any]) -> list[Row]:
    """Return the rows whose key begins with *names*, or that have this one name in a column declared unique."""
    columns = key_columns(about)[: len(names)]
    if len(columns) != len(names):
        return []
    found = [row for row in rows if key_of(row, columns) == names]
    return found or [row for row in rows if any(key_of(row, [column]) == names for column in _unique(about))]


def _unique(about: dict[str, Any]) -> list[str]:
    return [field["name"] for field in about["schema"]["fields"] if field.get("constraints", {}).get("unique")]


def _unnamed(entry: Evidence, found: list[Row], rows: list[Row], about: dict[str, Any]) -> EvidenceFinding:
    """Return what is wrong with an entry whose names fit no row, or several."""
    key, label = key_columns(about), " · ".join(entry.row)
    if not key:
        message = f'the table has no "primaryKey" in data/{PACKAGE_FILE}, by which a row is named; give it one there'
        return EvidenceFinding(entry.line, message)
    if found:
        whole = ["[" + ", ".join(f'"{part}"' for part in key_of(row, key)) + "]" for row in found[:2]]
        message = f'{len(found)} rows have the key "{label}"; write more of it, such as {" or ".join(whole)}'
        return EvidenceFinding(entry.line, message)
    message = f'no row has the key "{label}"; the key is {", ".join(key)}'
    if len(entry.row) > 1:
        near = _near(label, [" · ".join(key_of(row, key)) for row in rows])
        return EvidenceFinding(entry.line, message + (f'; "{near}" is meant, perhaps' if near else ""))
    near = _near(label, [key_of(row, [column])[0] for column in (key[0], *_unique(about)) for row in rows])
    return EvidenceFinding(entry.line, message, label if near else "", near)


def _near(word: str, known: list[str]) -> str:
    """Return the nearest of *known* that stands in YAML without quotes, as the words in its place do."""
    return next((near for near in difflib.get_close_matches(word, known, n=1) if PLAIN.fullmatch(near)), "")
