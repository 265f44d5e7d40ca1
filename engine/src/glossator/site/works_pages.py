"""Further pages of a long list of works: written with the page of the document that has the list."""

from __future__ import annotations

from html import escape
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from glossator.citations.domain import PAGED
from glossator.notes.nodes import works_page

#: Attribute of a document: the pages that have been taken out of it.
PAGES = "works_pages"


def setup_works_pages(app: Sphinx) -> None:
    """Write the pages."""
    # When all else has seen the whole list: the search knows every work of it.
    app.connect("doctree-resolved", take_out, priority=900)
    app.connect("html-page-context", write_pages)


def take_out(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Take the further pages out of their document."""
    if app.builder.name in PAGED:
        document[PAGES] = list(document.findall(works_page))
        for page in document[PAGES]:
            page.parent.remove(page)


def write_pages(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], document: nodes.document | None
) -> None:
    """Write the further pages of a document that is written (event html-page-context)."""
    builder = cast(StandaloneHTMLBuilder, app.builder)
    pages: list[works_page] = document.get(PAGES, []) if document else []
    for page in pages:
        works = builder.render_partial(page)["fragment"]
        more = {"title": page["title"], "part_of": pagename, "body": f"<h1>{escape(page['title'])}</h1>\n{works}"}
        builder.handle_page(page["name"], more, "page.html", event_arg=page)
