"""Each paragraph at an address of its own, as JSON and as TEI, in the manner of Distributed Text Services (dtsapi.org).

A static site answers no queries, so this is no service that conforms to it: ``dts/collection.json`` lists the texts,
``dts/navigation/TEXT.json`` the paragraphs of one, and each of these is ``passages/PARAGRAPH.json`` and ``.xml``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from glossator.export.addresses import way_to_exports, way_to_site, with_addresses
from glossator.export.files import fields_of, json_bytes, write_file
from glossator.export.records import Chapter, Edition, Note, Paragraph, Text
from glossator.export.tei.corpus import MEDIA as TEI_MEDIA
from glossator.export.tei.texts import PassageDocument

CONTEXT, VERSION = "https://dtsapi.org/context/v1.0.json", "1.0"
COLLECTION = "dts/collection.json"

Json = dict[str, Any]


def write_passages(edition: Edition, folder: Path) -> None:
    """Write the lists and the passages into *folder*."""
    write_file(folder / COLLECTION, json_bytes(_collection(edition)))
    chapters = {chapter.name: chapter for chapter in edition.chapters}
    for text in edition.texts:
        write_file(folder / _navigation_file(text), json_bytes(_navigation(edition, text)))
        for place, paragraph in enumerate(text.paragraphs):
            passage = _Passage(edition, text, paragraph, chapters.get(paragraph.chapter))
            write_file(folder / f"passages/{paragraph.id}.json", json_bytes(passage.as_json(place)))
            write_file(folder / f"passages/{paragraph.id}.xml", passage.as_tei())


def _navigation_file(text: Text) -> str:
    return f"dts/navigation/{text.id}.json"


def _resource(edition: Edition, text: Text, file: str) -> Json:
    """Return what DTS calls a resource: a text, and where its parts are found."""
    there = way_to_exports(edition, file)
    said = {"title": text.title, "publisher": text.issuer, "date": text.date, "language": text.language}
    said |= {"rights": text.about.get("rights", ""), "source": text.address}
    return {
        "@id": text.id,
        "@type": "Resource",
        "title": text.title,
        "totalParents": 1,
        "totalChildren": 0,
        "collection": f"{there}{COLLECTION}",
        "navigation": f"{there}{_navigation_file(text)}",
        "document": f"{there}passages/{{ref}}.xml",
        "mediaTypes": [TEI_MEDIA],
        "citationTrees": [_citation_tree(text)],
        "dublinCore": {name: value for name, value in said.items() if value},
    }


def _citation_tree(text: Text) -> Json:
    kind = "stanza" if text.form == "verse" else "paragraph"
    return {"@type": "CitationTree", "citeStructure": [{"@type": "CiteStructure", "citeType": kind}]}


def _collection(edition: Edition) -> Json:
    return {
        "@context": CONTEXT,
        "dtsVersion": VERSION,
        "@id": f"{way_to_exports(edition, COLLECTION)}{COLLECTION}",
        "@type": "Collection",
        "title": edition.title,
        "description": edition.description,
        "collection": f"{way_to_exports(edition, COLLECTION)}{COLLECTION}",
        "totalParents": 0,
        "totalChildren": len(edition.texts),
        "member": [_resource(edition, text, COLLECTION) for text in edition.texts],
    }


def _navigation(edition: Edition, text: Text) -> Json:
    file = _navigation_file(text)
    kind = _citation_tree(text)["citeStructure"][0]["citeType"]
    members = [
        {"identifier": each.id, "@type": "CitableUnit", "level": 1, "parent": None, "citeType": kind, **_name(each)}
        for each in text.paragraphs
    ]
    return {
        "@context": CONTEXT,
        "dtsVersion": VERSION,
        "@id": f"{way_to_exports(edition, file)}{file}",
        "@type": "Navigation",
        "resource": _resource(edition, text, file),
        "member": members,
    }


def _name(paragraph: Paragraph) -> Json:
    return {"dublinCore": {"title": paragraph.label}}


class _Passage:
    """One paragraph with all that is said of it."""

    def __init__(self, edition: Edition, text: Text, paragraph: Paragraph, chapter: Chapter | None) -> None:
        self.edition, self.text, self.paragraph, self.chapter = edition, text, paragraph, chapter
        self.notes = [note for note in chapter.notes if note.paragraph == paragraph.id] if chapter else []
        self.site = way_to_site(edition, f"passages/{paragraph.id}.json")

    def as_json(self, place: int) -> Json:
        edition, text, chapter = self.edition, self.text, self.chapter
        about = {
            name: getattr(text, name) for name in ("id", "name", "title", "issuer", "date", "language", "direction")
        }
        others = {"previous": place - 1, "next": place + 1}
        around = {name: text.paragraphs[at].id for name, at in others.items() if 0 <= at < len(text.paragraphs)}
        cited = {key for note in self.notes for key in note.works}
        return {
            "id": self.paragraph.id,
            "label": self.paragraph.label,
            "words": self.paragraph.text,
            # Empty for a paragraph that no chapter reproduces.
            "address": self._address(self.paragraph.id),
            "text": {**about, "form": text.form, "address": text.address, "rights": text.about.get("rights", "")},
            "chapter": {"title": chapter.title, "address": f"{self.site}{chapter.page}"} if chapter else {},
            **{name: f"{id_}.json" for name, id_ in around.items()},
            "tei": f"{self.paragraph.id}.xml",
            "notes": [self._note(note) for note in self.notes],
            "works": [work.csl for work in edition.works if work.key in cited],
            "edition": {
                "title": edition.title,
                "version": edition.version,
                "date": edition.date,
                "editors": edition.editors,
                "licence": edition.licence,
                "address": edition.address,
            },
        }

    def _address(self, name: str) -> str:
        return f"{self.site}{self.chapter.page}#{name}" if self.chapter else ""

    def _note(self, note: Note) -> Json:
        return {**fields_of(note), "body": with_addresses(note.body, self.site), "address": self._address(note.id)}

    def as_tei(self) -> bytes:
        """Return the paragraph with its notes as a document of TEI."""
        return PassageDocument(self.edition, self.text, self.paragraph, self._address(self.paragraph.id)).written()
