"""The tables of ``data/``: what ``datapackage.json`` promises is so, and a cell that breaks it is named."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from conftest import ROOT, TESTS
from glossator.core.datapackage import TableError
from glossator.core.text import load_sources, source_of
from glossator.notebook.table import table
from pybtex.database import parse_file

NAMES = sorted(path.stem for path in (ROOT / "data").glob("*.csv"))
SOURCES = load_sources(ROOT / "sources")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of a small book that a test may spoil, and stand in that book."""
    book = shutil.copytree(TESTS / "small", tmp_path / "small")
    monkeypatch.chdir(book)
    return Path(book) / "data"


@pytest.fixture(scope="module")
def works() -> set[str]:
    """Return the keys of all works in the bibliography."""
    return set(parse_file(ROOT / "references.bib", bib_format="bibtex").entries)


# What every table must be -------------------------------------------------------------------------------------------


def test_every_table_is_described_and_every_description_has_its_table() -> None:
    package = frictionless.Package(str(ROOT / "data" / "datapackage.json"))
    assert sorted(resource.name for resource in package.resources) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_what_the_data_package_says(name: str) -> None:
    resource = frictionless.Package(str(ROOT / "data" / "datapackage.json")).get_resource(name)
    report = resource.validate()
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_and_column_has_a_title_and_a_description(name: str) -> None:
    resource = frictionless.Package(str(ROOT / "data" / "datapackage.json")).get_resource(name)
    described = [resource, *resource.schema.fields]
    assert [thing.name for thing in described if not (thing.title and thing.description)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_source_of_a_table_is_in_the_bibliography(name: str, works: set[str]) -> None:
    assert [key for key in cells(name, "source_keys", "outcome_source_keys") if key not in works] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_that_a_table_names_is_in_a_text(name: str) -> None:
    for paragraph in cells(name, "paragraph", "passage", "wh", "mfa"):
        source_of(SOURCES, paragraph).paragraph(paragraph)


def cells(name: str, *columns: str) -> Iterator[str]:
    """Yield each value of these columns of a table, if it has them; a cell may hold several."""
    rows = pd.read_csv(ROOT / "data" / f"{name}.csv", dtype=str, keep_default_na=False)
    for column in rows.columns.intersection(list(columns)):
        yield from (value for cell in rows[column] for value in cell.split(";") if value)


# Who speaks ---------------------------------------------------------------------------------------------------------

VOICES = pd.read_csv(ROOT / "data" / "voices.csv")


@pytest.mark.parametrize("paragraph", [p.id for source in SOURCES.values() for p in source.paragraphs])
def test_subjects_and_verbs_stand_in_their_sentence_and_every_word_has_a_speaker(paragraph: str) -> None:
    text = source_of(SOURCES, paragraph).paragraph(paragraph).text
    # A sentence ends at a full stop that is not one of "U.N.", "Donald J." or "Mr."
    for number, sentence in enumerate(re.split(r"(?<!\b[A-Z]\.)(?<!Mr\.)(?<=\.) ", text), start=1):
        rows = VOICES.query("paragraph == @paragraph and sentence == @number")
        for words in [*rows["subject"], *rows["verb"]]:
            assert re.search(rf"\b{words}\b", sentence), f'"{words}" is not in sentence {number} of {paragraph}'
        assert rows["words"].sum() == len(sentence.split()), f"sentence {number}: {sentence}"


# What table() makes of it -------------------------------------------------------------------------------------------


def test_columns_have_the_types_that_the_data_package_declares(data: Path) -> None:
    assert table("harvest").dtypes.astype(str).to_dict() == {
        "year": "int64",
        "tonnes": "float64",
        "crop": "object",
        "weighed_on": "datetime64[ns]",
        "source_keys": "object",
    }


def test_an_empty_cell_is_missing_and_the_others_keep_their_type(data: Path) -> None:
    rewrite(data / "prices.csv", "2016,3", "2016,")
    prices = table("prices")["price"]
    assert str(prices.dtype) == "Int64"
    assert prices.isna().to_list() == [True, False]
    assert table("harvest")["weighed_on"].isna().to_list() == [False, False, True]


def test_every_table_of_the_edition_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "chapters")
    assert [name for name in NAMES if table(name).empty] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2016,12,", "2016,twelve,", 'row 3, column tonnes: "twelve" is not of the type number'),
        ("2015,10.5", "MMXV,10.5", 'row 2, column year: "MMXV" is not of the type year'),
        ("2015-09-01", "1 September", 'row 2, column weighed_on: "1 September" is not of the type date'),
        ("year,tonnes,", "year,", "has the columns year, crop, .* declares year, tonnes, crop,"),
        ("year,tonnes", "tonnes,year", "has the columns tonnes, year, .* declares year, tonnes, crop,"),
        ("wheat,2016", "wheat, rye,2016", "row 3: 6 cells, expected 5; a cell that holds a comma .* double quotes"),
    ],
)
def test_a_table_that_breaks_its_promise_is_named_with_the_place(data: Path, old: str, new: str, message: str) -> None:
    rewrite(data / "harvest.csv", old, new)
    with pytest.raises(TableError, match=rf"(?s)data/harvest\.csv.*{message}"):
        table("harvest")


def test_every_wrong_cell_is_named_in_one_run(data: Path) -> None:
    rewrite(data / "harvest.csv", "10.5", "ten")
    rewrite(data / "harvest.csv", "9.25", "nine")
    with pytest.raises(TableError, match=r'(?s)row 2, column tonnes: "ten".*row 4, column tonnes: "nine"'):
        table("harvest")


def test_a_missing_file_is_named(data: Path) -> None:
    (data / "harvest.csv").unlink()
    with pytest.raises(TableError, match=r"data/harvest\.csv is missing; data/datapackage\.json describes it"):
        table("harvest")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "declares year, tonnes"), ("crop\nblé".encode("cp1252"), "is not in UTF-8; save it as CSV in UTF-8")],
)
def test_a_file_that_is_no_table_is_named(data: Path, content: bytes, message: str) -> None:
    (data / "harvest.csv").write_bytes(content)
    with pytest.raises(TableError, match=rf"data/harvest\.csv .*{message}"):
        table("harvest")


def test_a_table_may_have_been_saved_by_a_spreadsheet_program(data: Path) -> None:
    before = table("harvest")
    content = (data / "harvest.csv").read_text(encoding="utf-8")
    (data / "harvest.csv").write_bytes(content.replace("\n", "\r\n").encode("utf-8-sig"))
    pd.testing.assert_frame_equal(table("harvest"), before)


def test_an_unknown_table_is_refused_with_those_there_are(data: Path) -> None:
    with pytest.raises(TableError, match=r'no table "harvests" in data/datapackage\.json; .* harvest, prices'):
        table("harvests")


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a few words of a file that must have them."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
