"""The source model: the texts are what they were, and every paragraph has its number."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from glossator.core.text import SourceError, find_root, load_sources, source_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the edition's sources that a test may spoil."""
    return Path(shutil.copytree(ROOT / "sources", tmp_path / "sources"))


def test_paragraphs_are_numbered_in_order() -> None:
    sources = load_sources(ROOT / "sources")
    ids = {name: [paragraph.id for paragraph in source.paragraphs] for name, source in sources.items()}
    assert ids == {
        "wh": [f"wh-{number}" for number in range(1, 19)],
        "mfa": ["mfa-title", *(f"mfa-{number}" for number in range(1, 6))],
    }


def test_a_paragraph_is_a_line_of_the_file_without_the_blanks_around_it() -> None:
    for source in load_sources(ROOT / "sources").values():
        lines = (ROOT / "sources" / source.about["file"]).read_text(encoding="utf-8").splitlines()
        assert [paragraph.text for paragraph in source.paragraphs] == [line.strip() for line in lines if line.strip()]


def test_the_headline_has_a_name_and_no_number() -> None:
    headline = load_sources(ROOT / "sources")["mfa"].paragraph("mfa-title")
    assert (headline.label, headline.text) == ("headline", "Li Keqiang Meets with US President Donald Trump")


def test_a_changed_byte_is_refused(folder: Path) -> None:
    text = folder / "white-house.txt"
    text.write_bytes(text.read_bytes().replace(b"$250 billion", b"$251 billion"))
    with pytest.raises(SourceError, match=r"white-house\.txt has been changed: .* expected df48fe4a"):
        load_sources(folder)


def test_even_a_changed_line_ending_is_refused(folder: Path) -> None:
    text = folder / "foreign-ministry.txt"
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(SourceError, match=r"foreign-ministry\.txt has been changed: .* expected b7e9c6b3"):
        load_sources(folder)


@pytest.mark.parametrize(("name", "expected"), [("foreign-ministry.txt", "the text of mfa"), ("sources.yml", "lists")])
def test_a_missing_file_is_named(folder: Path, name: str, expected: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SourceError, match=f"{name} is missing; .*{expected}"):
        load_sources(folder)


@pytest.mark.parametrize("wanted", ["wh-19", "wh-0", "wh-title", "wh"])
def test_a_paragraph_that_is_not_there_is_refused_with_those_that_are(wanted: str) -> None:
    with pytest.raises(SourceError, match=rf'no paragraph "{wanted}" in white-house\.txt; it has wh-1 to wh-18'):
        load_sources(ROOT / "sources")["wh"].paragraph(wanted)


def test_a_range_holds_both_its_ends() -> None:
    passage = load_sources(ROOT / "sources")["mfa"].between("mfa-title", "mfa-2")
    assert [paragraph.id for paragraph in passage] == ["mfa-title", "mfa-1", "mfa-2"]


def test_a_reversed_range_is_refused_with_the_right_order() -> None:
    with pytest.raises(SourceError, match="write the earlier paragraph first: wh-4 wh-6"):
        load_sources(ROOT / "sources")["wh"].between("wh-6", "wh-4")


def test_an_address_of_no_source_is_refused_with_the_sources_there_are() -> None:
    with pytest.raises(SourceError, match=r'"kremlin-1" belongs to no source; .* wh- or mfa-'):
        source_of(load_sources(ROOT / "sources"), "kremlin-1")


def test_the_book_is_found_from_a_chapter(tmp_path: Path) -> None:
    assert find_root(ROOT / "chapters") == ROOT
    with pytest.raises(SourceError, match="no book found"):
        find_root(tmp_path)
