"""Execute chapters, each in a kernel of its own, in a thread beside Sphinx."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import nbformat
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from glossator.core.surroundings import open_files, startable
from glossator.execution.provisioner import CAN_FORK, ENVIRONMENT, ForkedSpecs, ForkServer
from glossator.execution.render_workers import RenderWorkers, needs_rendering
from glossator.execution.trace import read_record
from glossator.notebook.svg import RENDER_LATER

#: A cell may print so many bytes, pictures, tables and errors included.
MOST_OUTPUT = 10_000_000
#: The messages of a kernel that bring them.
OUTPUTS = ("stream", "display_data", "update_display_data", "execute_result", "error")
#: So many letters of an error are reported; the page has the rest.
MOST_WORDS = 2_000
#: The address of a socket in the file system may have some 100 letters; a kernel adds a few to that of its folder.
LONGEST_SOCKET = 80
#: Processes and threads of a kernel with the client that talks to it, and of all else that runs beside Sphinx (fork
#: server, render worker with a V8, sockets); measured, and half as many again.
EACH_KERNEL, BESIDE_KERNELS = 20, 20
#: Files and sockets that a build has open at a time while kernels run.
FEWEST_FILES = 256
#: What a kernel runs first, without a trace in the chapter's namespace. One that is not forked then has loaded what the
#: others have, the theme of charts included.
PROLOGUE = """\
__import__("glossator.execution.trace", fromlist=["trace"]).record_files({root!r}, {record!r})
__import__("glossator.notebook.display", fromlist=["display"]).prepare()
"""

logger = logging.getLogger(__name__)
# Sphinx says when execution begins, and the scheduler what went wrong.
logger.setLevel(logging.CRITICAL)


@dataclass
class ExecutedChapter:
    """A chapter after its cells have been run, as far as they came."""

    notebook: NotebookNode
    seconds: float = 0.0
    read: list[str] = field(default_factory=list)  #: files of the book that it read
    #: index of a cell -> what went wrong in it, as a sentence without subject
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """A chapter to be executed."""

    notebook: NotebookNode
    folder: Path  #: where its cells run
    kernel: str  #: name of an installed kernel
    timeout: int  #: seconds that a cell may take; 0 or less for any time
    allow_errors: bool = False


class OutputError(Exception):
    """A cell has printed more than `MOST_OUTPUT`."""


class KernelPool:
    """Kernels for the chapters of one build, twice as many at a time as there are processors, or as can be started.

    What a kernel needs is loaded from the moment on that the pool exists, whether or not it is known what to execute.

    root: the folder of the book
    locale: how charts write numbers and dates, as JSON; empty for English
    Raises OSError where not even one kernel could be started: what its libraries do then is to end the build, or
    never to end it.
    """

    def __init__(self, root: Path, locale: str = "") -> None:
        self._root, self._locale = root, locale
        if open_files() < FEWEST_FILES:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        # Two for each processor: half of the time of a chapter is spent waiting for its kernel to be ready.
        wanted = 2 * (os.cpu_count() or 1)
        self._kernels = (startable(BESIDE_KERNELS + wanted * EACH_KERNEL) - BESIDE_KERNELS) // EACH_KERNEL
        if self._kernels < 1:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        self._server = ForkServer() if CAN_FORK else None
        self._results: dict[str, Future[ExecutedChapter]] = {}
        self._thread: Thread | None = None

    def execute(self, chapters: dict[str, Job]) -> None:
        """Begin to execute *chapters*, in their order; once."""
        self._results = {name: Future() for name in chapters}
        thread = Thread(target=self._execute, args=(chapters,), daemon=True)
        thread.start()
        self._thread = thread

    def result(self, name: str) -> ExecutedChapter:
        """Return a chapter with its outputs, as soon as it has them; raise what kept its kernel from starting."""
        return self._results[name].result()

    def close(self) -> None:
        """Wait until all is executed, and leave no process behind."""
        if self._thread:
            self._thread.join()
        if self._server:
            self._server.close()
            self._server = None

    def _execute(self, chapters: dict[str, Job]) -> None:
        """Execute *chapters* in this thread; whatever stops that is the result of all that have none."""
        try:
            asyncio.run(self._run(chapters))
        except Exception as error:  # whatever it is, Sphinx is to raise it
            for result in self._results.values():
                if not result.done():
                    result.set_exception(error)

    async def _run(self, chapters: dict[str, Job]) -> None:
        processors = os.cpu_count() or 1
        kernels = asyncio.Semaphore(min(len(chapters), self._kernels))
        with TemporaryDirectory() as folder:
            # One processor is Sphinx's; to start a worker takes as long as a dozen drawings.
            async with RenderWorkers(min(len(chapters), max(1, processors - 1)), self._locale) as workers:
                places = {name: Path(folder, str(number)) for number, name in enumerate(chapters)}
                await asyncio.gather(
                    *(self._settle(name, work, places[name], kernels, workers) for name, work in chapters.items())
                )

    async def _settle(
        self, name: str, work: Job, place: Path, kernels: asyncio.Semaphore, workers: RenderWorkers
    ) -> None:
        """Execute a chapter, and set its result."""
        result = self._results[name]
        try:
            async with kernels:
                chapter = _ChapterClient(work, place, self._root, self._server)
                await chapter.run(workers)
            await chapter.rendered()
        except Exception as error:  # whatever it is, Sphinx is to raise it
            result.set_exception(error)
        else:
            result.set_result(chapter.executed)


class _KernelClient(AsyncKernelClient):
    """Talks to a kernel from the moment on that it answers; Jupyter's would listen to it for another 0.2 s."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its outputs are heard. Raises RuntimeError if it does not, or has ended."""
        latest = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < latest:
            self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=1)
                # What a kernel says before one listens is lost: then it is asked again.
                await self.get_iopub_msg(timeout=0.2)
                return
            if not await self.is_alive():
                raise RuntimeError("the kernel has ended before it was ready")
        raise RuntimeError(f"the kernel was not ready after {timeout} seconds")


class _ChapterClient(NotebookClient):
    """Executes one chapter, and notes what goes wrong in which cell."""

    def __init__(self, work: Job, place: Path, root: Path, server: ForkServer | None) -> None:
        specs = ForkedSpecs(server) if server else KernelSpecManager()
        # Sockets in the file system where there are any: a kernel that listens on a port warns of it.
        sockets = {"transport": "ipc", "ip": str(place)} if CAN_FORK and len(str(place)) < LONGEST_SOCKET else {}
        super().__init__(
            work.notebook,
            km=AsyncKernelManager(
                kernel_name=work.kernel, kernel_spec_manager=specs, client_factory=_KernelClient, **sockets
            ),
            timeout=work.timeout,
            allow_errors=work.allow_errors,
            resources={"metadata": {"path": str(work.folder)}},
            # jupyter-cache never finds a notebook again whose cells carry times.
            record_timing=False,
            shutdown_kernel="immediate",
            log=logger,
        )
        self.executed = ExecutedChapter(work.notebook)
        self._root, self._record = root, place.with_suffix(".files")
        self._index = 0
        self._printed = 0
        self._drawing: list[asyncio.Task[None]] = []
        self.on_notebook_start = self._record_files
        self.on_cell_execute = self._before_cell
        self.on_cell_executed = self._after_cell

    async def run(self, workers: RenderWorkers) -> None:
        """Run the cells to the end, or to the first that fails."""
        self._workers = workers
        started = time.monotonic()
        try:
            await self.async_execute(env={**os.environ, **ENVIRONMENT, RENDER_LATER: "1"}, cleanup_kc=True)
        except CellExecutionError:
            pass  # which its output tells
        except CellTimeoutError:
            self._fail("was stopped: it takes longer than execute.timeout in _config.yml allows")
        except OutputError:
            self._fail(f"prints more than {MOST_OUTPUT / 1e6:.0f} MB; print less, or a part")
        except DeadKernelError:
            self._fail("ends the process in which it runs; the cells below it were not run")
        self.executed.seconds = time.monotonic() - started
        self.executed.read, _ = read_record(self._record)
        _number(self.nb)

    async def rendered(self) -> None:
        """Wait for the drawings; note what each cell's outputs tell of errors."""
        await asyncio.gather(*self._drawing)
        for index, cell in enumerate(self.nb.cells):
            for output in cell.get("outputs", ()):
                if output.output_type == "error" and not _may_fail(self, cell):
                    words = shorten(f"{output.ename}: {output.evalue}")
                    self.executed.faults.setdefault(index, f"stops with {words}")

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Add a message of the kernel to the outputs of a cell. Raises OutputError when there is too much."""
        if msg["msg_type"] in OUTPUTS:
            self._printed += len(str(msg["content"]))
            if self._printed > MOST_OUTPUT:
                raise OutputError
        return super().process_message(msg, cell, cell_index)

    def _record_files(self, notebook: NotebookNode) -> None:
        """Let the kernel record the files of the book that it opens; one in another language, or without us, cannot."""
        if self.km.kernel_spec.language == "python":
            code = PROLOGUE.format(root=str(self._root), record=str(self._record))
            self.kc.execute(code, silent=True, store_history=False)

    def _before_cell(self, cell: NotebookNode, cell_index: int) -> None:
        self._index, self._printed = cell_index, 0

    def _after_cell(self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        for output in filter(needs_rendering, cell.outputs):
            self._drawing.append(asyncio.create_task(self._workers.complete(output)))
        _, written = read_record(self._record)
        if written and not self.executed.faults:
            files = ", ".join(written)
            self.executed.faults[cell_index] = (
                f"writes into the book ({files}); cells read the book, and leave it as it is"
            )

    def _fail(self, words: str) -> None:
        """Note a fault of the cell that was running; what it had printed is no output of the chapter."""
        self.executed.faults[self._index] = words
        self.nb.cells[self._index].outputs = []


def shorten(words: str) -> str:
    """Return at most `MOST_WORDS` letters."""
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]} …"


def _may_fail(client: NotebookClient, cell: NotebookNode) -> bool:
    return bool(client.allow_errors) or "raises-exception" in cell.metadata.get("tags", ())


def _number(notebook: NotebookNode) -> None:
    """Count the code cells as a kernel that only they have used would count them."""
    for count, cell in enumerate(code_cells(notebook), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count


def code_cells(notebook: Any) -> list[NotebookNode]:
    """Return the code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def empty_notebook() -> NotebookNode:
    """Return a notebook without cells."""
    return nbformat.v4.new_notebook()
