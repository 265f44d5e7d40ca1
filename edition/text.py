"""The source texts: load them, prove that they are untouched, number their paragraphs.

``sources/sources.yml`` says all that is said about a text; the text itself is a plain file beside it.
A paragraph is a line that is not blank, without the white space around it. It is numbered from 1 (``wh-1``);
where the metadata say that the first line is a headline, that line is called ``title`` (``mfa-title``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SOURCES_FILE = "sources.yml"


class SourceError(Exception):
    """A source text that cannot be trusted or found; the message names the file and what was expected."""

    def __init__(self, message: str, filename: Path | None = None) -> None:
        super().__init__(message)
        self.filename = filename


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a source, as it stands there."""

    id: str  #: permanent address, such as ``wh-4`` or ``mfa-title``
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
        """The short name used in running text, such as *White House*."""
        return str(self.about["name"])

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """Return one paragraph; raise SourceError with the paragraphs there are."""
        return self.between(paragraph_id, paragraph_id)[0]

    def between(self, first: str, last: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs from *first* to *last*, both included."""
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

    Raises SourceError when a file is missing or its SHA-256 is not the recorded one.
    """
    listing = folder / SOURCES_FILE
    if not listing.is_file():
        raise SourceError(f"{listing} is missing; it lists the texts of this edition")
    entries = yaml.safe_load(listing.read_text(encoding="utf-8"))
    return {entry["id"]: _load(folder, entry) for entry in entries}


def source_of(sources: dict[str, Source], paragraph_id: str) -> Source:
    """Return the source that a paragraph id such as ``wh-4`` belongs to."""
    prefix = paragraph_id.partition("-")[0]
    if prefix not in sources:
        known = " or ".join(f"{name}-" for name in sources)
        raise SourceError(f'"{paragraph_id}" belongs to no source; an address begins with {known}')
    return sources[prefix]


def _load(folder: Path, entry: dict[str, Any]) -> Source:
    path, listing = folder / entry["file"], folder / SOURCES_FILE
    if not path.is_file():
        raise SourceError(f"{path} is missing; {SOURCES_FILE} lists it as the text of {entry['id']}")
    content = path.read_bytes()
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
    return Source(entry["id"], entry, _number(entry, content.decode("utf-8")))


def _number(entry: dict[str, Any], text: str) -> tuple[Paragraph, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = [Paragraph(f"{entry['id']}-title", "headline", lines.pop(0))] if entry.get("headline") else []
    numbered = (Paragraph(f"{entry['id']}-{n}", str(n), line) for n, line in enumerate(lines, start=1))
    return (*title, *numbered)
