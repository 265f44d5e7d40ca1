"""Processes that draw the charts of the kernels, while these go on to the next cell."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from edition.drawing import MIME

# vl-convert measures the words of a chart with Liberation Sans, which it carries with it. With the fonts of the machine
# a drawing would differ between machines, and take twice as long: the font's file is opened anew for every letter.
FONTS = {"FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))}
#: A line holds a chart with its data, or with its drawings (bytes).
LONGEST_LINE = 2**28


class Drawers:
    """Processes that have loaded what draws, as long as the context is open."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._all: list[Process] = []

    async def __aenter__(self) -> Drawers:
        command = (sys.executable, "-m", "edition.drawing")
        for _ in range(self._count):
            process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE, env={**os.environ, **FONTS}
            )
            self._all.append(process)
            self._idle.put_nowait(process)
        return self

    async def __aexit__(self, *error: object) -> None:
        for process in self._all:
            process.stdin.close()  # type: ignore[union-attr]
            await process.wait()

    async def complete(self, output: NotebookNode) -> None:
        """Put the drawings of a figure into the output that it is; or, in its place, the error that drawing met."""
        answer = await self._ask(output.data)
        if "error" in answer:
            name, words = answer["error"]
            output.clear()
            output.update(new_output("error", ename=name, evalue=words))
        else:
            output.data.update(answer["bundle"])

    async def _ask(self, bundle: NotebookNode) -> dict[str, Any]:
        process = await self._idle.get()
        try:
            process.stdin.write(f"{json.dumps(bundle)}\n".encode())  # type: ignore[union-attr]
            line = await process.stdout.readline()  # type: ignore[union-attr]
        finally:
            self._idle.put_nowait(process)
        if not line:
            raise RuntimeError("The process that draws charts has ended; what it wrote above says why.")
        return json.loads(line)  # type: ignore[no-any-return]


def is_undrawn(output: NotebookNode) -> bool:
    """Return whether an output of a cell is a figure that has no drawings yet."""
    return MIME in output.get("data", {}) and "svgs" not in output.data[MIME]
