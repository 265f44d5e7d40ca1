"""What a format of the edition is: its files, what it is for, who writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from glossator.export.records import Edition

#: The folder of all exports, in the site.
FOLDER = "exports"


class CannotMake(Exception):
    """This machine lacks what a format is made with; the message says what, and how to install it."""


@dataclass(frozen=True)
class Format:
    """A format of the edition, a row of the registry (`glossator.export.formats.FORMATS`)."""

    file: str  #: in the folder of exports; of a format of many files the one that names the others
    title: str  #: marked by `N_`, as are the next two
    purpose: str  #: what it is for
    readers: str  #: what reads it
    media: str  #: its media type
    write: Callable[[Edition, Path], None] | None = None  #: into a folder; None if it takes too long for each build
    of_chapter: Callable[[str], str] | None = None  #: its file on the notes of a chapter, where it has one for each
    files: tuple[str, ...] = ()  #: patterns (`Path.glob`) of all its files, where they are many

    def size(self, folder: Path) -> int:
        """Return the size of all its files in *folder*, in bytes."""
        found = {path for pattern in (self.file, *self.files) for path in folder.glob(pattern) if path.is_file()}
        return sum(path.stat().st_size for path in found)
