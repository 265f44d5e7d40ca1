"""Tables as nodes: heads, cells, and what the keys and addresses in them become; for `records` and data of figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docutils import nodes

from glossator.citations.dates import table_date
from glossator.core.datapackage import split_cell
from glossator.notes.nodes import cell, column_head, foreign, sign

#: Turns MyST text into nodes, where it stands.
Parse = Callable[[str], list[nodes.Node]]


def citations(keys: Sequence[str], role: str = "cite:p") -> str:
    """Return the MyST text that cites the works with these keys, in brackets where the role does not say otherwise."""
    return f"{{{role}}}`{','.join(keys)}`"


def listed(keys: Sequence[str]) -> str:
    """Return the MyST text that names works where nothing but works stands: without brackets."""
    return citations(keys, "cite:alp")


def paragraph_links(paragraphs: str) -> str:
    """Return the MyST text that links to paragraphs joined by ``;``."""
    return " ".join(f"{{para}}`{paragraph}`" for paragraph in split_cell(paragraphs))


#: Role of a column (`glossator.core.datapackage.role`) -> how its keys or addresses become citations or links.
ROLES: dict[str, Callable[[str], str]] = {
    "works": lambda keys: listed(split_cell(keys)),
    "paragraphs": paragraph_links,
}


def records_table(content: dict[str, Any], parse: Parse, language: str) -> nodes.table:
    """Return a table from ``columns`` (name, title, align, role, language) and ``rows`` of text.

    A column with a role is printed as links or citations, or as dates of *language*; nothing else is read as Markdown.
    """
    columns = content["columns"]
    return make_table(
        columns,
        (
            [print_cell(text, column, parse, language) for text, column in zip(row, columns, strict=True)]
            for row in content["rows"]
        ),
    )


def make_table(columns: Sequence[dict[str, Any]], rows: Iterable[Sequence[list[nodes.Node]]]) -> nodes.table:
    """Return a table from ``columns`` (name, title, align) and rows of cells, each a list of blocks."""
    # Equal columns; the builder of plain text takes the width as characters, and never ends in a column of one.
    group = nodes.tgroup("", *(nodes.colspec(colwidth=20) for _ in columns), cols=len(columns))
    group += nodes.thead("", nodes.row("", *map(_head, columns)))
    group += nodes.tbody(
        "", *(nodes.row("", *(_cell(*pair) for pair in zip(row, columns, strict=True))) for row in rows)
    )
    return nodes.table("", group, classes=["records"])


def print_cell(text: str, column: dict[str, Any], parse: Parse, language: str) -> list[nodes.Node]:
    """Return one cell: a paragraph, of links or citations if `ROLES` says so, or a date of *language*."""
    if column.get("role") == "dates" and (printed := table_date(text, language)) != text:
        return [nodes.paragraph("", printed, value=text)]
    print_keys = ROLES.get(column.get("role", ""))
    words = parse(print_keys(text)) if print_keys and text else [nodes.Text(text)]
    if mark := column.get("signs", {}).get(text):
        words = [sign("", f"{mark}\N{NO-BREAK SPACE}"), *words]
    other = column.get("language")
    return [nodes.paragraph("", "", *([foreign("", "", *words, lang=other)] if other else words))]


def _head(column: dict[str, Any]) -> column_head:
    kind = "number" if column["align"] == "right" else "text"
    head = column_head(name=column["name"], kind=kind, filter=column.get("filter", False))
    if column.get("signs"):
        head["order"] = [f"{mark}\N{NO-BREAK SPACE}{value}" for value, mark in column["signs"].items()]
    head += nodes.paragraph("", column["title"])
    head["classes"] = [f"text-{column['align']}"]
    return head


def _cell(blocks: list[nodes.Node], column: dict[str, Any]) -> cell:
    node = cell("", *blocks, label=column["title"], classes=[f"text-{column['align']}"])
    for block in blocks:
        if isinstance(block, nodes.Element) and "value" in block:
            node["value"] = block["value"]
    if column.get("nowrap"):
        node["classes"].append("nowrap")
    if column.get("closed"):
        node["classes"].append(nodes.make_id(f"{column['name']}-{node.astext()}"))
    return node
