"""Run the code cells of all chapters in a few warm kernels, before Sphinx reads them.

A kernel for each chapter spends nearly all its time starting and importing the same libraries. Here the cells of
many chapters are run one after another, and what the last chapter defined is deleted in between. The results go into
jupyter-cache, where MyST-NB finds them.

What a chart was made from decides whether it is made again: the chapter's cells, the tables they name, the modules
that a notebook can import, and the libraries that draw. MyST-NB by itself looks at the cells alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import version
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_core.utils import run_sync
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.util.display import status_iterator
from traitlets.config import Config

from edition.markup import harmless
from edition.warn import Problem, warn

#: The modules of this package that a notebook can import; a change in one may change every chart.
KERNEL_MODULES = ("chart", "datapackage", "tables", "text", "topics")
LIBRARIES = ("altair", "pandas", "vl-convert-python")
MANIFEST = "made-from.json"
#: A second kernel pays from about twice as many on: to start one takes as long as to run so many.
CHAPTERS_A_KERNEL = 4

# Run before each chapter: forget what the last one defined, and stand in the chapter's folder.
FRESH = """
import os as _os
_first = globals().get("_first", {{"_first", "_name", *globals()}})
for _name in set(globals()) - _first:
    del globals()[_name]
_os.chdir({folder!r})
"""


class Chapter(NamedTuple):
    """What is known of a chapter from the last time that its text was another."""

    text: str  #: hash of its file
    code: str  #: its code cells
    made_from: str  #: hash of all that its charts are made from; empty for a chapter without code


def execute_chapters(app: Sphinx, env: Any, *changes: set[str]) -> list[str]:
    """Execute every chapter whose charts are out of date; return the documents that must be read again."""
    if env.mystnb_config.execution_mode == "off":
        return []
    folder = Path(env.mystnb_config.execution_cache_path)
    manifest = folder / MANIFEST
    known = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    before = {docname: Chapter(*about) for docname, about in known.items()}
    chapters = dict(_chapters(env, before))
    stale = [name for name in chapters if name not in before or before[name].made_from != chapters[name].made_from]
    if stale := [name for name in stale if chapters[name].code]:
        results = _execute(env, {docname: _notebook(env, docname) for docname in stale})
        for docname in _report_errors(results):
            del chapters[docname]
        _store(folder, env, results)
    if chapters != before:
        folder.mkdir(parents=True, exist_ok=True)
        manifest.write_text(json.dumps(chapters, indent=1, sort_keys=True), encoding="utf-8")
    return stale


def _chapters(env: Any, before: dict[str, Chapter]) -> Iterator[tuple[str, Chapter]]:
    """Yield all that is known of each document; only one whose text has changed is taken apart."""
    hash_of = cache(lambda path: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
    for docname in sorted(env.found_docs):
        path = Path(env.doc2path(docname))
        code = before[docname].code if docname in before and before[docname].text == hash_of(path) else None
        if code is None:
            code = _code(env, docname)
        yield docname, Chapter(hash_of(path), code, _made_from(Path(env.srcdir), code, hash_of) if code else "")


def _code(env: Any, docname: str) -> str:
    if "{code-cell" not in Path(env.doc2path(docname)).read_text(encoding="utf-8"):
        return ""
    return "\n".join(cell.source for cell in _code_cells(_notebook(env, docname)))


def _notebook(env: Any, docname: str) -> NotebookNode:
    """Return a document as a notebook, without cells if it is none."""
    path = env.doc2path(docname)
    # Front matter that cannot be read is reported when the chapter is (markup.py).
    text = harmless(Path(path).read_text(encoding="utf-8"))
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    return reader.read(text) if reader else nbformat.v4.new_notebook()


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _made_from(root: Path, code: str, hash_of: Callable[[Path], str]) -> str:
    """Return one hash of all that charts drawn by *code* are made from."""
    words = set(re.findall(r"\w+", code))
    tables = [path for path in sorted((root / "data").glob("*.csv")) if path.stem in words]
    modules = [Path(__file__).with_name(f"{name}.py") for name in KERNEL_MODULES]
    texts = sorted((root / "sources").iterdir()) if "topics" in words else []
    files = (*tables, *modules, *texts, root / "data" / "datapackage.json")
    parts = (code, *map(version, LIBRARIES), *map(hash_of, files))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _execute(env: Any, notebooks: dict[str, NotebookNode]) -> dict[str, NotebookNode]:
    """Give each chapter its outputs; run as many kernels as there are processors and work."""
    names = list(notebooks)
    kernels = min(os.cpu_count() or 1, ceil(len(names) / CHAPTERS_A_KERNEL))
    begin = _progress(env, len(names))
    with TemporaryDirectory() as folder:
        shares = ({name: notebooks[name] for name in names[start::kernels]} for start in range(kernels))
        clients = [_client(env, share, f"{folder}/{n}", begin) for n, share in enumerate(shares)]
        run_sync(_run)(clients)
    begin("")
    for notebook in notebooks.values():
        notebook.metadata["language_info"] = clients[0].nb.metadata["language_info"]
        for count, cell in enumerate(_code_cells(notebook), start=1):
            cell.execution_count = count
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = count
    return notebooks


async def _run(clients: Iterable[NotebookClient]) -> None:
    await asyncio.gather(*(client.async_execute() for client in clients))


def _client(env: Any, notebooks: dict[str, NotebookNode], address: str, begin: Callable[[str], None]) -> NotebookClient:
    """Return a kernel's work: the cells of some chapters as one notebook; *begin* is told when a chapter begins."""
    cells, first_cells = [], {}
    for name, notebook in notebooks.items():
        start = nbformat.v4.new_code_cell(FRESH.format(folder=str(Path(env.doc2path(name)).parent)))
        first_cells[id(start)] = name
        cells += [start, *_code_cells(notebook)]
    return NotebookClient(
        nbformat.v4.new_notebook(cells=cells),
        # Sockets in the file system where there are any: a kernel that listens on a port warns of it.
        config=Config({"KernelManager": {"transport": "ipc", "ip": address}} if os.name == "posix" else {}),
        kernel_name="python3",
        timeout=env.mystnb_config.execution_timeout,
        allow_errors=True,
        # A cell that never ends is an error like any other, and the next chapter still has its turn.
        interrupt_on_timeout=True,
        # jupyter-cache never finds a notebook again whose cells carry times.
        record_timing=False,
        on_cell_start=lambda cell, cell_index: begin(first_cells[id(cell)]) if id(cell) in first_cells else None,
    )


def _progress(env: Any, total: int) -> Callable[[str], None]:
    """Return a function to be called with the name of each chapter that begins, and once more at the end."""
    begun: list[str] = []
    lines = (f"{begun[-1]}, {total - number} to come" for number in range(1, total + 1))
    shown = status_iterator(lines, "executing notebooks... ", "blue", total, env.app.verbosity)

    def begin(name: str) -> None:
        begun.append(name)
        next(shown, None)

    return begin


def _report_errors(notebooks: dict[str, NotebookNode]) -> list[str]:
    """Report the first error of each chapter, with the line of its cell; return the chapters that have one."""
    failed = []
    for docname, notebook in notebooks.items():
        lines = notebook.metadata.get("source_map", [])
        for index, cell in enumerate(notebook.cells):
            error = next((output for output in cell.get("outputs", ()) if output.output_type == "error"), None)
            if error:
                line = (lines[index] if index < len(lines) else 0) + 1
                number = _code_cells(notebook).index(cell) + 1
                warn(Problem.CELL, f"code cell {number} {_what_happened(error)}", (docname, line))
                failed.append(docname)
                break
    return failed


def _what_happened(error: NotebookNode) -> str:
    if error.ename == "KeyboardInterrupt":
        return "was stopped: it takes longer than execute.timeout in _config.yml allows"
    return f"stops with {error.ename}: {error.evalue}"


def _store(folder: Path, env: Any, notebooks: dict[str, NotebookNode]) -> None:
    store = get_cache(folder)
    for docname, notebook in notebooks.items():
        bundle = CacheBundleIn(notebook, env.doc2path(docname), data={"execution_seconds": 0})
        store.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
