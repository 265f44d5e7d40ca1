"""Entries of a .bib file: what is wrong with them, and the works that they describe.

What can be understood is printed rightly even where it is reported: an institution in one pair of braces, a bare ``%``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Entry, InvalidNameString, Person
from pybtex.richtext import Text

from glossator.citations.bibtex import Field, RawEntry
from glossator.citations.dates import ISO
from glossator.citations.latex import COMMAND
from glossator.citations.names import HOUSES, PERSONS, is_house
from glossator.citations.types import FOUND_IN, PAGES, TYPES
from glossator.core.addresses import WEB_ADDRESS
from glossator.core.nearest import name_near
from glossator.messages.warnings import Finding, correction

#: Fields whose words are no LaTeX: addresses, numbers of libraries, and what no page prints.
RAW = {"url", "doi", "eprint", "file", "abstract", "keywords", "urldate", "date", "isbn", "issn", "crossref"}
BARE_PER_CENT = re.compile(r"(?<!\\)%")
ET_AL = re.compile(r",?\s+(?:et\.? al\.?|u\. ?a\.|and al\.?)\s*$", re.IGNORECASE)
#: Fields of BibTeX and biblatex that are spelt like one which a work must have, and are none.
NO_MISTAKES = {"edition", "titleaddon", "subtitle", "editora", "editorb", "editorc", "editortype", "shortauthor"}
#: No work has appeared later than this; a year of five digits is a slip of the finger.
LAST_YEAR = 2100


class Work(Entry):  # type: ignore[misc]
    """A work, kept by Sphinx from one build to the next until a .bib file changes, with how it was printed."""

    def __init__(self, type_: str, **content: Any) -> None:
        super().__init__(type_, **content)
        #: language -> the sentences on the work; to make them anew for all works would take a quarter of a build
        self.printed: dict[str, Text] = {}


def make_entry(raw: RawEntry) -> Work:
    """Return the work that an entry describes; of a field given twice the first."""
    entry = Work(raw.type)
    entry.key = raw.key
    for field in reversed(raw.fields):
        if field.name in PERSONS:
            entry.persons[field.name] = [_person(name) for name in _names(field.value)]
        else:
            entry.fields[field.name] = field.value
    return entry


def _names(value: str) -> list[str]:
    """Return the names in a field of persons; *et al.* is one of them, as bibtex writes it."""
    written = ET_AL.sub(" and others", value)
    return [name for name in split_name_list(written) if name]


def _person(name: str) -> Person:
    if is_house(name):
        return Person(last=f"{{{name}}}")
    try:
        return Person(name)
    except InvalidNameString:
        return Person(last=f"{{{name}}}")


def findings(raw: RawEntry) -> Iterator[Finding]:
    """Yield what is wrong with an entry, where it is wrong."""
    if raw.type not in TYPES:
        near = difflib.get_close_matches(raw.type, sorted(TYPES), n=1)
        hint = correction(f"@{raw.type}{{", f"@{near[0]}{{") if near else "; what is nothing else is @misc"
        yield Finding(raw.line, f'there is no type of work "{raw.type}"{hint}')
    if raw.whole:
        yield from _missing(raw)
    seen: dict[str, int] = {}
    for field in raw.fields:
        first = seen.setdefault(field.name, field.line)
        if first != field.line or sum(each.name == field.name for each in raw.fields[: raw.fields.index(field)]):
            yield Finding(field.line, f'the field "{field.name}" stands in line {first} already; remove one of them')
        yield from (Finding(field.line, message) for message in _wrong(field))


def _missing(raw: RawEntry) -> Iterator[Finding]:
    """Yield what a reader needs to know of a work and is not told: who, what, and where it can be found."""
    if not raw.get(*PERSONS, *HOUSES, "shortauthor"):
        message = f'the work "{raw.key}" has no author, editor or organization; add a line with one to its entry'
        yield _misspelt(raw, *PERSONS, *HOUSES) or Finding(raw.line, message)
    if not raw.get("title"):
        message = f'the work "{raw.key}" has no title; add a line to its entry'
        yield _misspelt(raw, "title") or Finding(raw.line, message)
    addresses = ("url", "doi", "eprint", "howpublished")
    if raw.type in FOUND_IN and not raw.get(*FOUND_IN[raw.type], *addresses):
        needed = FOUND_IN[raw.type][0]
        yield Finding(raw.line, f'nobody finds the work "{raw.key}" without its {needed} or url; add a line for one')
    if raw.type in PAGES and not raw.get(*addresses):
        yield Finding(raw.line, f'the page "{raw.key}" has no address; add a line with its url to the entry')


def _misspelt(raw: RawEntry, *names: str) -> Finding | None:
    """Return the finding on a field that was meant to have one of these *names*, None if there is none."""
    for field in raw.fields:
        near = name_near(field.name, names)
        if near and field.name not in {*names, *NO_MISTAKES}:
            return Finding(field.line, f'the field "{field.name}" is called {near}{correction(field.name, near)}')
    return None


def _wrong(field: Field) -> Iterator[str]:
    """Yield what is wrong with the value of a field."""
    if field.name in PERSONS:
        yield from _wrong_names(field)
    elif field.name == "year":
        yield from _wrong_year(field.value)
    elif field.name == "date":
        if any(part and part != ".." and not ISO.fullmatch(part) for part in field.value.split("/")):
            yield f'the date "{field.value}" is not written as 2018, 2018-06 or 2018-06-25'
    elif field.name == "url":
        yield from _wrong_address(field.value)
    if field.name not in RAW:
        yield from _wrong_words(field.value)


def _wrong_words(value: str) -> Iterator[str]:
    if BARE_PER_CENT.search(value):
        words = re.search(r"\S*(?<!\\)%\S*", value)
        wrong = words[0] if words else "%"
        message = "a % begins a comment in BibTeX, which would end the words here; a backslash stands before it"
        yield message + correction(wrong, BARE_PER_CENT.sub(r"\\%", wrong))
    for match in COMMAND.finditer(value):
        if match["name"] in {"url", "href"}:
            yield from _wrong_address(match["first"])


def _wrong_address(address: str) -> Iterator[str]:
    if WEB_ADDRESS.fullmatch(address.replace("{", "").replace("}", "")):
        return
    whole = re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", address)
    hint = correction(address, f"https://{address}") if whole else ""
    yield f'"{address}" is no address of a page, which begins with https:// and holds no blank{hint}'


def _wrong_year(year: str) -> Iterator[str]:
    if year.isdigit() and int(year) > LAST_YEAR:
        yield f"the year {year} is still to come; a year has four digits"
    elif re.fullmatch(r"\d{4}-\d\d(-\d\d)?", year):
        yield "a whole date stands in the field date" + correction("year", "date")


def _wrong_names(field: Field) -> Iterator[str]:
    if ET_AL.search(field.value):
        right = ET_AL.sub(" and others", field.value)
        yield "further authors are called others" + correction(field.value, right)
    names = _names(field.value)
    for name in names:
        if is_house(name):
            yield _house_as_person(name, field.value, names)
        elif ";" in name:
            right = re.sub(r"\s*;\s*", " and ", field.value)
            yield 'between two authors stands "and", not a semicolon' + correction(field.value, right)
        elif name.count(",") > 2:
            yield f'"{name}" has too many commas for one person; write Family, Given, and "and" between two authors'


def _house_as_person(name: str, value: str, names: list[str]) -> str:
    # "Ministry of Foreign Affairs and Trade": what stands after "and" is nobody's name.
    part_of_one = any(re.fullmatch(r"[A-Za-z]+", each) for each in names)
    whole = value if part_of_one else name
    read = _read_as(name)
    message = f'"{whole}" would be read as a person called "{read}"; the name of a house stands in braces of its own'
    return message + correction(whole, f"{{{whole}}}")


def _read_as(name: str) -> str:
    person = Person(name)
    return " ".join(person.prelast_names + person.last_names)


def inherit(entry: Entry, parent: Entry | None) -> None:
    """Give *entry* what it lacks and the work of its ``crossref`` has; the title of that is the book's."""
    if parent is None:
        return
    for name, value in parent.fields.items():
        entry.fields.setdefault("booktitle" if name == "title" else name, value)
    entry.persons.setdefault("editor", parent.persons.get("editor", []))
