"""What a maintainer may rely on: a change in the package reaches every page, without a folder to be deleted first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import glossator
import pytest
from bs4 import BeautifulSoup
from glossator.testing.books import SmallBook, written_note, written_passage

pytestmark = pytest.mark.slow

CHAPTER = "# One\n\n" + written_passage("letter-1 letter-2", written_note("in May", "A note."))


def build_with(package: Path, book: SmallBook) -> tuple[str, str]:
    """Build a book with the copy of the package in *package*; return what was told and the head of the note."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", ".", "_build"]
    environment = {**os.environ, "PYTHONPATH": str(package)}
    done = subprocess.run(command, cwd=book.folder, env=environment, capture_output=True, text=True, check=True)
    page = BeautifulSoup((book.folder / "_build/chapters/one.html").read_text(encoding="utf-8"), "html.parser")
    return done.stdout, page.select_one(".annotation-head").get_text()


def test_changed_code_reads_every_chapter_again_and_the_same_code_none(
    small_book: Callable[..., SmallBook], tmp_path: Path
) -> None:
    book = small_book(one=CHAPTER)
    shutil.copytree(Path(glossator.__file__).parent, tmp_path / "glossator")
    assert "Context · fact" in build_with(tmp_path, book)[1]
    assert "0 added, 0 changed, 0 removed" in build_with(tmp_path, book)[0]
    module = tmp_path / "glossator/notes/numbering.py"
    code = module.read_text(encoding="utf-8")
    assert "{kind.heading} · " in code
    module.write_text(code.replace("{kind.heading} · ", "{kind.heading.upper()} · "), encoding="utf-8")
    assert "CONTEXT · fact" in build_with(tmp_path, book)[1]
