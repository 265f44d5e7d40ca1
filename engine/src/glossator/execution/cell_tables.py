"""Tables that a cell leaves: heads with scope, numbers to the right, spans that every builder can print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: A cell as HTML has it: its blocks, whether it is a head, and how many rows and columns it takes.
CellOfTag = tuple[list[nodes.Node], bool, int, int]
RowOfTags = list[CellOfTag]
NUMBER = re.compile(r"[-+−±~≈<>]?\s?[$€£¥]?\s?[\d.,'\u00a0\u202f ]*\d\s?[%‰]?(e[-+]?\d+)?", re.IGNORECASE)
#: What stands in a column of numbers where there is none.
NO_NUMBER = {"", "nan", "<na>", "nat", "none", "null", "…", "...", "–", "—", "-", "inf", "-inf"}
#: From so many rows on a table is moved in a frame of its own.
LONG = 20


class table_cell(nodes.entry):
    """A cell. Attribute: ``scope`` of a head (col, row, colgroup, rowgroup), empty for one with data."""


def setup_cell_tables(app: Sphinx) -> None:
    """Register the node."""
    app.add_node(table_cell, html=(visit_table_cell, depart_table_cell))


def make_table(
    heads: Sequence[RowOfTags], rows: Sequence[RowOfTags], caption: Sequence[nodes.Node] = ()
) -> nodes.table:
    """Return a table of *heads* and *rows*, each a row of cells, in which every row has as many columns.

    The names of an index, which pandas prints in a row of their own, go where they name something.
    """
    heads = _join_names(heads)
    placed = [_place(part) for part in (heads, rows)]
    width = max((column + cell[3] for part in placed for row in part for column, cell in row), default=1)
    right = _numeric(placed[1], width)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=20) for _ in range(width)), cols=width)
    for kind, part in zip((nodes.thead, nodes.tbody), placed, strict=True):
        made = [nodes.row("", *_cells(row, width, taken, right, kind)) for row, taken in _taken(part)]
        if made or kind is nodes.tbody:
            group += kind("", *made)
    table = nodes.table("", group, classes=["output-table", *(["long"] if len(rows) > LONG else [])])
    if caption:
        table.insert(0, nodes.title("", "", *caption))
    return table


Placed = list[list[tuple[int, CellOfTag]]]


def _place(rows: Sequence[RowOfTags]) -> Placed:
    """Return each cell with its column; one that would reach below the last row, or into another cell, is cut."""
    taken: dict[int, int] = defaultdict(int)  # column -> how many rows it is yet taken
    placed: Placed = []
    for number, row in enumerate(rows):
        column, cells = 0, []
        for blocks, is_head, down, across in row:
            while taken[column]:
                column += 1
            free = next(n for n in range(1, across + 1) if n == across or taken[column + n])
            below = min(down, len(rows) - number)
            cells.append((column, (blocks, is_head, below, free)))
            for each in range(column, column + free):
                taken[each] = below
            column += free
        placed.append(cells)
        taken.update({each: left - 1 for each, left in taken.items() if left})
    return placed


def _taken(rows: Placed) -> Iterator[tuple[list[tuple[int, CellOfTag]], set[int]]]:
    """Yield each row with the columns that cells above it take."""
    ends: dict[int, int] = {}
    for number, row in enumerate(rows):
        yield row, {column for column, end in ends.items() if end > number}
        for column, (_, _, down, across) in row:
            ends.update(dict.fromkeys(range(column, column + across), number + down))


def _cells(
    row: Iterable[tuple[int, CellOfTag]], width: int, taken: set[int], right: set[int], kind: Any
) -> list[table_cell]:
    """Return the cells of a row, and empty ones where it has none."""
    made: dict[int, table_cell] = {}
    filled = set(taken)
    for column, (blocks, is_head, down, across) in row:
        cell = table_cell("", *blocks, scope=_scope(blocks, is_head, down, across, kind))
        if column in right:
            cell["classes"].append("text-right")
        cell.attributes.update({} if down == 1 else {"morerows": down - 1})
        cell.attributes.update({} if across == 1 else {"morecols": across - 1})
        made[column] = cell
        filled.update(range(column, column + across))
    made |= {column: table_cell("", scope="") for column in range(width) if column not in filled}
    return [made[column] for column in sorted(made)]


def _scope(blocks: list[nodes.Node], is_head: bool, down: int, across: int, kind: Any) -> str:
    """Return what a cell is the head of; an empty one is the head of nothing."""
    if not any(block.astext().strip() for block in blocks) or not (is_head or kind is nodes.thead):
        return ""
    if kind is nodes.thead:
        return "col" if across == 1 else "colgroup"
    return "row" if down == 1 else "rowgroup"


def _numeric(rows: Placed, width: int) -> set[int]:
    """Return the columns that hold numbers alone."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for column, (blocks, is_head, _, across) in row:
            if across == 1 and not is_head:
                found[column].append(" ".join(block.astext() for block in blocks).strip())
    return {
        column
        for column, texts in found.items()
        if column < width
        and any(NUMBER.fullmatch(text) for text in texts)
        and all(NUMBER.fullmatch(text) or text.lower() in NO_NUMBER for text in texts)
    }


def _join_names(heads: Sequence[RowOfTags]) -> list[RowOfTags]:
    """Put the names of an index into the empty corner of the row above them."""
    joined = list(heads)
    if len(joined) < 2:
        return joined
    above, names = joined[-2:]
    count = next((place for place, cell in enumerate(names) if not _words(cell)), len(names))
    plain = len(above) == len(names) and all(cell[2] == cell[3] == 1 for cell in (*above, *names))
    if plain and count and not any(map(_words, above[:count])) and not any(map(_words, names[count:])):
        joined[-2:] = [[*names[:count], *above[count:]]]
    return joined


def _words(cell: CellOfTag) -> str:
    return "".join(block.astext() for block in cell[0]).strip()


def visit_table_cell(self: Any, node: table_cell) -> None:
    spans = {"rowspan": node.get("morerows", 0) + 1, "colspan": node.get("morecols", 0) + 1}
    about = {name: str(count) for name, count in spans.items() if count > 1}
    if node["scope"]:
        about["scope"] = node["scope"]
    self.context.append("</th>\n" if node["scope"] else "</td>\n")
    self.body.append(self.starttag(node, "th" if node["scope"] else "td", "", **about))


def depart_table_cell(self: Any, node: table_cell) -> None:
    self.body.append(self.context.pop())
