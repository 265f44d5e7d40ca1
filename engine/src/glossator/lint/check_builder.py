"""The builder of the check: follow every link of every chapter, write nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sphinx.builders.dummy import DummyBuilder


class CheckBuilder(DummyBuilder):
    """Resolve the whole book: a chapter that has not been changed may link to what another no longer has."""

    name = "check"

    def write(self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str], method: str = "") -> None:
        for docname in sorted(self.env.found_docs):
            self.env.get_and_resolve_doctree(docname, self)
