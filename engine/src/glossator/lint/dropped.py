"""Lint of what Markdown leaves out without a word: footnotes that nothing refers to, cells beyond the last column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from glossator.lint.fences import FENCE, Line, written_lines
from glossator.messages.warnings import Finding, offer

#: The words of a footnote, and a sign that refers to one.
FOOTNOTE = re.compile(r"\s{0,3}\[\^(?P<sign>[^\]\s]+)\]:")
REFERENCE = re.compile(r"\[\^(?P<sign>[^\]\s]+)\]")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
#: The line below the head of a table.
HYPHENS = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
GLOSSARY = re.compile(r"\s*(?:`{3,}|:{3,})\s*\{glossary\}")
#: What ends a cell: a stroke that no backslash makes a sign, in code too.
STROKE = re.compile(r"(?<!\\)\|")


def findings(text: str) -> Iterator[Finding]:
    """Yield what would be left out of the page of a chapter, in its lines."""
    lines = [line for line in written_lines(text) if not line.is_code]
    yield from _footnotes(lines)
    yield from _cells(lines)
    yield from _terms(lines)


def _footnotes(lines: Iterable[Line]) -> Iterator[Finding]:
    defined: dict[str, int] = {}
    used: set[str] = set()
    for line in lines:
        words = CODE.sub("", line.words)
        if match := FOOTNOTE.match(words):
            if (first := defined.setdefault(match["sign"], line.number)) != line.number:
                message = f"[^{match['sign']}] has its words in line {first} already; give this footnote another sign"
                yield Finding(line.number, message)
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


def _terms(lines: Iterable[Line]) -> Iterator[Finding]:
    """Yield the first definition of a glossary that has none, since no line of it is indented below its term."""
    block: list[Line] | None = None
    for line in lines:
        if GLOSSARY.match(line.words):
            block = []
        elif block is not None and FENCE.match(line.words):
            written = [each for each in block if each.words.strip() and not each.words.lstrip().startswith(":")]
            joined = [two for one, two in pairwise(written) if two.number == one.number + 1]
            if joined and not any(each.words[0].isspace() for each in written):
                message = "the definition of a term stands below it, indented; so each line here is a term"
                yield Finding(joined[0].number, message + offer(f"  {joined[0].words}"))
            block = None
        elif block is not None:
            block.append(line)


def _count(row: str) -> int:
    """Return how many cells a row has, whether or not strokes stand at its ends."""
    return len(STROKE.findall(row.removeprefix("|").removesuffix("|"))) + 1 if "|" in row else 0
