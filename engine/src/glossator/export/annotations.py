"""Notes as W3C Web Annotations: a page of annotations for each chapter, ``annotations.json`` for all.

Each annotation finds its words in the published page in four ways: by the address of the paragraph, by the words with
what stands around them, by their place in the text of the paragraph's element (``#letter-4 > .source``), whose
``textContent`` is the paragraph letter for letter, and by this element with the place in it. Places are counted in code
points, as the recommendation has it; a script of a browser counts a letter beyond U+FFFF twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from glossator.config import Editor
from glossator.export.addresses import way_to_exports, way_to_site, with_addresses
from glossator.export.files import json_bytes, write_file
from glossator.export.records import Chapter, Edition, Note

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
#: What a fragment of an address of HTML means.
FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"
COLLECTION = "annotations.json"

Json = dict[str, Any]


def write_annotations(edition: Edition, folder: Path) -> None:
    """Write the collection and its pages into *folder*."""
    chapters = [chapter for chapter in edition.chapters if chapter.notes]
    write_file(folder / COLLECTION, json_bytes(_collection(edition, chapters)))
    for number in range(len(chapters)):
        write_file(folder / page_file(chapters[number].name), json_bytes(_page(edition, chapters, number)))


def page_file(chapter: str) -> str:
    """Return the file of the annotations of a chapter, in the folder of exports."""
    return f"annotations/{chapter}.json"


def _collection(edition: Edition, chapters: list[Chapter]) -> Json:
    there = way_to_exports(edition, COLLECTION)
    pages = [f"{there}{page_file(chapter.name)}" for chapter in chapters]
    ends = {"first": pages[0], "last": pages[-1]} if pages else {}
    return {
        "@context": CONTEXT,
        "id": f"{there}{COLLECTION}",
        "type": "AnnotationCollection",
        "label": edition.title,
        **_made(edition),
        "total": sum(len(chapter.notes) for chapter in chapters),
        **ends,
    }


def _page(edition: Edition, chapters: list[Chapter], number: int) -> Json:
    chapter = chapters[number]
    file = page_file(chapter.name)
    there = way_to_exports(edition, file)
    around = {"prev": number - 1, "next": number + 1}
    others = {name: chapters[at].name for name, at in around.items() if 0 <= at < len(chapters)}
    return {
        "@context": CONTEXT,
        "id": f"{there}{file}",
        "type": "AnnotationPage",
        "partOf": f"{there}{COLLECTION}",
        **{name: f"{there}{page_file(other)}" for name, other in others.items()},
        "startIndex": sum(len(before.notes) for before in chapters[:number]),
        "items": [_annotation(edition, chapter, note, way_to_site(edition, file)) for note in chapter.notes],
    }


def _annotation(edition: Edition, chapter: Chapter, note: Note, site: str) -> Json:
    return {
        "id": f"{site}{chapter.page}#{note.id}",
        "type": "Annotation",
        "motivation": "commenting",
        **_made(edition),
        "body": _bodies(edition, note, site),
        "target": {"source": f"{site}{chapter.page}", "selector": _selectors(note)},
    }


def _made(edition: Edition) -> Json:
    """Return by whom and when an annotation was made, and what may be done with it."""
    # A time of day is needed; a date that is no day cannot be said.
    modified = {"modified": f"{edition.date}T00:00:00Z"} if len(edition.date) == len("2026-11-30") else {}
    creators = [_creator(editor) for editor in edition.editors]
    return {"creator": creators[0] if len(creators) == 1 else creators, **modified, "rights": edition.licence.url}


def _creator(editor: Editor) -> Json:
    return {"type": "Person" if editor.family else "Organization", "name": str(editor)}


def _bodies(edition: Edition, note: Note, site: str) -> list[Json]:
    """Return the note itself, its point, its kind and certainty as tags, and the works it cites."""
    kinds = {term.id: term.words for term in (*edition.kinds, *edition.certainties)}
    words = {"type": "TextualBody", "language": edition.language}
    direction = {"textDirection": "rtl"} if edition.direction == "rtl" else {}
    body = with_addresses(note.body, site)
    bodies = [{**words, **direction, "purpose": "commenting", "value": body, "format": "text/html"}]
    if note.gist:
        bodies.append({**words, **direction, "purpose": "describing", "value": note.gist, "format": "text/plain"})
    tags = (kinds.get(name, name) for name in (note.kind, note.certainty))
    bodies += [{**words, **direction, "purpose": "tagging", "value": tag, "format": "text/plain"} for tag in tags]
    address = {work.key: work.address for work in edition.works}
    cited = (address[key] for key in note.works if address.get(key))
    return [*bodies, *({"type": "SpecificResource", "purpose": "linking", "source": f"{site}{work}"} for work in cited)]


def _selectors(note: Note) -> list[Json]:
    place = {"type": "TextPositionSelector", "start": note.start, "end": note.end}
    return [
        {"type": "FragmentSelector", "conformsTo": FRAGMENTS, "value": note.paragraph},
        {"type": "TextQuoteSelector", "exact": note.exact, "prefix": note.prefix, "suffix": note.suffix},
        place,
        {"type": "CssSelector", "value": f"#{note.paragraph} > .source", "refinedBy": place},
    ]
