"""Lint of ``sources/`` and ``data/``: files that lie there and are described nowhere, so that nothing prints them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sphinx.environment import BuildEnvironment

from glossator.core.datapackage import PACKAGE_FILE, TableError, table_files
from glossator.core.text import SOURCES_FILE
from glossator.messages.warnings import Problem
from glossator.notes.passage import sources

#: What may lie beside texts and tables, and is for people.
FOR_PEOPLE = ("readme", "license", "licence", "notice")


def strangers(root: Path, env: BuildEnvironment) -> Iterator[tuple[Path, Problem, str]]:
    """Yield each file that is described nowhere, with the kind of the mistake and what to do about it."""
    texts = {source.about["file"] for source in sources(env).values()}
    for path in _files(root / "sources", {SOURCES_FILE, *texts}):
        yield path, Problem.SOURCE, f"{SOURCES_FILE} describes no text of this name; add an entry, or remove the file"
    with suppress(TableError):  # which is reported by itself
        # A cell may read what it likes; a table that is described nowhere, no page prints.
        for path in (path for path in _files(root / "data", table_files(root)) if path.suffix.lower() == ".csv"):
            yield path, Problem.TABLE, f"no table of {PACKAGE_FILE} has this file; add an entry, or remove the file"


def _files(folder: Path, known: set[str]) -> list[Path]:
    """Return the files of *folder* that are not *known*; hidden ones are some program's own."""
    files = (path for path in folder.glob("*") if path.is_file() and path.name not in known)
    return sorted(path for path in files if path.name[0] not in ".~" and path.stem.lower() not in FOR_PEOPLE)
