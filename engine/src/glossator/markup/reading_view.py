"""Transform that keeps words in a browser's reading view, which drops what it takes for a menu by its class."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform

from glossator.notes.tags import READABLE

#: Classes of Sphinx's roles that hold one of the words by which Readability tells what is no text.
UNLIKELY = {"menuselection"}


class KeepReadable(SphinxTransform):
    """Give these words a class that keeps them."""

    default_priority = 560

    def apply(self, **kwargs: object) -> None:
        for words in self.document.findall(nodes.inline):
            if not UNLIKELY.isdisjoint(words["classes"]):
                words["classes"].append(READABLE)
