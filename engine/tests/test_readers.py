"""Notes of readers: written on a page from disk with the keyboard alone, saved, brought together by another reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from glossator.core.text import load_sources
from glossator.testing.books import SmallBook, written_note, written_passage
from glossator.testing.reading import reader, script, settle, wait_until
from playwright.sync_api import Browser, Locator, Page, expect

Make = Callable[..., SmallBook]
pytestmark = pytest.mark.xdist_group("notes of readers")
CHAPTER = "# The letter\n\n" + written_passage(
    "letter-1 letter-2", written_note("in May", "In spring {cite:p}`smith2016`.")
)
HOSTILE = "<img src=x onerror=window.hacked=1>\n::::\n<script>hacked=1</script>"


@pytest.fixture(scope="module")
def site(shared_book: Make) -> Path:
    book = shared_book(one=CHAPTER, two="# Two\n\n:::{passage} reply-title reply-2\n:::\n")
    build = book.build(html_theme="glossator", html_title="Letters", glossator={"version": "1.1.0"})
    assert build.warnings == ""
    return build.out


@pytest.fixture
def page(site: Path, browser: Browser) -> Iterator[Page]:
    with reader(browser, accept_downloads=True) as page:
        open_page(page, site)
        yield page


def open_page(page: Page, site: Path, name: str = "chapters/one") -> None:
    page.goto((site / f"{name}.html").as_uri())
    settle(page)


def desk(page: Page) -> Locator:
    """Open the dialogue with all notes."""
    page.get_by_role("button", name="Notes of readers").press("Enter")
    dialog = page.get_by_role("dialog", name="Notes of readers")
    dialog.wait_for()
    return dialog


def write(page: Page, words: str, name: str = "") -> None:
    """Write a note on the second paragraph but its first word, by keyboard; the first note asks for a name."""
    page.get_by_role("button", name="Write a note: Letter, paragraph 2").press("Enter")
    first = page.get_by_label("First word")
    first.press("ArrowDown")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your note").press_sequentially(words)
    page.get_by_label("Your note").press("Control+Enter")


def marked(page: Page, name: str = "my-notes") -> list[str]:
    """Return the words of the text that stand out."""
    words: list[str] = page.evaluate("name => [...CSS.highlights.get(name) ?? []].map(range => `${range}`)", name)
    return words


def saved(page: Page, dialog: Locator, button: str = "Save to a file") -> Any:
    with page.expect_download() as download:
        dialog.get_by_role("button", name=button, exact=True).press("Enter")
    return json.loads(Path(download.value.path()).read_text(encoding="utf-8"))


def file_of(name: str, content: object) -> dict[str, Any]:
    text = content if isinstance(content, str) else json.dumps(content)
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}


def notes_of(name: str, *pairs: tuple[str, str], **more: object) -> dict[str, Any]:
    """Return a file of notes by a person: words of the second paragraph, and what is said of them."""
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:{name}",
        "type": "AnnotationPage",
        "items": [
            {
                "id": f"urn:uuid:{name}-{number}",
                "type": "Annotation",
                "creator": {"type": "Person", "name": name},
                "body": {"type": "TextualBody", "value": said},
                "target": {
                    "source": "chapters/one.html",
                    "selector": [
                        {"type": "FragmentSelector", "value": "letter-2"},
                        {"type": "TextQuoteSelector", "exact": exact, "prefix": "", "suffix": ""},
                    ],
                },
                **more,
            }
            for number, (exact, said) in enumerate(pairs)
        ],
    }


def load(page: Page, dialog: Locator, *files: dict[str, Any]) -> None:
    dialog.get_by_label("Load files of notes").set_input_files([*files])


def test_a_reader_writes_a_note_with_the_keyboard_keeps_saves_and_takes_it_back(page: Page, site: Path) -> None:
    write(page, "Which meeting?", "Ada")
    note = page.locator("#letter-2 .my-note")
    expect(note).to_contain_text("Which meeting?")
    expect(note).to_be_focused()
    (words,) = marked(page)
    text = page.locator("#letter-2 > .source").text_content()
    assert text.split()[1] == words.split()[0]

    page.reload()
    settle(page)
    note.get_by_role("button", name="Edit").press("Enter")
    page.get_by_label("Your note").fill("Which meeting, and where?")
    expect(page.get_by_label("Your name")).to_have_count(0)
    page.get_by_role("button", name="Keep").press("Enter")
    expect(note).to_contain_text("and where?")
    expect(note).to_contain_text("Ada")
    note.get_by_role("button", name="Delete").press("Enter")
    assert marked(page) == []
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(note).to_contain_text("and where?")

    file = saved(page, desk(page))
    (item,) = file["items"]
    assert (file["type"], item["creator"]["name"], item["body"]["value"]) == (
        "AnnotationPage",
        "Ada",
        "Which meeting, and where?",
    )
    of_type = {selector["type"]: selector for selector in item["target"]["selector"]}
    place, quote = of_type["TextPositionSelector"], of_type["TextQuoteSelector"]
    published = load_sources(site.parents[1] / "sources")["letter"].paragraph("letter-2").text
    assert published[place["start"] : place["end"]] == quote["exact"] == words
    assert published[: place["start"]].endswith(quote["prefix"])
    assert of_type["FragmentSelector"]["value"] == "letter-2"


def test_words_that_are_selected_get_a_note_beside_them(page: Page) -> None:
    page.evaluate(script("selecting"), {"within": "#letter-2 .source", "first": "in", "last": "May"})
    page.get_by_role("button", name="Write a note", exact=True).click()
    # What has been typed is not lost when the form is left.
    page.get_by_label("Your note").fill("Spring")
    page.keyboard.press("Escape")
    page.evaluate(script("selecting"), {"within": "#letter-2 .source", "first": "in", "last": "May"})
    page.get_by_role("button", name="Write a note", exact=True).click()
    expect(page.get_by_label("Your note")).to_have_value("Spring")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#letter-2 .my-note")).to_contain_text("Spring")
    assert marked(page) == ["in May"]


def test_files_are_brought_together_by_whom_they_are_and_made_a_sheet_and_proposals(page: Page) -> None:
    dialog = desk(page)
    ada = notes_of("Ada", ("in May", "Which May?"), ("a word that is gone", "It stood here."))
    ben = notes_of("Ben", ("in May", "Spring."))
    load(page, dialog, file_of("ada.json", ada), file_of("ben.json", ben), file_of("again.json", ada))
    expect(dialog).to_contain_text("“ada.json”: 2 notes are new")
    expect(dialog).to_contain_text("2 notes were here already")
    expect(dialog).to_contain_text("3 notes in this browser. 2 of those chosen are on this page.")
    expect(dialog.locator("section", has_text="Words that are no longer found")).to_contain_text("It stood here.")

    sheet = saved(page, dialog, "Save as a sheet")
    assert [item["type"] for item in sheet["items"]] == ["paragraph", "text", "own-question", "text"]
    dialog.get_by_label("Notes by").select_option(label="Ben (1)")
    assert [item["body"]["value"] for item in saved(page, dialog)["items"]] == ["Spring."]
    dialog.get_by_role("button", name="As proposals for the edition").press("Enter")
    expect(dialog.locator("pre")).to_contain_text("::::{annotation} in May\n:kind: context\n:certainty: fact\n")
    page.keyboard.press("Escape")
    expect(page.locator("#letter-2 .my-note")).to_have_count(1)
    expect(page.locator("#letter-2 .my-note cite")).to_have_text("Ben")


def test_no_sheet_is_made_that_the_page_of_the_sheet_would_refuse(page: Page) -> None:
    dialog = desk(page)
    load(page, dialog, file_of("ben.json", notes_of("Ben", *(("in May", f"Note {number}.") for number in range(500)))))
    dialog.get_by_role("button", name="Save as a sheet").press("Enter")
    expect(dialog.locator("output")).to_contain_text("a sheet of 501 items, and it can have 500")


def test_what_is_no_file_of_notes_is_refused_with_a_sentence_and_nothing_in_one_is_markup(page: Page) -> None:
    write(page, "Mine")
    dialog = desk(page)
    elsewhere = notes_of("Cy", ("in May", "No."), edition={"title": "Speeches", "version": "1"})
    load(
        page,
        dialog,
        file_of("broken.json", '{"type": "AnnotationPage", "items": ['),
        file_of("foreign.json", {"type": "FeatureCollection", "features": []}),
        file_of("huge.json", " " * 5_000_001),
        file_of("other.json", elsewhere),
        file_of("odd.json", {"type": "AnnotationPage", "items": [None, 7, {"target": [None]}, {"body": {"value": 1}}]}),
    )
    for words in (
        "“broken.json” is broken",
        "“foreign.json” is no file of notes",
        "“huge.json” is larger than five megabytes",
        "“other.json” holds notes on another edition",
        "“odd.json” holds no note that could be read",
    ):
        expect(dialog).to_contain_text(words)
    expect(dialog).to_contain_text("1 note in this browser.")
    hostile = notes_of(HOSTILE, ("in May", HOSTILE), ("</script><script>hacked=1</script>", HOSTILE))
    load(page, dialog, file_of("hostile.json", hostile))
    expect(dialog).to_contain_text("“hostile.json”: 2 notes are new")
    dialog.get_by_role("button", name="As proposals for the edition").press("Enter")
    # What a reader has written cannot end the block of a proposal.
    expect(dialog.locator("pre")).to_contain_text("\\::::\n")
    page.keyboard.press("Escape")
    note = page.locator("#letter-2 .my-note").filter(has_text="<img").first
    expect(note.locator("p")).to_have_text(HOSTILE)
    assert page.locator("img[src=x]").count() == 0
    assert page.evaluate("window.hacked === undefined")


def test_a_browser_that_keeps_nothing_is_told_and_the_file_is_offered(page: Page) -> None:
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    write(page, "Not to be lost")
    expect(page.locator("#letter-2 .my-note")).to_contain_text("Not to be lost")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("lost when you leave this page")
    (item,) = saved(page, alert)["items"]
    assert item["body"]["value"] == "Not to be lost"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    write(page, "Which meeting?")
    page.get_by_role("button", name="Write a note: Letter, paragraph 1").press("Enter")
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    page.keyboard.press("Escape")
    load(page, desk(page), file_of("ada.json", notes_of("Ada", ("gone", "It stood here."))))
    wait_until(page, "() => document.querySelector('.my-notes-lost')")
    found += page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [f"{each['help']}: {each['nodes'][0]['target']}" for each in found] == []
