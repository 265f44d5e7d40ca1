"""The words of a source are its own on the page, and no text of the book is taken for markup."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from glossator.core.escape import css_string, script_json
from glossator.core.text import load_sources
from glossator.testing.books import SmallBook, written_note, written_passage
from glossator.testing.reading import settle
from playwright.sync_api import Browser, Page, expect

Make = Callable[..., SmallBook]
NOTES = (
    written_note("the two sides would meet again", "They met {cite:p}`smith2016`."),
    written_note("in May", "In spring {cite:p}`smith2016`."),
)
LETTER = "# The letter\n\n" + written_passage("letter-1 letter-2", *NOTES)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[Path, str], Page]]:
    """Return a function that opens a page of a built book; no script of it may fail."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))

    def go(site: Path, address: str) -> Page:
        path = address.partition("#")[0].partition("?")[0]
        page.goto(f"{(site / path).as_uri()}{address.removeprefix(path)}")
        return page

    yield go
    context.close()
    assert failed == []


@pytest.fixture(scope="module")
def letter(shared_book: Make) -> SmallBook:
    """Return a book that has been built: a chapter with two notes."""
    book = shared_book(one=LETTER)
    book.build(html_theme="glossator")
    return book


@pytest.mark.xdist_group("letter")
def test_the_first_note_is_few_keys_behind_the_way_to_the_text(letter: SmallBook, open_page: Callable) -> None:
    page = open_page(letter.site, "chapters/one.html")
    settle(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.locator(".noteref:focus").count():
            break
    expect(page.locator(".noteref").first).to_be_focused()


@pytest.mark.xdist_group("letter")
def test_the_way_to_a_heading_is_named_and_is_no_word_of_it(letter: SmallBook, open_page: Callable) -> None:
    page = open_page(letter.site, "chapters/one.html")
    assert page.locator("h1").text_content() == "The letter"
    expect(page.locator("h1").get_by_role("link", name="Link to this heading")).to_have_count(1)


# What an address asks for ---------------------------------------------------------------------------------------------

BAR = ".by-link"


@pytest.mark.xdist_group("letter")
def test_an_address_shows_a_paragraph_alone_with_its_notes_and_the_page_says_so(
    letter: SmallBook, open_page: Callable
) -> None:
    page = open_page(letter.site, "chapters/one.html?only=letter-1")
    expect(page.locator("#letter-1")).to_be_visible()
    expect(page.locator("#letter-2")).to_be_hidden()
    expect(page.locator(BAR)).to_contain_text("paragraph 1 alone: 0 of 2 notes, chosen by this link")
    page.evaluate("location.hash = 'letter-2'")
    expect(page.locator("#letter-2")).to_be_visible()
    page = open_page(letter.site, "chapters/one.html?only=letter-2")
    expect(page.locator("#letter-1")).to_be_hidden()
    page.get_by_role("button", name="Show all", exact=True).click()
    expect(page.locator("#letter-1")).to_be_visible()
    expect(page.locator(BAR)).to_be_hidden()
    assert page.url.endswith("one.html")


@pytest.mark.xdist_group("letter")
@pytest.mark.parametrize("asked", ["only=letter-9", "notes=contxt", "view=raed"])
def test_a_choice_that_a_page_does_not_have_is_told(letter: SmallBook, open_page: Callable, asked: str) -> None:
    page = open_page(letter.site, f"chapters/one.html?{asked}")
    wrong = asked.partition("=")[2]
    expect(page.locator(".not-here")).to_contain_text(f"This page has no “{wrong}”, which the link asks for.")
    expect(page.locator(".annotation")).to_have_count(2)


# Topics ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compared(shared_book: Make) -> SmallBook:
    """Return a book that has been built: two texts by topic."""
    passages = ":::{passage} letter-1 letter-2\n:::\n\n:::{passage} reply-title reply-2\n:::\n"
    book = shared_book(one=f"# One\n\n{passages}", both="# Both\n\n## By topic\n\n```{parallels}\n```\n")
    rows = "Meeting,1,letter-2,reply-2,Both do.,fact\nWriting,2,letter-1;letter-2,,One does.,fact\n"
    columns = "topic,order,letter,reply,comment,certainty"
    book.write("data/parallels.csv", f"{columns}\n{rows}")
    package = json.loads((book.folder / "data/datapackage.json").read_text(encoding="utf-8"))
    fields = [{"name": name, "type": "string", "title": name.title()} for name in columns.split(",")]
    described = {"name": "parallels", "path": "parallels.csv", "title": "Topics", "schema": {"fields": fields}}
    package["resources"].append(described)
    book.write("data/datapackage.json", json.dumps(package))
    assert book.build(html_theme="glossator").warnings == ""
    return book


@pytest.mark.xdist_group("compared")
def test_a_topic_is_a_line_that_opens_to_the_words_and_an_address_opens_it(
    compared: SmallBook, open_page: Callable
) -> None:
    page = open_page(compared.site, "chapters/both.html#topic-writing")
    meeting, writing = page.locator(".parallel-topic").all()
    expect(writing.get_by_text("One does.")).to_be_in_viewport()
    expect(meeting.locator(".topic-places")).to_have_text("Letter ¶ 2Reply ¶ 2")
    assert writing.locator(".topic-places").text_content() == "Letter ¶ 1, 2Reply silent"
    assert meeting.locator(".topic-body").bounding_box()["height"] == 0
    meeting.get_by_role("button", name="Meeting").press("Enter")
    assert meeting.locator(".topic-body").bounding_box()["height"] > 50
    page.get_by_role("button", name="Fold all topics").click()
    assert writing.locator(".topic-body").bounding_box()["height"] == 0
    page.emulate_media(media="print")
    assert all(body.bounding_box()["height"] > 50 for body in page.locator(".topic-body").all())


@pytest.mark.xdist_group("compared")
def test_without_script_every_topic_is_open(compared: SmallBook, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((compared.site / "chapters/both.html").as_uri())
    assert all(body.bounding_box()["height"] > 50 for body in page.locator(".topic-body").all())
    page.close()


# The words of a source ------------------------------------------------------------------------------------------------


@pytest.mark.xdist_group("letter")
def test_a_paragraph_of_a_source_has_the_words_of_its_file_and_no_number(
    letter: SmallBook, open_page: Callable
) -> None:
    page = open_page(letter.site, "chapters/one.html")
    texts = {p.id: p.text for p in load_sources(letter.folder / "sources")["letter"].paragraphs}
    for name, text in texts.items():
        assert page.locator(f"#{name} .source").evaluate("it => it.textContent") == text


@pytest.mark.xdist_group("letter")
def test_a_sentence_is_found_and_copied_across_the_number_of_a_note(letter: SmallBook, open_page: Callable) -> None:
    page = open_page(letter.site, "chapters/one.html")
    sentence = "met in May. The two sides agreed that the two sides would meet again, and"
    assert page.evaluate("words => window.find(words)", sentence)
    assert page.evaluate("getSelection().toString()") == sentence


@pytest.mark.xdist_group("letter")
def test_the_number_of_a_note_is_drawn_and_said_and_leads_to_the_note(letter: SmallBook, open_page: Callable) -> None:
    page = open_page(letter.site, "chapters/one.html")
    number = page.locator(".noteref").first
    assert number.evaluate("it => getComputedStyle(it, '::before').content") in ('"1"', "attr(data-number)")
    assert number.bounding_box()["width"] > 4
    assert page.get_by_label("Note 1", exact=True).first.is_visible()
    number.click()
    assert page.url.endswith(number.get_attribute("href"))


def test_a_book_on_an_e_reader_has_the_numbers_as_text(small_book: Make) -> None:
    out = small_book(one=LETTER).build("epub").out
    soup = BeautifulSoup((out / "chapters/one.xhtml").read_text(encoding="utf-8"), "html.parser")
    assert [number.get_text() for number in soup.select(".noteref")] == ["1", "2"]


# Addresses ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letters", ["café in Zürich", "五月", "100% of it"])
def test_a_note_whose_address_has_other_letters_is_opened_lit_and_numbered(
    small_book: Make, open_page: Callable, letters: str
) -> None:
    book = small_book(one="")
    text = f"We met at the {letters} again.\n"
    sources = (book.folder / "sources/sources.yml").read_text(encoding="utf-8")
    entry = sources.partition("\n\n")[0].replace("id: letter", "id: card").replace("letter.txt", "card.txt")
    lines = [line for line in entry.splitlines() if "sha256" not in line and not line.startswith("#")]
    digest = hashlib.sha256(text.encode()).hexdigest()
    book.write("sources/card.txt", text)
    book.write("sources/sources.yml", f"{sources.rstrip()}\n\n" + "\n".join([*lines, f"  sha256: {digest}"]) + "\n")
    note = written_note(letters, "They met {cite:p}`smith2016`.")
    book.write("chapters/one.md", "# A card\n\n" + written_passage("card-1", note))
    out = book.build(html_theme="glossator").out
    soup = BeautifulSoup((out / "chapters/one.html").read_text(encoding="utf-8"), "html.parser")
    address = soup.select_one(".annotation")["id"]
    page = open_page(out, f"chapters/one.html#{quote(address)}")
    assert page.locator(".annotation.lit").count() == 1
    assert page.locator(".noteref:visible").count() == 1


@pytest.mark.xdist_group("letter")
def test_an_address_that_is_none_stops_no_script(letter: SmallBook, open_page: Callable) -> None:
    page = open_page(letter.site, "chapters/one.html#%")
    assert page.locator(".filter").count() == 1


# Text is not markup ---------------------------------------------------------------------------------------------------

HOSTILE = [
    "What `</nav>` means",
    "`<script>window.ran = 1</script>`",
    "`<img src=x onerror=window.ran=1>`",
    "`</title><script>window.ran = 1</script>`",
    "`<!--<script>`",
    '`" onmouseover="window.ran=1`',
    "`'};window.ran=1;//`",
    r"`\3C script\3E window.ran=1`",
]


def test_no_title_or_heading_is_taken_for_markup_on_any_page(small_book: Make, open_page: Callable) -> None:
    passage = LETTER.split("\n\n", 1)[1]
    chapters = {
        f"page{number}": f"---\ndescription: {json.dumps(words)}\n---\n\n# {words}\n\n## {words}\n\nWords.\n"
        for number, words in enumerate(HOSTILE)
    }
    chapters["page0"] += f"\n{passage}"
    build = small_book(**chapters).build(html_theme="glossator", html_title="A book of </script><script>ran=1</script>")
    for path in sorted(build.out.rglob("*.html")):
        page = open_page(build.out, path.relative_to(build.out).as_posix())
        assert page.evaluate("window.ran") is None, path.name
        assert page.locator("main#main").count() == 1, path.name
        assert page.locator("footer.site-footer").is_visible(), path.name
        for script in page.locator("script[type*=json]").all():
            json.loads(script.evaluate("it => it.textContent"))
    page = open_page(build.out, "chapters/page0.html")
    assert page.locator(".annotation").count() == 2
    assert page.locator("h2").first.inner_text().startswith("What </nav> means")


def test_json_in_a_script_element_cannot_end_it_or_hide_its_end() -> None:
    assert "<" not in script_json({"title": "</script><!--<script>"})
    assert json.loads(script_json({"title": "<é>"})) == {"title": "<é>"}


def test_a_line_break_does_not_end_a_string_of_a_style_sheet() -> None:
    assert css_string('A "title"\nof two lines; color: red') == r'"A \"title\" of two lines; color: red"'
