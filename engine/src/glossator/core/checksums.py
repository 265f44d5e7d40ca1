"""Checksums of generated files: what a build left is used again only while it is as it was left.

They tell damage (a file cut, emptied, deleted, half written), not malice.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

#: Path relative to a folder -> size in bytes and CRC-32 of the file.
Checksums = dict[str, tuple[int, int]]


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


def _checksum(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    return len(content), zlib.crc32(content)
