"""Execute the code cells of all chapters that are out of date, while Sphinx reads the others.

MyST-NB would execute each chapter when it reads it, by a kernel that loads all libraries anew. Here the chapters are
executed before (`kernel_pool`), and stored in jupyter-cache, where MyST-NB finds them. A chapter is read when it is
there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.console import bold
from sphinx.util.display import status_iterator

from glossator.config import edition
from glossator.execution.chart_locale import chart_locale
from glossator.execution.fingerprints import CachedChapter, Hashes, read_fingerprints, write_fingerprints
from glossator.execution.kernel_pool import ExecutedChapter, Job, KernelPool, code_cells, empty_notebook
from glossator.lint.front_matter import replace_invalid_front_matter
from glossator.messages.warnings import Problem, warn

#: Turns a document into a notebook.
Read = Callable[[str], NotebookNode]

logger = logging.getLogger(__name__)


def setup_execution(app: Sphinx) -> None:
    """Execute what is out of date in every build but one that executes nothing."""
    scheduler = Scheduler()
    app.connect("config-inited", keep_outputs)
    app.connect("env-get-outdated", scheduler.start)
    app.connect("env-before-read-docs", scheduler.order)
    app.connect("source-read", scheduler.wait_for)
    # Last: what else is to be done then can be done while the kernels end.
    app.connect("env-updated", scheduler.finish, priority=900)
    app.connect("build-finished", scheduler.close)


def keep_outputs(app: Sphinx, config: Config) -> None:
    """Let MyST-NB take outputs from the cache in every mode but *off*: in the others it would execute all again."""
    if "nb_execution_mode" in config and config.nb_execution_mode != "off":
        config.nb_execution_mode = "cache"


class Scheduler:
    """The chapters of one build, and the kernels that execute those which are out of date."""

    def __init__(self) -> None:
        self.chapters: dict[str, CachedChapter] = {}
        self.stale: list[str] = []  #: yet to be stored
        self.pool: KernelPool | None = None

    def start(self, app: Sphinx, env: Any, *changes: set[str]) -> list[str]:
        """Begin to execute every chapter whose outputs are out of date; return them, to be read again."""
        if env.mystnb_config.execution_mode == "off":
            return []
        known = _known(_folder(env))
        # A chapter is taken apart once, whether to be compared or to be executed.
        read = cache(partial(read_notebook, env))
        for name, chapter in _chapters(env, known, read):
            self.chapters[name] = chapter
            if chapter.code and (name not in known or known[name].fingerprint != chapter.fingerprint):
                self.stale.append(name)
                # With the first one: libraries are loaded while the other chapters are taken apart.
                self.pool = self.pool or KernelPool(Path(app.srcdir), chart_locale(app.config.language))
        if self.pool:
            names = self.stale[0] if len(self.stale) == 1 else f"{len(self.stale)} chapters"
            logger.info(bold("executing notebooks... ") + names)
            self.pool.execute({name: _work(env, name, read(name)) for name in self.stale})
        return list(self.stale)

    def order(self, app: Sphinx, env: Any, docnames: list[str]) -> None:
        """Reorder docnames in place: chapters with fresh outputs first, then in execution order.

        Where several processes are to read, everything is waited for: a process with threads must not be forked, and
        the forks know nothing of the kernels.
        """
        docnames.sort(key=lambda name: (name in self.stale, name))
        if self.stale and app.parallel > 1:
            waiting = list(self.stale)
            about = ("executing notebooks... ", "brown", len(waiting), app.verbosity)
            for name in status_iterator(waiting, *about):
                self._store(env, name)
            self.close(app)

    def wait_for(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Store the outputs of a chapter before MyST-NB reads it."""
        self._store(app.env, docname)
        # MyST-NB would start a kernel for a notebook without cells too, unless it is in the cache.
        if docname in self.chapters and not self.chapters[docname].code and "\nkernelspec:" in source[0]:
            bundle = CacheBundleIn(read_notebook(app.env, docname), app.env.doc2path(docname))
            get_cache(_folder(app.env)).cache_notebook_bundle(bundle, check_validity=False, overwrite=True)

    def _store(self, env: Any, docname: str) -> None:
        if docname not in self.stale or not self.pool:
            return
        self.stale.remove(docname)
        executed = self.pool.result(docname)
        bundle = CacheBundleIn(
            executed.notebook, env.doc2path(docname), data={"execution_seconds": round(executed.seconds, 3)}
        )
        get_cache(_folder(env)).cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        for index, fault in sorted(executed.faults.items()):
            _report(docname, executed.notebook, index, fault)
        self._note(env, docname, executed)

    def _note(self, env: Any, docname: str, executed: ExecutedChapter) -> None:
        """Note what a chapter has been made from; one that failed is to be tried again."""
        chapter = self.chapters[docname]
        fingerprint = "" if executed.faults else _hashes(env).fingerprint(chapter.code, executed.read)
        self.chapters[docname] = chapter._replace(read=executed.read, fingerprint=fingerprint)

    def finish(self, app: Sphinx, env: Any) -> None:
        """Write the fingerprints, once all is read."""
        # A process that writes must not be the fork of one with threads.
        self.close(app)
        # The cache notes when a chapter was last asked for: another checksum, even if nothing was executed.
        if self.chapters and self.chapters != read_fingerprints(_folder(env)):
            write_fingerprints(_folder(env), self.chapters)

    def close(self, app: Sphinx, exception: Exception | None = None) -> None:
        """Leave no process behind."""
        if self.pool:
            self.pool.close()


def _hashes(env: Any) -> Hashes:
    return Hashes(Path(env.srcdir), chart_locale(env.config.language))


def _folder(env: Any) -> Path:
    return Path(env.mystnb_config.execution_cache_path)


def _known(folder: Path) -> dict[str, CachedChapter]:
    """Return the fingerprints of chapters whose outputs are kept; nothing if the cache is not as it was left."""
    known = read_fingerprints(folder)
    if not known:
        shutil.rmtree(folder, ignore_errors=True)
    return known


def _work(env: Any, docname: str, notebook: NotebookNode) -> Job:
    config = env.mystnb_config
    kernel = notebook.metadata.get("kernelspec", {}).get("name") or edition(env.config).kernel
    folder = Path(env.doc2path(docname)).parent
    return Job(notebook, folder, kernel, config.execution_timeout, config.execution_allow_errors)


def _chapters(env: Any, known: dict[str, CachedChapter], read: Read) -> Iterator[tuple[str, CachedChapter]]:
    """Yield all that is known of each document; only one whose text has changed is taken apart."""
    hashes = _hashes(env)
    for docname in sorted(env.found_docs):
        path = Path(env.doc2path(docname))
        # As MyST-NB does, which takes no output of these from the cache.
        if any(
            PurePosixPath(path.as_posix()).match(pattern) for pattern in env.mystnb_config.execution_excludepatterns
        ):
            continue
        before = known.get(docname, CachedChapter("", "", [], ""))
        text = hashes.of(path)
        code = before.code if before.text == text else _code(path, docname, read)
        yield docname, CachedChapter(text, code, before.read, hashes.fingerprint(code, before.read))


def _code(path: Path, docname: str, read: Read) -> str:
    if "{code-cell" not in path.read_text(encoding="utf-8"):
        return ""
    return "\n".join(cell.source for cell in code_cells(read(docname)))


def read_notebook(env: Any, docname: str) -> NotebookNode:
    """Return a document as a notebook, without cells if it is none."""
    path = env.doc2path(docname)
    # Front matter that cannot be read is reported when the chapter is (lint/markdown.py).
    text = replace_invalid_front_matter(Path(path).read_text(encoding="utf-8"), edition(env.config).kernel)
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    return reader.read(text) if reader else empty_notebook()


def _report(docname: str, notebook: NotebookNode, index: int, fault: str) -> None:
    """Report what is wrong with a cell at the line where it begins."""
    lines = notebook.metadata.get("source_map", [])
    line = (lines[index] if index < len(lines) else 0) + 1
    number = code_cells(notebook).index(notebook.cells[index]) + 1
    warn(Problem.CELL, f"code cell {number} {fault}", (docname, line))
