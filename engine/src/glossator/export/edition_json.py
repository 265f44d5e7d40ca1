"""``edition.json``: all records as JSON, and back; ``edition.schema.json`` says what stands in it."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Mapping
from pathlib import Path
from types import GenericAlias
from typing import Any

from glossator.core.evidence import Evidence
from glossator.export.files import json_bytes, write_file
from glossator.export.records import Edition

NAME, SCHEMA = "edition.json", "edition.schema.json"
#: Beside this module.
SCHEMA_FILE = Path(__file__).with_name(SCHEMA)


def write_edition_json(edition: Edition, folder: Path) -> None:
    """Write the records and their schema into *folder*."""
    write_file(folder / NAME, json_bytes({"$schema": SCHEMA, **as_json(edition)}))
    write_file(folder / SCHEMA, SCHEMA_FILE.read_bytes())


def as_json(record: Any) -> Any:
    """Return a record as dictionaries, lists and texts."""
    if dataclasses.is_dataclass(record):
        names = (field.name for field in dataclasses.fields(record) if not _is_inner(record, field.name))
        return {name: as_json(getattr(record, name)) for name in names}
    if isinstance(record, Mapping):
        return {name: as_json(value) for name, value in record.items()}
    return [as_json(value) for value in record] if isinstance(record, tuple | list) else record


def _is_inner(record: Any, name: str) -> bool:
    return isinstance(record, Evidence) and name == "line"


def read_edition_json(file: Path) -> Edition:
    """Return the records that `write_edition_json` has written; days in tables stay texts."""
    written = json.loads(file.read_text(encoding="utf-8"))
    return _record(Edition, {name: value for name, value in written.items() if name != "$schema"})  # type: ignore[no-any-return]


def _record(kind: Any, value: Any) -> Any:
    """Return what *value* is as a type of the records: a dataclass, or a tuple of them."""
    if dataclasses.is_dataclass(kind):
        types = typing.get_type_hints(kind)
        return kind(**{name: _record(types[name], part) for name, part in value.items()})  # type: ignore[operator]
    if isinstance(kind, GenericAlias) and kind.__origin__ is tuple:
        return tuple(_record(kind.__args__[0], part) for part in value)
    return value
