"""JSON about a page and what can be cited of it, for the script that shows citations (``theme/static/citing.js``).

Citations are made here, by citeproc, for each text and for each kind of thing, once for the whole book: with signs of
the private use area in the places of what differs from paragraph to paragraph and from note to note. The script puts
that in their places, and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.addnodes import download_reference
from sphinx.application import Sphinx
from sphinx.builders import Builder

from glossator.citations.bibtex_entry import bibtex
from glossator.citations.coins import coins
from glossator.citations.csl import Csl, csl_of, iso_of
from glossator.citations.formatting import FORMS, Form, in_capitals, punctuated, rendered, runs
from glossator.citations.parts import (
    Whole,
    csl_of_book,
    csl_of_part,
    csl_of_passage,
    csl_of_table,
    place_of,
    title_of_note,
)
from glossator.citations.ris import ris
from glossator.citations.roles import works
from glossator.config import address_of, date_of, edition, kept_address
from glossator.core.escape import script_json
from glossator.core.text import Source, source_of
from glossator.notes.domain import edition_domain
from glossator.notes.passage import sources
from glossator.translation import language_code

#: The signs, in the order in which ``citing.js`` names them.
TITLE, NUMBER, LEMMA, NAME, PLACE, LABEL, ADDRESS, ID, VISITED = map(chr, range(0xE000, 0xE009))
#: What is copied for reference managers; names of their own.
DATA_FORMS = ("BibTeX", "BibLaTeX", "RIS", "CSL-JSON")

Json = dict[str, Any]


def citation_data(app: Sphinx, pagename: str, scripts: Mapping[str, str], edit: str, tables: Mapping[str, str]) -> str:
    """Return JSON with file, page, address, edit, kinds and certainties, and the citations of what is on the page.

    *scripts* are the addresses of those that are fetched on first use, by their names, *edit* that of the chapter's
    editor at the repository's host, empty where none is known; *tables* are the titles of the page's tables by their
    addresses. ``address`` is the site's own, from ``html.baseurl``, with a slash at its end; without one the script
    takes the reader's.
    """
    settings, whole = edition(app.config), whole_of(app)
    texts = sources(app.env)
    named = edition_domain(app.env).paragraphs.get(pagename, ())
    # Of each text on the page the names of what stands there: a headline is cited in another way.
    on_page = {source_of(texts, name).id: set(named) for name in sorted(named)}
    page = page_item(app, pagename, ID, ADDRESS)
    data = {
        "page": app.builder.get_target_uri(pagename),
        "file": f"{pagename}.md",
        "address": kept_address(app.config) or address_of(app.config),
        "version": settings.version,
        "scripts": scripts,
        "edit": edit,
        "kinds": {kind.id: kind.words for kind in settings.kinds},
        "certainties": {certainty.id: certainty.words for certainty in settings.certainties},
        "sources": {name: cited_text(app, whole, texts[name], among) for name, among in on_page.items()},
        **({"note": cited_note(whole)} if on_page else {}),
        "chapter": {"title": page["title"], "forms": cited_part(page, whole.language)},
        "tables": {
            id_: {"title": name, "forms": cited_part(csl_of_table(whole, name, ID, ADDRESS), whole.language)}
            for id_, name in tables.items()
        },
    }
    return script_json(data, separators=(",", ":"))


def prepare_citations(app: Sphinx, builder: Builder) -> None:
    """Have citeproc make all it has to before the processes part that write the pages (event write-started)."""
    if builder.format == "html":
        whole = whole_of(app)
        for source in sources(app.env).values():
            cited_text(app, whole, source, {paragraph.id for paragraph in source.paragraphs})
        for item in (
            csl_of_book(whole, ID, ADDRESS),
            *(make(whole, "", ID, ADDRESS) for make in (csl_of_part, csl_of_table)),
        ):
            cited_part(item, whole.language)


def coins_of(app: Sphinx, pagename: str, tables: Mapping[str, str]) -> list[str]:
    """Return what reference managers find in a page: the page itself, its paragraphs, its notes and its tables."""
    whole, texts, env = whole_of(app), sources(app.env), app.env
    page = f"{base}/{app.builder.get_target_uri(pagename)}" if (base := app.config.html_baseurl.rstrip("/")) else ""
    items = [page_item(app, pagename, pagename, page)]

    def address(id_: str) -> str:
        return page and f"{page}#{quote(id_)}"

    for name in edition_domain(env).paragraphs.get(pagename, ()):
        source = source_of(texts, name)
        item = _text_item(app, whole, source, name, address(name))
        place = place_of(source.paragraph(name).label)
        items.append(item | {"title": f"{item['title']}, {place}"})
    for note in edition_domain(env).notes.get(pagename, ()):
        source = source_of(texts, note.paragraph)
        place = place_of(source.paragraph(note.paragraph).label)
        named = title_of_note(str(note.number), note.lemma, source.name, place)
        items.append(csl_of_part(whole, named, note.id, address(note.id)))
    items += [csl_of_table(whole, name, id_, address(id_)) for id_, name in tables.items()]
    return [coins(item) for item in items]


def tables_of(page: nodes.Element) -> dict[str, str]:
    """Return what the tables of ``data/`` on a page are called, by their addresses: by caption, else by heading."""
    tables = [each for each in page.findall(nodes.table) if "records" in each["classes"] and each["ids"]]
    captions = ((table, table[0]) for table in tables if isinstance(table[0], nodes.title))
    return {table["ids"][0]: _caption(title) or _heading(table) for table, title in captions}


def _caption(title: nodes.title) -> str:
    """Return the words of a caption, without its number and the link to its file."""
    words: Any = title.deepcopy()
    for beside in [*words.findall(download_reference), *words.findall(_is_number)]:
        beside.parent.remove(beside)
    return str(words.astext()).strip()


def _is_number(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and "caption-number" in node["classes"]


def _heading(node: nodes.Element) -> str:
    """Return the heading under which something stands."""
    above: Any = node.parent
    while above is not None and not isinstance(above, nodes.section):
        above = above.parent
    title = above.next_node(nodes.title) if above is not None else None
    return title.astext() if title is not None else ""


def page_item(app: Sphinx, pagename: str, id_: str, address: str) -> Csl:
    """Return a page as an item of CSL-JSON; the landing page stands for the whole book."""
    whole = whole_of(app)
    if pagename == app.config.root_doc:
        return csl_of_book(whole, id_, address)
    return csl_of_part(whole, app.env.titles[pagename].astext(), id_, address)


def whole_of(app: Sphinx) -> Whole:
    """Return the edition as its parts name it."""
    config, settings = app.config, edition(app.config)
    date = date_of(config)
    return Whole(config.html_title, settings.version, date, tuple(settings.editors), language_code(config))


def cited_text(app: Sphinx, whole: Whole, source: Source, among: Collection[str]) -> Json:
    """Return the name of a text, and the forms in which a paragraph of it is cited; its headline has no number.

    among: the names of the paragraphs that are cited; where none of them is the headline, its forms are left out
    """
    item = _text_item(app, whole, source, ID, ADDRESS)
    written = json.dumps(item)
    cited = {"paragraph": LABEL}
    if any(paragraph.id in among and not paragraph.label.isdigit() for paragraph in source.paragraphs):
        cited["headline"] = ""

    def forms(label: str) -> list[Any]:
        words = (punctuated(_rendered(written, whole.language, form, label), form, whole.language) for form in FORMS)
        return [*map(runs, words), *_data(item)]

    return {"name": source.name, **{name: forms(label) for name, label in cited.items()}}


@lru_cache(maxsize=1)
def cited_note(whole: Whole) -> Json:
    """Return the forms in which a note is cited, and of each the quotation marks within those of its lemma."""
    quoted = csl_of_part(whole, title_of_note(NUMBER, f"“{LEMMA}”", NAME, PLACE, marks="“”"), ID, ADDRESS)
    printed = cited_part(quoted, whole.language)[: len(FORMS)]
    found = [re.search(f"(.){LEMMA}(.)", "".join(form)) for form in printed]
    plain = csl_of_part(whole, title_of_note(NUMBER, LEMMA, NAME, PLACE), ID, ADDRESS)
    forms = [[re.sub(f".{LEMMA}.", LEMMA, run) for run in form] for form in printed]
    return {
        "forms": [*forms, *_data(plain)],
        "marks": ["".join(match.groups()) if match else "" for match in found],
    }


def _text_item(app: Sphinx, whole: Whole, source: Source, id_: str, address: str) -> Csl:
    entry = works(app.env).get(source.about.get("citation", ""))
    return csl_of_passage(whole, source, id_, address, csl_of(entry) if entry else {})


def cited_part(item: Csl, language: str) -> list[Any]:
    """Return the forms in which a chapter, a note or a table is cited: lists of runs, then data.

    citeproc makes one for all titles, which are put in their place here.
    """
    written = json.dumps(item | {"title": TITLE})
    cited = []
    for form in FORMS:
        words = _rendered(written, language, form, "").replace(TITLE, in_capitals(item["title"], form, language))
        cited.append(runs(punctuated(words, form, language)))
    return [*cited, *_data(item)]


@lru_cache(maxsize=256)
def _rendered(item: str, language: str, form: Form, paragraph: str) -> str:
    return rendered(json.loads(item), form, language, paragraph)


def _data(item: Csl) -> list[str]:
    """Return an item as `DATA_FORMS`; what a format has no field for stands in its note, in English as its fields."""
    original = item.get("original-date", {})
    # Where both are told, citeproc-js prints both.
    dates = {"date-parts": original["date-parts"]} if original else {}
    place = [PLACE] if original else []
    inferred = ["original date inferred"] if "literal" in original else []
    dated = [*place, *([f"original of {iso_of(dates)}"] if dates else []), *inferred]
    whole = {**item, "original-date": dates, "accessed": {"literal": VISITED}, "note": "; ".join([*place, *inferred])}
    # Babel knows a language by another name than the web.
    plain = {**whole, "language": ""}
    old = {**plain, "note": "; ".join([*dated, f"accessed {VISITED}"])}
    exchanged = {name: value for name, value in whole.items() if value}
    return [
        bibtex(old, biblatex=False),
        bibtex(plain),
        ris({**whole, "note": "; ".join(dated)}),
        json.dumps([exchanged], ensure_ascii=False),
    ]
