"""Searching a small book: words are found however a reader writes them, and exactly what was found is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from glossator.site.search import alike
from glossator.testing.books import SmallBook, make_small_book
from playwright.sync_api import Browser, Page, expect

Make = Callable[..., SmallBook]

pytestmark = pytest.mark.xdist_group("search")

#: What stands in the book, what a reader searches, and what is marked.
CASES = [
    # Latin letters
    ("Old Käse smells", "kase", ["Käse"]),
    ("a cafe\u0301 noir", "café noir", ["cafe\u0301", "noir"]),
    ("an éclair", "e\u0301clair", ["éclair"]),
    ("to ﬁnd an oﬃce", "find office", ["ﬁnd", "oﬃce"]),
    ("Ｗｉｄｅ letters", "wide", ["Ｗｉｄｅ"]),
    ("the Große Straße", "STRASSE", ["Straße"]),
    ("sent from Łódź", "lodz", ["Łódź"]),
    ("a data\u00adbase here", "database", ["data\u00adbase"]),
    ("a key\u200bboard", "keyboard", ["key\u200bboard"]),
    ("two \u00ad \u200b blanks", '"two blanks"', ["two \u00ad \u200b blanks"]),
    ("many zebras", "zebra", ["zebra"]),
    ("one quagga", "quaggas", ["quagga"]),
    ("don’t – ever", '"don\'t - ever"', ["don’t – ever"]),
    # Arabic without vowel points, stretched, with other alefs, yehs and teh marbuta; Hebrew without points
    ("كِتَابٌ جديد", "كتاب", ["كِتَابٌ"]),
    ("حقـــوق الأُمّة", "حقوق الامه", ["حقـــوق", "الأُمّة"]),
    ("إلى القاهرة", "الي", ["إلى"]),
    ("שָׁלוֹם לך", "שלום", ["שָׁלוֹם"]),
    # Korean by syllables, composed or not
    ("한국과 하늘", "한", ["한"]),
    ("\u1100\u1161\u11bc and 가을", "강", ["\u1100\u1161\u11bc"]),
    # Scripts without blanks
    ("見到夏賓先生", "夏宾", ["夏賓"]),
    ("这是头发", "頭髮", ["头发"]),
    ("於2019年5月到", "5月", ["5月"]),
    ("ビー玉とガラス", "ガラ", ["ガラ"]),
    ("ภาษาไทยง่ายมาก", "ไทยง่าย", ["ไทยง่าย"]),
    ("हिन्दी भाषा", "हिन्दी", ["हिन्दी"]),
    # Both spellings of English
    ("its denuclearization", "denuclearisation", ["denuclearization"]),
    ("they recognise it", "recognize", ["recognise"]),
    ("a programme of work", "program work", ["programme", "work"]),
    ("the honor guard", "honour guard", ["honor", "guard"]),
    ("a centre for defence", "defense center", ["centre", "defence"]),
    ("we travelled on", "traveled", ["travelled"]),
    # One letter too many, too few or another, or two that have changed places
    ("much fentanyl here", "fentanly", ["fentanyl"]),
    ("a tariff on steel", "tarriff", ["tariff"]),
    ("a zeppelin above", "zepelin above", ["zeppelin", "above"]),
    # Words that say nothing
    ("the yak was sold", "what happened to the yak", ["yak"]),
]
#: What is searched in vain: letters that only look alike when they are taken to pieces.
IN_VAIN = ["핳", "カラ", "ไทยงาย", "zeppelinary", '"zepelin above"']


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Yield the search page of a book in which each case is a section."""
    sections = "".join(f"## {n}\n\n{words}\n\n" for n, (words, _, _) in enumerate(CASES))
    folder = tmp_path_factory.mktemp("search")
    book = make_small_book(Path(__file__).parent / "small", folder, {"one": f"# One\n\n{sections}"})
    out = book.build(html_theme="glossator", myst_enable_extensions=["colon_fence"], smartquotes=False).out
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.goto((out / "search.html").as_uri())
    yield opened
    context.close()


def search(page: Page, words: str) -> list[str]:
    """Search, and return what is marked."""
    page.fill(".search-page input", words)
    page.press(".search-page input", "Enter")
    expect(page.locator("#search-status")).to_contain_text("ound")
    return page.locator("#search-results mark").all_text_contents()


def test_words_are_found_however_they_are_written_and_marked_as_they_stand(page: Page) -> None:
    found = [(words, query, search(page, query)) for words, query, _ in CASES]
    assert found == CASES


def test_a_letter_is_not_found_by_a_part_of_it(page: Page) -> None:
    assert {words: search(page, words) for words in IN_VAIN} == {words: [] for words in IN_VAIN}


def test_the_page_has_the_pairs_of_chinese_letters_that_the_book_needs_and_no_other() -> None:
    assert alike("夏賓 and 学") == "學学賓宾"
    assert alike("no Chinese") == ""


def test_what_is_named_so_comes_first_and_a_rare_word_counts_more(browser: Browser, small_book: Make) -> None:
    sections = ("Rye and oats", "Rye, and rye, and rye."), ("The rye", "It grows."), ("Wheat", "Of rye and spelt.")
    one = "# One\n\n" + "".join(f"## {title}\n\n{words}\n\n" for title, words in sections)
    out = small_book(one=one, two="# Two\n\n## Spelt\n\nA grain.\n").build(html_theme="glossator").out
    opened = browser.new_page()
    opened.goto((out / "search.html").as_uri())
    search(opened, "rye")
    names = opened.locator("#search-results a")
    assert names.all_inner_texts() == ["One · The rye", "One · Rye and oats", "One · Wheat"]
    # Nothing holds them all: the place that holds the rarer of them.
    opened.fill(".search-page input", "grains of spelt and rye in winter")
    expect(opened.locator("#search-status")).to_contain_text("Nothing holds all")
    expect(names.first).to_have_text("Two · Spelt")
    opened.close()
