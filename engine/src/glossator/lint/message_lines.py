"""The line of a file that a message means, and whether what it suggests can be pasted there."""

from __future__ import annotations

import re
from pathlib import Path

from glossator.core.text import split_lines

#: The words that are to be replaced, in a suggestion (`correction`).
FOR = re.compile(r"^    for: (.*)$", re.MULTILINE)


def pasteable(hint: str, place: str | None) -> str:
    """Return a hint; without the words to write for others where these do not stand in the line of *place*."""
    path, _, line = (place or "").rpartition(":")
    wrong = FOR.search(hint)
    if not wrong or not line.isdigit() or not Path(path).is_file():
        return hint
    lines = split_lines(Path(path).read_text(encoding="utf-8"))
    return hint if wrong[1] in "".join(lines[int(line) - 1 : int(line)]) else ""


def nearest_line(location: str | None, words: str) -> str | None:
    """Return the place of the nearest line to *location* ("file:line") that holds *words*."""
    # Some directives give the way to their file, which Sphinx takes for the name of a document.
    location = location and location.replace(".md.md:", ".md:")
    path, _, line = (location or "").rpartition(":")
    if words and location and Path(location.rstrip(":")).is_file():  # a place without a line
        path, line = location.rstrip(":"), "1"
    if not words or not line.isdigit() or not Path(path).is_file():
        return location
    lines = split_lines(Path(path).read_text(encoding="utf-8"))
    found = [number for number, text in enumerate(lines, start=1) if words in f"{text.rstrip()}\n"]
    nearest = min(found, key=lambda number: abs(number - int(line)), default=int(line))
    return f"{path}:{nearest}"
