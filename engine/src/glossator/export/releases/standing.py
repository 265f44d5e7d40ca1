"""What a site has to know of releases before its pages are written (the setting ``edition_standing`` of Sphinx).

Another standing writes all pages again, though no chapter has changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, cast

from sphinx.application import Sphinx
from sphinx.config import Config

from glossator.config import edition
from glossator.export.releases.moved import read_moved
from glossator.export.releases.record import checksum, read_release, releases_of

SETTING = "edition_standing"


class Standing(NamedTuple):
    """Of which releases a site knows, and whether it is one."""

    numbers: tuple[str, ...]  #: of all releases, the highest first
    released: bool  #: whether the edition is made of the files of which the release with its number was
    moved: tuple[tuple[str, str], ...]  #: old addresses, and where each leads at last


def take_standing(app: Sphinx, config: Config) -> None:
    """Put the standing into the settings (event config-inited)."""
    config[SETTING] = standing_of(Path(app.srcdir), edition(config).version)


def standing_of(root: Path, version: str) -> Standing:
    """Return the standing of the book in *root* at this version."""
    numbers = releases_of(root)
    moved = read_moved(root)
    leads = ((old, moved.place(old)) for old in moved.leads)
    return Standing(
        tuple(reversed(numbers)),
        version in numbers and _is_as_it_was(version, root),
        tuple((old, new) for old, new in leads if new),
    )


def _is_as_it_was(number: str, root: Path) -> bool:
    try:
        record = read_release(number, root)
    except (OSError, ValueError):  # which the check reports
        return False
    return record.made_of == checksum(root, record.pages)


def standing(app: Sphinx) -> Standing:
    """Return the standing of the edition that is built."""
    return cast(Standing, app.config[SETTING])
