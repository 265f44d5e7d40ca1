"""A Sphinx builder that resolves every cross-reference and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sphinx.builders.dummy import DummyBuilder


class CheckBuilder(DummyBuilder):
    """Resolve all documents, the unchanged too: their targets may be gone."""

    name = "check"

    def write(self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str], method: str = "") -> None:
        for docname in sorted(self.env.found_docs):
            self.env.get_and_resolve_doctree(docname, self)
