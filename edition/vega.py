"""The script that makes charts interactive, written beside the pages: no reader's browser asks another host for it."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The version of Vega-Lite that `edition.chart` writes.
VEGA_LITE = "6.4"


def setup_vega(app: Sphinx) -> None:
    """Write ``_static/vega.js`` if a chapter has code.

    To make it takes two seconds: a process of its own does it while Sphinx writes, when no kernel needs the processors,
    and the result is kept in the folder of the doctrees until vl-convert changes.
    """
    app.connect("env-updated", begin_script)
    app.connect("build-finished", write_script)


def begin_script(app: Sphinx, env: BuildEnvironment) -> None:
    if app.builder.format == "html" and not _kept(app).is_file():
        texts = (Path(env.doc2path(name)).read_text(encoding="utf-8") for name in env.found_docs)
        if any("{code-cell" in text for text in texts):
            _process()


def write_script(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    if not _kept(app).is_file() and _process.cache_info().currsize:
        _kept(app).write_bytes(_script())
    copy = Path(app.outdir) / "_static" / "vega.js"
    if _kept(app).is_file() and not (copy.is_file() and copy.read_bytes() == _kept(app).read_bytes()):
        copy.write_bytes(_kept(app).read_bytes())


def _kept(app: Sphinx) -> Path:
    return Path(app.doctreedir) / f"vega-{version('vl-convert-python')}.js"


@cache
def _process() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", __name__]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


@cache
def _script() -> bytes:
    written, _ = _process().communicate()
    # Whatever stopped the other process stops this one too, and says so.
    return written or bundle().encode()


def bundle() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that defines ``vegaEmbed``."""
    import vl_convert  # noqa: PLC0415 - takes longer to load than everything else here

    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    # In a function of its own: bundle and page would else share the names they declare.
    return f"(() => {{{script}}})();"


if __name__ == "__main__":
    sys.stdout.buffer.write(bundle().encode())
