"""Write pages in as many processes as there are processors.

Jupyter Book has no ``-j``, and Sphinx's own parallel writing resolves all links in the main process. Here each process
resolves the links of the pages that it writes, and takes the next page as soon as it has written one. Replaces
``StandaloneHTMLBuilder._write_parallel``, which takes a list of documents and a number of processes in Sphinx 7 to 9.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.logging import LogCollector, convert_serializable
from sphinx.util.parallel import parallel_available

logger = logging.getLogger(__name__)


class ParallelHTMLBuilder(StandaloneHTMLBuilder):
    """The HTML builder; each process resolves the links of a page before it writes it."""

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        if not _has_semaphores():
            self._write_serial(docnames)
            return
        # Freeze before forking: a collection in the child would copy every shared page of memory.
        gc.freeze()
        # Sphinx leaves one processor to the main process, which here only waits.
        with ProcessPoolExecutor(self.app.parallel, get_context("fork"), _inherit, (self,)) as pool:
            for images, records in pool.map(_write_page, longest_first(docnames, self.env)):
                self.images.update(images)
                for record in records:
                    logger.handle(record)
        gc.unfreeze()


def _has_semaphores() -> bool:
    """Return whether processes can share a lock, for which Linux needs to write into ``/dev/shm``."""
    try:
        get_context("fork").Lock()
    except (ImportError, OSError):
        return False
    return True


_builder: ParallelHTMLBuilder


def _inherit(builder: ParallelHTMLBuilder) -> None:
    """Keep the builder that a forked process has inherited; it is never pickled."""
    global _builder  # noqa: PLW0603
    _builder = builder
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the build that has forked this process is killed, after which it would wait for pages for ever."""
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)


def _write_page(docname: str) -> tuple[dict[str, str], list[Any]]:
    """Write a page; return the images on it, by file, and what was logged."""
    collector = LogCollector()
    with collector.collect():
        document = _builder.env.get_and_resolve_doctree(docname, _builder)
        _builder.write_doc_serialized(docname, document)
        _builder.write_doc(docname, document)
    convert_serializable(collector.logs)
    return _builder.images, collector.logs


def longest_first(docnames: Iterable[str], env: BuildEnvironment) -> list[str]:
    """Return documents by the size of their pickled doctree in bytes, largest first."""
    sizes = {name: Path(env.doctreedir, f"{name}.doctree").stat().st_size for name in docnames}
    return sorted(sizes, key=lambda name: (-sizes[name], name))


def setup_parallel(app: Sphinx) -> None:
    """Register the parallel HTML builder; set the number of processes for Jupyter Book, whose command has no ``-j``."""
    app.add_builder(ParallelHTMLBuilder, override=True)
    app.connect("env-updated", use_processors)


def use_processors(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Set the number of processes once all is read; ``sphinx-build``, which has a ``conf.py``, has ``-j``."""
    if parallel_available and not (Path(app.confdir) / "conf.py").is_file():
        app.parallel = max(app.parallel, os.cpu_count() or 1)
    return []
