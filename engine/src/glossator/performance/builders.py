"""Sphinx's builders, in as many processes as there are processors, each of which does the whole of its share.

Sphinx follows the links of all pages in one process, and prints them in others; what only looks for mistakes it does in
one alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from sphinx.builders.dummy import DummyBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator
from sphinx.util.parallel import parallel_available

from glossator.notes.domain import EditionDomain
from glossator.performance.processes import Queue, Tasks


class Printed(StandaloneHTMLBuilder):
    """The builder of a site; each process follows the links of a page before it prints it."""

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        queue = Queue(longest_first(docnames, self.env))
        tasks = Tasks(self.app.parallel)
        for _ in range(min(self.app.parallel, len(docnames))):
            tasks.add_task(self._write_pages, queue, lambda queue, images: self.images.update(images))
        for _ in status_iterator(
            tasks.watch(queue), "writing output... ", "darkgreen", len(docnames), self.app.verbosity
        ):
            pass

    def _write_pages(self, queue: Queue) -> dict[str, str]:
        """Write pages as long as there are any; return the pictures on them, to be copied."""
        for docname in queue:
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
        docnames = longest_first(self.env.found_docs, self.env)
        if not parallel_available or self.app.parallel < 2:
            self._resolve(docnames)
            return
        queue = Queue(docnames)
        tasks = Tasks(self.app.parallel)
        for _ in range(self.app.parallel):
            tasks.add_task(self._resolve, queue)
        tasks.join()

    def _resolve(self, docnames: Iterable[str]) -> None:
        for docname in docnames:
            self.env.get_and_resolve_doctree(docname, self)


def longest_first(docnames: Iterable[str], env: BuildEnvironment) -> list[str]:
    """Return documents so that none that takes long is begun when all others are done.

    What lists what is in others is long once it has been filled.
    """
    lists = cast(EditionDomain, env.get_domain(EditionDomain.name)).indexes
    sizes = {name: Path(env.doctreedir, f"{name}.doctree").stat().st_size for name in docnames}
    return sorted(docnames, key=lambda name: (name not in lists, -sizes[name], name))
