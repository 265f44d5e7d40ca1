"""All documents of a book as one of XHTML for paper: each id once, links within it, contents with numbers of pages."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import quote, unquote

from lxml import etree

from glossator.core.addresses import SCHEME
from glossator.export.epub.book import Book
from glossator.export.epub.package import BookFile, BookLine, new_page, printed
from glossator.export.epub.xhtml import XHTML
from glossator.translation import _

#: Where an attribute of a drawing names another part of it.
PART = re.compile(r"url\(#([^)]+)\)")
#: Families of the style sheet -> the package that brings them, and its files with weight and style. The sans is for the
#: words of drawings, which were given their room by widths of its like.
FONTS = {
    "Book": (
        "font_source_serif_pro",
        {
            "SourceSerifPro-Regular.otf": "400 normal",
            "SourceSerifPro-It.otf": "400 italic",
            "SourceSerifPro-Bold.otf": "700 normal",
            "SourceSerifPro-BoldIt.otf": "700 italic",
        },
    ),
    "Book Sans": (
        "font_source_sans_pro",
        {"SourceSansPro-Regular.otf": "400 normal", "SourceSansPro-Bold.otf": "700 normal"},
    ),
}


def paper_document(book: Book, paper: str, pages: Mapping[str, int]) -> bytes:
    """Return a book as one document, as long whatever the numbers of pages are.

    paper: as CSS calls it, ``A4`` or ``letter``
    pages: the number of the page on which each document begins, by its id (`document_ids`); empty if not known yet
    """
    edition = book.edition
    root, body = new_page(book.title, edition.language, edition.direction, "")
    head = root[0]
    head.remove(head[-1])
    parts = [book.title_page(), *book.documents]
    names = document_ids(book)
    documents = {file.path: etree.fromstring(file.content) for file in parts}
    ids = dict(_ids(documents, names))
    rules = [_fonts(), f"@page {{ size: {paper}; }}", _sheet(), book.rules, _running("edition", "left", book.title)]
    for path, document in documents.items():
        rules += [style.text or "" for style in document.iter(f"{{{XHTML}}}style")]
        _draw_once(document)
        _make_unique(path, document, ids, names)
        part = etree.SubElement(body, f"{{{XHTML}}}div", {"id": names[path], "class": "document"})
        part.extend(document.find(f"{{{XHTML}}}body"))
        if path == parts[0].path:
            part.set("class", "front")
            _add_contents(body, book, names, pages)
        else:
            heading = next(part.iter(f"{{{XHTML}}}h1"), None)
            title = " ".join("".join(heading.itertext()).split()) if heading is not None else ""
            # The landing page has the title of the book, which stands at the left already.
            running = _running(names[path], "right", title if title != book.title else "")
            rules += [f"#{names[path]} {{ page: {names[path]}; }}", running]
    etree.SubElement(head, f"{{{XHTML}}}style").text = "\n".join(rules)
    return printed(root, "<!DOCTYPE html>")


def document_ids(book: Book) -> dict[str, str]:
    """Return the id of each document of a book on paper, by its path; that of the title page is the first."""
    return {file.path: f"document-{number}" for number, file in enumerate((book.title_page(), *book.documents))}


def _ids(documents: Mapping[str, etree._Element], names: Mapping[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the id on paper of each id of a document: the same where no other has it."""
    seen = set(names.values())
    for path, document in documents.items():
        for name in (each.get("id") for each in document.iter() if each.get("id")):
            once = name if name not in seen else f"{names[path]}-{name}"
            seen.add(once)
            yield (path, name), once


def _draw_once(document: etree._Element) -> None:
    """Leave of each chart the drawing for broad pages, which the browser tags by the words of the chart if it may."""
    for drawing in document.findall(f".//{{{XHTML}}}div[@role='img']/*[@aria-hidden]"):
        if "narrow" in (drawing.get("class") or "").split():
            drawing.getparent().remove(drawing)
        else:
            del drawing.attrib["aria-hidden"]


def _make_unique(
    path: str, document: etree._Element, ids: Mapping[tuple[str, str], str], names: Mapping[str, str]
) -> None:
    """Rename ids, and lead links and references to them; a picture keeps its address relative to a document."""
    for element in document.iter():
        if element.get("id"):
            element.set("id", ids[path, element.get("id")])
        for key, value in element.attrib.items():
            if "url(#" in value:
                element.set(key, PART.sub(lambda match: f"url(#{ids.get((path, match[1]), match[1])})", value))
            elif key.rpartition("}")[2] == "href" and value.startswith("#") and element.tag != f"{{{XHTML}}}a":
                element.set(key, f"#{ids.get((path, value[1:]), value[1:])}")
    for link in document.iter(f"{{{XHTML}}}a"):
        if link.get("href") and not SCHEME.match(link.get("href")):
            target, __, fragment = unquote(link.get("href")).partition("#")
            place = normpath(join(dirname(path), target)) if target else path
            link.set("href", f"#{quote(ids[place, fragment] if fragment else names[place])}")


def _running(name: str, side: str, words: str) -> str:
    """Return the rule of what runs at the head of pages; those of the edition have no name of their own."""
    text = re.sub(r'["\\\n<]', lambda letter: f"\\{ord(letter[0]):x} ", words)
    return f'@page {name if name != "edition" else ""} {{ @top-{side} {{ content: "{text}"; }} }}'


def _sheet() -> str:
    folder = Path(__file__).parent
    sheets = (folder.parent / "epub" / "book.css", folder / "paper.css")
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def _fonts() -> str:
    """Return the rules of the letters, which are the same on each machine; those of other scripts are its own."""
    rules = []
    for family, (package, files) in FONTS.items():
        found = find_spec(package)
        folder = Path(found.origin or "").parent / "files" if found else Path()
        for file, (weight, style) in ((folder / name, how.split()) for name, how in files.items()):
            if file.is_file():
                address = f"data:font/otf;base64,{b64encode(file.read_bytes()).decode()}"
                about = f'font-family: "{family}"; font-weight: {weight}; font-style: {style};'
                rules.append(f"@font-face {{ {about} src: url({address}); }}")
    return "\n".join(rules)


def _add_contents(body: etree._Element, book: Book, names: Mapping[str, str], pages: Mapping[str, int]) -> None:
    nav = etree.SubElement(body, f"{{{XHTML}}}nav", {"class": "paper-contents", "role": "doc-toc"})
    etree.SubElement(nav, f"{{{XHTML}}}h1").text = _("Contents")
    _add_lines(nav, book.lines, names, pages)


def _add_lines(
    parent: etree._Element, lines: Iterable[BookLine], names: Mapping[str, str], pages: Mapping[str, int]
) -> None:
    """Add lines of chapters, with those below them; sections are named by the bookmarks alone."""
    chapters = [line for line in lines if "#" not in line.href]
    if not chapters:
        return
    items = etree.SubElement(parent, f"{{{XHTML}}}ol")
    for line in chapters:
        item = etree.SubElement(items, f"{{{XHTML}}}li")
        if line.href:
            name = names[line.href]
            link = etree.SubElement(item, f"{{{XHTML}}}a", {"href": f"#{name}"})
            etree.SubElement(link, f"{{{XHTML}}}span", {"class": "title"}).text = line.title
            etree.SubElement(link, f"{{{XHTML}}}span", {"class": "page"}).text = str(pages.get(name, ""))
        else:
            etree.SubElement(item, f"{{{XHTML}}}p", {"class": "summary"}).text = line.title
        _add_lines(item, line.below, names, pages)


def pictures_of(book: Book) -> dict[str, BookFile]:
    """Return the pictures of a book by the end of their addresses."""
    return {file.path: file for file in book.pictures}
