"""This edition as a book for e-readers: nothing of it is lost, and epubcheck finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from glossator.export.edition_json import read_edition_json
from glossator.export.epub.whole import edition_epub
from glossator.testing.epubs import Epub, epub_faults


@pytest.mark.sweep
def test_the_book_for_e_readers_has_every_note_work_and_chart_and_epubcheck_finds_nothing(
    book: Path, tmp_path: Path
) -> None:
    site = book / "_build/html"
    records = read_edition_json(site / "exports/edition.json")
    file = tmp_path / "edition.epub"
    file.write_bytes(edition_epub(records, site))
    assert epub_faults(file) == []
    epub = Epub(file)
    notes = [note.get("id") for note in epub.of_type("footnote")]
    assert notes == [note.id for chapter in records.chapters for note in chapter.notes]
    assert len(epub.of_type("noteref")) == len(notes)
    works = {work.address.partition("#")[2] for work in records.works if work.address}
    assert {item.get("id") for item in epub.all("li", class_="citation")} == works
    assert [figure.get("id") for figure in epub.all("figure", class_="chart-figure")] == [
        figure.id for figure in records.figures
    ]
