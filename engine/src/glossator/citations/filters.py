"""Filters of lists of works (``:filter:`` of ``{bibliography}``): what bibtex would stop at, or take for nothing."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import Any, NamedTuple

from glossator.core.nearest import name_near
from glossator.messages.warnings import correction

#: What a filter may name besides the fields of works, and of which type it is.
NAMES: dict[str, type] = {"cited": bool, "docname": str, "docnames": frozenset}
ALWAYS = ("type", "key", "author", "editor")
FORM = (
    'a filter is made of cited, docname in docnames, and fields of works, such as author % "Smith" or year == "2016", '
    "joined by and, or, not"
)
ORDERED = ast.Lt | ast.LtE | ast.Gt | ast.GtE


class Fault(NamedTuple):
    """What is wrong with a filter: the message, and words of the line that is meant."""

    message: str
    words: str = ":filter:"


def filter_fault(written: ast.AST, fields: Collection[str], documents: Collection[str]) -> Fault | None:
    """Return what is wrong with a parsed filter; *fields* are those of all works, *documents* the book's."""
    try:
        _Types(fields, documents).visit(written)
    except _Wrong as error:
        return error.args[0]  # type: ignore[no-any-return]
    return None


class _Wrong(Exception):
    """Holds a `Fault`."""


class _Types(ast.NodeVisitor):
    """Tells the type of each part of a filter; raises `_Wrong` where bibtex would fail."""

    def __init__(self, fields: Collection[str], documents: Collection[str]) -> None:
        self.fields, self.documents = {*fields, *ALWAYS}, documents

    def visit_Module(self, node: ast.Module) -> type:
        if len(node.body) != 1 or not isinstance(node.body[0], ast.Expr):
            first = node.body[0] if node.body else None
            name = ast.unparse(first.targets[0]) if isinstance(first, ast.Assign) else ""
            hint = correction(f"{name} =", f"{name} ==") if name else ""
            raise _Wrong(Fault(f"this filter cannot be read: {FORM}{hint}"))
        return self.kind(node.body[0].value)

    def kind(self, node: ast.AST) -> type:
        """Return the type of an expression."""
        found: type = self.visit(node)
        return found

    def visit_BoolOp(self, node: ast.BoolOp) -> type:
        for value in node.values:
            self.kind(value)
        return bool

    def visit_UnaryOp(self, node: ast.UnaryOp) -> type:
        if not isinstance(node.op, ast.Not):
            self.generic_visit(node)
        self.kind(node.operand)
        return bool

    def visit_BinOp(self, node: ast.BinOp) -> type:
        expected = {ast.Mod: str, ast.BitOr: frozenset, ast.BitAnd: frozenset}.get(type(node.op))
        if expected is None:
            self.generic_visit(node)
        for side in (node.left, node.right):
            self._expect(side, expected, side is node.right)
        return bool if expected is str else frozenset

    def visit_Compare(self, node: ast.Compare) -> type:
        if len(node.ops) != 1 or isinstance(node.ops[0], ast.Is | ast.IsNot):
            self.generic_visit(node)
        left, right = node.left, node.comparators[0]
        kinds = self.kind(left), self.kind(right)
        if isinstance(node.ops[0], ast.In | ast.NotIn) and kinds[1] is not frozenset and kinds != (str, str):
            raise _Wrong(
                Fault(f'"{ast.unparse(node)}" holds of no work: after "in" stands docnames, or a set {{"a", "b"}}')
            )
        if isinstance(node.ops[0], ast.Eq | ast.NotEq | ORDERED) and kinds[0] is not kinds[1]:
            sign = ast.unparse(node).removeprefix(ast.unparse(left)).split()[0]
            number = ast.unparse(right)
            hint = correction(f"{sign} {number}", f'{sign} "{number}"') if _is_number(right) else ""
            raise _Wrong(Fault(f'"{ast.unparse(node)}" holds of no work: what works say is text, in quotes{hint}'))
        for one, other in ((left, right), (right, left)):
            if isinstance(one, ast.Name) and one.id in ("docname", "docnames"):
                self._check_documents(other)
        return bool

    def visit_Name(self, node: ast.Name) -> type:
        if node.id in NAMES:
            return NAMES[node.id]
        if node.id not in self.fields:
            near = name_near(node.id, {*self.fields, *NAMES})
            message = f'no work has a field "{node.id}"; {FORM}' + (correction(node.id, near) if near else "")
            raise _Wrong(Fault(message, node.id))
        return str

    def visit_Set(self, node: ast.Set) -> type:
        for each in node.elts:
            self.kind(each)
        return frozenset

    def visit_Constant(self, node: ast.Constant) -> type:
        return type(node.value)

    def generic_visit(self, node: ast.AST) -> Any:
        raise _Wrong(Fault(f'"{ast.unparse(node)}" is no part of a filter: {FORM}'))

    def _expect(self, node: ast.AST, expected: type | None, is_right: bool) -> None:
        if is_right and isinstance(node, ast.Name) and not name_near(node.id, {*self.fields, *NAMES}):
            message = f'"{node.id}" is no field of a work; text stands in quotes'
            raise _Wrong(Fault(message + correction(f"% {node.id}", f'% "{node.id}"'), node.id))
        if self.kind(node) is not expected:
            what = "text, in quotes" if expected is str else "docnames, or a set"
            raise _Wrong(Fault(f'"{ast.unparse(node)}" stands where a filter has {what}'))

    def _check_documents(self, node: ast.AST) -> None:
        """Report the name of a chapter that the book does not have."""
        for each in node.elts if isinstance(node, ast.Set) else [node]:
            name = each.value if isinstance(each, ast.Constant) and isinstance(each.value, str) else ""
            if name and name not in self.documents:
                # Not by the folder, which all have in common.
                tails = {each.rpartition("/")[2]: each for each in sorted(self.documents)}
                near = tails.get(name_near(name.rpartition("/")[2], tails), "")
                message = f'there is no chapter "{name}"' + (correction(name, near) if near else "")
                raise _Wrong(Fault(message, name))


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and not isinstance(node.value, bool)
