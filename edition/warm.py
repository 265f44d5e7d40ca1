"""What a kernel loads while it waits for the first chapter; nothing here is told to the chapters.

For notebooks: imports Altair, never Sphinx.
"""

from __future__ import annotations

import vl_convert

import edition.chart
import edition.topics

# The first drawing starts the engine that runs Vega, and reads the font.
vl_convert.vegalite_to_svg(
    {"mark": "bar", "encoding": {"y": {"datum": "a", "type": "nominal"}}}, vl_version=edition.chart.VEGA_LITE
)
