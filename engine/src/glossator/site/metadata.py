"""Metadata of a page for library catalogues, reference managers and search engines, in its ``head``.

Highwire tags and Dublin Core are what Zotero and Google Scholar read; schema.org (JSON-LD) is what search engines read.
An address is given only where the site knows its own (``html.baseurl``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urljoin

from sphinx.application import Sphinx

from glossator.config import Editor, date_of, edition
from glossator.core.escape import script_json
from glossator.core.text import source_of
from glossator.notes.domain import EditionDomain
from glossator.notes.entries import ChapterSummary
from glossator.notes.passage import sources
from glossator.translation import _, language_code


def catalogue_tags(app: Sphinx, pagename: str, title: str, address: str) -> list[tuple[str, str]]:
    """Return names and contents of the ``meta`` elements of a page: Highwire Press (``citation_``) and Dublin Core.

    The landing page stands for the whole book. *address* is that of the page; empty where it is not known.
    """
    config = app.config
    date = date_of(config)
    book = pagename == config.root_doc
    tags = {
        "citation_title": title,
        "citation_book_title": "" if book else config.html_title,
        "citation_publication_date": date.replace("-", "/"),
        "citation_language": language_code(config),
        "citation_public_url": address,
        "DC.title": title,
        "DC.date": date,
        "DC.type": "book" if book else "bookSection",
        "DC.relation.ispartof": "" if book else config.html_title,
        "DC.identifier": address,
        "DC.language": language_code(config),
        "DC.rights": _("Notes: {licence}; texts: see About this edition").format(licence=edition(config).licence.name),
    }
    # One of each for every editor. Readers of Highwire's tags make a person of each author: "Editors, The".
    editors = [("DC.creator", str(editor)) for editor in edition(config).editors]
    persons = [", ".join(filter(None, (one.family, one.given))) for one in edition(config).editors]
    editors += [("citation_author", person) for person in persons if person]
    editors += [("citation_publisher", one.name) for one in edition(config).editors if not one.family]
    return [(name, content) for name, content in [*tags.items(), *editors] if content]


def linked_data(app: Sphinx, pagename: str, title: str, address: str) -> str:
    """Return JSON-LD (schema.org): a Book for the landing page, a Chapter for a passage, else a WebPage."""
    domain = cast(EditionDomain, app.env.get_domain(EditionDomain.name))
    chapter = domain.chapters.get(pagename)
    config, settings = app.config, edition(app.config)
    date, authors = date_of(config), _authors(settings.editors)
    about = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": title,
        "description": app.env.metadata.get(pagename, {}).get("description", ""),
        "inLanguage": language_code(app.config),
        "author": authors,
        "publisher": authors,
        "datePublished": date,
        "version": settings.version,
        "license": settings.licence.url,
        "isAccessibleForFree": True,
        "accessMode": ["textual", "visual"],
        "accessModeSufficient": "textual",
        "accessibilityFeature": ["alternativeText", "structuralNavigation", "tableOfContents"],
        "accessibilityHazard": "none",
    }
    if pagename == config.root_doc:
        about |= {"@type": "Book", "bookEdition": settings.version, "about": _texts(app, list(sources(app.env)))}
    else:
        whole = {"@type": "Book", "name": config.html_title, "bookEdition": settings.version}
        about["isPartOf"] = {**({"@id": _landing(app)} if address else {}), **whole}
    if chapter:
        about |= _lesson(app, chapter)
    stated = {key: value for key, value in about.items() if value}
    return script_json(stated, separators=(",", ":"))


def _landing(app: Sphinx) -> str:
    """Return the address of the landing page, by which the book is named, of a site that knows its own."""
    root: str = app.config.html_baseurl.rstrip("/") + "/"
    return urljoin(root, app.builder.get_target_uri(app.config.root_doc))


def _authors(editors: Sequence[Editor]) -> list[dict[str, str]] | dict[str, str]:
    found = [{"@type": "Person" if editor.family else "Organization", "name": str(editor)} for editor in editors]
    return found if len(found) > 1 else found[0]


def _lesson(app: Sphinx, chapter: ChapterSummary) -> dict[str, Any]:
    texts = {source_of(sources(app.env), paragraph).id for paragraph in chapter.paragraphs}
    return {
        "@type": ["Chapter", "LearningResource"],
        "learningResourceType": "annotated primary source",
        "timeRequired": f"PT{chapter.minutes}M",
        "teaches": chapter.objectives,
        "keywords": chapter.themes,
        "about": _texts(app, sorted(texts)),
    }


def _texts(app: Sphinx, ids: list[str]) -> list[dict[str, Any]]:
    """Return the texts with these ids as works of their issuers."""
    return [
        {
            "@type": "CreativeWork",
            "name": about["title"],
            "author": {"@type": "Organization", "name": about["issuer"]},
            "datePublished": about["date"],
            "inLanguage": about["language"],
            "copyrightNotice": about["rights"],
            **({"@id": about["url"], "url": about["url"]} if about.get("url") else {}),
        }
        for about in (sources(app.env)[name].about for name in ids)
    ]
