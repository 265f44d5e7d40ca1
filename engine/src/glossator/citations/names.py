"""Who made a work: as it is cited ("Smith and Jones", "Li et al.", "Smith, ed."), and as it is listed.

The language of a list of names is the edition's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pybtex.database import Entry, Person
from pybtex.richtext import Text
from pybtex.style.names.plain import NameStyle

from glossator.citations.latex import decode, fill, rich
from glossator.translation import _, format_list, ngettext

#: Who stands for a work, in this order; the fields of the second row name houses.
PERSONS = ("author", "editor", "translator")
HOUSES = ("organization", "institution")
#: More than two are cited as the first *et al.*
MOST_CITED = 2
#: BibTeX's name for authors who are not named.
OTHERS = "others"

#: Words that stand in no person's name, and nouns that name a house.
NO_PERSON = re.compile(r"\b(of|for|the|and|on|at|to|in|für|zur|zum)\b|[&/]", re.IGNORECASE)
HOUSE = re.compile(
    r"\b(ministry|ministère|\w*ministerium|department|office|bureau|agency|council|committee|commission|university"
    r"|universität|université|institut\w*|association|organi[sz]ation|government|embassy|congress|senate|foundation"
    r"|stiftung|corporation|administration|authority|academy|parliament|assembly|federation|inc|ltd|llc|gmbh|verlag"
    r"|amt)\b",
    re.IGNORECASE,
)
NAME_STYLE = NameStyle()


def is_house(name: str) -> bool:
    """Return whether a name without braces looks like an institution's, which BibTeX takes for a person's."""
    if "{" in name or " " not in name:
        return False
    return bool(NO_PERSON.search(name) or ("," not in name and HOUSE.search(name)))


def cited_names(entry: Entry, language: str, full: bool = False) -> str:
    """Return who a work is cited by: authors, else "editors, eds.", else the house, else the title; never nothing.

    *full* names all of them, otherwise one, two, or the first and "et al.".
    """
    if not full and (short := entry.fields.get("shortauthor")):
        return str(rich(short))
    for role in PERSONS:
        if persons := entry.persons.get(role):
            return _cited([_family_name(person) for person in persons], role, language, full)
    house = next((entry.fields[name] for name in HOUSES if name in entry.fields), "")
    return str(rich(house or entry.fields.get("title", ""))) or str(entry.key)


def _cited(names: list[str], role: str, language: str, full: bool) -> str:
    others = names[-1] == OTHERS and len(names) > 1
    people = names[:-1] if others else names
    if not full and len(people) > MOST_CITED:
        people, others = people[:1], True
    cited = _("{names} et al.").format(names=", ".join(people)) if others else format_list(people, language)
    return ngettext("{names}, ed.", "{names}, eds.", len(names)).format(names=cited) if role == "editor" else cited


def _family_name(person: Person) -> str:
    return decode(" ".join(person.prelast_names + person.last_names))


def listed_names(persons: Sequence[Person], language: str) -> Text:
    """Return all names as the list of works prints them, in the order in which they are written."""
    names = [_listed(person) for person in persons]
    if len(names) > 1 and str(names[-1]) == OTHERS:
        names[-1] = Text(_("others"))
    return fill(format_list([f"{{{place}}}" for place in range(len(names))], language), *names)


def _listed(person: Person) -> Text:
    if person.first_names or person.prelast_names or len(person.last_names) > 1 or person.lineage_names:
        return NAME_STYLE.format(person).format()
    return rich(" ".join(person.last_names))
