"""Evidence under citations: printed below the note, shown at the citation, and checked against it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from glossator.testing.books import SmallBook, written_note, written_passage
from glossator.testing.reading import reader
from playwright.sync_api import Browser, expect

Make = Callable[..., SmallBook]
LETTER = "# The letter\n\n" + written_passage(
    "letter-1 letter-2", written_note("in May", "They met in spring {cite:p}`smith2016{p. 3},jones2017`.")
)
SMITH = """\
- note: letter-2-in-may
  work: smith2016
  locator: p. 3
  claim: they met in spring
  quotation: the two met at Easter
  seen: copy
  extent: opening
  on: 2026-11-30
"""
JONES = """\
- note: letter-2-in-may
  work: jones2017
  claim: they met in spring
  quotation: 五月会晤
  language: zh
  translation: they met in May
  seen: original
  extent: whole
  on: 2026-11-30
"""


def written(make: Make, evidence: str) -> SmallBook:
    book = make(letter=LETTER)
    (book.folder / "data/evidence").mkdir()
    book.write("data/evidence/letter.yml", evidence)
    return book


def test_a_note_says_below_it_what_each_work_says_and_how_it_was_read(small_book: Make) -> None:
    build = written(small_book, SMITH + JONES).build()
    assert build.warnings == ""
    evidence = build.page("chapters/letter").select_one(".annotation details.evidence")
    assert evidence.select_one("summary").get_text() == "What the sources say"
    first, second = evidence.select("li")
    assert "Smith (2016, p. 3): “the two met at Easter”" in first.get_text()
    assert first.get_text().strip().endswith("The opening of a copy was read on 30 November 2026.")
    assert second.select_one("[lang=zh]").get_text() == "五月会晤"
    assert "(they met in May) Read as a whole on 30 November 2026." in second.get_text()


def test_who_points_at_a_citation_sees_what_is_written_there(small_book: Make, browser: Browser) -> None:
    build = written(small_book, SMITH + JONES).build(html_theme="glossator")
    with reader(browser) as page:
        page.goto((build.out / "chapters/letter.html").as_uri() + "?view=study")
        page.locator(".annotation > p .tipped[href$=smith2016]").focus()
        tip = page.get_by_role("tooltip")
        expect(tip).to_contain_text("the two met at Easter")
        expect(tip).not_to_contain_text("五月会晤")
        page.emulate_media(media="print")
        expect(page.locator(".evidence")).to_be_hidden()
        page.emulate_media(media="screen")
        page.keyboard.press("Escape")
        page.locator(".evidence summary").click()
        page.emulate_media(media="print")
        expect(page.locator(".evidence")).to_be_visible()


LONG = "word " * 31


@pytest.mark.parametrize(
    ("evidence", "line", "message"),
    [
        (SMITH, 1, 'the note letter-2-in-may cites "jones2017", and no entry says what is written there'),
        (SMITH + JONES + SMITH.replace("smith2016", "li2018"), 18, 'the note letter-2-in-may does not cite "li2018"'),
        (
            SMITH.replace("in-may", "in-mai") + SMITH + JONES,
            1,
            'no note of this chapter has the address "letter-2-in-mai"',
        ),
        (SMITH.replace("the two met at Easter", LONG) + JONES, 5, "the quotation is as long as 31 words"),
        (SMITH + JONES.replace("  translation: they met in May\n", ""), 13, "a quotation in another language has a"),
        (SMITH.replace("copy", "repost") + JONES, 6, 'seen is "repost"; expected one of original, copy, excerpt'),
        (SMITH.replace("  claim: they met in spring\n", "") + JONES, 1, "this entry has no claim"),
        (SMITH.replace("claim", "klaim") + JONES, 4, 'an entry has no "klaim"'),
        (SMITH + "  shows: 2018-02\n" + JONES, 1, '"smith2016" is of 2016; it cannot show what was so in 2018-02'),
        (SMITH + "  shows: [\n" + JONES, 10, "this is not YAML"),
        (SMITH.replace("11-30", "02-31") + JONES, 8, 'on is "2026-02-31"; expected a day of the calendar'),
        (SMITH.replace("p. 3", '"p. {3}"') + JONES, 3, 'locator is "p. {3}"; expected words without braces'),
        (SMITH + JONES.replace("language: zh", "language: 'zh\" onclick=\"'"), 13, "language is "),
        (SMITH + "- ? [a]\n  : b\n" + JONES, 9, "this entry has no note"),
        (SMITH + JONES + "\x07", 1, "the file holds a sign that cannot be seen"),
        ("note: letter-2-in-may\n", 1, "expected a list"),
    ],
)
def test_what_does_not_fit_is_reported_at_its_line(small_book: Make, evidence: str, line: int, message: str) -> None:
    book = written(small_book, evidence)
    # A second build, which reads nothing again, says it again.
    for _ in range(2):
        assert f"data/evidence/letter.yml:{line}: WARNING: {message}" in book.build("dummy").warnings


def test_evidence_is_not_read_through_a_link_out_of_the_book(small_book: Make, tmp_path: Path) -> None:
    book = written(small_book, "")
    (tmp_path / "secret.yml").write_text(SMITH.replace("the two met at Easter", "CANARY"), encoding="utf-8")
    (book.folder / "data/evidence/letter.yml").unlink()
    (book.folder / "data/evidence/letter.yml").symlink_to(tmp_path / "secret.yml")
    build = book.build()
    assert "data/evidence/letter.yml:1: WARNING: the file is a symbolic link" in build.warnings
    assert "CANARY" not in build.page("chapters/letter").get_text()


def test_a_file_of_no_chapter_is_reported(small_book: Make) -> None:
    book = written(small_book, SMITH + JONES)
    book.write("data/evidence/leter.yml", SMITH)
    assert (
        "data/evidence/leter.yml:1: WARNING: no chapter is called leter; letter.yml is meant"
        in book.build("dummy").warnings
    )


def test_evidence_that_is_new_or_has_changed_is_printed_by_the_next_build(small_book: Make) -> None:
    book = small_book(letter=LETTER)
    assert not book.build().page("chapters/letter").select(".evidence")
    (book.folder / "data/evidence").mkdir()
    for words in ("the two met at Easter", "at Easter they met"):
        book.write("data/evidence/letter.yml", SMITH.replace("the two met at Easter", words) + JONES)
        build = book.build()
        assert build.warnings == ""
        assert words in build.page("chapters/letter").get_text()


def test_a_work_that_is_cited_again_shows_its_title_too(small_book: Make, browser: Browser) -> None:
    chapter = "# One\n\nWheat {cite:p}`smith2016`. Rye {cite:p}`smith2016`.\n"
    build = small_book(one=chapter).build(html_theme="glossator")
    with reader(browser) as page:
        page.goto((build.out / "chapters/one.html").as_uri())
        for link in page.locator("article a.tipped").all():
            link.focus()
            expect(page.get_by_role("tooltip")).to_contain_text("Ada Smith. Wheat.")
