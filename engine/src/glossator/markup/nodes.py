"""Docutils nodes of Jupyter Book's markup, and which nodes the style sheet ``markup.css`` is for.

Every node is a kind of docutils' own nodes, so that a builder without a visitor here prints it as it prints those.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from glossator.notes.nodes import source_paragraph


class side_note(nodes.container):
    """What stands beside the text where there is a margin, and in it where there is none: margin and sidebar."""


class folded(nodes.admonition):
    """An admonition that a reader opens, by its `fold_title`. Attribute: ``open``, whether it is so at first."""


class fold_title(nodes.title):
    """The title of what is folded, its first child."""


class task(nodes.inline):
    """The box before an item of a task list. Attribute: ``done``."""


class line_break(nodes.inline):
    """The end of a line within a paragraph."""


class struck(nodes.inline):
    """Words that are struck out."""


#: Nodes that only the style sheet ``markup.css`` has rules for.
STYLED = (
    *(nodes.Admonition, nodes.topic, nodes.rubric, nodes.figure, nodes.image, nodes.footnote, nodes.footnote_reference),
    *(
        nodes.block_quote,
        nodes.transition,
        nodes.field_list,
        nodes.definition_list,
        nodes.line_block,
        nodes.abbreviation,
    ),
    *(nodes.superscript, nodes.subscript, addnodes.centered, addnodes.hlist, side_note, task, struck),
)
#: Classes for which it has rules, whatever the node.
CLASSES = {
    *("toggle", "margin", "tag_margin", "full-width", "tag_full-width", "toctree-wrapper"),
    *("kbd", "guilabel", "menuselection", "command"),
}
#: Classes of nodes of those types for which the sheet of every page has rules.
OWN = {"chart-figure", "glossary", "source-facts"}


def is_markup(node: nodes.Node) -> bool:
    """Return whether a node needs the style sheet of Jupyter Book's markup."""
    if isinstance(node, nodes.literal_block):
        return bool(node.get("linenos") or "hl_lines" in node.get("highlight_args", ()))
    if not isinstance(node, nodes.Element) or isinstance(node, source_paragraph):
        return False
    classes = node.get("classes", ())
    styled = isinstance(node, STYLED) or "literal_block" in node
    # A list of contents that is hidden leaves an empty one.
    return (styled and OWN.isdisjoint(classes)) or not (CLASSES.isdisjoint(classes) or node.children == [])
