"""Kernels that run the code cells of many chapters one after another, while Sphinx reads those that have been run."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, NamedTuple

# What starts a kernel loads these when it needs them: in the thread of the kernels, while Sphinx may be loading them.
import ipykernel.kernelspec  # noqa: F401
import IPython.paths  # noqa: F401
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from glossator.execution.render_workers import Drawers, is_undrawn
from glossator.notebook.svg import DRAWN_LATER

#: A second kernel pays from about twice as many on: to start one takes as long as to run so many.
CHAPTERS_A_KERNEL = 4

logger = logging.getLogger(__name__)
# Sphinx says when execution begins.
logger.setLevel(logging.WARNING)

# Without the debugger, which takes a third of the time in which a kernel starts, and which nobody can use here.
START = """
import runpy, sys
sys.modules["debugpy"] = None
runpy.run_module("ipykernel_launcher", run_name="__main__")
"""
# The name of a package known to the kernel would be one that the first chapter has not defined.
LOAD = "__import__('glossator.notebook.preload')"
# Run before each chapter: forget what the last one defined and showed, and stand in the chapter's folder. Of a thousand
# results IPython warns that it forgets some.
FRESH = """
import os as _os
_first = globals().get("_first", {{"_first", "_name", *globals()}})
for _name in set(globals()) - _first:
    del globals()[_name]
_os.chdir({folder!r})
_oh.clear()
"""


class Work(NamedTuple):
    """What there is to execute."""

    notebooks: dict[str, NotebookNode]  #: chapter -> its cells, without outputs
    folders: dict[str, Path]  #: where each stands
    timeout: int  #: seconds that a cell may take
    done: dict[str, Future[NotebookNode]]  #: chapter -> its cells with their outputs


class Kernels:
    """Chapters on their way through one kernel, or a few where there are processors for them.

    They start at once, and load what charts need, whether or not it is known by then what there is to do.

    chapters: how many there will be to execute, as far as is known
    """

    def __init__(self, chapters: int) -> None:
        # One processor is Sphinx's.
        self._count = max(1, min((os.cpu_count() or 1) - 1, ceil(chapters / CHAPTERS_A_KERNEL)))
        self._work: Future[Work] = Future()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        atexit.register(self._give_up)

    def execute(self, notebooks: dict[str, NotebookNode], folders: dict[str, Path], timeout: int) -> None:
        """Give the kernels their work, once; see `Work`."""
        self._work.set_result(Work(notebooks, folders, timeout, {name: Future() for name in notebooks}))

    def executed(self, name: str) -> NotebookNode:
        """Return a notebook with its outputs, as soon as it has them; raise what has stopped its kernel."""
        return self._work.result().done[name].result()

    def close(self) -> None:
        """Wait until every kernel has been shut down."""
        if not self._work.done():
            self.execute({}, {}, 0)
        self._thread.join()
        atexit.unregister(self._give_up)

    def _give_up(self) -> None:
        """Leave no kernel behind where a build ends before there is work; one at work ends by itself without us."""
        if not self._work.done():
            self.close()

    def _run(self) -> None:
        try:
            asyncio.run(self._start())
        except Exception as error:  # whatever it is, it must not leave Sphinx waiting
            for future in self._work.result().done.values():
                if not future.done():
                    future.set_exception(error)

    async def _start(self) -> None:
        # Shielded: a kernel that cannot start must not take the work from Sphinx's hands.
        work = asyncio.wrap_future(self._work)
        with TemporaryDirectory() as folder:
            async with Drawers(self._count) as drawers:
                shares = (slice(start, None, self._count) for start in range(self._count))
                kernels = [_Kernel(share, f"{folder}/{share.start}", drawers) for share in shares]
                await asyncio.gather(*(kernel.run(lambda: asyncio.shield(work)) for kernel in kernels))


class _KernelManager(AsyncKernelManager):
    """Starts kernels that have no debugger."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        return [sys.executable, "-c", START, "-f", self.connection_file, *(extra_arguments or ())]


class _Kernel:
    """One kernel, which runs the cells of its share of the chapters as if they were one notebook."""

    def __init__(self, share: slice, address: str, drawers: Drawers) -> None:
        self._share, self._drawers = share, drawers
        #: after which cell a chapter has been run
        self._ends: dict[int, str] = {}
        self._drawing: list[asyncio.Task[None]] = []
        self._finishing: list[asyncio.Task[None]] = []
        self._client = NotebookClient(
            nbformat.v4.new_notebook(),
            # Sockets in the file system where there are any: a kernel that listens on a port warns of it.
            config=Config({"KernelManager": {"transport": "ipc", "ip": address}} if os.name == "posix" else {}),
            kernel_name="python3",
            kernel_manager_class=_KernelManager,
            allow_errors=True,
            # A cell that never ends is an error like any other, and the next chapter still has its turn.
            interrupt_on_timeout=True,
            # jupyter-cache never finds a notebook again whose cells carry times.
            record_timing=False,
            shutdown_kernel="immediate",
            on_cell_executed=self._draw,
            on_cell_start=self._end_chapter,
            log=logger,
        )

    async def run(self, work: Callable[[], Awaitable[Work]]) -> None:
        """Start, load what charts need, and run the cells when there is *work*."""

        async def load(notebook: NotebookNode) -> None:
            self._client.kc.execute(LOAD, silent=True)
            self._begin(await work())

        self._client.on_notebook_start = load
        await self._client.async_execute(env={**os.environ, DRAWN_LATER: "1"})
        await asyncio.gather(*self._finishing)

    def _begin(self, work: Work) -> None:
        self._work = work
        self._client.timeout = work.timeout
        cells = self._client.nb.cells
        for name in list(work.notebooks)[self._share]:
            cells.append(nbformat.v4.new_code_cell(FRESH.format(folder=str(work.folders[name]))))
            cells += code_cells(work.notebooks[name])
            # A chapter has been run when what stands behind it begins.
            cells.append(nbformat.v4.new_raw_cell())
            self._ends[len(cells) - 1] = name

    def _draw(self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        for output in filter(is_undrawn, cell.outputs):
            self._drawing.append(asyncio.create_task(self._drawers.complete(output)))

    def _end_chapter(self, cell: NotebookNode, cell_index: int) -> None:
        if name := self._ends.get(cell_index):
            self._finishing.append(asyncio.create_task(self._finish(name, self._drawing)))
            self._drawing = []

    async def _finish(self, name: str, drawing: list[asyncio.Task[None]]) -> None:
        """Hand over a chapter with its drawings, as a kernel of its own would have left it."""
        try:
            await asyncio.gather(*drawing)
        except Exception as error:  # whatever it is, Sphinx is to raise it
            self._work.done[name].set_exception(error)
            return
        notebook = self._work.notebooks[name]
        notebook.metadata["language_info"] = self._client.nb.metadata["language_info"]
        for count, code in enumerate(code_cells(notebook), start=1):
            code.execution_count = count
            for output in code.outputs:
                if "execution_count" in output:
                    output.execution_count = count
        self._work.done[name].set_result(notebook)


def code_cells(notebook: Any) -> list[NotebookNode]:
    """Return the cells of a notebook that a kernel runs."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
