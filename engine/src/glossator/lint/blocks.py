"""Lint of blocks that MyST-Parser has left as paragraphs: tables without their line of hyphens, lists, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from pygments.filters import ErrorToken
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.util import ClassNotFound
from sphinx.highlighting import lexer_classes
from sphinx.transforms import SphinxTransform

from glossator.core.nearest import name_near
from glossator.core.text import split_lines
from glossator.lint.fences import OURS
from glossator.messages.warnings import Finding, Problem, addition, correction, offer, warn
from glossator.notes.nodes import source_paragraph

BULLET = re.compile(r"(?P<sign>[•●◦‣▪·])\s*(?P<word>\S+)")
ROW = re.compile(r"\|.*\|")
HYPHENS = re.compile(r"\|[\s:|-]*-[\s:|-]*\|?")
#: Names that Sphinx knows besides those of Pygments.
OWN_LANGUAGES = ("default", "guess", "py", "py3", "pycon3")
#: An item of a list that lacks the blank after its sign; a heading of one # that does.
ITEM = re.compile(r"(?P<sign>[*+-]|\d{1,3}[.)])(?P<word>[^\W\d_][^\s*]*)[^*]*")
HEADING = re.compile(r"#(?P<title>[^\W\d_].*[^.!?,;:\s])\s*")
UNNAMED = (None, "", "none", "default", "text")
#: A line that begins as code does, and words that do not.
INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
PROSE = re.compile(r"[^\W\d_][^={}\n]*?(?: [^={}\s]+){4,}[.!?:,”\"]")
BORDER = re.compile(r"(?<!\\)\|")


class ReportPrintedBlocks(SphinxTransform):
    """Report tables and lists that would be printed as they stand."""

    default_priority = 530

    def apply(self, **kwargs: object) -> None:
        for block in self.document.findall(nodes.paragraph):
            # The words of a text are nobody's Markdown.
            if block.line and block.rawsource and not isinstance(block, source_paragraph):
                for finding in findings(block.rawsource.split("\n")):
                    warn(Problem.CONTENT, finding.message, (self.env.docname, block.line + finding.line - 1))
                if is_heading(block):
                    self._report_heading(block)
        for code in self.document.findall(nodes.literal_block):
            if code.get("language") in UNNAMED and PROSE.fullmatch(code.astext().rstrip()):
                self._report_indented(code)

    def _report_indented(self, code: nodes.literal_block) -> None:
        """Report prose that is indented, which makes code of it."""
        line = code.astext().split("\n")[0]
        words = next((each for each in self._lines() if each.strip() == line.strip()), "")
        if INDENTED.match(words):
            message = "four blanks before a line make code of it, which this does not look like" + offer(line.strip())
            warn(Problem.CONTENT, message, (self.env.docname, code.line or 1), words)

    def _lines(self) -> list[str]:
        return split_lines(Path(self.env.doc2path(self.env.docname)).read_text(encoding="utf-8"))

    def _report_heading(self, block: nodes.paragraph) -> None:
        # A second heading of one # would be a second title.
        signs = "##" if next(iter(self.document.findall(nodes.section)), None) else "#"
        words = block.rawsource.strip()
        message = (
            f'"{words}" would be printed as it stands; after the # of a heading stands a blank, and \\# is the sign as '
            "such"
        )
        hint = offer(f"{signs} {words.removeprefix('#')}")
        warn(Problem.CONTENT, message + hint, (self.env.docname, block.line or 1), words)


class ReportLanguages(SphinxTransform):
    """Report code that cannot be coloured: Sphinx would only when it writes the page."""

    default_priority = 530

    def apply(self, **kwargs: object) -> None:
        for block in self.document.findall(nodes.literal_block):
            name = block.get("language", "")
            if not name or name in OWN_LANGUAGES or name in lexer_classes:
                continue
            if name in OURS:  # a directive without its braces, which has been reported
                block["language"] = "text"
                continue
            place = (self.env.docname, block.line or 1)
            try:
                lexer = get_lexer_by_name(name)
            except ClassNotFound:
                block["language"] = "text"
                near = name_near(name, [alias for _, aliases, *_ in get_all_lexers() for alias in aliases])
                hint = correction(name, near) if near else "; text is for what has no colours"
                warn(Problem.CONTENT, f'"{name}" is no language whose code could be coloured{hint}', place, name)
                continue
            lexer.add_filter("raiseonerror")
            try:
                list(lexer.get_tokens(block.astext()))
            except ErrorToken as error:
                # Without it Sphinx reports the same once more.
                block["force"] = True
                message = f"this code is not {name}, from {str(error).strip()} on; text is for what has no colours"
                warn(Problem.CONTENT, message, place, name)


def is_heading(block: nodes.Node | None) -> bool:
    """Return whether a paragraph was meant for a heading: a line of its own that begins with # and a word."""
    return (
        isinstance(block, nodes.paragraph)
        and not isinstance(block, source_paragraph)
        and isinstance(block.parent, nodes.document | nodes.section)
        and bool(HEADING.fullmatch(block.rawsource))
    )


def findings(lines: list[str]) -> Iterator[Finding]:
    """Yield what is wrong with the lines of a paragraph, counted from 1."""
    if len(lines) > 1 and all(ROW.fullmatch(line.strip()) for line in lines[:2]):
        yield from _table(*lines[:2])
    elif ROW.fullmatch(lines[0].strip()) and len(BORDER.findall(lines[0])) > 2:
        yield Finding(
            1,
            "this row would be printed as it stands: the rows of a table stand directly below one another, and the "
            "line of hyphens below the first",
        )
    for number, line in enumerate(lines, start=1):
        if match := BULLET.match(line):
            message = f'"{match["sign"]}" begins no item of a list; a hyphen and a blank do'
            yield Finding(number, message + correction(match[0], f"- {match['word']}"))
    yield from _items(lines)


def _items(lines: list[str]) -> Iterator[Finding]:
    """Yield the lines that were meant for items: of several lines all, or one after an asterisk that nothing ends."""
    items = [ITEM.fullmatch(line.strip()) for line in lines]
    alone = len(items) == 1 and items[0] is not None and items[0]["sign"] == "*"
    if not all(items) or not (alone or len(items) > 1) or len({_kind(item["sign"]) for item in items if item}) > 1:
        return
    for number, item in enumerate(items, start=1):
        if item:
            words = correction(item[1] + item[2], f"{item[1]} {item[2]}")
            yield Finding(number, f'after the "{item["sign"]}" of an item of a list stands a blank' + words)


def _kind(sign: str) -> str:
    return sign.lstrip("0123456789")


def _table(head: str, second: str) -> Iterator[Finding]:
    columns = len(BORDER.findall(head)) - 1
    hyphens = "|" + "---|" * columns
    if HYPHENS.fullmatch(second.strip()):
        message = f"the line of hyphens below the head of a table has as many columns as the head, {columns}"
        yield Finding(2, message + offer(hyphens))
    else:
        yield Finding(1, f"a table has a line of hyphens below its head{addition(hyphens)}")
