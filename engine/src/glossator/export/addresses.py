"""Addresses in an export: whole ones where the site knows its own, else the way from the file to the page."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from lxml import etree, html

from glossator.export.format import FOLDER
from glossator.export.records import Edition


def way_to_site(edition: Edition, file: str) -> str:
    """Return the prefix of addresses from the root of the site: the site's own address, else ``../`` for each folder.

    file: in the folder of exports, such as ``annotations/chapters/letters.json``
    """
    return edition.address or "../" * (file.count("/") + 1)


def way_to_exports(edition: Edition, file: str) -> str:
    """Return the prefix of names of files in the folder of exports, whole or as seen from *file*, which is in it."""
    return f"{edition.address}{FOLDER}/" if edition.address else "../" * file.count("/")


def with_addresses(body: str, before: str) -> str:
    """Return XHTML of a record with *before* put before each relative link, and each relative source of a picture."""
    whole = etree.fromstring(f"<div>{body}</div>")
    for name in ("href", "src"):
        for element in whole.iter("{*}*"):
            address = element.get(name)
            if address and not urlsplit(address).scheme and not address.startswith("//"):
                element.set(name, before + address)
    inner = (etree.tostring(child, encoding="unicode") for child in whole)
    return f"{escape(whole.text or '')}{''.join(inner)}"


def whole_links(body: str, way: str) -> str:
    """Return XHTML of a record with whole addresses; where *way* is empty, without the links into the site.

    way: what stands before an address that begins at the root of the site
    """
    if way or not body:
        return with_addresses(body, way)
    whole = html.fragment_fromstring(body, create_parent="div")
    for link in list(whole.iter("a")):
        if not urlsplit(link.get("href") or "").scheme:
            link.drop_tag()
    inner = (etree.tostring(child, encoding="unicode", method="xml") for child in whole)
    return f"{escape(whole.text or '')}{''.join(inner)}"
