"""The book is built the same way twice, elsewhere, by several processes and without performance patches."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from glossator.execution.render_workers import FONTS
from glossator.testing.books import copy_book, run
from jupyter_cache import get_cache
from nbclient import NotebookClient
from nbformat import NotebookNode


@pytest.mark.sweep
def test_a_chapter_s_outputs_are_those_of_a_kernel_of_its_own(book: Path) -> None:
    cache = get_cache(book / "_build" / ".jupyter_cache")
    shared = {record.uri: cache.get_cache_bundle(record.pk).nb for record in cache.list_cache_records()}
    # Every fourth is enough to see what one that ran before has left behind; each takes seconds.
    some = {name: shared[name] for name in sorted(shared)[::-4]}
    assert len(some) > 3
    with ThreadPoolExecutor(2) as pool:
        alone = dict(zip(some, pool.map(execute_alone, some.items()), strict=True))
    for name, cells in some.items():
        assert outputs(alone[name]) == outputs(cells), name


def execute_alone(chapter: tuple[str, NotebookNode]) -> NotebookNode:
    path, cells = chapter
    client = NotebookClient(cells.copy(), kernel_name="python3", record_timing=False)
    return client.execute(cwd=str(Path(path).parent), env={**os.environ, **FONTS})


def outputs(cells: NotebookNode) -> list[NotebookNode]:
    return [output for cell in cells.cells for output in cell.get("outputs", ())]


@pytest.mark.sweep
def test_a_build_elsewhere_by_several_processes_without_patches_is_the_same_and_a_second_changes_nothing(
    book: Path, root: Path, tmp_path: Path
) -> None:
    other = copy_book(root, tmp_path)
    config = (other / "_config.yml").read_text(encoding="utf-8")
    assert ", glossator.performance]" in config
    (other / "_config.yml").write_text(config.replace(", glossator.performance]", "]"), encoding="utf-8")
    first = build_by_sphinx(other)
    # Sphinx reads in parallel from six documents on, and only if every extension declares that it is safe.
    assert re.search(r"reading sources\.\.\. .* \.\. ", first), "Sphinx did not read in parallel"
    assert differences(contents(book), contents(other)) == []

    before = contents(other)
    assert "0 added, 0 changed, 0 removed" in build_by_sphinx(other)
    assert differences(before, contents(other)) == []


def build_by_sphinx(folder: Path) -> str:
    """Build a book by three processes of plain Sphinx; return what was printed."""
    options = ["-n", "-W", "--keep-going", "-j", "3", "-c", "stacks", "-d", "_build/.doctrees"]
    code, log = run("sphinx-build", *options, ".", "_build/html", folder=folder)
    assert code == 0, log
    return log


def contents(book: Path) -> dict[str, bytes]:
    """Return the files of a site by name; ``.buildinfo`` is none: it says by which settings a builder was started."""
    site = book / "_build" / "html"
    files = (path for path in site.rglob("*") if path.is_file() and path.name != ".buildinfo")
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
