"""Transforms of what MyST-Parser writes as HTML though it is none of an author's: task lists and struck words."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

from glossator.markup.nodes import struck, task

#: What the plugin of markdown-it writes before an item of a task list, to the letter.
BOX = re.compile(
    r'<input class="task-list-item-checkbox" (?P<checked>checked="checked" )?disabled="disabled" type="checkbox">'
)
STRUCK = ("<s>", "</s>")


class ReadTasks(SphinxTransform):
    """Replace the boxes of task lists, and the words that are struck out, by nodes."""

    # Before raw HTML is reported (execution/outputs.py).
    default_priority = 190

    def apply(self, **kwargs: object) -> None:
        for raw in list(self.document.findall(nodes.raw)):
            if box := BOX.fullmatch(raw.astext().strip()):
                raw.replace_self(task(done=bool(box["checked"])))
            elif raw.astext() == STRUCK[0]:
                _strike(raw)


def _strike(opening: nodes.raw) -> None:
    """Put what stands from *opening* to its end into a node; without an end, it stays what it is."""
    siblings = opening.parent.children
    first = siblings.index(opening)
    depth = 0
    for last, node in enumerate(siblings[first:], start=first):
        if isinstance(node, nodes.raw) and node.astext() in STRUCK:
            depth += 1 if node.astext() == STRUCK[0] else -1
        if depth == 0:
            words = siblings[first + 1 : last]
            opening.parent[first : last + 1] = [struck("", "", *words)]
            return
