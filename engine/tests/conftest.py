"""What the tests of the engine share. They know no book but the small ones beside them.

``small/`` is a book of two letters in which a test writes the chapters it needs; ``books/`` has whole editions, of
which ``kitchen-sink`` holds whatever Jupyter Book has in its documents, a chapter for each kind of it;
``mistakes/`` and ``quotations/`` are cases, a file each. Whatever is true of any edition is tested here; what is true
of one book, beside that book.

A test that runs a chapter or builds by a command is marked ``slow`` (one that uses ``browser`` is so by itself), and
``make test-quick`` leaves it out. Tests run side by side: those that share what is made once (a fixture of a module or
of the session) name it in ``xdist_group``; no other may rely on a test before it. Nothing waits for a fixed time.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from glossator.testing.books import SmallBook, build_book, make_small_book

SMALL = Path(__file__).parent / "small"
BOOKS = Path(__file__).parent / "books"


@pytest.fixture(scope="module")
def shared_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., SmallBook]:
    """Return a function that makes small books for fixtures of a module; the tests of one share an ``xdist_group``."""
    return lambda **chapters: make_small_book(SMALL, tmp_path_factory.mktemp("book"), chapters)


@pytest.fixture
def small_book(tmp_path: Path) -> Callable[..., SmallBook]:
    """Return a function that makes a small book of chapters: ``small_book(one="# One", two="# Two")``."""
    return lambda **chapters: make_small_book(SMALL, tmp_path, chapters)


@pytest.fixture(scope="session")
def whole_book(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Path]:
    """Return a function that returns the folder of a book of ``books/``, built by the command without a warning.

    Built once, whichever process asks first. A test that uses it is ``slow``, and leaves the book as it found it.
    """
    base = tmp_path_factory.getbasetemp()
    built = (base if worker_id == "master" else base.parent) / "whole-books"
    built.mkdir(exist_ok=True)

    def build(name: str) -> Path:
        folder = built / name
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                code, log = build_book(Path(shutil.copytree(BOOKS / name, folder)))
                (folder / "built.log").write_text(log if code else "", encoding="utf-8")
        assert (failed := (folder / "built.log").read_text(encoding="utf-8")) == "", failed
        return folder

    return build


@pytest.fixture(scope="session")
def kitchen_sink(whole_book: Callable[[str], Path]) -> Path:
    """Return the folder of the kitchen sink, built by the command without a warning; who uses it is ``slow``."""
    return whole_book("kitchen-sink")
