"""The palette of charts: colours that differ in lightness, or carry a pattern, so that they are told apart in grey.

A chart names a colour by its place; the page says which colour that is, light or dark (site/kinds.py).
"""

from __future__ import annotations

from typing import NamedTuple


class PaletteColour(NamedTuple):
    """A colour of charts and the pattern that is its second sign; the pattern belongs to the place, not the colour."""

    colour: str  #: on a light page and on paper
    dark: str  #: on a dark page
    pattern: str = ""  #: a key of `PATTERNS`; empty for a plain colour


#: The two plain ones differ in lightness by more than 2 to 1; all others carry a pattern, no two the same.
PALETTE = (
    PaletteColour("#1d4e7e", "#8cc4f5"),
    PaletteColour("#cf7520", "#c8661f"),
    PaletteColour("#8b9097", "#70757c", "hatched"),
    PaletteColour("#6a3d86", "#c9a5e4", "dotted"),
    PaletteColour("#1f7a6a", "#4fae9b", "crossed"),
    PaletteColour("#a3374f", "#e08a9b", "hatched back"),
)
#: Pattern -> the transformation of a tile, and the paths in it (SVG; 6 by 6 pixels).
PATTERNS = {
    "hatched": ("rotate(45)", "M0 0H3V6H0Z"),
    "dotted": ("", "M0 0H3V3H0ZM3 3H6V6H3Z"),
    "crossed": ("rotate(45)", "M0 0H6V2H2V6H0Z"),
    "hatched back": ("rotate(-45)", "M0 0H2V6H0Z"),
}
#: Lightness of two plain colours, as WCAG's contrast; below it they are one grey in print.
DISTINCT = 1.8


def paint(place: int) -> str:
    """Return the colour at a place of the palette (from 1) for a stroke, or for a plain fill, as CSS."""
    return f"var(--chart-{place}, {PALETTE[place - 1].colour})"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as ``#1d4e7e``, from 1 to 21; see WCAG 2.2, contrast ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
