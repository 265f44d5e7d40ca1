"""The page on which a teacher puts a sheet together; what it can hold is written by ``export/sheets.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from glossator.site.contents import SITES
from glossator.translation import _

PAGE = "sheet"


def setup_sheet_page(app: Sphinx) -> None:
    """Write the page, where the book has none of this name."""
    app.connect("html-collect-pages", add_sheet_page)


def has_sheet_page(app: Sphinx) -> bool:
    """Return whether the edition has the page, and so whether its chapters offer to add to a sheet."""
    there = app.config.edition_exports and PAGE not in app.env.found_docs
    return bool(there and app.builder.name in SITES and app.config.html_theme == "glossator")


def add_sheet_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page (event html-collect-pages)."""
    if has_sheet_page(app):
        yield PAGE, {"title": _("Sheet")}, f"{PAGE}.html"
