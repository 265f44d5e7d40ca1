"""The list of contents: parts and chapters, as the toctrees of the book have them.

sphinx-external-toc makes toctrees of ``_toc.yml``: of parts, chapters, sections, patterns and links alike; a book of
plain Sphinx writes its own. Both are read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from glossator.core.addresses import SCHEME
from glossator.teaching.pages import is_guide
from glossator.translation import N_, _

#: The builders of a site; a page is a file for one of them, a folder for the other.
SITES = ("html", "dirhtml")
#: The caption of a part that has none.
CHAPTERS = N_("Chapters")


class ContentsEntry(NamedTuple):
    """A chapter, a section of one, or a link."""

    docname: str  #: empty for a link
    title: str
    number: str = ""  #: such as ``2.1.``, where the parts are numbered
    depth: int = 0  #: how far below its part
    url: str = ""  #: where a link leads


class Part(NamedTuple):
    """A part of the book, as ``_toc.yml`` divides it."""

    caption: str
    chapters: list[ContentsEntry]
    current: bool  #: whether the page belongs to it; only then are its chapters listed

    @property
    def first(self) -> str:
        """The first page of the part; empty if it has only links."""
        return next((chapter.docname for chapter in self.chapters if chapter.docname), "")


Contents = list[tuple[str, list[ContentsEntry]]]


def parts(app: Sphinx, pagename: str) -> list[Part]:
    """Return the parts of the book; the chapters of all but the page's own part are left out by the template.

    A page that carried the whole book's contents would make the site grow faster than the book.
    """
    root = pagename == app.config.root_doc
    return [
        Part(caption, chapters, root or pagename in (chapter.docname for chapter in chapters))
        for caption, chapters in _contents_once(app.builder)
    ]


@lru_cache(maxsize=1)
def _contents_once(builder: Builder) -> Contents:
    return contents(builder.env)


def contents(env: BuildEnvironment) -> Contents:
    """Return the table of contents: caption and entries of each part, in order; no document comes twice."""
    root = str(env.config.root_doc)
    seen = {root}
    found = (
        (tree.get("caption") or _(CHAPTERS), list(_entries(env, tree, seen, 0)))
        for tree in env.get_doctree(root).findall(addnodes.toctree)
    )
    return [(caption, entries) for caption, entries in found if entries]


def pages(env: BuildEnvironment) -> list[list[str]]:
    """Return all documents: a list for each part, the landing page in the first, those of no part in the last.

    The teacher's guide is left out.
    """
    listed = [[entry.docname for entry in entries if entry.docname] for _, entries in contents(env)] or [[]]
    listed[0].insert(0, str(env.config.root_doc))
    others = env.found_docs - {docname for part in listed for docname in part}
    listed[-1] += sorted(docname for docname in others if not is_guide(docname))
    return listed


def _entries(env: BuildEnvironment, tree: addnodes.toctree, seen: set[str], depth: int) -> Iterator[ContentsEntry]:
    for title, target in tree["entries"]:
        if SCHEME.match(target):
            yield ContentsEntry("", title or target, depth=depth, url=target)
        elif target in env.titles and target not in seen:
            seen.add(target)
            number = ".".join(map(str, env.toc_secnumbers.get(target, {}).get("") or ()))
            words = title or env.titles[target].astext()
            yield ContentsEntry(target, words, f"{number}." if number else "", depth)
            if target in env.toctree_includes:
                for below in env.get_doctree(target).findall(addnodes.toctree):
                    yield from _entries(env, below, seen, depth + 1)
