"""``edition.json``: all records as JSON, and back; ``edition.schema.json`` says what stands in it."""

from __future__ import annotations

import dataclasses
import json
import typing
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any

from glossator.export.files import fields_of, json_bytes, write_file
from glossator.export.records import Edition

NAME, SCHEMA = "edition.json", "edition.schema.json"
#: Beside this module.
SCHEMA_FILE = Path(__file__).with_name(SCHEMA)


def write_edition_json(edition: Edition, folder: Path) -> None:
    """Write the records and their schema into *folder*."""
    write_file(folder / NAME, json_bytes({"$schema": SCHEMA, **fields_of(edition)}))
    write_file(folder / SCHEMA, SCHEMA_FILE.read_bytes())


def read_edition_json(file: Path) -> Edition:
    """Read the records that `write_edition_json` has written; days in tables stay texts.

    Raises OSError, and ValueError for what is no JSON.
    """
    written = json.loads(file.read_text(encoding="utf-8"))
    return _record(Edition, {name: value for name, value in written.items() if name != "$schema"})  # type: ignore[no-any-return]


def _record(kind: Any, value: Any) -> Any:
    """Return what *value* is as a type of the records: a dataclass, or a tuple of them."""
    if types := _types(kind):
        return kind(**{name: _record(types[name], part) for name, part in value.items()})
    if isinstance(kind, GenericAlias) and kind.__origin__ is tuple:
        return tuple(_record(kind.__args__[0], part) for part in value)
    return value


@cache
def _types(kind: Any) -> dict[str, Any]:
    """Return the types of the fields of a dataclass; none of anything else."""
    return typing.get_type_hints(kind) if dataclasses.is_dataclass(kind) else {}
