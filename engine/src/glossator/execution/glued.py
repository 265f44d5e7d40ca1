"""Values that a cell glues, and the words print: the roles and directives of MyST-NB's ``glue``, in one chapter.

A value that no cell glues is reported, by the check too, which runs no cell: it looks for ``glue("name", …)`` in them.
Of another chapter there is none: its page would not be written again when the value changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, cast

from docutils import nodes
from myst_nb.ext.glue.directives import (
    PasteAnyDirective,
    PasteFigureDirective,
    PasteMarkdownDirective,
    PasteMathDirective,
)
from myst_nb.ext.glue.domain import NbGlueDomain
from myst_nb.ext.glue.roles import PasteMarkdownRole, PasteRoleAny, PasteTextRole
from sphinx.application import Sphinx
from sphinx.config import Config

from glossator.core.nearest import name_near
from glossator.execution.expected import calls, is_text
from glossator.lint.check_builder import CheckBuilder
from glossator.messages.warnings import Problem, correction, warn

#: What the check prints for a value.
STAND_IN = {"data": dict.fromkeys(("text/plain", "text/markdown", "text/latex"), "0"), "metadata": {}}
OTHER = "a value is printed in the chapter that computes it: {} is one of another chapter; compute it here, and glue it"


def setup_glue(app: Sphinx) -> None:
    """Connect what puts the roles and directives in the place of MyST-NB's."""
    app.connect("config-inited", replace_glue)
    app.connect("builder-inited", stand_in)


def replace_glue(app: Sphinx, config: Config) -> None:
    """Register roles and directives that look first whether there is such a value."""
    if "myst_nb" in app.extensions:
        app.add_domain(GlueDomain, override=True)
        app.add_role("glue", AnyRole(), override=True)
        app.add_directive("glue", AnyDirective, override=True)


def stand_in(app: Sphinx) -> None:
    """Let the check print something for each value, so that captions and names around it are there."""
    if "glue" in app.env.domains:
        cast(GlueDomain, app.env.get_domain("glue")).is_checking = app.builder.name == CheckBuilder.name


class _Role:
    """Mixin of roles: reports a name that no cell glues, and prints nothing then."""

    def run(self: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name = self.text.rsplit(":", 1)[0] if self.has_format and "::" not in self.text else self.text
        if "::" in self.text:
            _warn(self.document, self.line, OTHER.format(f'"{self.text}"'), f"`{self.text}`")
        elif _is_there(self.document, name, self.line):
            return super().run()  # type: ignore[misc, no-any-return]
        return [nodes.inline("", name)], []


class AnyRole(_Role, PasteRoleAny):  # type: ignore[misc]
    has_format = False


class TextRole(_Role, PasteTextRole):  # type: ignore[misc]
    has_format = True


class MarkdownRole(_Role, PasteMarkdownRole):  # type: ignore[misc]
    has_format = True


class _Directive:
    """Mixin of directives: reports a name that no cell glues, and prints nothing then."""

    def run(self: Any) -> list[nodes.Node]:
        name = self.arguments[0]
        if "doc" in self.options:
            _warn(self.document, self.line, OTHER.format(f'"{name}"'), name)
        elif _is_there(self.document, name, self.line):
            return super().run()  # type: ignore[misc, no-any-return]
        return []


class AnyDirective(_Directive, PasteAnyDirective):  # type: ignore[misc]
    pass


class FigureDirective(_Directive, PasteFigureDirective):  # type: ignore[misc]
    pass


class MathDirective(_Directive, PasteMathDirective):  # type: ignore[misc]
    pass


class MarkdownDirective(_Directive, PasteMarkdownDirective):  # type: ignore[misc]
    pass


class GlueDomain(NbGlueDomain):  # type: ignore[misc]
    """The roles ``glue:text`` and ``glue:md``, and the directives ``glue:figure``, ``glue:math`` and ``glue:md``."""

    is_checking = False  #: whether no cell is run
    roles: ClassVar[dict[str, Any]] = {"": AnyRole(), "any": AnyRole(), "text": TextRole(), "md": MarkdownRole()}
    directives: ClassVar[dict[str, Any]] = {
        "": AnyDirective,
        "any": AnyDirective,
        "figure": FigureDirective,
        "math": MathDirective,
        "md": MarkdownDirective,
    }


def _is_there(document: Any, name: str, line: int) -> bool:
    """Return whether a value can be printed; report it if no cell of the chapter glues one of this name."""
    client = document["nb_renderer"].renderer.nb_client if "nb_renderer" in document else None
    if client and name in client.glue_data:
        return True
    cells = [cell.source for cell in client.notebook.cells if cell.cell_type == "code"] if client else []
    named = [each for cell in cells for each in glued_names(cell)]
    # What a cell that failed was to glue, or names that are computed: the cell is reported, or no name is known.
    if name not in named and "" not in named:
        near = name_near(name, named)
        there = f"; it glues: {', '.join(named)}" if named else ""
        hint = correction(name, near) if near else ""
        message = (
            f'no cell of this chapter glues "{name}"; one does by glue("{name}", value), from myst_nb{there}{hint}'
        )
        _warn(document, line, message, name)
    elif client and document.settings.env.get_domain("glue").is_checking:
        client.glue_data[name] = STAND_IN
        return True
    return False


def glued_names(code: str) -> Iterator[str]:
    """Yield the names that a cell glues; an empty one where it is computed, or the code is no Python."""
    try:
        for call in calls(code, "glue"):
            by_name = [each.value for each in call.keywords if each.arg == "name"]
            named = next(iter([*call.args, *by_name]), None)
            yield str(named.value) if is_text(named) else ""  # type: ignore[union-attr]
    except SyntaxError:
        yield ""


def _warn(document: Any, line: int, message: str, words: str) -> None:
    warn(Problem.GLUE, message, (document.settings.env.docname, line), words)
