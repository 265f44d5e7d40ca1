"""The list of works: each with what there is of it, labelled by author and year, and in this order.

A style for pybtex (https://docs.pybtex.org/api/styles.html). Its templates demand a publisher, a journal or a year;
here whatever is missing is left out, and types and fields of biblatex are known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pybtex.database import Entry
from pybtex.richtext import HRef, Symbol, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting import BaseSortingStyle

from glossator.citations.dates import plain, printed_date, year_of
from glossator.citations.latex import link, rich
from glossator.citations.names import cited_names, listed_names
from glossator.citations.types import PARTS, WHOLES, kind_of_thesis

#: Keeps the words of a year ("in press") together, so that the last blank of a label stands before it.
NO_BREAK = "\u00a0"
NOTHING = Text()
EDITIONS = {"1": "1st", "2": "2nd", "3": "3rd"}


def label(entry: Entry) -> str:
    """Return how a work is cited, without the letter that tells it from others: authors, a blank, the year."""
    return f"{cited_names(entry)} {year_of(entry.fields).replace(' ', NO_BREAK)}"


class Labels(BaseLabelStyle):
    """One label for each work, in the order of the list; a letter only where author and year are the same."""

    def format_labels(self, entries: Iterable[Entry]) -> Iterator[str]:
        plain_labels = [label(entry) for entry in entries]
        shared, used = Counter(plain_labels), Counter[str]()
        for each in plain_labels:
            used[each] += 1
            yield each + (letters(used[each]) if shared[each] > 1 else "")


def letters(number: int) -> str:
    """Return the letter that follows a year: a for 1, z for 26, aa for 27."""
    before, last = divmod(number - 1, 26)
    return (letters(before) if before else "") + chr(ord("a") + last)


class Order(BaseSortingStyle):
    """By author, year and title; pybtex's own order puts every institution after every person."""

    def sorting_key(self, entry: Entry) -> tuple[str, str, str]:
        who = cited_names(entry).casefold().removeprefix("the ")
        return who, year_of(entry.fields), entry.fields.get("title", "").strip("{}[")


class Style(BaseStyle):
    """The list of works, labelled as they are cited; dates are in *language*."""

    default_name_style = NameStyle
    default_label_style = Labels
    default_sorting_style = Order

    def __init__(self, language: str = "en", **options: object) -> None:
        super().__init__(**options)
        self.language = language
        self.formatted: dict[str, FormattedEntry] = {}

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return a work as it is printed; the list and the tooltips of the links to it share one."""
        if entry.key not in self.formatted:
            self.formatted[entry.key] = FormattedEntry(entry.key, format_work(entry, self.language), label)
        return self.formatted[entry.key]


def format_work(entry: Entry, language: str) -> Text:
    """Return the sentences on a work: who, title, where, when, note, addresses."""
    if entry.type == "article":
        middle = [_in_journal(entry, language)]
    elif entry.type in PARTS:
        middle = [_in_book(entry), _published(entry, language)]
    else:
        middle = [sentence(*_series(entry)), _published(entry, language)]
    isbn = f"ISBN {entry.fields['isbn']}" if "isbn" in entry.fields else ""
    parts = [_who(entry), sentence(_title(entry)), *middle, sentence(isbn), sentence(_field(entry, "note", "addendum"))]
    return Text(" ").join([part for part in [*parts, _addresses(entry, language)] if part])


def sentence(*parts: Text | str) -> Text:
    """Return what there is of *parts* with commas between and a full stop; nothing where there is nothing."""
    return Text(", ").join([part for part in parts if part]).add_period()


def _field(entry: Entry, *names: str) -> Text:
    """Return the first of the fields *names* that a work has, as rich text."""
    return next((rich(entry.fields[name]) for name in names if entry.fields.get(name)), NOTHING)


def _who(entry: Entry) -> Text:
    if authors := entry.persons.get("author"):
        return sentence(listed_names(authors))
    return _editors(entry, full_stop=True)


def _editors(entry: Entry, full_stop: bool = False) -> Text:
    editors = entry.persons.get("editor", [])
    if not editors:
        return NOTHING
    told = Text(listed_names(editors), ", editors" if len(editors) > 1 else ", editor")
    return told.add_period() if full_stop else told


def _title(entry: Entry) -> Text:
    title = Text(": ").join([rich(entry.fields[name]) for name in ("title", "subtitle") if entry.fields.get(name)])
    return Text(Tag("em", title)) if title and entry.type in WHOLES else title


def _in_journal(entry: Entry, language: str) -> Text:
    journal, issue = _field(entry, "journal", "journaltitle"), _field(entry, "number", "issue")
    volume = Text(_field(entry, "volume"), "(", issue, ")") if issue else _field(entry, "volume")
    pages = _pages(entry)
    place: Text = Text(volume, ":", pages) if volume and pages else volume or _counted(pages)
    return sentence(Text(Tag("em", journal)) if journal else "", place, _date(entry, language))


def _pages(entry: Entry) -> Text:
    return Text(re.sub("-+", "–", plain(entry.fields.get("pages", ""))))


def _counted(pages: Text) -> Text:
    words = str(pages)
    if not words:
        return NOTHING
    return Text("pages " if re.search(r"\d\D+\d", words) else "page ", pages)


def _in_book(entry: Entry) -> Text:
    title = Text(": ").join([rich(entry.fields[n]) for n in ("booktitle", "booksubtitle") if entry.fields.get(n)])
    editors = _editors(entry) if entry.persons.get("author") else NOTHING
    chapter = Text("chapter ", _field(entry, "chapter")) if "chapter" in entry.fields else ""
    book = sentence(
        editors, Tag("em", title) if title else "", *_series(entry, first=False), chapter, _counted(_pages(entry))
    )
    return Text("In ", book) if book else book


def _series(entry: Entry, first: bool = True) -> Iterator[Text]:
    """Yield the volume or number of a book in its series. A report's number stands with its type."""
    series, volume = _field(entry, "series"), _field(entry, "volume")
    if volume:
        yield Text("Volume" if first else "volume", Symbol("nbsp"), volume, *([" of ", series] if series else []))
    elif series and "number" in entry.fields:
        yield Text("Number" if first else "number", Symbol("nbsp"), _field(entry, "number"), " in ", series)
    elif series:
        yield series


def _published(entry: Entry, language: str) -> Text:
    """Return by whom, where and when a work was published: as much of it as is told."""
    edition = plain(entry.fields.get("edition", ""))
    numbered = f"{EDITIONS.get(edition, f'{edition}th')}" if edition.isdigit() else edition
    houses = [_field(entry, name) for name in ("howpublished", "institution", "school", "organization", "publisher")]
    return sentence(
        _genre(entry),
        *houses,
        _field(entry, "address", "location"),
        f"{numbered} edition" if edition else "",
        _date(entry, language),
    )


def _genre(entry: Entry) -> Text:
    """Return what kind of report or thesis a work is, with its number."""
    genre = kind_of_thesis(entry.type, entry.fields.get("type", ""))
    number = "" if "series" in entry.fields else entry.fields.get("number", "")
    return Text(" ").join([rich(words) for words in (genre, number) if words])


def _date(entry: Entry, language: str) -> Text:
    year, month, iso = (plain(entry.fields.get(name, "")) for name in ("year", "month", "date"))
    if not year and not iso:
        told = year_of(entry.fields)
        return Text(told if "pubstate" in entry.fields else "")
    return rich(printed_date(year, month, iso, language))


def _addresses(entry: Entry, language: str) -> Text:
    """Return the addresses of a work: its page, and what libraries know it by."""
    fields, parts = entry.fields, []
    if url := fields.get("url"):
        visited = printed_date("", "", plain(fields.get("urldate", "")), language)
        parts.append(Text("URL: ", link(url), f" (visited on {visited})" if visited else ""))
    for name, title, before in (
        ("eprint", "arXiv", "https://arxiv.org/abs/"),
        ("pubmed", "PMID", "https://www.ncbi.nlm.nih.gov/pubmed/"),
        ("doi", "doi", "https://doi.org/"),
    ):
        if value := fields.get(name):
            value = value.removeprefix(before)
            parts.append(Text(HRef(f"{before}{value}", f"{title}:{value}")))
    return sentence(*parts)
