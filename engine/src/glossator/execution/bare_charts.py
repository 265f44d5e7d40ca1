"""Bare charts, as far as the code of a cell says that it leaves one: for the check, which runs no cell.

Seen are charts of Altair that a cell ends in, or shows by ``display``, if they are made in the cells of the chapter:
``alt.Chart(…)``, ``alt.layer(…)``, sums of such, and names for them. What a function makes, only a build knows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress

#: What of Altair is a chart when it is called; and the calls that give a chart its title and its words.
CHARTS = ("Chart", "layer", "concat", "hconcat", "vconcat", "repeat")
WORDS = (*CHARTS, "properties")


class Charts:
    """The names in a chapter that stand for Altair or a chart, as its cells are read one after the other."""

    def __init__(self) -> None:
        self.modules = {"alt", "altair"}
        self.functions: set[str] = set()
        self.values: dict[str, ast.expr] = {}

    def left_by(self, code: str) -> Iterator[list[str]]:
        """Yield for each bare chart that a cell leaves which of title and description it has."""
        # Lines of IPython are no Python.
        lines = ("pass" if line.lstrip().startswith(("%", "!")) else line for line in code.splitlines())
        body: list[ast.stmt] = []
        with suppress(SyntaxError):  # reported by the build, which runs it
            body = ast.parse("\n".join(lines)).body
        for number, statement in enumerate(body, start=1):
            self._learn(statement)
            if not isinstance(statement, ast.Expr):
                continue
            last = number == len(body) and not code.rstrip().endswith(";")
            for shown in _displayed(statement.value) or ([statement.value] if last else []):
                if self._is_chart(shown):
                    yield sorted(self._words(shown))

    def _learn(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Import):
            self.modules |= {each.asname for each in statement.names if each.name == "altair" and each.asname}
        elif isinstance(statement, ast.ImportFrom) and statement.module == "altair":
            self.functions |= {each.asname or each.name for each in statement.names if each.name in CHARTS}
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    self._assign(target.id, statement.value)

    def _assign(self, name: str, value: ast.expr) -> None:
        # One that is made of itself is what it was, and what is done to it.
        if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(value)):
            if name in self.values:
                self.values[name] = _Insert(name, self.values[name]).visit(value)
        else:
            self.values[name] = value

    def _is_chart(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self.values and self._is_chart(self.values[node.id])
        if isinstance(node, ast.BinOp):
            return self._is_chart(node.left)
        if not isinstance(node, ast.Call):
            return False
        function = node.func
        if isinstance(function, ast.Name):
            return function.id in self.functions
        if not isinstance(function, ast.Attribute):
            return False
        called = isinstance(function.value, ast.Name) and function.value.id in self.modules
        # Its methods give a chart again, but for those that give a file or its words.
        return function.attr in CHARTS if called else self._is_chart(function.value) and not _is_export(function.attr)

    def _words(self, node: ast.expr) -> set[str]:
        """Return which of title and description a chart has itself; those of its parts are theirs."""
        if isinstance(node, ast.Name):
            return self._words(self.values[node.id]) if node.id in self.values else set()
        if not isinstance(node, ast.Call):
            return set()
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        own = {each.arg for each in node.keywords if each.arg in ("title", "description")} if name in WORDS else set()
        return {*filter(None, own)} | (self._words(function.value) if isinstance(function, ast.Attribute) else set())


class _Insert(ast.NodeTransformer):
    """Puts a value in the place of a name."""

    def __init__(self, name: str, value: ast.expr) -> None:
        self.name, self.value = name, value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.value if node.id == self.name else node


def _is_export(method: str) -> bool:
    return method.startswith(("to_", "save", "show", "display"))


def _displayed(node: ast.expr) -> list[ast.expr]:
    return node.args if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "display" else []
