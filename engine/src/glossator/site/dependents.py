"""Dependency tracking: which pages to write again after an edit, beside those that were read again.

Sphinx writes again what it reads again. A page also shows what others say of themselves: the words of a note that it
links to, the titles of its neighbours, lists of all notes or chapters. Here these are compared with the last build.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, cast

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from glossator.notes.domain import EditionDomain, Places
from glossator.site.contents import SITES, Contents, contents
from glossator.teaching.domain import teaching_domain


class Seen(NamedTuple):
    """A snapshot of what pages show of each other, kept in the environment."""

    documents: frozenset[str]
    places: Places
    contents: Contents
    listed: Any  #: all that lists of notes and of chapters, and the teacher's guide, are made from


def write_dependents(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the docnames whose page shows something of another document that has changed (event env-updated)."""
    domain = cast(EditionDomain, env.get_domain(EditionDomain.name))
    before = domain.data.get("seen")
    listed = (dict(domain.notes), dict(domain.chapters), teaching_domain(env).asked())
    now = Seen(frozenset(env.found_docs), domain.find_places(), contents(env), listed)
    domain.data["seen"] = now
    if before is None or before == now:
        # The first build writes everything anyway.
        return []
    if gone := before.documents - now.documents:
        remove_outputs(app, gone)
        # Whatever led there leads nowhere now; only a page that is written again can tell.
        return sorted(env.found_docs)
    docnames = set(_linked(domain, before.places, now.places)) | set(_framed(before.contents, now.contents))
    if before.listed != now.listed or before.contents != now.contents:
        docnames.update(domain.indexes)
    return sorted(docnames & env.found_docs)


def remove_outputs(app: Sphinx, docnames: Iterable[str]) -> None:
    """Remove the pages and notebooks of documents that are no longer in the book."""
    if app.builder.name in SITES:
        for docname in docnames:
            Path(cast(StandaloneHTMLBuilder, app.builder).get_outfilename(docname)).unlink(missing_ok=True)
            (Path(app.outdir) / f"{docname}.ipynb").unlink(missing_ok=True)


def _linked(domain: EditionDomain, before: Places, now: Places) -> Iterable[str]:
    """Return the documents with a link to a paragraph, a note or a row that has moved, or is called otherwise."""
    changed = {
        (kind, target)
        for kind in now
        for target in before[kind].keys() | now[kind].keys()
        if before[kind].get(target) != now[kind].get(target)
    }
    return (docname for docname, links in domain.links.items() if not changed.isdisjoint(links))


def _framed(before: Contents, now: Contents) -> Iterable[str]:
    """Return the documents with another list of contents, or other neighbours."""
    frames_before, frames_now = _frames(before), _frames(now)
    return (docname for docname, frame in frames_now.items() if frames_before.get(docname) != frame)


def _frames(book: Contents) -> dict[str, Any]:
    parts = [(caption, chapters[0]) for caption, chapters in book]
    order = [chapter for _, chapters in book for chapter in chapters if chapter.docname]
    neighbours = zip([None, *order], order, [*order[1:], None], strict=False)
    around = {chapter.docname: (before, after) for before, chapter, after in neighbours}
    return {
        chapter.docname: (parts, chapters, around[chapter.docname])
        for _, chapters in book
        for chapter in chapters
        if chapter.docname
    }
