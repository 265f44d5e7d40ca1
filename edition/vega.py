"""The script that makes charts interactive, written beside the pages: no reader's browser asks another host for it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from myst_nb.sphinx_ import NbMetadataCollector
from platformdirs import user_cache_path

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The version of Vega-Lite that `edition.chart` writes.
VEGA_LITE = "6.4"


def setup_vega(app: Sphinx) -> None:
    """Write ``_static/vega.js`` if a chapter has code.

    To make it takes two seconds, so it is made once for each version of vl-convert, and kept where programs of this
    user keep what they can make again. The first time, a process of its own does it while Sphinx writes.
    """
    app.connect("env-updated", begin_script)
    app.connect("build-finished", write_script)


def begin_script(app: Sphinx, env: BuildEnvironment) -> None:
    if is_needed(app) and not kept().is_file():
        _process()


def write_script(app: Sphinx, exception: Exception | None) -> None:
    if exception or not is_needed(app):
        return
    script = _script()
    copy = Path(app.outdir) / "_static" / "vega.js"
    if not copy.is_file() or copy.read_bytes() != script:
        copy.write_bytes(script)


def is_needed(app: Sphinx) -> bool:
    """Return whether pages are printed for browsers, and a chapter has code."""
    executed = (about.get("exec_data") for about in NbMetadataCollector.get_doc_data(app.env).values())
    return app.builder.format == "html" and any(executed)


def kept() -> Path:
    """Return where the script is kept, or is to be."""
    return user_cache_path("edition") / f"vega-{version('vl-convert-python')}-{VEGA_LITE}.js"


@cache
def _process() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", __name__]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


@cache
def _script() -> bytes:
    if kept().is_file():
        return kept().read_bytes()
    written, _ = _process().communicate()
    # Whatever stopped the other process stops this one too, and says so.
    script = written or bundle().encode()
    # Where nothing may be kept, it is made each time.
    with suppress(OSError):
        kept().parent.mkdir(parents=True, exist_ok=True)
        part = kept().with_suffix(f".{os.getpid()}")
        part.write_bytes(script)
        part.replace(kept())
    return script


def bundle() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that defines ``vegaEmbed``."""
    import vl_convert  # noqa: PLC0415 - takes longer to load than everything else here

    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    # In a function of its own: bundle and page would else share the names they declare.
    return f"(() => {{{script}}})();"


if __name__ == "__main__":
    sys.stdout.buffer.write(bundle().encode())
