"""The annotated edition: source texts, quotations, tables and charts, and the Sphinx extension that prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "1.0.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the Sphinx extension; imported here, so that a notebook can import the package without Sphinx."""
    from edition.extension import setup as setup_extension  # noqa: PLC0415

    return setup_extension(app)
