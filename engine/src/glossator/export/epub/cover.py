"""The cover: a drawing of the title, in outlines, so that it looks the same wherever it is shown."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import vl_convert
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from lxml import etree

from glossator.export.epub.xhtml import SVG

WIDTH, HEIGHT, MARGIN = 1200, 1800, 130
PAPER, INK, BAND = "#f7f3ea", "#22201c", "#1d4e7e"
#: Where the letters come from; a title in others is written as text, for the e-reader's own.
FONT = "font_source_serif_pro"
#: Sizes of a title, the largest first.
SIZES = (150, 130, 110, 90, 72)


class Cover(NamedTuple):
    """A cover as a drawing, and as a picture for shelves that show no drawings; that is empty for other letters."""

    svg: bytes
    png: bytes


def draw_cover(title: str, below: Sequence[str], foot: Sequence[str]) -> Cover:
    """Draw the cover of a book, as SVG and PNG; its lines are broken where they are too long.

    below: lines under the title, such as the names of the editors
    foot: lines at the foot, such as the version
    """
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    for name, value in {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH), "height": str(HEIGHT)}.items():
        root.set(name, value)
    etree.SubElement(root, f"{{{SVG}}}title").text = title
    _box(root, 0, HEIGHT, PAPER)
    _box(root, 0, 90, BAND)
    plain = all(_is_drawn(line) for line in (title, *below, *foot))
    size, lines = _fitted(title, plain)
    y = 420.0
    for line in lines:
        _line(root, line, size, y, plain)
        y += size * 1.18
    _box(root, y - size * 0.45, 6, BAND, MARGIN, 260)
    y += size * 0.35
    for line in below:
        for part in textwrap.wrap(line, 40):
            _line(root, part, 54, y, plain)
            y += 76
    for number, line in enumerate(reversed(foot)):
        _line(root, line, 40, HEIGHT - 120 - number * 60.0, plain)
    svg = bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))
    return Cover(svg, bytes(vl_convert.svg_to_png(svg.decode(), scale=1)) if plain else b"")


def _box(root: etree._Element, y: float, height: float, fill: str, x: float = 0, width: float = WIDTH) -> None:
    numbers = {"x": x, "y": y, "width": width, "height": height}
    etree.SubElement(root, f"{{{SVG}}}rect", {name: f"{value:g}" for name, value in numbers.items()}, fill=fill)


def _fitted(title: str, plain: bool) -> tuple[int, list[str]]:
    """Return the size in which a title fits, and its lines."""
    for size in SIZES:
        lines = _wrapped(title, size, plain)
        if len(lines) * size * 1.18 <= HEIGHT * 0.5 and all(_width(line, size, plain) <= _measure() for line in lines):
            return size, lines
    return size, lines[:9]


def _measure() -> float:
    return WIDTH - 2 * MARGIN


def _wrapped(title: str, size: int, plain: bool) -> list[str]:
    lines = [""]
    for word in title.split() if " " in title.strip() else title:
        longer = f"{lines[-1]} {word}".strip() if " " in title else lines[-1] + word
        if lines[-1] and _width(longer, size, plain) > _measure():
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _width(line: str, size: float, plain: bool) -> float:
    if not plain:
        # A letter of another script is as broad as it is high, at most.
        return sum(size * (0.6 if letter.isascii() else 1) for letter in line)
    font, scale = _font(), size / _font()["head"].unitsPerEm
    names, widths = font.getBestCmap(), font["hmtx"]
    return float(sum(widths[names[ord(letter)]][0] for letter in line) * scale)


def _line(root: etree._Element, line: str, size: float, y: float, plain: bool) -> None:
    if not plain:
        text = etree.SubElement(root, f"{{{SVG}}}text", {"x": str(MARGIN), "y": f"{y:g}", "font-size": f"{size:g}"})
        text.set("fill", INK)
        text.set("font-family", "serif")
        text.text = line
        return
    font, x = _font(), 0.0
    scale = size / font["head"].unitsPerEm
    move = f"translate({MARGIN} {y:g}) scale({scale:g} {-scale:g})"
    group = etree.SubElement(root, f"{{{SVG}}}g", {"transform": move, "fill": INK})
    names, glyphs, widths = font.getBestCmap(), font.getGlyphSet(), font["hmtx"]
    for letter in line:
        name = names[ord(letter)]
        pen = SVGPathPen(glyphs)
        glyphs[name].draw(pen)
        if outline := pen.getCommands():
            etree.SubElement(group, f"{{{SVG}}}path", {"transform": f"translate({x:g})", "d": outline})
        x += widths[name][0]


def _is_drawn(line: str) -> bool:
    return _font_file() is not None and all(ord(letter) in _font().getBestCmap() for letter in line)


@cache
def _font() -> TTFont:
    file = _font_file()
    assert file
    return TTFont(file, lazy=True)


@cache
def _font_file() -> Path | None:
    found = find_spec(FONT)
    file = Path(found.origin or "").parent / "files" / "SourceSerifPro-Semibold.ttf" if found else None
    return file if file and file.is_file() else None
