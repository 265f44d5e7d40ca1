"""``make live``: sphinx-autobuild whose builds are forks of one process, so that an edit shows in about a second.

This is sphinx-autobuild, but for one thing: it would start a new Python after every edit, which takes longer to load
Sphinx than to build a page. Here each build is a fork of a process that has loaded everything and built nothing.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

import nbformat
from sphinx.application import builtin_extensions
from sphinx.cmd.build import build_main
from sphinx_autobuild import __main__ as autobuild
from sphinx_autobuild.build import Builder

from glossator.performance.entry_points import cached_entry_points

EXTENSIONS = ("myst_nb.sphinx_ext", "jupyter_book", "sphinx_external_toc.events", "sphinxcontrib.bibtex")


class WarmBuilder(Builder):
    """Runs each build in a fork of this process, until code that it has loaded changes."""

    stale = not hasattr(os, "fork")

    def __call__(self, *, changed_paths: Sequence[Path]) -> None:
        self.stale = self.stale or any(path.suffix == ".py" for path in changed_paths)
        if self.stale:
            super().__call__(changed_paths=changed_paths)
            return
        build = get_context("fork").Process(target=build_main, args=(self.sphinx_args,))
        build.start()
        build.join()


def main() -> None:
    """Take the arguments of sphinx-autobuild."""
    for name in (*builtin_extensions, *EXTENSIONS, "glossator.extension"):
        # Jupyter Book is not part of every stack.
        if find_spec(name.partition(".")[0]):
            import_module(name)
    cached_entry_points()
    # The first notebook of a version makes the code that checks all others; jupyter-cache writes the older one.
    for minor in (4, 5):
        nbformat.writes(nbformat.v4.new_notebook(nbformat_minor=minor), nbformat.NO_CONVERT)
    # Its main program knows no other way to another builder.
    autobuild.Builder = WarmBuilder
    autobuild.main()


if __name__ == "__main__":
    main()
