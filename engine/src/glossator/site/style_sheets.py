"""Style sheets that only some pages load: each with what a page must hold to need it.

All that most pages show is in ``edition.css``. What Jupyter Book's readers know besides it would be weight for nothing
on a page that has none of it.
"""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from glossator.markup.components import is_styled
from glossator.markup.nodes import is_markup
from glossator.notes.nodes import letters, parallel
from glossator.teaching.nodes import answer

#: File in ``theme/static/`` -> whether a node of a resolved page needs it.
SHEETS: dict[str, Callable[[nodes.Node], bool]] = {
    "markup.css": is_markup,
    "components.css": is_styled,
    "landing.css": lambda node: (
        isinstance(node, nodes.container) and bool({"specimen", "strip-frame", "texts", "ways"} & {*node["classes"]})
    ),
    "teaching.css": lambda node: isinstance(node, answer),
    "parallels.css": lambda node: isinstance(node, parallel),
    "works.css": lambda node: isinstance(node, letters),
    "whole.css": lambda node: isinstance(node, nodes.container) and "whole-text" in node["classes"],
}


def style_sheets(page: nodes.Element) -> list[str]:
    """Return the style sheets that a resolved *page* needs, in the order in which they apply."""
    return [name for name, needs in SHEETS.items() if next(iter(page.findall(needs)), None) is not None]
