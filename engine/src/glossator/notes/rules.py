"""Style rules that are one page's own: what an author says of a size, as a class and a rule instead of an attribute.

The policy of the pages (site/policy.py) applies no ``style`` attribute; the one style sheet inside a page is named by
its hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from docutils import nodes


def add_rule(node: nodes.Element, declaration: str) -> None:
    """Give *node* a class with this *declaration*, such as ``inline-size: 50%``.

    declaration: made of what a regular expression has matched, never an author's words
    """
    name = f"own-{hashlib.sha256(declaration.encode()).hexdigest()[:8]}"
    node["classes"].append(name)
    node["rules"] = [*node.get("rules", ()), f".{name}.{name} {{ {declaration}; }}"]


def rules(page: nodes.Element) -> Iterator[str]:
    """Yield the rules of all elements of a page."""
    for node in page.findall(nodes.Element):
        yield from node.get("rules", ())
