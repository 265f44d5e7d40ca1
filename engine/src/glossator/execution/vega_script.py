"""Vega as a script of the site, so that charts are interactive without a CDN."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import vl_convert
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx

from glossator.execution.user_cache import cached
from glossator.notebook.svg import VEGA_LITE

#: The licences of all that the script holds; for the versions that its first line names.
NOTICES = Path(__file__).with_name("vega-notices.txt")
#: This module as it was imported: a change while a build runs would else name what the old one makes by the new.
MADE_BY = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]


def setup_vega(app: Sphinx) -> None:
    """Write ``_static/vega.js``, and the licences of what is in it, if a chapter has code."""
    app.connect("build-finished", write_script)


def write_script(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    if not any(about.get("exec_data") for about in NbMetadataCollector.get_doc_data(app.env).values()):
        return
    static = Path(app.outdir) / "_static"
    for name, content in (("vega.js", cached_script()), (NOTICES.name, NOTICES.read_bytes())):
        copy = static / name
        if not copy.is_file() or copy.read_bytes() != content:
            copy.write_bytes(content)


def cached_script() -> bytes:
    """Return the Vega script in UTF-8.

    Bundling takes two seconds; what is cached is valid for one version of vl-convert and of this module.
    """
    name = f"vega-{version('vl-convert-python')}-{VEGA_LITE}-{MADE_BY}.js"
    return cached(name, lambda: bundle().encode())


def bundle() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that defines ``vegaEmbed``."""
    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    # In a function of its own: bundle and page would else share the names they declare.
    return f"/*! Licences: see {NOTICES.name} beside this file. */\n(() => {{{script}}})();"
