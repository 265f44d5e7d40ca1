"""The container of Common Cartridge 1.1 (1EdTech): files, their manifest, and the contents that a platform shows.

One cartridge always makes the same bytes. What it holds has names that stay from one version of the edition to the
next: a platform that has imported an older one can tell what has come in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
WEB_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
MANIFEST = "imsmanifest.xml"
#: What a resource is, as the manifest says it.
PAGE, LINK, TOPIC = "webcontent", "imswl_xmlv1p1", "imsdt_xmlv1p1"
ASSESSMENT = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
#: What no identifier of XML may hold.
NO_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Resource:
    """What a platform imports as one thing."""

    name: str  #: its own in the cartridge, the same in each version
    kind: str  #: `PAGE`, `LINK`, `TOPIC` or `ASSESSMENT`
    files: tuple[tuple[str, bytes], ...]  #: names and contents; the first is the thing itself


@dataclass(frozen=True)
class Line:
    """A line of the contents; one without a resource is a folder of those below it."""

    title: str
    resource: Resource | None = None
    below: tuple[Line, ...] = ()

    def resources(self) -> Iterator[Resource]:
        """Yield the resources of this line and of those below it."""
        if self.resource:
            yield self.resource
        for line in self.below:
            yield from line.resources()


@dataclass(frozen=True)
class About:
    """What is said of the whole cartridge."""

    identifier: str  #: of what it is made from; the names in the cartridge begin with a checksum of it
    title: str
    description: str
    language: str
    keywords: tuple[str, ...]
    rights: str


def pack(about: About, lines: Sequence[Line]) -> bytes:
    """Return a cartridge (``.imscc``): a zip archive of a manifest and files, the same bytes each time."""
    resources = [resource for line in lines for resource in line.resources()]
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        _add(archive, MANIFEST, _Manifest(about).written(lines, resources))
        for name, content in (file for resource in resources for file in resource.files):
            _add(archive, name, content)
    return made.getvalue()


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    archive.writestr(info, content)


def web_link(name: str, title: str, address: str) -> Line:
    """Return a link as a line of the contents."""
    root = etree.Element(f"{{{WEB_LINK}}}webLink", nsmap={None: WEB_LINK})
    etree.SubElement(root, f"{{{WEB_LINK}}}title").text = title
    etree.SubElement(root, f"{{{WEB_LINK}}}url", href=address, target="_blank")
    return Line(title, Resource(f"link-{name}", LINK, ((f"links/{file_name(name)}.xml", xml(root)),)))


def file_name(name: str) -> str:
    """Return *name* as a file name for any system: what is no letter, digit, dot or hyphen becomes a hyphen."""
    return NO_NAME.sub("-", name)


def xml(root: etree._Element) -> bytes:
    """Serialize a document of XML in UTF-8, with declaration and indents."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


class _Manifest:
    def __init__(self, about: About) -> None:
        self.about = about
        self.start = f"g{sha256(about.identifier.encode()).hexdigest()[:8]}"

    def written(self, lines: Sequence[Line], resources: Sequence[Resource]) -> bytes:
        root = etree.Element(_in("manifest"), {"identifier": self._id("cartridge")}, nsmap={None: PACKAGE, "lom": LOM})
        metadata = _sub(root, "metadata")
        _sub(metadata, "schema").text = "IMS Common Cartridge"
        _sub(metadata, "schemaversion").text = "1.1.0"
        self._add_about(metadata)
        organization = _sub(_sub(root, "organizations"), "organization", structure="rooted-hierarchy")
        organization.set("identifier", self._id("organization"))
        self._add_lines(_sub(organization, "item", identifier=self._id("contents")), lines)
        listed = _sub(root, "resources")
        for resource in resources:
            self._add_resource(listed, resource)
        return xml(root)

    def _id(self, name: str) -> str:
        return f"{self.start}-{NO_NAME.sub('-', name)}"

    def _add_about(self, metadata: etree._Element) -> None:
        about, lom = self.about, etree.SubElement(metadata, f"{{{LOM}}}lom")
        general = etree.SubElement(lom, f"{{{LOM}}}general")
        said = [("title", about.title), ("description", about.description)]
        for name, words in [*said, *(("keyword", word) for word in about.keywords)]:
            self._add_words(general, name, words)
        etree.SubElement(general, f"{{{LOM}}}language").text = about.language
        rights = etree.SubElement(lom, f"{{{LOM}}}rights")
        restricted = etree.SubElement(rights, f"{{{LOM}}}copyrightAndOtherRestrictions")
        etree.SubElement(restricted, f"{{{LOM}}}value").text = "yes"
        self._add_words(rights, "description", about.rights)

    def _add_words(self, parent: etree._Element, name: str, words: str) -> None:
        if words:
            place = etree.SubElement(parent, f"{{{LOM}}}{name}")
            etree.SubElement(place, f"{{{LOM}}}string", language=self.about.language).text = words

    def _add_lines(self, parent: etree._Element, lines: Sequence[Line], within: str = "") -> None:
        for number, line in enumerate(lines, start=1):
            # A folder has no name of its own, and is known by its place.
            name = line.resource.name if line.resource else f"{within}{number}"
            item = _sub(parent, "item", identifier=self._id(f"item-{name}"))
            if line.resource:
                item.set("identifierref", self._id(line.resource.name))
            _sub(item, "title").text = line.title
            self._add_lines(item, line.below, f"{name}-")

    def _add_resource(self, listed: etree._Element, resource: Resource) -> None:
        element = _sub(listed, "resource", identifier=self._id(resource.name), type=resource.kind)
        # Of other kinds the standard allows no address here.
        if resource.kind == PAGE:
            element.set("href", resource.files[0][0])
        for name, __ in resource.files:
            _sub(element, "file", href=name)


def _in(name: str) -> str:
    return f"{{{PACKAGE}}}{name}"


def _sub(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _in(name), attributes)
