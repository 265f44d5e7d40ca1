"""Format dates in the language of the edition; ``strftime`` would follow the machine's locale.

A work says when it appeared in one of three ways: ``year`` and ``month`` of BibTeX (a number, a name, a day with a
name, or anything else, such as *in press*), or ``date`` of biblatex (ISO 8601, also a range).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_interval, format_skeleton

from glossator.translation import N_, _, locale_of

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
#: As BibTeX's styles, people and biblatex write a month: "10 May", "May 10", "Sept.", "5".
DAY_MONTH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+)?(?P<month>[A-Za-z]{3,}|\d{1,2})\.?(?:\s+(?P<last>\d{1,2}))?"
)
ISO = re.compile(r"(?P<year>-?\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?[?~%]?")
#: As a table has a date: a day, month or year, or a span of days, and what may follow: an hour, or words in brackets.
IN_TABLE = re.compile(
    r"(?P<start>\d{4}(?:-\d\d(?:-\d\d)?)?)(?:/(?P<end>(?:(?:\d{4}-)?\d\d-)?\d\d))?"
    r"(?:\s+(?:\((?P<words>[^()]+)\)|(?P<hour>\d{1,2}:\d\d)))?"
)
PUBLICATION_STATES = {
    "inpress": N_("in press"),
    "forthcoming": N_("forthcoming"),
    "submitted": N_("submitted"),
    "inpreparation": N_("in preparation"),
    "prepublished": N_("prepublished"),
}


def long_date(iso: str, language: str) -> str:
    """Return ``2017-05-10``, ``2017-05`` or ``2017`` in the long form of *language*, such as "10 May 2017"."""
    locale = locale_of(language)
    if len(iso) == 10:
        return str(format_date(date.fromisoformat(iso), "long", locale=locale))
    return str(format_skeleton("y" if len(iso) == 4 else "yMMMM", _first_day(iso), locale=locale))


def table_date(words: str, language: str) -> str:
    """Return a date of a table in the short form of *language*: "8 Nov 2017, afternoon" for ``2017-11-08 (afternoon)``.

    Of a span, the end need only say what differs: ``2017-04-06/07`` is "6–7 Apr 2017". What is no date stays.
    """
    match = IN_TABLE.fullmatch(words)
    if not match:
        return words
    start, end = match["start"], match["end"]
    try:
        day = _short_date(start, f"{start[: -len(end)]}{end}" if end else "", language)
    except ValueError:  # the 31st of June
        return words
    return ", ".join(filter(None, (day, match["words"], match["hour"])))


def _short_date(start: str, end: str, language: str) -> str:
    locale = locale_of(language)
    if end:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        return str(format_interval(first, last, skeleton="yMMMd", locale=locale))
    return str(format_skeleton({4: "y", 7: "yMMM"}.get(len(start), "yMMMd"), _first_day(start), locale=locale))


def text_date(about: Mapping[str, Any], language: str) -> str:
    """Return the date of a text with its certainty: "9 November 2017", "1863, inferred" or "1863, first printed"."""
    day = long_date(about["date"], language)
    match about["date_certainty"]:
        case "event":
            return day
        case "inferred":
            return _("{date}, inferred").format(date=day)
        case certainty:
            return f"{day}, {certainty}"


def _first_day(iso: str) -> date:
    return date.fromisoformat((iso + "-01-01")[:10])


def year_of(fields: Mapping[str, str]) -> str:
    """Return the year of a work for its label: "2018", "2017–2018", "in press"; "n.d." where it has none."""
    if year := plain(fields.get("year", "")):
        return year
    years = [part[:4] if ISO.fullmatch(part) else part for part in plain(fields.get("date", "")).split("/") if part]
    if years:
        return "–".join(dict.fromkeys(years))
    state = fields.get("pubstate", "")
    return (_(PUBLICATION_STATES[state]) if state in PUBLICATION_STATES else state) or _("n.d.")


@lru_cache(maxsize=4096)
def printed_date(year: str, month: str, iso: str, language: str) -> str:
    """Return the date of a work in *language*; what is neither number nor English name stays as it is."""
    if iso and (parts := [part for part in iso.split("/") if part and part != ".."]):
        return " – ".join(_from_iso(part, language) for part in parts)
    number, day = parse_month(month)
    if year.isdigit() and number and (words := _in_words(int(year), number, day, language)):
        return words
    return " ".join(words for words in (month, year) if words)


def _from_iso(words: str, language: str) -> str:
    match = ISO.fullmatch(words)
    if not match or not match["month"]:
        return words
    return _in_words(int(match["year"]), int(match["month"]), int(match["day"] or 0), language) or words


def _in_words(year: int, month: int, day: int, language: str) -> str:
    iso = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
    try:
        return long_date(iso, language)
    except ValueError:  # the 31st of June, or one of biblatex's seasons
        return ""


def iso_date(fields: Mapping[str, str]) -> str:
    """Return when a work appeared, of a span the end: ``2018-06-25``, ``2018-06`` or ``2018``; "" where unknown."""
    parts = [part for part in plain(fields.get("date", "")).split("/") if ISO.fullmatch(part)]
    if parts:
        return parts[-1].rstrip("?~%")
    year, (month, day) = plain(fields.get("year", "")), parse_month(plain(fields.get("month", "")))
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        return ""
    return year + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def parse_month(words: str) -> tuple[int, int]:
    """Parse BibTeX's ``month`` to the numbers of month and day; 0 for what is missing."""
    match = DAY_MONTH.fullmatch(words.replace("~", " ").strip())
    if not match:
        return 0, 0
    day, month = match["day"] or match["last"] or "0", match["month"].lower()
    if month.isdigit():
        return (int(month), int(day)) if 1 <= int(month) <= 12 else (0, 0)
    numbers = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(month) or month == "sept"]
    return (numbers[0] if month != "sept" else 9, int(day)) if numbers else (0, 0)


def plain(words: str) -> str:
    """Strip the braces that protect capitals in a BibTeX field."""
    return words.replace("{", "").replace("}", "").strip()
