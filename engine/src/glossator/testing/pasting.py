"""Do what the messages of the check say, as a person does who pastes what is printed under ``write`` and ``add``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from glossator.lint.command_line import Mistake

TOLD = re.compile(r"^    (write|add|for): (.*)$", re.MULTILINE)


def paste(path: Path, line: int, message: str) -> None:
    """Do in *path* what a message on one of its lines says; AssertionError if the words to replace are not there."""
    told = dict(TOLD.findall(message))
    lines = path.read_text(encoding="utf-8").split("\n")
    if "for" in told:
        assert told["for"] in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(told["for"], told["write"], 1)
    elif "write" in told:
        lines[line - 1] = told["write"]
    elif "add" in told:
        lines.insert(line, told["add"])
    path.write_text("\n".join(lines), encoding="utf-8")


def paste_all(book: Path, mistakes: Iterable[Mistake]) -> None:
    """Do what all messages say, from the last line of a file to its first: a line that is added moves no other."""
    for mistake in sorted(mistakes, reverse=True):
        paste(book / mistake.path, mistake.line, mistake.message)
