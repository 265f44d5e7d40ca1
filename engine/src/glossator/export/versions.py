"""The versions of an edition, as its ``CHANGELOG.md`` tells them.

A version is a section: ``## 1.1.0``, with its day behind it if that is known, ``## 1.1.0 (2026-12-24)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from glossator.core.files import why_refused

CHANGELOG = "CHANGELOG.md"
HEADING = re.compile(
    r"^##\s+\[?v?(?P<number>\d[\w.+-]*)\]?(?:[ \t(–—-]+(?P<date>\d{4}(?:-\d\d(?:-\d\d)?)?)\)?)?[ \t]*$", re.MULTILINE
)


@dataclass(frozen=True)
class Changed:
    """A paragraph, a note, a row, a question or a chart that a version has changed."""

    how: str  #: ``changed``, ``new`` or ``gone``
    title: str  #: what readers call it
    address: str  #: relative to the root of the site; of what is gone, where it was


@dataclass(frozen=True)
class Version:
    """A version of the edition."""

    number: str
    date: str  #: as ``2026-11-30``, ``2026-11`` or ``2026``; empty if nobody says it
    changes: str  #: what is new in it, as Markdown; may be empty
    changed: tuple[Changed, ...] = ()  #: since the release before it; of versions of which there are records


def read_versions(root: Path, current: str, date: str) -> tuple[Version, ...]:
    """Return the versions of the edition in *root*, the newest first; the current one even if no file tells of it.

    date: of the current version; may be empty
    """
    file = root / CHANGELOG
    told = file.read_text(encoding="utf-8") if file.is_file() and not why_refused(file, root) else ""
    versions = [
        Version(match["number"], match["date"] or (date if match["number"] == current else ""), _below(told, match))
        for match in HEADING.finditer(told)
    ]
    if current not in (version.number for version in versions):
        versions.insert(0, Version(current, date, ""))
    return tuple(versions)


def _below(told: str, heading: re.Match[str]) -> str:
    """Return what stands below a heading, up to the next one of its rank."""
    return re.split(r"^##? ", told[heading.end() :], maxsplit=1, flags=re.MULTILINE)[0].strip()
