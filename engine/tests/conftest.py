"""What the tests of the engine share. They know no book but the small ones beside them.

``small/`` is a book of two letters in which a test writes the chapters it needs; ``mistakes/`` and ``quotations/`` are
cases, a file each. Whatever is true of any edition is tested here; what is true of one book, beside that book.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from glossator.testing.books import SmallBook, make_small_book

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def small_book(tmp_path: Path) -> Callable[..., SmallBook]:
    """Return a function that makes a small book of chapters: ``small_book(one="# One", two="# Two")``."""
    return lambda **chapters: make_small_book(SMALL, tmp_path, chapters)
