"""The directive ``strip``: the rows of a table as marks in one line, each a link to its row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives

from glossator.content.evidence import row_address
from glossator.content.records import TableDirective
from glossator.core.datapackage import TableError, as_text, describe_table, key_columns, signs, table_fields
from glossator.notes.domain import link


class StripDirective(TableDirective):
    """``{strip} table`` with ``:by: column``, whose values have signs, and ``:say: column``, what a mark stands for.

    The marks are in the order of the signs in ``datapackage.json``; below them stands what each sign means, and how
    often it occurs. Where no page prints the whole table, they are no links.
    """

    required_arguments = 1
    option_spec = {"by": directives.unchanged_required, "say": directives.unchanged_required}

    def make(self) -> list[nodes.Node]:
        name, by, say = self.arguments[0], self.options.get("by", ""), self.options.get("say", "")
        root = Path(self.env.srcdir)
        if not (by and say):
            raise TableError('a strip has ":by: column", for its signs, and ":say: column", for its words')
        rows = self.rows(name, by, say)
        known = signs(table_fields(name, root)[by])
        if not known:
            raise TableError(
                f'the column {by} of "{name}" has no "signs" in data/datapackage.json, a sign for each value'
            )
        if strange := sorted({as_text(row[by]) for row in rows} - set(known)):
            raise TableError(f'there is no sign for "{strange[0]}" among the "signs" of the column {by} of "{name}"')
        order = list(known)
        rows.sort(key=lambda row: order.index(as_text(row[by])))
        key = key_columns(describe_table(name, root))
        marks = nodes.bullet_list(classes=["strip"])
        for row in rows:
            value = as_text(row[by])
            sign = nodes.inline("", known[value], classes=["strip-sign"])
            words = nodes.inline("", f" {value}: {as_text(row[say])}", classes=["strip-words"])
            way = link(self.env.docname, "row", row_address(name, row, key), value, optional=True)
            way.children = [nodes.inline("", "", sign, words, classes=["xref"])]
            marks += nodes.list_item("", nodes.paragraph("", "", way))
        counts = Counter(as_text(row[by]) for row in rows)
        legend = " · ".join(f"{sign} {value} {counts[value]}" for value, sign in known.items() if counts[value])
        return [
            nodes.container("", marks, nodes.paragraph("", legend, classes=["strip-legend"]), classes=["strip-frame"])
        ]
