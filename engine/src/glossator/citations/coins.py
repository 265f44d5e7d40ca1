"""COinS of an item of CSL-JSON: a context object of OpenURL, which reference managers read in a page."""

from __future__ import annotations

from urllib.parse import quote

from glossator.citations.csl import Csl, Fields, iso_of
from glossator.citations.ris import one_line, ris_name

#: Type of CSL -> format of OpenURL, what says the type in it, and the names of a title and of the whole it is in.
OPENURL = {
    "book": ("book", ("genre", "book"), "btitle", "series"),
    "chapter": ("book", ("genre", "bookitem"), "atitle", "btitle"),
    # Dublin Core takes the item types of Zotero.
    "dataset": ("dc", ("type", "dataset"), "title", "source"),
}


def coins(item: Csl) -> str:
    """Return an item as a context object of OpenURL, which reference managers read in a page (COinS).

    It has a name of its own for an institution, and none for editors.
    """
    format_, kind, title, container = OPENURL.get(item["type"], OPENURL["chapter"])
    about = [
        kind,
        (title, item["title"]),
        (container, item.get("container-title", "")),
        *_openurl_names(item),
        ("pub", item.get("publisher", "")),
        ("date", iso_of(item.get("issued", {}))),
        ("edition", item.get("version", "")),
        ("language", item.get("language", "")),
    ]
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{format_}"),
        ("rft_id", item.get("URL", "")),
    ]
    pairs += [(f"rft.{name}", one_line(words)) for name, words in about]
    return "&".join(f"{name}={quote(words, safe='')}" for name, words in pairs if words)


def _openurl_names(item: Csl) -> Fields:
    """Yield the authors; a second person is given as one name."""
    first = True
    for name in item.get("author", ()):
        if "literal" in name:
            yield "aucorp", name["literal"]
        elif first:
            yield "aulast", " ".join(name[part] for part in ("non-dropping-particle", "family") if name.get(part))
            yield "aufirst", name.get("given", "")
            first = False
        else:
            yield "au", ris_name(name)
