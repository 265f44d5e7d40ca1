"""What visitors of nodes share: opening and closing tags of HTML, and what other builders print instead."""

from __future__ import annotations

from typing import Any

from docutils import nodes

Translator = Any
#: A class that keeps passages and notes in a browser's reading view. Readability, which makes it, drops elements whose
#: classes and id hold a word such as "comment" or "community", as a note's address may, unless they hold "content" too.
READABLE = "edition-content"


def open_tag(self: Translator, node: nodes.Element, tag: str, label: str = "", **attributes: str) -> None:
    """Append the start tag of an HTML element with the node's ids and classes; *label* becomes ``aria-label``."""
    named = {"aria-label": label} if label else {}
    self.body.append(self.starttag(node, tag, "", **named, **attributes))


def depart_inline(self: Translator, node: nodes.Element) -> None:
    """Append ``</span>``: the departure method of a node that is part of a line."""
    self.body.append("</span>")


def depart_link(self: Translator, node: nodes.reference) -> None:
    """Append ``</a>``: the departure method of a node that is a link."""
    self.body.append("</a>")


def depart_block(tag: str) -> Any:
    """Return a departure method that appends the end tag of *tag*, and ends the line."""

    def depart(self: Translator, node: nodes.Element) -> None:
        self.body.append(f"</{tag}>\n")

    return depart


def skip(self: Translator, node: nodes.Element) -> None:
    """Leave a node out: the visitor for a builder that has no form for it. Always raises SkipNode."""
    raise nodes.SkipNode


def print_words(self: Translator, words: str) -> None:
    """Print *words* in the place of a node, with a translator of any builder. Always raises SkipNode."""
    self.visit_Text(nodes.Text(words))
    self.depart_Text(nodes.Text(words))
    raise nodes.SkipNode
