"""Transforms of what a reader opens: admonitions of the classes dropdown and toggle, and cells with a tag ``hide-…``.

All become ``details`` elements, which need no script, are opened by the keyboard, and stand open on paper.
"""

from __future__ import annotations

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.locale import admonitionlabels
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.markup.nodes import fold_title, folded
from glossator.notes.nodes import disclosure
from glossator.translation import _

FOLDING = {"dropdown", "toggle"}
#: Classes of an admonition that is open at first: those of sphinx-togglebutton, and of sphinx-design.
OPEN = {"toggle-shown", "open"}
#: How the words begin that MyST-NB has for every cell; an author's own, for one cell or for all, are kept.
PROMPT = "Show code cell "


class FoldAdmonitions(SphinxTransform):
    """Fold the admonitions of these classes, and whatever else has the class toggle."""

    # Before Sphinx collects what can be linked to.
    default_priority = 215

    def apply(self, **kwargs: object) -> None:
        for node in [each for each in self.document.findall(nodes.Element) if _is_to_be_folded(each)]:
            classes = node["classes"]
            shown = not OPEN.isdisjoint(classes)
            about = {"ids": node["ids"], "names": node["names"], "open": shown}
            if isinstance(node, nodes.Admonition):
                kind = [] if isinstance(node, nodes.admonition) else [node.tagname]
                new: nodes.Element = folded("", *_titled(node), classes=[*kind, *classes], **about)
            else:
                new = disclosure("", *node.children, summary=_("Show"), classes=classes, **about)
            new.source, new.line = node.source, node.line
            # What is linked to is looked up by its id.
            self.document.ids.update(dict.fromkeys(node["ids"], new))
            node.replace_self(new)


def _is_to_be_folded(node: nodes.Element) -> bool:
    if isinstance(node, folded | disclosure) or not isinstance(node, nodes.Admonition | nodes.container):
        return False
    wanted = FOLDING if isinstance(node, nodes.Admonition) else {"toggle"}
    return not wanted.isdisjoint(node.get("classes", ()))


def _titled(node: nodes.Element) -> list[nodes.Node]:
    """Return what is in an admonition, below its title; one of a fixed kind would get it from its visitor."""
    if isinstance(node, nodes.admonition):
        title, *content = node.children
        return [fold_title("", "", *title.children), *content]
    return [fold_title("", "", nodes.Text(admonitionlabels[node.tagname])), *node.children]


class FoldCells(SphinxPostTransform):
    """Print the hidden parts of a code cell as those of a figure are, in the words of the edition."""

    # When MyST-NB has marked them (199).
    default_priority = 201
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for cell in list(self.document.findall(nodes.container)):
            for place, part in enumerate(cell.children):
                if isinstance(part, HideCodeCellNode):
                    # It does not always know its parent.
                    cell[place] = _fold(part)


def _fold(cell: HideCodeCellNode) -> disclosure:
    parts = {part.get("nb_element") for part in cell.children if isinstance(part, nodes.Element)}
    words = _("Code") if parts == {"cell_code_source"} else _("Output")
    words = words if len(parts) == 1 else _("Code and output")
    own = "" if cell["prompt_show"].startswith(PROMPT) else cell["prompt_show"]
    # Paper has what a cell prints, and no code but what stands between its outputs.
    classes = ["hidden-cell"] if parts == {"cell_code_source"} else ["hidden-cell", "toggle"]
    return disclosure("", *cell.children, summary=own or words, classes=classes)
