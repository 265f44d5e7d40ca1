"""``versions.atom``: a feed of the versions of the edition, for who wants to be told of a new one."""

from __future__ import annotations

from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from markdown_it import MarkdownIt

from glossator.export.addresses import way_to_exports, way_to_site
from glossator.export.files import write_file
from glossator.export.pages import sayable
from glossator.export.records import Edition
from glossator.export.versions import Version
from glossator.translation import _

FILE, MEDIA = "versions.atom", "application/atom+xml"
ATOM, XML = "http://www.w3.org/2005/Atom", "http://www.w3.org/XML/1998/namespace"


def write_feed(edition: Edition, folder: Path) -> None:
    """Write the feed into *folder*; none for an edition of which no date is known, since a feed is an order in time."""
    dates = _dates(edition.versions)
    if not all(dates):
        return
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set(f"{{{XML}}}lang", edition.language)
    _add(root, "title", edition.title)
    _add(root, "id", _identifier(edition))
    _add(root, "updated", _moment(max(dates)))
    for editor in edition.editors:
        _add(_add(root, "author"), "name", str(editor))
    if not edition.editors:
        _add(_add(root, "author"), "name", edition.title)
    _add(root, "rights", edition.licence.name)
    _add(root, "link", rel="self", type=MEDIA, href=f"{way_to_exports(edition, FILE)}{FILE}")
    _add(root, "link", rel="alternate", type="text/html", href=way_to_site(edition, FILE))
    _add(root, "link", rel="license", href=edition.licence.url)
    for version, date in zip(edition.versions, dates, strict=True):
        _add_entry(root, edition, version, date)
    etree.indent(root)
    write_file(folder / FILE, bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n")


def _dates(versions: tuple[Version, ...]) -> list[str]:
    """Return the date of each version; where none is known that of the next newer one, before which it was out."""
    dates: list[str] = []
    for version in versions:
        dates.append(version.date or (dates[-1] if dates else ""))
    return dates


def _add_entry(root: etree.Element, edition: Edition, version: Version, date: str) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", _("Version {version}").format(version=version.number))
    _add(entry, "id", _identifier(edition, version.number))
    _add(entry, "updated", _moment(date))
    _add(entry, "link", rel="alternate", type="text/html", href=way_to_site(edition, FILE))
    if not version.date:
        _add(entry, "summary", _("The day of this version is not recorded; it is not later than the one named here."))
    # Words of a person, not yet HTML: whatever looks like it stays as it is written.
    changes = MarkdownIt("commonmark", {"html": False}).render(version.changes)
    _add(entry, "content", f"{changes}{_list_of(version, edition)}" or version.number, type="html")


def _list_of(version: Version, edition: Edition) -> str:
    """Return what a version has changed as a list of links, as HTML; nothing where there is no record of it."""
    words = {"changed": _("changed"), "new": _("new"), "gone": _("taken out")}
    root = way_to_site(edition, FILE)
    items = (
        f'<li><a href="{escape(root + each.address)}">{escape(each.title)}</a> ({escape(words[each.how])})</li>'
        for each in version.changed
    )
    whole = "".join(items)
    return f"<ul>{whole}</ul>" if whole else ""


def _identifier(edition: Edition, version: str = "") -> str:
    """Return a name that stays the same for as long as address and title do."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join((edition.address or edition.title, version)).strip())}"


def _moment(date: str) -> str:
    """Return the beginning of a day, month or year, as a feed needs it."""
    return f"{(date + '-01-01')[:10]}T00:00:00Z"


def _add(parent: etree.Element, name: str, words: str | None = None, **attributes: str) -> etree.Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = None if words is None else sayable(words)
    return child
