"""Worker processes that render charts as SVG, while kernels go on to the next cell."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from glossator.notebook.svg import MIME

# vl-convert measures the words of a chart with Liberation Sans, which it carries with it. With the fonts of the machine
# a drawing would differ between machines, and take twice as long: the font's file is opened anew for every letter.
FONTS = {"FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))}


class RenderWorkers:
    """A pool of worker processes, as an asynchronous context manager."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._all: list[Popen[str]] = []
        self._idle: asyncio.Queue[Popen[str]] = asyncio.Queue()

    async def __aenter__(self) -> RenderWorkers:
        for _ in range(self._count):
            command = [sys.executable, "-m", "glossator.notebook.svg"]
            process = Popen(
                command, stdin=PIPE, stdout=PIPE, encoding="utf-8", env={**os.environ, **FONTS, "TZ": "UTC"}
            )
            self._all.append(process)
            self._idle.put_nowait(process)
        return self

    async def __aexit__(self, *error: object) -> None:
        for process in self._all:
            # What it was asked last, nobody wants any more; it ends with its input.
            process.communicate()

    async def complete(self, output: NotebookNode) -> None:
        """Add the SVGs to the output of a figure; replace it by an error output if rendering fails."""
        process = await self._idle.get()
        try:
            # In a thread: not every loop that can talk to kernels can talk to processes.
            answer = await asyncio.to_thread(_ask, process, output.data)
        finally:
            self._idle.put_nowait(process)
        if "error" in answer:
            name, words = answer["error"]
            output.clear()
            output.update(new_output("error", ename=name, evalue=words))
        else:
            output.data.update(answer["bundle"])


def _ask(process: Popen[str], bundle: NotebookNode) -> dict[str, Any]:
    """Return the answer of a worker; see `glossator.notebook.svg.main`."""
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(json.dumps(bundle) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())  # type: ignore[no-any-return]
    except (OSError, ValueError) as error:
        raise RuntimeError("The process that draws charts has ended; what it wrote above says why.") from error


def needs_rendering(output: NotebookNode) -> bool:
    """Return whether an output of a cell is a figure without SVGs."""
    return MIME in output.get("data", {}) and "text/html" not in output.data
