"""The list of works by initial letters, divided into pages where it is long.

A page of all works would grow with the book. Each page has whole letters; the first of them is the document itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

#: How many works a page has, unless a single letter has more.
MOST_WORKS = 250
#: What stands before a letter that is none, and for scripts that have too many letters for a row of them.
NO_LETTER, IDEOGRAPHS = "#", "CJK"


class Letter(NamedTuple):
    """The works under one initial letter."""

    name: str
    keys: list[str]


def filed(name: str) -> str:
    """Return a name as it is put in order: small letters without accents, so that Ö stands with O, and not behind Z."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).removeprefix("the ")


def initial(label: str) -> str:
    """Return the letter under which a work with this *label* stands."""
    first = filed(label)[:1]
    if unicodedata.name(first, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL")):
        return IDEOGRAPHS
    return first.upper() if first.isalpha() else NO_LETTER


def divide(works: Iterable[tuple[str, str]], most: int = MOST_WORKS) -> list[list[Letter]]:
    """Return the pages, each with its letters, of *works*: pairs of key and label, in order."""
    pages: list[list[Letter]] = [[]]
    for name, group in groupby(works, key=lambda work: initial(work[1])):
        letter = Letter(name, [key for key, __ in group])
        if pages[-1] and sum(len(each.keys) for each in (*pages[-1], letter)) > most:
            pages.append([])
        pages[-1].append(letter)
    return pages


def page_name(docname: str, number: int) -> str:
    """Return the name of the page with this *number*, counted from 0, of the list in *docname*."""
    return f"{docname}-{number + 1}" if number else docname
