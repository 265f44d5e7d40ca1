"""Drawings that programs write: what is drawn is kept, what is not is left out, and what could run is refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from glossator.core.drawings import only_drawing, why_active

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
#: As Matplotlib and Inkscape write one.
MATPLOTLIB = f"""\
<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg {SVG} xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="9pt" height="9pt" inkscape:version="1">
 <metadata>
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>2026</rdf:Description></rdf:RDF>
 </metadata>
 <defs><style type="text/css">*{{stroke-linejoin: round; stroke-linecap: butt}}</style></defs>
 <inkscape:grid/>
 <g style="fill: none; -inkscape-stroke: none"><path id="tick" d="M 0 0 L 0 3" style="stroke: #000; fill: url(#p)"/></g>
 <use xlink:href="#tick" x="3" y="3"/>
 <text style="font: italic 10px 'DejaVu Sans', sans-serif; text-anchor: middle">a</text>
</svg>"""


def test_a_drawing_of_matplotlib_keeps_what_is_drawn() -> None:
    root = only_drawing(MATPLOTLIB)
    svg = ElementTree.tostring(root, encoding="unicode")
    assert why_active(svg) == ""
    for gone in ("metadata", "RDF", "inkscape", " style=", "<style", "xlink"):
        assert gone not in svg, gone
    assert (root.get("stroke-linejoin"), root.get("stroke-linecap")) == ("round", "butt")
    by_name = {element.tag.rpartition("}")[2]: element for element in root.iter()}
    assert by_name["path"].attrib == {"id": "tick", "d": "M 0 0 L 0 3", "stroke": "#000", "fill": "url(#p)"}
    assert by_name["use"].get("href") == "#tick"
    text = {"font-style": "italic", "font-size": "10px", "font-family": "'DejaVu Sans', sans-serif"}
    assert by_name["text"].attrib == {**text, "text-anchor": "middle"}


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ('<style>path {{ fill: url("https://example.org/x") }}</style>', "<style>"),
        ("<style>* {{ fill: url(https://example.org/x) }}</style>", "fill="),
        ('<rect style="fill: url(https://example.org/x)"/>', "fill="),
        ("<metadata/><script>mark()</script>", "<script>"),
        ('<use xlink:href="https://example.org/x.svg#a"/>', "a link to"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "<use> within"),
        ('<g id="a"><rect/></g><g id="b"><use href="#a"/><use href="#a"/></g><use href="#b"/>', "<use> within"),
    ],
)
def test_what_could_run_or_draw_without_end_is_refused(inside: str, why: str) -> None:
    svg = f"<svg {SVG}>{inside.replace('{{', '{').replace('}}', '}')}</svg>"
    assert why_active(ElementTree.tostring(only_drawing(svg), encoding="unicode")).startswith(why)


def test_a_style_that_is_no_attribute_stays_to_be_refused() -> None:
    assert only_drawing(f'<svg {SVG}><rect style="filter: blur(1px)"/></svg>')[0].attrib == {
        "style": "filter: blur(1px)"
    }
