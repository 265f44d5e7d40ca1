"""``table()`` makes data frames of the types that ``datapackage.json`` declares, and names a cell that breaks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from glossator import table
from glossator.core.datapackage import TableError
from glossator.testing.books import SmallBook

Make = Callable[..., SmallBook]
SMALL = Path(__file__).parent / "small"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of a small book that a test may spoil, and stand in that book."""
    book = shutil.copytree(SMALL, tmp_path / "small")
    monkeypatch.chdir(book)
    return Path(book) / "data"


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


# Tables with a use of their own ---------------------------------------------------------------------------------------


def test_keys_of_works_may_have_blanks_after_the_semicolon(small_book: Make) -> None:
    book = small_book(one="# One\n\n```{records} harvest\n```\n")
    rewrite(book.folder / "data/harvest.csv", "smith2016;jones2017", "smith2016; jones2017")
    build = book.build()
    assert build.warnings == ""
    assert len(build.page("chapters/one").select("tbody tr:nth-of-type(2) a[href*=jones2017]")) == 1


@pytest.mark.parametrize(
    ("rows", "fields", "message"),
    [
        ("term,definition\nlevy,A tax.\n", None, 'there is no table "glossary"'),
        ("term,meaning\nlevy,A tax.\n", ["term", "meaning"], 'no column "definition"; it needs term, definition'),
        ("term,definition\nlevy,\n", ["term", "definition"], "an empty cell in row 2, column definition"),
    ],
    ids=["not described", "column called otherwise", "no definition"],
)
def test_a_glossary_that_is_not_one_is_reported_where_it_is_printed(
    small_book: Make, rows: str, fields: list[str] | None, message: str
) -> None:
    book = small_book(one="# One\n\nA {term}`levy`.\n\n```{terms} glossary\n```\n")
    book.write("data/glossary.csv", rows)
    if fields:
        columns = ", ".join(f'{{"name": "{name}", "type": "string", "title": "{name}"}}' for name in fields)
        entry = f'"name": "glossary", "path": "glossary.csv", "title": "Terms", "schema": {{"fields": [{columns}]}}'
        rewrite(book.folder / "data/datapackage.json", '"resources": [', f'"resources": [{{{entry}}},')
    warnings = book.build().warnings
    assert "chapters/one.md:5: WARNING: " in warnings
    assert message in warnings
