"""Check that a chapter has one title: a heading of one # and no second one."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

from glossator.core.text import split_lines
from glossator.messages.warnings import Problem, offer, warn


def report_titles(env: BuildEnvironment, document: nodes.document, docname: str) -> None:
    """Report a chapter without a title, and each title after the first."""
    titles = [child for child in document.children if isinstance(child, nodes.section)]
    # What was meant for it has been reported (`lint.blocks`).
    if not titles and not document.astext().lstrip().startswith("#"):
        message = "the chapter has no title; it begins with a line of # and its title"
        warn(Problem.TITLE, message, (docname, 1))
    for second in titles[1:]:
        title = second[0].astext()
        hint = offer(f"## {title}") if _begins_with_sign(env, docname, second.line) else ""
        message = f"a chapter has one title; give its sections two #{hint}"
        warn(Problem.TITLE, message, (docname, second.line or 1), title)


def _begins_with_sign(env: BuildEnvironment, docname: str, line: int | None) -> bool:
    """Return whether a heading is written with #; one with a line of === below it is two lines."""
    lines = split_lines(Path(env.doc2path(docname)).read_text(encoding="utf-8"))
    return any(written.startswith("# ") for written in lines[(line or 1) - 1 : line or 1])
