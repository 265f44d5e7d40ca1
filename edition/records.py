"""Tables of data on the page: the directive ``records``, and the table below each chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from edition.datapackage import TableError, as_text, describe, fields, read
from edition.warn import Problem, warn

#: Turns MyST text into nodes, where it stands.
Parse = Callable[[str], list[nodes.Node]]


def citations(keys: Sequence[str]) -> str:
    """Return the MyST text that cites the works with these keys."""
    return f"{{cite:p}}`{','.join(keys)}`"


def _links(cell: str) -> str:
    return " ".join(f"{{para}}`{paragraph}`" for paragraph in cell.split(";"))


#: Columns that hold keys or addresses, and how they become citations and links.
ROLES: dict[str, Callable[[str], str]] = {
    "source_keys": lambda cell: citations(cell.split(";")),
    "outcome_source_keys": lambda cell: citations(cell.split(";")),
    "passage": _links,
    "paragraph": _links,
    "wh": _links,
    "mfa": _links,
}


def records_table(content: dict[str, Any], parse: Parse) -> nodes.table:
    """Return a table from ``columns`` (name, title, align) and ``rows`` of text.

    A column that `ROLES` names is printed as links or citations; nothing else is read as Markdown.
    """
    columns = content["columns"]
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in columns), cols=len(columns))
    group += nodes.thead("", nodes.row("", *(_entry(nodes.Text(column["title"]), column=column) for column in columns)))
    group += nodes.tbody("", *(_row(columns, row, parse) for row in content["rows"]))
    return nodes.table("", group, classes=["records"])


def _row(columns: Sequence[dict[str, str]], cells: Sequence[str], parse: Parse) -> nodes.row:
    row = nodes.row()
    for column, cell in zip(columns, cells, strict=True):
        role = ROLES.get(column["name"])
        row += _entry(*(parse(role(cell)) if role and cell else [nodes.Text(cell)]), column=column)
    return row


def _entry(*children: nodes.Node, column: dict[str, str]) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *children), classes=[f"text-{column['align']}"])


class RecordsDirective(SphinxDirective):
    """``{records} table`` prints a table of ``data/``; ``:columns:`` chooses and orders its columns."""

    required_arguments = 1
    option_spec = {"columns": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        name, root = self.arguments[0], Path(self.env.srcdir)
        self.set_source_info(place := nodes.Element())
        try:
            described, rows = fields(name, root), read(name, root)
            self.env.note_dependency(f"data/{describe(name, root)['path']}")
        except TableError as error:
            warn(Problem.TABLE, str(error), place)
            return []
        chosen = self.options.get("columns", " ".join(described)).replace(",", " ").split()
        if unknown := [column for column in chosen if column not in described]:
            message = f'data/{name}.csv has no column "{unknown[0]}"; its columns are: {", ".join(described)}'
            warn(Problem.TABLE, message, place)
            return []
        columns = [_column(described[column]) for column in chosen]
        cells = [[as_text(row[column]) for column in chosen] for row in rows]
        return [records_table({"columns": columns, "rows": cells}, self._parse)]

    def _parse(self, text: str) -> list[nodes.Node]:
        children, _ = self.state.inline_text(text, self.lineno)
        return list(children)


def _column(field: dict[str, Any]) -> dict[str, str]:
    right = field["type"] in {"integer", "number", "year"}
    return {"name": field["name"], "title": field["title"], "align": "right" if right else "left"}
