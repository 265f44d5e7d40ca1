"""Allowlist of SVG: a drawing in a page is part of it, and whatever runs in it runs with the page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from glossator.core.addresses import WEB_ADDRESS

SHAPES = {"circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "text", "tspan", "use"}
GROUPS = {"a", "clipPath", "defs", "desc", "g", "linearGradient", "pattern", "radialGradient", "stop", "svg", "title"}
GROUPS |= {"symbol"}
#: A picture that an SVG holds itself.
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,")
#: The namespaces of what is drawn, and of its attributes.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
XLINK = "{http://www.w3.org/1999/xlink}href"
#: Properties of CSS that SVG has as attributes of the same name; and those that change nothing that is drawn.
PROPERTIES = {
    *(
        "clip-path",
        "clip-rule",
        "color",
        "direction",
        "display",
        "dominant-baseline",
        "fill",
        "fill-opacity",
        "fill-rule",
    ),
    *("font-family", "font-size", "font-stretch", "font-style", "font-variant", "font-weight", "image-rendering"),
    *(
        "letter-spacing",
        "opacity",
        "overflow",
        "paint-order",
        "shape-rendering",
        "stop-color",
        "stop-opacity",
        "stroke",
    ),
    *("stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
    *("stroke-opacity", "stroke-width", "text-anchor", "text-decoration", "text-rendering", "unicode-bidi"),
    *("vector-effect", "visibility", "word-spacing", "writing-mode"),
}
IDLE = re.compile(r"-.*|line-height|white-space|text-align|font-feature-settings|font-variant-.*|isolation|text-indent")
#: The rule that Matplotlib writes for all that is drawn; and its short form of a font.
RULE = re.compile(r"\s*\*\s*\{(?P<declarations>[^{}]*)\}\s*")
FONT = re.compile(
    r"(?:(?P<style>italic|oblique|normal)\s+)?(?:(?P<weight>\d{3}|bold|normal)\s+)?(?P<size>[\d.]+\w*)\s+(?P<family>.+)"
)


def why_active(svg: str) -> str:
    """Return what in *svg* could run, or lead where no link may lead, as a message names it; nothing if nothing does.

    Raises xml.etree.ElementTree.ParseError for what is no XML.
    """
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        tag = _name(element.tag)
        if tag not in SHAPES | GROUPS:
            return f"<{tag}>"
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or "url(" in re.sub(r"url\([\"']?#", "", value):
                return f'{name}="{value}"'
            if _name(name) == "href" and not _may_lead(tag, value):
                return f'a link to "{value}"'
    return "<use> within what another repeats" if _repeats_itself(root) else ""


def _repeats_itself(root: ElementTree.Element) -> bool:
    """Return whether a ``use`` names what holds one: a few of them in a row would draw without end."""
    holding = {each.get("id") for each in root.iter() if any(_name(inner.tag) == "use" for inner in each.iter())}
    uses = (each for each in root.iter() if _name(each.tag) == "use")
    named = {value.removeprefix("#") for use in uses for name, value in use.attrib.items() if _name(name) == "href"}
    return not named.isdisjoint(holding - {None})


def only_drawing(svg: str) -> ElementTree.Element:
    """Return *svg* without what is not drawn (metadata, and what editors keep for themselves), styles as attributes.

    A page applies no ``style`` attribute. What has no attribute stays as it is, and is refused. Raises
    xml.etree.ElementTree.ParseError for what is no XML.
    """
    root = ElementTree.fromstring(svg)
    for element in list(root.iter()):
        for child in list(element):
            if _is_foreign(child.tag) or _name(child.tag) == "metadata" or _is_rule_of_all(child, root):
                element.remove(child)
        for name in [each for each in element.attrib if _is_foreign(each)]:
            del element.attrib[name]
        # As a page has it, which knows no namespace by another name.
        if XLINK in element.attrib:
            element.attrib["href"] = element.attrib.pop(XLINK)
    for element in root.iter():
        if "style" in element.attrib and (attributes := _attributes(element.attrib["style"])) is not None:
            del element.attrib["style"]
            element.attrib.update(attributes)
    return root


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _is_foreign(name: str) -> bool:
    return name.startswith("{") and name[1:].partition("}")[0] not in NAMESPACES


def _is_rule_of_all(element: ElementTree.Element, root: ElementTree.Element) -> bool:
    """Return whether *element* is a style sheet of one rule for all elements; they then inherit it from *root*."""
    rule = RULE.fullmatch(element.text or "") if _name(element.tag) == "style" else None
    attributes = _attributes(rule["declarations"]) if rule else None
    if attributes is not None:
        root.attrib.update(attributes)
    return attributes is not None


def _attributes(declarations: str) -> dict[str, str] | None:
    """Return declarations of CSS as attributes; None if one of them has none."""
    found: dict[str, str] = {}
    for declaration in filter(None, map(str.strip, re.split(r";(?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)", declarations))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font" and (font := FONT.fullmatch(value)):
            found |= {f"font-{part}": words for part, words in font.groupdict().items() if words}
        elif name in PROPERTIES:
            found[name] = value
        elif not IDLE.fullmatch(name):
            return None
    return found


def _may_lead(tag: str, address: str) -> bool:
    expected = {"a": WEB_ADDRESS, "image": PICTURE}.get(tag)
    return address.startswith("#") or bool(expected and expected.match(address))
