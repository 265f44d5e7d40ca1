"""Evidence: the words that a citation rests on, one file of ``data/evidence/`` for each chapter.

An entry ties one citation of a note to what was read: the work, where in it, a short quotation in its language. What
an entry must hold is checked where it is read; whether it fits the notes, once all chapters are known
(`glossator.lint.evidence`).
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from glossator.core.files import why_refused
from glossator.core.letters import word_count

FOLDER = "evidence"
#: A quotation is evidence, not a substitute for the work.
MOST_WORDS = 30
#: How much of a word a letter is where there are no blanks between words (Chinese, Japanese, Thai).
A_LETTER = 0.5
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
SEEN = ("original", "copy", "excerpt")
EXTENT = ("whole", "opening", "part")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-\w+)*")


@dataclass(frozen=True)
class Evidence:
    """What one citation of a note rests on."""

    note: str  #: the address of the note
    work: str  #: the key of the work
    claim: str  #: what the note says on it, in a few words
    quotation: str  #: from the work, in its language; at most 30 words
    seen: str  #: ``original``, ``copy`` (a repost, a translation by others) or ``excerpt`` (as another work quotes it)
    extent: str  #: how much of it was read: ``whole``, ``opening`` or ``part``
    on: str  #: the day on which it was read
    locator: str = ""  #: where in the work, such as ``para. 3``
    language: str = ""  #: of the quotation, where it is not the edition's
    translation: str = ""  #: of such a quotation, into the edition's language
    shows: str = ""  #: the day, month or year of what the work is said to show; no work can be older
    line: int = field(default=0, compare=False)  #: in its file


class EvidenceFinding(NamedTuple):
    """What is wrong with an entry: its line, counted from 1, and a sentence."""

    line: int
    message: str


#: The parser in C, where PyYAML has one, is eight times as fast; there are a thousand entries.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
UNREADABLE: dict[type[Exception], str] = {
    UnicodeDecodeError: "the file is not in UTF-8; save it in UTF-8",
    RecursionError: "the file holds too many brackets",
    yaml.reader.ReaderError: "the file holds a sign that cannot be seen",
}
NAMES = tuple(each.name for each in fields(Evidence) if each.name != "line")
NEEDED = ("note", "work", "claim", "quotation", "seen", "extent", "on")


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return bool(DATE.fullmatch(text))


#: Field -> what is expected of it, in words, and whether a text is that.
FORMS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "seen": (f"one of {', '.join(SEEN)}", lambda text: text in SEEN),
    "extent": (f"one of {', '.join(EXTENT)}", lambda text: text in EXTENT),
    "on": ("a day of the calendar, such as 2026-11-30", lambda text: _is_date(text) and text.count("-") == 2),
    "shows": ("a day, month or year of the calendar, such as 2018-07", _is_date),
    "language": ("a code, such as en or zh-Hant", lambda text: bool(LANGUAGE.fullmatch(text))),
    # A citation is made of the two, in which such signs part one from the other.
    "work": ("the key of a work", lambda text: not re.search(r"[{},\s]", text)),
    "locator": ("words without braces", lambda text: not re.search(r"[{}]", text)),
}


def read_evidence(path: Path) -> tuple[list[Evidence], list[EvidenceFinding]]:
    """Return the entries of a file of evidence that are as they must be, and what is wrong with the others."""
    if why := why_refused(path, path.parents[2]):
        return [], [EvidenceFinding(1, f"the file {why}, and is not read")]
    try:
        listing = yaml.compose(path.read_text(encoding="utf-8"), LOADER)
    except (UnicodeDecodeError, RecursionError, yaml.reader.ReaderError) as error:
        return [], [EvidenceFinding(1, UNREADABLE[type(error)])]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        hint = "text that holds a colon, or begins with a bracket or a quotation mark, stands in quotes"
        return [], [EvidenceFinding(line, f"this is not YAML: {error.problem}; {hint}")]
    if listing is None:
        return [], []
    if not isinstance(listing, yaml.SequenceNode):
        return [], [EvidenceFinding(1, "expected a list: each entry begins with “- note:”")]
    made = [_entry(node) for node in listing.value]
    return [entry for entry, found in made if entry], [finding for __, found in made for finding in found]


def _entry(node: Any) -> tuple[Evidence | None, list[EvidenceFinding]]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        return None, [EvidenceFinding(line, "an entry is lines of the form name: value, the first of them “- note: …”")]
    written = {str(name.value): (value.value, name.start_mark.line + 1) for name, value in node.value}
    found = list(_findings(written, line))
    if found:
        return None, found
    texts = {name: " ".join(written[name][0].split()) for name in NAMES if name in written}
    return Evidence(**texts, line=line), found


def _findings(written: dict[str, tuple[Any, int]], line: int) -> Iterator[EvidenceFinding]:
    for name in (name for name in NEEDED if name not in written):
        yield EvidenceFinding(line, f"this entry has no {name}")
    for name, (value, at) in written.items():
        if name not in NAMES:
            near = next(iter(difflib.get_close_matches(name, NAMES, n=1)), "")
            meant = f"; {near} is meant, perhaps" if near and near not in written else ""
            yield EvidenceFinding(at, f'an entry has no "{name}"; it has {", ".join(NAMES)}{meant}')
        elif not isinstance(value, str) or not value.strip():
            yield EvidenceFinding(at, f"{name} is empty, or no text")
        elif name in FORMS and not FORMS[name][1](value):
            yield EvidenceFinding(at, f'{name} is "{value}"; expected {FORMS[name][0]}')
    if "language" in written and "translation" not in written:
        yield EvidenceFinding(written["language"][1], "a quotation in another language has a translation")
    if isinstance(quotation := written.get("quotation", ("", 0))[0], str):
        yield from _too_long(quotation, written)


def _too_long(quotation: str, written: dict[str, tuple[Any, int]]) -> Iterator[EvidenceFinding]:
    count = word_count(quotation, letter=A_LETTER)
    if count > MOST_WORDS:
        message = f"the quotation is as long as {count:.0f} words; at most {MOST_WORDS} are quoted: leave out with …"
        yield EvidenceFinding(written["quotation"][1], message)


def latest(date: str) -> str:
    """Return the last day that a day, month or year can be, as a text that sorts among dates."""
    return f"{date}-99-99"[:10]
