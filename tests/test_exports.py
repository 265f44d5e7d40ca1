"""What leaves the site is what stands on it: every note, work, chart and table of this edition, in each format."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import frictionless
import pytest
from bs4 import BeautifulSoup
from glossator.citations.csl import csl_of
from glossator.core.text import load_sources
from glossator.export.tei.body import TEI
from glossator.testing.reading import annotated, pages
from lxml import etree
from pybtex.database import parse_file

ROOT = Path(__file__).parents[1]
ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module")
def exports(book: Path) -> Path:
    return book / "_build/html/exports"


@pytest.fixture(scope="module")
def edition(exports: Path) -> Any:
    return json.loads((exports / "edition.json").read_text(encoding="utf-8"))


def test_the_records_have_every_note_work_and_chart_of_the_pages(book: Path, edition: Any) -> None:
    site = book / "_build/html"
    read = {name: BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "lxml") for name in pages(book)}
    assert {each["name"]: len(each["notes"]) for each in edition["chapters"] if each["notes"]} == annotated(book)
    charts = [figure["id"] for page in read.values() for figure in page.select("figure.chart-figure")]
    assert sorted(figure["id"] for figure in edition["figures"]) == sorted(charts)
    works = {work["id"] for page in read.values() for work in page.select("li.citation")}
    assert {work["address"].partition("#")[2] for work in edition["works"]} == works
    assert all(work["html"] for work in edition["works"])


def test_the_annotations_and_the_passages_have_every_note(exports: Path, edition: Any) -> None:
    notes = {note["id"] for chapter in edition["chapters"] for note in chapter["notes"]}
    files = [json.loads(file.read_text(encoding="utf-8")) for file in (exports / "annotations").rglob("*.json")]
    assert {item["id"].partition("#")[2] for file in files for item in file["items"]} == notes
    passages = [json.loads(file.read_text(encoding="utf-8")) for file in (exports / "passages").glob("*.json")]
    assert {note["id"] for passage in passages for note in passage["notes"]} == notes
    paragraphs = {each.id: each.text for text in load_sources(ROOT / "sources").values() for each in text.paragraphs}
    assert {passage["id"]: passage["words"] for passage in passages} == paragraphs
    assert all(passage["address"] for passage in passages)


def test_the_files_of_tei_have_every_letter_note_work_chart_person_and_term(exports: Path, edition: Any) -> None:
    words, notes = {}, []
    for file in (exports / "tei").glob("*.xml"):
        document = etree.parse(file)
        for each in document.iterfind(f"{{{TEI}}}text//*[@{ID}]"):
            words[each.get(ID)] = "".join(each.itertext())
        notes += [each.get(ID) for each in document.iter(f"{{{TEI}}}annotation")]
    assert words == {each["id"]: each["text"] for text in edition["texts"] for each in text["paragraphs"]}
    assert sorted(notes) == sorted(note["id"] for chapter in edition["chapters"] for note in chapter["notes"])
    whole = etree.parse(exports / "tei.xml")
    assert len(whole.findall(f".//{{{TEI}}}standOff/{{{TEI}}}listBibl/{{{TEI}}}bibl")) == len(edition["works"])
    assert len(whole.findall(f".//{{{TEI}}}body/{{{TEI}}}figure")) == len(edition["figures"])
    rows = {table["name"]: table["rows"] for table in edition["tables"]}
    persons = [row["name"] for row in rows["people"] if row["kind"] == "person"]
    assert [each[0].text for each in whole.iter(f"{{{TEI}}}person")] == persons
    assert [each.text for each in whole.iter(f"{{{TEI}}}term")] == [row["term"] for row in rows["glossary"]]


def test_the_archive_of_tables_has_every_table_and_the_evidence(exports: Path, edition: Any) -> None:
    with ZipFile(exports / "tables.zip") as archive:
        package = json.loads(archive.read("datapackage.json"))
    assert [resource["name"] for resource in package["resources"]] == [
        *(table["name"] for table in edition["tables"]),
        "evidence",
    ]
    report = frictionless.validate(str(exports / "tables.zip"))
    assert report.valid, report.to_summary()


def test_every_work_that_a_note_cites_is_among_the_works(edition: Any) -> None:
    known = {work["key"] for work in edition["works"]}
    cited = {key for chapter in edition["chapters"] for note in chapter["notes"] for key in note["works"]}
    assert cited <= known


def test_every_work_comes_back_from_the_files_for_reference_managers(exports: Path, edition: Any) -> None:
    works = {work["key"]: work["csl"] for work in edition["works"]}
    entries = parse_file(exports / "works.bib", "bibtex").entries
    assert {key: {"id": key, **csl_of(entry)} for key, entry in entries.items()} == works
    assert json.loads((exports / "works.json").read_text(encoding="utf-8")) == [*works.values()]
    titles = re.findall(r"^TI  - (.+)\r$", (exports / "works.ris").read_bytes().decode(), re.MULTILINE)
    assert titles == [work["title"] for work in works.values()]
