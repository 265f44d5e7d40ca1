"""Which files of the book a chapter's cells read and write, by Python's audit events.

Runs in the kernel. One line is written for each file: ``r`` or ``w``, a blank, and its path relative to the book. Not
followed are files that a library opens without Python, what a folder contains, the network and the clock.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR
#: Event that changes files -> for each argument that names one: its place, and that of the open folder to which the
#: name may be relative (none for an event that knows no such folder).
CHANGES: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.link": ((1, 3),),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "shutil.rmtree": ((0, 1),),
}
#: Below the book, but no part of it: what builds leave, and hidden folders.
OUTSIDE = ("_build", "__pycache__", ".")


def record_files(root: str, log: str) -> None:
    """Record every file below *root* that this process opens from now on, in the file *log*."""
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    seen: set[str] = set()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" and event not in CHANGES:
            return
        with suppress(TypeError, ValueError, OSError):
            for line in _lines(event, arguments, root):
                if line not in seen:
                    seen.add(line)
                    os.write(written, f"{line}\n".encode())

    sys.addaudithook(hook)


def _lines(event: str, arguments: tuple[Any, ...], root: str) -> list[str]:
    """Return what is recorded of an audit event."""
    kind = "w" if event in CHANGES or _writes(*arguments[1:3]) else "r"
    names = _changed(event, arguments) if event in CHANGES else arguments[:1]
    return [f"{kind} {path}" for name in names if (path := _inside(name, root))]


def _changed(event: str, arguments: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the names of files that an event changes.

    What is relative to an open folder is left out: so are named the files of a tree that is removed, temporary ones
    among them, and of the tree there is an event of its own.
    """
    for name, folder in CHANGES[event]:
        if folder is None or arguments[folder] in (None, -1):
            yield arguments[name]


def _inside(name: Any, root: str) -> str:
    """Return the path of a file relative to the book; nothing for what lies outside. Raises ValueError, OSError."""
    if not isinstance(name, str | bytes | os.PathLike):
        return ""
    # Links are not resolved: what matters is which file of the book was named.
    path = os.path.abspath(os.fsdecode(name))  # noqa: PTH100
    if path.endswith(".pyc"):
        path = source_from_cache(path)
    if not path.startswith(root + os.sep):
        return ""
    inside = path[len(root) + 1 :].replace(os.sep, "/")
    return "" if any(part.startswith(OUTSIDE) for part in inside.split("/")) else inside


def _writes(mode: str | None = None, flags: int = 0) -> bool:
    return bool(set(mode or "") & set("wax+")) or bool((flags or 0) & WRITING)


def read_record(log: Path) -> tuple[list[str], list[str]]:
    """Return the files that were read, and those that were written, each sorted; none where nothing was recorded."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    read, written = ({line[2:] for line in lines if line.startswith(kind)} for kind in "rw")
    return sorted(read - written), sorted(written)
