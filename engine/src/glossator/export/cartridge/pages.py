"""Pages of the site as single files of HTML to read on a learning platform: nothing runs, nothing is fetched.

They are the documents of the books for e-readers (`glossator.export.epub`), each with its style sheet in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from posixpath import splitext
from urllib.parse import unquote

from lxml import etree, html

from glossator.export.addresses import with_addresses
from glossator.export.cartridge.package import PAGE, Resource
from glossator.export.epub.package import new_page, picture_type
from glossator.export.epub.site_pages import (
    CHART_COLOURS,
    KIND_COLOURS,
    Article,
    colour_rules,
    colours_of,
    read_article,
)
from glossator.export.epub.xhtml import OPS, XHTML, XML, Places, add_article, book_form, ids_of, link_up, relative
from glossator.export.pages import ROOT, fragment
from glossator.export.records import Edition
from glossator.translation import _, format_list

SHEET = Path(__file__).parents[1] / "epub" / "book.css"
#: Lines that can be read on a wide window, which a book has none of.
MEASURE = "body { max-width: 45em; margin: 1em auto; padding: 0 1em; font-family: serif; }\n"


class Pages:
    """Pages of the site as HTML, with links among them.

    files: the file of each page in the cartridge, by its address in the site
    site: the folder of the site
    way: what stands before an address of the site; empty where that is not known, and then no link leads there
    """

    def __init__(self, edition: Edition, site: Path, files: Mapping[str, str], way: str) -> None:
        self.edition, self.site, self.files = edition, site, files
        self.colours = colours_of(site, CHART_COLOURS)
        articles = {address: read_article(site, address) for address in files}
        for article in articles.values():
            book_form(article, {place: light for place, (light, __) in self.colours.items()})
            if not any(work.address.partition("#")[0] in files for work in edition.works):
                self._add_works(article)
        self.articles = articles
        self.places = Places(files, {address: ids_of(article) for address, article in articles.items()}, way)

    def resource(self, address: str) -> Resource:
        """Return a page with the pictures on it. It is changed by that: to be called once for each."""
        article, pictures = self.articles[address], dict[str, str]()
        link_up(article, self.places, lambda place: self._picture(address, place, pictures))
        files = ((name, (self.site / unquote(place)).read_bytes()) for place, name in pictures.items())
        name = splitext(address)[0]
        return Resource(f"page-{name}", PAGE, ((self.files[address], self._written(article)), *files))

    def _picture(self, address: str, place: str, pictures: dict[str, str]) -> str:
        if not picture_type(place) or not (self.site / unquote(place)).is_file():
            return ""
        start = splitext(self.files[address])[0]
        name = pictures.setdefault(place, f"{start}-{len(pictures) + 1}{splitext(place)[1].lower()}")
        return relative(self.files[address], name)

    def _written(self, article: Article) -> bytes:
        edition = self.edition
        root, body = new_page(article.title, edition.language, edition.direction, "")
        head = root[0]
        # In place of the link to a style sheet.
        head.remove(head[-1])
        head.insert(0, etree.Element(f"{{{XHTML}}}meta", charset="utf-8"))
        colours = colour_rules(self.colours, colours_of(self.site, KIND_COLOURS))
        rules = "\n".join((SHEET.read_text(encoding="utf-8"), MEASURE, colours, article.rules))
        etree.SubElement(head, f"{{{XHTML}}}style").text = rules
        add_article(body, article.element)
        _add(body, "p", self._origin(), "text-facts")
        _make_html(root)
        return bytes(etree.tostring(root, method="html", doctype="<!DOCTYPE html>", encoding="utf-8")) + b"\n"

    def _origin(self) -> str:
        """Return what a page is taken from, and what may be done with its notes."""
        edition = self.edition
        version = _("Version {version}").format(version=edition.version)
        editors = format_list([str(editor) for editor in edition.editors], edition.language)
        return " · ".join(
            filter(None, (edition.title, version, editors, edition.licence.name, edition.kept or edition.address))
        )

    def _add_works(self, article: Article) -> None:
        """List the works that a page cites at its end, where the list of works is no page of the cartridge."""
        # By the end of their addresses: a work may be in several lists.
        works = {fragment(work.address): work for work in self.edition.works if work.address and work.html}
        cited: dict[str, str] = {}
        for link in article.element.iter("a"):
            target = fragment(article.page.link(link.get("href") or ""))
            if target in works:
                cited[target] = f"work-{works[target].key}"
                link.set("href", f"#{cited[target]}")
        if not cited:
            return
        section = html.Element("section")
        etree.SubElement(section, "h2").text = _("Works cited")
        items = etree.SubElement(section, "ul", {"class": "citations"})
        for name, work in works.items():
            if name in cited:
                item = html.fragment_fromstring(with_addresses(work.html, ROOT), create_parent="li")
                item.set("class", "citation")
                item.set("id", cited[name])
                items.append(item)
        article.element.append(section)


def _make_html(root: etree._Element) -> None:
    """Take the names of a document out of their namespaces, as HTML has them: else no element is known as void."""
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
        for name in (f"{{{OPS}}}type", f"{{{XML}}}lang"):
            element.attrib.pop(name, None)
    etree.cleanup_namespaces(root)


def _add(parent: etree._Element, name: str, words: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{XHTML}}}{name}", {"class": kind}).text = words
