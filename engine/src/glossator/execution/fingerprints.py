"""What each chapter's charts were made from when they were last made, as a file beside the results.

What a chart was made from decides whether it is made again: the chapter's cells, the tables they name, the modules
that a notebook can import, and the libraries that draw. MyST-NB by itself looks at the cells alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1]
#: The modules of this package that a notebook can import; a change in one may change every chart.
KERNEL_MODULES = (
    "core/datapackage",
    "core/text",
    "notebook/figure",
    "notebook/svg",
    "notebook/table",
    "notebook/topics",
)
LIBRARIES = ("altair", "pandas", "vl-convert-python")
MANIFEST = "made-from.json"


class Chapter(NamedTuple):
    """What is known of a chapter from the last time that its text was another."""

    text: str  #: hash of its file
    code: str  #: its code cells
    made_from: str  #: hash of all that its charts are made from; empty for a chapter without code


def read_manifest(folder: Path) -> dict[str, Chapter]:
    """Return what the last build has noted; nothing if it was of another version of the edition, or there was none."""
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {docname: Chapter(*about) for docname, about in known.items()}
    except (OSError, ValueError, TypeError):
        return {}


def write_manifest(folder: Path, chapters: Mapping[str, Chapter]) -> None:
    """Note what is known of each chapter, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{MANIFEST}.part"
    written.write_text(json.dumps(chapters, indent=1, sort_keys=True), encoding="utf-8")
    written.replace(folder / MANIFEST)


class Ingredients:
    """The files that charts can be made from, as they are in one build: each is looked for and read once.

    root: the folder of the book
    """

    def __init__(self, root: Path) -> None:
        self._package = root / "data" / "datapackage.json"
        self._tables = sorted((root / "data").glob("*.csv"))
        self._texts = sorted((root / "sources").glob("*"))
        self._modules = [PACKAGE / f"{name}.py" for name in KERNEL_MODULES]
        self._hashes: dict[Path, str] = {}

    def hash_of(self, path: Path) -> str:
        """Return the hash of a file; nothing for one that is not there."""
        if path not in self._hashes:
            self._hashes[path] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        return self._hashes[path]

    def made_from(self, code: str) -> str:
        """Return one hash of all that charts drawn by *code* are made from; nothing where there is no code."""
        if not code:
            return ""
        words = set(re.findall(r"\w+", code))
        tables = [path for path in self._tables if path.stem in words]
        files = (*tables, *self._modules, *(self._texts if "topics" in words else ()), self._package)
        parts = (code, *map(_version, LIBRARIES), *map(self.hash_of, files))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _version(library: str) -> str:
    return version(library)
