"""The one type of warning of this edition, and its subtypes. Each can be named in ``suppress_warnings``."""

from __future__ import annotations

from enum import Enum

from docutils import nodes
from sphinx.util import logging

WARNING_TYPE = "edition"

logger = logging.getLogger(__name__)


class Problem(Enum):
    """What can be wrong in a chapter."""

    PARAGRAPH = "paragraph"
    """A passage asks for a paragraph that is not there."""
    CONTENT = "content"
    """Something other than annotations stands inside a passage."""
    OUTSIDE = "outside"
    """An annotation stands outside a passage."""
    QUOTE = "quote"
    """A quotation is not in its passage."""
    AMBIGUOUS = "ambiguous"
    """A quotation is more than once in its passage."""
    EMPTY = "empty"
    """A note has no text."""
    KIND = "kind"
    """A note's kind is missing or unknown."""
    CERTAINTY = "certainty"
    """A note's certainty is missing or unknown."""
    NAME = "name"
    """A note's ``:name:`` cannot be an address."""
    DUPLICATE = "duplicate"
    """Two notes, or two figures, have the same address."""
    MISSING = "missing"
    """No chapter reproduces a paragraph."""
    TWICE = "twice"
    """Two passages reproduce the same paragraph."""
    LINK = "link"
    """A link goes to a paragraph or a note that does not exist."""
    HTML = "html"
    """Raw HTML, from Markdown or from a code cell."""
    CELL = "cell"
    """A code cell raises an error."""
    TABLE = "table"
    """A table does not exist or has no such column."""


def warn(problem: Problem, message: str, location: nodes.Node | tuple[str, int]) -> None:
    """Report one problem at its file and line; *location* is a node or (document name, line)."""
    logger.warning(message, type=WARNING_TYPE, subtype=problem.value, location=location)


def offer(line: str) -> str:
    """Return the line to paste instead, set off from the sentence before it."""
    return f"\n    write: {line}"
