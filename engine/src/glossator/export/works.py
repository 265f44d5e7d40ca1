"""The bibliography for reference managers, in four forms, of which two are a ``.bib`` file: biblatex and BibTeX."""

from __future__ import annotations

from pathlib import Path

from glossator.citations.bibtex_entry import bibtex
from glossator.citations.csl import Csl, iso_of
from glossator.citations.ris import ris
from glossator.export.files import json_bytes, write_file
from glossator.export.records import Edition

BIBLATEX, BIBTEX, RIS, CSL_JSON = "works.bib", "works-bibtex.bib", "works.ris", "works.json"


def write_biblatex(edition: Edition, folder: Path) -> None:
    """Write all works as entries for biblatex, as reference managers read them too."""
    entries = (bibtex(dict(work.csl)) for work in edition.works)
    write_file(folder / BIBLATEX, "\n\n".join([*entries, ""]).encode())


def write_bibtex(edition: Edition, folder: Path) -> None:
    """Write all works as entries for BibTeX itself, which knows neither a day nor the types of what is on the web."""
    entries = (bibtex(_with_visit(dict(work.csl)), biblatex=False) for work in edition.works)
    write_file(folder / BIBTEX, "\n\n".join([*entries, ""]).encode())


def _with_visit(item: Csl) -> Csl:
    """Return an item with the date of access in its note: BibTeX has no field for it, and no language of its own."""
    visited = f"accessed {iso_of(item['accessed'])}" if item.get("accessed") else ""
    return item | {"note": "; ".join(filter(None, (item.get("note"), visited))), "language": ""}


def write_ris(edition: Edition, folder: Path) -> None:
    """Write all works as records of RIS."""
    write_file(folder / RIS, "\r\n".join(ris(dict(work.csl)) for work in edition.works).encode())


def write_csl_json(edition: Edition, folder: Path) -> None:
    """Write all works as items of CSL-JSON."""
    write_file(folder / CSL_JSON, json_bytes([dict(work.csl) for work in edition.works]))
