"""Lint of blocks that MyST-Parser has left as paragraphs: tables without their line of hyphens, lists of bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms import SphinxTransform

from glossator.messages.warnings import Finding, Problem, addition, correction, offer, warn
from glossator.notes.nodes import source_paragraph

BULLET = re.compile(r"(?P<sign>[•●◦‣▪·])\s*(?P<word>\S+)")
ROW = re.compile(r"\|.*\|")
HYPHENS = re.compile(r"\|[\s:|-]*-[\s:|-]*\|?")
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


def findings(lines: list[str]) -> Iterator[Finding]:
    """Yield what is wrong with the lines of a paragraph, counted from 1."""
    if len(lines) > 1 and all(ROW.fullmatch(line.strip()) for line in lines[:2]):
        yield from _table(*lines[:2])
    for number, line in enumerate(lines, start=1):
        if match := BULLET.match(line):
            message = f'"{match["sign"]}" begins no item of a list; a hyphen and a blank do'
            yield Finding(number, message + correction(match[0], f"- {match['word']}"))


def _table(head: str, second: str) -> Iterator[Finding]:
    columns = len(BORDER.findall(head)) - 1
    hyphens = "|" + "---|" * columns
    if HYPHENS.fullmatch(second.strip()):
        message = f"the line of hyphens below the head of a table has as many columns as the head, {columns}"
        yield Finding(2, message + offer(hyphens))
    else:
        yield Finding(1, f"a table has a line of hyphens below its head{addition(hyphens)}")
