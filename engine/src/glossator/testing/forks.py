"""Do something in a fork of this process (``os.fork``), in which a test may refuse it the system, or kill it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from typing import NamedTuple


class Ended(NamedTuple):
    """A fork that has ended: its exit code, below 0 if a signal has killed it, and what it says at the end."""

    code: int
    said: str


def in_fork(work: Callable[[], int], before: Callable[[], None] = lambda: None) -> Ended:
    """Return what becomes of *work*, which returns its exit code, in a fork in which *before* was called.

    An error in either is exit code 1, and what a command would print of it is said.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        child = os.fork()
        if not child:
            code = 1
            try:
                before()
                code = work()
            except BaseException as error:
                said.write(str(error) if isinstance(error, SystemExit) else repr(error))
                said.flush()
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        return Ended(code, said.read())
