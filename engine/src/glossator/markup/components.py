"""Components of sphinx-design: dropdowns, tabs, grids, cards, buttons, badges, icons.

Its directives and roles are used as they are; its style sheet (55 kB, for every page) and its script are not: the
theme's ``components.css`` draws what it makes, on the pages that have some, and tabs are radio buttons, which need no
script. What it prints as raw HTML is made of nodes here.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole
from sphinx_design.dropdown import dropdown_main, dropdown_title
from sphinx_design.extension import STATIC_DIR
from sphinx_design.icons import FA_ROLE_STYLES, create_icon_node, get_material_icon, get_octicon, sd_icon
from sphinx_design.shared import create_component, is_component
from sphinx_design.tabs import sd_tab_input, sd_tab_label

from glossator.core.addresses import SCHEME
from glossator.markup.exercises import exercise
from glossator.markup.tables import is_table, scroller
from glossator.messages.warnings import Problem, warn
from glossator.translation import _

ICON_CLASS = re.compile(r"[\w-]+")
#: Classes of links that sphinx-design makes, of cards and of buttons.
LINKS = {"sd-stretched-link", "sd-btn"}
MATERIAL = ("regular", "outlined", "round", "sharp", "twotone")


def setup_components(app: Sphinx) -> None:
    """Load sphinx-design, with the theme's style sheet in the place of its own."""
    app.setup_extension("sphinx_design")
    app.add_role("octicon", OcticonRole(), override=True)
    for style in MATERIAL:
        app.add_role(f"material-{style}", MaterialRole(style), override=True)
    for name in FA_ROLE_STYLES:
        app.add_role(name, FontIconRole(), override=True)
    app.add_node(sd_tab_input, override=True, html=(visit_tab, depart_tab))
    app.add_transform(CheckComponents)
    app.add_post_transform(PlaceDropdowns)
    app.add_post_transform(PlaceCards)
    app.connect("config-inited", allow_separators)
    # After it has added them (500).
    app.connect("builder-inited", leave_out_assets, priority=600)
    app.connect("html-page-context", leave_out_sheet)


def allow_separators(app: Sphinx, config: Config) -> None:
    """Say nothing of ``+++`` and ``^^^`` in cards, which sphinx-design would rather not have and every book has."""
    config.suppress_warnings = [*config.suppress_warnings, "design.card_legacy"]


def leave_out_assets(app: Sphinx) -> None:
    """Publish neither the style sheet of sphinx-design nor its script."""
    app.config.html_static_path = [path for path in app.config.html_static_path if path != str(STATIC_DIR)]


def leave_out_sheet(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Take them out of the lists of a page, for themes that print these."""
    own = {path.name for path in STATIC_DIR.iterdir()}
    for name in ("css_files", "script_files"):
        context[name] = [each for each in context.get(name, ()) if _file(each) not in own]


def _file(asset: object) -> str:
    """Return the name of the file of a style sheet or script, as Sphinx lists it."""
    return PurePosixPath(str(getattr(asset, "filename", asset)).partition("?")[0]).name


class OcticonRole(SphinxRole):
    """``{octicon}`name;height;classes` ``: an icon, drawn in the page; a reader who does not see it misses no word."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name, height, classes = [*(part.strip() for part in self.text.split(";", 2)), "", ""][:3]
        try:
            # sphinx-design prints classes as they are written, quotes included.
            wanted = [each for each in classes.split() if ICON_CLASS.fullmatch(each)]
            svg = self.draw(name, height or "1em", wanted)
        except (KeyError, ValueError) as error:
            reason = str(error.args[0] if error.args else error)
            message = f"there is no such icon: {reason[:1].lower()}{reason[1:]}"
            warn(Problem.ROLE, message, (self.env.docname, self.lineno), self.text)
            return [nodes.inline("", "")], []
        node = create_icon_node(svg)
        self.set_source_info(node)
        return [node], []

    def draw(self, name: str, height: str, classes: list[str]) -> str:
        """Return the drawing; raises KeyError for an unknown name, ValueError for a height that is none."""
        return get_octicon(name, height=height, classes=classes)


class MaterialRole(OcticonRole):
    """``{material-regular}`name;height;classes` `` and its other styles."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self.style = style

    def draw(self, name: str, height: str, classes: list[str]) -> str:
        return get_material_icon(self.style, name, height=height, classes=classes)


class FontIconRole(SphinxRole):
    """``{fas}`` and the other roles of Font Awesome: refused, since each reader's browser would fetch a font."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        message = (
            f"{{{self.name}}} needs a font from another host, and is not printed; an icon of {{octicon}} is drawn in "
            "the page"
        )
        warn(Problem.PICTURE, message, (self.env.docname, self.lineno), f"{{{self.name}}}")
        return [], []


def components(within: nodes.Element, name: str) -> list[nodes.container]:
    """Return the components of one name in a document, or a part of it."""
    return [node for node in within.findall(nodes.container) if is_component(node, name)]


class CheckComponents(SphinxTransform):
    """Report what a component may not have: a style of its own. Name the link of a card by the card's title."""

    default_priority = 220

    def apply(self, **kwargs: object) -> None:
        for node in self.document.findall(nodes.container):
            if "style" in node:
                message = "{div} has no :style: here, which the policy of a page forbids; give it a class"
                warn(Problem.OPTION, message, node, ":style:")
                del node["style"]
        for card in components(self.document, "card"):
            _name_link(card)
        for link in [*self.document.findall(nodes.reference), *self.document.findall(pending_xref)]:
            if LINKS.intersection(link["classes"]):
                self._lead_to_chapter(link)

    def _lead_to_chapter(self, link: nodes.Element) -> None:
        """Make of a card's or a button's link to a file of Markdown, or to a chapter by its name, one to its page."""
        target = str(link.get("refuri", link.get("reftarget", "")))
        # A chapter may be called as badly as an address.
        if SCHEME.match(target):
            return
        name = self.env.relfn2path(target, self.env.docname)[0].removesuffix(".md")
        if name not in self.env.found_docs or link.get("reftype", "any") not in {"any", "myst"}:
            return
        about = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{name}", "refdoc": self.env.docname}
        explicit = link.get("refexplicit", link.astext() != target)
        found = pending_xref("", *link.children, **about, refexplicit=explicit, refwarn=True, classes=link["classes"])
        found.source, found.line = link.source, link.line
        link.replace_self(found)


def _name_link(card: nodes.Element) -> None:
    title = next(iter(components(card, "card-title")), None)
    for link in card.findall(nodes.reference):
        if title is not None and "sd-hide-link-text" in link["classes"] and link.astext() == link.get("refuri"):
            link.children = []
            link.append(nodes.inline("", title.astext()))


class PlaceDropdowns(SphinxPostTransform):
    """Make ``details`` of dropdowns, as sphinx-design does, but with a sign of the style sheet, not with raw HTML."""

    default_priority = 190  # before its own (199)
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for node in components(self.document, "dropdown"):
            title: Any = node[0] if node["has_title"] else nodes.rubric("", _("More"))
            content = node[1:] if node["has_title"] else node.children
            made = dropdown_main(opened=node["opened"], classes=["sd-dropdown", *node["container_classes"]])
            made["ids"] += [*node["ids"], *title["ids"]]
            if node.get("details_name"):
                made["details_name"] = node["details_name"]
            summary = dropdown_title("", "", classes=["sd-summary-title", *node["title_classes"]])
            if node["icon"]:
                summary += create_icon_node(get_octicon(node["icon"], height="1em"))
            summary += nodes.inline("", "", *title.children, classes=["sd-summary-text"])
            made += summary
            made += create_component("dropdown-body", ["sd-summary-content", *node["body_classes"]], children=content)
            node.replace_self(made)


class PlaceCards(SphinxPostTransform):
    """Make a row of cards something that a reader can move by keyboard."""

    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for row in components(self.document, "card-carousel"):
            row.replace_self(scroller("", *row.children, label=_("Cards"), classes=row["classes"], ids=row["ids"]))


def visit_tab(self: Any, node: sd_tab_input) -> None:
    """Print the radio button of a tab as an element that is closed, which XHTML needs; sphinx-design leaves it open."""
    about = {"type": node["type"], "name": node["set_id"]}
    if node["checked"]:
        about["checked"] = "checked"
    self.body.append(self.emptytag(node, "input", ids=[node["id"]], **about))


def depart_tab(self: Any, node: sd_tab_input) -> None:
    """Print nothing: the element has no content."""


def is_styled(node: nodes.Node) -> bool:
    """Return whether a node of a resolved page needs ``components.css``."""
    if isinstance(node, sd_icon | exercise | nodes.math | nodes.math_block) or is_table(node):
        return True
    classes: list[str] = node.get("classes", []) if isinstance(node, nodes.Element) else []
    return any(name.startswith("sd-") or name == "cell-picture" for name in classes)


def is_tab(node: nodes.Node) -> bool:
    """Return whether a node is a tab, for which there is a script."""
    return isinstance(node, sd_tab_label)
