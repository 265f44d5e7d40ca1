"""Sphinx's builders, in as many processes as there are processors, each of which does the whole of its share.

Sphinx follows the links of all pages in one process, and prints them in others; what only looks for mistakes it does in
one alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sphinx.builders.dummy import DummyBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator
from sphinx.util.parallel import parallel_available

from edition.processes import Tasks

#: As many chapters are written between two signs of progress.
A_SHARE = 12


class Printed(StandaloneHTMLBuilder):
    """The builder of a site; each process follows the links of its pages before it prints them."""

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        tasks = Tasks(self.app.parallel)
        parts = shares(docnames, self.app.parallel, Path(self.doctreedir))
        progress = status_iterator(parts, "writing output... ", "darkgreen", len(parts), self.app.verbosity)

        def found(docnames: Sequence[str], images: dict[str, str]) -> None:
            self.images.update(images)
            next(progress)

        for part in parts:
            tasks.add_task(self._write_share, part, found)
        tasks.join()

    def _write_share(self, docnames: Sequence[str]) -> dict[str, str]:
        """Write some pages; return the pictures on them, to be copied."""
        for docname in docnames:
            self.app.phase = BuildPhase.RESOLVING
            document = self.env.get_and_resolve_doctree(docname, self)
            self.app.phase = BuildPhase.WRITING
            self.write_doc_serialized(docname, document)
            self.write_doc(docname, document)
        return self.images


class Unprinted(DummyBuilder):
    """A builder that prints nothing: it follows every link of every chapter, which is all that can show a mistake."""

    name = "unprinted"

    def write(self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str], method: str = "") -> None:
        """Resolve the whole book: a chapter that has not been changed may link to what another no longer has."""
        docnames = sorted(self.env.found_docs)
        if not parallel_available or self.app.parallel < 2:
            self._resolve(docnames)
            return
        tasks = Tasks(self.app.parallel)
        for part in shares(docnames, self.app.parallel, Path(self.doctreedir)):
            tasks.add_task(self._resolve, part)
        tasks.join()

    def _resolve(self, docnames: Sequence[str]) -> None:
        for docname in docnames:
            self.env.get_and_resolve_doctree(docname, self)


def shares(docnames: Sequence[str], processes: int, doctrees: Path) -> list[list[str]]:
    """Return shares of about equal work: long pages and short ones in each, the longest first."""
    longest_first = sorted(docnames, key=lambda name: -(doctrees / f"{name}.doctree").stat().st_size)
    count = min(len(docnames), max(processes, len(docnames) // A_SHARE))
    return [longest_first[start::count] for start in range(count)]
