"""The warning type ``edition``, its subtypes, each valid in ``suppress_warnings``, and the forms of a suggestion."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

WARNING_TYPE = "edition"
#: What is kept of a chapter while it is read (``env.temp_data``): whether one of its fences is broken, the opening
#: lines of the notes of which an option is, and the paragraphs on which a note could not be read ("" for a passage).
BROKEN_FENCES, UNREADABLE_OPTIONS = "edition_broken_fences", "edition_unreadable_options"
UNREAD = "edition_unread"
#: Stands among them where a citation could not be read; the class, too, of what is printed in its place.
UNREAD_CITATION = "unread-citation"
#: Begins what stands among them where a table could not be printed, before the name of the directive.
UNREAD_TABLE = "unread-table-"

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
    LENGTH = "length"
    """A note has fewer or more words than the edition allows."""
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
    FORMULA = "formula"
    """A formula that cannot be set."""
    PICTURE = "picture"
    """A picture from another place, or without words for those who do not see it."""
    DESCRIPTION = "description"
    """A chart that tells nobody what it shows."""
    GLUE = "glue"
    """A value is printed that no cell of the chapter has glued."""
    FILE = "file"
    """A file from outside the book, or of a type that could run in a reader's browser."""
    ADDRESS = "address"
    """A link that leads neither to the web nor to a place in the book."""
    CELL = "cell"
    """A code cell raises an error."""
    TABLE = "table"
    """A table does not exist, has no such column, or does not fit its description."""
    FENCE = "fence"
    """A fence is not closed, or does not open what it was meant to open."""
    OPTION = "option"
    """An option of a directive is not written as one."""
    ROLE = "role"
    """A role is printed as text, since its braces or its backticks are not complete."""
    CITATION = "citation"
    """A work is cited that ``references.bib`` does not have, or not as a citation is written."""
    EVIDENCE = "evidence"
    """A citation without evidence, or evidence that does not fit."""
    FRONT_MATTER = "front-matter"
    """The front matter of a chapter cannot be read, or says something that means nothing."""
    SETTING = "setting"
    """A setting of the edition does not exist, or cannot be what it is."""
    LANGUAGE = "language"
    """The words of the interface are in no catalogue of the book's language."""
    TOC = "toc"
    """A chapter is not in ``_toc.yml``."""
    ENCODING = "encoding"
    """A chapter is not in UTF-8."""
    TITLE = "title"
    """A chapter has no title, or two."""
    QUESTION = "question"
    """A question to students that cannot be read, or has no answer, or an id that another has."""
    ANSWER = "answer"
    """An answer in the teacher's guide to no question, or one that cannot be read."""
    SHEET = "sheet"
    """A sheet that the edition brings cannot be read, or asks for what the book does not have."""
    SOURCE = "source"
    """A text is not what ``sources.yml`` says, or ``sources.yml`` does not say what it must."""

    RELEASE = "release"
    """An address of a release leads nowhere, or a line of ``releases/moved.csv`` is wrong."""


class Finding(NamedTuple):
    """A mistake that is yet to be reported: its line, counted from 1, and the message."""

    line: int
    message: str


def warn(problem: Problem, message: str, location: nodes.Node | tuple[str, int] | str, words: str = "") -> None:
    """Log a warning of this subtype at its file and line.

    *location* is a node, (document name, line) or "file:line". *words* stand in the line that is meant: MyST-Parser
    counts some lines wrong, and knows of a paragraph only where it begins (see lint/warning_filter.py).
    """
    about: dict[str, Any] = {"type": WARNING_TYPE, "subtype": problem.value, "location": location}
    logger.warning(message, extra={"words": words}, **about)


def keep_unread(env: BuildEnvironment, *paragraphs: str) -> None:
    """Keep that notes on these paragraphs of the chapter that is read are lost; "" for all of a passage, or several.

    What follows from that in other places is not reported: it goes when the mistake is mended.
    """
    env.temp_data.setdefault(UNREAD, set()).update(paragraphs)


def offer(line: str) -> str:
    """Return a suggestion to append to a message: the line to paste instead of the one that is named."""
    return f"\n    write: {line}"


def addition(line: str) -> str:
    """Return a suggestion to append to a message: the line to paste below the one that is named."""
    return f"\n    add: {line}"


def correction(wrong: str, right: str) -> str:
    """Return a suggestion to append to a message: the replacement of some words in the line that is named."""
    return f"\n    write: {right}\n    for: {wrong}"
