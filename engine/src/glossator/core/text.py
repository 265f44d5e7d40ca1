"""Load source texts, verify their SHA-256, number their paragraphs.

``sources/sources.yml`` says all that is said about a text; the text itself is a plain file beside it.
A paragraph is a line that is not blank, without the white space around it. It is numbered from 1 (``letter-1``);
where the metadata say that the first line is a headline, that line is called ``title`` (``letter-title``).
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SOURCES_FILE = "sources.yml"
#: All is text, whatever YAML makes of it: a title may be a number, and the language of Norway is "no". By libyaml, in a
#: tenth of the time, where there is one.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


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
    text: str  #: the words, letter for letter


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
    """Suggest valid ids for a mistyped range, e.g. ``Letter-4 – letter-6`` → ``letter-4 letter-6``; else ""."""
    known = {
        re.sub(r"\W", "", paragraph.id): paragraph.id for text in sources.values() for paragraph in text.paragraphs
    }
    words = (re.sub(r"\W", "", word) for word in re.findall(r"[a-z]+\W?(?:\d+|title)", written.lower()))
    found = [known[word] for word in words if word in known]
    return " ".join(dict.fromkeys([*found[:1], *found[-1:]]))


def load_source(folder: Path, entry: dict[str, str]) -> Source:
    """Read the text that one *entry* of ``sources.yml`` names; raise SourceError if it is not what the entry says."""
    path, listing = folder / entry["file"], folder / SOURCES_FILE
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
    about = {**entry, "date": datetime.date.fromisoformat(entry["date"])}
    return Source(entry["id"], about, _number(entry, text))


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


def _number(entry: dict[str, str], text: str) -> tuple[Paragraph, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = [Paragraph(f"{entry['id']}-title", "headline", lines.pop(0))] if entry.get("headline") == "true" else []
    numbered = (Paragraph(f"{entry['id']}-{n}", str(n), line) for n, line in enumerate(lines, start=1))
    return (*title, *numbered)
