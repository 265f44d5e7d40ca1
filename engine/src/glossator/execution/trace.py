"""Which files of the book a chapter's cells read and write, by Python's audit events.

Runs in the kernel. One line is written for each file: ``r`` or ``w``, a blank, and its path relative to the book. Not
followed are files that a library opens without Python, what a folder contains, the network and the clock.
"""

from __future__ import annotations

import os
import sys
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR
#: Events that change the file or folder which is their first argument.
CHANGES = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"}
#: Below the book, but no part of it: what builds leave, and hidden folders.
OUTSIDE = ("_build", "__pycache__", ".")


def record_files(root: str, log: str) -> None:
    """Record every file below *root* that this process opens from now on, in the file *log*."""
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    seen: set[str] = set()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" and event not in CHANGES:
            return
        try:
            line = _line(event, arguments, root)
        except (TypeError, ValueError, OSError):
            return
        if line and line not in seen:
            seen.add(line)
            os.write(written, f"{line}\n".encode())

    sys.addaudithook(hook)


def _line(event: str, arguments: tuple[Any, ...], root: str) -> str:
    """Return what is recorded of an audit event; nothing for what lies outside the book."""
    name = arguments[0]
    if not isinstance(name, str | bytes | os.PathLike):
        return ""
    # Links are not resolved: what matters is which file of the book was named.
    path = os.path.abspath(os.fsdecode(name))  # noqa: PTH100
    if path.endswith(".pyc"):
        path = source_from_cache(path)
    if not path.startswith(root + os.sep):
        return ""
    inside = path[len(root) + 1 :].replace(os.sep, "/")
    if any(part.startswith(OUTSIDE) for part in inside.split("/")):
        return ""
    return f"{'w' if event in CHANGES or _writes(*arguments[1:3]) else 'r'} {inside}"


def _writes(mode: str | None = None, flags: int = 0) -> bool:
    return bool(set(mode or "") & set("wax+")) or bool((flags or 0) & WRITING)


def read_record(log: Path) -> tuple[list[str], list[str]]:
    """Return the files that were read, and those that were written, each sorted; none where nothing was recorded."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    read, written = ({line[2:] for line in lines if line.startswith(kind)} for kind in "rw")
    return sorted(read - written), sorted(written)
