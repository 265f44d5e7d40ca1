"""Transform that numbers figures, tables and listings, each from 1 in every chapter; ``{numref}`` gives the numbers.

Sphinx would number them through the book, for which it must read all chapters again after every edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

from glossator.notes.entries import Number, counter_words


def setup_numbers(app: Sphinx) -> None:
    """Add the transform, and keep Sphinx from giving other numbers."""
    app.connect("config-inited", leave_numbers_to_the_edition)
    app.add_transform(NumberFigures)


def leave_numbers_to_the_edition(app: Sphinx, config: Config) -> None:
    """Switch ``numfig`` off, which Jupyter Book switches on: every caption would have two numbers."""
    config.numfig = False


class NumberFigures(SphinxTransform):
    """Put its number before the caption of each figure, table and listing."""

    default_priority = 205

    def apply(self, **kwargs: object) -> None:
        last: Counter[str] = Counter()
        for kind, caption in captions(self.document):
            last[kind] += 1
            caption.parent["number"] = Number(kind, str(last[kind]), caption.astext())
            words = f"{counter_words(kind)} {last[kind]} "
            caption.insert(0, nodes.inline("", words, classes=["caption-number"]))


def captions(document: nodes.document) -> Iterator[tuple[str, nodes.Element]]:
    """Yield what is numbered and its caption, in order."""
    for node in list(document.findall(nodes.Element)):
        if isinstance(node, nodes.caption) and isinstance(node.parent, nodes.figure):
            yield "figure", node
        elif isinstance(node, nodes.caption) and node.parent.get("literal_block"):
            yield "listing", node
        elif isinstance(node, nodes.title) and isinstance(node.parent, nodes.table):
            yield "table", node
