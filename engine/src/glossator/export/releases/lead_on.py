"""Pages at the addresses of pages that moved, and what a script needs to lead on from a moved place in a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx

from glossator.citations.domain import PAGED
from glossator.export.releases.standing import standing
from glossator.translation import _

HTML = ".html"


def add_moved_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page for each that moved as a whole (event html-collect-pages); it leads on without a script, too."""
    if app.builder.name != PAGED[0] or app.config.html_theme != "glossator":
        return
    for old, new in standing(app).moved:
        name = old.removesuffix(HTML)
        if old.endswith(HTML) and name not in app.env.found_docs:
            there = (
                {"pageurl": urljoin(base, new)} if (base := app.config.html_baseurl.rstrip("/") + "/") != "/" else {}
            )
            yield name, {"title": _("This page has moved"), "leads_to": new, **there}, "moved.html"


def add_moved_places(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], document: nodes.document | None
) -> None:
    """Tell a page which of its places have moved (event html-page-context); most pages have none."""
    page = pagename + HTML
    fragments = {old: new for old, new in standing(app).moved if old.partition("#")[0] == page}
    if fragments and "scripts" in context:
        places = {old.partition("#")[2]: context["content_root"] + new for old, new in fragments.items()}
        context["moved"] = json.dumps(places, ensure_ascii=False, separators=(",", ":"))
        context["scripts"] = [*context["scripts"], "moved.js"]
