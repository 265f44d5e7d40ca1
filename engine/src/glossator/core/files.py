"""Files that may be read into a book, or published with it: of the book itself, and of types that run nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

#: Pictures that are only looked at; an SVG can hold scripts.
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
#: What a reader may download, beside pictures: whatever a browser shows without running it.
DOCUMENTS = (".docx", ".md", ".odt", ".pdf", ".txt", ".zip")
TABLES = (".bib", ".csv", ".json", ".ods", ".tsv", ".xlsx")
DOWNLOADS = (*PICTURES, *DOCUMENTS, *TABLES)
#: What builds leave in a book.
BUILT = "_build"


def why_refused(path: Path, root: Path) -> str:
    """Return why the file *path* may not be read into the book in *root*, as "it …"; nothing if it may.

    Hidden files are not for readers: a checkout on a host's runner keeps its token in one. A symbolic link can lead
    anywhere, on every machine elsewhere.
    """
    place = Path(os.path.normpath(root / path))
    if not place.is_relative_to(root):
        return "lies outside the book"
    parts = place.relative_to(root).parts
    if any(part.startswith(".") for part in parts) or parts[:1] == (BUILT,):
        return "lies in a folder, or is a file, that is hidden or made by a build"
    if any(root.joinpath(*parts[:end]).is_symlink() for end in range(1, len(parts) + 1)):
        return "is a symbolic link, or lies behind one"
    return ""


def find_files(root: Path, excluded: Callable[[str], bool] = lambda path: False) -> Iterator[Path]:
    """Yield the files in the folder *root*, and the links to folders; hidden ones and those *excluded* apart.

    excluded: tells it of a path from *root*, with ``/`` between its parts
    """
    for folder, folders, files in os.walk(root):
        shown = [Path(folder, name) for name in [*folders, *files] if not name.startswith(".")]
        kept = [path for path in shown if not excluded(path.relative_to(root).as_posix())]
        folders[:] = [path.name for path in kept if path.name in folders]
        yield from (path for path in kept if path.is_symlink() or path.name not in folders)
