"""Export of all evidence as one table: ``data/evidence.csv``, with its description as a Data Package."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from glossator.config import edition
from glossator.core.datapackage import PACKAGE_FILE, TableError, described_tables
from glossator.core.evidence import EXTENT, SEEN, Evidence
from glossator.core.row_evidence import table_evidence
from glossator.lint.evidence import evidence_of
from glossator.site.contents import SITES
from glossator.teaching.pages import is_guide
from glossator.translation import language_code

FOLDER, TABLE = "data", "evidence.csv"
#: Between the values of a key of several columns.
JOINT = " | "
#: Column -> its title, what it holds, and what may stand in it.
COLUMNS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "chapter": ("Chapter", "Name of the chapter whose note cites the work; empty for a row of a table.", {}),
    "note": ("Note", "Address of the note.", {}),
    "table": ("Table", "Name of the table whose row cites the work; empty for a note.", {}),
    "row": (
        "Row",
        f'Primary key of the row, its values joined by "{JOINT}"; empty where the entry is on every row of the table '
        "that cites the work.",
        {},
    ),
    "work": ("Work", "Key of the work, as in the edition’s list of works.", {"required": True}),
    "locator": ("Place", "Where in the work.", {}),
    "claim": ("Claim", "What the note or the row says on it, in a few words.", {"required": True}),
    "quotation": ("Quotation", "Words of the work.", {"required": True}),
    "language": ("Language", "Language of the quotation.", {"required": True}),
    "translation": ("Translation", "The quotation in the language of the edition.", {}),
    "seen": (
        "Seen",
        "What was read: the original, a copy (a repost, a translation by others), or an excerpt in another work.",
        {"required": True, "enum": [*SEEN]},
    ),
    "extent": ("Extent", "How much of it was read.", {"required": True, "enum": [*EXTENT]}),
    "on": ("Read on", "The day on which it was read.", {"required": True}),
    "shows": ("Shows", "The day, month or year of what the work is said to show.", {}),
}


def setup_evidence_table(app: Sphinx) -> None:
    """Write the table at the end of a build, before the archive of the site (900)."""
    app.connect("build-finished", write_evidence_table, priority=850)


def write_evidence_table(app: Sphinx, exception: Exception | None) -> None:
    """Write the table and its description into the site; take away those of an edition that has no more evidence."""
    if exception or app.builder.name not in SITES:
        return
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    rows = list(_rows(app))
    table.writerows(rows)
    files = {TABLE: written.getvalue(), PACKAGE_FILE: json.dumps(_description(app), ensure_ascii=False, indent=1)}
    for name, text in files.items():
        path = Path(app.outdir) / FOLDER / name
        if rows:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(f"{text.rstrip()}\n".encode())
        else:
            path.unlink(missing_ok=True)


def _rows(app: Sphinx) -> Iterator[dict[str, str]]:
    """Yield the entries on notes, chapter by chapter, then those on rows, table by table."""
    for docname in sorted(name for name in app.env.found_docs if not is_guide(name)):
        entries, __ = evidence_of(app.env, docname)
        for entry in entries:
            yield {"chapter": docname.rpartition("/")[2], "note": entry.note, **_common(entry, app)}
    root = Path(app.srcdir)
    for name in [about["name"] for about in described_tables(root)]:
        with suppress(TableError):  # which lint/project.py reports
            evidence = table_evidence(name, root)
            keys = {entry.line: key for key, entries in evidence.by_row.items() for entry in entries}
            for entry in evidence.entries:
                yield {"table": name, "row": JOINT.join(keys.get(entry.line, entry.row)), **_common(entry, app)}


def _common(entry: Evidence, app: Sphinx) -> dict[str, str]:
    texts = {name: getattr(entry, name) for name in COLUMNS if name not in ("chapter", "note", "table", "row")}
    return {**texts, "language": entry.language or language_code(app.config)}


def _description(app: Sphinx) -> dict[str, Any]:
    """Return the description of the table as a Data Package of https://datapackage.org."""
    licence = edition(app.config).licence
    fields = [
        {"name": name, "type": "date" if name == "on" else "string", "title": title, "description": about}
        | ({"constraints": rules} if rules else {})
        for name, (title, about, rules) in COLUMNS.items()
    ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "evidence",
        "title": f"{app.config.html_title}: what its citations rest on",
        "description": "Each entry has the words of a work on which a citation of the edition rests, and how it was "
        "read. The licence is that of the edition’s own words; the quotations keep the terms of their works.",
        "version": edition(app.config).version,
        "licenses": [{"title": licence.name, "path": licence.url}],
        "resources": [
            {
                "name": "evidence",
                "path": TABLE,
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "title": "Evidence",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        ],
    }
