"""What a page fetches when a reader asks for it: the works that it cites, and what its charts are made of.

Both are in scripts beside the page. Within it they would be a quarter of its weight, and most readers never point at
most of its citations and charts. Without script a citation leads to the work in the list of works, and a chart is a
drawing. They are scripts, since a page that was opened from a disk may read nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.citations.titles import TIPPED
from glossator.core.escape import script_json
from glossator.notes.nodes import drawing
from glossator.site.compact import content_hash
from glossator.site.contents import SITES

#: Attribute of a document: what was taken out of it, by folder in ``_static``.
ASKED = "asked"
#: Folder in ``_static`` -> the name that its scripts give to what they hold.
FOLDERS = {"works": "citedWorks", "charts": "chartSpecs"}


def setup_asked(app: Sphinx) -> None:
    """Take these things out of the pages, and write the scripts."""
    app.add_post_transform(TakeOut)
    app.connect("html-page-context", write_scripts)
    app.connect("build-finished", remove_old)


class TakeOut(SphinxPostTransform):
    """Take the entry of a work from each link that cites it, and its specification from each chart.

    The definition of a term stays with its link.
    """

    # After `SayTitlesOnce` (60).
    default_priority = 70
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        if self.app.builder.name in SITES and self.app.config.html_theme == "glossator":
            self.document[ASKED] = {"works": dict(self._works()), "charts": dict(self._charts())}

    def _works(self) -> Iterator[tuple[str, str]]:
        """Yield the address of each work that is cited, as the links have it, and its entry."""
        for link in self.document.findall(nodes.reference):
            if link.get("reftitle") and link.get("internal") and "term" not in link["classes"]:
                link["classes"].append(TIPPED)
                yield link.get("refuri") or f"#{link['refid']}", link.attributes.pop("reftitle")

    def _charts(self) -> Iterator[tuple[str, Any]]:
        """Yield the id of each figure with a chart, and its Vega-Lite specification."""
        for chart in self.document.findall(drawing):
            yield chart.parent["ids"][0], json.loads(chart.attributes.pop("spec"))


def write_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], document: nodes.document | None
) -> None:
    """Write the scripts of a page, and tell the page where they are (event html-page-context)."""
    taken: dict[str, dict[str, Any]] = document.get(ASKED, {}) if document else {}
    context["asked"] = {}
    for folder, content in taken.items():
        path = _place(app, folder, pagename)
        if not content:
            path.unlink(missing_ok=True)
            continue
        script = f"window.{FOLDERS[folder]} = {script_json(content, separators=(',', ':'))}\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding="utf-8")
        address = context["pathto"](f"_static/{folder}/{pagename}.js", resource=True)
        context["asked"][folder] = f"{address}?v={content_hash(script.encode())}"


def remove_old(app: Sphinx, exception: Exception | None) -> None:
    """Remove the scripts of pages that there are no more."""
    if exception or app.builder.name not in SITES:
        return
    for folder in FOLDERS:
        known = {_place(app, folder, name) for name in app.env.found_docs}
        for path in (Path(app.outdir) / "_static" / folder).rglob("*.js"):
            if path not in known:
                path.unlink()


def _place(app: Sphinx, folder: str, pagename: str) -> Path:
    return Path(app.outdir) / "_static" / folder / f"{pagename}.js"
