"""Stand-ins, in the check, for the figures and tables that cells would leave: others link to them by their names.

And the charts without words that cells are seen to leave.

The check runs no cell. A name stands in the options of a cell (``mystnb: {figure: {name: …}}``), or in its code
(``figure(…, name="…")``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from glossator.execution.bare_charts import Charts
from glossator.execution.bundles import CELL, element, without_words
from glossator.execution.scheduler import read_notebook
from glossator.lint.check_builder import CheckBuilder
from glossator.messages.warnings import Problem, warn

#: Tags of cells whose outputs no page shows.
UNSHOWN = {"remove-output", "remove-cell", "skip-execution"}


class ExpectFigures(SphinxTransform):
    """Put a figure with its name and caption where a cell would leave one."""

    # Before they are numbered (205).
    default_priority = 160

    def apply(self, **kwargs: object) -> None:
        cells = [node for node in self.document.findall(nodes.container) if element(node) == "cell_code"]
        if not cells or self.app.builder.name != CheckBuilder.name:
            return
        code = [cell.source for cell in read_notebook(self.env, self.env.docname).cells]
        self._report_bare_charts(cells, code)
        for cell in cells:
            options = cell["cell_metadata"].get("mystnb", {}).get("figure", {})
            if name := options.get("name"):
                cell.append(figure := _figure(str(options.get("caption", name))))
                figure["names"] = [nodes.fully_normalize_name(str(name))]
                self.document.note_explicit_target(figure, figure)
            # Of these a name is an address in its chapter, and no label of the book.
            for name in figure_names(code[cell["cell_index"]]):
                cell.append(figure := _figure(name))
                figure["ids"] = [name]

    def _report_bare_charts(self, cells: list[nodes.container], code: list[str]) -> None:
        """Report the charts without title and words that cells say they leave; the build reports all there are."""
        charts = Charts()
        for cell in cells:
            about = cell["cell_metadata"]
            options = about.get("mystnb", {})
            found = [*charts.left_by(code[cell["cell_index"]])]
            if not UNSHOWN.isdisjoint(about.get("tags", ())):
                continue
            caption, alt = options.get("figure", {}).get("caption"), options.get("image", {}).get("alt")
            for has in found:
                if message := without_words(caption or "title" in has, alt or "description" in has):
                    warn(Problem.DESCRIPTION, message, cell, CELL)


def _figure(caption: str) -> nodes.figure:
    return nodes.figure("", nodes.caption("", caption))


def figure_names(code: str) -> Iterator[str]:
    """Yield the names of the figures that a cell makes, as far as they are written in it."""
    with suppress(SyntaxError):  # reported by the build, which runs it
        for call in calls(code, "figure"):
            yield from (each.value.value for each in call.keywords if each.arg == "name" and is_text(each.value))


def calls(code: str, name: str) -> Iterator[Any]:
    """Yield the calls of a function in the code of a cell, lines of IPython apart. Raises SyntaxError for no Python."""
    lines = ("pass" if line.lstrip().startswith(("%", "!")) else line for line in code.splitlines())
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
            yield node


def is_text(node: Any) -> bool:
    """Return whether an expression is a text as it is written."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
