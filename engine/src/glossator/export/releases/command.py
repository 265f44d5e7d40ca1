"""The command ``python -m glossator release 1.1.0``: record what the built edition says at this number, or refuse."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sphinx.locale import init

from glossator.core.surroundings import in_one_sentence
from glossator.export.command_line import SITE
from glossator.export.edition_json import NAME, read_edition_json
from glossator.export.files import write_file
from glossator.export.format import FOLDER
from glossator.export.records import Edition
from glossator.export.releases.changes import Change, changes_between
from glossator.export.releases.moved import FILE, Moved, gone, guess, misled, read_moved
from glossator.export.releases.record import (
    NUMBER,
    Release,
    file_of,
    made_of,
    order_of,
    read_release,
    record_bytes,
    release_of,
    releases_of,
    same,
)
from glossator.export.versions import CHANGELOG, HEADING
from glossator.jupyter_book import CONFIG
from glossator.translation import CATALOGUE, LOCALE

#: So many of a list are named.
MOST = 8


class Refused(Exception):
    """The edition cannot be released as it is; the message says why, and what to do."""


@in_one_sentence()
def release(number: str, root: Path) -> str:
    """Record the edition that is built in *root* as a release; return what to tell who asked for it.

    Raises Refused, with nothing written.
    """
    edition = _built(root)
    _check_number(number, edition, root)
    now, moved, known = release_of(edition, root), read_moved(root), releases_of(root)
    earlier = {each: _read(each, root) for each in known}
    if number in known and same(earlier[number], now):
        return f"{number} is released already, with the same words: nothing to do"
    if number in known:
        changes = [_told(change) for change in changes_between(earlier[number], now, moved)]
        raise Refused(
            f"{number} is released already, and a release never changes; since then there are other words"
            f"{_listed(changes or ['addresses alone'])}\nTake a higher number, in {CONFIG} and in {CHANGELOG}."
        )
    if known and order_of(number) <= order_of(known[-1]):
        raise Refused(f"{number} is not higher than {known[-1]}, which is released; take a higher number")
    _check_addresses(earlier.values(), now, moved)
    file = file_of(number, root)
    write_file(file, record_bytes(now))
    since = (
        f", of which {len(changes_between(earlier[known[-1]], now, moved))} differ from {known[-1]}" if known else ""
    )
    return f"{file}: {len(now.items)} paragraphs, notes, rows, questions and charts{since}; add it to the repository"


def _built(root: Path) -> Edition:
    """Return the records of the built edition. Raises Refused if they are not there, or behind the chapters."""
    file = root / SITE / FOLDER / NAME
    if not file.is_file():
        raise Refused(f"{file} is not there, and a release is made of a built edition; build it first: make book")
    try:
        edition = read_edition_json(file)
    except (KeyError, TypeError, ValueError):
        raise Refused(f"{file} was written by another version of the engine; build again: make book") from None
    files = filter(Path.is_file, [*made_of(root, (chapter.page for chapter in edition.chapters)), root / CHANGELOG])
    newer = [path for path in files if path.stat().st_mtime > file.stat().st_mtime]
    if newer:
        names = sorted(path.relative_to(root).as_posix() for path in newer)
        raise Refused(f"files have changed since the edition was built{_listed(names)}\nBuild it again: make book")
    init([str(LOCALE)], edition.language.replace("-", "_"), CATALOGUE)
    return edition


def _check_number(number: str, edition: Edition, root: Path) -> None:
    """Raise Refused unless settings and changelog say this number, too."""
    if not NUMBER.fullmatch(number):
        raise Refused(
            f'"{number}" is no number of a release; write figures with full stops between them, such as 1.1.0'
        )
    if number != edition.version:
        place = _place_of_version(root)
        raise Refused(
            f'{place}: the version of the edition is "{edition.version}", and not {number}; write version: "{number}", '
            "and build it again: make book"
        )
    file = root / CHANGELOG
    told = file.read_text(encoding="utf-8") if file.is_file() else ""
    if number not in (match["number"] for match in HEADING.finditer(told)):
        raise Refused(
            f"{CHANGELOG}: there is no section on {number}; add one, with the heading ## {number}, that says what has "
            "changed and why: readers find it beside what has changed"
        )


def _place_of_version(root: Path) -> str:
    """Return file and line of the version in the settings, or the file where the line is not found."""
    lines = (root / CONFIG).read_text(encoding="utf-8").splitlines() if (root / CONFIG).is_file() else []
    found = [number for number, line in enumerate(lines, start=1) if re.match(r"\s+version\s*:", line)]
    return f"{CONFIG}:{found[0]}" if len(found) == 1 else CONFIG


def _read(number: str, root: Path) -> Release:
    try:
        return read_release(number, root)
    except ValueError as error:
        raise Refused(f"{file_of(number, root)} cannot be read ({error}); take it from the repository again") from None


def _check_addresses(earlier: Iterable[Release], now: Release, moved: Moved) -> None:
    """Raise Refused if an address leads nowhere that was ever released, or if a line of `moved` is wrong."""
    known = set(now.all_addresses())
    wrong = [*moved.findings, *misled(moved, known)]
    if wrong:
        raise Refused("\n".join(f"{FILE}:{finding.line}: {finding.message}" for finding in wrong))
    lost = gone((address for release in earlier for address in release.all_addresses()), known, moved)
    if lost:
        lines = "".join(f"\n    {old},{guess(old, now.addresses)}" for old in lost)
        raise Refused(
            f"{len(lost)} {'addresses were' if len(lost) > 1 else 'address was'} released and would lead nowhere now. "
            f"Others have linked to {'them' if len(lost) > 1 else 'it'}. Put the words back, or say in {FILE} where "
            f"each now leads, in lines like these, below its first line old,new:{lines}\n"
            "The second half of each line is a guess; look at it."
        )


def _told(change: Change) -> str:
    return f"{change.item.address} ({change.item.kind}, {change.how})"


def _listed(lines: list[str]) -> str:
    more = f"\n    and {len(lines) - MOST} more" if len(lines) > MOST else ""
    return ":" + "".join(f"\n    {line}" for line in lines[:MOST]) + more
