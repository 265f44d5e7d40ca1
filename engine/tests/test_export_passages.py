"""A paragraph at an address of its own: as JSON for a program that quotes it, as TEI for an editor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from glossator.core.text import load_sources
from glossator.testing.books import SmallBook, written_note, written_passage
from lxml import etree

Make = Callable[..., SmallBook]
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"
LETTER = "# The letter\n\n" + written_passage(
    "letter-1 letter-2", written_note("in May", "They met in spring {cite:p}`smith2016`.")
)


@pytest.fixture
def exports(small_book: Make) -> Path:
    return small_book(one=LETTER).build(html_baseurl="https://example.org").out / "exports"


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def test_a_program_that_quotes_a_paragraph_gets_its_words_its_notes_and_where_it_stands(exports: Path) -> None:
    passage = read(exports / "passages/letter-2.json")
    words, (note,) = passage["words"], passage["notes"]
    assert words[note["start"] : note["end"]] == "in May"
    assert passage["address"] == "https://example.org/chapters/one.html#letter-2"
    assert note["address"] == "https://example.org/chapters/one.html#letter-2-in-may"
    assert passage["text"]["title"] == "A letter"
    assert [work["id"] for work in passage["works"]] == ["smith2016"]
    assert (exports / "passages" / passage["previous"]).is_file()
    assert (exports / "passages" / passage["tei"]).is_file()


def test_a_paragraph_that_no_chapter_reproduces_has_no_address_and_is_there(exports: Path) -> None:
    assert read(exports / "passages/reply-1.json")["address"] == ""
    assert (exports / "passages/reply-1.xml").is_file()


def test_the_lists_lead_to_every_text_and_every_paragraph(exports: Path) -> None:
    collection = read(exports / "dts/collection.json")
    assert [text["title"] for text in collection["member"]] == ["A letter", "The reply is sent"]
    for text in collection["member"]:
        navigation = read(exports / text["navigation"].removeprefix("https://example.org/exports/"))
        for unit in navigation["member"]:
            document = text["document"].replace("{ref}", unit["identifier"])
            assert (exports / document.removeprefix("https://example.org/exports/")).is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["five-texts", "chinese-arabic", "verse"])
def test_paragraphs_in_tei_have_their_letters_and_all_their_notes(name: str, whole_book: Callable[[str], Path]) -> None:
    folder = whole_book(name)
    exports = folder / "_build/html/exports"
    notes = 0
    for text in load_sources(folder / "sources").values():
        for paragraph in text.paragraphs:
            document = etree.parse(exports / f"passages/{paragraph.id}.xml")
            (whole,) = document.xpath(f"//*[@xml:id='{paragraph.id}']")
            assert "".join(whole.itertext()) == paragraph.text
            notes += len(document.xpath("//t:annotation", namespaces=TEI))
    assert notes == read(exports / "annotations.json")["total"]
