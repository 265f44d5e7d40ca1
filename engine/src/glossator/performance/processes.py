"""As many processes as there are processors, and no fault in one of them lost."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context

import sphinx.builders
from sphinx.application import Sphinx
from sphinx.util.parallel import ParallelTasks


class Tasks(ParallelTasks):
    """Sphinx's way to share work among processes, except that it tells of every fault.

    Sphinx ends all processes at a fault that it meets while it still starts others, says nothing, and goes on without
    what they should have read or written.
    """

    fault: Exception | None = None

    def __init__(self, nproc: int) -> None:
        super().__init__(nproc)
        # A process that looked through all that it has been given for what can be thrown away would copy it.
        gc.freeze()

    def _join_one(self) -> bool:
        try:
            return super()._join_one()
        except Exception as fault:
            self.fault = fault
            raise

    def join(self) -> None:
        super().join()
        if self.fault:
            raise self.fault

    def watch(self, queue: Queue) -> Iterator[str]:
        """Yield each document of *queue* when a process has begun it; return when all are done."""
        seen = 0
        while self._pworking:
            if not self._join_one():
                time.sleep(0.02)
            begun = queue.begun()
            yield from begun[seen:]
            seen = len(begun)
        self.join()


class Queue:
    """Documents that several processes take one by one, so that none has much left when the others are done."""

    def __init__(self, docnames: Sequence[str]) -> None:
        self._docnames = docnames
        self._next = get_context("fork").Value("i", 0)

    def __iter__(self) -> Iterator[str]:
        """Yield what no other process has taken."""
        while True:
            with self._next.get_lock():
                place, self._next.value = self._next.value, self._next.value + 1
            if place >= len(self._docnames):
                return
            yield self._docnames[place]

    def begun(self) -> Sequence[str]:
        """Return the documents that have been taken."""
        return self._docnames[: self._next.value]


def setup_processes(app: Sphinx) -> None:
    """Read and write in several processes; Jupyter Book has no option for it."""
    sphinx.builders.ParallelTasks = Tasks  # type: ignore[attr-defined]
    app.connect("builder-inited", use_processors)


def use_processors(app: Sphinx) -> None:
    if app.parallel < 2:
        app.parallel = os.cpu_count() or 1
