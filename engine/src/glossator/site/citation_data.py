"""JSON about a page and its sources, for the script that writes citations (``theme/static/cite.js``)."""

from __future__ import annotations

from typing import Any, cast

from sphinx.application import Sphinx

from glossator.citations.dates import apa_date, text_date
from glossator.config import edition
from glossator.core.escape import script_json
from glossator.core.text import Source, source_of
from glossator.notes.domain import EditionDomain
from glossator.notes.passage import sources
from glossator.site.editors import editors_apa, editors_bibtex, editors_of_book


def citation_data(app: Sphinx, pagename: str, edit: str = "") -> str:
    """Return JSON with title, version, year, editors, page, file, address, edit and the page's sources by id.

    *edit* is the address of the chapter's editor at the repository's host, empty where none is known. ``address`` is
    the site's own, from ``html.baseurl``, with a slash at its end; without one the script takes the reader's.
    """
    domain = cast(EditionDomain, app.env.get_domain(EditionDomain.name))
    on_page = {source_of(sources(app.env), paragraph).id for paragraph in domain.paragraphs.get(pagename, ())}
    language = app.config.language or "en"
    editors = edition(app.config).editors
    data = {
        "title": app.config.html_title,
        "version": edition(app.config).version,
        "year": app.config.copyright,
        "editors": editors_apa(editors),
        "editors_of_book": editors_of_book(editors),
        "editors_bibtex": editors_bibtex(editors),
        "page": app.builder.get_target_uri(pagename),
        "file": f"{pagename}.md",
        "address": address.rstrip("/") + "/" if (address := app.config.html_baseurl) else "",
        "edit": edit,
        "kinds": {kind.id: kind.words for kind in edition(app.config).kinds},
        "certainties": {certainty.id: certainty.words for certainty in edition(app.config).certainties},
        "sources": {name: _source(source, language) for name, source in sources(app.env).items() if name in on_page},
    }
    return script_json(data)


def _source(source: Source, language: str) -> dict[str, Any]:
    about = source.about
    return {
        "name": source.name,
        "issuer": about["issuer"],
        "title": about["title"],
        "date_words": text_date(about, language),
        "date_apa": apa_date(about["date"], language),
    }
