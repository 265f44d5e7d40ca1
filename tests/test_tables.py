"""The tables of ``data/``: what ``datapackage.json`` promises of each is so. One report for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from glossator import table
from glossator.core.text import SourceError, load_sources, source_of
from pybtex.database import parse_file

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "data" / "datapackage.json"
NAMES = sorted(path.stem for path in (ROOT / "data").glob("*.csv"))
SOURCES = load_sources(ROOT / "sources")


@pytest.fixture(scope="module")
def package() -> frictionless.Package:
    return frictionless.Package(str(PACKAGE))


def test_every_table_is_described_and_every_description_has_its_table(package: frictionless.Package) -> None:
    assert sorted(resource.name for resource in package.resources) == NAMES


def test_every_table_is_what_the_data_package_says(package: frictionless.Package) -> None:
    wrong = package.validate().flatten(["name", "rowNumber", "fieldName", "message"])
    assert wrong == []


def test_every_table_and_column_has_a_title_and_a_description(package: frictionless.Package) -> None:
    described = [
        (resource.name, thing) for resource in package.resources for thing in (resource, *resource.schema.fields)
    ]
    assert [(table, thing.name) for table, thing in described if not (thing.title and thing.description)] == []


def test_every_work_that_a_table_names_is_in_the_bibliography() -> None:
    works = parse_file(ROOT / "references.bib", bib_format="bibtex").entries
    named = ((name, key) for name in NAMES for key in cells(name, "source_keys", "outcome_source_keys"))
    assert [(name, key) for name, key in named if key not in works] == []


def test_every_paragraph_that_a_table_names_is_in_a_text() -> None:
    named = ((name, paragraph) for name in NAMES for paragraph in cells(name, "paragraph", "passage", *SOURCES))
    assert [(name, paragraph) for name, paragraph in named if not stands(paragraph)] == []


def stands(paragraph: str) -> bool:
    try:
        source_of(SOURCES, paragraph).paragraph(paragraph)
    except SourceError:
        return False
    return True


def cells(name: str, *columns: str) -> Iterator[str]:
    """Yield each value of these columns of a table, if it has them; a cell may hold several."""
    rows = pd.read_csv(ROOT / "data" / f"{name}.csv", dtype=str, keep_default_na=False)
    for column in rows.columns.intersection(list(columns)):
        yield from (value for cell in rows[column] for value in cell.split(";") if value)


def test_every_table_can_be_read_in_a_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "chapters")
    assert [name for name in NAMES if table(name).empty] == []


# Who speaks ---------------------------------------------------------------------------------------------------------

VOICES = pd.read_csv(ROOT / "data" / "voices.csv")


def test_subjects_and_verbs_stand_in_their_sentence_and_every_word_has_a_speaker() -> None:
    for paragraph in (paragraph for source in SOURCES.values() for paragraph in source.paragraphs):
        # A sentence ends at a full stop that is not one of "U.N.", "Donald J." or "Mr."
        sentences = re.split(r"(?<!\b[A-Z]\.)(?<!Mr\.)(?<=\.) ", paragraph.text)
        for number, sentence in enumerate(sentences, start=1):
            place = f"sentence {number} of {paragraph.id}"
            rows = VOICES.query("paragraph == @paragraph.id and sentence == @number")
            for words in [*rows["subject"], *rows["verb"]]:
                assert re.search(rf"\b{words}\b", sentence), f'"{words}" is not in {place}'
            assert rows["words"].sum() == len(sentence.split()), f"{place}: {sentence}"
