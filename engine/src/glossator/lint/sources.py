"""Schema check of ``sources/sources.yml``, with the line of every mistake.

It is read before all else: a text that cannot be read leaves every passage of it without words.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from glossator.core.addresses import WEB_ADDRESS
from glossator.core.text import SOURCES_FILE, SourceError, load_source
from glossator.messages.warnings import addition, correction

#: What an entry must say, in the words of a person who is told that it does not.
NEEDED = {
    "id": "a short name of small letters, with which the addresses of its paragraphs begin",
    "file": "the file beside sources.yml that holds the text",
    "name": "what running text calls it, such as Letter",
    "title": "its title",
    "genre": "what kind of text it is, such as statement",
    "issuer": "who issued it",
    "place": "where it was issued",
    "date": "the day, month or year it is of, such as 2017-11-09, 1863-11 or 1863",
    "date_certainty": "event if the date is known, inferred if it is your own conclusion, or a word of your own",
    "citation": "its key in references.bib",
    "language": "its language as a code, such as en or zh-CN",
    "rights": "whose it is, and by what right it stands here",
}
OPTIONAL = (
    *("title_note", "title_language", "date_note", "abbreviation", "url", "archive", "headline", "form", "direction"),
    *("checked", "differences", "sha256"),
)
CHOICES = {"headline": ("true", "false"), "form": ("prose", "verse"), "direction": ("ltr", "rtl")}
LANGUAGE = (re.compile(r"[A-Za-z]{2,3}(-\w+)*"), "a code, such as en, en-US or zh-CN")
FORMS = {
    "id": (re.compile(r"[a-z][a-z0-9]*"), "small letters and digits alone, a letter first, such as letter"),
    "date": (
        re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII),
        "a day, a month or a year of the calendar, such as 2017-11-09, 1863-11 or 1863",
    ),
    "url": (WEB_ADDRESS, "an address that begins with https:// or http://"),
    "language": LANGUAGE,
    "title_language": LANGUAGE,
    "sha256": (re.compile(r"[0-9a-f]{64}"), "64 digits and letters; remove the line, and the check tells it"),
}


class Field(NamedTuple):
    """What an entry says in one of its fields."""

    value: str
    line: int


class SourceFinding(NamedTuple):
    """A mistake in ``sources.yml`` or a text, with its file and line."""

    path: Path
    line: int
    message: str


def source_findings(folder: Path) -> Iterator[SourceFinding]:
    """Yield the mistakes in ``sources.yml`` of *folder*, and in the texts that it names."""
    path = folder / SOURCES_FILE
    try:
        listing = yaml.compose(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    except FileNotFoundError:
        yield SourceFinding(path, 1, "there is no such file; it lists the texts of this edition")
    except UnicodeDecodeError:
        yield SourceFinding(path, 1, "the file is not in UTF-8; save it in UTF-8")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        hint = "text that holds a colon or begins with a bracket stands in quotes, and no line begins with a tab"
        yield SourceFinding(path, line, f"this is not YAML: {error.problem}; {hint}")
    else:
        yield from _of_listing(listing, path)


def _of_listing(listing: yaml.Node | None, path: Path) -> Iterator[SourceFinding]:
    entries = listing.value if isinstance(listing, yaml.SequenceNode) else ()
    if not entries:
        yield SourceFinding(path, 1, "no text is listed here; an entry begins with a line - id: and the id of a text")
    files = sorted(file.name for file in path.parent.iterdir() if file.name != SOURCES_FILE)
    taken: dict[str, int] = {}
    for entry in entries:
        fields: dict[str, Field] = {}
        found = sorted(_of_entry(entry, fields, {**CHOICES, "file": files}, taken))
        yield from (SourceFinding(path, line, message) for line, message in found)
        if not found:
            yield from _of_text(path, fields)


def _of_entry(
    entry: yaml.Node, fields: dict[str, Field], choices: Mapping[str, Sequence[str]], taken: dict[str, int]
) -> Iterator[tuple[int, str]]:
    """Yield the mistakes of one entry with their lines; put its *fields* where they are wanted, its id into *taken*."""
    first = entry.start_mark.line + 1
    if not isinstance(entry, yaml.MappingNode):
        yield first, "an entry has lines of the form name: value, each as far from the margin as the first"
        return
    yield from _read(entry, fields)
    for field in NEEDED.keys() - fields.keys():
        yield first, f"the text that is described here has no {field}: {NEEDED[field]}{addition(f'  {field}: …')}"
    for field, said in fields.items():
        yield from ((said.line, message) for message in _unfit(field, said.value, choices))
    name, line = fields.get("id", Field("", first))
    if name and taken.setdefault(name, line) != line:
        another = correction(name, f"{name}{len(taken) + 1}")
        yield line, f'the id "{name}" is taken by the text in line {taken[name]}; give this one another{another}'


def _read(entry: yaml.MappingNode, fields: dict[str, Field]) -> Iterator[tuple[int, str]]:
    """Put what an entry says into *fields*; yield what is no field, or no value of one."""
    names = [*NEEDED, *OPTIONAL]
    for key, said in entry.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name not in names:
            near = difflib.get_close_matches(name.lower(), names, n=1)
            hint = correction(f"{name}:", f"{near[0]}:") if near else ""
            yield line, f'a text has no field "{name}"; the fields are: {", ".join(names)}{hint}'
            # What was meant is not missing too.
            fields.setdefault(near[0] if near else name, Field("", line))
        elif name in fields:
            yield line, f"{name} stands in line {fields[name].line} already; remove one of the two"
        elif not isinstance(said, yaml.ScalarNode):
            yield line, f"{name} is one piece of text; what begins with a bracket or a hyphen stands in quotes"
            fields[name] = Field("", line)
        else:
            fields[name] = Field(said.value.strip(), line)
            if name in NEEDED and said.value.strip() in ("", "…"):
                yield line, f"{name} is not filled in: {NEEDED[name]}"


def _unfit(field: str, value: str, choices: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield why *value* is not of the form that its field has."""
    if value in ("", "…"):
        return
    if value not in choices.get(field, (value,)):
        near = difflib.get_close_matches(value.lower(), choices[field], n=1)
        hint = correction(value, near[0]) if near else ""
        yield f'{field} is "{value}"; the allowed ones are: {", ".join(choices[field])}{hint}'
    pattern, form = FORMS.get(field, (None, ""))
    if pattern and not (pattern.fullmatch(value) and (field != "date" or _is_date(value))):
        yield f'{field} is "{value}"; expected {form}'


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _of_text(path: Path, fields: dict[str, Field]) -> Iterator[SourceFinding]:
    """Yield what is wrong with the text of an entry that is right in itself."""
    try:
        load_source(path.parent, {name: said.value for name, said in fields.items()})
    except SourceError as error:
        in_text = error.filename and error.filename != path
        yield SourceFinding(error.filename or path, 1 if in_text else fields["file"].line, str(error))
