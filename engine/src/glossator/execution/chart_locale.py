"""How charts write numbers and dates in the language of the book: the locale of Vega, from Babel's.

See https://vega.github.io/vega/docs/api/locale/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from babel import Locale

from glossator.translation import locale_of

#: Fields of a date in Babel's patterns -> in d3's.
DATE = {"y": "%Y", "M": "%-m", "MM": "%m", "MMM": "%b", "MMMM": "%B", "d": "%-d", "dd": "%d"}
TIME = {"H": "%-H", "HH": "%H", "h": "%-I", "hh": "%I", "mm": "%M", "ss": "%S", "a": "%p"}


def chart_locale(language: str) -> str:
    """Return Vega's ``config.locale`` as JSON; nothing for English, which is Vega's own language."""
    locale = locale_of(language)
    if locale.language == "en":
        return ""
    return json.dumps({"number": _numbers(locale), "time": _dates(locale)}, ensure_ascii=False, sort_keys=True)


def _numbers(locale: Locale) -> dict[str, Any]:
    signs = locale.number_symbols["latn"]
    # The sign of money is what the author writes: "$" stands for dollars in every language.
    return {"decimal": signs["decimal"], "thousands": signs["group"], "grouping": [3], "currency": ["$", ""]}


def _dates(locale: Locale) -> dict[str, Any]:
    days, months, parts = locale.days["format"], locale.months["format"], locale.day_periods["format"]["abbreviated"]
    return {
        "dateTime": "%x %X",
        "date": _pattern(locale.date_formats["medium"].pattern, DATE),
        "time": _pattern(locale.time_formats["medium"].pattern, TIME),
        "periods": [parts["am"], parts["pm"]],
        "days": _from_sunday(days["wide"]),
        "shortDays": _from_sunday(days["abbreviated"]),
        "months": [months["wide"][number] for number in range(1, 13)],
        "shortMonths": [months["abbreviated"][number] for number in range(1, 13)],
    }


def _pattern(pattern: str, fields: Mapping[str, str]) -> str:
    return re.sub(r"[A-Za-z]+", lambda field: fields.get(field[0], field[0]), pattern).replace("'", "")


def _from_sunday(days: Mapping[int, str]) -> list[str]:
    """Return names of days as d3 counts them; Babel's week begins on Monday."""
    return [days[(number - 1) % 7] for number in range(7)]
