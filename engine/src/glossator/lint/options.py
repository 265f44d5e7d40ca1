"""Lint of directive options: what is not written as an option would be lost, or printed with what it is an option of.

One that cannot be read takes all others of its directive with it. So what is surely meant for one is reported, and read
as what is meant: nothing that follows from it is reported as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from myst_parser.parsers.options import TokenizeError, options_to_items

from glossator.core.text import split_lines
from glossator.lint.fences import written_lines
from glossator.lint.names import option_names
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
#: The opening line of any directive; a line below it that begins as an option does, and is none; and one that lacks
#: its first colon.
DIRECTIVE = re.compile(r"\s*(?:`{3,}|~{3,}|:{3,})\s*\{(?P<directive>[\w:-]+)\}")
NEARLY = re.compile(r"(?P<space>\s*)[:：]\s*(?P<name>[\w-]+)\s*[:：]?(?!:)\s*(?P<value>.*?)\s*")
#: An option whose value begins with a quotation mark.
QUOTED = re.compile(r"(?P<before>\s*:(?P<name>[\w-]+):\s+)(?P<value>(?P<sign>[\"']).*?)\s*")
BARE = re.compile(r"(?P<space>)(?P<name>[a-z][a-z-]+):\s+(?P<value>\S.*?)\s*")
#: How the message on them begins: what follows from it is hidden (`lint.warning_filter`).
OWN_LINES = "options stand in lines of their own"
#: A picture with its options in its first line.
INLINE = re.compile(
    r"(?P<opening>\s*(?:`{3,}|:{3,})\s*\{(?:image|figure)\}\s+[^\s:][^\s]*)\s+(?P<options>:[\w-]+:\s.*)"
)
#: Directives that hold words of which none begins so.
PICTURES = ("figure", "image")


class Option(NamedTuple):
    """A line that is, or was meant to be, an option of a note."""

    note: int  #: the line that opens the note
    line: int
    words: str
    late: bool  #: whether something else stands between it and the opening line


def findings(text: str) -> Iterator[Finding]:
    """Yield the lines that are nearly options of a note."""
    seen: dict[tuple[int, str], int] = {}
    late: set[int] = set()
    for option in _options(text):
        written, meant = WRITTEN.match(option.words), _meant(option.words)
        if written and option.late:
            message = f"the option {written['name']} comes too late; options stand directly below the opening line"
            if option.note not in late:  # all of a note are late for one reason
                yield Finding(option.line, f"{message}, without an empty line between")
            late.add(option.note)
        elif written and seen.setdefault((option.note, written["name"]), option.line) != option.line:
            first = seen[option.note, written["name"]]
            yield Finding(option.line, f"{written['name']} stands in line {first} already; remove one of the two")
        elif meant and not written:
            proper = f":{meant['name'].lower()}: {meant['value']}"
            yield Finding(
                option.line, "this is not an option: it has a colon before and after its name" + offer(proper)
            )

    for number, match in _inline(text):
        message = f"{OWN_LINES}, directly below the first, and an empty line below them: {match['options'].strip()}"
        yield Finding(number, message)
    for number, proper in _unquoted(text):
        message = "the value of an option that begins with a quotation mark stands in such marks as a whole"
        yield Finding(number, message + offer(proper))
    for number, proper in _misread(text):
        yield Finding(number, "this is not an option: it has a colon before and after its name" + offer(proper))


def as_meant(text: str) -> str:
    """Return the text with the options that are meant, in as many lines."""
    inline = {number: match["opening"] for number, match in _inline(text)}
    meant = inline | dict([*_misread(text), *_unquoted(text)])
    for option in _options(text):
        if not option.late and not WRITTEN.match(option.words) and (match := _meant(option.words)):
            meant[option.line] = f":{match['name'].lower()}: {match['value']}"
    lines = split_lines(text)
    return "\n".join([*(meant.get(number, line) for number, line in enumerate(lines, start=1)), ""]) if meant else text


def _misread(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that is nearly an option of a directive other than a note, and the option."""
    name = ""
    for number, line, is_code in written_lines(text):
        if not is_code and (match := DIRECTIVE.match(line)):
            name = "" if match["directive"] == "annotation" else match["directive"]
        elif name and not WRITTEN.match(line):
            meant = NEARLY.fullmatch(line) or (BARE.fullmatch(line) if name in PICTURES else None)
            if meant and meant["name"].lower() in option_names(name):
                yield number, f"{meant['space']}:{meant['name'].lower()}: {meant['value']}".rstrip()
            else:
                name = ""


def _inline(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield each picture that has its options in its first line, where they would be parts of the name of its file."""
    for number, line, is_code in written_lines(text):
        if not is_code and (match := INLINE.fullmatch(line)):
            yield number, match


def _unquoted(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each option whose value ends not where its quotation mark does, and the option."""
    inside = False
    for number, line, is_code in written_lines(text):
        inside = (
            bool(DIRECTIVE.match(line))
            if not is_code and not WRITTEN.match(line)
            else inside and bool(WRITTEN.match(line))
        )
        if inside and (match := QUOTED.fullmatch(line)) and not _is_readable(f"{match['name']}: {match['value']}"):
            sign = match["sign"]
            alone = match["value"].count(sign) == 1
            other = "'" if sign == '"' else '"'
            if alone or other not in match["value"]:
                value = f"{match['value']}{sign}" if alone else f"{other}{match['value']}{other}"
                yield number, match["before"] + value


def _is_readable(option: str) -> bool:
    try:
        options_to_items(option)
    except TokenizeError:
        return False
    return True


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
