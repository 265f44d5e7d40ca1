"""Lint of addresses: what is no address of a page leads nowhere, and is reported (`glossator.core.addresses`)."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.core.addresses import FORMS, is_allowed
from glossator.messages.warnings import Problem, warn
from glossator.notes.nodes import source_paragraph

#: What markdown-it takes for no link, and leaves as text.
PRINTED = re.compile(r"(?:\]\(|\]:|<)\s*+<?(?P<address>(?:(?:java|vb)script|data|file):[^)>\s]*)", re.IGNORECASE)


def setup_addresses(app: Sphinx) -> None:
    """Add the transforms."""
    app.add_transform(ReportPrintedAddresses)
    app.add_transform(RefuseContents)
    app.add_post_transform(RefuseAddresses)


def refusal(address: str) -> str:
    """Return the message on what is no address."""
    return f'"{address}" is no address that a page links to; {FORMS}'


class ReportPrintedAddresses(SphinxTransform):
    """Report links that MyST-Parser has left as text, for what they lead to."""

    default_priority = 530

    def apply(self, **kwargs: object) -> None:
        for block in filter(_is_written, self.document.findall(nodes.TextElement)):
            printed = "".join(text for text in block.findall(nodes.Text) if not isinstance(text.parent, nodes.literal))
            for match in PRINTED.finditer(printed):
                # Where it is written otherwise, with entities, these words would be found in another place.
                words = match["address"] if match["address"] in block.rawsource else ""
                warn(Problem.ADDRESS, refusal(match["address"]), block, words)


def _is_written(node: nodes.TextElement) -> bool:
    """Return whether a node is a block of words that an author has written: those of texts and tables have no line."""
    return bool(node.line) and not isinstance(node, nodes.Inline | nodes.FixedTextElement | source_paragraph)


class RefuseContents(SphinxTransform):
    """Leave out the links of a list of contents that lead where none may; those of ``_toc.yml`` are reported there."""

    # When sphinx-external-toc has put its lists in (100).
    default_priority = 540

    def apply(self, **kwargs: object) -> None:
        # What sphinx-external-toc makes of _toc.yml does not know its line there (lint/project.py).
        written_here = "sphinx_external_toc" not in self.app.extensions
        for tree in self.document.findall(toctree):
            for address in [address for _, address in tree["entries"] if written_here and not is_allowed(address)]:
                warn(Problem.ADDRESS, refusal(address), tree, address)
            tree["entries"] = [entry for entry in tree["entries"] if is_allowed(entry[1])]


class RefuseAddresses(SphinxPostTransform):
    """Make words of every link that leads where none may, wherever it comes from, and take away raw HTML.

    On the resolved document: works, glued outputs and what other extensions make come late.
    """

    # After all other post-transforms.
    default_priority = 950

    def run(self, **kwargs: object) -> None:
        for link in [node for node in self.document.findall(nodes.reference) if not is_allowed(node.get("refuri", ""))]:
            address = link["refuri"]
            warn(Problem.ADDRESS, refusal(address), link if link.line else link.parent, address)
            link.replace_self(link.children)
        for raw in list(self.document.findall(nodes.raw)):
            warn(Problem.HTML, "this prints HTML as it is, which a page of this edition never does", raw.parent)
            raw.parent.remove(raw)
