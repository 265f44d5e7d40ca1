"""Kernels that run the code cells of many chapters one after another, while Sphinx reads those that have been run."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
from collections.abc import Iterable
from concurrent.futures import Future
from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

#: A second kernel pays from about twice as many on: to start one takes as long as to run so many.
CHAPTERS_A_KERNEL = 4

logger = logging.getLogger(__name__)
# Sphinx says when execution begins.
logger.setLevel(logging.WARNING)

# vl-convert measures the words of a chart with Liberation Sans, which it carries with it. With the fonts of the machine
# a drawing would differ between machines, and take twice as long: the font's file is opened anew for every letter.
FONTS = {"FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))}

# The name of a package known to the kernel would be one that the first chapter has not defined.
LOAD = "__import__('edition.warm')"
# Run before each chapter: forget what the last one defined, and stand in the chapter's folder.
FRESH = """
import os as _os
_first = globals().get("_first", {{"_first", "_name", *globals()}})
for _name in set(globals()) - _first:
    del globals()[_name]
_os.chdir({folder!r})
"""


class Kernels:
    """Chapters on their way through one kernel, or a few where there are processors for them.

    They start at once, and load what charts need, whether or not it is known by then what there is to do.

    chapters: how many there will be to execute, as far as is known
    """

    def __init__(self, chapters: int) -> None:
        # One processor is Sphinx's.
        self._count = max(1, min((os.cpu_count() or 1) - 1, ceil(chapters / CHAPTERS_A_KERNEL)))
        self._notebooks: dict[str, NotebookNode] = {}
        self._folders: dict[str, Path] = {}
        self._done: dict[str, Future[NotebookNode]] = {}
        #: the seconds that a cell may take, once that and all else is known
        self._work: Future[int] = Future()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        # Where a build ends before it has begun to read.
        atexit.register(self.close)

    def execute(self, notebooks: dict[str, NotebookNode], folders: dict[str, Path], timeout: int) -> None:
        """Give the kernels their work, once.

        folders: where each notebook stands
        timeout: the seconds that a cell may take
        """
        self._notebooks, self._folders = notebooks, folders
        self._done = {name: Future() for name in notebooks}
        self._work.set_result(timeout)

    def executed(self, name: str) -> NotebookNode:
        """Return a notebook with its outputs, as soon as it has them; raise what has stopped its kernel."""
        return self._done[name].result()

    def close(self) -> None:
        """Wait until every kernel has been shut down."""
        if not self._work.done():
            self._work.set_result(0)
        self._thread.join()
        atexit.unregister(self.close)

    def _run(self) -> None:
        with TemporaryDirectory() as folder:
            kernels = (self._kernel(start, f"{folder}/{start}") for start in range(self._count))
            try:
                asyncio.run(_all(kernels))
            except Exception as error:  # whatever it is, it must not leave Sphinx waiting
                self._work.cancel()
                for future in self._done.values():
                    if not future.done():
                        future.set_exception(error)

    def _kernel(self, start: int, address: str) -> NotebookClient:
        """Return the work of one kernel: the cells of some chapters as one notebook, which is empty until it begins."""
        client = NotebookClient(
            nbformat.v4.new_notebook(),
            # Sockets in the file system where there are any: a kernel that listens on a port warns of it.
            config=Config({"KernelManager": {"transport": "ipc", "ip": address}} if os.name == "posix" else {}),
            kernel_name="python3",
            allow_errors=True,
            # A cell that never ends is an error like any other, and the next chapter still has its turn.
            interrupt_on_timeout=True,
            # jupyter-cache never finds a notebook again whose cells carry times.
            record_timing=False,
            log=logger,
        )
        client.on_notebook_start = partial(self._load, client, start)
        return client

    async def _load(self, client: NotebookClient, start: int, notebook: NotebookNode) -> None:
        """Let a kernel that has started load what charts need; then give it its share of the cells."""
        client.kc.execute(LOAD, silent=True)
        client.timeout = await asyncio.wrap_future(self._work)
        marks: dict[int, str] = {}
        for name in list(self._notebooks)[start :: self._count]:
            notebook.cells.append(nbformat.v4.new_code_cell(FRESH.format(folder=str(self._folders[name]))))
            notebook.cells += code_cells(self._notebooks[name])
            # A chapter has all its outputs when what stands behind it begins.
            notebook.cells.append(nbformat.v4.new_raw_cell())
            marks[len(notebook.cells) - 1] = name
        client.on_cell_start = partial(self._begin, client, marks)

    def _begin(self, client: NotebookClient, marks: dict[int, str], cell: NotebookNode, cell_index: int) -> None:
        if name := marks.get(cell_index):
            notebook = self._notebooks[name]
            notebook.metadata["language_info"] = client.nb.metadata["language_info"]
            for count, code in enumerate(code_cells(notebook), start=1):
                code.execution_count = count
                for output in code.outputs:
                    if "execution_count" in output:
                        output.execution_count = count
            self._done[name].set_result(notebook)


async def _all(kernels: Iterable[NotebookClient]) -> None:
    await asyncio.gather(*(kernel.async_execute(env={**os.environ, **FONTS}) for kernel in kernels))


def code_cells(notebook: Any) -> list[NotebookNode]:
    """Return the cells of a notebook that a kernel runs."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
