"""Run the code cells of all chapters in one warm kernel, before Sphinx reads them.

A kernel for each chapter spends nearly all its time starting and importing the same libraries. Here the cells of
every chapter that needs it are run one after another, and what the last chapter defined is deleted in between. The
results go into jupyter-cache, where MyST-NB finds them.

What a chart was made from decides whether it is made again: the chapter's cells, the tables they name, and the
modules that a notebook can import. MyST-NB by itself looks at the cells alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.display import status_iterator
from traitlets.config import Config

from edition.markup import harmless
from edition.warn import Problem, warn

logger = logging.getLogger(__name__)

#: The modules of this package that a notebook can import; a change in one may change every chart.
KERNEL_MODULES = ("chart", "datapackage", "tables", "text", "topics")
MANIFEST = "made-from.json"

# Run before each chapter: forget what the last one defined, and stand in the chapter's folder.
FRESH = """
import os as _os
_first = globals().get("_first", {{"_first", "_name", *globals()}})
for _name in set(globals()) - _first:
    del globals()[_name]
_os.chdir({folder!r})
"""


def execute_chapters(app: Sphinx, env: Any, *changes: set[str]) -> list[str]:
    """Execute every chapter whose charts are out of date; return the documents that must be read again."""
    if env.mystnb_config.execution_mode == "off":
        return []
    folder = Path(env.mystnb_config.execution_cache_path)
    manifest = folder / MANIFEST
    known = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    notebooks = dict(_notebooks(env))
    made_from = {docname: _digest(Path(app.srcdir), notebook) for docname, notebook in notebooks.items()}
    stale = [docname for docname in notebooks if known.get(docname) != made_from[docname]]
    if stale:
        results = _execute(env, {docname: notebooks[docname] for docname in stale})
        for docname in _report_errors(results):
            del made_from[docname]
        _store(folder, env, results)
    folder.mkdir(parents=True, exist_ok=True)
    manifest.write_text(json.dumps(made_from, indent=1, sort_keys=True), encoding="utf-8")
    return stale


def _notebooks(env: Any) -> Iterable[tuple[str, NotebookNode]]:
    """Yield every document that has code cells, as a notebook."""
    for docname in sorted(env.found_docs):
        path = env.doc2path(docname)
        text = Path(path).read_text(encoding="utf-8")
        # Front matter that cannot be read is reported when the chapter is (markup.py).
        reader = create_nb_reader(path, env.myst_config, env.mystnb_config, harmless(text))
        notebook = reader.read(harmless(text)) if reader else None
        if notebook and any(cell.cell_type == "code" for cell in notebook.cells):
            yield docname, notebook


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _digest(root: Path, notebook: NotebookNode) -> str:
    """Return one hash of all that the chapter's charts are made from."""
    code = "\n".join(cell.source for cell in _code_cells(notebook))
    words = set(re.findall(r"\w+", code))
    tables = [path for path in sorted((root / "data").glob("*.csv")) if path.stem in words]
    modules = [Path(__file__).with_name(f"{name}.py") for name in KERNEL_MODULES]
    texts = sorted((root / "sources").iterdir()) if "topics" in words else []
    digest = hashlib.sha256(code.encode())
    for path in (*tables, *modules, *texts, root / "data" / "datapackage.json"):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _execute(env: Any, notebooks: dict[str, NotebookNode]) -> dict[str, NotebookNode]:
    """Run all cells as one notebook, and give each chapter its outputs."""
    starts = (
        nbformat.v4.new_code_cell(FRESH.format(folder=str(Path(env.doc2path(name)).parent))) for name in notebooks
    )
    runs = {name: [start, *_code_cells(notebooks[name])] for name, start in zip(notebooks, starts, strict=True)}
    whole = nbformat.v4.new_notebook(cells=[cell for cells in runs.values() for cell in cells])
    first_cells = {id(cells[0]): name for name, cells in runs.items()}
    progress = iter(status_iterator(list(runs), "executing notebooks... ", "blue", len(runs), env.app.verbosity))
    client = NotebookClient(
        whole,
        kernel_name="python3",
        timeout=env.mystnb_config.execution_timeout,
        allow_errors=True,
        # A cell that never ends is an error like any other, and the next chapter still has its turn.
        interrupt_on_timeout=True,
        # jupyter-cache never finds a notebook again whose cells carry times.
        record_timing=False,
        on_cell_start=lambda cell, cell_index: next(progress, None) if id(cell) in first_cells else None,
    )
    with TemporaryDirectory() as folder:
        # Sockets in the file system where there are any: a kernel that listens on a port warns of it.
        if os.name == "posix":
            client.config = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
        client.execute()
    next(progress, None)
    for notebook in notebooks.values():
        notebook.metadata["language_info"] = whole.metadata["language_info"]
    for cells in runs.values():
        for count, cell in enumerate(islice(cells, 1, None), start=1):
            cell.execution_count = count
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = count
    return notebooks


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
    cache = get_cache(folder)
    for docname, notebook in notebooks.items():
        bundle = CacheBundleIn(notebook, env.doc2path(docname), data={"execution_seconds": 0})
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
