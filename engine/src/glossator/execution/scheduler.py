"""Run the code cells of all chapters in a warm kernel, while Sphinx reads.

A kernel for each chapter spends nearly all its time starting and importing the same libraries. Here the cells of
all chapters that need it are run one after another, and what the last chapter defined is deleted in between
(``kernels.py``). The results go into jupyter-cache, where MyST-NB finds them in later builds; in this one it is handed
them. A chapter is read when they are there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import myst_nb.sphinx_
import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.execute import NotebookClientBase, create_client
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.console import bold
from sphinx.util.display import status_iterator

from glossator.execution.fingerprints import Chapter, Ingredients, read_manifest, write_manifest
from glossator.execution.kernel_pool import Kernels, code_cells
from glossator.lint.markdown import harmless
from glossator.lint.warnings import Problem, warn

#: With no more than these, one process reads what the kernels have done while they do the rest.
FEW_PROCESSORS = 2

#: Turns a document into a notebook.
Read = Callable[[str], NotebookNode]

logger = logging.getLogger(__name__)


def setup_execution(app: Sphinx) -> None:
    """Execute what is out of date in every build but one that executes nothing."""
    execution = Execution()
    app.connect("env-get-outdated", execution.begin)
    app.connect("env-before-read-docs", execution.put_last)
    app.connect("source-read", execution.wait_for)
    # Last: what else is to be done then can be done while the kernels end.
    app.connect("env-updated", execution.note, priority=900)
    app.connect("build-finished", execution.end)
    myst_nb.sphinx_.create_client = execution.client


class Executed(NotebookClientBase):  # type: ignore[misc]
    """Where MyST-NB finds the outputs of a chapter whose cells have just been run."""

    def __init__(self, executed: NotebookNode, notebook: NotebookNode, *about: Any) -> None:
        super().__init__(notebook, *about)
        cells = iter(code_cells(executed))
        self._notebook = NotebookNode(
            notebook,
            metadata={**notebook.metadata, "language_info": executed.metadata.language_info},
            cells=[next(cells) if cell.cell_type == "code" else cell for cell in notebook.cells],
        )
        # What {nb-exec-table} lists, as jupyter-cache will say it.
        self.exec_metadata = {
            "mtime": time.time(),
            "runtime": 0,
            "method": self.nb_config.execution_mode,
            "succeeded": True,
            "error": None,
            "traceback": None,
        }


class Execution:
    """The chapters of one build that must be executed."""

    def __init__(self) -> None:
        self.chapters: dict[str, Chapter] = {}
        self.stale: list[str] = []
        #: path -> a chapter that has been executed and is yet to be read
        self.executed: dict[str, NotebookNode] = {}
        self.kernels: Kernels | None = None
        self.store: Any = None
        self.processors = 1

    def begin(self, app: Sphinx, env: Any, *changes: set[str]) -> list[str]:
        """Start to execute every chapter whose charts are out of date; return them, to be read again."""
        if env.mystnb_config.execution_mode == "off":
            return []
        before = read_manifest(_folder(env))
        # A chapter is taken apart once, whether for what it is made from or to be executed.
        read = cache(partial(_notebook, env))
        self.chapters = dict(_chapters(env, before, read))
        self.stale = [
            name
            for name, chapter in self.chapters.items()
            if chapter.code and (name not in before or before[name].made_from != chapter.made_from)
        ]
        if not self.stale:
            self.end(app)
        else:
            names = self.stale[0] if len(self.stale) == 1 else f"{len(self.stale)} chapters"
            logger.info(bold("executing notebooks... ") + names)
            notebooks = {name: read(name) for name in self.stale}
            folders = {name: Path(env.doc2path(name)).parent for name in self.stale}
            self.store = get_cache(_folder(env))
            self.kernels = self.kernels or Kernels(len(self.stale))
            self.kernels.execute(notebooks, folders, env.mystnb_config.execution_timeout)
        return list(self.stale)

    def put_last(self, app: Sphinx, env: Any, docnames: list[str]) -> None:
        """Read first what need not be waited for, then the others in the order in which they are executed."""
        docnames.sort(key=lambda name: (name in self.stale, name))
        if self.stale and app.parallel <= FEW_PROCESSORS:
            self.processors, app.parallel = app.parallel, 1
        elif app.parallel > 1:
            # The processes that read know nothing of each other, and nothing of the kernels. Each would make the cache.
            get_cache(_folder(env)).list_cache_records()
            waiting = list(self.stale)
            for name in status_iterator(
                waiting, "executing notebooks... ", length=len(waiting), verbosity=app.verbosity
            ):
                self._store(env, name)

    def wait_for(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Put the outputs of a chapter where MyST-NB finds them when it reads the chapter."""
        self._store(app.env, docname)

    def _store(self, env: Any, docname: str) -> None:
        if docname not in self.stale or not self.kernels:
            return
        self.stale.remove(docname)
        notebook = self.kernels.executed(docname)
        path = env.doc2path(docname)
        bundle = CacheBundleIn(notebook, path, data={"execution_seconds": 0})
        self.store.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        self.executed[path] = notebook
        if _report_error(docname, notebook):
            del self.chapters[docname]

    def client(self, notebook: NotebookNode, path: str, *about: Any) -> NotebookClientBase:
        """Return where MyST-NB finds the outputs of a chapter; it would look in jupyter-cache for each."""
        executed = self.executed.pop(path, None)
        if executed and _code_of(executed) == _code_of(notebook):
            config, log, _ = about
            return Executed(executed, notebook, Path(path), config, log)
        return create_client(notebook, path, *about)

    def note(self, app: Sphinx, env: Any) -> None:
        """Note what each chapter's charts have been made from; without a chapter that fails, to be tried again."""
        app.parallel = max(self.processors, app.parallel)
        # Processes that read have taken theirs from copies of this.
        self.executed.clear()
        # A process that writes must not be the fork of one with threads.
        self.end(app)
        if self.chapters and self.chapters != read_manifest(_folder(env)):
            write_manifest(_folder(env), self.chapters)

    def end(self, app: Sphinx, exception: Exception | None = None) -> None:
        """Leave no kernel behind."""
        if self.kernels:
            self.kernels.close()


def _folder(env: Any) -> Path:
    return Path(env.mystnb_config.execution_cache_path)


def _chapters(env: Any, before: dict[str, Chapter], read: Read) -> Iterator[tuple[str, Chapter]]:
    """Yield all that is known of each document; only one whose text has changed is taken apart."""
    ingredients = Ingredients(Path(env.srcdir))
    for docname in sorted(env.found_docs):
        path = Path(env.doc2path(docname))
        same = docname in before and before[docname].text == ingredients.hash_of(path)
        code = before[docname].code if same else _code(path, docname, read)
        yield docname, Chapter(ingredients.hash_of(path), code, ingredients.made_from(code))


def _code(path: Path, docname: str, read: Read) -> str:
    if "{code-cell" not in path.read_text(encoding="utf-8"):
        return ""
    return _code_of(read(docname))


def _code_of(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in code_cells(notebook))


def _notebook(env: Any, docname: str) -> NotebookNode:
    """Return a document as a notebook, without cells if it is none."""
    path = env.doc2path(docname)
    # Front matter that cannot be read is reported when the chapter is (markup.py).
    text = harmless(Path(path).read_text(encoding="utf-8"))
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    return reader.read(text) if reader else nbformat.v4.new_notebook()


def _report_error(docname: str, notebook: NotebookNode) -> bool:
    """Report the first error of a chapter, with the line of its cell."""
    lines = notebook.metadata.get("source_map", [])
    for index, cell in enumerate(notebook.cells):
        error = next((output for output in cell.get("outputs", ()) if output.output_type == "error"), None)
        if error:
            line = (lines[index] if index < len(lines) else 0) + 1
            number = code_cells(notebook).index(cell) + 1
            warn(Problem.CELL, f"code cell {number} {_what_happened(error)}", (docname, line))
            return True
    return False


def _what_happened(error: NotebookNode) -> str:
    if error.ename == "KeyboardInterrupt":
        return "was stopped: it takes longer than execute.timeout in _config.yml allows"
    return f"stops with {error.ename}: {error.evalue}"
