"""Lint of evidence: whether the files of ``data/evidence/`` and the citations of notes and rows fit each other.

A chapter whose file is there is held to it: each work that one of its notes cites has an entry, and each entry a
citation. So is a table. What has no file is not held to anything yet.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from glossator.citations.dates import iso_date
from glossator.citations.roles import unknown_work, works, works_domain
from glossator.core.datapackage import TableError, described_tables, read_table, table_fields, table_names, works_of
from glossator.core.evidence import FOLDER, Evidence, EvidenceFinding, latest, read_evidence
from glossator.core.row_evidence import TABLES, table_evidence, table_evidence_file
from glossator.messages.warnings import UNREAD_CITATION, Problem, correction, warn
from glossator.notes.domain import edition_domain


def evidence_file(env: BuildEnvironment, docname: str) -> Path:
    """Return the file of evidence of a chapter, whether there is one or not."""
    return Path(env.srcdir) / "data" / FOLDER / f"{docname.rpartition('/')[2]}.yml"


@lru_cache
def _read(path: Path, root: Path, modified: int) -> tuple[list[Evidence], list[EvidenceFinding]]:
    return read_evidence(path, root)


def evidence_of(env: BuildEnvironment, docname: str) -> tuple[list[Evidence], list[EvidenceFinding]]:
    """Return the entries for a chapter, and what is wrong with them; nothing where there is no file."""
    path = evidence_file(env, docname)
    return _read(path, Path(env.srcdir), path.stat().st_mtime_ns) if path.is_file() else ([], [])


def check_evidence(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report what does not fit (event env-updated); no page need be written again for it."""
    cited = cast("dict[str, dict[str, list[str]]]", env.domaindata["edition"]["cited"])
    unread = edition_domain(env).data["unread"]
    for docname in sorted(cited):
        path = evidence_file(env, docname)
        entries, found = evidence_of(env, docname)
        # An entry that is wrong in itself would be missed below, as would a note or a citation that could not be read.
        if path.is_file() and not found:
            found = [*_unmatched(entries, cited[docname], unread.get(docname, set())), *_too_old(entries, env)]
        _report(path, found)
    tables = [about["name"] for about in described_tables(Path(env.srcdir))]
    for name in tables:
        with suppress(TableError):  # which lint/project.py reports
            if _cites_unknown(name, env):
                continue
            evidence = table_evidence(name, Path(env.srcdir))
            _report(table_evidence_file(name, Path(env.srcdir)), [*evidence.findings, *_too_old(evidence.entries, env)])
    there = env.found_docs | edition_domain(env).unread_chapters
    chapters = {docname.rpartition("/")[2] for docname in there}
    folder = Path(env.srcdir) / "data" / FOLDER
    _report_strangers(folder, "chapter", chapters)
    with suppress(TableError):  # of a description that cannot be read, no table is known
        _report_strangers(folder / TABLES, "table", table_names(Path(env.srcdir)))
    return []


def _cites_unknown(table: str, env: BuildEnvironment) -> bool:
    """Return whether a row of a table names a work that there is not, which lint/project.py reports."""
    root = Path(env.srcdir)
    described = table_fields(table, root)
    return any(unknown_work(key, env) for row in read_table(table, root) for key in works_of(row, described))


def _report(path: Path, findings: Iterable[EvidenceFinding]) -> None:
    for finding in sorted(findings):
        hint = correction(finding.wrong, finding.right) if finding.right else ""
        warn(Problem.EVIDENCE, finding.message + hint, f"{path}:{finding.line}")


def _unmatched(
    entries: list[Evidence], cited: Mapping[str, list[str]], unread: Collection[str]
) -> Iterator[EvidenceFinding]:
    """Yield the entries without a citation, and the citations without an entry.

    unread: paragraphs on which a note could not be read, and `UNREAD_CITATION` where a citation could not; both have
    been reported
    """
    for entry in entries:
        if entry.note not in cited and "-".join(entry.note.split("-")[:2]) in unread:
            continue
        if entry.note not in cited:
            near = next(iter(difflib.get_close_matches(entry.note, cited, n=1)), "")
            message = f'no note of this chapter has the address "{entry.note}"'
            yield EvidenceFinding(entry.line, message, entry.note, near)
        elif entry.work not in cited[entry.note] and UNREAD_CITATION not in unread:
            cites = ", ".join(cited[entry.note]) or "none"
            message = f'the note {entry.note} does not cite "{entry.work}"; the works that it cites: {cites}'
            yield EvidenceFinding(entry.line, message)
    known = {(entry.note, entry.work) for entry in entries}
    for note, its_own in cited.items():
        for work in (work for work in its_own if (note, work) not in known):
            yield EvidenceFinding(1, f'the note {note} cites "{work}", and no entry says what is written there')


def _too_old(entries: list[Evidence], env: BuildEnvironment) -> Iterator[EvidenceFinding]:
    """Yield the entries whose work is older than what it is said to show."""
    # Of two works with one key only one is known; that there are two is reported.
    known = {} if works_domain(env).data["findings"] else works(env)
    for entry in (entry for entry in entries if entry.shows and entry.work in known):
        published = iso_date(known[entry.work].fields)
        if published and latest(published) < entry.shows:
            message = f'"{entry.work}" is of {published}; it cannot show what was so in {entry.shows}'
            yield EvidenceFinding(entry.line, message)


def _report_strangers(folder: Path, what: str, names: Collection[str]) -> None:
    """Report files of evidence whose name is that of no chapter, or of no table."""
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in names:
            near = difflib.get_close_matches(path.stem, names, n=1)
            meant = f"; {near[0]}.yml is meant, perhaps" if near else ""
            warn(Problem.EVIDENCE, f"no {what} is called {path.stem}{meant}", f"{path}:1")
