"""What each chapter's outputs were made from when they were last made, kept beside jupyter-cache.

MyST-NB compares the code of a chapter only. Here a chapter's fingerprint is a hash of its code, of every file of the
book that its cells read (`glossator.execution.trace`), of the modules of the engine that a cell can import, of the
versions of Python and of all that is installed, which a cell can import too, and of how charts write numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from platform import python_version
from sysconfig import get_path
from typing import NamedTuple

from glossator.core.checksums import checksums, intact

PACKAGE = Path(__file__).parents[1]
#: The modules of the engine that a code cell can import; a change in one may change every chart.
KERNEL_MODULES = (
    "core/datapackage",
    "core/files",
    "core/letters",
    "core/palette",
    "core/text",
    "notebook/display",
    "notebook/figure",
    "notebook/labels",
    "notebook/svg",
    "notebook/table",
    "notebook/theme",
    "notebook/topics",
    "notebook/vega_lite",
)
FINGERPRINTS = "fingerprints.json"


class CachedChapter(NamedTuple):
    """Cached facts, valid while ``text`` equals the file's SHA-256."""

    text: str  #: SHA-256 of its file
    code: str  #: its code cells
    read: list[str]  #: the files that they read, relative to the book
    fingerprint: str  #: empty for a chapter without code, and for one that must be executed


def read_fingerprints(folder: Path) -> dict[str, CachedChapter]:
    """Return the cached facts of the last build, by docname.

    An empty dict if they cannot be read, or if a file of the cache is not as that build left it.
    """
    try:
        known = json.loads((folder / FINGERPRINTS).read_text(encoding="utf-8"))
        if not intact(folder, known["files"]):
            return {}
        return {docname: _chapter(*about) for docname, about in known["chapters"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _chapter(text: str, code: str, read: list[str], fingerprint: str) -> CachedChapter:
    """Return a chapter from what a file says. Raises TypeError if that is not what was written."""
    if not all(isinstance(part, str) for part in (text, code, fingerprint, *read)):
        raise TypeError
    return CachedChapter(text, code, read, fingerprint)


def write_fingerprints(folder: Path, chapters: Mapping[str, CachedChapter]) -> None:
    """Write the cached facts of each chapter, and the checksums of the cache's files, atomically."""
    folder.mkdir(parents=True, exist_ok=True)
    record, written = folder / FINGERPRINTS, folder / f"{FINGERPRINTS}.part"
    known = {"chapters": chapters, "files": checksums(folder, [record, written])}
    written.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
    written.replace(record)


class Hashes:
    """Hashes of the files of a book as they are in one build: each file is read once.

    root: the folder of the book
    locale: how its charts write numbers and dates
    """

    def __init__(self, root: Path, locale: str = "") -> None:
        self._root, self._locale = root, locale
        self._known: dict[Path, str] = {}

    def of(self, path: Path) -> str:
        """Return the SHA-256 of a file; nothing for one that is not there."""
        if path not in self._known:
            self._known[path] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        return self._known[path]

    def fingerprint(self, code: str, read: Iterable[str]) -> str:
        """Return one hash of *code*, files *read*, engine, locale and what is installed; nothing without code."""
        if not code:
            return ""
        engine = (PACKAGE / f"{name}.py" for name in KERNEL_MODULES)
        files = [f"{name} {self.of(self._root / name)}" for name in read]
        parts = (code, self._locale, *installed(), *map(self.of, engine), *files)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def installed() -> tuple[str, ...]:
    """Return the version of Python, and name and version of each installed distribution."""
    folders = {Path(get_path(name)) for name in ("purelib", "platlib")}
    return (python_version(), *sorted(path.name for folder in folders for path in folder.glob("*.dist-info")))
