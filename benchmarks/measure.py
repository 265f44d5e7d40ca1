"""How long a command takes, how much of the processors, and how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

SAMPLE = 0.05


@dataclass(frozen=True)
class Measure:
    """One run of a command and of all processes that it started."""

    seconds: float
    processor: float  #: seconds of processor time; steadier than the clock where a machine is shared
    memory: float  #: the most that they held together, in MB


def build(book: Path) -> Measure:
    """Build *book* with ``jupyter-book build``; raise RuntimeError with the end of its log if it fails."""
    program = Path(sys.executable).with_name("jupyter-book")
    before, started = os.times(), time.perf_counter()
    log = book / "build.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen([program, "build", book], stdout=output, stderr=subprocess.STDOUT)
        memory = max(_samples(process), default=0)
        seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(log.read_text(encoding="utf-8")[-3000:])
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Measure(seconds, used, memory / 1e6)


def _samples(process: subprocess.Popen[bytes]) -> Iterable[int]:
    """Yield the memory of a process and its children, in bytes, until it ends."""
    while process.poll() is None:
        try:
            family = [parent := psutil.Process(process.pid), *parent.children(recursive=True)]
            yield sum(member.memory_info().rss for member in family)
        except psutil.Error:  # one of them has just ended
            pass
        time.sleep(SAMPLE)


def shown(measures: list[Measure]) -> str:
    """Return seconds and processor seconds as a cell of a table: median, least and most."""
    return " | ".join(_range([getattr(one, field) for one in measures]) for field in ("seconds", "processor"))


def middle(measures: list[Measure], field: str = "seconds") -> float:
    """Return the median of one field."""
    return median(getattr(one, field) for one in measures)


def _range(values: list[float]) -> str:
    return f"{median(values):.1f} ({min(values):.1f}–{max(values):.1f})"
