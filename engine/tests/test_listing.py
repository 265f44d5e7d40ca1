"""A new text in ``sources.yml``: what its entry lacks is asked for, what it says wrongly is named, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from glossator.core.text import load_sources
from glossator.lint.sources import NEEDED, source_findings
from glossator.testing.books import build_book

SMALL = Path(__file__).parent / "small"
SETTINGS = Path(__file__).parent / "mistakes" / "_config.yml"
LETTER = (SMALL / "sources/sources.yml").read_text(encoding="utf-8").split("\n\n")[0].splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a text, ``letter.txt``, without a list."""
    folder = tmp_path / "sources"
    folder.mkdir()
    shutil.copy2(SMALL / "sources/letter.txt", folder)
    return folder


def said(folder: Path, lines: list[str]) -> list[tuple[int, str]]:
    """Return what is said of a list of texts, with its lines."""
    (folder / "sources.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [(mistake.line, mistake.message) for mistake in source_findings(folder)]


def changed(**fields: str) -> list[str]:
    """Return the entry of the letter with some lines written otherwise."""
    return [f"  {name}: {fields[name]}" if (name := line.split(":")[0].strip()) in fields else line for line in LETTER]


def test_the_list_that_the_tests_spoil_is_right(folder: Path) -> None:
    assert said(folder, LETTER) == []


@pytest.mark.parametrize("field", [field for field in NEEDED if field != "id"])
def test_what_is_missing_is_asked_for_until_it_is_filled_in(folder: Path, field: str) -> None:
    (line,) = [line for line in LETTER if line.startswith(f"  {field}: ")]
    without = [other for other in LETTER if other != line]
    first = LETTER.index("- id: letter") + 1
    words = f"no {field}: {NEEDED[field]}\n    add:   {field}: …"
    assert said(folder, without) == [(first, f"the text that is described here has {words}")]
    pasted = [*without[:first], f"  {field}: …", *without[first:]]
    assert said(folder, pasted) == [(first + 1, f"{field} is not filled in: {NEEDED[field]}")]
    assert said(folder, [*without[:first], line, *without[first:]]) == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("date", "2017-02-30", "of the calendar"),
        ("date", "2017-05-10 12:00", "of the calendar"),
        ("date", "2017-13", "of the calendar"),
        ("date", "about 1863", "of the calendar"),
        ("language", "Latin", "a code"),
        ("headline", "yes", "the allowed ones are: true, false"),
        ("url", "www.example.org", "begins with https://"),
        ("sha256", "e85e3f5d", "remove the line"),
        ("title", "{A: letter}", "stands in quotes"),
        ("file", "sources.yml", "the allowed ones are: letter.txt"),
    ],
)
def test_what_is_of_no_use_is_named(folder: Path, field: str, value: str, words: str) -> None:
    lines = changed(**{field: value})
    ((line, message),) = said(folder, lines)
    assert lines[line - 1] == f"  {field}: {value}"
    assert words in message


def test_an_id_that_cannot_begin_an_address_is_refused(folder: Path) -> None:
    ((_, message),) = said(folder, [line.replace("id: letter", "id: letter-2") for line in LETTER])
    assert message == 'id is "letter-2"; expected small letters and digits alone, a letter first, such as letter'


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", "1863"), ("date", "1863-11"), ("date_certainty", "first printed"), ("url", ""), ("language", "fa")],
)
def test_what_a_text_need_not_say_is_not_asked_for(folder: Path, field: str, value: str) -> None:
    assert said(folder, changed(**{field: value})) == []


def test_a_text_need_have_no_address(folder: Path) -> None:
    assert said(folder, [line for line in LETTER if not line.startswith("  url: ")]) == []


def test_a_title_may_look_like_a_number_and_a_language_like_a_refusal(folder: Path) -> None:
    assert said(folder, changed(title="1984", language="no")) == []
    about = load_sources(folder)["letter"].about
    assert (about["title"], about["language"]) == ("1984", "no")


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ([], 1, "no text is listed here"),
        (["id: letter"], 1, "no text is listed here"),
        (["- letter"], 1, "lines of the form name: value"),
        (["- id: letter", "\tfile: letter.txt"], 2, "this is not YAML"),
    ],
)
def test_a_list_that_is_none_is_explained(folder: Path, lines: list[str], line: int, words: str) -> None:
    ((where, message),) = said(folder, lines)
    assert where == line
    assert words in message


def test_every_mistake_of_a_text_itself_names_its_file(folder: Path) -> None:
    path = folder / "letter.txt"
    for content, words in ((b"", "is empty"), ("Café\n".encode("latin-1"), "line 1"), (b"A word", "has been changed")):
        path.write_bytes(content)
        assert words in said(folder, LETTER)[0][1]
        assert [mistake.path for mistake in source_findings(folder)] == [path]


def test_a_byte_order_mark_is_no_part_of_the_first_word(folder: Path) -> None:
    path = folder / "letter.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    lines = [line for line in LETTER if "sha256" not in line]
    ((line, message),) = said(folder, lines)
    assert lines[line - 1] == "  file: letter.txt"
    assert said(folder, [*lines, message.partition("add: ")[2]]) == []
    assert load_sources(folder)["letter"].paragraphs[0].text.isprintable()


@pytest.mark.slow
def test_the_build_says_it_too_and_prints_no_code_below(folder: Path) -> None:
    said(folder, changed(genre="", date="in May"))
    shutil.copy2(SETTINGS, folder.parent)
    for name in ("_toc.yml", "index.md", "references.bib"):
        shutil.copy2(SMALL / name, folder.parent)
    code, log = build_book(folder.parent)
    assert code != 0
    place = folder / "sources.yml"
    lines = changed(genre="", date="in May")
    assert f"{place}:{lines.index('  genre: ') + 1}: WARNING: genre is not filled in" in log
    assert f'{place}:{lines.index("  date: in May") + 1}: WARNING: date is "in May"' in log
    assert "Traceback" not in log
