"""Ways through a page: nearly all that is done to one begins with a search of the whole page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes

Kind = type[nodes.Node]


def walk(node: nodes.Node, kinds: Kind | tuple[Kind, ...]) -> Iterator[Any]:
    """Yield *node* and what stands in it, where it is of one of these kinds, in the order of the page.

    As docutils' own walk does, which hands each node it finds up through all that it stands in, and takes longer.
    """
    if isinstance(node, kinds):
        yield node
    above: list[Iterator[nodes.Node]] = []
    siblings = iter(node.children)
    while True:
        for each in siblings:
            if isinstance(each, kinds):
                yield each
            if each.children:
                above.append(siblings)
                siblings = iter(each.children)
                break
        else:
            if not above:
                return
            siblings = above.pop()


def gather(node: nodes.Node, *kinds: Kind) -> tuple[list[Any], ...]:
    """Return a list for each of these kinds: the nodes of that kind on the page, found on one way through it."""
    found: dict[Kind, list[Any]] = {kind: [] for kind in kinds}
    for each in walk(node, kinds):
        for kind, those in found.items():
            if isinstance(each, kind):
                those.append(each)
    return tuple(found.values())
