"""Lint of evidence: whether the files of ``data/evidence/`` and the citations of notes fit each other.

A chapter whose file is there is held to it: each work that one of its notes cites has an entry, and each entry a
citation. A chapter without a file is not held to anything yet.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from glossator.core.evidence import FOLDER, Evidence, EvidenceFinding, latest, read_evidence
from glossator.messages.warnings import Problem, correction, warn


def evidence_file(env: BuildEnvironment, docname: str) -> Path:
    """Return the file of evidence of a chapter, whether there is one or not."""
    return Path(env.srcdir) / "data" / FOLDER / f"{docname.rpartition('/')[2]}.yml"


@lru_cache
def _read(path: Path, modified: int) -> tuple[list[Evidence], list[EvidenceFinding]]:
    return read_evidence(path)


def evidence_of(env: BuildEnvironment, docname: str) -> tuple[list[Evidence], list[EvidenceFinding]]:
    """Return the entries for a chapter, and what is wrong with them; nothing where there is no file."""
    path = evidence_file(env, docname)
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else ([], [])


def check_evidence(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report what does not fit (event env-updated); no page need be written again for it."""
    cited = cast("dict[str, dict[str, list[str]]]", env.domaindata["edition"]["cited"])
    for docname in sorted(cited):
        path = evidence_file(env, docname)
        entries, found = evidence_of(env, docname)
        # An entry that is wrong in itself would be missed below.
        if path.is_file() and not found:
            found = [*_unmatched(entries, cited[docname]), *_too_old(entries, env)]
        for finding in sorted(found):
            warn(Problem.EVIDENCE, finding.message, f"{path}:{finding.line}")
    _report_strangers(env)
    return []


def _unmatched(entries: list[Evidence], cited: Mapping[str, list[str]]) -> Iterator[EvidenceFinding]:
    """Yield the entries without a citation, and the citations without an entry."""
    for entry in entries:
        if entry.note not in cited:
            near = next(iter(difflib.get_close_matches(entry.note, cited, n=1)), "")
            hint = correction(entry.note, near) if near else ""
            yield EvidenceFinding(entry.line, f'no note of this chapter has the address "{entry.note}"{hint}')
        elif entry.work not in cited[entry.note]:
            its_own = ", ".join(cited[entry.note]) or "none"
            message = f'the note {entry.note} does not cite "{entry.work}"; the works that it cites: {its_own}'
            yield EvidenceFinding(entry.line, message)
    known = {(entry.note, entry.work) for entry in entries}
    for note, works in cited.items():
        for work in (work for work in works if (note, work) not in known):
            yield EvidenceFinding(1, f'the note {note} cites "{work}", and no entry says what is written there')


def _too_old(entries: list[Evidence], env: BuildEnvironment) -> Iterator[EvidenceFinding]:
    """Yield the entries whose work is older than what it is said to show."""
    works = env.domaindata["cite"]["bibdata"].data.entries
    for entry in (entry for entry in entries if entry.shows and entry.work in works):
        fields = works[entry.work].fields
        published = fields.get("date") or fields.get("year", "")
        if published[:4].isdigit() and latest(published) < entry.shows:
            message = f'"{entry.work}" is of {published}; it cannot show what was so in {entry.shows}'
            yield EvidenceFinding(entry.line, message)


def _report_strangers(env: BuildEnvironment) -> None:
    """Report files of evidence whose name is that of no chapter."""
    chapters = {docname.rpartition("/")[2] for docname in env.found_docs}
    for path in sorted((Path(env.srcdir) / "data" / FOLDER).glob("*.yml")):
        if path.stem not in chapters:
            near = difflib.get_close_matches(path.stem, chapters, n=1)
            meant = f"; {near[0]}.yml is meant, perhaps" if near else ""
            warn(Problem.EVIDENCE, f"no chapter is called {path.stem}{meant}", f"{path}:1")
