"""Straight quotation marks, dashes and dots as typed are made typographic only where there are any.

Sphinx goes through every word of every page for them, which is a tenth of the time of reading.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import is_smartquotable

STRAIGHT = re.compile(r"[\"'`]|--|\.\.\.")


class LeaveTypographic(SphinxTransform):
    """Tell Sphinx whether a document has anything to be made typographic, beside code and the two texts."""

    # Before Sphinx makes it so (750).
    default_priority = 745

    def apply(self, **kwargs: object) -> None:
        straight = filter(STRAIGHT.search, self.document.findall(nodes.Text))
        self.document.settings.smart_quotes = any(map(is_smartquotable, straight))
