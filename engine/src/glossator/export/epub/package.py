"""The container of EPUB 3.3: files, their manifest and order, what is said of the whole, and its contents.

One book always makes the same bytes: files stand in the order in which they are given, without times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from glossator.export.epub.xhtml import OPS, XHTML, XML

CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
#: The folder of the book in its container, and the file that describes it.
FOLDER, DESCRIPTION, CONTENTS = "EPUB", "package.opf", "nav.xhtml"
MIMETYPE = "application/epub+zip"
PAGE = "application/xhtml+xml"
#: What no picture of a book may be: what e-readers need not know is left out here.
PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


@dataclass(frozen=True)
class BookFile:
    """A file of the book."""

    path: str  #: relative to the folder of the book
    media_type: str
    content: bytes
    properties: tuple[str, ...] = ()  #: such as ``svg``, as the manifest names them
    in_order: bool = False  #: whether it is read in its turn


@dataclass(frozen=True)
class BookLine:
    """A line of the contents; one that leads nowhere names those below it."""

    title: str
    href: str
    below: tuple[BookLine, ...] = ()


@dataclass(frozen=True)
class About:
    """What is said of the whole book."""

    identifier: str  #: a URN
    title: str
    language: str
    direction: str  #: ``ltr`` or ``rtl``
    creators: tuple[str, ...]
    date: str  #: as ``2026-11-30``, ``2026-11`` or ``2026``; empty if unknown
    modified: str  #: a time, as ``2026-11-30T00:00:00Z``
    description: str
    rights: str
    licence: str  #: its address
    source: str  #: the address of what the book is made from; empty if unknown
    version: str
    subjects: tuple[str, ...]
    modes: tuple[str, ...]  #: how it is perceived: ``textual``, ``visual``
    features: tuple[str, ...]  #: of accessibility, as schema.org names them
    summary: str  #: of accessibility, a sentence or two


def pack(about: About, files: Sequence[BookFile]) -> bytes:
    """Return an EPUB with these files, of which one is `CONTENTS`: the container (OCF), the same bytes each time."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        _add(archive, "mimetype", MIMETYPE.encode(), ZIP_STORED)
        _add(archive, "META-INF/container.xml", _container())
        _add(archive, f"{FOLDER}/{DESCRIPTION}", _description(about, files))
        for file in files:
            _add(archive, f"{FOLDER}/{file.path}", file.content)
    return made.getvalue()


def _add(archive: ZipFile, name: str, content: bytes, how: int = ZIP_DEFLATED) -> None:
    info = ZipInfo(name)
    info.compress_type, info.external_attr = how, 0o644 << 16
    archive.writestr(info, content)


def _container() -> bytes:
    root = etree.Element(f"{{{CONTAINER}}}container", version="1.0", nsmap={None: CONTAINER})
    files = etree.SubElement(root, f"{{{CONTAINER}}}rootfiles")
    about = {"full-path": f"{FOLDER}/{DESCRIPTION}", "media-type": "application/oebps-package+xml"}
    etree.SubElement(files, f"{{{CONTAINER}}}rootfile", about)
    return printed(root)


def _description(about: About, files: Sequence[BookFile]) -> bytes:
    package = etree.Element(f"{{{OPF}}}package", nsmap={None: OPF, "dc": DC})
    for name, value in {"version": "3.0", "unique-identifier": "identifier", "dir": about.direction}.items():
        package.set(name, value)
    package.set(f"{{{XML}}}lang", about.language)
    _add_metadata(etree.SubElement(package, f"{{{OPF}}}metadata"), about)
    manifest = etree.SubElement(package, f"{{{OPF}}}manifest")
    way = {"page-progression-direction": about.direction}
    spine = etree.SubElement(package, f"{{{OPF}}}spine", way)
    for number, file in enumerate(files, start=1):
        name = f"file-{number}"
        item = {"id": name, "href": file.path, "media-type": file.media_type}
        if file.properties:
            item["properties"] = " ".join(file.properties)
        etree.SubElement(manifest, f"{{{OPF}}}item", item)
        if file.in_order:
            etree.SubElement(spine, f"{{{OPF}}}itemref", idref=name)
    return printed(package)


def _add_metadata(metadata: etree._Element, about: About) -> None:
    def dublin_core(name: str, value: str, **attributes: str) -> None:
        if value:
            etree.SubElement(metadata, f"{{{DC}}}{name}", attributes).text = value

    def meta(name: str, value: str, **attributes: str) -> None:
        if value:
            etree.SubElement(metadata, f"{{{OPF}}}meta", {"property": name, **attributes}).text = value

    dublin_core("identifier", about.identifier, id="identifier")
    dublin_core("title", about.title)
    dublin_core("language", about.language)
    for number, name in enumerate(about.creators, start=1):
        dublin_core("creator", name, id=f"creator-{number}")
        meta("role", "edt", refines=f"#creator-{number}", scheme="marc:relators")
    dublin_core("date", about.date)
    dublin_core("description", about.description)
    dublin_core("rights", about.rights)
    dublin_core("source", about.source)
    for subject in about.subjects:
        dublin_core("subject", subject)
    meta("dcterms:modified", about.modified)
    meta("dcterms:license", about.licence)
    meta("schema:version", about.version)
    for mode in about.modes:
        meta("schema:accessMode", mode)
    # Whatever there is to see is said in words too.
    meta("schema:accessModeSufficient", "textual")
    for feature in about.features:
        meta("schema:accessibilityFeature", feature)
    meta("schema:accessibilityHazard", "none")
    meta("schema:accessibilitySummary", about.summary)


def printed(root: etree._Element, doctype: str = "") -> bytes:
    """Serialize a document of XML in UTF-8, without namespaces that nothing uses."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["epub"] if doctype else None)
    options = {"doctype": doctype} if doctype else {}
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", **options)) + b"\n"


def new_page(
    title: str, language: str, direction: str, sheet: str, rules: str = ""
) -> tuple[etree._Element, etree._Element]:
    """Return a new, empty document of XHTML and its ``body``.

    sheet: the way to the style sheet
    rules: of the page's own style sheet
    """
    root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": OPS})
    root.set("lang", language)
    root.set(f"{{{XML}}}lang", language)
    root.set("dir", direction)
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = title
    etree.SubElement(head, f"{{{XHTML}}}link", rel="stylesheet", type="text/css", href=sheet)
    if rules.strip():
        etree.SubElement(head, f"{{{XHTML}}}style").text = rules
    return root, etree.SubElement(root, f"{{{XHTML}}}body")


def page_file(path: str, root: etree._Element) -> BookFile:
    """Return a document of XHTML as a file that is read in its turn; what it holds is said in its properties."""
    kinds = {"svg": "{http://www.w3.org/2000/svg}svg", "mathml": "{http://www.w3.org/1998/Math/MathML}math"}
    held = tuple(name for name, tag in sorted(kinds.items()) if next(root.iter(tag), None) is not None)
    return BookFile(path, PAGE, printed(root, "<!DOCTYPE html>"), held, in_order=True)


def picture_type(path: str) -> str:
    """Return the media type of a picture that every e-reader shows; empty for any other file."""
    return PICTURES.get(Path(path).suffix.lower(), "")


def contents_page(
    root: etree._Element, body: etree._Element, lines: Iterable[BookLine], landmarks: Sequence[tuple[str, str, str]]
) -> BookFile:
    """Fill the document of the contents, and return it as a file.

    landmarks: the kind, the words and the place of each
    """
    title = root.findtext(f".//{{{XHTML}}}title")
    nav = etree.SubElement(body, f"{{{XHTML}}}nav", {f"{{{OPS}}}type": "toc", "id": "toc", "role": "doc-toc"})
    etree.SubElement(nav, f"{{{XHTML}}}h1").text = title
    _add_lines(nav, lines)
    marks = etree.SubElement(body, f"{{{XHTML}}}nav", {f"{{{OPS}}}type": "landmarks", "hidden": "hidden"})
    items = etree.SubElement(marks, f"{{{XHTML}}}ol")
    for kind, words, place in landmarks:
        item = etree.SubElement(items, f"{{{XHTML}}}li")
        link = etree.SubElement(item, f"{{{XHTML}}}a", {f"{{{OPS}}}type": kind, "href": place})
        link.text = words
    return BookFile(CONTENTS, PAGE, printed(root, "<!DOCTYPE html>"), ("nav",), in_order=True)


def _add_lines(parent: etree._Element, lines: Iterable[BookLine]) -> None:
    items = etree.SubElement(parent, f"{{{XHTML}}}ol")
    for line in lines:
        item = etree.SubElement(items, f"{{{XHTML}}}li")
        name = etree.SubElement(item, f"{{{XHTML}}}{'a' if line.href else 'span'}")
        name.text = line.title
        if line.href:
            name.set("href", line.href)
        if line.below:
            _add_lines(item, line.below)
