"""Lint of directive options in notes: what is not written as an option would be lost, or printed with the note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from glossator.core.text import split_lines
from glossator.messages.warnings import Finding, offer

NAMES = ("kind", "certainty", "name", "gist")
OPENING = re.compile(r"\s*:{3,}\s*\{annotation\}")
WRITTEN = re.compile(r"\s*:(?P<name>[\w-]+):(\s|$)")
#: Nearly an option: a colon is missing, or is the Chinese one.
MEANT = re.compile(
    r"\s*(?P<before>[:：]?)\s*(?P<name>kind|certainty|name)\s*(?P<after>[:：]?)\s*(?P<value>[\w-]+)\s*", re.I
)
#: The same of the option that may be more than a word.
MEANT_GIST = re.compile(r"\s*(?P<before>[:：]?)\s*(?P<name>gist)\s*(?P<after>[:：]?)\s+(?P<value>\S.*?)\s*", re.I)


class Option(NamedTuple):
    """A line that is, or was meant to be, an option of a note."""

    note: int  #: the line that opens the note
    line: int
    words: str
    late: bool  #: whether something else stands between it and the opening line


def findings(text: str) -> Iterator[Finding]:
    """Yield the lines that are nearly options of a note."""
    seen: dict[tuple[int, str], int] = {}
    for option in _options(text):
        written, meant = WRITTEN.match(option.words), _meant(option.words)
        if written and option.late:
            message = f"the option {written['name']} comes too late; options stand directly below the opening line"
            yield Finding(option.line, f"{message}, without an empty line between")
        elif written and seen.setdefault((option.note, written["name"]), option.line) != option.line:
            first = seen[option.note, written["name"]]
            yield Finding(option.line, f"{written['name']} stands in line {first} already; remove one of the two")
        elif meant and not written:
            proper = f":{meant['name'].lower()}: {meant['value']}"
            yield Finding(
                option.line, "this is not an option: it has a colon before and after its name" + offer(proper)
            )


def unreadable(text: str) -> set[int]:
    """Return the opening lines of notes with an unreadable option, so that no missing option is reported for them."""
    return {
        option.note
        for option in _options(text)
        if option.late or not (written := WRITTEN.match(option.words)) or written["name"] not in NAMES
    }


def _options(text: str) -> Iterator[Option]:
    note, late = 0, False
    for number, line in enumerate(split_lines(text), start=1):
        if line.lstrip().startswith(":::"):
            note, late = (number if OPENING.match(line) else 0), False
        elif note and _is_option(line, late):
            yield Option(note, number, line, late)
        else:
            late = True


def _is_option(line: str, late: bool) -> bool:
    """Return whether a line is an option or nearly one; a *late* one must have a known name."""
    written, meant = WRITTEN.match(line), _meant(line)
    if written:
        return not late or written["name"] in NAMES
    return bool(meant and not late and (meant["before"] or meant["after"]))


def _meant(line: str) -> re.Match[str] | None:
    return MEANT.fullmatch(line) or MEANT_GIST.fullmatch(line)
