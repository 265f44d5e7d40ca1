"""The list of works, kept from one build to the next: what has not changed is not made again.

sphinxcontrib-bibtex labels and formats every work in every build, and goes through all citations of the book for each
of them. Here a work is formatted once, and what is made of it stays with it until ``references.bib`` changes.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar, cast

from pybtex.database import Entry
from pybtex.plugin import find_plugin
from pybtex.style import FormattedEntry
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain

Made = TypeVar("Made")


def setup_bibliography(app: Sphinx) -> None:
    """Put our list of works in place of bibtex's, which it is a kind of."""
    app.add_domain(WorksDomain, override=True)
    app.connect("env-before-read-docs", format_works)


def format_works(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Format all works before the first chapter of a new book is read: kernels are only starting then."""
    if not env.all_docs:
        works = cast(WorksDomain, env.get_domain("cite")).bibdata.data.entries.values()
        style = find_plugin("pybtex.style.formatting", app.config.bibtex_default_style)()
        # What is made of each stays with it (`once`). What is wrong with one is told where it is cited.
        with suppress(Exception):
            list(style.format_entries(works))


def once(entry: Entry, what: str, make: Callable[[], Made]) -> Made:
    """Return what *make* makes of a work; it is kept in the work, and with it in the environment of the build."""
    kept = entry.__dict__.setdefault("made", {})
    if what not in kept:
        kept[what] = make()
    made: Made = kept[what]
    return made


class WorksDomain(BibtexDomain):
    """The works that the book cites."""

    def get_sorted_entries(self, bibliography_key: Any, docnames: list[str]) -> Iterable[tuple[str, Entry]]:
        """Return the cited works in the order of the file; the style sorts them."""
        bibliography = self.bibliographies[bibliography_key]
        if ast.unparse(bibliography.filter_) != "cited" or bibliography.keyprefix or bibliography.keys:
            return super().get_sorted_entries(bibliography_key, docnames)  # type: ignore[no-any-return]
        cited = set(self._cited_keys(self.citation_refs))
        return ((entry.key, entry) for entry in self.get_entries(bibliography.bibfiles) if entry.key in cited)

    def env_updated(self) -> list[str]:
        """Return the documents to be written again: they list or cite a work that is not printed as it was."""
        super().env_updated()
        self.places: dict[str, list[int]] = {}
        for place, citation in enumerate(self.citations):
            self.places.setdefault(citation.key, []).append(place)
        before = self.data.get("printed", {})
        printed = self.data["printed"] = {work.key: _printed(work.formatted_entry) for work in self.citations}
        changed = {key for key in before.keys() | printed.keys() if before.get(key) != printed.get(key)}
        if not changed:
            return []
        docnames = {bibliography.docname for bibliography in self.bibliographies}
        docnames |= {ref.docname for ref in self.citation_refs if changed.intersection(self._cited_keys([ref]))}
        return sorted(docnames)

    def resolve_xref(self, env: Any, fromdocname: str, builder: Any, typ: str, target: str, *nodes: Any) -> Any:
        """Return the links to the works that *target* names; bibtex looks for them among those it is shown."""
        every, keys = self.citations, {work.key for work in parse_citation_targets(target)}
        self.data["citations"] = [every[place] for place in sorted(n for key in keys for n in self.places.get(key, ()))]
        try:
            return super().resolve_xref(env, fromdocname, builder, typ, target, *nodes)
        finally:
            self.data["citations"] = every

    def _cited_keys(self, references: Iterable[Any]) -> Iterator[str]:
        return (target.key for reference in references for target in reference.targets)


def _printed(work: FormattedEntry) -> str:
    return f"{work.label} {work.text!r}"
