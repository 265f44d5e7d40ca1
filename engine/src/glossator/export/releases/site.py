"""What releases do to a site: the check of their addresses."""

from __future__ import annotations

from sphinx.application import Sphinx

from glossator.export.releases.check import check_addresses


def setup_releases(app: Sphinx) -> None:
    """Check addresses that were released, once all chapters are read."""
    app.connect("env-updated", check_addresses)
