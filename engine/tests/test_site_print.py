"""What is printed is what a reader sees, or asks for by the form at the foot of a page, which the address keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from glossator.testing.books import SmallBook
from glossator.testing.reading import address, reader, wait_until
from playwright.sync_api import Browser, Page

Make = Callable[..., SmallBook]
LETTER = """\
# The letter

Told again {cite:p}`jones2017`.

## The words

:::::{passage} letter-2
::::{annotation} in May
:kind: context
:certainty: fact
A note on spring {cite:p}`smith2016`.
::::
:::::

## To think about

### The date

- Who met?
- Why then?

### The words

What does “would” promise?

## A task

Write an answer.

## As we read it

### Verdict

They did not meet.

## The key

:::{admonition} One answer of several
:class: dropdown answers
It promises nothing.
:::
"""
SETTINGS = {"handout": {"questions": "To think about; A task", "answers": "As we read it"}}
SOURCE, NOTE, WORK, QUESTION, VERDICT = "The two sides met", "A note on spring", "Wheat.", "Why then?", "did not meet"
EVERYTHING = {SOURCE, NOTE, WORK, QUESTION, VERDICT}


@pytest.fixture(scope="module")
def letter(shared_book: Make) -> SmallBook:
    """Return a book that has been built, with one chapter: text, a note, questions and an answer."""
    book = shared_book(one=LETTER)
    assert book.build(html_theme="glossator", glossator=SETTINGS).warnings == ""
    return book


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a page in which the browser's own dialog does not open."""
    with reader(browser) as page:
        page.add_init_script("window.print = () => { window.asked = true; }")
        yield page


def on_paper(page: Page) -> str:
    """Return the words that a page prints."""
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    return page.locator("article").inner_text()


@pytest.mark.xdist_group("letter-on-paper")
@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("", EVERYTHING),
        ("?view=text", EVERYTHING - {NOTE, WORK}),
        ("?notes=wording", EVERYTHING - {NOTE, WORK}),
        ("?print=handout", EVERYTHING),
        ("?print=handout&notes=wording", EVERYTHING - {NOTE, WORK}),
        ("?print=handout&with=lines", {SOURCE, NOTE, QUESTION}),
        ("?print=notes&with=works,answers", EVERYTHING),
        ("?print=text", {SOURCE}),
        ("?print=text&with=lines", {SOURCE, QUESTION}),
    ],
)
def test_a_sheet_has_what_is_seen_or_asked_for_and_no_heading_without_content(
    letter: SmallBook, page: Page, asked: str, printed: set[str]
) -> None:
    page.goto(address(letter.folder, f"chapters/one{asked}"))
    text = on_paper(page)
    assert {words for words in EVERYTHING if words in text} == printed
    headings = {"Notes": NOTE in printed and "handout" in asked, "A task": QUESTION in printed}
    headings |= dict.fromkeys(("As we read it", "Verdict", "The key"), VERDICT in printed)
    headings["Works cited"] = "Told again" in text and "with=lines" not in asked
    assert {name: name in text for name in headings} == headings


@pytest.mark.xdist_group("letter-on-paper")
def test_there_are_lines_after_each_question_and_each_exercise(letter: SmallBook, page: Page) -> None:
    page.goto(address(letter.folder, "chapters/one?print=handout&with=lines"))
    on_paper(page)
    lines = page.locator(".answer-lines")
    before = lines.evaluate_all(
        "all => all.map((one) => (one.previousElementSibling ?? one.previousSibling).textContent.trim())"
    )
    assert before == ["Who met?", "Why then?", "What does “would” promise?", "Write an answer."]
    assert all(line.bounding_box()["height"] > 100 for line in lines.all())


@pytest.mark.xdist_group("letter-on-paper")
def test_the_form_is_filled_in_by_keyboard_and_leads_to_an_address_that_keeps_its_choice(
    letter: SmallBook, page: Page
) -> None:
    page.goto(address(letter.folder, "chapters/one?notes=context"))
    page.locator("summary", has_text="Print").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Text with notes").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("checkbox", name="Works cited").uncheck()
    page.get_by_role("button", name="Print").press("Enter")
    page.wait_for_url("**/one.html?print=handout&with=lines&notes=context")
    wait_until(page, "() => window.asked")
    assert page.get_by_role("radio", name="Handout for students").is_checked()
    assert page.get_by_role("checkbox", name="Lines for answers").is_checked()
    assert not page.get_by_role("checkbox", name="Works cited").is_checked()
