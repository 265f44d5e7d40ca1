"""Template context of each page: table of contents, scripts, style sheets, metadata, running foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx

from glossator.config import edition
from glossator.core.text import direction_of
from glossator.markup.components import is_tab
from glossator.markup.exercises import exercise
from glossator.notes.nodes import disclosure, drawing, letters, parallel, passage, unit
from glossator.site.citation_data import citation_data, coins_of, tables_of
from glossator.site.compact import compact, content_hash
from glossator.site.contents import parts
from glossator.site.evidence_table import FOLDER, TABLE
from glossator.site.imprint import imprint
from glossator.site.kinds import settings_sheet
from glossator.site.metadata import catalogue_tags, linked_data
from glossator.site.policy import SCHEME_SCRIPT, content_security_policy, inline_style
from glossator.site.sheet_page import PAGE, has_sheet_page
from glossator.site.style_sheets import style_sheets
from glossator.site.third_parties import third_parties
from glossator.teaching.nodes import question
from glossator.teaching.pages import is_guide
from glossator.translation import _, language_code, ngettext

THEME = Path(__file__).with_name("theme")


class Section(NamedTuple):
    """A section of the page."""

    id: str
    title: str


def add_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add parts, sections, scripts, style sheets and metadata to the template context (event html-page-context)."""
    # Found by ``{% trans %}`` and ``_()`` of the templates before those of Sphinx.
    context.update({"_": _, "gettext": _, "ngettext": ngettext})
    context["page_language"] = language_code(app.config)
    context["direction"] = direction_of(language_code(app.config))
    # A further page of a document is named nowhere in the list of contents.
    context["parts"] = parts(app, context.get("part_of", pagename))
    context["sections"] = sections(doctree) if doctree else []
    context["edition"] = edition(app.config)
    context["kinds_hash"] = content_hash(settings_sheet(app.config).encode())
    context["asset"] = partial(asset, context["pathto"])
    context["edition_version"] = edition(app.config).version
    context["imprint"] = imprint(app)
    context["sheet_page"] = context["pathto"](PAGE) if has_sheet_page(app) else ""
    context["description"] = app.env.metadata.get(pagename, {}).get("description", "")
    page = doctree or nodes.Element()
    context["has_passage"] = any(page.findall(passage))
    context["text_start"] = next((part["ids"][0] for part in page.findall(unit) if part["ids"]), "")
    if any("evidence" in part["classes"] for part in page.findall(disclosure)):
        context["evidence_table"] = context["pathto"](f"{FOLDER}/{TABLE}", resource=True)
    context["print_choices"] = context["has_passage"] or "evidence_table" in context or any(page.findall(is_question))
    scripts = {
        "page.js": True,
        "notes.js": context["has_passage"],
        "works.js": any(page.findall(letters)),
        "tables.js": any(page.findall(nodes.table)),
        "topics.js": any(page.findall(parallel)),
        "tabs.js": any(page.findall(is_tab)),
        "charts.js": any(page.findall(drawing)),
        "paper.js": doctree is not None,
    }
    context["style_sheets"] = style_sheets(page)
    context["scripts"] = [name for name, needed in scripts.items() if needed]
    describe_page(app, pagename, context, found=pagename in app.env.titles)
    context["third_parties"] = third_parties(app, chapter=pagename in app.env.titles)
    add_policy(app, context, page)
    if is_guide(pagename):
        # In a browser's list of tabs a page of the guide is not its chapter.
        context["title"] = _("{title} (for teachers)").format(title=context["title"])
        context["metatags"] = f'{context.get("metatags", "")}\n  <meta name="robots" content="noindex">'
    elif pagename in app.env.titles:
        tables = tables_of(page)
        later = {name: context["asset"](name if "." in name else f"{name}.js") for name in on_first_use(context)}
        edit = context.get("edit_address", "")
        context["citation_data"] = citation_data(app, pagename, later, edit, tables)
        context["coins"] = coins_of(app, pagename, tables)


def on_first_use(context: dict[str, Any]) -> list[str]:
    """Return the names of the scripts that this page fetches when a reader first uses them."""
    scripts = {
        "adding": bool(context["sheet_page"]),
        "citing": True,
        "selecting": context["has_passage"],
        "choosing": context["has_passage"],
        "printing": context["print_choices"],
        "views": True,
        "editions": context.get("has_releases", False),
        "readers": True,
        "readers.css": True,
        "desk": True,
    }
    return [name for name, needed in scripts.items() if needed]


def is_question(node: nodes.Node) -> bool:
    """Return whether readers are asked something here: a question, an exercise, a section or block of this class."""
    of_questions = isinstance(node, nodes.Element) and "questions" in node.get("classes", [])
    return of_questions or isinstance(node, exercise | question)


def asset(pathto: Callable[..., str], name: str) -> str:
    """Return the address of a static file of the theme with a hash of its content (cache busting).

    So a new page never meets an old file. pathto: the function of the template context; name: below ``_static``
    """
    return f"{pathto(f'_static/{name}', resource=True)}?v={_hash(name)}"


@cache
def _hash(name: str) -> str:
    path = THEME / "static" / name
    return content_hash(compact(name).encode() if path.suffix in (".css", ".js") else path.read_bytes())


def add_policy(app: Sphinx, context: dict[str, Any], page: nodes.Element) -> None:
    """Add what a page holds of scripts and style sheets of its own, and the policy that allows no other."""
    embeds = context["third_parties"].embeds
    context["scheme_script"], context["inline_style"] = SCHEME_SCRIPT, inline_style(context["running_foot"], page)
    # Not while one writes: what serves the pages then adds a script of its own to each.
    allowed = app.config.edition_policy
    context["policy"] = content_security_policy(context["inline_style"], embeds) if allowed else ""


def describe_page(app: Sphinx, pagename: str, context: dict[str, Any], found: bool) -> None:
    """Add the metadata of a page, and the running foot of its printed form."""
    name = title(app, pagename) if found else ""
    whole = _("{title}, version {version}").format(title=app.config.html_title, version=edition(app.config).version)
    context["running_foot"] = f"{name} · {whole}" if name and pagename != app.config.root_doc else whole
    if found:
        about = (app, pagename, name, context.get("pageurl") or "")
        context["catalogue_tags"], context["linked_data"] = catalogue_tags(*about), linked_data(*about)


def title(app: Sphinx, docname: str) -> str:
    """Return a document's title as text, without markup."""
    return app.env.titles[docname].astext()


def sections(doctree: nodes.document) -> list[Section]:
    """Return the sections one step below the page's title."""
    top = next(iter(doctree.findall(nodes.section)), None)
    return [
        Section(child["ids"][0], child[0].astext())
        for child in (top.children if top else ())
        if isinstance(child, nodes.section)
    ]
