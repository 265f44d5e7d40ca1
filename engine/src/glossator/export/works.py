"""The bibliography for reference managers: ``works.bib``, ``works.ris`` and ``works.json``."""

from __future__ import annotations

from pathlib import Path

from glossator.citations.exchange import bibtex, ris
from glossator.export.files import json_bytes, write_file
from glossator.export.records import Edition

BIBTEX, RIS, CSL_JSON = "works.bib", "works.ris", "works.json"


def write_bibtex(edition: Edition, folder: Path) -> None:
    """Write all works as entries for biblatex, which readers of BibTeX read too."""
    entries = (bibtex(dict(work.csl)) for work in edition.works)
    write_file(folder / BIBTEX, "\n\n".join([*entries, ""]).encode())


def write_ris(edition: Edition, folder: Path) -> None:
    """Write all works as records of RIS."""
    write_file(folder / RIS, "\r\n".join(ris(dict(work.csl)) for work in edition.works).encode())


def write_csl_json(edition: Edition, folder: Path) -> None:
    """Write all works as items of CSL-JSON."""
    write_file(folder / CSL_JSON, json_bytes([dict(work.csl) for work in edition.works]))
