"""Render Vega-Lite as SVG for a page; ``python -m glossator.notebook.svg`` is a worker that renders for others.

For notebooks and beside them: imports neither Altair nor Sphinx. Nothing is asked of the network.
"""

from __future__ import annotations

import html
import json
import os
import re
import sys
from typing import Any
from xml.etree import ElementTree

import vl_convert

from glossator.core.palette import PALETTE, PATTERNS, paint

#: MIME type of a figure in the outputs of a cell: its content as a JSON string.
MIME = "application/vnd.edition.figure"
#: Two drawings of every chart, for a wide column and for a phone (pixels); the style sheet shows the one that fits.
WIDTHS = {"wide": 576, "narrow": 330}
VEGA_LITE = "6.4"
#: Environment variable: where it is set, a kernel leaves figures unrendered, and goes on (execution/kernel_pool.py).
RENDER_LATER = "GLOSSATOR_RENDER_LATER"
#: Environment variable: how charts write numbers and dates (``config.locale`` of Vega, JSON), where not in English.
LOCALE = "GLOSSATOR_LOCALE"
SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)

#: Where a mark is, in pixels; Vega gives fourteen digits, of which nobody sees more than two.
PLACES = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height")
LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
#: Attributes that say what holds without them.
USUAL = {"opacity": "1", "stroke-width": "1", "transform": "translate(0,0)", "x2": "0", "y2": "0"}
#: What Vega draws of a background or a border that there is none of.
NOTHING = ("", "M0,0h0v0h0Z")

#: The outputs of a cell, by MIME type.
Bundle = dict[str, str]


def render_bundle(bundle: Bundle) -> Bundle:
    """Return the MIME bundle of a figure with its SVGs: for the page, and as HTML for an open notebook."""
    content = json.loads(bundle[MIME])
    if locale := os.environ.get(LOCALE):
        content["spec"]["config"] = {"locale": json.loads(locale), **content["spec"].get("config", {})}
    svgs = render_svg(content["spec"], content["name"])
    words = (content.get(name) for name in ("title", "subtitle"))
    head = "".join(f"<p>{html.escape(each)}</p>" for each in words if each)
    page = f'{head}<div role="img" aria-label="{html.escape(content["alt"])}">{svgs["wide"]}</div>'
    return {**bundle, MIME: json.dumps({**content, "svgs": svgs}), "text/html": page}


def render_svg(spec: dict[str, Any], name: str) -> dict[str, str]:
    """Render a chart as SVG, once for each of `WIDTHS` (pixels); return the SVGs by name of the width.

    spec: Vega-Lite
    name: of the figure, unique on the page; it begins the ids in the SVG

    Raises ValueError for a spec that vl-convert cannot render, or one with a picture from the network.
    """
    # What Vega-Lite makes of a chart whose width is given is the same for every width; Vega lays it out.
    vega = vl_convert.vegalite_to_vega({**spec, "width": WIDTHS["wide"]}, vl_version=VEGA_LITE)
    return {
        size: _for_page(vl_convert.vega_to_svg({**vega, "width": width}, allowed_base_urls=[]), f"{name}-{size}")
        for size, width in WIDTHS.items()
    }


def _for_page(svg: str, prefix: str) -> str:
    """Return *svg* with unique ids and native tooltips, fit for a page with other SVGs.

    Its ids become its own: vega numbers its clips through all drawings that one kernel makes. What vega tells a
    screen reader of each mark becomes the mark's title, which a browser shows without a script; the figure's own text
    is what is read. Raises ValueError for a picture that a reader's browser would have to fetch.
    """
    root = ElementTree.fromstring(svg)
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    own = {name: f"{prefix}-{number}" for number, name in enumerate(ids)}
    for element in list(root.iter()):
        label = element.attrib.get("aria-label")
        if label and element.attrib.get("role") == "graphics-symbol" and len(element) == 0:
            ElementTree.SubElement(element, f"{{{SVG}}}title").text = label
        for name, value in list(element.attrib.items()):
            if name == "role" or name.startswith("aria-"):
                del element.attrib[name]
            elif name == "id":
                element.set(name, own[value])
            elif value.startswith("url(#") and value[5:-1] in own:
                element.set(name, f"url(#{own[value[5:-1]]})")
            elif element.tag == f"{{{SVG}}}image" and name.endswith("href") and not value.startswith("data:"):
                raise ValueError(f"the chart fetches a picture from {value}; a page of this edition fetches nothing")
    _shorten(root)
    _add_patterns(root, prefix)
    return ElementTree.tostring(root, encoding="unicode")


def _shorten(root: ElementTree.Element) -> None:
    """Take out of a drawing what nobody sees: further digits, and paths that draw nothing."""
    for element in root.iter():
        for name in PLACES:
            if name in element.attrib:
                element.set(name, LONG.sub(lambda number: f"{float(number[0]):.2f}", element.attrib[name]))
        for name, value in USUAL.items():
            if element.get(name) == value:
                del element.attrib[name]
        for child in list(element):
            if child.tag == f"{{{SVG}}}path" and child.get("d") in NOTHING:
                element.remove(child)


def _add_patterns(root: ElementTree.Element, prefix: str) -> None:
    """Put into a drawing the patterns of the palette that it uses; a line is drawn in the plain colour."""
    for place, colour in enumerate(PALETTE, start=1):
        address, own = f"url(#chart-{place})", f"{prefix}-chart-{place}"
        filled = [element for element in root.iter() if element.get("fill") == address]
        for element in filled:
            element.set("fill", f"url(#{own})")
        for element in root.iter():
            if element.get("stroke") == address:
                element.set("stroke", paint(place))
        if filled:
            root.append(_pattern(own, place, colour.pattern))


def _pattern(name: str, place: int, kind: str) -> ElementTree.Element:
    turn, path = PATTERNS[kind]
    size = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
    pattern = ElementTree.Element(f"{{{SVG}}}pattern", {"id": name, **size, "patternTransform": turn})
    ElementTree.SubElement(pattern, f"{{{SVG}}}path", {"d": "M0 0H6V6H0Z", "fill": paint(place), "fill-opacity": ".2"})
    ElementTree.SubElement(pattern, f"{{{SVG}}}path", {"d": path, "fill": paint(place)})
    return pattern


def main() -> None:
    """Worker: read a bundle (JSON) per line, write a line with the rendered bundle or with the error."""
    # The first drawing starts the engine that runs Vega, and reads the font.
    render_svg({"mark": "bar", "encoding": {"y": {"datum": "a", "type": "nominal"}}}, "first")
    for line in sys.stdin:
        try:
            answer: dict[str, Any] = {"bundle": render_bundle(json.loads(line))}
        except Exception as error:  # whatever it is, it belongs to the cell that has made the chart
            answer = {"error": [type(error).__name__, str(error)]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
