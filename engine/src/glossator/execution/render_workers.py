"""Worker processes that render charts as SVG, while kernels go on to the next cell."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from myst_nb.ext.glue import GLUE_PREFIX
from nbformat import NotebookNode
from nbformat.v4 import new_output

from glossator.execution.provisioner import ENVIRONMENT
from glossator.notebook.svg import LOCALE, MIME

# vl-convert measures the words of a chart with Liberation Sans, which it carries with it. With the fonts of the machine
# a drawing would differ between machines, and take twice as long: the font's file is opened anew for every letter.
FONTS = {"FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))}
#: Seconds that a drawing may take; most take a tenth of one.
LONGEST = 120
COMMAND = [sys.executable, "-m", "glossator.notebook.svg"]


class RenderWorkers:
    """A pool of worker processes, as an asynchronous context manager; each starts when there is something to draw.

    count: the most of them
    locale: how charts write numbers and dates, as JSON; empty for English
    """

    def __init__(self, count: int, locale: str = "") -> None:
        self._count = count
        self._locale = locale
        self._all: list[Popen[str]] = []
        self._idle: asyncio.Queue[Popen[str]] = asyncio.Queue()

    async def __aenter__(self) -> RenderWorkers:
        return self

    def _start(self) -> None:
        environment = {**os.environ, **ENVIRONMENT, **FONTS, LOCALE: self._locale}
        process = Popen(COMMAND, stdin=PIPE, stdout=PIPE, encoding="utf-8", env=environment)
        self._all.append(process)
        self._idle.put_nowait(process)

    async def __aexit__(self, *error: object) -> None:
        for process in self._all:
            # What it was asked last, nobody wants any more; it ends with its input.
            process.communicate()

    async def complete(self, output: NotebookNode) -> None:
        """Add the SVGs to the output of a figure; replace it by an error output if rendering fails."""
        # What is glued without being displayed has types of its own.
        prefix = "" if MIME in output.data else GLUE_PREFIX
        answer = await self._answer({name.removeprefix(prefix): content for name, content in output.data.items()})
        if "error" in answer:
            name, words = answer["error"]
            output.clear()
            output.update(new_output("error", ename=name, evalue=words))
        else:
            output.data.update({f"{prefix}{name}": content for name, content in answer["bundle"].items()})

    async def _answer(self, bundle: dict[str, Any]) -> dict[str, Any]:
        """Return the answer of a worker; see `glossator.notebook.svg.main`.

        One that gives none is replaced, and one that has failed: what it has yet to do for that chart would fail in
        the middle of another.
        """
        if self._idle.empty() and len(self._all) < self._count:
            self._start()
        process = await self._idle.get()
        try:
            # In a thread: not every loop that can talk to kernels can talk to processes.
            answer = await asyncio.wait_for(asyncio.to_thread(_ask, process, bundle), LONGEST)
        except TimeoutError:
            answer = {"error": ["TimeoutError", f"to draw this chart takes longer than {LONGEST} seconds"]}
        except (OSError, ValueError):
            answer = {"error": ["RuntimeError", "the process that was to draw this chart has ended; is it too large?"]}
        if "error" not in answer:
            self._idle.put_nowait(process)
            return answer
        process.kill()
        self._start()
        return answer


def _ask(process: Popen[str], bundle: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of a worker. Raises OSError or ValueError if it has ended."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(bundle) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())  # type: ignore[no-any-return]


def needs_rendering(output: NotebookNode) -> bool:
    """Return whether an output of a cell is a figure without SVGs."""
    types = {name.removeprefix(GLUE_PREFIX) for name in output.get("data", {})}
    return MIME in types and "text/html" not in types
