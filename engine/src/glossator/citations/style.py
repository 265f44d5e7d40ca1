"""The list of works: each with what there is of it, labelled by author and year, and in this order.

A style for pybtex (https://docs.pybtex.org/api/styles.html). Its templates demand a publisher, a journal or a year;
here whatever is missing is left out, and types and fields of biblatex are known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from babel import Locale
from pybtex.database import Entry
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting import BaseSortingStyle

from glossator.citations.dates import plain, printed_date, year_of
from glossator.citations.latex import fill, link, rich
from glossator.citations.names import cited_names, listed_names
from glossator.citations.pages import filed
from glossator.citations.types import PARTS, WHOLES, kind_of_thesis
from glossator.translation import N_, _, ngettext

#: Keeps a word and its number together, and the words of a year ("in press"), so that the last blank of a label stands
#: before them.
NO_BREAK = "\u00a0"
NOTHING = Text()
#: By the form of an English ordinal number, as Babel names it.
EDITIONS = {
    "one": N_("{number}st edition"),
    "two": N_("{number}nd edition"),
    "few": N_("{number}rd edition"),
    "other": N_("{number}th edition"),
}


def label(entry: Entry, language: str) -> str:
    """Return how a work is cited, without the letter that tells it from others: authors, a blank, the year."""
    return f"{cited_names(entry, language)} {year_of(entry.fields).replace(' ', NO_BREAK)}"


class Labels(BaseLabelStyle):
    """One label for each work, in the order of the list; a letter only where author and year are the same."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def format_labels(self, entries: Iterable[Entry]) -> Iterator[str]:
        plain_labels = [label(entry, self.language) for entry in entries]
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

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def sorting_key(self, entry: Entry) -> tuple[str, str, str]:
        return (
            filed(cited_names(entry, self.language)),
            year_of(entry.fields),
            entry.fields.get("title", "").strip("{}["),
        )


class Style(BaseStyle):
    """The list of works, labelled as they are cited; dates and lists of names are in *language*."""

    default_name_style = NameStyle
    default_label_style = Labels
    default_sorting_style = Order

    def __init__(self, language: str = "en", **options: object) -> None:
        super().__init__(**options)
        # pybtex makes both without an argument.
        self.format_labels, self.sort = Labels(language).format_labels, Order(language).sort
        self.language = language

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return a work as it is printed; one that was printed before is not formatted again."""
        printed: dict[str, Text] = getattr(entry, "printed", {})
        if self.language not in printed:
            printed[self.language] = format_work(entry, self.language)
        return FormattedEntry(entry.key, printed[self.language], label)


def format_work(entry: Entry, language: str) -> Text:
    """Return the sentences on a work: who, title, where, when, note, addresses."""
    if entry.type == "article":
        middle = [_in_journal(entry, language)]
    elif entry.type in PARTS:
        middle = [_in_book(entry, language), _published(entry, language)]
    else:
        middle = [sentence(*_series(entry)), _published(entry, language)]
    isbn = f"ISBN {entry.fields['isbn']}" if "isbn" in entry.fields else ""
    parts = [
        _who(entry, language),
        sentence(_title(entry)),
        *middle,
        sentence(isbn),
        sentence(_field(entry, "note", "addendum")),
    ]
    return Text(" ").join([part for part in [*parts, _addresses(entry, language)] if part])


def sentence(*parts: Text | str) -> Text:
    """Return what there is of *parts* with commas between and a full stop; nothing where there is nothing."""
    return Text(", ").join([part for part in parts if part]).add_period()


def _field(entry: Entry, *names: str) -> Text:
    """Return the first of the fields *names* that a work has, as rich text."""
    return next((rich(entry.fields[name]) for name in names if entry.fields.get(name)), NOTHING)


def _who(entry: Entry, language: str) -> Text:
    authors = entry.persons.get("author")
    return sentence(listed_names(authors, language) if authors else _editors(entry, language))


def _editors(entry: Entry, language: str) -> Text:
    editors = entry.persons.get("editor", [])
    words = ngettext("{names}, editor", "{names}, editors", len(editors))
    return fill(words, names=listed_names(editors, language)) if editors else NOTHING


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
    return fill(_("pages {pages}") if re.search(r"\d\D+\d", words) else _("page {page}"), pages=pages, page=pages)


def _in_book(entry: Entry, language: str) -> Text:
    title = Text(": ").join([rich(entry.fields[n]) for n in ("booktitle", "booksubtitle") if entry.fields.get(n)])
    editors = _editors(entry, language) if entry.persons.get("author") else NOTHING
    chapter = fill(_("chapter {chapter}"), chapter=_field(entry, "chapter")) if "chapter" in entry.fields else ""
    book = sentence(
        editors, Tag("em", title) if title else "", *_series(entry, first=False), chapter, _counted(_pages(entry))
    )
    return fill(_("In {book}"), book=book) if book else book


def _series(entry: Entry, first: bool = True) -> Iterator[Text]:
    """Yield the volume or number of a book in its series. A report's number stands with its type."""
    series, volume, number = (_field(entry, name) for name in ("series", "volume", "number"))
    if volume:
        told = _numbered(_("Volume {number}") if first else _("volume {number}"), volume)
        yield fill(_("{volume} of {series}"), volume=told, series=series) if series else told
    elif series and number:
        told = _numbered(_("Number {number}") if first else _("number {number}"), number)
        yield fill(_("{number} in {series}"), number=told, series=series)
    elif series:
        yield series


def _numbered(words: str, number: Text) -> Text:
    return fill(words.replace(" ", NO_BREAK), number=number)


def _published(entry: Entry, language: str) -> Text:
    """Return by whom, where and when a work was published: as much of it as is told."""
    houses = [_field(entry, name) for name in ("howpublished", "institution", "school", "organization", "publisher")]
    return sentence(
        _genre(entry),
        *houses,
        _field(entry, "address", "location"),
        _edition(entry),
        _date(entry, language),
    )


def _edition(entry: Entry) -> str:
    """Return which edition of a book it is, by number or in the words of the entry."""
    told = plain(entry.fields.get("edition", ""))
    if told.isdigit():
        return _(EDITIONS[Locale("en").ordinal_form(int(told))]).format(number=told)
    return _("{which} edition").format(which=told) if told else ""


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
        words = _("URL: {url} (visited on {date})") if visited else _("URL: {url}")
        parts.append(fill(words, url=link(url), date=visited))
    for name, title, before in (
        ("eprint", "arXiv", "https://arxiv.org/abs/"),
        ("pubmed", "PMID", "https://www.ncbi.nlm.nih.gov/pubmed/"),
        ("doi", "doi", "https://doi.org/"),
    ):
        if value := fields.get(name):
            value = value.removeprefix(before)
            parts.append(Text(HRef(f"{before}{value}", f"{title}:{value}")))
    return sentence(*parts)
