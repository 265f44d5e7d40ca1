"""All tables in one archive: what a spreadsheet opens, a Data Package reads, and a repository takes as a deposit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from glossator.core.datapackage import as_text, read_table
from glossator.testing.books import SmallBook

Make = Callable[..., SmallBook]
SETTINGS = {"version": "2.1", "date": "2026-11-30", "editors": [{"family": "Li", "given": "Bo"}]}


@pytest.fixture(scope="module")
def book(shared_book: Make) -> SmallBook:
    book = shared_book(one="# One")
    prices = (book.folder / "data/prices.csv").read_text(encoding="utf-8")
    book.write("data/prices.csv", f"{prices}2031,0,\n")  # nothing is a price, and no missing value
    book.build(html_title="A small book", html_baseurl="https://example.org", glossator=SETTINGS)
    return book


def content(book: SmallBook) -> dict[str, bytes]:
    with ZipFile(book.site / "exports/tables.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def described(book: SmallBook, name: str = "datapackage.json") -> Any:
    return json.loads(content(book)[name])


def test_it_has_every_table_with_the_values_that_the_book_reads(book: SmallBook) -> None:
    files = content(book)
    for name in ("harvest", "prices"):
        rows = list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))
        expected = [{column: as_text(value) for column, value in row.items()} for row in read_table(name, book.folder)]
        assert [{column: _shown(value) for column, value in row.items()} for row in rows] == expected


def _shown(cell: str) -> str:
    return cell.removesuffix(".0")


def test_it_is_a_data_package_of_this_version(book: SmallBook) -> None:
    package = described(book)
    assert (package["name"], package["version"], package["homepage"]) == ("small", "2.1", "https://example.org/")
    assert package["created"] == "2026-11-30T00:00:00Z"
    assert package["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    assert package["contributors"] == [{"title": "Bo Li", "roles": ["editor"]}]
    for resource in package["resources"]:
        header = content(book)[resource["path"]].decode().partition("\n")[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
        assert resource["type"] == "table"


def test_it_is_a_research_object_in_which_everything_named_is_there(book: SmallBook) -> None:
    crate = described(book, "ro-crate-metadata.json")
    by_id = {entity["@id"]: entity for entity in crate["@graph"]}
    root = by_id[by_id["ro-crate-metadata.json"]["about"]["@id"]]
    assert (root["@type"], root["datePublished"], root["version"]) == ("Dataset", "2026-11-30", "2.1")
    named = [*root["hasPart"], *root["author"], root["license"]]
    assert all(each["@id"] in by_id for each in named)
    sizes = {name: str(len(written)) for name, written in content(book).items()}
    for part in (by_id[each["@id"]] for each in root["hasPart"]):
        assert part.get("contentSize", sizes[part["@id"]]) == sizes[part["@id"]]
    assert {each["@id"] for each in root["hasPart"]} | {"ro-crate-metadata.json"} == set(sizes)


def test_an_edition_without_tables_has_no_archive_of_them_and_does_not_list_one(small_book: Make) -> None:
    book = small_book(one="# One\n\n```{exports}\n```\n")
    for file in (book.folder / "data").iterdir():
        file.unlink()
    build = book.build()
    assert not (build.out / "exports/tables.zip").exists()
    assert build.page("chapters/one").select(".export-file[data-file='edition.json']")
    assert not build.page("chapters/one").select(".export-file[data-file='tables.zip']")


@pytest.mark.slow
def test_it_holds_the_evidence_of_the_citations_too(whole_book: Callable[[str], Path]) -> None:
    """And two builds leave the same archive, to the byte."""
    site = whole_book("five-texts") / "_build/html"
    with ZipFile(site / "exports/tables.zip") as archive:
        names = archive.namelist()
        assert all(about.date_time == (1980, 1, 1, 0, 0, 0) for about in archive.infolist())
    assert ("evidence.csv" in names) == (site / "data/evidence.csv").is_file()
