"""Visitors of Jupyter Book's markup for pages, and their registration. A builder without one prints the base class."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from glossator.markup.nodes import fold_title, folded, line_break, side_note, struck, task
from glossator.notes.tags import READABLE, depart_block, open_tag
from glossator.translation import _

Translator = Any


def setup_markup_nodes(app: Sphinx) -> None:
    """Register the nodes, and visitors of pages for some of docutils' and Sphinx's own."""
    app.add_node(side_note, html=(visit_side_note, depart_block("div")))
    app.add_node(folded, html=(visit_folded, depart_block("details")))
    app.add_node(fold_title, html=(visit_fold_title, depart_block("summary")))
    elsewhere: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), (print_task, None))
    app.add_node(task, html=(visit_task, None), **elsewhere)
    app.add_node(line_break, html=(visit_line_break, None))
    app.add_node(struck, html=(visit_struck, depart_struck))
    app.add_node(nodes.footnote, override=True, html=(visit_footnote, depart_footnote))
    app.add_node(nodes.topic, override=True, html=(visit_topic, depart_topic))
    app.add_node(addnodes.hlist, override=True, html=(visit_hlist, depart_block("div")))
    app.add_node(addnodes.hlistcol, override=True, html=(visit_column, depart_block("div")))


def visit_side_note(self: Translator, node: side_note) -> None:
    open_tag(self, node, "div", CLASS=f"side {READABLE}", role="note")


def visit_folded(self: Translator, node: folded) -> None:
    open_tag(self, node, "details", CLASS="admonition folded", **({"open": "open"} if node["open"] else {}))


def visit_fold_title(self: Translator, node: fold_title) -> None:
    open_tag(self, node, "summary", CLASS="admonition-title")


def visit_task(self: Translator, node: task) -> None:
    """Print a box that is no control: nobody can tick it here."""
    label, sign = (_("Done"), "☑") if node["done"] else (_("To do"), "☐")
    open_tag(self, node, "span", label, CLASS="task", role="img")
    self.body.append(f"{sign}</span> ")
    raise nodes.SkipNode


def print_task(self: Translator, node: task) -> None:
    words = nodes.Text("[x] " if node["done"] else "[ ] ")
    self.visit_Text(words)
    self.depart_Text(words)
    raise nodes.SkipNode


def visit_line_break(self: Translator, node: line_break) -> None:
    self.body.append("<br />\n")
    raise nodes.SkipNode


def visit_struck(self: Translator, node: struck) -> None:
    open_tag(self, node, "s")


def depart_struck(self: Translator, node: struck) -> None:
    self.body.append("</s>")


def visit_footnote(self: Translator, node: nodes.footnote) -> None:
    """Print a footnote as docutils does, but for its ``aside``: the reading view of a browser drops every one."""
    if not isinstance(node.previous_sibling(), nodes.footnote):
        self.body.append(f'<div class="footnotes {READABLE}">\n')
    open_tag(self, node, "div", CLASS="footnote", role="doc-footnote")


def depart_footnote(self: Translator, node: nodes.footnote) -> None:
    self.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.footnote):
        self.body.append("</div>\n")


def visit_topic(self: Translator, node: nodes.topic) -> None:
    """Print a list of contents as navigation, any other topic as a block: docutils prints an ``aside``."""
    if "contents" in node["classes"]:
        title = node.next_node(nodes.title)
        open_tag(self, node, "nav", title.astext() if title else _("On this page"))
    else:
        open_tag(self, node, "div", CLASS="topic")


def depart_topic(self: Translator, node: nodes.topic) -> None:
    self.body.append("</nav>\n" if "contents" in node["classes"] else "</div>\n")


def visit_hlist(self: Translator, node: addnodes.hlist) -> None:
    """Print the columns of a list side by side, without the table that Sphinx makes of them."""
    open_tag(self, node, "div", CLASS="hlist")


def visit_column(self: Translator, node: addnodes.hlistcol) -> None:
    open_tag(self, node, "div")
