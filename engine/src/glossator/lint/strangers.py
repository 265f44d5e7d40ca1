"""Lint of files that nothing prints: texts and tables that are described nowhere, notebooks that are no Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sphinx.environment import BuildEnvironment
from sphinx.util.matching import Matcher

from glossator.core.datapackage import PACKAGE_FILE, TableError, table_files
from glossator.core.text import SOURCES_FILE
from glossator.messages.warnings import Problem
from glossator.notes.passage import sources

#: What may lie beside texts and tables, and is for people.
FOR_PEOPLE = ("readme", "license", "licence", "notice")


def strangers(root: Path, env: BuildEnvironment) -> Iterator[tuple[Path, Problem, str]]:
    """Yield each file that is described nowhere, with the kind of the mistake and what to do about it."""
    for path in _notebooks(root, env):
        message = (
            "no page is made of this notebook: what cells have left in it is nobody’s who builds the book; write it as "
            f"Markdown (jupytext --to myst {path.name}), or leave it out by exclude_patterns: in _config.yml"
        )
        yield path, Problem.FILE, message
    texts = {source.about["file"] for source in sources(env).values()}
    for path in _files(root / "sources", {SOURCES_FILE, *texts}):
        yield path, Problem.SOURCE, f"{SOURCES_FILE} describes no text of this name; add an entry, or remove the file"
    with suppress(TableError):  # which is reported by itself
        # A cell may read what it likes; a table that is described nowhere, no page prints.
        for path in (path for path in _files(root / "data", table_files(root)) if path.suffix.lower() == ".csv"):
            yield path, Problem.TABLE, f"no table of {PACKAGE_FILE} has this file; add an entry, or remove the file"


def _notebooks(root: Path, env: BuildEnvironment) -> list[Path]:
    """Return the notebooks beside chapters that the settings do not leave out."""
    folders = {(root / name).parent for name in env.found_docs}
    excluded = Matcher(env.config.exclude_patterns)
    paths = (path for folder in folders for path in folder.glob("*.ipynb") if not path.is_symlink())
    return sorted(path for path in paths if not excluded(path.relative_to(root).as_posix()))


def _files(folder: Path, known: set[str]) -> list[Path]:
    """Return the files of *folder* that are not *known*; hidden ones are some program's own."""
    files = (path for path in folder.glob("*") if path.is_file() and path.name not in known)
    return sorted(path for path in files if path.name[0] not in ".~" and path.stem.lower() not in FOR_PEOPLE)
