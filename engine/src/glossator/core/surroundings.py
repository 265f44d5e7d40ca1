"""Surroundings in which no build can succeed, said in one sentence: a full disk, a folder that cannot be written.

What a program meets there are errors of the operating system (OSError), or what others make of them: Sphinx logs some
as warnings, hands on those of parallel processes as text, and wraps those of event handlers; SQLite has its own.
"""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread

#: An error of the operating system in a text: as `str` of an OSError gives it, or as `repr`.
ERROR = re.compile(
    r"(?:\[Errno |\b(?:OSError|PermissionError|BlockingIOError)\()(?P<number>\d+)(?:\] [^\n:]+: '(?P<path>[^'\n]+)')?"
)
#: The same of threads and of SQLite, in their own words -> number of the error.
WORDS = {
    "can't start new thread": errno.EAGAIN,
    "database or disk is full": errno.ENOSPC,
    "attempt to write a readonly database": errno.EROFS,
}
SOMEWHERE = "a file of the build"
FULL = "the disk is full, there was no space left for {path}; make room, and do this again"
READ_ONLY = (
    "{path} cannot be written; copy the book to a folder in which you may write, or name another folder to build into"
)
NOT_ALLOWED = (
    "you may not open {path}; change its permissions, or copy the book to a folder in which you may read and write"
)
FEW_PROCESSES = (
    "this system starts no more processes and threads for you; end other programs or raise the limit (ulimit -u), "
    "and do this again"
)
FEW_FILES = (
    "this system opens no more files at a time for you; raise the limit (ulimit -n), to 1024 or more, and do this again"
)
UNREADABLE_NAME = (
    "the name of the folder {path} is not in the letters of this locale; set PYTHONUTF8=1 in the environment, or give "
    "the folder a name of plain letters"
)
SENTENCES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: "{path} may not become as large as it is; raise the limit (ulimit -f), and do this again",
    errno.EROFS: READ_ONLY,
    errno.EACCES: NOT_ALLOWED,
    errno.EPERM: NOT_ALLOWED,
    errno.EBUSY: "{path} cannot be renamed, since a disk is mounted there; name a folder below it to build into",
    errno.EAGAIN: FEW_PROCESSES,
    errno.EMFILE: FEW_FILES,
    errno.ENFILE: FEW_FILES,
}


class HostileSurroundings(SystemExit):
    """The end of the program, with one sentence for people and exit code 1; no mistake in the book."""


def sentence(text: str, place: str = SOMEWHERE) -> str:
    """Return what is wrong with the surroundings, and what to do, if an error in *text* tells it; else nothing."""
    found = ERROR.search(text)
    number = int(found["number"]) if found else next((WORDS[words] for words in WORDS if words in text), 0)
    return SENTENCES.get(number, "").format(path=(found and found["path"]) or place)


def exit_if_hostile(error: BaseException | None, place: str = SOMEWHERE) -> None:
    """Raise HostileSurroundings if *error*, or what has caused it, is one of the surroundings.

    place: what could not be written or read, where the error does not tell
    """
    while error:
        if words := sentence(str(error), place):
            raise HostileSurroundings(f"Nothing was written: {words}.") from None
        error = error.__cause__ or error.__context__


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Context manager, and decorator, for a step that may fail in hostile surroundings; see `exit_if_hostile`."""
    try:
        yield
    except Exception as error:
        exit_if_hostile(error)
        raise


@in_one_sentence()
def make_writable(folder: Path) -> None:
    """Make *folder* if it is missing, and write into it. Raises HostileSurroundings if that cannot be."""
    if not _is_readable(str(folder)):
        raise HostileSurroundings(f"Nothing was written: {UNREADABLE_NAME.format(path=ascii(str(folder)))}.")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"anything")
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(folder)) from error


def _is_readable(name: str) -> bool:
    """Return whether all processes of a build read a file name alike; kernels run in UTF-8 wherever they are.

    Python keeps bytes that are no letters in its encoding as surrogates, which are none in UTF-8.
    """
    if sys.getfilesystemencoding() != "utf-8":
        return name.isascii()
    with suppress(UnicodeEncodeError):
        return bool(name.encode())
    return False


def open_files() -> float:
    """Return how many files the system lets this process have open at a time (``ulimit -n``)."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows knows no such limit
        return float("inf")
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return float("inf") if most == resource.RLIM_INFINITY else most


def startable(wanted: int) -> int:
    """Return how many more processes or threads, *wanted* at most, the system starts for this user.

    Limits (``ulimit -u``, those of containers) count both, and those of other programs with them: only trying tells.
    """
    ready, started = Event(), list[Thread]()
    with suppress(RuntimeError):
        while len(started) < wanted:
            thread = Thread(target=ready.wait, daemon=True)
            thread.start()
            started.append(thread)
    ready.set()
    for thread in started:
        thread.join()
    return len(started)
