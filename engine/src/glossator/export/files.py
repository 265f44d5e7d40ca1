"""Write the files of an export: whole or not at all, to the byte the same each time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def write_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and exchange it, so that nobody reads half of it; make its folder if need be."""
    with _beside(path) as part:
        part.write_bytes(content)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a name to write to, which then takes the place of *path*; nothing is left of what was not finished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def json_bytes(value: Any) -> bytes:
    """Return *value* as JSON, a line for each part of it and each entry of a list that is one: easy to compare.

    A record (a dataclass) is an object, a day of the calendar is written as ``2026-11-30``.
    """
    return f"{_lines(value)}\n".encode()


def _plain(value: Any) -> Any:
    """Return what JSON does not know as something that it does, for `json.dumps`."""
    return fields_of(value) if is_dataclass(value) else str(value)


def fields_of(record: Any) -> dict[str, Any]:
    """Return the fields of a record by name; not those that only tell where it was read, and do not count in it."""
    kind: Any = type(record)
    return {name: getattr(record, name) for name in _names(kind)}


@cache
def _names(kind: Any) -> list[str]:
    return [field.name for field in fields(kind) if field.compare]


def _lines(value: Any, deep: int = 2) -> str:
    """Return JSON with a line for each member down to *deep* levels; `json` breaks all lines, or none."""
    if is_dataclass(value):
        value = fields_of(value)
    if not deep or not isinstance(value, Mapping | list | tuple) or not value:
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, Mapping):
        members = [f"{json.dumps(name, ensure_ascii=False)}: {_lines(each, deep - 1)}" for name, each in value.items()]
        return "{\n" + ",\n".join(members) + "\n}"
    return "[\n" + ",\n".join(_lines(each, deep - 1) for each in value) + "\n]"


def write_zip(path: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip archive of names and contents, in this order, without any time of writing."""
    with _beside(path) as part, ZipFile(part, "w") as archive:
        for name, content in files:
            about = ZipInfo(name)
            about.compress_type, about.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(about, content)
