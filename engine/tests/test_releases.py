"""Editions that stand still: what a release records and refuses, and what has changed since."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from glossator.export.releases.command import Refused, release
from glossator.export.releases.words import compared, marked
from glossator.testing.books import Build, SmallBook

Make = Callable[..., SmallBook]
NOTE = "They met in *spring* {cite:p}`smith2016`."
REVERSED = "They never met in *spring*, says another {cite:p}`jones2017`."
LETTER = """\
# The letter

:::::{passage} letter-1 letter-2
::::{annotation} in May
:kind: context
:certainty: fact
NOTE
::::
:::::

## Questions

Who met?
"""
CHANGES = """\
# Changes

## 1.1.0 (2026-12-24)

The meeting of spring is told by one side alone; see the note on it.

## 1.0.0 (2026-11-30)

The first.
"""


def make(book: SmallBook, version: str = "1.0.0", **config: object) -> Build:
    book.write("CHANGELOG.md", CHANGES)
    settings = {"version": version, "keeps_releases": True}
    excluded = ["_build", "data", "sources", "CHANGELOG.md"]
    return book.build(html_theme="glossator", glossator=settings, exclude_patterns=excluded, **config)


def built(book: SmallBook, version: str = "1.0.0", **config: object) -> None:
    done = make(book, version, **config)
    assert not done.warnings, done.warnings


def released(book: SmallBook, version: str = "1.0.0") -> str:
    built(book, version)
    return release(version, book.folder)


pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("releases")]


def test_a_release_records_every_item_with_its_words_and_every_address(small_book: Make) -> None:
    book = small_book(one=LETTER.replace("NOTE", NOTE))
    assert "add it to the repository" in released(book)
    record = json.loads((book.folder / "releases/1.0.0.json").read_text(encoding="utf-8"))
    note = next(item for item in record["items"] if item["kind"] == "note")
    assert note["address"] == "chapters/one.html#letter-2-in-may"
    assert note["words"] == "in May · context · fact · They met in spring (Smith 2016)."
    assert record["addresses"]["chapters/one.html"] == [
        "the-letter",
        "letter-1",
        "letter-2",
        "letter-2-in-may",
        "questions",
    ]
    assert "nothing to do" in release("1.0.0", book.folder)


def test_a_number_that_is_released_is_not_given_to_other_words(small_book: Make) -> None:
    book = small_book(one=LETTER.replace("NOTE", NOTE))
    with pytest.raises(Refused, match="build it first: make book"):
        release("1.0.0", book.folder)
    released(book)
    record = (book.folder / "releases/1.0.0.json").read_bytes()
    book.write("chapters/one.md", LETTER.replace("NOTE", REVERSED))
    with pytest.raises(Refused, match=r"changed since the edition was built:\n    chapters/one.md\n"):
        release("1.0.0", book.folder)
    built(book)
    with pytest.raises(Refused, match=r"released already.*\n    chapters/one.html#letter-2-in-may \(note, changed\)"):
        release("1.0.0", book.folder)
    with pytest.raises(Refused, match=r'the version of the edition is "1.0.0", and not 1.1.0'):
        release("1.1.0", book.folder)
    for lower, said in (("0.9", "no section on 0.9"), ("../1", "no number of a release")):
        built(book, "0.9")
        with pytest.raises(Refused, match=said):
            release(lower, book.folder)
    assert [path.name for path in (book.folder / "releases").iterdir()] == ["1.0.0.json"]
    assert (book.folder / "releases/1.0.0.json").read_bytes() == record


def test_no_address_of_a_release_is_lost(small_book: Make) -> None:
    book = small_book(one=LETTER.replace("NOTE", NOTE), two="# The reply\n")
    released(book)
    book.write("chapters/one.md", "# The letter\n\n:::::{passage} letter-1 letter-2\n:::::\n")
    (book.folder / "chapters/two.md").unlink()
    told = make(book, "1.1.0").warnings
    assert "chapters/one.md:3: WARNING: an address of release 1.0.0 would lead nowhere" in told
    assert "\n    chapters/one.html#letter-2-in-may,chapters/one.html#letter-2\n" in told
    assert "\n    chapters/one.html#questions,chapters/one.html" in told
    assert "_toc.yml:1: WARNING" in told
    with pytest.raises(Refused, match="4 addresses were released and would lead nowhere now"):
        release("1.1.0", book.folder)
    moved = (
        "old,new\nchapters/one.html#letter-2-in-may,chapters/one.html#letter-2\nchapters/two.html,chapters/six.html\n"
    )
    book.write("releases/moved.csv", moved)
    told = make(book, "1.1.0").warnings
    assert "releases/moved.csv:3: WARNING: chapters/two.html is to lead to chapters/six.html, and" in told
    more = "chapters/one.html#questions,chapters/one.html\nchapters/two.html#the-reply,chapters/two.html\n"
    book.write("releases/moved.csv", moved.replace("six", "one") + more)
    assert "of which 1 differ from 1.0.0" in released(book, "1.1.0")


def test_a_change_is_marked_word_by_word_and_said_in_words() -> None:
    before, after = compared("They met in spring.", "They never met in 春天.")
    assert before == [("They ", False), ("met in ", False), ("spring.", True)]
    assert after == [("They ", False), ("never ", True), ("met in ", False), ("春天.", True)]
    shown = marked([("a < ", False), ("b & c", True)], "ins")
    assert shown.startswith('a &lt; <ins><span class="unseen">[added:]</span> b &amp; c ')
