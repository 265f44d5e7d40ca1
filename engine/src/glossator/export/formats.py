"""Registry of the formats: what is written into ``exports/``, by whom, what it is for and what reads it.

A format is added by a `Format` in `FORMATS`. Those with a writer are written at the end of each build, before the
archive of the site; one without is made by ``python -m glossator export``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx

from glossator.citations.domain import PAGED
from glossator.export.edition_json import write_edition_json
from glossator.export.records import Edition, records_of
from glossator.translation import N_

#: The folder of all exports, in the site.
FOLDER = "exports"


@dataclass(frozen=True)
class Format:
    """A format of the edition."""

    file: str  #: in the folder of exports; of a format of many files the one that names the others
    title: str  #: marked by `N_`, as are the next two
    purpose: str  #: what it is for
    readers: str  #: what reads it
    write: Callable[[Edition, Path], None] | None = None  #: into a folder; None if it takes too long for each build
    files: str = ""  #: a pattern (`Path.glob`) of all its files, where they are many

    @property
    def pattern(self) -> str:
        """Return the pattern of all its files."""
        return self.files or self.file


FORMATS = (
    Format(
        "edition.json",
        N_("Records of the edition"),
        N_("Texts, notes, charts, tables, works and evidence as data, for people who program"),
        N_("Any language that reads JSON; a JSON Schema stands beside it"),
        write_edition_json,
    ),
)


def setup_exports(app: Sphinx) -> None:
    """Write the quick formats at the end of a build, before the archive of the site (900)."""
    # Not while one writes (``make live``).
    app.add_config_value("edition_exports", True, "", types=(bool,))
    app.connect("build-finished", write_exports, priority=860)


def write_exports(app: Sphinx, exception: Exception | None) -> None:
    """Write every format that has a writer; remove what an earlier build has written."""
    if exception or app.builder.name not in PAGED:
        return
    folder = Path(app.outdir) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    if app.config.edition_exports:
        edition = records_of(app)
        for each in FORMATS:
            if each.write:
                each.write(edition, folder)
