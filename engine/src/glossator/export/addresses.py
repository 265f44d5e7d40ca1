"""Addresses in an export: whole ones where the site knows its own, else the way from the file to the page."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import etree

from glossator.export.format import FOLDER
from glossator.export.records import Edition


def way_to_site(edition: Edition, file: str) -> str:
    """Return what stands before an address that begins at the root of the site.

    file: in the folder of exports, such as ``annotations/chapters/letters.json``
    """
    return edition.address or "../" * (file.count("/") + 1)


def way_to_exports(edition: Edition, file: str) -> str:
    """Return what stands before the name of another file in the folder of exports."""
    return f"{edition.address}{FOLDER}/" if edition.address else "../" * file.count("/")


def with_addresses(body: str, before: str) -> str:
    """Return XHTML of a record with *before* put before each of its links into the site."""
    whole = etree.fromstring(f"<div>{body}</div>")
    for name in ("href", "src"):
        for element in whole.iter("{*}*"):
            address = element.get(name)
            if address and not urlsplit(address).scheme and not address.startswith("//"):
                element.set(name, before + address)
    inner = (etree.tostring(child, encoding="unicode") for child in whole)
    return f"{whole.text or ''}{''.join(inner)}"
