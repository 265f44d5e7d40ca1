"""What releases do to a site: addresses that moved lead on, a page tells what changed, and the check what is gone."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from glossator.config import edition
from glossator.export.releases.check import check_addresses
from glossator.export.releases.lead_on import add_moved_pages, add_moved_places
from glossator.export.releases.page import add_page
from glossator.export.releases.standing import SETTING, Standing, standing, take_standing


def setup_releases(app: Sphinx) -> None:
    """Register what is done while chapters are read and pages written; `write_changes` does the rest at the end."""
    app.add_config_value(SETTING, Standing((), False, ()), "html", types=(tuple,))
    # After the settings have been read (`glossator.lint.settings`).
    app.connect("config-inited", take_standing, priority=850)
    app.connect("env-updated", check_addresses)
    app.connect("html-collect-pages", add_page)
    app.connect("html-collect-pages", add_moved_pages)
    # Before and after the scripts of a page are chosen (`glossator.site.context`).
    app.connect("html-page-context", add_releases, priority=400)
    app.connect("html-page-context", add_moved_places, priority=600)


def add_releases(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], document: nodes.document | None
) -> None:
    """Tell templates whether there is a release, and whether releases are kept beside the site."""
    context["has_releases"] = bool(standing(app).numbers)
    context["keeps_releases"] = edition(app.config).keeps_releases
