"""State between builds: what the last one left is verified, and a site takes the place of the last one whole.

A build writes into a folder of its own, which begins as a copy of the last site. Only a build that ends well puts it in
the place of that site, with a record of the checksums of all that it leaves. The next build begins from nothing if
there is no such record, or if a file is not as recorded: a build that was stopped at any moment, or a file that was
cut, costs time and can do no other harm. The outputs of cells have a record of their own (execution/fingerprints.py).
Of two builds into one folder the second waits for the first.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from glossator.core.checksums import RECORD, Checksums, checksums, intact
from glossator.core.surroundings import in_one_sentence
from glossator.lint.warning_filter import has_warned

if sys.platform != "win32":
    import fcntl

#: Where MyST-NB writes the outputs of cells that are files, beside the site.
OUTPUTS = "jupyter_execute"

#: Lock -> the open file by which this process holds it; it ends with the process, however that ends.
_held: dict[Path, int] = {}

logger = logging.getLogger(__name__)


def setup_state(app: Sphinx) -> None:
    """Verify what the last build left, before Sphinx loads it; exchange the site at the end."""
    state = State(Path(app.outdir), Path(app.doctreedir))
    # First: whatever else begins with a build may look at what the last one left.
    app.connect("config-inited", state.verify, priority=0)
    app.connect("builder-inited", state.begin, priority=0)
    # Last: when all is written.
    app.connect("build-finished", state.end, priority=1000)


class State:
    """What is left of the last build, and the site that this one writes.

    site: the folder of pages; doctrees: the folder of pickled documents
    """

    def __init__(self, site: Path, doctrees: Path) -> None:
        self.site = site
        self.new, self.old = (site.with_name(f"{site.name}.{part}") for part in ("new", "old"))
        self.folders = {"doctrees": doctrees, "site": site, "outputs": site.with_name(OUTPUTS)}
        self.record = doctrees / RECORD
        self.lock = site.with_name(f".{site.name}.lock")
        self.pages: Checksums = {}  #: what is kept of the last site

    @in_one_sentence()
    def verify(self, app: Sphinx, config: Config) -> None:
        """Remove what the last build left if it did not end well, or if something has been damaged since."""
        _hold(self.lock)
        if self.old.exists() and not any(self.site.iterdir()):
            # It was stopped between the two steps of the exchange; Sphinx makes the folder that it finds missing.
            self.site.rmdir()
            self.old.rename(self.site)
        for folder in (self.new, self.old):
            shutil.rmtree(folder, ignore_errors=True)
        known = self._read()
        # Until this build has ended well, nothing vouches for what it leaves.
        self.record.unlink(missing_ok=True)
        # Before there is a builder: from Sphinx 8.2 on it makes up where its files stand as soon as it exists.
        app.outdir = type(app.outdir)(self.new)
        if known and all(intact(self.folders[name], files) for name, files in known.items()):
            self.pages = known["site"]
            return
        if any(self.folders["doctrees"].glob("*")):
            logger.info("the last build did not end well, or its files have been changed: everything is built again")
        for name in ("doctrees", "outputs"):
            shutil.rmtree(self.folders[name], ignore_errors=True)
        self.folders["doctrees"].mkdir(parents=True, exist_ok=True)

    def _read(self) -> dict[str, Checksums]:
        """Return the record of the last build; nothing if there is none that can be read."""
        try:
            known = json.loads(self.record.read_text(encoding="utf-8"))
            return known if known.keys() == self.folders.keys() else {}
        except (OSError, ValueError, AttributeError, RecursionError):
            return {}

    def begin(self, app: Sphinx) -> None:
        """Let this build write into a copy of the last site."""
        with in_one_sentence():
            try:
                self._copy_pages()
            except OSError:
                self._discard()
                raise

    def _copy_pages(self) -> None:
        self.new.mkdir(parents=True)
        for name in self.pages:
            (self.new / name).parent.mkdir(parents=True, exist_ok=True)
            # With the time of its last change, by which Sphinx tells what is to be written again.
            shutil.copy2(self.site / name, self.new / name)

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Put the new site in the place of the last one, and record what this build leaves."""
        failed = exception is not None or (has_warned() and (app.warningiserror or app.keep_going))
        app.outdir = type(app.outdir)(self.site)
        app.builder.outdir = app.outdir
        if failed:
            self._discard()
        else:
            # Before the exchange, so that a disk without room for it keeps the last site.
            self._write_record()
            self._exchange()
        if self.lock in _held:
            os.close(_held.pop(self.lock))

    def _discard(self) -> None:
        shutil.rmtree(self.new, ignore_errors=True)
        if any(self.site.iterdir()):
            logger.info(f"{self.site.name} is as it was before this build, which has failed")

    def _exchange(self) -> None:
        self.site.rename(self.old)
        doctrees = self.folders["doctrees"]
        if doctrees.is_relative_to(self.site):
            # Where ``sphinx-build`` keeps them unless it is told otherwise.
            inside = doctrees.relative_to(self.site)
            (self.old / inside).rename(self.new / inside)
        self.new.rename(self.site)
        shutil.rmtree(self.old, ignore_errors=True)

    def _write_record(self) -> None:
        found = {
            "doctrees": checksums(self.folders["doctrees"], [self.record]),
            "site": checksums(self.new),
            "outputs": checksums(self.folders["outputs"]),
        }
        part = self.record.with_suffix(".part")
        part.write_text(json.dumps(found), encoding="utf-8")
        part.replace(self.record)


def _hold(lock: Path) -> None:
    """Wait until no other process writes into the folder to which the file *lock* belongs."""
    # It may be held by a build of this process that was given up before it began to read. Windows has no such locks.
    if sys.platform == "win32" or lock in _held:
        return
    _held[lock] = os.open(lock, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(_held[lock], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        logger.info("another build writes into the same folder: this one waits until it has ended")
        fcntl.flock(_held[lock], fcntl.LOCK_EX)
