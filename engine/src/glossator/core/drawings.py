"""Allowlist of SVG: a drawing in a page is part of it, and whatever runs in it runs with the page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from glossator.core.addresses import WEB_ADDRESS

SHAPES = {"circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "text", "tspan"}
GROUPS = {"a", "clipPath", "defs", "desc", "g", "linearGradient", "pattern", "radialGradient", "stop", "svg", "title"}
#: A picture that an SVG holds itself.
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,")


def why_active(svg: str) -> str:
    """Return what in *svg* could run, or lead where no link may lead, as a message names it; nothing if nothing does.

    Raises xml.etree.ElementTree.ParseError for what is no XML.
    """
    for element in ElementTree.fromstring(svg).iter():
        tag = element.tag.rpartition("}")[2]
        if tag not in SHAPES | GROUPS:
            return f"<{tag}>"
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or "url(" in re.sub(r"url\([\"']?#", "", value):
                return f'{name}="{value}"'
            if name.rpartition("}")[2] == "href" and not _may_lead(tag, value):
                return f'a link to "{value}"'
    return ""


def _may_lead(tag: str, address: str) -> bool:
    expected = {"a": WEB_ADDRESS, "image": PICTURE}.get(tag)
    return address.startswith("#") or bool(expected and expected.match(address))
