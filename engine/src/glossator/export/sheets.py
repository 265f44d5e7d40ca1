"""What a teacher's sheet is put together from, as scripts beside the page ``sheet.html``; the schema of its file.

``_static/sheet/index.js`` names all that can be added, with the hash of its words, ``words.js`` has all that these say,
for whoever looks for a word, and ``pages/CHAPTER.js`` holds what stands on one page: paragraphs with the places of
their notes, charts, rows, questions, and the works that they cite. They are scripts, since a page that was opened from
a disk may read nothing else. Model answers have a file of their own, which is fetched by whoever asks for them; it is
not secret, but what students take along does not have it.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from glossator.core.escape import script_json
from glossator.export.files import write_file
from glossator.export.format import FOLDER
from glossator.export.items import Item, items_of
from glossator.export.records import Chapter, Edition, Figure, Note, Row, Text
from glossator.export.teaching import Answer, answers_of
from glossator.teaching.pages import FOLDER as TEACHING

SCHEMA = "sheet.schema.json"
#: Beside this module.
SCHEMA_FILE = Path(__file__).with_name(SCHEMA)
#: The folder of the scripts, in the site.
SCRIPTS = Path("_static") / "sheet"
#: Those of the pages have a folder of their own there: a page may have any name, also that of another script.
PAGES = SCRIPTS / "pages"
#: So many letters of what an item says are in the list of items, to tell it by.
BEGINNING = 160
#: A first cell of so many letters does not name a row.
SHORT = 24

Json = dict[str, Any]


def write_sheets(edition: Edition, site: Path) -> None:
    """Write the scripts and the schema into the folder of the site; remove what an earlier build has written."""
    remove_sheets(site)
    items = list(items_of(edition))
    hashes = {item.id: item.hash for item in items if item.kind == "note"}
    rows = {row.id: row for row in edition.rows}
    on_page = defaultdict(list)
    for item in items:
        on_page[item.page].append(item)
    pages = [_Page(edition, chapter, hashes) for chapter in edition.chapters if on_page[chapter.page]]
    for page in pages:
        name = page.chapter.name
        content = f"(window.sheetParts ??= {{}})[{script_json(name)}] = {_json(page.content())};\n"
        write_file(site / PAGES / f"{name}.js", content.encode())
    answers = {answer.question: _answer(answer) for answer in answers_of(site).values()}
    if answers:
        write_file(site / SCRIPTS / TEACHING / "answers.js", f"window.sheetAnswers = {_json(answers)};\n".encode())
    chapters = [_listed(page.chapter, on_page[page.chapter.page], rows) for page in pages]
    index = {**_about(edition), "answers": bool(answers), "chapters": chapters}
    write_file(site / SCRIPTS / "index.js", f"window.sheetIndex = {_json(index)};\n".encode())
    words = {
        f"{item.kind} {item.id}": item.words for item in items if len(item.words) > BEGINNING and item.kind != "note"
    }
    write_file(site / SCRIPTS / "words.js", f"window.sheetWords = {_json(words)};\n".encode())
    write_file(site / FOLDER / SCHEMA, SCHEMA_FILE.read_bytes())


def remove_sheets(site: Path) -> None:
    """Remove the scripts from the folder of the site."""
    shutil.rmtree(site / SCRIPTS, ignore_errors=True)


def _json(value: Any) -> str:
    return script_json(value, separators=(",", ":"))


def _about(edition: Edition) -> Json:
    """Return what a sheet says of the edition and its texts."""
    return {
        "edition": {"title": edition.title, "version": edition.version, "address": edition.address},
        "date": edition.date,
        "editors": [str(editor) for editor in edition.editors],
        "licence": {"name": edition.licence.name, "url": edition.licence.url},
        "labels": {term.id: term.words for term in (*edition.kinds, *edition.certainties, *edition.skills)},
        "texts": {
            text.id: {"title": text.title, "issuer": text.issuer, "date": text.date, "address": text.address}
            for text in edition.texts
        },
    }


def _listed(chapter: Chapter, items: Iterable[Item], rows: Mapping[str, Row]) -> Json:
    """Return a chapter as the list of items has it; notes come with their paragraphs."""
    listed = [
        (item.kind, item.id, _title(item, rows.get(item.id)), item.hash, item.words[:BEGINNING])
        for item in items
        if item.kind != "note"
    ]
    return {"name": chapter.name, "page": chapter.page, "title": chapter.title, "items": listed}


def _title(item: Item, row: Row | None) -> str:
    """Return what readers call an item; of a row whose first cell is short, such as a year, its second as well."""
    if item.kind != "row" or row is None or len(item.title) > SHORT or len(row.cells) == 1:
        return item.title
    return f"{item.title} · {row.cells[1][1]}"


def _answer(answer: Answer) -> Json:
    levels = [(level.title, level.html) for level in answer.rubric]
    return {"html": answer.html, "misses": answer.misses, "rubric": levels}


class _Page:
    """What one page gives to a sheet."""

    def __init__(self, edition: Edition, chapter: Chapter, hashes: dict[str, str]) -> None:
        self.edition, self.chapter, self.hashes = edition, chapter, hashes

    def content(self) -> Json:
        """Return all parts by kind and id, and the works that they cite by key."""
        content: Json = {
            "paragraph": dict(self._paragraphs()),
            "note": {note.id: self._note(note) for note in self.chapter.notes},
            "chart": {each.id: self._chart(each) for each in self.edition.figures if each.page == self.chapter.page},
            "row": {each.id: self._row(each) for each in self.edition.rows if each.page == self.chapter.page},
            "question": dict(self._questions()),
        }
        cited = {key for kind in content.values() for part in kind.values() for key in part.get("works", ())}
        return {**content, "works": {work.key: work.html for work in self.edition.works if work.key in cited}}

    def _paragraphs(self) -> Iterator[tuple[str, Json]]:
        here = set(self.chapter.paragraphs)
        for text in self.edition.texts:
            for paragraph in text.paragraphs:
                if paragraph.id in here:
                    notes = [note.id for note in self.chapter.notes if note.paragraph == paragraph.id]
                    words = {"text": paragraph.text, "notes": notes, "source": text.id}
                    yield paragraph.id, {**words, **_language(text)}

    def _note(self, note: Note) -> Json:
        text = next(
            paragraph.text
            for text in self.edition.texts
            for paragraph in text.paragraphs
            if paragraph.id == note.paragraph
        )
        return {
            "hash": self.hashes[note.id],
            "number": note.number,
            "end": _in_script(text[: note.end]),
            "lemma": note.exact,
            "kind": note.kind,
            "certainty": note.certainty,
            "gist": note.gist,
            "html": note.body,
            "works": note.works,
        }

    def _chart(self, figure: Figure) -> Json:
        return {
            "title": figure.title,
            "subtitle": figure.subtitle,
            "alternative": figure.alternative,
            "svg": figure.svg,
            "data": figure.data,
            "works": figure.sources,
        }

    def _row(self, row: Row) -> Json:
        words = " ".join(words for __, words in row.cells)
        return {"cells": row.cells, "works": [work.key for work in self.edition.works if _names(words, work.label)]}

    def _questions(self) -> Iterator[tuple[str, Json]]:
        for question in self.chapter.questions:
            about = {"type": question.type, "skill": question.skill, "points": question.points}
            yield f"q-{question.id}", {"html": question.html, **about}


def _language(text: Text) -> Json:
    return {"lang": text.language, "dir": text.direction, "verse": text.form == "verse"}


def _names(words: str, label: str) -> bool:
    """Return whether *words* cite the work with this label: *Smith 2016*, and not *Smith 2016a*."""
    return label in words and re.search(rf"{re.escape(label)}(?!\w)", words) is not None


def _in_script(text: str) -> int:
    """Return the length of *text* as scripts count it: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2
