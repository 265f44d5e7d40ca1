"""Checksums of generated files: what a build left is used again only while it is as it was left.

They tell damage (a file cut, emptied, deleted, half written), not malice.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path

#: Path relative to a folder -> size in bytes and CRC-32 of the file.
Checksums = dict[str, tuple[int, int]]
#: The record of what a build has left, in the folder of doctrees; where there is none, it did not end well.
RECORD = "complete.json"


def checksums(folder: Path, without: Sequence[Path] = ()) -> Checksums:
    """Return the checksums of all files below *folder*; none if there is no folder.

    without: files, and folders with all that is in them, that are left out
    Raises OSError for a file that cannot be read.
    """
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): _checksum(path)
        for path in files
        if not any(path.is_relative_to(other) for other in without)
    }


def intact(folder: Path, expected: Checksums) -> bool:
    """Return whether every file of *expected* is in *folder* as it was; other files do not matter."""
    try:
        return all(_checksum(folder / name) == tuple(known) for name, known in expected.items())
    except (OSError, TypeError):
        return False


def renew(record: Path, name: str, folder: Path, changed: Sequence[Path]) -> None:
    """Write the checksums of *changed* files of *folder*, and of new ones, into *record*, if there is one.

    For a program that changes what a build has left, on purpose: the next build would take it for damage, and would
    leave out what it does not know.

    name: what the folder is called in the record
    """
    if not record.is_file():
        return
    known = json.loads(record.read_text(encoding="utf-8"))
    known[name] |= {path.relative_to(folder).as_posix(): _checksum(path) for path in changed}
    part = record.with_suffix(".part")
    part.write_text(json.dumps(known), encoding="utf-8")
    part.replace(record)


def _checksum(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    return len(content), zlib.crc32(content)
