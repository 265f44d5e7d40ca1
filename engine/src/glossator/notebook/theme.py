"""The Altair theme of charts: colours, letters and lines; enabled as soon as this module is imported."""

from __future__ import annotations

from typing import Any

import altair as alt

# Each has a contrast of at least 3.8 to 1 on the white page and on the dark one.
COLOURS = ["#2a7ab9", "#c8601a", "#7a7f87", "#8a63b8", "#2f8a5f", "#c2477f"]
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
            "bar": {"color": COLOURS[0]},
            "line": {"color": COLOURS[0], "strokeWidth": 2},
            "point": {"color": COLOURS[0], "filled": True, "opacity": 1, "size": 50},
            "rule": {"color": "currentColor"},
            "text": {"color": "currentColor", "fontSize": 12},
        }
    }
