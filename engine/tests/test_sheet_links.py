"""Sheets that an edition brings: a link opens one, and what a file asks for must be in the book."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from glossator.testing.books import SmallBook
from glossator.testing.reading import reader
from playwright.sync_api import Browser, expect

Make = Callable[..., SmallBook]
CHAPTER = """\
# One

:::::{passage} letter-1 letter-2
:::::

:::{question} letter-who-writes
Who writes?
:::

Open {sheet}`first-class`, or {sheet}`this sheet <first-class>`.
"""
SHEET = {
    "title": "The first class",
    "instructions": "Read first.",
    "items": [
        {"type": "paragraph", "id": "letter-2"},
        {"type": "question", "id": "q-letter-who-writes"},
        {"type": "text", "text": "Then <b>write</b>."},
    ],
}


def with_sheet(book: SmallBook, text: str) -> SmallBook:
    (book.folder / "teaching/sheets").mkdir(parents=True)
    book.write("teaching/sheets/first-class.json", text)
    return book


def test_a_link_opens_the_sheet_from_a_disk(small_book: Make, browser: Browser) -> None:
    book = with_sheet(small_book(one=CHAPTER), json.dumps(SHEET, indent=1))
    build = book.build(html_theme="glossator")
    assert build.warnings == ""
    with reader(browser) as page:
        page.goto((build.out / "chapters/one.html").as_uri())
        page.get_by_role("link", name="The first class").click()
        expect(page.get_by_label("Title", exact=True)).to_have_value("The first class")
        expect(page.locator("#sheet, main")).to_contain_text("Who writes?")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (json.dumps(SHEET, indent=1).replace("letter-2", "letter-22"), 7, 'the book has no paragraph "letter-22"'),
        (json.dumps(SHEET, indent=1).replace("who-writes", "who-wrote"), 11, 'no question "q-letter-who-wrote"'),
        (json.dumps(SHEET, indent=1).replace('"title"', "title"), 2, "this is no JSON"),
        (json.dumps(SHEET).replace('"text", "text"', '"words", "text"'), 1, "item 3 has none of the types"),
        (json.dumps(SHEET).replace('"instructions"', '"do"'), 1, 'a sheet has a "title", "instructions" and "items"'),
    ],
    ids=["paragraph", "question", "json", "type", "instructions"],
)
def test_a_wrong_sheet_is_told_at_its_file_and_line(small_book: Make, text: str, line: int, says: str) -> None:
    warnings = with_sheet(small_book(one=CHAPTER), text).build("dummy").warnings
    assert says in warnings
    assert f"{Path('teaching/sheets/first-class.json')}:{line}: " in warnings


def test_a_sheet_that_is_not_there_is_told_with_the_one_that_was_meant(small_book: Make) -> None:
    book = with_sheet(small_book(one=CHAPTER.replace("`first-class`", "`frist-class`")), json.dumps(SHEET))
    warnings = book.build("dummy").warnings
    said = 'teaching/sheets/ has no sheet "frist-class"; did you mean "first-class"?'
    assert f"chapters/one.md:10: WARNING: {said}" in warnings
