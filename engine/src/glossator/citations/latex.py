"""The words of a field as rich text: accents, dashes and quotation marks of LaTeX, addresses, emphasis.

Braces only keep BibTeX's styles from changing capitals, which the edition never does: they are left out.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from string import Formatter

import latexcodec  # noqa: F401 - registers the codec "ulatex"
from pybtex.richtext import HRef, Tag, Text

from glossator.core.addresses import WEB_ADDRESS
from glossator.translation import _

SIGNS = re.compile(r"[\\~]|--|``|''")
#: Commands for signs that mean something in LaTeX -> what stands for them while the rest is read.
PLACES = {r"\textbackslash{}": "\0", r"\textbraceleft{}": "\1", r"\textbraceright{}": "\2"}
SIGNS_OF_PLACES = str.maketrans({"\0": "\\", "\1": "{", "\2": "}"})
COMMAND = re.compile(
    r"\\(?P<name>url|href|emph|textit|textbf|enquote)\s*\{(?P<first>[^{}]*)\}(?:\{(?P<second>[^{}]*)\})?"
)


def fill(message: str, *parts: Text | str, **named: Text | str) -> Text:
    """Format *message* as ``str.format`` does, with rich text in its places: ``fill("In {book}", book=title)``."""
    places = {**{str(number): part for number, part in enumerate(parts)}, **named}
    pieces: list[Text | str] = []
    for words, name, _form, _conversion in Formatter().parse(message):
        pieces += [words] if name is None else [words, places[name]]
    return Text(*pieces)


def rich(words: str) -> Text:
    """Return *words* of a field, written in LaTeX, as rich text; ``\\enquote`` quotes as the book's language does."""
    return _rich(words, _("“{words}”"))


@lru_cache(maxsize=8192)
def _rich(words: str, quotation: str) -> Text:
    if "\\" not in words:
        return Text(decode(words))
    parts, end = [], 0
    for match in COMMAND.finditer(words):
        parts += [decode(words[end : match.start()]), _command(match, quotation)]
        end = match.end()
    return Text(*parts, decode(words[end:]))


def decode(words: str) -> str:
    """Return LaTeX as plain Unicode text; a ``%`` is a per cent sign, not the beginning of a comment."""
    if SIGNS.search(words):
        # A backslash of its own is none of a command; and the codec leaves some commands as they are.
        for command, place in PLACES.items():
            words = words.replace(command, place)
        words = re.sub(r"(?<!\\)%", r"\\%", words)
        words = codecs.decode(words, "ulatex").replace("\\textasciicircum ", "^")  # type: ignore[call-overload]
    words = re.sub(r"\\([${}])", r"\1", re.sub(r"(?<!\\)[{}]", "", words))
    return words.translate(SIGNS_OF_PLACES)


def link(address: str, words: Text | str = "") -> Text:
    """Return a link to a web address; any other is printed without one."""
    address = address.replace(r"\_", "_").replace(r"\%", "%").replace(r"\&", "&").replace(r"\#", "#")
    printed = words or address
    return Text(HRef(address, printed) if WEB_ADDRESS.fullmatch(address) else printed)


def _command(match: re.Match[str], quotation: str) -> Text:
    name, first, second = match.group("name", "first", "second")
    rest = decode(second) if second is not None else ""
    if name == "url":
        return Text(link(first), rest)
    if name == "href":
        return link(first, rest)
    if name == "enquote":
        return Text(quotation.format(words=decode(first)), rest)
    return Text(Tag("strong" if name == "textbf" else "em", decode(first)), rest)
