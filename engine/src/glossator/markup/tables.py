"""Tables of Markdown and of docutils: widths of columns, and a frame in which a wide one can be moved.

The tables of ``data/`` are others (`glossator.content.records`): on a narrow screen each of their rows becomes a list.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.messages.warnings import Problem, warn
from glossator.notes.nodes import annotation
from glossator.notes.rules import add_rule
from glossator.translation import _

#: From so many columns on a table is broader than a telephone.
WIDE = 5
WIDTH = re.compile(r"\d{1,4}(\.\d{1,2})?(%|em|ex|px|rem|ch|pt|cm|mm|in|pc)?")


class scroller(nodes.container):
    """What may be broader than its place, and can be moved there. Attribute: ``label``, for a screen reader."""


def setup_tables(app: Sphinx) -> None:
    """Register the frame, and how columns are printed."""
    app.add_node(scroller, html=(visit_scroller, depart_scroller))
    app.add_node(nodes.colspec, override=True, html=(visit_column, depart_column))
    app.add_post_transform(FrameTables)


class FrameTables(SphinxPostTransform):
    """Give a table and its columns their widths, and a wide table its frame."""

    default_priority = 210
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for table in list(self.document.findall(nodes.table)):
            if "records" in table["classes"]:
                continue
            columns = list(table.findall(nodes.colspec))
            _set_widths(table, columns)
            long = ["long"] if "long" in table["classes"] else []
            # In a note, whose place is narrow everywhere, long words break instead.
            if (len(columns) >= WIDE or long) and not _is_in_a_note(table):
                # Not by replace_self, which would give the frame the address of the table as well.
                frame = scroller("", label=_label(table), classes=["table-frame", *long])
                table.parent.replace(table, frame)
                frame += table


def _is_in_a_note(node: nodes.Element | None) -> bool:
    while node is not None and not isinstance(node, annotation):
        node = node.parent
    return node is not None


def _set_widths(table: nodes.table, columns: list[nodes.colspec]) -> None:
    """Turn what docutils would print as styles into rules of the page, whose policy applies no style attribute."""
    width = str(table.attributes.pop("width", ""))
    if WIDTH.fullmatch(width):
        add_rule(table, f"inline-size: {width}{'px' if width.isdigit() else ''}; min-inline-size: 0")
    elif width:
        warn(Problem.OPTION, f'"{width}" is no width of a table; one is a number with % or em', table)
    if "colwidths-given" in table["classes"]:
        total = sum(column["colwidth"] for column in columns)
        for column in columns:
            add_rule(column, f"inline-size: {column['colwidth'] / total:.1%}")


def _label(table: nodes.table) -> str:
    """Return what a screen reader calls the frame: the caption, or the heads of the columns."""
    if isinstance(table[0], nodes.title):
        return table[0].astext().strip()
    heads = [entry.astext() for head in table.findall(nodes.thead) for entry in head.findall(nodes.entry)]
    return _("Table: {columns}").format(columns=", ".join(filter(None, heads))) if heads else _("Table")


def visit_scroller(self: Any, node: scroller) -> None:
    about = {"role": "region", "tabindex": "0", "aria-label": node["label"]}
    self.body.append(self.starttag(node, "div", CLASS="scroller", **about))


def depart_scroller(self: Any, node: scroller) -> None:
    self.body.append("</div>\n")


def visit_column(self: Any, node: nodes.colspec) -> None:
    """Print the columns of a table whose widths are given, by their classes; docutils prints styles."""
    group: Any = node.parent
    # Where docutils looks whether a cell is the head of its row.
    group.stubs.append(node.get("stub"))
    if "colwidths-given" in group.parent["classes"]:
        columns = [child for child in group.children if isinstance(child, nodes.colspec)]
        first, last = node is columns[0], node is columns[-1]
        tag = self.emptytag(node, "col").rstrip()
        self.body.append(f"{'<colgroup>' if first else ''}{tag}{'</colgroup>' if last else ''}\n")


def depart_column(self: Any, node: nodes.colspec) -> None:
    """Print nothing: docutils prints the columns here."""


def is_table(node: nodes.Node) -> bool:
    """Return whether a node is a table that the style sheet of every page does not know."""
    if isinstance(node, scroller):
        return True
    return isinstance(node, nodes.table) and bool(
        {"colwidths-given", "output-table"}.intersection(node["classes"]) or "align" in node or _has_stub(node)
    )


def _has_stub(table: nodes.table) -> bool:
    return any(column.get("stub") for column in table.findall(nodes.colspec))
