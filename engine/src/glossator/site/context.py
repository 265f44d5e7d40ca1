"""Template context of each page: table of contents, scripts, metadata, running foot."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from glossator.config import edition
from glossator.core.escape import css_string
from glossator.notes.nodes import drawing, passage
from glossator.site.citation_data import citation_data
from glossator.site.metadata import catalogue_tags, linked_data

THEME = Path(__file__).with_name("theme")


class ContentsEntry(NamedTuple):
    """An entry of the list of contents."""

    docname: str
    title: str


class Part(NamedTuple):
    """A part of the book, as ``_toc.yml`` divides it."""

    caption: str
    chapters: list[ContentsEntry]
    current: bool  #: whether the page belongs to it; only then are its chapters listed


Contents = list[tuple[str, list[ContentsEntry]]]


class Section(NamedTuple):
    """A section of the page."""

    id: str
    title: str


def add_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add parts, sections, scripts and metadata to the template context (event html-page-context)."""
    context["parts"] = parts(app, pagename)
    context["sections"] = sections(doctree) if doctree else []
    context["edition"] = edition(app.config)
    context["edition_version"] = edition(app.config).version
    context["description"] = app.env.metadata.get(pagename, {}).get("description", "")
    page = doctree or nodes.Element()
    context["has_passage"] = any(page.findall(passage))
    scripts = {
        "page.js": True,
        "notes.js": context["has_passage"],
        "cite.js": context["has_passage"],
        # Links that say more when pointed at: terms and citations.
        "tips.js": any("reftitle" in link for link in page.findall(nodes.reference)),
        "tables.js": any(page.findall(nodes.table)),
        "charts.js": any(page.findall(drawing)),
        "paper.js": doctree is not None,
    }
    context["scripts"] = [name for name, needed in scripts.items() if needed]
    describe_page(app, pagename, context, found=doctree is not None)
    if context["has_passage"]:
        context["citation_data"] = citation_data(app, pagename, context.get("edit_address", ""))


def describe_page(app: Sphinx, pagename: str, context: dict[str, Any], found: bool) -> None:
    """Add the metadata of a page, and the running foot of its printed form."""
    name = title(app, pagename) if found else ""
    whole = f"{app.config.html_title}, version {edition(app.config).version}"
    context["running_foot"] = css_string(f"{name} · {whole}" if name and pagename != app.config.root_doc else whole)
    if found:
        about = (app, pagename, name, context.get("pageurl") or "")
        context["catalogue_tags"], context["linked_data"] = catalogue_tags(*about), linked_data(*about)


def parts(app: Sphinx, pagename: str) -> list[Part]:
    """Return the parts of the book; the chapters of all but the page's own part are left out by the template.

    A page that carried the whole book's contents would make the site grow faster than the book.
    """
    return [
        Part(caption, chapters, pagename == app.config.root_doc or pagename in (name for name, _ in chapters))
        for caption, chapters in _contents_once(app.builder)
    ]


@lru_cache(maxsize=1)
def _contents_once(builder: Builder) -> Contents:
    return contents(builder.env)


def contents(env: BuildEnvironment) -> Contents:
    """Return each part's caption and its chapters, in the order of ``_toc.yml``."""
    trees = env.external_site_map.root.subtrees  # type: ignore[attr-defined]
    listed = ((tree.caption or "Chapters", [str(name) for name in tree.files()]) for tree in trees)
    found = ((caption, [name for name in names if name in env.titles]) for caption, names in listed)
    return [
        (caption, [ContentsEntry(name, env.titles[name].astext()) for name in names])
        for caption, names in found
        if names
    ]


def title(app: Sphinx, docname: str) -> str:
    """Return a document's title as text."""
    return app.env.titles[docname].astext()


def sections(doctree: nodes.document) -> list[Section]:
    """Return the sections one step below the page's title."""
    top = next(iter(doctree.findall(nodes.section)), None)
    return [
        Section(child["ids"][0], child[0].astext())
        for child in (top.children if top else ())
        if isinstance(child, nodes.section)
    ]
