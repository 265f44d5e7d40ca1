"""What the foot of each page says of the edition (version, date, licence, contact); the statement on accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from glossator.citations.dates import long_date
from glossator.config import edition
from glossator.site.contents import SITES
from glossator.translation import _

#: The page with the statement on accessibility, unless the book has one of its own.
PAGE = "accessibility"


def setup_accessibility_page(app: Sphinx) -> None:
    """Write the page with the statement on accessibility, where the book has none of its own."""
    app.connect("html-collect-pages", add_accessibility_page)


def add_accessibility_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page (event html-collect-pages)."""
    wanted = accessibility_page(app) == PAGE and PAGE not in app.env.found_docs
    if wanted and app.builder.name in SITES and app.config.html_theme == "glossator":
        yield PAGE, {"title": _("Accessibility")}, f"{PAGE}.html"


def accessibility_page(app: Sphinx) -> str:
    """Return the page that the foot leads to: the one that the settings name, if there is such a page, or ours."""
    named = edition(app.config).accessibility
    return named if named in app.env.found_docs else PAGE


def imprint(app: Sphinx) -> dict[str, str]:
    """Return what templates say of the edition as a whole.

    ``statement``: title, version and date; ``date``: in the book's language, may be empty; ``accessibility``: the page;
    ``contact``: an address, may be empty
    """
    settings, title = edition(app.config), app.config.html_title
    date = long_date(settings.date, app.config.language) if settings.date else ""
    about = {"title": title, "version": settings.version, "date": date}
    whole = _("{title}, version {version}, {date}") if date else _("{title}, version {version}")
    return {
        "statement": whole.format(**about),
        "date": date,
        "accessibility": accessibility_page(app),
        "contact": settings.contact or app.config.edition_repository,
    }
