"""Read the tables of ``data/`` with the types that ``datapackage.json`` declares (a Data Package).

Notebooks use `glossator.notebook.table`, which makes data frames of them; the build prints them (content/records.py).
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from glossator.core.files import why_refused
from glossator.core.text import find_root

PACKAGE_FILE = "datapackage.json"

Row = dict[str, Any]
#: What a column may hold; `_PARSERS` has those that are no text.
TYPES = ("string", "integer", "number", "year", "date", "boolean")
#: Columns whose name tells what they hold.
CONVENTIONS = {
    "source_keys": "works",
    "passage": "paragraphs",
    "paragraph": "paragraphs",
    "term": "terms",
    "date": "dates",
}


class TableError(Exception):
    """A table that is not what ``datapackage.json`` says; the message names file, row, column and value."""

    def __init__(self, message: str, rows: Sequence[tuple[int, str]] = (), column: str = "") -> None:
        super().__init__(message)
        #: each mistake with its row, or its line of ``datapackage.json``, where there are some that have one
        self.rows = rows
        #: the column whose description is meant, if it is one
        self.column = column


class BrokenTable(TableError):
    """A table whose file or description is wrong, whoever asks for it; the build reports it once, in its line."""


def describe_table(name: str, root: Path | None = None) -> dict[str, Any]:
    """Return the resource of this name in ``datapackage.json``; raise TableError if there is none, or not all of it."""
    path = (root or find_root()) / "data" / PACKAGE_FILE
    if not path.is_file():
        raise TableError(f"there is no file data/{PACKAGE_FILE}, in which the tables are described")
    resources = _resources(path, path.stat().st_mtime_ns)
    if name not in resources:
        raise TableError(f'there is no table "{name}" in data/{PACKAGE_FILE}; the tables are: {", ".join(resources)}')
    lacks, column = _lacks(resources[name])
    if lacks:
        raise BrokenTable(f'data/{PACKAGE_FILE}: the table "{name}" {lacks}', column=column)
    if why := why_refused(path.parent / resources[name]["path"], path.parent.parent):
        raise BrokenTable(f'the file of the table "{name}", "{resources[name]["path"]}", {why}')
    return dict(resources[name])


def describe_package(root: Path) -> dict[str, Any]:
    """Return what ``datapackage.json`` says of all tables together; nothing where there is no such file.

    Raises TableError if it cannot be read.
    """
    if not table_names(root):
        return {}
    package = json.loads((root / "data" / PACKAGE_FILE).read_text(encoding="utf-8"))
    return {name: value for name, value in package.items() if name != "resources"}


def table_names(root: Path) -> list[str]:
    """Return the names of all tables, in the order of ``datapackage.json``; none where there is no such file."""
    path = root / "data" / PACKAGE_FILE
    return list(_resources(path, path.stat().st_mtime_ns)) if path.is_file() else []


def table_files(root: Path) -> set[str]:
    """Return the names of all files that ``datapackage.json`` names; raise TableError if it cannot be read."""
    path = root / "data" / PACKAGE_FILE
    resources = _resources(path, path.stat().st_mtime_ns) if path.is_file() else {}
    return {str(resource.get("path")) for resource in resources.values()}


def described_tables(root: Path) -> Iterator[dict[str, Any]]:
    """Yield the resource of each table whose description is whole; lint/project.py reports the others.

    A build that is not strict goes on after such a message.
    """
    with suppress(TableError):
        for name in table_names(root):
            with suppress(TableError):
                yield describe_table(name, root)


@lru_cache(maxsize=2)
def _resources(path: Path, written: int) -> dict[str, dict[str, Any]]:
    """Return all tables by name; read again when the file has been *written* again."""
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        message = f"line {error.lineno} of data/{PACKAGE_FILE} is not JSON: {error.msg}"
        raise BrokenTable(message, [(error.lineno, message)]) from error
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        raise BrokenTable(f'data/{PACKAGE_FILE} has no "resources", a list of tables')
    for number, resource in enumerate(resources, start=1):
        if not (isinstance(resource, dict) and isinstance(resource.get("name"), str)):
            raise BrokenTable(f'data/{PACKAGE_FILE}: the table {number} of "resources" has no "name"')
    return {resource["name"]: resource for resource in resources}


def _lacks(resource: dict[str, Any]) -> tuple[str, str]:
    """Return what the description of a table lacks, as a sentence without subject, and in which of its columns.

    Two empty words if it is whole.
    """
    for key in ("path", "title"):
        if not isinstance(resource.get(key), str):
            return f'has no "{key}"', ""
    schema = resource.get("schema")
    columns = schema.get("fields") if isinstance(schema, dict) else None
    if not (isinstance(columns, list) and all(isinstance(column, dict) for column in columns)):
        return 'has no "schema" with "fields", a list of its columns', ""
    for number, column in enumerate(columns, start=1):
        if lacks := _lacks_of_column(number, column):
            return lacks, str(column.get("name", ""))
    named = {"primaryKey": key_columns(resource)} | {"newest_of": [each.get("newest_of") for each in columns]}
    there = [None, *(column["name"] for column in columns)]
    for key, name in ((key, name) for key, names in named.items() for name in names):
        if name not in there:
            return f'says "{name}" after {key}, and has no such column', str(name)
    return "", ""


def _lacks_of_column(number: int, column: dict[str, Any]) -> str:
    """Return what the description of a column lacks, as a sentence whose subject is the table; nothing if whole."""
    for key in ("name", "type", "title"):
        if not isinstance(column.get(key), str):
            return f'has no "{key}" for its column {column.get("name", number)}'
    if column["type"] not in TYPES:
        name, known = column["name"], ", ".join(TYPES)
        return f'has a column {name} of the type "{column["type"]}"; the types are: {known}'
    return _lacks_signs(column)


def _lacks_signs(column: dict[str, Any]) -> str:
    """Return what is wrong with the signs of a column, as a sentence without subject."""
    found = column.get("signs", {})
    if not (isinstance(found, dict) and all(isinstance(sign, str) and sign.strip() for sign in found.values())):
        return f'has "signs" of the column {column["name"]} that are not {{"value": "sign", …}}'
    values = column.get("constraints", {}).get("enum", list(found))
    if found and set(found) != set(values):
        wrong = ", ".join(sorted(set(found) ^ set(values)))
        return f'has "signs" of the column {column["name"]} that are not those of its "enum": {wrong}'
    return ""


def signs(field: dict[str, Any]) -> dict[str, str]:
    """Return the sign of each value that a column may have, in the order in which they are shown; or nothing."""
    return dict(field.get("signs", {}))


def key_columns(about: dict[str, Any]) -> list[str]:
    """Return the columns of a table's primary key, none where it has none."""
    key = about["schema"].get("primaryKey", [])
    return key if isinstance(key, list) else [key]


def table_fields(name: str, root: Path | None = None) -> dict[str, dict[str, Any]]:
    """Return the fields of one table by name, each with ``type``, ``title`` and ``description``."""
    return {field["name"]: field for field in describe_table(name, root)["schema"]["fields"]}


def role(field: dict[str, Any]) -> str:
    """Return what a column holds: ``works``, ``paragraphs``, ``names``, ``sorts`` of names, ``terms``, ``dates``.

    ``datapackage.json`` says it as ``role``; one of dates by its type or ``newest_of``, or by `CONVENTIONS`, need not.
    """
    usual = "dates" if field.get("type") == "date" or "newest_of" in field else CONVENTIONS.get(field["name"], "")
    return str(field.get("role") or usual)


def split_cell(cell: str | None) -> list[str]:
    """Return the keys, addresses or words that stand in one cell, joined by ``;`` with blanks or without."""
    return [part for part in map(str.strip, (cell or "").split(";")) if part]


def works_of(row: Mapping[str, Any], described: Mapping[str, dict[str, Any]]) -> list[str]:
    """Return the keys of the works that a row names, in whichever columns have this role; each once."""
    cells = (row[name] for name, field in described.items() if role(field) == "works")
    return list(dict.fromkeys(key for cell in cells for key in split_cell(cell)))


def read_table(name: str, root: Path | None = None) -> list[Row]:
    """Return the rows of one table, each cell of its declared type, an empty cell as None.

    Types: ``integer`` and ``year`` become int, ``number`` float, ``date`` a date, ``boolean`` bool, all else str.
    Raises TableError with every cell that does not fit.
    """
    root = root or find_root()
    types = {name: field["type"] for name, field in table_fields(name, root).items()}
    path = root / "data" / describe_table(name, root)["path"]
    problems: list[tuple[int, str]] = []
    rows = [
        {column: _cell(number, column, types[column], row[column], problems) for column in types}
        # The header is row 1, as in a spreadsheet.
        for number, row in enumerate(_text_rows(path, list(types)), start=2)
    ]
    if problems:
        listed = "".join(f"\n  row {row}, {problem}" for row, problem in problems)
        raise BrokenTable(f"data/{path.name} does not fit data/{PACKAGE_FILE}:{listed}", problems)
    return rows


def as_text(cell: Any) -> str:
    """Return a cell as a reader expects it: nothing for a missing value, no trailing zeros."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.3f}".rstrip("0").rstrip(".")
    return str(cell)


def _text_rows(path: Path, columns: list[str]) -> list[dict[str, str]]:
    if not path.is_file():
        raise BrokenTable(f"data/{path.name} is missing; data/{PACKAGE_FILE} describes it")
    try:
        # "-sig": a spreadsheet program may put a byte order mark before the first column.
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenTable(f"data/{path.name} is not in UTF-8; save it as CSV in UTF-8 ({error})") from error
    header, *rows = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    if header != columns:
        raise BrokenTable(
            f"data/{path.name} has the columns {', '.join(header)}; data/{PACKAGE_FILE} declares {', '.join(columns)}"
        )
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            problem = _miscounted(len(row), len(columns))
            raise BrokenTable(f"data/{path.name}, row {number}: {problem}", [(number, problem)])
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _miscounted(found: int, expected: int) -> str:
    if not found:
        return "this row is empty; remove the line"
    hint = "a cell that holds a comma must stand in double quotes"
    if found < expected:
        hint = "a cell that is empty keeps its comma"
    return f"{found} cells, expected {expected}; {hint}"


def row_lines(path: Path) -> list[int]:
    """Return the line in which each row of a table begins, the header first; a cell in quotes may hold several."""
    reader, lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")), [1]
    lines += [reader.line_num + 1 for _ in reader]
    return lines


def _cell(row: int, column: str, type_: str, text: str, problems: list[tuple[int, str]]) -> Any:
    """Return one cell as its type; add a sentence to *problems* if it is of another."""
    if not text:
        return None
    try:
        return _PARSERS.get(type_, str)(text)
    except ValueError:
        problems.append((row, f'column {column}: "{text}" is not of the type {type_}'))
        return None


def _boolean(text: str) -> bool:
    values = {"true": True, "false": False}
    if text.lower() not in values:
        raise ValueError(text)
    return values[text.lower()]


_PARSERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "year": int,
    "number": float,
    "date": datetime.date.fromisoformat,
    "boolean": _boolean,
}
