"""The Altair theme of charts: colours, letters and lines; enabled as soon as this module is imported."""

from __future__ import annotations

from typing import Any

import altair as alt

from glossator.core.palette import PALETTE, paint

#: Fills, by place in the palette. One with a pattern is named by its address; the drawing holds it (notebook/svg.py).
COLOURS = [f"url(#chart-{place})" if colour.pattern else paint(place) for place, colour in enumerate(PALETTE, start=1)]
# Liberation Sans is what vl-convert measures with; Arial and Helvetica have the same widths.
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"


@alt.theme.register("glossator", enable=True)
def theme() -> Any:
    """Return the look of every chart; text and lines take the colour of the page, light or dark."""
    text = {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12, "titleFontSize": 12}
    rule = {"domainColor": "currentColor", "tickColor": "currentColor", "gridColor": "currentColor"}
    return {
        "config": {
            "background": None,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {**text, **rule, "gridOpacity": 0.15, "titleFontWeight": "normal", "labelLimit": 240},
            "axisX": {"grid": False},
            "legend": {**text, "orient": "top", "titleFontWeight": "normal", "symbolType": "square"},
            "range": {"category": COLOURS},
            # Of columns with a line through them as of columns alone.
            "scale": {"rectBandPaddingInner": 0.1},
            "mark": {"color": COLOURS[0]},
            "line": {"strokeWidth": 2},
            "point": {"filled": True, "opacity": 1, "size": 50},
            "rule": {"color": "currentColor"},
            # A label repeats what its mark says.
            "text": {"color": "currentColor", "fontSize": 12, "aria": False},
        }
    }
