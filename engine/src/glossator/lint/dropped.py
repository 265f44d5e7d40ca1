"""Lint of what Markdown leaves out without a word: footnotes that nothing refers to, cells beyond the last column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from glossator.lint.fences import Line, written_lines
from glossator.messages.warnings import Finding

#: The words of a footnote, and a sign that refers to one.
FOOTNOTE = re.compile(r"\s{0,3}\[\^(?P<sign>[^\]\s]+)\]:")
REFERENCE = re.compile(r"\[\^(?P<sign>[^\]\s]+)\]")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
#: The line below the head of a table.
HYPHENS = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
#: What ends a cell: a stroke that no backslash makes a sign, in code too.
STROKE = re.compile(r"(?<!\\)\|")


def findings(text: str) -> Iterator[Finding]:
    """Yield what would be left out of the page of a chapter, in its lines."""
    lines = [line for line in written_lines(text) if not line.is_code]
    yield from _footnotes(lines)
    yield from _cells(lines)


def _footnotes(lines: Iterable[Line]) -> Iterator[Finding]:
    defined: dict[str, int] = {}
    used: set[str] = set()
    for line in lines:
        words = CODE.sub("", line.words)
        if match := FOOTNOTE.match(words):
            defined.setdefault(match["sign"], line.number)
            words = words[match.end() :]
        used.update(found["sign"] for found in REFERENCE.finditer(words))
    for sign, number in defined.items():
        if sign not in used:
            message = (
                f"this footnote would not be printed: nothing refers to it; where its sign is to stand, write [^{sign}]"
            )
            yield Finding(number, message)


def _cells(lines: Iterable[Line]) -> Iterator[Finding]:
    before, columns = "", 0
    for line in lines:
        words = line.words.strip().lstrip("> ")
        if columns and "|" in words:
            if (cells := _count(words)) > columns:
                message = (
                    f"this row has {cells} cells and its table {columns} columns, so that the rest would be left out; "
                    "a stroke that is no border is written \\|"
                )
                yield Finding(line.number, message)
        else:
            columns = _count(words) if HYPHENS.fullmatch(words) and _count(before) == _count(words) else 0
        before = words


def _count(row: str) -> int:
    """Return how many cells a row has, whether or not strokes stand at its ends."""
    return len(STROKE.findall(row.removeprefix("|").removesuffix("|"))) + 1 if "|" in row else 0
