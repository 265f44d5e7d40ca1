"""Transforms that report outputs and markup that no page can show: raw HTML, pictures without words, stderr."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

from glossator.execution.bundles import CELL, OPTION, is_output, vector_picture
from glossator.execution.outputs import parts_of_cells
from glossator.execution.scheduler import read_notebook
from glossator.messages.warnings import Problem, correction, offer, warn

COMMENT = re.compile(r"<!--[ \t]*(?P<words>[^\n]+?)[ \t]*-->")
#: The tags of HTML, and what Markdown has for some.
TAG, END_TAG = re.compile(r"<(?P<name>[A-Za-z][\w-]*)"), re.compile(r"</(?P<name>[A-Za-z][\w-]*)\s*>")
INSTEAD = {
    "img": "![what there is to see](file.png), or a {figure} with its :alt: and :width:",
    "a": "[words](address)",
    "br": "a \\ at the end of the line",
    "details": "a {dropdown}",
    "table": "a table of Markdown, or a {list-table}",
    "iframe": "a link: a page loads nothing from elsewhere",
    "video": "a link: a page loads nothing from elsewhere",
    "audio": "a link: a page loads nothing from elsewhere",
    "center": "{centered}, or leave it to the page",
}
PLAIN_TAG = re.compile(r"<(?P<name>[A-Za-z][\w-]*)>")
MARKDOWN = {
    **dict.fromkeys(("b", "strong"), ("**", "**")),
    **dict.fromkeys(("i", "em"), ("*", "*")),
    **{name: (f"{{{name}}}`", "`") for name in ("sub", "sup", "kbd")},
    "code": ("`", "`"),
}
#: What a book may say of stderr that makes it a mistake; and so many letters of it are told.
REPORTED, LONGEST = ("warn", "error", "severe"), 200


class ReportUnsupported(SphinxTransform):
    """Report raw HTML and pictures that a page of the site cannot show.

    HTML would reach the page as it is, and a contributor's text must not put scripts into the site. A picture from
    another place would be fetched from there by every reader's browser, and one without words is nothing to a reader
    who does not see it.
    """

    default_priority = 210

    def apply(self, **kwargs: object) -> None:
        for picture in self.document.findall(lambda node: isinstance(node, nodes.image | vector_picture)):
            _report_picture(picture)
        raws = list(self.document.findall(nodes.raw))
        opened = {(raw.parent, tag["name"].lower()) for raw in raws if (tag := TAG.match(raw.astext().strip()))}
        for raw in raws:
            end = END_TAG.fullmatch(raw.astext().strip())
            # With the tag that it ends, it is one mistake.
            if not end or (raw.parent, end["name"].lower()) not in opened:
                _report_html(raw)
        for raw in raws:
            raw.parent.remove(raw)


class ReportStderr(SphinxTransform):
    """Report what cells write to stderr, with its words; MyST-NB counts the cells, and not as an author does."""

    default_priority = 155

    def apply(self, **kwargs: object) -> None:
        for cell in parts_of_cells(self.document, "cell_code"):
            for block in [each for each in cell.findall(nodes.literal_block) if "stderr" in each["classes"]]:
                if self._level(cell) in REPORTED:
                    words = " ".join(block.astext().split())[:LONGEST]
                    message = (
                        f'this cell writes to stderr, as libraries do that warn ("{words}"); mend what it says, or '
                        "leave it out by a line below the first of the cell: :tags: [remove-stderr]"
                    )
                    warn(Problem.CELL, message, cell, CELL)

    def _level(self, cell: nodes.container) -> str:
        """Return what is to be done with stderr: as the cell says, else its chapter, else the book."""
        config: Any = self.env.mystnb_config  # type: ignore[attr-defined]
        chapter = read_notebook(self.env, self.env.docname).metadata
        for about in (cell["cell_metadata"], chapter):
            if level := about.get("mystnb", {}).get("output_stderr"):
                return str(level)
        return str(config.output_stderr)


def leave_stderr_to_the_edition(app: Sphinx, config: Config) -> None:
    """Let MyST-NB say nothing of stderr where `ReportStderr` does; of what it removes, only MyST-NB knows."""
    if config.nb_output_stderr != "remove-warn":
        config.suppress_warnings = [*config.suppress_warnings, "mystnb.stderr"]


def _report_html(node: nodes.raw) -> None:
    words = _beginning(node)
    if is_output(node):
        message = f'what this cell shows as Markdown holds HTML ("{words}"), which is left out; show it with HTML(…)'
        warn(Problem.HTML, message, node if node.line else node.parent, CELL)
    else:
        # A comment on a line of its own; within a paragraph "%" would be printed.
        comment = COMMENT.fullmatch(node.astext().strip()) if not isinstance(node.parent, nodes.TextElement) else None
        hint = offer(f"% {comment['words']}") if comment else _in_markdown(node)
        warn(
            Problem.HTML,
            f'raw HTML is not allowed ("{words}"); {_instead(words)}{hint}',
            node,
            node.astext().strip().partition("\n")[0],
        )


def _instead(words: str) -> str:
    """Return what there is in Markdown for a tag of HTML."""
    tag = TAG.match(words)
    instead = INSTEAD.get(tag["name"].lower(), "") if tag else ""
    return f"write {instead}" if instead else 'write Markdown, and "%" before a comment'


def _in_markdown(start: nodes.raw) -> str:
    """Return the suggestion to write in Markdown what stands between a tag and its end; nothing where there is none."""
    text = start.next_node(descend=False, siblings=True)
    end = text.next_node(descend=False, siblings=True) if isinstance(text, nodes.Text) else None
    tag = PLAIN_TAG.fullmatch(start.astext())
    if not (tag and text and isinstance(end, nodes.raw) and end.astext() == f"</{tag['name']}>"):
        return ""
    words, (before, after) = text.astext(), MARKDOWN.get(tag["name"].lower(), ("", ""))
    # Else it would depend on what stands around the asterisks whether they are read.
    if not before or "\n" in words or not (words[:1].isalnum() and words[-1:].isalnum()):
        return ""
    return correction(f"{start.astext()}{words}{end.astext()}", f"{before}{words}{after}")


def _report_picture(node: Any) -> None:
    if node.get("alt", "").strip():
        return
    place = node if node.line else node.parent
    if isinstance(node, vector_picture) or "from_cell" in node:
        inside = is_output(node)
        how = f"below the first line of the cell: {OPTION}" if inside else "with {glue:figure} and its option :alt:"
        message = f"this picture says nothing to a reader who does not see it; say what there is to see, {how}"
        warn(Problem.PICTURE, message, place, CELL if inside else "")
        return
    address = node["uri"]
    message = (
        f'the picture "{address}" says nothing to a reader who does not see it; '
        f"write what there is to see, as in ![the hall]({address}), or after :alt:"
    )
    warn(Problem.PICTURE, message, place, address)


def _beginning(node: nodes.Node) -> str:
    return " ".join(node.astext().split())[:60]
