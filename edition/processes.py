"""As many processes as there are processors, and no fault in one of them lost."""

from __future__ import annotations

import os

import sphinx.builders
from sphinx.application import Sphinx
from sphinx.util.parallel import ParallelTasks


class Tasks(ParallelTasks):
    """Sphinx's way to share work among processes, except that it tells of every fault.

    Sphinx ends all processes at a fault that it meets while it still starts others, says nothing, and goes on without
    what they should have read or written.
    """

    fault: Exception | None = None

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


def setup_processes(app: Sphinx) -> None:
    """Read and write in several processes; Jupyter Book has no option for it."""
    sphinx.builders.ParallelTasks = Tasks  # type: ignore[attr-defined]
    app.connect("builder-inited", use_processors)


def use_processors(app: Sphinx) -> None:
    if app.parallel < 2:
        app.parallel = os.cpu_count() or 1
