"""Evidence: the words that a citation rests on, a file of ``data/evidence/`` for each chapter and for each table.

An entry ties one citation of a note or a row to what was read: the work, where in it, a short quotation in its
language. What an entry must hold is checked where it is read; whether it fits the notes, once all chapters are known
(`glossator.lint.evidence`). Which rows an entry stands for is told by `glossator.core.row_evidence`.
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
    """What one citation of a note, or of a row of a table, rests on."""

    work: str  #: the key of the work
    claim: str  #: what the note or the row says on it, in a few words
    quotation: str  #: from the work, in its language; at most 30 words
    seen: str  #: ``original``, ``copy`` (a repost, a translation by others) or ``excerpt`` (as another work quotes it)
    extent: str  #: how much of it was read: ``whole``, ``opening`` or ``part``
    on: str  #: the day on which it was read
    note: str = ""  #: the address of the note
    row: tuple[str, ...] = ()  #: first values of the row's key, enough to tell it; none where it is of the whole table
    locator: str = ""  #: where in the work, such as ``para. 3``
    language: str = ""  #: of the quotation, where it is not the edition's
    translation: str = ""  #: of such a quotation, into the edition's language
    shows: str = ""  #: the day, month or year of what the work is said to show; no work can be older
    line: int = field(default=0, compare=False)  #: in its file


class EvidenceFinding(NamedTuple):
    """What is wrong with an entry: its line, counted from 1, and a sentence."""

    line: int
    message: str
    wrong: str = ""  #: words of this line or of one below it
    right: str = ""  #: what is to stand in their place


#: The parser in C, where PyYAML has one, is eight times as fast; there are a thousand entries.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
UNREADABLE: dict[type[Exception], str] = {
    UnicodeDecodeError: "the file is not in UTF-8; save it in UTF-8",
    RecursionError: "the file holds too many brackets",
    yaml.reader.ReaderError: "the file holds a sign that cannot be seen",
}
#: What an entry stands for; in a file there are entries of one kind.
NOTE, ROW = "note", "row"
COMMON = tuple(each.name for each in fields(Evidence) if each.name not in ("line", NOTE, ROW))
NEEDED = ("work", "claim", "quotation", "seen", "extent", "on")


def is_date(text: str) -> bool:
    """Return whether *text* is a day, month or year of the calendar, such as ``2026-11-30`` or ``2026``."""
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return bool(DATE.fullmatch(text))


#: Field -> what is expected of it, in words, and whether a text is that.
FORMS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "seen": (f"one of {', '.join(SEEN)}", lambda text: text in SEEN),
    "extent": (f"one of {', '.join(EXTENT)}", lambda text: text in EXTENT),
    "on": ("a day of the calendar, such as 2026-11-30", lambda text: is_date(text) and text.count("-") == 2),
    "shows": ("a day, month or year of the calendar, such as 2018-07", is_date),
    "language": ("a code, such as en or zh-Hant", lambda text: bool(LANGUAGE.fullmatch(text))),
    # A citation is made of the two, in which such signs part one from the other.
    "work": ("the key of a work", lambda text: not re.search(r"[{},\s]", text)),
    "locator": ("words without braces", lambda text: not re.search(r"[{}]", text)),
}


def read_evidence(path: Path, root: Path, subject: str = NOTE) -> tuple[list[Evidence], list[EvidenceFinding]]:
    """Return the entries of a file of evidence that are as they must be, and what is wrong with the others.

    subject: what its entries stand for, notes or rows
    """
    if why := why_refused(path, root):
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
        return [], [EvidenceFinding(1, f"expected a list: each entry begins with “- {subject}:”")]
    made = [_entry(node, subject) for node in listing.value]
    return [entry for entry, found in made if entry], [finding for __, found in made for finding in found]


def _entry(node: Any, subject: str) -> tuple[Evidence | None, list[EvidenceFinding]]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        message = f"an entry is lines of the form name: value, the first of them “- {subject}: …”"
        return None, [EvidenceFinding(line, message)]
    written = {str(name.value): (value.value, name.start_mark.line + 1) for name, value in node.value}
    found = list(_findings(written, line, subject))
    if found:
        return None, found
    texts: dict[str, Any] = {name: one_line(said) for name, (said, __) in written.items() if name != ROW}
    return Evidence(**texts, row=row_values(written[ROW][0]) if ROW in written else (), line=line), found


def row_values(said: Any) -> tuple[str, ...]:
    """Return what names a row: one text, or a list of texts; nothing where it is neither."""
    parts = said if isinstance(said, list) else [said]
    texts = [part.value if isinstance(part, yaml.ScalarNode) else part for part in parts]
    named = all(isinstance(text, str) and text.strip() for text in texts)
    return tuple(map(one_line, texts)) if named else ()


def one_line(text: str) -> str:
    """Return *text* with single blanks for white space of any kind."""
    return " ".join(text.split())


def _findings(written: dict[str, tuple[Any, int]], line: int, subject: str) -> Iterator[EvidenceFinding]:
    names, needed = (subject, *COMMON), NEEDED if subject == ROW else (subject, *NEEDED)
    for name in (name for name in needed if name not in written):
        yield EvidenceFinding(line, f"this entry has no {name}")
    for name, (value, at) in written.items():
        if name not in names:
            near = next(iter(difflib.get_close_matches(name, names, n=1)), "")
            meant = f"; {near} is meant, perhaps" if near and near not in written else ""
            yield EvidenceFinding(at, f'an entry has no "{name}"; it has {", ".join(names)}{meant}')
        elif name == ROW:
            if not row_values(value):
                yield EvidenceFinding(at, "row is a value of the table’s key, or a list of values in brackets")
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
