"""The check (``python -m glossator``): build without executing cells or writing pages, and collect the warnings."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx_external_toc.parsing import MalformedError

from glossator.core.surroundings import HostileSurroundings
from glossator.jupyter_book import CONFIG, build_settings
from glossator.lint.check_builder import CheckBuilder
from glossator.lint.encoding import undecodable
from glossator.lint.project import TOC
from glossator.lint.setting_types import type_findings
from glossator.messages.warnings import WARNING_TYPE, Problem

YAML_HINT = "text with a colon stands in quotes, the lines of a list below one another, and none begins with a tab"
#: Where a mistake is that names no file.
BOOK = "."
#: Processes that read chapters; to start more would take longer than they save.
JOBS = min(4, os.cpu_count() or 1)
#: Settings that switch off what takes time and reports no mistake: execution, smart quotes, tooltips of citations.
UNPRINTED: dict[str, Any] = {
    "nb_execution_mode": "off",
    "smartquotes": False,
    "bibtex_tooltips": False,
}
#: A message as Sphinx writes it; what follows in further lines is indented.
MESSAGE = re.compile(r"(?:(?P<path>[^\n]*?)(?::(?P<line>\d*))?: )?(?:WARNING|ERROR|CRITICAL): (?P<text>.*)", re.DOTALL)


class Mistake(NamedTuple):
    """A warning or error of the check: its place, and what to do about it."""

    path: str  #: relative to the book
    line: int  #: counted from 1; 0 where the whole file is meant
    message: str  #: a sentence with its type in brackets; below it, indented, what to write


class _Messages(StringIO):
    """A text stream that keeps each write as a message."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def write(self, text: str) -> int:
        self.messages.append(strip_colors(text).rstrip("\n"))
        return len(text)


def check(root: Path) -> list[Mistake]:
    """Return every mistake of the book in *root*, sorted by file and line; raises nothing for a mistake in the book.

    Raises HostileSurroundings where nothing can be checked.
    """
    written = _Messages()
    try:
        with patch_docutils(None), docutils_namespace():
            app = _application(root, written)
            app.build()
    except HostileSurroundings:
        raise
    except Exception as error:  # whatever stops a build is a mistake in the book, and the last one found
        written.write(_stopped(error, root))
    except SystemExit:  # a text or a chapter that cannot be read, of which all has been told
        pass
    return sorted({_mistake(message, root) for message in written.messages if message})


def _application(root: Path, warning: StringIO) -> Sphinx:
    """Return the Sphinx application of the build, with the check's builder; exit if its settings cannot be read."""
    if found := list(type_findings(root / CONFIG)):
        for finding in found:
            first, *more = finding.message.split("\n", 1)
            tagged = "\n".join([f"{first} [{WARNING_TYPE}.{Problem.SETTING.value}]", *more])
            warning.write(f"{CONFIG}:{finding.line}: ERROR: {tagged}")
        sys.exit()
    with redirect_stdout(warning):
        settings = build_settings(root) | UNPRINTED
    # The kernel says how code is to be coloured; here none runs.
    settings["suppress_warnings"] = [*settings.get("suppress_warnings", []), "myst-nb.lexer"]
    build = root / "_build" / "check"
    places: dict[str, Any] = {"srcdir": root, "confdir": None, "outdir": build, "doctreedir": build / "doctrees"}
    return Sphinx(
        **places, buildername=CheckBuilder.name, confoverrides=settings, status=None, warning=warning, parallel=JOBS
    )


def _stopped(error: BaseException, root: Path) -> str:
    """Return the message of an error that stopped everything, with its place where the error tells one."""
    first = error
    while first.__cause__:
        first = first.__cause__
    words, path, line = str(first), getattr(first, "filename", None), getattr(first, "lineno", None)
    if isinstance(first, yaml.MarkedYAMLError) and first.problem_mark:
        words, line = f"this is not YAML: {first.problem}; {YAML_HINT}", first.problem_mark.line + 1
        path = TOC if "[etoc]" in str(error) else CONFIG
    elif isinstance(first, MalformedError):
        path = TOC
    for name in (CONFIG, TOC):
        if (root / name).is_file() and undecodable(root / name):
            words, path, line = (
                "the file is not in UTF-8 from here on; save it in UTF-8",
                name,
                undecodable(root / name),
            )
    sentence, *hint = words.split("\n", 1)
    return "\n".join([f"{path or BOOK}:{line or ''}: ERROR: {sentence} [{type(first).__name__}]", *hint])


def _mistake(message: str, root: Path) -> Mistake:
    match = MESSAGE.fullmatch(message)
    if not match:
        return Mistake(BOOK, 0, message)
    text = match["text"].replace(f"{root}{os.sep}", "")
    return Mistake((match["path"] or BOOK).removeprefix(f"{root}{os.sep}"), int(match["line"] or 0), text)


def report(mistakes: Iterable[Mistake], for_host: bool) -> str:
    """Return *mistakes* as text: for people, or as GitHub's workflow commands, which annotate a pull request."""
    return "\n".join(map(_for_host if for_host else _for_people, mistakes))


def _for_people(mistake: Mistake) -> str:
    return f"{mistake.path}:{mistake.line}: {mistake.message}" if mistake.line else f"{mistake.path}: {mistake.message}"


def _for_host(mistake: Mistake) -> str:
    escaped = mistake.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    tag = re.search(r"\[([\w.-]+)\]", mistake.message)
    return f"::error file={mistake.path},line={mistake.line or 1},title={tag[1] if tag else 'mistake'}::{escaped}"
