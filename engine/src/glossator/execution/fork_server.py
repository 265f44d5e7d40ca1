"""Fork Jupyter kernels from one process that has loaded their libraries: ``python -m glossator.execution.fork_server``.

To start a kernel and import pandas and Altair takes two seconds, to fork one that has them a few milliseconds; and
whatever a chapter does to its process ends with it. A line that comes in is a request, a JSON object; the answer is a
line with the number of the new process, or with the number of an error, negative, where none could be started. The
server and its kernels end when their input does.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import signal
import sys
import time
from importlib import import_module
from typing import TypedDict

#: What a kernel imports while it starts, prints a table, or is asked which files it reads.
MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",  # brings debugpy, a third of a kernel's start
    "IPython.core.interactiveshell",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "sqlite3",
    "pandas.io.formats.string",
    "glossator.execution.trace",
    "glossator.notebook.display",
    "glossator.notebook.figure",
    "glossator.notebook.topics",
)


class Request(TypedDict):
    """A request for a kernel."""

    arguments: list[str]  #: of ``ipykernel_launcher``
    cwd: str
    env: dict[str, str]


def main() -> None:
    # Kernels that have ended are reaped by the system.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    preload()
    for line in sys.stdin:
        try:
            process = os.fork()
        except OSError as error:
            process = -(error.errno or errno.EAGAIN)
        if process == 0:
            run_kernel(json.loads(line))
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()


def preload() -> None:
    """Import what kernels and charts need; freeze it, so that a collection in a child copies no shared page."""
    # What is imported is no garbage.
    gc.disable()
    import altair as alt  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    for name in MODULES:
        import_module(name)
    # The first chart builds what validates all others.
    alt.Chart(pd.DataFrame({"one": [1]})).mark_bar().encode(x="one:Q", y="one:Q").to_dict()
    gc.freeze()
    gc.enable()


def run_kernel(request: Request) -> None:
    """Run an IPython kernel in this (forked) process; never return."""
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    server = os.getppid()
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    os.chdir(request["cwd"])
    # A cell may import a module beside its chapter, as in any notebook; IPython adds its folder, but not after "-P". At
    # the end: a module with the name of a library must not take its place in what the kernel itself imports.
    sys.path.append("")
    try:
        # A kernel ends when the server has ended.
        IPKernelApp.launch_instance([*request["arguments"], f"--IPKernelApp.parent_handle={server}"])
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
