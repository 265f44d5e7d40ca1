"""``releases/moved.csv``: where an address that was published now leads, ``old,new`` on each line.

Both are relative to the root of the site, such as ``chapters/letters.html#letter-4``. An address may move again: its
line is followed by that of the place to which it moved.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from glossator.core.files import why_refused
from glossator.export.releases.record import RELEASES

FILE, COLUMNS = f"{RELEASES}/moved.csv", ["old", "new"]


class MovedFinding(NamedTuple):
    """A mistake in ``releases/moved.csv``: the line, and what is wrong with it."""

    line: int
    message: str


class Moved(NamedTuple):
    """The redirects of ``releases/moved.csv``, and the mistakes in it."""

    leads: Mapping[str, str]  #: old address -> the address that its line names
    lines: Mapping[str, int]  #: old address -> its line
    findings: tuple[MovedFinding, ...]  #: what could not be read

    def place(self, address: str) -> str:
        """Return where *address* leads at last; itself where it has not moved, nothing where lines lead in a ring."""
        seen = set[str]()
        while address in self.leads:
            if address in seen:
                return ""
            seen.add(address)
            address = self.leads[address]
        return address


def read_moved(root: Path) -> Moved:
    """Read ``releases/moved.csv`` of the book in *root*; empty where there is none, mistakes among its findings."""
    file = root / FILE
    leads: dict[str, str] = {}
    lines: dict[str, int] = {}
    findings: list[MovedFinding] = []
    if not file.is_file() or why_refused(file, root):
        return Moved(leads, lines, ())
    rows = csv.reader(file.read_text(encoding="utf-8-sig", errors="replace").splitlines())
    if next(rows, None) != COLUMNS:
        return Moved(leads, lines, (MovedFinding(1, f"the first line of {FILE} is: {','.join(COLUMNS)}"),))
    for row in filter(None, rows):
        old, new = ([*map(str.strip, row), "", ""])[:2]
        if len(row) != 2 or not (old and new):
            said = f"this line is not an old address, a comma and the address to which it now leads: {','.join(row)}"
            findings.append(MovedFinding(rows.line_num, said))
        elif old in leads:
            findings.append(MovedFinding(rows.line_num, f"{old} stands here and in line {lines[old]}; keep one"))
        else:
            leads[old], lines[old] = new, rows.line_num
    return Moved(leads, lines, tuple(findings))


def misled(moved: Moved, known: Collection[str]) -> Iterator[MovedFinding]:
    """Yield what is wrong with lines that can be read.

    known: every address of the edition as it is now
    """
    for old, line in moved.lines.items():
        if old in known:
            yield MovedFinding(line, f"{old} is still there, so that it leads nowhere else; remove this line")
        elif not (place := moved.place(old)):
            yield MovedFinding(line, f"{old} leads back to itself; name the address at which its words are now")
        elif place not in known and moved.leads[old] == place:
            yield MovedFinding(line, f"{old} is to lead to {place}, and there is no such address in the edition")


def gone(published: Iterable[str], known: Collection[str], moved: Moved) -> list[str]:
    """Return which of the *published* addresses are neither known nor lead on."""
    return [each for each in dict.fromkeys(published) if each not in known and each not in moved.leads]


def guess(old: str, now: Mapping[str, Collection[str]]) -> str:
    """Return the address to which an old one may lead now: of the same name, of the paragraph of a note, or a page.

    now: address of each page -> the fragments in it
    """
    page, __, fragment = old.partition("#")
    # Several pages have a heading such as "Questions".
    found = [each for each in now if fragment and fragment in now[each]]
    if len(found) == 1:
        return f"{found[0]}#{fragment}"
    # A note has the address of its paragraph before its own words.
    paragraph = re.match(r"[^-]+-[^-]+", fragment)
    if paragraph and paragraph[0] in now.get(page, ()):
        return f"{page}#{paragraph[0]}"
    return page if page in now else next(iter(now))
