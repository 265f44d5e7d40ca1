"""Which of the forms of an output is printed, and what becomes of each: text, tables, pictures, what is refused.

A cell leaves its result in several forms at once, a MIME bundle. MyST-NB makes nodes of every one, and chooses when a
page is written; here one is chosen when the chapter is read, the same for every builder, and reported once.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from glossator.core.drawings import only_drawing, why_active
from glossator.execution.cell_html import has_colours, read_html, why_refused
from glossator.messages.warnings import Problem, warn
from glossator.notebook.svg import MIME
from glossator.notes.figure_visitors import print_alt
from glossator.notes.nodes import chart_figure, drawing

#: MyST-NB does not know on which line a cell begins, only nearly.
CELL = "{code-cell}"
#: How a cell says what there is to see in a picture, or in a bare chart; and how a chart gets its title.
OPTION = ':mystnb: {image: {alt: "…"}}'
TITLE = 'title (:mystnb: {figure: {caption: "…"}})'
ALT = f"text alternative ({OPTION})"
PICTURES = ("image/png", "image/jpeg", "image/gif")
#: What a page prints, the best first; and what only where there is neither this nor what is refused.
BEST = (MIME, "text/html", "text/latex", *PICTURES, "image/svg+xml")
ELSE = ("text/markdown", "text/plain")
#: A part of a type -> what such an output is, and what to do instead.
REFUSED = {
    "widget": "a widget, which needs a kernel; show what it is to show, without it",
    "javascript": "a script; print what a reader is to see",
    "plotly": 'an interactive chart of Plotly; draw it with Altair, or show a picture: Image(fig.to_image("png"))',
    "bokeh": "an interactive chart of Bokeh; draw it with Altair, or show a picture of it",
    "holoviews": "an interactive chart of HoloViews; draw it with Altair, or show a picture of it",
    "vega": "a chart by another way than a chart of Altair; take away alt.renderers.enable(…), and end the cell with "
    "the chart",
    "geo+json": "a map that needs a script; draw it with Altair (mark_geoshape), or show a picture of it",
    "pdf": "a page of PDF; show it as a picture, or put the file beside the chapter and link to it",
    "video": "a video; link to it",
    "audio": "a sound; link to it",
}
#: What says where an object lies in the memory of this run, and to a reader nothing: what plot() of Matplotlib returns.
OBJECT = re.compile(r"\[?(?:<[^<>]* at 0x[0-9a-f]+>(?:,\s*)?)+\]?\s*")


class reported_output(nodes.Element):
    """What is to be said of an output if this form of it is chosen. Attributes: ``message``, ``problem``."""


class vector_picture(nodes.General, nodes.Element):
    """An SVG that a cell leaves. Attributes: ``alt``, ``svg``."""


def setup_bundles(app: Sphinx) -> None:
    """Register the picture, and the transform that chooses."""
    others: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), (print_alt, None))
    app.add_node(vector_picture, html=(visit_vector_picture, None), **others)
    app.add_transform(ChooseOutputs)


def without_words(title: object, alternative: object) -> str:
    """Return the message on a bare chart that has no title, or no text alternative; nothing where it has both."""
    lacking = [name for name, has in ((TITLE, title), (ALT, alternative)) if not has]
    says = "who does not see it is told what it draws, and not what there is to see"
    return f"this chart has no {' and no '.join(lacking)}; {says}" if lacking else ""


def report(message: str, problem: Problem = Problem.HTML) -> reported_output:
    """Return a node that is reported, and taken away, if the form of an output in which it stands is chosen."""
    return reported_output(message=message, problem=problem)


def render(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Node] | None:
    """Return the nodes of one form of an output; None where MyST-NB makes them."""
    if data.mime_type == "text/html":
        return _html(data.string, inline)
    if data.mime_type == "image/svg+xml":
        options = renderer.renderer.get_cell_level_config("render_image_options", data.cell_metadata, line=data.line)
        return [_vector_picture(data.string, str(options.get("alt", "")))]
    if data.mime_type == MIME:
        return [report(f"a chart does not fit into a line; write {{glue}} as a directive: ```{{glue}} {_key(data)}")]
    if data.mime_type in (*BEST, *ELSE):
        return None
    found = next((what for part, what in REFUSED.items() if part in data.mime_type), "")
    what = found or f"an output of the type {data.mime_type}, which no page can show; print what a reader is to see"
    return [report(f"this cell shows {what}")]


def _key(data: MimeData) -> str:
    return str(data.output_metadata.get("scrapbook", {}).get("name", "key"))


def _html(html: str, inline: bool) -> list[nodes.Node]:
    if why := why_refused(html):
        return [report(f"this cell shows HTML with {why}")]
    blocks = read_html(html)
    if inline:
        if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
            return list(blocks[0].children)
        return [report("this value is more than some words; write {glue} as a directive, with ``` before and after it")]
    if has_colours(html):
        message = (
            "the colours of this table are not printed, and nothing may be said by a colour alone; say it in a column, "
            "or draw it as a chart"
        )
        return [report(message), *blocks]
    return blocks


def _vector_picture(svg: str, alt: str) -> nodes.Element:
    instead = "; show the picture as PNG"
    try:
        root = only_drawing(svg)
        found = why_active(ElementTree.tostring(root, encoding="unicode"))
    except ElementTree.ParseError:
        return report(f"this cell shows an SVG that cannot be read{instead}")
    if not found and any("style" in element.attrib for element in root.iter()):
        found = "attributes style, which no page of an edition applies"
    if found:
        return report(f"this cell shows an SVG that holds {found}{instead}")
    return vector_picture(alt=alt, svg=_for_page(root), classes=["cell-picture"])


def _for_page(root: ElementTree.Element) -> str:
    """Return an SVG with ids of its own, and a frame by which it can be made narrower."""
    prefix = "svg-" + hashlib.sha256(ElementTree.tostring(root)).hexdigest()[:8]
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id":
                element.set(name, f"{prefix}-{value}")
            elif name.rpartition("}")[2] == "href" and value.startswith("#"):
                element.set(name, f"#{prefix}-{value[1:]}")
            else:
                element.set(name, re.sub(r"(url\([\"']?)#", rf"\1#{prefix}-", value))
    width, height = (re.fullmatch(r"([\d.]+)\w*", root.get(name, "")) for name in ("width", "height"))
    if width and height and "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {width[1]} {height[1]}")
    return ElementTree.tostring(root, encoding="unicode")


class ChooseOutputs(SphinxTransform):
    """Put one form of each output in the place of all."""

    # Before what a cell leaves is put in its place (200) and numbered.
    default_priority = 150

    def apply(self, **kwargs: object) -> None:
        for bundle in [each for each in self.document.findall(nodes.container) if element(each) == "mime_bundle"]:
            parts = {part["mime_type"]: part for part in bundle.children if isinstance(part, nodes.container)}
            chosen = _choose(parts)
            for said in list(chosen.findall(reported_output)):
                warn(said["problem"], said["message"], bundle, CELL if is_output(bundle.parent) else "")
                said.parent.remove(said)
            for chart in list(chosen.findall(chart_figure)):
                chart["glued"] = not is_output(bundle.parent)
                _refuse_active(chart, bundle)
            if chosen.get("mime_type") in PICTURES:
                for picture in chosen.findall(nodes.image):
                    picture["from_cell"] = True
                    picture["classes"].append("cell-picture")
            around = bundle.parent
            around.replace(bundle, chosen.children)
            if isinstance(around, nodes.figure):
                self._settle(around)

    def _settle(self, figure: nodes.figure) -> None:
        """Give caption and name of a figure to the table, or the chart, that is all it holds."""
        held = [child for child in figure.children if not isinstance(child, nodes.caption | nodes.legend)]
        caption = next((child for child in figure.children if isinstance(child, nodes.caption)), None)
        if not held:
            figure.parent.remove(figure)
        table = next((child for child in held if isinstance(child, nodes.table)), None)
        if table and caption:
            titled = isinstance(table[0], nodes.title)
            table[: int(titled)] = [nodes.title("", "", *caption.children)]
            figure.remove(caption)
        chart: Any = next((child for child in held if isinstance(child, chart_figure)), None)
        if chart and caption:
            chart[0][:] = caption.children
            figure.remove(caption)
        whole = table or chart
        if whole is None:
            return
        if figure["ids"]:
            whole["ids"] = []
        for name in ("ids", "names", "classes"):
            whole[name] += [each for each in figure[name] if each not in whole[name]]
        self.document.ids.update(dict.fromkeys(figure["ids"], whole))
        figure.parent.replace(figure, figure.children)


def _refuse_active(figure: chart_figure, place: nodes.Element) -> None:
    """Report a figure whose drawing could run something, and take it away.

    A cell is its author's, but what it draws comes from tables, and an output may come from elsewhere.
    """
    found = [why for chart in figure.findall(drawing) for svg in chart["svgs"].values() if (why := why_active(svg))]
    if found:
        message = f"the drawing of this cell is not printed: it holds {found[0]}, which is more than a drawing"
        warn(Problem.CELL, message, place, CELL if is_output(place.parent) else "")
        figure.parent.remove(figure)


def _choose(parts: dict[str, nodes.container]) -> nodes.container:
    """Return the best form that says something; what is refused, rather than words that stand for it."""
    good = next((parts[name] for name in BEST if name in parts and _says_something(parts[name])), None)
    if good is not None:
        return good
    bad = next((part for part in parts.values() if next(iter(part.findall(reported_output)), None)), None)
    if bad is not None:
        return bad
    words = next((parts[name] for name in ELSE if name in parts), nodes.container())
    return nodes.container() if OBJECT.fullmatch(words.astext()) else words


def _says_something(part: nodes.container) -> bool:
    return any(not isinstance(child, reported_output) for child in part.children)


def element(node: nodes.Node | None) -> str:
    """Return what MyST-NB says of one of its containers, such as ``cell_code``."""
    return str(node.get("nb_element", node.get("mime_type", ""))) if isinstance(node, nodes.container) else ""


def is_output(node: nodes.Node | None) -> bool:
    """Return whether a node is in a code cell."""
    while isinstance(node, nodes.Element):
        if element(node):
            return True
        node = node.parent
    return False


def visit_vector_picture(self: Any, node: vector_picture) -> None:
    self.body.append(self.starttag(node, "div", role="img", **{"aria-label": node["alt"]}))
    self.body.append(f'<div aria-hidden="true">{node["svg"]}</div></div>\n')
    raise nodes.SkipNode
