"""A builder that prints nothing: it follows every link of every chapter, which is all that can show a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sphinx.builders.dummy import DummyBuilder
from sphinx.util.parallel import make_chunks, parallel_available

from edition.processes import Tasks


class Unprinted(DummyBuilder):
    """Sphinx's builder without output, in several processes: Sphinx by itself does in parallel only what is printed."""

    name = "unprinted"

    def write(self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str], method: str = "") -> None:
        """Resolve the whole book: a chapter that has not been changed may link to what another no longer has."""
        docnames = sorted(self.env.found_docs)
        if not parallel_available or self.app.parallel < 2:
            self._resolve(docnames)
            return
        tasks = Tasks(self.app.parallel)
        for part in make_chunks(docnames, self.app.parallel):
            tasks.add_task(self._resolve, part)
        tasks.join()

    def _resolve(self, docnames: Sequence[str]) -> None:
        for docname in docnames:
            self.env.get_and_resolve_doctree(docname, self)
