"""Stop a build that cannot succeed where it runs, before it begins or with one sentence (core/surroundings.py)."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

from sphinx.application import Sphinx

from glossator.core.surroundings import exit_if_hostile, make_writable, startable


def setup_surroundings(app: Sphinx) -> None:
    """Look whether the folders can be written, and how many processes there can be, before the first event."""
    for folder in (app.outdir, app.doctreedir):
        make_writable(Path(folder))
    # Sphinx goes on without the documents for which it could start no process.
    app.parallel = max(1, startable(app.parallel))
    # After the site is as it was (site/state.py).
    app.connect("build-finished", explain, priority=1001)


def explain(app: Sphinx, exception: Exception | None) -> None:
    """End a build that its surroundings have made fail; Sphinx would print how the program came there."""
    exit_if_hostile(exception, f"a file of the build, in {Path(app.outdir).parent} or {gettempdir()}")
