"""Transforms of task lists, struck words and line breaks, for which MyST-Parser would write HTML."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

from glossator.markup.nodes import line_break, struck, task

#: Whether a book has task lists. MyST-Parser's own extension fails in every chapter that has code cells.
TASK_LISTS = "edition_task_lists"
BOX = re.compile(r"\[(?P<sign>[ xX])\]\s+")
STRUCK = ("<s>", "</s>")
#: For pages, and for LaTeX.
BREAK = ("<br />\n", "\\\\\n")


class ReadTasks(SphinxTransform):
    """Replace ``[ ]`` and ``[x]`` at the beginning of items by boxes, where a book has task lists."""

    default_priority = 190

    def apply(self, **kwargs: object) -> None:
        if not self.config[TASK_LISTS]:
            return
        for item in self.document.findall(nodes.list_item):
            first = next(iter(item.findall(nodes.Text)), None)
            box = BOX.match(first) if first else None
            if first and box and first.parent.parent is item and first.parent[0] is first:
                first.parent[:1] = [task(done=box["sign"] != " "), nodes.Text(first[box.end() :])]
                item.parent["classes"] = [*{*item.parent["classes"], "task-list"}]


class ReadBreaks(SphinxTransform):
    """Replace the end of a line, a backslash in Markdown, by a node: MyST-Parser writes it once for each builder."""

    # Before raw HTML is reported (execution/unsupported.py).
    default_priority = 190

    def apply(self, **kwargs: object) -> None:
        for raw in [raw for raw in self.document.findall(nodes.raw) if raw.astext() == BREAK[0]]:
            after = raw.next_node(nodes.raw, descend=False, siblings=True)
            if after and after.astext() == BREAK[1]:
                after.parent.remove(after)
                raw.replace_self(line_break("", "\n"))


class ReadStruck(SphinxTransform):
    """Put the words between ``<s>`` and ``</s>`` of MyST-Parser into nodes."""

    # Before raw HTML is reported (execution/unsupported.py).
    default_priority = 190

    def apply(self, **kwargs: object) -> None:
        for raw in list(self.document.findall(nodes.raw)):
            if raw.parent and raw.astext() == STRUCK[0] and (end := _end(raw)):
                first, last = raw.parent.index(raw), raw.parent.index(end)
                raw.parent[first : last + 1] = [struck("", "", *raw.parent[first + 1 : last])]


def _end(opening: nodes.raw) -> nodes.raw | None:
    siblings = opening.parent.children[opening.parent.index(opening) + 1 :]
    return next((node for node in siblings if isinstance(node, nodes.raw) and node.astext() == STRUCK[1]), None)
