"""The words of the interface in the language of the book, by gettext.

The language is Sphinx's ``language``. A catalogue is ``locale/LANGUAGE/LC_MESSAGES/glossator.po``; without one, words
are English. Messages of the build to authors are English always: they are no part of the interface.
"""

from __future__ import annotations

import gettext as standard
from collections.abc import Sequence
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.lists import format_list as babel_list
from babel.numbers import format_decimal
from babel.units import format_unit
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translator

CATALOGUE = "glossator"
LOCALE = Path(__file__).with_name("locale")


def setup_translation(app: Sphinx) -> None:
    """Register the catalogues of the engine, and of words of Sphinx that Sphinx's own catalogues lack."""
    for catalogue in (CATALOGUE, "sphinx"):
        app.add_message_catalog(catalogue, str(LOCALE))


def _(message: str) -> str:
    """Return *message* in the language of the book; to be called while it is built, never on import."""
    return get_translator(CATALOGUE).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a message that the language uses for *count* things."""
    return get_translator(CATALOGUE).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Return *message* as it is translated in *context*: a word that means one thing here and another there."""
    return get_translator(CATALOGUE).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802
    """Mark a message for extraction that is translated elsewhere, when it is printed."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: N802
    """Mark a message with its context for extraction; `pgettext` translates it."""
    return message


def catalogue_file(language: str) -> str | None:
    """Return the compiled catalogue of a language, such as ``de`` or ``de_AT``; None for English and all others."""
    return standard.find(CATALOGUE, LOCALE, [language] if language else [])


def languages() -> list[str]:
    """Return the codes of the languages that the interface has: English, and one for each catalogue."""
    return sorted({"en", *(path.parents[1].name for path in LOCALE.glob(f"*/LC_MESSAGES/{CATALOGUE}.mo"))})


def language_code(config: Config) -> str:
    """Return the language of the book as a code (BCP 47), such as ``en`` or ``pt-BR``."""
    return (config.language or "en").replace("_", "-")


def script_of(language: str) -> str:
    """Return the script (ISO 15924) of a language code, said or likely: ``Latn`` for ``en``, ``Hant`` for ``zh-TW``."""
    name, *subtags = language.replace("_", "-").split("-")
    said = next((subtag.title() for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), "")
    region = next((subtag.upper() for subtag in subtags if len(subtag) == 2), "")
    likely = get_global("likely_subtags")
    return said or str(likely.get(f"{name}_{region}") or likely.get(name) or "_Latn").split("_")[1]


def is_foreign(language: str, config: Config) -> bool:
    """Return whether words in *language* are in another one, or another script, than the book; ``en-US`` is English."""
    own = language_code(config)
    return language.partition("-")[0] != own.partition("-")[0] or script_of(language) != script_of(own)


def locale_of(language: str) -> Locale:
    """Return the locale of dates and numbers; English is British, and stands for a language that Babel lacks."""
    try:
        return Locale.parse("en_GB" if language in {"", "en"} else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def format_number(number: int, language: str) -> str:
    """Return a number as the language groups its digits: *1,234* or *1.234*."""
    return str(format_decimal(number, locale=locale_of(language)))


def format_size(size: int, language: str) -> str:
    """Return *size* bytes in megabytes: *1.2 MB*, *1,2 MB*, *1,2 Mo*; in kilobytes where that would say too little."""
    if size < 1e5:
        return str(format_unit(size / 1e3, "digital-kilobyte", "short", format="0", locale=locale_of(language)))
    return str(format_unit(size / 1e6, "digital-megabyte", "short", format="0.0", locale=locale_of(language)))


def format_list(parts: Sequence[str], language: str) -> str:
    """Return a list as the language joins its parts: *a, b and c* or *a, b und c*."""
    return babel_list(parts, locale=locale_of(language))
