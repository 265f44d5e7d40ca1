"""What the tests of this book share: the book itself, built once for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock
from glossator.testing.books import build_book, copy_book

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the book, built from clean by the real command: once, whichever process asks first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "book"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            folder.mkdir()
            code, log = build_book(copy_book(ROOT, folder))
            (folder / "built.log").write_text(log if code else "", encoding="utf-8")
    assert (failed := (folder / "built.log").read_text(encoding="utf-8")) == "", failed
    return folder
