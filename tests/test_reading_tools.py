"""What a reader can do with a page: follow addresses, choose notes, fold them, cite, quote, sort; by keyboard too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from glossator.testing.reading import address, keep_copied, last_copied, reader, script, settle
from playwright.sync_api import Browser, Locator, Page, expect

CHAPTER = "chapters/north-korea"
#: A note well down the page, on words of its third paragraph of notes; and the paragraph it is on.
NOTE, PARAGRAPH = "wh-3-existing-mechanisms", "wh-3"
COMPARISONS = ".annotation.kind-comparison"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with reader(browser) as page:
        keep_copied(page)
        yield page


def open_page(page: Page, book: Path, name: str) -> None:
    page.goto("about:blank")
    page.goto(address(book, name))
    settle(page)


def shown(page: Page, selector: str = ".annotation") -> int:
    return page.locator(f"{selector}:visible").count()


def expect_lit(element: Locator, *, is_lit: bool = True) -> None:
    """Expect an element to stand out from the page by its ground, or not to."""
    ground = element.page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    dull = re.compile(rf"^({re.escape(ground)}|rgba\(0, 0, 0, 0\))$")
    (expect(element).not_to_have_css if is_lit else expect(element).to_have_css)("background-color", dull)


# Addresses ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1000, 1440])
@pytest.mark.parametrize("target", [NOTE, PARAGRAPH, f"ref-{NOTE}"], ids=["note", "paragraph", "words"])
def test_an_address_brings_its_place_into_view_and_lights_it(page: Page, book: Path, target: str, width: int):
    page.set_viewport_size({"width": width, "height": 700})
    open_page(page, book, f"{CHAPTER}#{target}")
    place = page.locator(f"[id='{target}']")
    expect(place).to_be_in_viewport()
    header = page.locator(".site-header").bounding_box()
    assert place.bounding_box()["y"] >= max(0, header["y"] + header["height"])
    expect_lit(place if target != PARAGRAPH else page.locator(f"#{PARAGRAPH} .source"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("asked", ["", "?view=text", "?notes=question", "?notes=none", "?view=study"])
def test_an_address_opens_a_closed_note_and_one_that_is_not_shown(page: Page, book: Path, asked: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, book, f"{CHAPTER}{asked}")
    page.evaluate(f"location.hash = '{NOTE}'")
    expect(page.locator(f"#{NOTE} p").nth(1)).to_be_in_viewport()
    open_page(page, book, f"{CHAPTER}{asked}#{NOTE}")
    expect(page.locator(f"#{NOTE} p").nth(1)).to_be_in_viewport()


def test_pointing_at_a_note_lights_its_words_and_the_reverse(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    note, words = page.locator(f"#{NOTE}"), page.locator(f".quoted[data-notes~='{NOTE}']").first
    for one, other in ((note, words), (words, note)):
        one.hover()
        expect_lit(other)
        page.mouse.move(0, 0)
        expect_lit(other, is_lit=False)
    page.locator(f"#ref-{NOTE}").focus()
    expect_lit(note)
    note.locator(".backlink").focus()
    expect_lit(words)


def test_quoted_words_are_marked_by_more_than_colour_and_overlaps_can_be_told(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    line = "words => getComputedStyle(words).textDecorationLine + ' ' + getComputedStyle(words).textDecorationStyle"
    lines = page.eval_on_selector_all(".quoted", f"all => all.map(words => [words.dataset.notes, ({line})(words)])")
    alone = {style for notes, style in lines if " " not in notes}
    several = {style for notes, style in lines if " " in notes}
    assert alone == {"underline dotted"}
    assert several == {"underline double"}


# Which notes are shown ----------------------------------------------------------------------------------------------


def test_a_choice_of_notes_stands_in_the_address_and_survives_a_reload(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    every, comparisons = shown(page), shown(page, COMPARISONS)
    page.get_by_text("Choose notes").click()
    page.get_by_label(f"comparison ({comparisons})").check()
    assert page.url.endswith("?notes=comparison")
    assert shown(page) == comparisons < every
    page.reload()
    assert shown(page) == shown(page, COMPARISONS) == comparisons
    page.get_by_text("Choose notes").click()
    page.get_by_role("button", name="Show all notes").click()
    assert "notes=" not in page.url
    assert shown(page) == every


def test_kind_and_certainty_narrow_each_other(page: Page, book: Path):
    open_page(page, book, f"{CHAPTER}?notes=context,outcome,inference")
    expected = page.locator(":is(.kind-context, .kind-outcome).certainty-inference").count()
    assert shown(page) == expected > 0
    page.get_by_text("Choose notes").click()
    expect(page.get_by_text(f"{expected} of {page.locator('.annotation').count()} notes shown")).to_be_visible()


@pytest.mark.parametrize("asked", ["view=text", "notes=none"])
def test_text_alone_is_the_text_without_a_trace_of_the_notes(page: Page, book: Path, asked: str):
    open_page(page, book, f"{CHAPTER}?{asked}")
    assert shown(page) == shown(page, ".noteref") == 0
    lines = page.eval_on_selector_all(".quoted", "all => all.map(words => getComputedStyle(words).textDecorationLine)")
    assert set(lines) == {"none"}


# Views and opening --------------------------------------------------------------------------------------------------

WORDS = f".quoted[data-notes~='{NOTE}']"


def body(page: Page, note: str = NOTE) -> Locator:
    """Return the first paragraph of what a note says."""
    return page.locator(f"#{note} > p:not(.annotation-head)").first


def test_a_view_is_chosen_stands_in_the_address_and_is_kept_for_the_next_chapter(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    bodies = page.locator(".annotation > p:not(.annotation-head):visible")
    read, study, text = (page.get_by_role("button", name=name, exact=True) for name in ("Read", "Study", "Text"))
    expect(read).to_have_attribute("aria-pressed", "true")
    expect(bodies).to_have_count(0)
    study.click()
    assert bodies.count() >= page.locator(".annotation").count()
    assert page.url.endswith("?view=study")
    open_page(page, book, "chapters/closing")
    expect(study).to_have_attribute("aria-pressed", "true")
    text.click()
    assert shown(page) == shown(page, ".noteref") == 0
    open_page(page, book, f"{CHAPTER}?view=read")
    expect(read).to_have_attribute("aria-pressed", "true")


def test_the_text_runs_on_and_each_note_is_a_line_in_the_margin(page: Page, book: Path):
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, book, "chapters/economy")
    texts = page.eval_on_selector_all(".unit > .source", "all => all.reduce((sum, text) => sum + text.offsetHeight, 0)")
    assert page.locator(".passage").bounding_box()["height"] < 1.5 * texts
    heads = page.eval_on_selector_all(".annotation", "notes => notes.map((note) => note.offsetHeight)")
    assert sum(height < 30 for height in heads) > 0.9 * len(heads)


@pytest.mark.parametrize("by", ["words", "number", "line"])
@pytest.mark.parametrize("width", [390, 768, 1000, 1440])
def test_a_note_opens_in_place_by_its_words_its_number_or_its_line(page: Page, book: Path, by: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, book, CHAPTER)
    what = {"words": WORDS, "number": f"#ref-{NOTE}", "line": f"#{NOTE} .note-line"}[by]
    page.locator(what).first.click()
    expect(body(page)).to_be_in_viewport()
    expect(page.locator(f"#{NOTE} .note-line")).to_have_attribute("aria-expanded", "true")
    assert page.url.endswith(f"#{NOTE}")
    # And it is read with its words in view, uncovered.
    found = page.locator(WORDS).first.evaluate(
        """words => {
          const box = words.getClientRects()[0];
          return words.contains(document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2));
        }"""
    )
    assert found
    page.keyboard.press("Escape")
    expect(body(page)).to_be_hidden()


def test_a_note_opens_by_keyboard_and_escape_gives_the_focus_back(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    number = page.locator(f"#ref-{NOTE}")
    number.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{NOTE} .note-line")).to_be_focused()
    expect(body(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(number).to_be_focused()
    expect(body(page)).to_be_hidden()


def test_one_note_is_open_at_a_time_and_with_the_shift_key_more(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    opened = page.locator(".annotation > p:not(.annotation-head):visible")
    lines = page.locator(".note-line")
    lines.nth(0).click()
    lines.nth(3).click()
    expect(opened).to_have_count(1)
    lines.nth(1).click(modifiers=["Shift"])
    expect(opened).to_have_count(2)
    page.get_by_role("button", name="Text", exact=True).click()
    page.get_by_role("button", name="Read", exact=True).click()
    expect(opened).to_have_count(2)


def test_j_and_k_lead_from_note_to_note_unless_a_reader_turns_that_off(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    lines = page.locator(".note-line")
    for key, index in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(lines.nth(index)).to_be_focused()
        expect(lines.nth(index)).to_have_attribute("aria-expanded", "true")
    page.get_by_text("Choose notes").click()
    page.get_by_label("Keys j and k").uncheck()
    page.keyboard.press("j")
    expect(lines.nth(2)).to_have_attribute("aria-expanded", "false")
    open_page(page, book, CHAPTER)
    page.keyboard.press("j")
    expect(lines.nth(0)).to_have_attribute("aria-expanded", "false")


def test_on_a_phone_a_note_comes_up_from_below_and_leads_to_the_next(page: Page, book: Path):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, book, CHAPTER)
    below = page.locator("#wh-4, .chart-figure, h2").last
    before = below.evaluate("element => element.getBoundingClientRect().top + scrollY")
    page.locator(".noteref").first.click()
    sheet = page.locator(".annotation.sheet")
    count = page.locator(".annotation").count()
    expect(sheet.get_by_role("status")).to_have_text(f"1 of {count}")
    box = sheet.bounding_box()
    assert box["height"] <= 844 / 2 + 1
    assert abs(box["y"] + box["height"] - 844) < 1
    expect(sheet.get_by_role("button", name="Previous note")).to_be_disabled()
    sheet.get_by_role("button", name="Next note").click()
    expect(sheet.get_by_role("status")).to_have_text(f"2 of {count}")
    expect(page.locator(".annotation.sheet")).to_have_count(1)
    # What lies below it has not moved.
    assert below.evaluate("element => element.getBoundingClientRect().top + scrollY") == before
    sheet.get_by_role("button", name="Close the note").click()
    expect(page.locator(".annotation.sheet")).to_have_count(0)


def test_words_that_are_found_in_a_closed_note_open_it(page: Page, book: Path):
    """A browser that searches a page looks into what is ``hidden="until-found"``, and says so before it shows it."""
    open_page(page, book, CHAPTER)
    hidden = body(page)
    expect(hidden).to_have_attribute("hidden", "until-found")
    hidden.dispatch_event("beforematch")
    expect(hidden).to_be_visible()


def test_what_is_closed_is_open_on_paper(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    expect(body(page)).to_be_hidden()
    page.emulate_media(media="print")
    expect(body(page)).to_be_visible()


@pytest.mark.parametrize("height", [600, 720])
def test_a_paragraph_stays_in_view_beside_its_notes_to_its_last_line_in_a_low_window(
    page: Page, book: Path, height: int
):
    page.set_viewport_size({"width": 1280, "height": height})
    open_page(page, book, "chapters/economy?view=study")
    last = page.locator("#wh-6 > .annotation").last
    last.evaluate("note => note.scrollIntoView({ block: 'end', behavior: 'instant' })")
    box = page.locator("#wh-6 > .source").bounding_box()
    assert 0 < box["y"] + box["height"] <= height


# Citing -------------------------------------------------------------------------------------------------------------


def citations(page: Page) -> dict[str, str]:
    """Return what the open dialogue offers, by the name of each form."""
    sections = page.locator("dialog[open] section")
    sections.first.wait_for()
    return {section.locator("h3").inner_text(): section.locator("pre").inner_text() for section in sections.all()}


FORMS = {
    *("Chicago, in a note", "Chicago, in the bibliography", "APA, in the list of references", "APA, in the text"),
    *("MLA, in the list of works cited", "MLA, in the text", "BibTeX", "BibLaTeX", "RIS", "CSL-JSON"),
}


def test_a_paragraph_is_cited_by_its_issuer_in_three_styles_and_as_data(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    page.get_by_role("button", name="Cite: White House, paragraph 3").click()
    forms = citations(page)
    assert set(forms) == {"Address", *FORMS}
    for name in FORMS:
        assert "The White House" in forms[name], name
        if not name.endswith("in the text"):
            for part in ("Two accounts of one visit", "1.0.0", "#wh-3"):
                assert part.lower() in forms[name].lower(), name
    # The text bears no date.
    assert "[November 10, 2017]" in forms["Chicago, in a note"]
    assert "para. 3" in forms["Chicago, in a note"]
    assert re.match(r"@incollection\{wh-3,\n", forms["BibTeX"])
    copies = page.get_by_role("button", name="Copy: Chicago, in a note").click
    assert last_copied(page, copies) == forms["Chicago, in a note"]
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_note_is_cited_with_its_number_its_words_and_its_own_address(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    note = page.locator(f"#{NOTE}")
    note.locator(".note-line").click()
    number = note.locator(".backlink").inner_text()
    note.get_by_role("button", name=f"Cite: Note {number}").press("Enter")
    for name, form in citations(page).items():
        if not name.endswith("in the text"):
            assert f"#{NOTE}" in form, name
            assert name == "Address" or f"ote {number}" in form, name
            assert name == "Address" or "existing mechanisms" in form, name


def test_a_page_and_its_tables_are_cited_too(page: Page, book: Path):
    open_page(page, book, "chapters/deals")
    page.get_by_role("button", name="Cite this page").click()
    assert citations(page)["Address"].endswith("chapters/deals.html")
    page.keyboard.press("Escape")
    page.locator("caption .cite").first.click()
    assert "data set" in citations(page)["Chicago, in a note"]


def test_words_that_a_reader_selects_are_copied_with_their_citation(page: Page, book: Path):
    open_page(page, book, CHAPTER)
    # From the middle of a word, over the number of a note: whole words come out, and no number.
    page.evaluate(script("selecting"), {"within": "#wh-3 .source", "first": "goal", "last": "denuclearization"})
    quotation = last_copied(page, page.get_by_role("button", name="Copy with citation").click)
    assert quotation.startswith("“goal of full, verifiable, and irreversible denuclearization” (The White House")
    assert "para. 3" in quotation
    assert quotation.endswith("#wh-3).")


# Terms, works and tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["a.term", ".bibtex-citation a"], ids=["term", "citation"])
def test_a_definition_or_a_work_shows_on_hover_and_on_focus_and_escape_closes_it(page: Page, book: Path, kind: str):
    open_page(page, book, f"{CHAPTER}?view=study")
    link, tip = page.locator(f"article {kind}").first, page.get_by_role("tooltip")
    link.hover()
    expect(tip).to_be_visible()
    words = tip.inner_text()
    assert len(words) > 20
    tip.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.mouse.move(0, 0)
    link.focus()
    expect(tip).to_have_text(words, use_inner_text=True)
    expect(link).to_have_accessible_description(re.compile(re.escape(words.split("\n")[0])))
    link.blur()
    expect(tip).to_be_hidden()


def column(page: Page, index: int) -> list[str]:
    rows = page.locator("table.sortable").first.locator(f"tbody tr:not(.row-more):visible > td:nth-child({index})")
    return [text.strip() for text in rows.all_inner_texts()]


@pytest.mark.parametrize("width", [390, 1440])
def test_a_long_table_is_sorted_by_numbers_as_numbers_and_by_words(page: Page, book: Path, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, book, "chapters/deals")
    head = page.get_by_role("button", name="Value, $ billion").first
    index = head.evaluate("button => button.closest('th').cellIndex + 1")
    cells = f"rows => rows.map(row => row.cells[{index - 1}].textContent.trim())"
    for reverse in (False, True):
        head.press("Enter")
        values = [
            float(text)
            for text in page.eval_on_selector_all("table.sortable >> nth=0 >> tbody tr:not(.row-more)", cells)
            if text
        ]
        assert values == sorted(values, reverse=reverse)


def test_a_long_table_is_narrowed_by_words_and_by_a_column_and_tells_how_many_rows_are_left(page: Page, book: Path):
    open_page(page, book, "chapters/deals")
    rows = page.locator("table.sortable").first.locator("tbody tr:not(.row-more):visible")
    every = rows.count()
    page.get_by_label("Sector").first.select_option("energy")
    energy = rows.count()
    assert set(column(page, 4)) == {"energy"}
    page.get_by_label("Words in the table").first.fill("alaska")
    assert 0 < rows.count() < energy < every
    expect(page.get_by_text(f"{rows.count()} of {every} rows")).to_be_visible()


def test_without_script_all_notes_and_rows_are_shown_and_no_dead_control(book: Path, browser: Browser):
    with reader(browser, java_script_enabled=False) as page:
        for name in (CHAPTER, "chapters/deals"):
            page.goto(address(book, f"{name}?notes=none"))
            assert page.locator(":is(.annotation, table.sortable tr):not(:visible)").count() == 0
            assert page.locator("button:visible").count() == 0
