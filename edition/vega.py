"""The script that makes charts interactive, written beside the pages: no reader's browser asks another host for it."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

import vl_convert
from sphinx.application import Sphinx

#: The version of Vega-Lite that `edition.chart` writes.
VEGA_LITE = "6.4"


def write_vega(app: Sphinx, exception: Exception | None) -> None:
    """Write ``_static/vega.js``: Vega, Vega-Lite and vega-embed in one file.

    Bundling takes two seconds, so the result is kept in the folder of the doctrees until vl-convert changes.
    """
    if exception or app.builder.format != "html":
        return
    kept = Path(app.doctreedir) / f"vega-{version('vl-convert-python')}.js"
    if not kept.is_file():
        kept.write_text(_bundle(), encoding="utf-8")
    (Path(app.outdir) / "_static" / "vega.js").write_text(kept.read_text(encoding="utf-8"), encoding="utf-8")


@cache
def _bundle() -> str:
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    # In a function of its own: bundle and page would else share the names they declare.
    return f"(() => {{{bundle}}})();"
