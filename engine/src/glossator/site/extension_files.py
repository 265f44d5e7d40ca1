"""Style sheets and scripts that extensions add (``app.add_css_file``, ``app.add_js_file``), subject to the policy.

Those of Sphinx, and of the extensions that every edition loads, are for other themes, and are not linked. Whatever else
an extension adds is, from the site itself; what would come from elsewhere, or stand in the page, is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from glossator.core.addresses import ELSEWHERE
from glossator.lint.own_files import ATTRIBUTES
from glossator.lint.settings import SPHINX, read_lines, report
from glossator.settings_reader import SettingFinding
from glossator.site.compact import content_hash
from glossator.site.frame import Linked

#: Files, and beginnings of scripts, of Sphinx and of what comes with Jupyter Book.
KNOWN = re.compile(
    r"mystnb\..*|sphinx-design.*|design-tabs.*|togglebutton.*|copybutton.*|clipboard.*|sphinx-thebe.*|thebe.*|proof.*"
    r"|exercise.*|jupyter-book.*|sphinx_highlight.*|doctools.*|documentation_options.*|pygments.*|basic.*"
    r"|https://(hypothes\.is|utteranc\.es|giscus\.app|dokie\.li)/.*|let toggleHint.*|const thebe.*|var commentsRun.*",
    re.DOTALL,
)
#: Where extensions are named, the last first.
NAMED = (("sphinx", "local_extensions"), ("sphinx", "extra_extensions"), (*SPHINX, "extensions"))


def setup_extension_files(app: Sphinx) -> None:
    """Connect it to the build: when extensions have added their files, and before pages are written."""
    app.connect("builder-inited", report_foreign, priority=900)
    app.connect("html-page-context", link_files, priority=900)


def report_foreign(app: Sphinx) -> None:
    """Report what a page of an edition does not load, at the line that names extensions."""
    settings = read_lines(app)
    place = next((path for path in NAMED if path in settings.lines), ())
    for name in dict.fromkeys(name for name, _ in _added(app) if not name or ELSEWHERE.match(name)):
        message = (
            f"an extension adds {name}, which each reader’s browser would fetch, and which is not linked; put a copy "
            "into _static"
            if name
            else "an extension writes a script into every page, which their policy forbids: it would have to be a file"
        )
        report(settings, SettingFinding(place, message), wrong=name)


def link_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Link the files that extensions have added for this page, or for all, after those of the book."""
    added = {name for name, _ in _added(app) if name and not ELSEWHERE.match(name)}
    for listed, linked in (("css_files", "own_sheets"), ("script_files", "own_scripts")):
        there = {each.href.partition("?")[0] for each in context[linked]}
        for asset in context.get(listed, ()):
            name = str(getattr(asset, "filename", asset) or "").removeprefix("_static/")
            address = context["pathto"](f"_static/{name}", resource=True)
            if name in added and address not in there:
                about = getattr(asset, "attributes", {})
                attributes = {key: str(value) for key, value in about.items() if key in ATTRIBUTES}
                context[linked].append(Linked(address + _version(app, name), attributes))


def _added(app: Sphinx) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each file that an extension has added, "" for words of a script, and its attributes."""
    for name, attributes in (*app.registry.css_files, *app.registry.js_files):
        body = attributes.get("body", "")
        if not KNOWN.match(str(name or body).strip().removeprefix("_static/")):
            yield str(name or ""), attributes


def _version(app: Sphinx, name: str) -> str:
    """Return what tells two versions of a file apart, where the file is known by now."""
    folders = (Path(app.confdir) / path for path in app.config.html_static_path)
    file = next((folder / name for folder in folders if (folder / name).is_file()), None)
    return f"?v={content_hash(file.read_bytes())}" if file else ""
