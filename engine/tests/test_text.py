"""The source model: the texts are what they were, and every paragraph has its number."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from glossator.core.text import Source, SourceError, direction_of, find_root, load_source, load_sources, source_of

SOURCES = Path(__file__).parent / "mistakes" / "sources"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of two texts that a test may spoil."""
    return Path(shutil.copytree(SOURCES, tmp_path / "sources"))


def test_paragraphs_are_numbered_in_order() -> None:
    sources = load_sources(SOURCES)
    ids = {name: [paragraph.id for paragraph in source.paragraphs] for name, source in sources.items()}
    assert ids == {
        "pact": [f"pact-{number}" for number in range(1, 19)],
        "memo": ["memo-title", *(f"memo-{number}" for number in range(1, 6))],
    }


def test_a_paragraph_is_a_line_of_the_file_without_the_blanks_around_it() -> None:
    for source in load_sources(SOURCES).values():
        lines = (SOURCES / source.about["file"]).read_text(encoding="utf-8").splitlines()
        assert [paragraph.text for paragraph in source.paragraphs] == [line.strip() for line in lines if line.strip()]


def test_the_headline_has_a_name_and_no_number() -> None:
    headline = load_sources(SOURCES)["memo"].paragraph("memo-title")
    assert (headline.label, headline.text) == ("headline", "The two towns agree on a bridge")


def text(folder: Path, words: str, **about: str) -> Source:
    """Return a text of these words, described by *about*."""
    folder.mkdir(exist_ok=True)
    (folder / "poem.txt").write_bytes(words.encode())
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    return load_source(folder, {"id": "poem", "file": "poem.txt", "language": "en", "sha256": sha256, **about})


def test_in_verse_a_paragraph_is_a_stanza_whose_lines_keep_their_indentation(tmp_path: Path) -> None:
    words = "\n\n  The rose\nred it was,  \n\tand\u00a0gone\n\n \n\u3000The thorn\n"
    poem = text(tmp_path, words, form="verse")
    assert [paragraph.text for paragraph in poem.paragraphs] == [
        "  The rose\nred it was,\n\tand\u00a0gone",
        "\u3000The thorn",
    ]
    assert poem.is_verse
    assert not text(tmp_path, words).is_verse


def test_a_line_of_verse_is_numbered_through_the_whole_text_the_headline_apart(tmp_path: Path) -> None:
    poem = text(tmp_path, "THE ROSE\n\none\ntwo\n\nthree\nfour\nfive\n\nsix", form="verse", headline="true")
    assert [(paragraph.id, paragraph.line) for paragraph in poem.paragraphs] == [
        *(("poem-title", 0), ("poem-1", 1), ("poem-2", 3), ("poem-3", 6))
    ]


@pytest.mark.parametrize("form", ["prose", "verse"])
def test_a_line_of_invisible_signs_is_blank(tmp_path: Path, form: str) -> None:
    poem = text(tmp_path, "one\n\u200f\u00ad\ntwo\n\u00a0\ufeff\n", form=form)
    assert [paragraph.text for paragraph in poem.paragraphs] == ["one", "two"]


@pytest.mark.parametrize("form", ["prose", "verse"])
def test_only_a_line_feed_or_a_carriage_return_ends_a_line(tmp_path: Path, form: str) -> None:
    words = "one\u2028still one\x0bstill\x0cstill\x85still\r\n\r\ntwo\r\rthree"
    assert [paragraph.text for paragraph in text(tmp_path, words, form=form).paragraphs] == [
        "one\u2028still one\x0bstill\x0cstill\x85still",
        *("two", "three"),
    ]


@pytest.mark.parametrize(
    ("code", "direction"),
    [
        *(("ar", "rtl"), ("fa-IR", "rtl"), ("he", "rtl"), ("ckb", "rtl"), ("az-Arab", "rtl"), ("uz_Arab_AF", "rtl")),
        *(("en", "ltr"), ("zh-Hant-TW", "ltr"), ("ar-Latn", "ltr"), ("az", "ltr"), ("de-1996", "ltr")),
    ],
)
def test_a_language_tells_where_its_lines_begin(code: str, direction: str) -> None:
    assert direction_of(code) == direction


def test_the_direction_of_a_text_may_be_said(tmp_path: Path) -> None:
    assert text(tmp_path, "a", language="ar").direction == "rtl"
    assert text(tmp_path, "a", language="ar", direction="ltr").direction == "ltr"


def test_a_changed_byte_is_refused(folder: Path) -> None:
    text = folder / "pact.txt"
    text.write_bytes(text.read_bytes().replace(b"$250 in silver", b"$251 in silver"))
    with pytest.raises(SourceError, match=r"pact\.txt has been changed: .* expected 720e2ae7"):
        load_sources(folder)


def test_even_a_changed_line_ending_is_refused(folder: Path) -> None:
    text = folder / "memo.txt"
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(SourceError, match=r"memo\.txt has been changed: .* expected 29bf1eff"):
        load_sources(folder)


@pytest.mark.parametrize(("name", "expected"), [("memo.txt", "the text of memo"), ("sources.yml", "lists")])
def test_a_missing_file_is_named(folder: Path, name: str, expected: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SourceError, match=f"{name} is missing; .*{expected}"):
        load_sources(folder)


@pytest.mark.parametrize("wanted", ["pact-19", "pact-0", "pact-title", "pact"])
def test_a_paragraph_that_is_not_there_is_refused_with_those_that_are(wanted: str) -> None:
    with pytest.raises(SourceError, match=rf'no paragraph "{wanted}" in pact\.txt; it has pact-1 to pact-18'):
        load_sources(SOURCES)["pact"].paragraph(wanted)


def test_a_range_holds_both_its_ends() -> None:
    passage = load_sources(SOURCES)["memo"].between("memo-title", "memo-2")
    assert [paragraph.id for paragraph in passage] == ["memo-title", "memo-1", "memo-2"]


def test_a_reversed_range_is_refused_with_the_right_order() -> None:
    with pytest.raises(SourceError, match="write the earlier paragraph first: pact-4 pact-6"):
        load_sources(SOURCES)["pact"].between("pact-6", "pact-4")


def test_an_address_of_no_source_is_refused_with_the_sources_there_are() -> None:
    with pytest.raises(SourceError, match=r'"treaty-1" belongs to no source; .* pact- or memo-'):
        source_of(load_sources(SOURCES), "treaty-1")


def test_the_book_is_found_from_a_chapter(tmp_path: Path) -> None:
    (tmp_path / "book" / "chapters").mkdir(parents=True)
    (tmp_path / "book" / "_toc.yml").touch()
    assert find_root(tmp_path / "book" / "chapters") == tmp_path / "book"
    with pytest.raises(SourceError, match="no book found"):
        find_root(tmp_path)
