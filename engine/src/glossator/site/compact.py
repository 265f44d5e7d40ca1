"""Scripts and style sheets of the theme as they are sent: joined, without comments and indents.

How they are written is for whoever changes them; a reader's browser would fetch a third more for it. No other tool is
needed: no string of theirs goes over several lines or looks like a comment, which a test says.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx

STATIC = Path(__file__).parent / "theme" / "static"
#: File that is sent -> the files in it, in their order; the others are sent as they are named. All of them are for the
#: same pages, and one file is asked for and compressed better than two.
JOINED = {"paper.js": ("cite.js", "tips.js", "paper.js")}
#: What stands in another file is not sent by itself.
PARTS = {part for name, parts in JOINED.items() for part in parts if part != name}


def setup_compact(app: Sphinx) -> None:
    """Write the files of the theme anew after Sphinx has copied them."""
    app.connect("build-finished", write_compact)


def write_compact(app: Sphinx, exception: Exception | None) -> None:
    """Minify scripts and style sheets of the theme in ``_static``, remove parts of them (event build-finished)."""
    if exception or app.builder.format != "html" or app.config.html_theme != "glossator":
        return
    static = Path(app.outdir) / "_static"
    for path in (*STATIC.glob("*.css"), *STATIC.glob("*.js")):
        copy = static / path.name
        if path.name in PARTS:
            copy.unlink(missing_ok=True)
        elif copy.is_file():
            copy.write_text(compact(path.name), encoding="utf-8")


@cache
def compact(name: str) -> str:
    """Return a script or style sheet of the theme minified: its parts joined, without comments and indents.

    name: of the file in ``_static`` that is sent, such as ``page.js``
    """
    written = (STATIC / part for part in JOINED.get(name, (name,)))
    texts = [path.read_text(encoding="utf-8") for path in written]
    return "".join(map(_style_sheet if name.endswith(".css") else _script, texts))


def _style_sheet(text: str) -> str:
    return _lines(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _script(text: str) -> str:
    return _lines(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


def _lines(text: str) -> str:
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def content_hash(content: bytes) -> str:
    """Return eight hexadecimal digits of the SHA-256, for addresses that change with the content (cache busting)."""
    return hashlib.sha256(content).hexdigest()[:8]
