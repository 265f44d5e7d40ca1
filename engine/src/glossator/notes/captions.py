"""The words of a link that has none of its own, to a figure, a table or a section: its caption as it is printed.

Sphinx keeps captions as they are read, where a citation is the key of a work, and a link the address that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import clean_astext

#: What holds the caption, or the title, of what is around it.
CAPTIONED = (nodes.figure, nodes.table, nodes.section, nodes.container)
CAPTION = nodes.caption | nodes.title
#: Links that print the caption of what they lead to.
LINKS = ("ref", "myst", "any")


def unfinished_captions(document: nodes.document) -> Iterator[tuple[str, nodes.Element]]:
    """Yield the ids of what has a caption with citations, links or footnotes in it, and a copy of the caption."""
    for node in filter(_is_captioned, document.findall(nodes.Element)):
        caption: Any = next((child for child in node.children if isinstance(child, CAPTION)), None)
        if caption is not None and any(caption.findall(_changes)):
            yield from ((name, caption.deepcopy()) for name in node["ids"])


def _is_captioned(node: nodes.Element) -> bool:
    return isinstance(node, CAPTIONED)


def _changes(node: nodes.Node) -> bool:
    return isinstance(node, pending_xref | nodes.footnote_reference)


def printed_words(caption: nodes.Element, env: BuildEnvironment, builder: Builder, docname: str) -> str:
    """Return a caption as it is printed in *docname*, without the signs of footnotes."""
    words: Any = caption.deepcopy()
    for note in list(words.findall(nodes.footnote_reference)):
        note.parent.remove(note)
    for link in list(words.findall(pending_xref)):
        content: Any = link.children[0].deepcopy() if link.children else nodes.inline()
        domain = env.domains.get(link.get("refdomain", ""))
        about = (env, docname, builder, link["reftype"], link["reftarget"], link, content)
        resolved = domain.resolve_xref(*about) if domain else None
        # Not by replace_self: a citation has an address, and words have none.
        link.parent.replace(link, nodes.Text((resolved or content).astext()))
    return " ".join(clean_astext(words).split())


class NameByCaption(SphinxPostTransform):
    """Give links to what has such a caption its words, before Sphinx gives them its own."""

    default_priority = 8

    def run(self, **kwargs: object) -> None:
        labels = self.env.get_domain("std").data["labels"]
        captions = self.env.get_domain("edition").data["captions"]
        own = captions.get(self.env.docname, {})
        # MyST-Parser has resolved those within a page when it was read.
        for within in self.document.findall(nodes.reference):
            caption = own.get(within.get("refid", ""))
            if caption is not None and within.astext() == clean_astext(caption):
                within[:] = [self._words(caption)]
        for link in self.document.findall(pending_xref):
            if link.get("reftype") not in LINKS or link.get("refexplicit"):
                continue
            docname, name, _words = labels.get(link["reftarget"].lower(), ("", "", ""))
            if (caption := captions.get(docname, {}).get(name)) is not None:
                link["refexplicit"] = True
                link[:] = [self._words(caption)]

    def _words(self, caption: nodes.Element) -> nodes.inline:
        words = printed_words(caption, self.env, self.app.builder, self.env.docname)
        return nodes.inline("", words, classes=["std", "std-ref"])
