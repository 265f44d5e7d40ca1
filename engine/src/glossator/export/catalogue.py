"""Records for the catalogues of libraries: MARC 21 as XML, and Dublin Core in the form of OAI-PMH."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from glossator.config import Editor
from glossator.export.files import write_file
from glossator.export.marc_languages import marc_code
from glossator.export.pages import sayable
from glossator.export.records import Edition, Text
from glossator.translation import _

MARC_FILE, MARC_MEDIA = "marc.xml", "application/marcxml+xml"
MARC = "http://www.loc.gov/MARC21/slim"
DC_FILE, DC_MEDIA = "dublin-core.xml", "application/xml"
DC, OAI = "http://purl.org/dc/elements/1.1/", "http://www.openarchives.org/OAI/2.0/oai_dc/"
XML = "http://www.w3.org/XML/1998/namespace"
#: A new record (n) of text (a), a monograph (m), in Unicode (a), with the areas of ISBD, but not its punctuation (c).
LEADER = "     nam a22     uc 4500"
#: Words before which a title is not sorted, by language.
ARTICLES = {"en": ("a", "an", "the"), "de": ("das", "dem", "den", "der", "des", "die", "ein", "eine")}
#: What the edition is as a thing, in the terms of RDA: code, words, source.
FORMS = {
    "336": ("text", "txt", "rdacontent"),
    "337": ("computer", "c", "rdamedia"),
    "338": ("online resource", "cr", "rdacarrier"),
}

Subfields = Sequence[tuple[str, str]]


def write_marc(edition: Edition, folder: Path) -> None:
    """Write the record of the edition as MARCXML into *folder*."""
    root = etree.Element(f"{{{MARC}}}record", nsmap={None: MARC}, type="Bibliographic")
    etree.SubElement(root, f"{{{MARC}}}leader").text = LEADER
    for tag, value in (("006", "m     o  d        "), ("007", "cr |||||||||||"), ("008", _fixed(edition))):
        etree.SubElement(root, f"{{{MARC}}}controlfield", tag=tag).text = value
    for tag, indicators, subfields in sorted(_fields(edition), key=lambda field: field[0]):
        field = etree.SubElement(root, f"{{{MARC}}}datafield", tag=tag, ind1=indicators[0], ind2=indicators[1])
        for code, value in subfields:
            etree.SubElement(field, f"{{{MARC}}}subfield", code=code).text = sayable(value)
    write_file(folder / MARC_FILE, _bytes(root))


def _bytes(root: etree.Element) -> bytes:
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _fixed(edition: Edition) -> str:
    """Return field 008: 40 signs, each at its place."""
    day = edition.date.replace("-", "")
    entered = (day[2:] + "||||||")[:6] if len(day) == len("20261130") else "||||||"
    year = edition.date[:4]
    dates = f"s{year}    " if year else "nuuuuuuuu"
    # Of no country that is known, online, no index; its language; catalogued by none of the national libraries.
    return f"{entered}{dates}xx      o     000 0 {marc_code(edition.language)} d"


def _fields(edition: Edition) -> Iterator[tuple[str, str, Subfields]]:
    """Yield tag, both indicators and subfields of each field."""
    if edition.address:
        yield "024", "7 ", [("a", edition.address), ("2", "uri")]
        yield "856", "40", [("u", edition.address), ("y", edition.title)]
    yield "040", "  ", [("a", _names(edition)), ("b", marc_code(edition.language)), ("e", "rda")]
    languages = dict.fromkeys([edition.language, *(text.language for text in edition.texts)])
    yield "041", "07", [*(("a", language) for language in languages), ("2", "rfc5646")]
    # Entered under the title: the edition is by its editors, the texts are by others.
    yield "245", f"0{_unsorted(edition.title, edition.language)}", [("a", edition.title), ("c", _names(edition))]
    yield "250", "  ", [("a", _("Version {version}").format(version=edition.version))]
    date = edition.date or "[date of publication not identified]"
    yield "264", " 1", [("a", "[Place of publication not identified]"), ("b", _names(edition)), ("c", date)]
    yield "300", "  ", [("a", "1 online resource")]
    for tag, (words, code, source) in FORMS.items():
        yield tag, "  ", [("a", words), ("b", code), ("2", source)]
    if edition.chapters:
        yield "505", "0 ", [("a", " -- ".join(chapter.title for chapter in edition.chapters))]
    if edition.description:
        yield "520", "  ", [("a", edition.description)]
    yield "506", "0 ", [("a", "Open access")]
    yield "540", "  ", [("a", _("Notes: {licence}").format(licence=edition.licence.name)), ("u", edition.licence.url)]
    for text in edition.texts:
        if text.about.get("rights"):
            yield "540", "  ", [("3", text.title), ("a", text.about["rights"])]
        yield "787", "08", list(_source(text))
        yield "720", "  ", [("a", text.issuer), ("e", "issuing body")]
    for editor in edition.editors:
        yield _editor(editor)


def _unsorted(title: str, language: str) -> int:
    """Return with how many signs, an article and its blank, a title begins that do not count in an alphabet."""
    first, blank, __ = title.partition(" ")
    articles = ARTICLES.get(language.partition("-")[0], ())
    return len(first + blank) if blank and first.lower() in articles else 0


def _names(edition: Edition) -> str:
    return "; ".join(map(str, edition.editors)) or edition.title


def _editor(editor: Editor) -> tuple[str, str, Subfields]:
    role = ("e", "editor")
    if editor.family:
        return "700", "1 ", [("a", ", ".join(filter(None, (editor.family, editor.given)))), role]
    return "710", "2 ", [("a", editor.name), role]


def _source(text: Text) -> Iterator[tuple[str, str]]:
    """Yield what is said of a text that the edition reproduces."""
    yield "i", "Reproduction of (manifestation)"
    yield "a", text.issuer
    yield "t", text.title
    yield "d", ", ".join(filter(None, (text.about.get("place", ""), text.date)))
    if text.address:
        yield "o", text.address


def write_dublin_core(edition: Edition, folder: Path) -> None:
    """Write the fifteen elements of Dublin Core, as many of them as are known, into *folder*."""
    root = etree.Element(f"{{{OAI}}}dc", nsmap={"oai_dc": OAI, "dc": DC})
    for name, value, language in _elements(edition):
        if value:
            element = etree.SubElement(root, f"{{{DC}}}{name}")
            element.text = sayable(value)
            if language:
                element.set(f"{{{XML}}}lang", language)
    write_file(folder / DC_FILE, _bytes(root))


def _elements(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and language of each element."""
    language = edition.language
    yield "title", edition.title, language
    for editor in edition.editors:
        parts = ", ".join(filter(None, (editor.family, editor.given)))
        yield "creator", parts or editor.name, ""
        yield "publisher", str(editor), ""
    yield "description", edition.description, language
    yield "description", _("Version {version}").format(version=edition.version), language
    yield "date", edition.date, ""
    yield "type", "Text", ""
    yield "format", "text/html", ""
    yield "identifier", edition.address, ""
    yield from (
        ("language", name, "") for name in dict.fromkeys([language, *(each.language for each in edition.texts)])
    )
    for theme in dict.fromkeys(theme for chapter in edition.chapters for theme in chapter.themes):
        yield "subject", theme, language
    for text in edition.texts:
        yield "source", f"{text.issuer}: {text.title} ({text.date})", text.about.get("title_language", "")
        yield "relation", text.address, ""
    yield "rights", _("Notes: {licence}").format(licence=f"{edition.licence.name}, {edition.licence.url}"), language
    for text in edition.texts:
        if text.about.get("rights"):
            yield "rights", f"{text.title}: {text.about['rights']}", ""
