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
from glossator.testing.books import SmallBook, build_book, make_small_book

SMALL = Path(__file__).parent / "small"
KITCHEN_SINK = Path(__file__).parent / "books" / "kitchen-sink"


@pytest.fixture(scope="module")
def shared_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., SmallBook]:
    """Return a function that makes small books for fixtures of a module; the tests of one share an ``xdist_group``."""
    return lambda **chapters: make_small_book(SMALL, tmp_path_factory.mktemp("book"), chapters)


@pytest.fixture
def small_book(tmp_path: Path) -> Callable[..., SmallBook]:
    """Return a function that makes a small book of chapters: ``small_book(one="# One", two="# Two")``."""
    return lambda **chapters: make_small_book(SMALL, tmp_path, chapters)


@pytest.fixture(scope="session")
def kitchen_sink(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the kitchen sink, built by the command without a warning.

    Who uses it says so by ``xdist_group("kitchen-sink")``, and is ``slow``.
    """
    folder = Path(shutil.copytree(KITCHEN_SINK, tmp_path_factory.mktemp("books") / "kitchen-sink"))
    code, log = build_book(folder)
    assert code == 0, log
    return folder
