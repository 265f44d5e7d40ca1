"""What Markdown lets pass: front matter, fences, options and roles that are not quite what they were meant to be.

A chapter is looked through before MyST-Parser reads it, in the build and in ``make check`` alike.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from edition import fences, options
from edition.fences import Finding
from edition.hints import directive_names
from edition.warn import BROKEN_FENCES, UNREADABLE_OPTIONS, Problem, correction, offer, warn

FRONT_MATTER = re.compile(r"---\s*\n(?P<yaml>.*?)^---\s*$", re.MULTILINE | re.DOTALL)
#: What may stand in it: the notebook's own, what the edition prints, and what Sphinx, MyST and Jupytext know.
KEYS = ("file_format", "kernelspec", "description", "themes", "objectives", "orphan", "html_meta", "jupytext", "mystnb")
#: What a reader would see of a role whose braces or backticks are not complete.
BROKEN_ROLE = re.compile(
    r"\{(?P<name>cite:[pt]|para|note|row|term)(?P<brace>\}?)(?P<gap>\s*)(?P<open>`?)"
    r"(?P<target>[\w:.;,-]*\w)(?P<close>`?)\}?"
)


def check_markup(app: Sphinx, docname: str, source: list[str]) -> None:
    """Report what is wrong with the text of a chapter before it is read."""
    text = source[0]
    source[0] = harmless(text)
    for finding in front_matter(text):
        warn(Problem.FRONT_MATTER, finding.message, (docname, finding.line))
    broken = fences.findings(text, directive_names(app))
    for finding in broken:
        warn(Problem.FENCE, finding.message, (docname, finding.line))
    for finding in options.findings(text):
        warn(Problem.OPTION, finding.message, (docname, finding.line))
    # What follows from a mistake that has been reported would be reported as another, with advice that mends nothing.
    app.env.temp_data[BROKEN_FENCES] = bool(broken)
    app.env.temp_data[UNREADABLE_OPTIONS] = options.unreadable(text)


@lru_cache
def front_matter(text: str) -> tuple[Finding, ...]:
    """Return what is wrong with the front matter of a chapter."""
    return tuple(_front_matter(text))


def _front_matter(text: str) -> Iterator[Finding]:
    if not text.startswith("---"):
        return
    match = FRONT_MATTER.match(text)
    if not match:
        yield Finding(1, "the front matter that opens here is not closed; below it stands a line ---")
        return
    try:
        about = yaml.safe_load(match["yaml"]) or {}
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 2
        yield Finding(line, f"the front matter is not YAML: {error.problem}; text with a colon stands in quotes")
        return
    if not isinstance(about, dict):
        yield Finding(2, "the front matter has lines of the form name: value")
        return
    yield from _fields(match["yaml"].splitlines(), about)


def _fields(lines: list[str], about: dict[str, Any]) -> Iterator[Finding]:
    for key in about:
        if key not in KEYS:
            near = difflib.get_close_matches(str(key), KEYS, n=1)
            message = f'front matter has no field "{key}"; the fields are: {", ".join(KEYS)}'
            yield Finding(_line(lines, f"{key}:"), message + (correction(f"{key}:", f"{near[0]}:") if near else ""))
    for key in ("themes", "objectives"):
        if key in about and not isinstance(about[key], list):
            yield Finding(_line(lines, f"{key}:"), f"{key} is a list, one line for each, with a hyphen before it")
    kernel = about.get("kernelspec", {"name": "python3"})
    if not isinstance(kernel, dict) or kernel.get("name") != "python3":
        line = _line(lines, "kernelspec:")
        yield Finding(line + 1, "the code of this edition runs in the kernel python3" + offer("  name: python3"))
    if about.get("file_format", "mystnb") != "mystnb":
        message = f'"{about["file_format"]}" is not the format of a notebook'
        yield Finding(_line(lines, "file_format:"), message + offer("file_format: mystnb"))


def _line(lines: list[str], start: str) -> int:
    """Return the line of the file, in which the front matter begins with the second."""
    return next((number for number, line in enumerate(lines, start=2) if line.startswith(start)), 1)


def harmless(text: str) -> str:
    """Return *text* with front matter that can be read, in as many lines.

    What cannot be read would stop the build with an error that names no file; so all else is checked too.
    """
    match = FRONT_MATTER.match(text)
    if not front_matter(text):
        return text
    if not match:
        return text.replace("---", "   ", 1)
    empty = "\n" * (match[0].count("\n") - 2)
    return f"---\n{{file_format: mystnb, kernelspec: {{name: python3}}}}\n{empty}---" + text[match.end() :]


class ReportBrokenRoles(SphinxTransform):
    """Report each role that would be printed: only where MyST-Parser has left one as text was it none."""

    default_priority = 530

    def apply(self, **kwargs: object) -> None:
        places = [text.parent for text in self.document.findall(nodes.Text) if BROKEN_ROLE.search(_line_of(text))]
        if not places:
            return
        lines = Path(self.env.doc2path(self.env.docname)).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            for match in BROKEN_ROLE.finditer(line):
                if not (match["brace"] and match["open"] and match["close"] and not match["gap"]):
                    right = f"{{{match['name']}}}`{match['target']}`"
                    message = f'"{match[0]}" would be printed as it stands'
                    warn(Problem.ROLE, message + correction(match[0], right), (self.env.docname, number))


def _line_of(text: nodes.Text) -> str:
    """Return the words around *text* in its paragraph, code left out."""
    code = isinstance(text.parent, nodes.literal | nodes.literal_block)
    return "" if code or "{" not in text else text.parent.astext()
