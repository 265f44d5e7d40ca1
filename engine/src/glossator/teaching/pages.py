"""Which documents are the teacher's guide: those of ``teaching/``, which stand in no list of contents.

They are pages of the site, and of nothing else: neither search nor sitemap, archive, exports or lists name them.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

FOLDER = "teaching"
#: The guide's first page.
INDEX = f"{FOLDER}/index"


def is_guide(docname: str) -> bool:
    """Return whether a docname is a page of the teacher's guide: whether it is in ``teaching/``."""
    return docname.startswith(f"{FOLDER}/")


def setup_pages(app: Sphinx) -> None:
    """Have the guide read with the chapters, though ``_toc.yml`` does not name it."""
    # When sphinx-external-toc (900) has left out what the contents do not name, before letters are looked for (950).
    app.connect("config-inited", include_guide, priority=940)
    app.connect("doctree-read", allow_alone)


def include_guide(app: Sphinx, config: Config) -> None:
    """Take the pages of the guide out of what is excluded file by file (event config-inited)."""
    pages = {f"{FOLDER}/{path.name}" for path in (Path(app.srcdir) / FOLDER).glob("*.md")}
    config.exclude_patterns = [pattern for pattern in config.exclude_patterns if pattern not in pages]


def allow_alone(app: Sphinx, document: nodes.document) -> None:
    """Let a page of the guide be in no list of contents without a warning (event doctree-read)."""
    if is_guide(app.env.docname):
        app.env.metadata[app.env.docname]["orphan"] = True
