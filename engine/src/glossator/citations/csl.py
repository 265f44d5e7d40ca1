"""CSL-JSON of a work, the form in which reference managers and citation processors exchange them (citationstyles.org).

Its words are plain text: LaTeX and braces are gone. What a work does not say is left out; a date that is no date is
given in its own words (``literal``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pybtex.database import Entry, Person

from glossator.citations.dates import ISO, parse_month, plain, year_of
from glossator.citations.latex import decode, link, rich
from glossator.citations.names import HOUSES, PERSONS
from glossator.citations.types import ARTICLES, PAGES, PARTS, REPORTS, THESES, kind_of_thesis

Csl = dict[str, Any]
#: Name and value of each field of a record that is made of an item.
Fields = Iterator[tuple[str, str]]
#: What an item has around words that keep their capitals.
TAG = re.compile(r'<span class="nocase">|</span>')
#: Type of an entry -> type of CSL 1.0.2; whole books and what is none of these are below.
TYPES = {
    **dict.fromkeys(PARTS, "chapter"),
    **dict.fromkeys(ARTICLES, "article-journal"),
    **dict.fromkeys(PAGES, "webpage"),
    **dict.fromkeys(REPORTS, "report"),
    **dict.fromkeys(THESES, "thesis"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("movie", "video"), "motion_picture"),
    **dict.fromkeys(("artwork", "image"), "graphic"),
    "inreference": "entry",
    "standard": "standard",
    "legislation": "legislation",
    "legal": "legislation",
    "jurisdiction": "legal_case",
    "patent": "patent",
    "review": "review",
    "periodical": "periodical",
    "music": "musical_score",
    "audio": "song",
    "booklet": "pamphlet",
    "dataset": "dataset",
    "software": "software",
    "unpublished": "manuscript",
    "letter": "personal_communication",
    "performance": "performance",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "speech": "speech",
    "interview": "interview",
    "map": "map",
    "misc": "document",
    "set": "document",
    "xdata": "document",
}
#: Variable of CSL -> the fields that it is taken from, the first that a work has.
FIELDS = {
    "container-title": ("booktitle", "journaltitle", "journal"),
    "publisher": ("publisher", "howpublished", "institution", "school", "organization"),
    "publisher-place": ("address", "location"),
    "collection-title": ("series",),
    "volume": ("volume",),
    "page": ("pages",),
    "edition": ("edition",),
    "chapter-number": ("chapter",),
    "note": ("note", "addendum"),
    "abstract": ("abstract",),
    "language": ("langid", "language"),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "PMID": ("pubmed",),
}


def untagged(words: str) -> str:
    """Return *words* of an item without the tags that keep capitals, for formats that have none."""
    return TAG.sub("", words)


def csl_of(entry: Entry) -> Csl:
    """Return a work as an item of CSL-JSON, without its ``id``."""
    item: Csl = {"type": TYPES.get(entry.type, "book"), "title": _title(entry, "title", "subtitle")}
    for variable, names in FIELDS.items():
        item[variable] = next((_words(entry, name) for name in names if entry.fields.get(name)), "")
    if entry.fields.get("booktitle"):
        item["container-title"] = _title(entry, "booktitle", "booksubtitle")
    item["page"] = re.sub("-+", "–", item["page"])
    item["genre"] = kind_of_thesis(entry.type, entry.fields.get("type", ""))
    item |= _numbers(entry) | _addresses(entry) | _names(entry)
    item["issued"], item["accessed"] = _issued(entry), _date(plain(entry.fields.get("urldate", "")))
    return {variable: value for variable, value in item.items() if value}


def _words(entry: Entry, name: str) -> str:
    return str(rich(entry.fields.get(name, "")))


def _title(entry: Entry, *names: str) -> str:
    return ": ".join(_words(entry, name) for name in names if entry.fields.get(name))


def _numbers(entry: Entry) -> Csl:
    """Return the number of a work under the name that it has there: of an issue, in a series, or its own."""
    number = _words(entry, "number") or _words(entry, "issue")
    in_series = "collection-number" if "series" in entry.fields else "number"
    return {"issue" if entry.type in ARTICLES else in_series: number}


def _addresses(entry: Entry) -> Csl:
    fields = entry.fields
    found = {"URL": str(link(fields["url"])) if "url" in fields else ""}
    found["DOI"] = fields.get("doi", "").removeprefix("https://doi.org/")
    if "eprint" in fields:
        number = fields["eprint"].removeprefix("https://arxiv.org/abs/")
        found |= {"archive": "arXiv", "archive_location": number}
        found["URL"] = found["URL"] or f"https://arxiv.org/abs/{number}"
    return found


def _names(entry: Entry) -> Csl:
    """Return authors, editors and translators; an institution stands for an author where there is none."""
    found: Csl = {role: [_name(person) for person in entry.persons.get(role, ())] for role in PERSONS}
    houses = [_words(entry, name) for name in HOUSES if entry.fields.get(name)]
    if houses and not any(found.values()):
        found["author"] = [{"literal": houses[0]}]
    return found


def _name(person: Person) -> Csl:
    given = decode(" ".join([*person.first_names, *person.middle_names]))
    particle, lineage = decode(" ".join(person.prelast_names)), decode(" ".join(person.lineage_names))
    family = decode(" ".join(person.last_names))
    if not (given or particle or lineage):
        return {"literal": family}
    name = {"family": family, "given": given, "non-dropping-particle": particle, "suffix": lineage}
    return {part: words for part, words in name.items() if words}


def _issued(entry: Entry) -> Csl:
    if iso := plain(entry.fields.get("date", "")):
        return _date(iso)
    year, month = plain(entry.fields.get("year", "")), plain(entry.fields.get("month", ""))
    if not year and not entry.fields.get("pubstate"):
        return {}
    number, day = parse_month(month)
    if not re.fullmatch(r"\d{4}", year, re.ASCII) or (month and not number):
        return {"literal": " ".join(filter(None, (month, year))) or year_of(entry.fields)}
    return {"date-parts": [[part for part in (int(year), number, day) if part]]}


def _date(iso: str) -> Csl:
    """Return ``2018-06-25``, a part of it, or a span ``2018/2019`` as a date of CSL."""
    parts = list(_date_parts(iso))
    if not parts:
        return {"literal": iso} if iso else {}
    return {"date-parts": parts}


def _date_parts(iso: str) -> Iterator[list[int]]:
    for part in (part for part in iso.split("/") if part and part != ".."):
        if match := ISO.fullmatch(part):
            yield [int(number) for number in match.groups() if number]


def iso_of(date: Csl) -> str:
    """Return a date of CSL-JSON as ``2018-06-25``, a part of it, or a span ``2018/2019``; else in its own words."""
    if "date-parts" not in date:
        return str(date.get("literal", ""))
    return "/".join("-".join(f"{part:02}" for part in parts) for parts in date["date-parts"])
