"""Visitors of the list of works."""

from __future__ import annotations

from docutils import nodes

from glossator.notes.nodes import (
    letter_head,
    letters,
    work_address,
    work_label,
)
from glossator.notes.tags import Translator, open_tag


def visit_letters(self: Translator, node: letters) -> None:
    open_tag(self, node, "nav", node["label"], CLASS="letters")


def visit_letter_head(self: Translator, node: letter_head) -> None:
    open_tag(self, node, "h2", CLASS="letter")


def visit_work_label(self: Translator, node: work_label) -> None:
    self.body.append("<b>")


def depart_work_label(self: Translator, node: work_label) -> None:
    self.body.append("</b>\n")


def visit_work_address(self: Translator, node: work_address) -> None:
    open_tag(self, node, "a", href=node["refuri"])


def visit_citation(self: Translator, node: nodes.citation) -> None:
    """Print a work of the bibliography as a list item; docutils' role for it is deprecated in ARIA."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<ul class="citations">\n')
    open_tag(self, node, "li", CLASS="citation")


def depart_citation(self: Translator, node: nodes.citation) -> None:
    self.body.append("</li>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</ul>\n")


def print_label(self: Translator, node: nodes.citation) -> None:
    """Print a work of the bibliography below its label, as the page does.

    Sphinx prints it beside the label, in the columns that this leaves of its 70: with one left, its breaking of lines
    never ends, with none it fails; and the names of two ministries are as long as that.
    """
    self.add_text(f"[{node[0].astext()}]")
    self.new_state()


def depart_indented(self: Translator, node: nodes.citation) -> None:
    self.end_state(end=None)
