"""The directive ``records``: a table of ``data/`` as nodes; also the data table of each figure."""

from __future__ import annotations

import difflib
import re
import shlex
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import download_reference
from sphinx.util.docutils import SphinxDirective

from glossator.content.evidence import read_evidence_of, row_address, show
from glossator.content.tables import print_cell, records_table
from glossator.core.datapackage import (
    BrokenTable,
    Row,
    TableError,
    as_text,
    describe_table,
    key_columns,
    read_table,
    role,
    signs,
    split_cell,
    table_fields,
)
from glossator.messages.warnings import UNREAD_TABLE, Problem, correction, keep_unread, warn
from glossator.notes.domain import link
from glossator.notes.nodes import cell, disclosure
from glossator.translation import _

#: Quotation marks as an editor may write them.
STRAIGHT = str.maketrans("“”„", '"""')


class TableDirective(SphinxDirective):
    """Base of directives that print rows of a table of ``data/``; reports a TableError that `make` raises."""

    def run(self) -> list[nodes.Node]:
        try:
            return self.make()
        except TableError as error:
            keep_unread(self.env, UNREAD_TABLE + self.name)
            if not isinstance(error, BrokenTable):  # which lint/project.py reports
                self.set_source_info(place := nodes.Element())
                warn(Problem.TABLE, str(error), place)
            return []

    def make(self) -> list[nodes.Node]:
        """Return what the directive prints."""
        raise NotImplementedError

    def rows(self, table: str, *needed: str) -> list[Row]:
        """Return the rows of *table*; the document is read again when they change.

        Raises TableError if a column that is *needed* is not there, or has an empty cell.
        """
        root = Path(self.env.srcdir)
        self.env.note_dependency("data/datapackage.json")
        self.env.note_dependency(f"data/{describe_table(table, root)['path']}")
        if lacking := [column for column in needed if column not in table_fields(table, root)]:
            raise TableError(f'the table "{table}" has no column "{lacking[0]}"; it needs {", ".join(needed)}')
        rows = read_table(table, root)
        for number, row in enumerate(rows, start=2):
            if empty := [column for column in needed if row[column] is None]:
                raise TableError(f'the table "{table}" has an empty cell in row {number}, column {empty[0]}')
        return rows

    def parse(self, text: str) -> list[nodes.Node]:
        """Return *text*, MyST without blocks, as nodes."""
        children, __ = self.state.inline_text(text, self.lineno)
        return list(children)


class RecordsDirective(TableDirective):
    """``{records} table`` prints a table of ``data/``.

    columns: the columns to print, in this order
    where: ``column = value value``, to print the rows that have one of these values; ``"two words"`` is one value
    filter-by: columns by whose values a reader may want to choose rows
    more: columns that stand in a line of its own below each row, opened on demand

    A whole table with a key of one column gives each row an address (``words-here``). A selection, or a second
    print of the table on the page, gives none, and links from its first column to the row in the whole table, where
    the book prints one. Below the citations of a row stands its evidence, below the table that of the whole table.
    """

    required_arguments = 1
    option_spec = {
        "columns": directives.unchanged,
        "where": directives.unchanged,
        "filter-by": directives.unchanged,
        "more": directives.unchanged,
    }

    def make(self) -> list[nodes.Node]:
        name = self.arguments[0]
        self.described = table_fields(name, Path(self.env.srcdir))
        about = describe_table(name, Path(self.env.srcdir))
        columns = self._columns()
        rows = self._chosen_rows(self.rows(name))
        cells = [[as_text(row[column["name"]]) for column in columns] for row in rows]
        table = records_table({"columns": columns, "rows": cells}, self.parse, self.config.language)
        # A table of a few rows is read at a glance, and needs no tools.
        if len(rows) > 8:
            table["classes"].append("sortable")
        self.evidence = read_evidence_of(self.env, about["name"])
        evidence = self._show_evidence(table, columns, rows)
        table["ids"] = [self._unused(nodes.make_id(f"table {name} {self.options.get('where', '')}"))]
        self._address(table, rows, about)
        if more := self._more():
            self._add_more(table, rows, more, len(columns))
        table.insert(0, nodes.title("", f"{about['title']} ", _download(about["path"])))
        frame = nodes.container("", table, *evidence, classes=["records-frame"])
        if "where" not in self.options and any(column["role"] == "works" for column in (*columns, *more)):
            frame["cites_for"] = name
        return [frame]

    def _show_evidence(self, table: nodes.table, columns: list[dict[str, Any]], rows: list[Row]) -> list[nodes.Node]:
        """Put the evidence of each row below its citations; return that of the whole table, to stand below it."""
        printed: list[str] = []
        __, *shown = table.findall(nodes.row)
        for row, record in zip(shown, rows, strict=True):
            for place, column in zip(row.findall(cell), columns, strict=True):
                works = _works(record, column)
                place.extend(show(self.env, self.evidence.of(record, works)))
                printed += works
            printed += [work for column in self._more() for work in _works(record, column)]
        return show(self.env, self.evidence.of_whole(printed))

    def _more(self) -> list[dict[str, Any]]:
        """Return the columns that are printed below each row."""
        names = self.options.get("more", "").replace(",", " ").split()
        for column in names:
            self._check(column)
        return [_column(self.described[name]) for name in names]

    def _add_more(self, table: nodes.table, rows: list[Row], more: list[dict[str, Any]], columns: int) -> None:
        """Put below each row of *table* a row that opens, with what the record has in the columns *more*."""
        __, *printed = table.findall(nodes.row)
        for row, record in zip(printed, rows, strict=True):
            items = [item for column in more for item in self._item(record, column)]
            if items:
                opened = disclosure("", nodes.definition_list("", *items), summary=_("More"))
                place = cell("", opened, label="", morecols=columns - 1)
                row.parent.insert(row.parent.index(row) + 1, nodes.row("", place, classes=["row-more"]))

    def _item(self, record: Row, column: dict[str, Any]) -> list[nodes.Node]:
        text = as_text(record[column["name"]])
        if not text:
            return []
        # Only a cell can keep the value of a date beside what is printed.
        column = {**column, "role": "" if column["role"] == "dates" else column["role"]}
        evidence = show(self.env, self.evidence.of(record, _works(record, column)))
        definition = nodes.definition("", *print_cell(text, column, self.parse, self.config.language), *evidence)
        return [nodes.definition_list_item("", nodes.term("", column["title"]), definition)]

    def _columns(self) -> list[dict[str, Any]]:
        """Return the columns to print, as `make_table` wants them."""
        names = self.options.get("columns", " ".join(self.described)).replace(",", " ").split()
        filters = self.options.get("filter-by", "").replace(",", " ").split()
        for column in (*names, *filters):
            self._check(column)
        if hidden := [column for column in filters if column not in names]:
            raise TableError(f'":filter-by: {hidden[0]}" needs the column {hidden[0]}; add it to ":columns:"')
        return [{**_column(self.described[name]), "filter": name in filters} for name in names]

    def _check(self, column: str) -> None:
        if column not in self.described:
            table, known = self.arguments[0], ", ".join(self.described)
            near = difflib.get_close_matches(column, self.described, n=1)
            hint = correction(column, near[0]) if near else ""
            raise TableError(f'data/{table}.csv has no column "{column}"; its columns are: {known}{hint}')

    def _unused(self, address: str) -> str:
        """Return *address*, with a number if an earlier table of the page has it."""
        count = self.env.temp_data[address] = self.env.temp_data.get(address, 0) + 1
        return address if count == 1 else f"{address}-{count}"

    def _chosen_rows(self, rows: list[Row]) -> list[Row]:
        if "where" not in self.options:
            return rows
        column, equals, values = (part.strip() for part in self.options["where"].partition("="))
        if not (equals and values):
            raise TableError(f'":where: {self.options["where"]}" has no value; write: :where: column = value value')
        self._check(column)
        try:
            wanted = set(shlex.split(values.translate(STRAIGHT)))
        except ValueError as error:
            raise TableError(f'":where: {self.options["where"]}" has a quotation mark without its partner') from error
        present = {value for row in rows for value in split_cell(as_text(row[column]))}
        if absent := sorted(wanted - present):
            known = ", ".join(sorted(present))
            raise TableError(f'no row has "{absent[0]}" in the column {column}; the values there are: {known}')
        return [row for row in rows if wanted.intersection(split_cell(as_text(row[column])))]

    def _address(self, table: nodes.table, rows: list[Row], about: dict[str, Any]) -> None:
        """Give the rows of a whole table their addresses, or link those of a selection to them."""
        key = key_columns(about)
        if len(key) != 1:
            return
        __, *printed = table.findall(nodes.row)
        first = table["ids"] == [f"table-{nodes.make_id(self.arguments[0])}"]
        for row, record in zip(printed, rows, strict=True):
            address = row_address(self.arguments[0], record, key)
            if first:
                row["ids"] = [address]
            elif isinstance(words := next(iter(row.findall(nodes.paragraph))).children[0], nodes.Text):
                words.parent.replace(words, link(self.env.docname, "row", address, words.astext(), optional=True))


def _works(record: Row, column: dict[str, Any]) -> list[str]:
    """Return the keys in a column of works; none in any other."""
    return split_cell(record[column["name"]]) if column["role"] == "works" else []


def _column(field: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": field["name"],
        "title": field["title"],
        "align": "right" if field["type"] in {"integer", "number", "year"} else "left",
        "closed": "enum" in field.get("constraints", {}),
        "role": role(field),
        "language": field.get("language", ""),
        "nowrap": field.get("nowrap", False),
        "signs": signs(field),
    }


def _download(path: str) -> download_reference:
    return download_reference("", "", nodes.Text(path), reftarget=f"/data/{path}", refdoc="", classes=["csv"])


def heading_address(title: str) -> str:
    """Return the id of a heading: docutils', which leaves nothing of other letters than Latin; of these the words."""
    return nodes.make_id(title) or "-".join(re.findall(r"[^\W_]+", title.lower()))
