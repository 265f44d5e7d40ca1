"""Editions that stand still: what a release records and refuses, and what has changed since."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup
from glossator.content.language_spans import with_languages
from glossator.export.releases.command import Refused, release
from glossator.export.releases.words import compared, marked
from glossator.testing.books import Build, SmallBook
from glossator.testing.reading import reader
from playwright.sync_api import Browser, expect

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


BASE = "https://example.org/book/"


def make(book: SmallBook, version: str = "1.0.0", **config: object) -> Build:
    book.write("CHANGELOG.md", CHANGES)
    settings = {"version": version, "keeps_releases": True}
    excluded = ["_build", "data", "sources", "CHANGELOG.md"]
    return book.build(
        html_theme="glossator", glossator=settings, exclude_patterns=excluded, html_baseurl=BASE, **config
    )


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


def test_what_has_changed_says_the_language_of_words_in_another_script() -> None:
    as_html = partial(with_languages, own="en", languages={"zh-Hans"})
    assert as_html("A & 春天 B") == 'A &amp; <span lang="zh">春天</span> B'
    assert '<span lang="zh">春天</span>' in marked([("in ", False), ("春天.", True)], "ins", as_html)


@pytest.fixture(scope="module")
def kept(shared_book: Make) -> SmallBook:
    """Return a book of two releases; the first is kept beside the second, in which a note says the opposite."""
    book = shared_book(
        one=LETTER.replace("NOTE", NOTE), two="# The reply\n\n:::::{passage} reply-title reply-2\n:::::\n"
    )
    released(book)
    built(book)
    first = shutil.copytree(book.site, book.folder / "first")
    book.write("chapters/one.md", LETTER.replace("NOTE", REVERSED).replace("## Questions", "## To ask"))
    (book.folder / "chapters/two.md").rename(book.folder / "chapters/answer.md")
    moved = "old,new\nchapters/one.html#questions,chapters/one.html#to-ask\nchapters/two.html,chapters/answer.html\n"
    more = "".join(
        f"chapters/two.html#{each},chapters/answer.html#{each}\n"
        for each in ("reply-title", "reply-1", "reply-2", "the-reply")
    )
    book.write("releases/moved.csv", moved + more)
    released(book, "1.1.0")
    built(book, "1.1.0")
    shutil.copytree(first, book.site / "v/1.0.0")
    pages = [path.relative_to(first).as_posix() for path in first.rglob("*.html")]
    (book.site / "v/editions.js").write_text(
        f"window.editionsKept = {json.dumps({'1.0.0': pages})};\n", encoding="utf-8"
    )
    return book


def test_what_changed_has_the_note_before_and_after_and_why(kept: SmallBook) -> None:
    page = BeautifulSoup((kept.site / "what-changed.html").read_text(encoding="utf-8"), "html.parser")
    newest, first = page.select("details.since")
    assert newest.select_one("summary").get_text() == "Since 1.1.0, 2026 Nothing has changed."
    (note,) = first.select(".change")
    assert note["id"] == "since-1.0.0-letter-2-in-may"
    assert note.a["href"] == "chapters/one.html#letter-2-in-may"
    assert next(each.get_text() for each in note.select("ins")) == "[added:] never  [end of what was added]"
    assert note.select(".sides p:last-child")[0].get_text().startswith("in May · context · fact · They met in ")
    assert "told by one side alone" in first.select_one(".reason").get_text()
    feed = (kept.site / "exports/versions.atom").read_text(encoding="utf-8")
    assert "Note 1 on Letter ¶ 2" in feed


def test_a_page_of_an_edition_that_stands_still_says_what_has_changed_since_and_leads_there(
    kept: SmallBook, browser: Browser
) -> None:
    with reader(browser) as page:
        page.goto((kept.site / "v/1.0.0/chapters/one.html").as_uri())
        expect(page.locator(".since-notice")).to_contain_text(
            "This is edition 1.0.0, which stays as it is. 1 note here"
        )
        page.locator(".editions summary").click()
        kept_here = page.locator(".editions li a")
        expect(kept_here).to_have_text(["the latest", "1.0.0 (this one)"])
        expect(page.locator(".editions [aria-current]")).to_have_text("1.0.0 (this one)")
        page.locator(".since-notice a").click()
        expect(page).to_have_url((kept.site / "chapters/one.html").as_uri() + "?since=1.0.0")
        expect(page.locator(".since-changed")).to_have_id("letter-2-in-may")
        page.locator(".since-mark").click()
        expect(page.locator("#since-1\\.0\\.0-letter-2-in-may ins").first).to_be_visible()
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate("axe.run()")["violations"] == []


def test_a_release_is_cited_at_the_address_where_it_stays(kept: SmallBook) -> None:
    for copy, version in (("v/1.0.0", "1.0.0"), (".", "1.1.0")):
        page = BeautifulSoup((kept.site / copy / "chapters/one.html").read_text(encoding="utf-8"), "html.parser")
        assert json.loads(page.select_one("#edition-data").string)["address"] == f"{BASE}v/{version}/"
        # For search engines the moving edition stands for all of them.
        assert page.select_one("link[rel=canonical]")["href"] == f"{BASE}chapters/one.html"


def test_an_edition_that_is_not_there_is_told_and_nothing_of_the_address_is_run(
    kept: SmallBook, browser: Browser
) -> None:
    with reader(browser) as page:
        for wrong in ("7.7", "../../x", "<img src=x onerror=alert(1)>"):
            page.goto((kept.site / "chapters/one.html").as_uri() + f"?since={quote(wrong)}")
            expect(page.locator(".since-notice")).to_contain_text(f"since {wrong}; there is no release of that number")


def test_addresses_that_moved_lead_on_with_their_place(kept: SmallBook, browser: Browser) -> None:
    site = kept.site.as_uri()
    with reader(browser) as page:
        for old, new in {
            "chapters/one.html#questions": "chapters/one.html#to-ask",
            "chapters/two.html": "chapters/answer.html",
            "chapters/two.html?view=text#reply-2": "chapters/answer.html?view=text#reply-2",
        }.items():
            page.goto(f"{site}/{old}")
            expect(page).to_have_url(f"{site}/{new}")
    with reader(browser, java_script_enabled=False) as page:
        page.goto(f"{site}/chapters/two.html")
        expect(page).to_have_url(f"{site}/chapters/answer.html")
