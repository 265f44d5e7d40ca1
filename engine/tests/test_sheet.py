"""A teacher's sheet: put together by keyboard, kept, opened again in another version, printed, and written as files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from glossator.export.sheets import SCHEMA_FILE
from glossator.testing.books import NOTEBOOK, SmallBook
from glossator.testing.reading import address, reader, wait_until
from jsonschema import Draft202012Validator
from lxml import etree
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfReader

Make = Callable[..., SmallBook]
Json = dict[str, Any]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("book-five-texts")]

CHAPTER = f"""{NOTEBOOK}
# The letter

:::::{{passage}} letter-1 letter-2
::::{{annotation}} met in May
:kind: context
:certainty: fact
They met in *spring* {{cite:p}}`smith2016`.
::::
::::{{annotation}} meet again
:kind: wording
:certainty: inference
Nothing came of it {{cite:p}}`jones2017`.
::::
:::::

```{{code-cell}}
import altair as alt
from glossator.notebook.figure import figure
from glossator.notebook.table import table
figure(alt.Chart(table("prices")).mark_bar().encode(x="year:O", y="price:Q"),
    name="prices", title="Prices rose", alt="Bars that grow.", data=table("prices"), tables=["prices"])
```

```{{records}} prices
```

:::{{question}} letter-who
:skill: context
:points: 4
Who writes?
:::
"""
GUIDE = "# Answers\n\n::::{answer} letter-who\nThe *king* does.\n\n:::{misses}\nThe minister.\n:::\n::::\n"
REFERENCES = "# Works\n\n```{bibliography}\n```\n"
#: Buttons by what they do.
OWN_QUESTION, PRINT = "[data-does=own-question]", "[data-does=print]"
HOSTILE = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script> *x* ]]>\x0b'


@pytest.fixture(scope="module")
def site(shared_book: Make) -> Path:
    """Return the site of a small book with one of each thing that can be on a sheet."""
    book = shared_book(one=CHAPTER, works=REFERENCES)
    described = (book.folder / "data/datapackage.json").read_text(encoding="utf-8")
    book.write("data/datapackage.json", described.replace('"schema": {', '"schema": {"primaryKey": "year",'))
    book.write("teaching/one.md", GUIDE)
    return book.build(html_theme="glossator", html_title="A small book", glossator={"version": "2.0"}).out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a page that remembers what it was to print, and copies."""
    with reader(browser) as page:
        page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
        yield page


def open_sheet(page: Page, site: Path, fragment: str = "") -> None:
    page.goto("about:blank")
    page.goto(f"{(site / 'sheet.html').as_uri()}{fragment}")
    page.locator("[data-ready]").wait_for()


def sheet_of(*items: Json, **more: object) -> Json:
    edition = {"title": "A small book", "version": "1.0"}
    return {"edition": edition, "title": "Letters", "instructions": "", "items": list(items), **more}


def open_file(page: Page, sheet: object, name: str = "sheet.json") -> None:
    content = sheet if isinstance(sheet, bytes) else json.dumps(sheet).encode()
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/json", "buffer": content})
    expect(page.locator(".sheet-notice")).to_contain_text(name)


def saved(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def on_paper(page: Page, way: str) -> str:
    """Return the words that would be printed."""
    page.get_by_role("radio", name=way).check()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    words = page.locator("main").inner_text()
    page.emulate_media(media="screen")
    return words


# The whole job --------------------------------------------------------------------------------------------------------


class Hands:
    """A reader who has a keyboard and no pointer, and counts what is pressed besides Tab and letters of words."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def reach(self, selector: str) -> None:
        """Press Tab until what has the focus is the first of *selector* behind it."""
        for _ in range(400):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.page.keyboard.press(key)
        self.steps += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.steps += 1


def test_six_paragraphs_and_three_questions_are_put_together_and_printed_by_keyboard_alone(
    whole_book: Callable[[str], Path], page: Page
) -> None:
    book = whole_book("five-texts")
    hands = Hands(page)
    for chapter, count in (("chapters/novels", 2), ("chapters/letters", 3), ("chapters/walk", 1)):
        page.goto(address(book, chapter))
        page.locator(".unit-head .to-sheet").first.wait_for(state="attached")
        for _ in range(count):
            hands.press(".unit-head .to-sheet")
            # Behind the button that was pressed: what was said of the one before it proves nothing.
            expect(page.locator(".to-sheet:focus + .sheet-told")).to_contain_text("Added")
    hands.press(".sheet-told a")
    page.locator("[data-ready]").wait_for()
    heads = page.locator(".sheet-item h3")
    expect(heads).to_have_count(6)
    for number in range(3):
        hands.press(OWN_QUESTION)
        hands.write(f"What is said in {number}?")
    expect(heads).to_have_count(9)
    # Shift and Tab, three times from its words: the first question goes before the last paragraph, and keeps the focus.
    page.locator(".of-own-question .up").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".of-own-question .up").first).to_be_focused()
    expect(heads.nth(5)).to_have_text("Question of your own")
    page.keyboard.press("Enter")
    expect(heads.nth(4)).to_have_text("Question of your own")
    hands.press(PRINT)
    assert page.evaluate("window.printed") == 1
    assert hands.steps <= 15
    paper = page.locator(".sheet-paper")
    assert paper.locator("blockquote").count() == 6
    assert paper.locator(".paper-lines").count() == 3
    expect(page).to_have_url(re.compile("#s="))


def test_what_is_printed_is_for_students_with_or_without_notes_or_for_teachers(site: Path, page: Page) -> None:
    open_sheet(page, site)
    notes = ["letter-2-met-in-may"]
    own = {"type": "own-question", "text": "Why?", "lines": 3, "answer": "Because."}
    open_file(
        page,
        sheet_of(
            {"type": "paragraph", "id": "letter-2", "notes": notes},
            own,
            QUESTION,
            {"type": "text", "text": "Now write."},
        ),
    )
    text = on_paper(page, "For students: text")
    assert all(words in text for words in ("The two sides met in May.", "Who writes?", "Why?", "Now write."))
    assert not any(words in text for words in ("spring", "Works cited", "Because.", "king"))
    with_notes = on_paper(page, "For students, with notes")
    assert "spring" in with_notes
    assert "Nothing came of it" not in with_notes
    works = page.locator(".paper-works").text_content()
    assert "Smith" in works
    assert "Jones" not in works
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    teacher = on_paper(page, "For teachers")
    assert "Because." in teacher
    assert "king" not in teacher
    assert not [url for url in asked if "answers" in url]
    page.get_by_label("With the edition’s answers").check()
    wait_until(page, "() => window.sheetAnswers")
    assert "The king does." in on_paper(page, "For teachers")
    assert page.locator(".paper-lines").count() == 0


def test_an_item_is_dragged_to_its_place_and_escape_puts_it_back(site: Path, page: Page) -> None:
    open_sheet(page, site)
    open_file(page, sheet_of(*({"type": "text", "text": words} for words in "abc")))
    texts = page.get_by_role("textbox", name="Text")

    def drag(number: int, to: int, *, escape: bool = False) -> list[str]:
        page.locator(".sheet-items").evaluate("list => list.scrollIntoView()")
        grip, row = page.locator(".grip").nth(number).bounding_box(), page.locator(".sheet-item").nth(to).bounding_box()
        page.mouse.move(grip["x"] + 5, grip["y"] + 5)
        page.mouse.down()
        page.mouse.move(grip["x"] + 5, row["y"] + row["height"] * (0.8 if to > number else 0.2), steps=5)
        if escape:
            page.keyboard.press("Escape")
        page.mouse.up()
        return [text.input_value() for text in texts.all()]

    assert drag(0, 1) == ["b", "a", "c"]
    assert drag(2, 0, escape=True) == ["b", "a", "c"]
    assert drag(2, 0) == ["c", "b", "a"]
    assert [item["text"] for item in json.loads(saved(page, "Save as a file"))["items"]] == ["c", "b", "a"]


# Other versions, broken files -----------------------------------------------------------------------------------------

QUESTION = {"type": "question", "id": "q-letter-who"}


def test_a_sheet_of_an_older_version_opens_and_says_what_has_changed_or_gone(site: Path, page: Page) -> None:
    open_sheet(page, site)
    old = {"type": "paragraph", "id": "letter-2", "hash": "0" * 12, "notes": "all"}
    old["noteHashes"] = {"letter-2-met-in-may": "1" * 12, "letter-2-lost": "2" * 12}
    open_file(page, sheet_of(old, {"type": "row", "id": "prices-1900", "hash": "0" * 12}, QUESTION))
    expect(page.locator(".sheet-notice")).to_contain_text("version 1.0 of the edition. In version 2.0 2 items")
    told = page.locator(".sheet-change:visible").all_inner_texts()
    for words in ("Its words have changed", "“met in May” has changed", "letter-2-lost is gone", "“meet again” is new"):
        assert words in told[0]
    assert "no Row “prices-1900”" in told[1]
    assert "[Here stood: Row prices-1900]" in on_paper(page, "For students: text")
    page.get_by_role("button", name="Go on with the new words").click()
    expect(page.locator(".sheet-change:visible")).to_have_count(1)
    again = json.loads(saved(page, "Save as a file"))
    assert again["items"][0]["hash"] != "0" * 12
    assert again["items"][1] == {"type": "row", "id": "prices-1900", "hash": "0" * 12}


BROKEN = {
    "empty": b"",
    "cut-off": b'{"items": [',
    "no-object": b"[]",
    "no-text": b"\xff\xfe",
    "huge": b" " * 2_000_001,
    "half": b'{"items": []}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_a_sentence_and_nothing_is_lost(site: Path, page: Page, content: bytes) -> None:
    open_sheet(page, site)
    open_file(page, sheet_of(QUESTION, {"type": "text", "text": "Mine"}))
    open_file(page, content, "broken.json")
    expect(page.locator(".sheet-notice")).to_contain_text("“broken.json” was not opened: ")
    assert page.get_by_role("textbox", name="Text").input_value() == "Mine"


def test_a_sheet_that_another_takes_the_place_of_can_be_had_again_later(site: Path, page: Page) -> None:
    open_sheet(page, site)
    open_file(page, sheet_of({"type": "text", "text": "Mine"}))
    open_file(page, sheet_of({"type": "text", "text": "Another"}), "another.json")
    open_sheet(page, site)
    text = page.get_by_role("textbox", name="Text")
    expect(text).to_have_value("Another")
    page.get_by_role("button", name="The sheet before this one").click()
    expect(text).to_have_value("Mine")


@pytest.mark.parametrize("fragment", ["#s=AAAA", "#j=e30", "#s=%00", "#j=!!"])
def test_a_broken_address_is_told_and_the_page_works(site: Path, page: Page, fragment: str) -> None:
    open_sheet(page, site, fragment)
    expect(page.locator(".sheet-notice")).to_contain_text("was not opened")
    expect(page.get_by_label("Title")).to_be_editable()


def test_a_fragment_that_is_no_sheet_is_left_alone(site: Path, page: Page) -> None:
    open_sheet(page, site, "#elsewhere")
    expect(page.locator(".sheet-notice")).to_be_empty()
    open_file(page, sheet_of({"type": "text", "text": "Mine"}))
    page.get_by_role("link", name="Skip to the text").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    # What follows a change of the fragment has happened once another has been followed.
    page.evaluate("new Promise((done) => { addEventListener('hashchange', done); location.hash = 'sheet'; })")
    expect(page.locator(".sheet-notice")).to_contain_text("is open")
    expect(page.locator(".sheet-notice")).not_to_contain_text("was not opened")
    assert page.get_by_role("textbox", name="Text", exact=True).input_value() == "Mine"


def test_the_browser_and_the_schema_refuse_the_same(site: Path, page: Page) -> None:
    schema = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    own = {"type": "own-question", "text": ""}
    good = [QUESTION, {"type": "paragraph", "id": "x", "notes": ["a"]}, own | {"lines": 60, "answer": ""}]
    bad: list[Any] = [1, {}, {"type": "page"}, {"type": "text"}, {"type": "row"}, {"type": "row", "id": ""}]
    bad += [{"type": "paragraph", "id": "x", "notes": "some"}, QUESTION | {"hash": "x"}, QUESTION | {"notes": "all"}]
    bad += [own | {"lines": 61}, own | {"lines": 1.5}, own | {"points": 1}, {"type": "toString", "id": "x"}]
    sheets = [sheet_of(item) for item in [*good, *bad]] + [sheet_of(more=1), sheet_of(title=1), sheet_of(items={})]
    expected = [schema.is_valid(sheet) for sheet in sheets]
    assert expected == [True] * len(good) + [False] * (len(bad) + 3)
    open_sheet(page, site)
    for number, (sheet, valid) in enumerate(zip(sheets, expected, strict=True)):
        open_file(page, sheet, f"sheet-{number}.json")
        expect(page.locator(".sheet-notice")).to_contain_text("is open" if valid else "was not opened")
    assert list(schema.iter_errors(json.loads(saved(page, "Save as a file")))) == []


def test_an_address_that_would_be_too_long_is_told_and_the_file_offered(site: Path, page: Page) -> None:
    open_sheet(page, site)
    many = " ".join(f"{number * 7919 % 100_003:x}" for number in range(4000))
    open_file(page, sheet_of({"type": "text", "text": many}))
    expect(page.get_by_role("button", name="Save it as a file instead")).to_be_visible()
    expect(page.get_by_role("button", name="Copy its address")).to_be_disabled()
    assert "#" not in page.url
    assert json.loads(saved(page, "Save it as a file instead"))["items"][0]["text"] == many


def test_a_browser_that_keeps_nothing_says_so_and_opens_a_sheet_all_the_same(site: Path, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused'); } });"
    )
    page.goto((site / "chapters/one.html").as_uri())
    page.locator(".question .to-sheet").click()
    expect(page.locator(".sheet-told")).to_contain_text("This browser keeps nothing")
    page.locator(".sheet-told a").click()
    page.locator("[data-ready]").wait_for()
    expect(page.locator(".sheet-words")).to_have_text("Who writes?")


def test_on_paper_a_question_and_its_answer_stand_on_one_page(site: Path, page: Page) -> None:
    open_sheet(page, site)
    long = "The minister writes of what was agreed in May and of what was not. " * 14
    numbers = range(8)
    asked = [{"type": "own-question", "text": f"Asks-{n}", "answer": f"{long}\n\n{long}\n\nEnds-{n}"} for n in numbers]
    open_file(page, sheet_of(*asked))
    page.get_by_role("radio", name="For teachers").check()
    pages = [each.extract_text() for each in PdfReader(BytesIO(page.pdf())).pages]
    parted = [n for n in numbers if not any(f"Asks-{n}" in each and f"Ends-{n}" in each for each in pages)]
    assert len(pages) > 2
    assert parted == []


# What is kept ---------------------------------------------------------------------------------------------------------


def fields(page: Page) -> list[str]:
    """Return what stands in the texts of one's own on the desk."""
    return [text.input_value() for text in page.locator(".sheet-item textarea").all()]


def kept_sheet(page: Page) -> Json:
    kept: Json = page.evaluate("JSON.parse(localStorage.getItem(edition.sheet.key))")
    return kept


def wait_for_address(page: Page) -> None:
    """Wait until the address bar has the sheet as it is."""
    wait_until(page, "() => /^#[sj]=/.test(location.hash) && history.state")


def test_what_was_added_on_a_chapter_is_there_on_the_way_back_to_the_sheet(site: Path, page: Page) -> None:
    open_sheet(page, site)
    open_file(page, sheet_of({"type": "paragraph", "id": "letter-2", "notes": "all"}))
    wait_for_address(page)
    page.goto((site / "chapters/one.html").as_uri())
    page.locator(".question .to-sheet").click()
    expect(page.locator(".sheet-told")).to_contain_text("Added")
    page.go_back()
    page.locator("[data-ready]").wait_for()
    expect(page.locator(".sheet-words")).to_have_text("Who writes?")
    expect(page.locator(".sheet-item")).to_have_count(2)


def test_on_the_way_back_over_another_sheet_each_address_has_its_own(site: Path, page: Page) -> None:
    open_sheet(page, site)
    addresses = []
    for words in ("First", "Second"):
        open_file(page, sheet_of({"type": "text", "text": words}))
        wait_until(page, "before => location.href !== before && /^#s=/.test(location.hash)", page.url)
        addresses.append(page.url)
    for at in addresses:
        page.goto("about:blank")
        page.goto(at)
        page.locator("[data-ready]").wait_for()
        wait_for_address(page)
    assert fields(page) == ["Second"]
    for expected in ("First", "Second"):
        for _step in range(2):
            page.go_back() if expected == "First" else page.go_forward()
        page.locator("[data-ready]").wait_for()
        assert fields(page) == [expected]
        wait_for_address(page)


def test_where_the_room_of_a_browser_is_used_up_the_page_says_so_and_loses_nothing(site: Path, page: Page) -> None:
    open_sheet(page, site)
    open_file(page, sheet_of({"type": "text", "text": "Kept"}))
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }")
    open_file(page, sheet_of({"type": "text", "text": "Not kept"}), "second.json")
    expect(page.get_by_text("This browser keeps nothing")).to_be_visible()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("[data-does=text]").click()
    assert fields(page) == ["Not kept", ""]
    wait_until(page, "() => /^#s=/.test(location.hash)")
    page.reload()
    page.locator("[data-ready]").wait_for()
    assert fields(page)[0] == "Not kept"


def test_a_second_window_shows_the_sheet_and_writes_nothing_over_what_is_typed_in_the_first(
    site: Path, page: Page
) -> None:
    open_sheet(page, site)
    open_file(page, sheet_of({"type": "text", "text": "a"}))
    wait_for_address(page)
    assert [item["text"] for item in kept_sheet(page)["items"]] == ["a"]
    second = page.context.new_page()
    open_sheet(second, site)
    second.evaluate(
        "() => { window.written = 0; const set = Storage.prototype.setItem;"
        "Storage.prototype.setItem = function (...given) { written += 1; set.apply(this, given); }; }"
    )
    page.locator(".sheet-item textarea").fill("typed")
    expect(second.locator(".sheet-item textarea")).to_have_value("typed")
    expect(second.locator(".sheet-paper")).to_contain_text("typed")
    assert second.evaluate("written") == 0


def test_a_sheet_that_is_full_takes_no_more_and_stays_one_that_can_be_opened(site: Path, page: Page) -> None:
    open_sheet(page, site)
    open_file(page, sheet_of(*({"type": "text", "text": "x"} for _ in range(500))))
    page.locator("[data-does=text]").click()
    expect(page.locator(".sheet-notice")).to_contain_text("at most 500 items")
    assert len(kept_sheet(page)["items"]) == 500
    page.goto((site / "chapters/one.html").as_uri())
    page.locator(".question .to-sheet").click()
    expect(page.locator(".sheet-told")).to_contain_text("at most 500 items")
    assert len(kept_sheet(page)["items"]) == 500


def test_an_id_may_be_a_word_that_every_object_of_a_script_has(site: Path, page: Page) -> None:
    open_sheet(page, site)
    ids = ["__proto__", "constructor", "toString"]
    open_file(page, sheet_of(*({"type": kind, "id": ids[0]} for kind in ("paragraph", "chart", "row", "question"))))
    expect(page.locator(".sheet-change:visible")).to_have_count(4)
    open_file(page, sheet_of({"type": "paragraph", "id": "letter-2", "notes": ids}), "ids.json")
    page.get_by_label("Title").fill("Kept")
    page.goto("about:blank")
    open_sheet(page, site)
    expect(page.get_by_label("Title")).to_have_value("Kept")
    assert [words in page.locator(".sheet-item .sheet-change").inner_text() for words in ids] == [True] * 3


def test_the_second_click_of_a_double_click_adds_and_takes_away_nothing(site: Path, page: Page) -> None:
    open_sheet(page, site)
    page.locator("[data-does=text]").dblclick()
    expect(page.locator(".sheet-item")).to_have_count(1)
    page.locator(".sheet-picker summary").click()
    page.locator(".sheet-found button").first.dblclick()
    expect(page.locator(".sheet-item")).to_have_count(2)


def test_what_is_printed_waits_for_the_answers(site: Path, page: Page) -> None:
    page.add_init_script("window.print = () => { window.onPaper = document.querySelector('.sheet-paper').innerText; };")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/teaching/answers.js*", hold)
    open_sheet(page, site)
    open_file(page, sheet_of(QUESTION))
    page.get_by_role("radio", name="For teachers").check()
    page.get_by_label("With the edition’s answers").check()
    page.locator(PRINT).click()
    wait_until(page, "() => document.querySelector('script[src*=\"teaching/answers\"]')")
    assert page.evaluate("window.onPaper") is None
    held[0].continue_()
    wait_until(page, "() => window.onPaper")
    assert "The king does." in page.evaluate("onPaper")


# What can be added ----------------------------------------------------------------------------------------------------

LONG = "A remark that goes on and on. " * 8
LANDING = f"""{NOTEBOOK}
# Welcome

```{{code-cell}}
import altair as alt
from glossator.notebook.figure import figure
from glossator.notebook.table import table
figure(alt.Chart(table("prices")).mark_bar().encode(x="year:O", y="price:Q"),
    name="welcome", title="Prices at a glance", alt="{LONG}Ostriches.", data=table("prices"), tables=["prices"])
```
"""
ASKED = "# The %s\n\n:::{question} %s-who\n:skill: context\n%s\n:::\n"
REMARKS = f"year,price,remark,source_keys\n2016,3,{LONG}Pelicans.,jones2017\n2017,4,Short.,jones2017\n"


@pytest.fixture(scope="module")
def large(shared_book: Make) -> Path:
    """Return the site of a book with a chart on its landing page, two first questions, and items of many words."""
    first = ASKED % ("first letter", "one", "Who writes it?") + "\n```{records} prices\n```\n"
    book = shared_book(one=first, two=ASKED % ("second letter", "two", f"{LONG}Who reads of flamingos?"))
    described = (book.folder / "data/datapackage.json").read_text(encoding="utf-8")
    described = described.replace('"schema": {', '"schema": {"primaryKey": "year",')
    field = '{"name": "source_keys", "type": "string", "title": "Sources"}\n        ]\n      }\n    }\n  ]'
    assert field in described
    remark = '{"name": "remark", "type": "string", "title": "Remark"},\n          '
    book.write("data/datapackage.json", described.replace(field, remark + field))
    book.write("data/prices.csv", REMARKS)
    book.write("index.md", LANDING)
    book.write("teaching/one.md", "# Answers\n\n::::{answer} one-who\nThe *king* does.\n::::\n")
    return book.build(html_theme="glossator", html_title="A small book", glossator={"version": "2.0"}).out


def test_the_chart_of_the_landing_page_can_be_added(large: Path, page: Page) -> None:
    open_sheet(page, large)
    page.locator(".sheet-picker summary").click()
    page.get_by_role("button", name="Add: Prices at a glance").click()
    expect(page.locator(".sheet-item .chart svg")).to_be_visible()
    expect(page.locator(".sheet-change")).to_have_count(1)  # that the address is too long, which is hidden
    expect(page.locator(".sheet-change")).to_be_hidden()


@pytest.mark.parametrize(
    ("kind", "word", "found"),
    [
        ("chart", "ostriches", "Prices at a glance"),
        ("row", "pelicans", "2016"),
        ("question", "flamingos", "Question 1"),
    ],
)
def test_what_can_be_added_is_found_by_all_its_words(large: Path, page: Page, kind: str, word: str, found: str) -> None:
    open_sheet(page, large)
    page.locator(".sheet-picker summary").click()
    page.get_by_label("Kind").select_option(kind)
    page.get_by_role("searchbox", name="Words in it").fill(word)
    items = page.locator(".sheet-found > li")
    expect(items).to_have_count(1)
    expect(items).to_contain_text(found)
    # And the reader sees why.
    expect(items.locator("p")).to_contain_text(re.compile(word, re.IGNORECASE))


def test_each_button_that_adds_has_a_name_of_its_own(large: Path, page: Page) -> None:
    open_sheet(page, large)
    page.locator(".sheet-picker summary").click()
    names = page.locator(".sheet-found > li > button").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert len(names) == len(set(names)) == 5
    assert "Add: The first letter · Question 1: Who writes it?" in names


def test_without_the_answers_in_what_was_taken_along_the_rest_of_the_sheet_goes_on(
    large: Path, page: Page, tmp_path: Path
) -> None:
    with ZipFile(large / "a-small-book-2.0.zip") as archive:
        archive.extractall(tmp_path)
    along = tmp_path / "a-small-book-2.0/data/site"
    open_sheet(page, along)
    open_file(page, sheet_of({"type": "question", "id": "q-one-who"}))
    page.get_by_role("radio", name="For teachers").check()
    answers = page.get_by_label("With the edition’s answers")
    # It does not stay as it was clicked.
    answers.click()
    said = page.locator(".sheet-trouble")
    expect(said).to_contain_text("a copy that was taken along is without them")
    expect(said).to_be_in_viewport()
    expect(answers).not_to_be_checked()
    assert "Who writes it?" in on_paper(page, "For teachers")
    assert "Who writes it?" in saved(page, "Markdown").decode()


# Files ----------------------------------------------------------------------------------------------------------------


def test_nothing_typed_runs_or_breaks_a_file(site: Path, page: Page) -> None:
    open_sheet(page, site)
    own = {"type": "own-question", "text": HOSTILE, "answer": HOSTILE}
    all_of_it = [{"type": "paragraph", "id": "letter-2", "notes": "all"}, {"type": "chart", "id": "prices"}]
    all_of_it += [{"type": "row", "id": "prices-2016"}, QUESTION, own, {"type": "text", "text": HOSTILE}]
    open_file(page, sheet_of(*all_of_it, title=HOSTILE, instructions=HOSTILE))
    expect(page.locator(".sheet-change:visible")).to_have_count(0)
    page.get_by_role("radio", name="For teachers").check()
    page.get_by_role("button", name="Show how it is printed").click()
    word = saved(page, "Word")
    document = docx.Document(BytesIO(word))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(
        words in text for words in ("The two sides met in May1.", "Prices rose", "Who writes?", "<script>window")
    )
    assert len(document.inline_shapes) == 1
    # Of each kind one style is what a word processor takes where none is named; and none is named that is not there.
    for kind in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER, WD_STYLE_TYPE.TABLE, WD_STYLE_TYPE.LIST):
        assert document.styles.default(kind) is not None, kind
    names = {style.style_id for style in document.styles}
    within = etree.fromstring(ZipFile(BytesIO(word)).read("word/document.xml"))
    named = {each.get(qn("w:val")) for each in within.iterfind(".//{*}pStyle")}
    assert {"Title", "Heading2", "Quote"} <= named <= names
    assert [each.text.strip() for each in document.paragraphs if each.style.name == "Title"] == [HOSTILE.strip()]
    cartridge = ZipFile(BytesIO(saved(page, "Common Cartridge")))
    assert cartridge.testzip() is None
    manifest = etree.fromstring(cartridge.read("imsmanifest.xml"))
    assert {each.get("href") for each in manifest.iterfind(".//{*}file")} == {*cartridge.namelist()} - {
        "imsmanifest.xml"
    }
    essays = etree.fromstring(cartridge.read("questions.xml"))
    assert len(essays.findall(".//{*}item")) == 2
    reading = etree.fromstring(cartridge.read("sheet.html"))
    assert reading.findall(".//{*}script") == reading.findall(".//{*}img") == []
    assert "Because" not in "".join(reading.itertext())
    markdown = saved(page, "Markdown").decode()
    assert "met in May[^1]." in markdown
    assert not re.search(r"(?<!\\)<(?:script|img)", markdown)
    assert page.evaluate("window.hurt") is None


def test_own_words_are_written_from_the_side_of_their_script(site: Path, page: Page) -> None:
    open_sheet(page, site)
    arabic = "من يتكلم؟"
    open_file(page, sheet_of({"type": "own-question", "text": arabic, "answer": "Left."}, title=arabic))
    page.get_by_role("radio", name="For teachers").check()
    page.get_by_role("button", name="Show how it is printed").click()
    shown = page.locator("textarea, .sheet-paper h1, .sheet-paper .own-words")
    sides = shown.evaluate_all("all => all.map(one => [one.value ?? one.textContent, getComputedStyle(one).direction])")
    assert [side for words, side in sides if words == arabic] == ["rtl"] * 3
    assert [side for words, side in sides if words == "Left."] == ["ltr"] * 2
    document = docx.Document(BytesIO(saved(page, "Word")))
    right = {
        each.text: each.paragraph_format.element.pPr.find(qn("w:bidi")) is not None for each in document.paragraphs
    }
    assert (right[arabic], right["Left."]) == (True, False)


def test_in_word_a_question_stands_on_one_page_with_its_lines(site: Path, page: Page) -> None:
    open_sheet(page, site)
    open_file(page, sheet_of({"type": "own-question", "text": "Why?", "lines": 3}, {"type": "text", "text": "After."}))
    document = docx.Document(BytesIO(saved(page, "Word")))
    together = [(each.style.name, bool(each.paragraph_format.keep_with_next)) for each in document.paragraphs]
    at = [name for name, _ in together].index("heading 2" if ("heading 2", True) in together else "Heading 2")
    line = "Answer Line"
    assert [kept for _, kept in together[at : at + 6]] == [True, True, True, True, False, False]
    assert [name for name, _ in together[at + 2 : at + 5]] == [line] * 3


def test_axe_finds_nothing(site: Path, browser: Browser) -> None:
    for width, scheme in ((1280, "light"), (390, "dark")):
        with reader(browser, width, color_scheme=scheme) as page:
            open_sheet(page, site)
            items = [{"type": "paragraph", "id": "letter-2", "notes": "all"}, {"type": "chart", "id": "prices"}]
            open_file(
                page, sheet_of(*items, QUESTION, {"type": "row", "id": "gone"}, {"type": "own-question", "text": ""})
            )
            page.locator(".sheet-notes summary").click()
            page.locator(".sheet-picker summary").click()
            page.get_by_role("button", name="Show how it is printed").click()
            page.evaluate(AXE_SCRIPT)
            rules = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
            found = page.evaluate("rules => axe.run(rules)", rules)["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
