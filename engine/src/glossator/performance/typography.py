"""Straight quotation marks, dashes and dots as typed are made typographic: only what has any is looked at.

Sphinx goes through every word of every page for them, which is a tenth of the time of reading.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util.nodes import is_smartquotable

STRAIGHT = re.compile(r"[\"'`]|--|\.\.\.")


class Typographic(SphinxSmartQuotes):
    """Sphinx's own pass, over the blocks of text that have straight marks; code and the two texts stay as they are."""

    def apply(self, **kwargs: Any) -> None:
        straight = filter(STRAIGHT.search, self.document.findall(nodes.Text))
        blocks = list(dict.fromkeys(map(block_of, filter(is_smartquotable, straight))))
        document = self.document
        self.document = SimpleNamespace(  # type: ignore[assignment]
            settings=document.settings, reporter=document.reporter, findall=lambda condition: blocks
        )
        super().apply(**kwargs)
        self.document = document


def block_of(text: nodes.Text) -> nodes.Element:
    """Return the block that a piece of text belongs to, with what is before and behind it: a paragraph, a heading."""
    block = text.parent
    while isinstance(block.parent, nodes.TextElement):
        block = block.parent
    return block
