"""Load source texts, verify their SHA-256, number their paragraphs.

``sources/sources.yml`` says all that is said about a text; the text itself is a plain file beside it.
In prose a paragraph is a line that is not blank, without the white space around it; in verse it is a stanza, the lines
between two blank ones, each with its indentation. It is numbered from 1 (``letter-1``); where the metadata say that the
first line is a headline, that line is called ``title`` (``letter-title``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from glossator.core.files import why_refused
from glossator.core.letters import UNSPACED_LANGUAGES, word_count

SOURCES_FILE = "sources.yml"
#: All is text, whatever YAML makes of it: a title may be a number, and the language of Norway is "no". By libyaml, in a
#: tenth of the time, where there is one.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
#: What ends a line. U+2028, a form feed and the like, at which `str.splitlines` would part a text, are white space.
LINE_END = re.compile(r"\r\n|\r|\n")
#: Languages (ISO 639) whose usual script runs from right to left.
RTL_LANGUAGES = frozenset(
    {
        *("ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd"),
        *("sdh", "skr", "syr", "ug", "ur", "yi"),
    }
)
#: Scripts (ISO 15924) that do.
RTL_SCRIPTS = frozenset(["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"])


class SourceError(Exception):
    """A source text that cannot be trusted or found; the message names the file and what was expected."""

    def __init__(self, message: str, filename: Path | None = None) -> None:
        super().__init__(message)
        self.filename = filename


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a source, as it stands there."""

    id: str  #: permanent address, such as ``letter-4`` or ``letter-title``
    label: str  #: what a reader calls it: ``4``, or ``headline``
    text: str  #: the words, letter for letter; the lines of a stanza are joined by a line feed
    line: int = 1  #: which line of the text its first is, blank lines and the headline not counted


@dataclass(frozen=True)
class Source:
    """One text, its paragraphs and what ``sources.yml`` says about it."""

    id: str
    about: dict[str, Any]
    paragraphs: tuple[Paragraph, ...]

    @property
    def name(self) -> str:
        """The short name used in running text, such as *First letter*."""
        return str(self.about["name"])

    @property
    def language(self) -> str:
        """The language of the text as a code, such as ``en-US``."""
        return str(self.about["language"])

    @property
    def is_measured_in_characters(self) -> bool:
        """Whether what is counted in the text are characters, as in Chinese or Thai, and not words."""
        return self.language.lower().partition("-")[0] in UNSPACED_LANGUAGES

    @property
    def is_verse(self) -> bool:
        """Whether the lines of the text are kept, and its paragraphs are stanzas."""
        return self.about.get("form") == "verse"

    @property
    def length(self) -> int:
        """The number of its words or characters, the headline included."""
        return int(sum(word_count(paragraph.text) for paragraph in self.paragraphs))

    @property
    def direction(self) -> str:
        """``rtl`` for a text that runs from right to left, else ``ltr``: as it is said, or as its script runs."""
        return str(self.about.get("direction") or direction_of(self.language))

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """Return one paragraph by its id; raise SourceError, with the ids there are, for another."""
        return self.between(paragraph_id, paragraph_id)[0]

    def between(self, first: str, last: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs from *first* to *last*, both included; raise SourceError if there are none."""
        ids = [paragraph.id for paragraph in self.paragraphs]
        for wanted in (first, last):
            if wanted not in ids:
                raise SourceError(
                    f'there is no paragraph "{wanted}" in {self.about["file"]}; it has {ids[0]} to {ids[-1]}'
                )
        start, end = ids.index(first), ids.index(last)
        if start > end:
            raise SourceError(f'"{first}" comes after "{last}"; write the earlier paragraph first: {last} {first}')
        return self.paragraphs[start : end + 1]


def direction_of(language: str) -> str:
    """Return ``rtl`` if the language of this code (BCP 47) is written from right to left, else ``ltr``.

    A script in the code decides: ``az-Arab`` runs from right to left, ``ar-Latn`` does not.
    """
    name, *subtags = language.lower().replace("_", "-").split("-")
    script = next((subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), "")
    return "rtl" if (script in RTL_SCRIPTS if script else name in RTL_LANGUAGES) else "ltr"


def split_lines(text: str) -> list[str]:
    """Return the lines of a text as Markdown counts them, without their ends; `str.splitlines` has more."""
    lines = LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def find_root(start: Path | None = None) -> Path:
    """Return the book's folder, the nearest one above *start* (or here) that holds ``_toc.yml``."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "_toc.yml").is_file():
            return folder
    raise SourceError(f"no book found: neither {start} nor a folder above it holds a _toc.yml")


def load_sources(folder: Path) -> dict[str, Source]:
    """Read every text that ``sources.yml`` in *folder* names, by id, in its order.

    Raises SourceError when a file is missing or its SHA-256 is not the recorded one. Whether the entries say all that
    they must is reported by the build (lint/sources.py), before a notebook could ask.
    """
    listing = folder / SOURCES_FILE
    if not listing.is_file():
        raise SourceError(f"{listing} is missing; it lists the texts of this edition")
    entries = yaml.load(listing.read_text(encoding="utf-8"), LOADER)
    return {entry["id"]: load_source(folder, entry) for entry in entries}


def source_of(sources: dict[str, Source], paragraph_id: str) -> Source:
    """Return the source of a paragraph id such as ``letter-4``; raise SourceError if its prefix is the id of none."""
    prefix = paragraph_id.partition("-")[0]
    if prefix not in sources:
        known = " or ".join(f"{name}-" for name in sources)
        raise SourceError(f'"{paragraph_id}" belongs to no source; an address begins with {known}')
    return sources[prefix]


def suggest_range(sources: dict[str, Source], written: str) -> str:
    """Suggest valid ids for a mistyped range, e.g. ``Letter-4 – letter-6`` → ``letter-4 letter-6``; else "".

    Only where all that is written is understood: what is left out of it would be left out of the passage.
    """
    known = {
        re.sub(r"\W", "", paragraph.id): paragraph.id for text in sources.values() for paragraph in text.paragraphs
    }
    # "letter-4 6", "letter-4-6": the second number is one of the same text.
    whole = re.sub(r"\b([a-z][a-z0-9]*[ -]?)(\d+|title)([\s–—-]+)(?=\d)", r"\1\2\3\1", written.lower())
    words = re.findall(r"[a-z][a-z0-9]*?\W?(?:\d+|title)(?![a-z0-9])", whole)
    rest = re.sub(r"\b(?:to|and|bis|und)\b|[\W_]", "", re.sub("|".join(map(re.escape, words)) or "$", "", whole))
    found = [known.get(re.sub(r"\W", "", word), "") for word in words]
    return " ".join(dict.fromkeys(found)) if all(found) and len(found) <= 2 and not rest else ""


def load_source(folder: Path, entry: dict[str, str]) -> Source:
    """Read the text that one *entry* of ``sources.yml`` names; raise SourceError if it is not what the entry says."""
    path, listing = folder / entry["file"], folder / SOURCES_FILE
    if why := why_refused(path, folder.parent):
        raise SourceError(f"{entry['file']} {why}: the text of {entry['id']} is a file of the book", listing)
    if not path.is_file():
        raise SourceError(f"{path} is missing; {SOURCES_FILE} lists it as the text of {entry['id']}")
    content = path.read_bytes()
    text = _decode(path, content)
    found, expected = hashlib.sha256(content).hexdigest(), entry.get("sha256")
    if not expected:
        line = f"\n    add:   sha256: {found}"
        raise SourceError(f"{entry['file']} has no sha256 in {SOURCES_FILE} yet{line}", listing)
    if found != expected:
        raise SourceError(
            f"{path} has been changed: its SHA-256 is {found}, expected {expected}. "
            "The sources are never edited; restore the file from the repository's history.",
            path,
        )
    return Source(entry["id"], dict(entry), tuple(_number(entry, text)))


def _decode(path: Path, content: bytes) -> str:
    try:
        # "-sig": an editor may put a byte order mark before the first word, which is no part of it.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{path} is not in UTF-8, from line {line} on; save the file in UTF-8", path) from error
    if not text.strip():
        raise SourceError(f"{path} is empty; it holds the text, a paragraph to a line", path)
    return text


def _number(entry: dict[str, str], text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text, each with its address and the number of its first line."""
    lines = [line.rstrip() if _is_seen(line) else "" for line in LINE_END.split(text)]
    if entry.get("headline") == "true":
        first = next(number for number, line in enumerate(lines) if line)
        yield Paragraph(f"{entry['id']}-title", "headline", lines[first].strip(), 0)
        del lines[: first + 1]
    line = 1
    for number, block in enumerate(_blocks(lines, verse=entry.get("form") == "verse"), start=1):
        yield Paragraph(f"{entry['id']}-{number}", str(number), "\n".join(block), line)
        line += len(block)


def _is_seen(line: str) -> bool:
    """Return whether a line holds more than white space and invisible signs, such as a mark of direction."""
    return any(sign.isprintable() and not sign.isspace() for sign in line)


def _blocks(lines: list[str], verse: bool) -> list[list[str]]:
    """Return the lines of each paragraph: a stanza with its indentations, or the one line of a paragraph of prose."""
    if verse:
        return [list(stanza) for filled, stanza in groupby(lines, bool) if filled]
    return [[line.strip()] for line in lines if line]
