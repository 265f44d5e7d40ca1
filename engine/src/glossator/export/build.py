"""Write the quick formats at the end of each build; name them in the pages; list all of them where a page asks so."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from lxml import html
from sphinx.application import Sphinx

from glossator.citations.domain import PAGED
from glossator.export.edition_json import NAME
from glossator.export.format import FOLDER
from glossator.export.formats import FORMATS
from glossator.export.listing import fill_lists, setup_listing
from glossator.export.llms import FILE as LLMS
from glossator.export.llms import write_llms
from glossator.export.reader import records_of
from glossator.export.releases.news import with_changes
from glossator.export.releases.page import write_changes
from glossator.export.releases.site import setup_releases
from glossator.export.sheets import remove_sheets, write_sheets
from glossator.notes.domain import edition_domain
from glossator.translation import _


def setup_exports(app: Sphinx) -> None:
    """Write the quick formats at the end of a build, before the archive of the site (900); list all of them."""
    written: list[bool] = []

    def note(app: Sphinx) -> list[Any]:
        written.append(True)
        return []

    def finish(app: Sphinx, exception: Exception | None) -> None:
        if not exception and app.builder.name in PAGED and (written or _are_behind(app)):
            write_exports(app)

    # Not while one writes (``make live``).
    app.add_config_value("edition_exports", True, "html", types=(bool,))
    app.connect("html-page-context", add_alternates)
    app.connect("html-collect-pages", note)
    app.connect("build-finished", finish, priority=860)
    setup_listing(app)
    setup_releases(app)


def _are_behind(app: Sphinx) -> bool:
    """Return whether a file of the book has changed since the exports were written, though no page shows it."""
    made, root = Path(app.outdir) / FOLDER / NAME, Path(app.srcdir)
    files = [path for path in [*root.glob("*.*"), *(root / "data").rglob("*")] if path.is_file()]
    return made.exists() and any(path.stat().st_mtime > made.stat().st_mtime for path in files)


def write_exports(app: Sphinx) -> None:
    """Write every format that has a writer; remove what an earlier build has written."""
    site = Path(app.outdir)
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    (site / LLMS).unlink(missing_ok=True)
    remove_sheets(site)
    if app.config.edition_exports:
        edition = with_changes(records_of(app), Path(app.srcdir))
        for each in FORMATS:
            if each.write:
                each.write(edition, site / FOLDER)
        write_llms(edition, site, FORMATS)
        write_sheets(edition, site)
        write_changes(edition, Path(app.srcdir), site)
    fill_lists(site, app.config.language)


def add_alternates(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], document: nodes.document | None
) -> None:
    """Name in the head of a page its other formats (event html-page-context).

    On the landing page those of the book, on a chapter those of its notes; and those alone that each build writes.
    """
    if not app.config.edition_exports or app.builder.name not in PAGED:
        return
    book = [(each, each.file) for each in FORMATS if each.write and pagename == app.config.root_doc]
    notes = [(each, each.of_chapter(pagename)) for each in FORMATS if each.of_chapter and _has_notes(app, pagename)]
    links = (
        html.Element(
            "link", rel="alternate", type=each.media, title=_(each.title), href=context["pathto"](f"{FOLDER}/{file}", 1)
        )
        for each, file in [*book, *notes]
    )
    context["metatags"] = "\n  ".join([context.get("metatags", ""), *map(_as_html, links)])


def _has_notes(app: Sphinx, name: str) -> bool:
    return bool(edition_domain(app.env).notes.get(name))


def _as_html(element: html.HtmlElement) -> str:
    return str(html.tostring(element, encoding="unicode"))
