"""The markup of MyST and docutils as a reader finds it: ``books/kitchen-sink``, its chapter ``markup``.

The page is opened once as a reader on a wide screen has it, and once narrow: a test leaves both as it found them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup, Tag
from glossator.lint.command_line import Mistake, check
from glossator.testing.books import SmallBook
from glossator.testing.reading import SCHEMES, address, faults, reader, settle
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kitchen-sink")]
WIDE, NARROW, NARROWEST = 1440, 390, 320
ADMONITIONS = ("note", "tip", "hint", "important", "warning", "caution", "attention", "danger", "error", "seealso")
#: Boxes that share a place with a remark, by the words of both.
COVERED = """() => {
  const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1;
  const along = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  // Words, not blocks: a paragraph may be broader than what it says.
  const lines = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()];
  };
  const others = [...document.querySelectorAll("article :is(p, li, h2, h3, td, pre, figure, .annotation, .side)")];
  const beginning = (element) => element.textContent.trim().slice(0, 30);
  return [...document.querySelectorAll(".side, figure.margin, .tag_margin")].flatMap((side) => {
    const box = side.getBoundingClientRect();
    return others
      .filter((other) => other.checkVisibility({ contentVisibilityAuto: true }))
      .filter((other) => !side.contains(other) && !other.contains(side))
      .filter((other) => lines(other).some((line) => across(box, line) && along(box, line)))
      .map((other) => `${beginning(side)} | ${beginning(other)}`);
  });
}"""


@pytest.fixture(scope="module")
def wide(kitchen_sink: Path, browser: Browser) -> Iterator[Page]:
    with reader(browser, WIDE) as page:
        page.goto(address(kitchen_sink, "chapters/markup"))
        settle(page)
        yield page


@pytest.fixture(scope="module")
def narrow(kitchen_sink: Path, browser: Browser) -> Iterator[Page]:
    """Yield the page on a telephone whose browser runs no script."""
    with reader(browser, NARROW, java_script_enabled=False) as page:
        page.goto(address(kitchen_sink, "chapters/markup"))
        yield page


@pytest.fixture(scope="module")
def printed(kitchen_sink: Path) -> Tag:
    """Return the elements of the page, as they are sent."""
    return page_of(kitchen_sink, "chapters/markup").article


def page_of(book: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((book / f"_build/html/{name}.html").read_text(encoding="utf-8"), "html.parser")


def words(element: Tag) -> str:
    return " ".join(element.get_text().replace("¶", "").split())


# The page as it is sent -----------------------------------------------------------------------------------------------


def test_only_a_page_with_such_markup_has_its_style_sheet(kitchen_sink: Path) -> None:
    for name, needed in {"chapters/markup": True, "chapters/about": False, "chapters/bibliography": False}.items():
        sheets = [link["href"] for link in page_of(kitchen_sink, name).select("link[rel=stylesheet]")]
        assert any("markup.css" in sheet for sheet in sheets) == needed, name


def test_no_element_has_a_style_that_the_policy_would_refuse(printed: Tag) -> None:
    assert printed.select("[style]") == []


def test_admonitions_say_what_they_are(printed: Tag) -> None:
    for kind in ADMONITIONS:
        title = words(printed.select_one(f".admonition.{kind} > .admonition-title"))
        assert title == kind.replace("seealso", "see also").capitalize()
    own = printed.select_one("#own-title")
    assert "warning" in own["class"]
    assert words(own.select_one(".admonition-title")) == "A title of its own"
    assert own.select_one(".admonition.note")


def test_figures_tables_and_listings_are_numbered_and_named_by_their_numbers(printed: Tag) -> None:
    captions = [
        words(caption) for caption in printed.select("figcaption p:has(.caption-number), caption, .code-block-caption")
    ]
    assert captions == [
        "Fig. 1 The hall from the garden",
        "Fig. 2 At the left",
        "Fig. 3 In the margin",
        "Table 1 Months and what they bring",
        "Listing 1 How pears are counted",
    ]
    numbers = [(words(link), link["href"]) for link in printed.select("a:has(> .numref)")]
    assert numbers == [
        ("Fig. 1", "#the-hall"),
        ("Fig. 1", "#the-hall"),
        ("Picture 2", "#small-hall"),
        ("Table 1", "#months"),
        ("Listing 1", "#counting"),
        ("Section 1.6", "#about-words"),
    ]


def test_another_chapter_names_the_chapter_of_a_number(kitchen_sink: Path) -> None:
    article = page_of(kitchen_sink, "chapters/reading").article
    (link,) = article.select("a:has(> .numref)")
    assert (words(link), link["href"]) == ("Fig. 1 in “Markup”", "markup.html#the-hall")


def test_headings_are_linked_to_by_their_words(printed: Tag, kitchen_sink: Path) -> None:
    section = printed.select_one("#links")
    links = [(words(link), link["href"]) for link in section.select("p a.reference")]
    assert links == [
        ("Quotations", "#quotations"),
        ("a heading", "#places-beside-the-text"),
        ("another chapter’s", "reading.html#where-to-go"),
        ("Admonitions", "#admonitions"),
        ("Beside a text", "reading.html"),
        ("their title", "#own-title"),
    ]
    for _, target in links:
        name, _, place = target.partition("#")
        page = page_of(kitchen_sink, f"chapters/{name.removesuffix('.html') or 'markup'}")
        assert not place or page.select_one(f"#{place}"), target


def test_footnotes_lead_there_and_back(printed: Tag) -> None:
    marks = printed.select(".footnote-reference")
    assert [words(mark) for mark in marks] == ["[1]", "[2]", "[1]"]
    notes = {note["id"]: note for note in printed.select("[role=doc-footnote]")}
    for mark in marks:
        note = notes[mark["href"].removeprefix("#")]
        assert note.select_one(f"[role=doc-backlink][href='#{mark['id']}']")


def test_lists_and_quotations_keep_their_parts(printed: Tag) -> None:
    boxes = [(box["aria-label"], words(box.parent)) for box in printed.select(".task")]
    assert boxes == [("To do", "☐ to be done"), ("Done", "☑ done"), ("Done", "☑ below it")]
    assert not printed.select("input")
    assert words(printed.select_one(".epigraph .attribution")) == "—The gardener"
    assert words(printed.select_one("blockquote:not([class]) .attribution")) == "—The gardener, in June"
    assert printed.select_one("blockquote br")
    assert len(printed.select(".hlist > div")) == 3
    assert not printed.select("table.hlist")
    assert words(printed.select_one("s")) == "struck out"
    assert [words(key) for key in printed.select("kbd:not(.compound)")] == ["Ctrl", "Ctrl", "C"]
    assert printed.select_one("abbr")["title"] == "Markedly Structured Text"


def test_words_for_another_form_and_removed_cells_are_not_there(printed: Tag) -> None:
    text = printed.get_text()
    assert "Words for pages alone." in text
    for missing in ("Words for paper alone.", "The cell is removed."):
        assert missing not in text
    assert text.count("The input is removed.") == 1


def test_a_reading_view_keeps_all_words(printed: Tag) -> None:
    """It drops every ``aside``, and what has one of these words in its class, but not the other."""
    assert printed.select("aside") == []
    unlikely = printed.select("[class*=sidebar], [class*=menu], [class*=footer]")
    assert unlikely
    assert all("content" in " ".join(element["class"]) for element in unlikely)


# The page as it is seen -----------------------------------------------------------------------------------------------


def test_a_remark_stands_in_the_margin_where_there_is_one(wide: Page, narrow: Page) -> None:
    edge = "it => Math.round(it.getBoundingClientRect().%s)"
    text = wide.get_by_text("A paragraph with a remark").evaluate(edge % "right")
    for remark in wide.locator(".side, figure.margin, .tag_margin").all():
        assert remark.evaluate(edge % "left") > text
        assert remark.evaluate(edge % "right") <= WIDE
    assert wide.evaluate(COVERED) == []
    left = narrow.get_by_text("A paragraph with a remark").evaluate(edge % "left")
    for remark in narrow.locator("section > .side, figure.margin, .tag_margin").all():
        assert remark.evaluate(edge % "left") == left
    assert narrow.evaluate(COVERED) == []


@pytest.mark.parametrize("width", [WIDE, 1200])
def test_a_remark_and_the_notes_of_a_passage_keep_out_of_each_other(
    kitchen_sink: Path, browser: Browser, width: int
) -> None:
    with reader(browser, width) as page:
        page.goto(address(kitchen_sink, "chapters/reading"))
        settle(page)
        assert faults(page) == []
        assert page.evaluate(COVERED) == []


def test_what_is_folded_is_opened_by_the_keyboard_and_on_paper(wide: Page) -> None:
    content = wide.get_by_text("It is closed until somebody opens it")
    expect(content).to_be_hidden()
    summary = wide.locator("summary", has_text="four months")
    summary.focus()
    wide.keyboard.press("Enter")
    expect(content).to_be_visible()
    wide.keyboard.press("Enter")
    expect(content).to_be_hidden()
    wide.emulate_media(media="print")
    for first in (
        "It is closed until",
        "answer",
        "What is here is shown",
        "The output is hidden",
        "The cell is hidden",
    ):
        shown = wide.get_by_text(first).first.evaluate("it => it.checkVisibility({ contentVisibilityAuto: true })")
        assert shown, first
    wide.emulate_media(media="screen")


def test_what_is_folded_needs_no_script(narrow: Page) -> None:
    content = narrow.get_by_text("It is closed until somebody opens it")
    expect(content).to_be_hidden()
    narrow.locator("summary", has_text="four months").click()
    expect(content).to_be_visible()
    narrow.locator("summary", has_text="four months").click()


def test_a_hidden_cell_says_once_what_is_in_it(wide: Page) -> None:
    cells = wide.locator(".hidden-cell > summary").all_inner_texts()
    assert [cell.strip() for cell in cells] == ["Code", "Output", "Code and output"]


def test_pictures_have_the_size_and_the_side_that_was_asked_for(wide: Page) -> None:
    box = "it => it.getBoundingClientRect().toJSON()"
    hall, small = (wide.locator(f"#{name} img").evaluate(box) for name in ("the-hall", "small-hall"))
    figure = wide.locator("#the-hall").evaluate(box)
    assert hall["width"] == pytest.approx(0.6 * figure["width"], abs=2)
    assert (hall["left"] + hall["right"]) / 2 == pytest.approx((figure["left"] + figure["right"]) / 2, abs=2)
    assert small["width"] == 200
    beside = wide.get_by_text("Words go around a picture").evaluate(box)
    assert beside["top"] < small["bottom"]
    assert wide.locator("img[alt='The same house, without a caption.']").evaluate(box)["width"] == 180


def test_lines_of_code_have_numbers_that_nobody_copies(wide: Page) -> None:
    code = wide.locator("#counting")
    numbers = code.locator(".linenos")
    assert [number.strip() for number in numbers.all_inner_texts()] == ["9", "10", "11", "12"]
    assert numbers.first.evaluate("it => getComputedStyle(it).userSelect") == "none"
    ground = "it => getComputedStyle(it).backgroundColor"
    assert code.locator(".hll").evaluate(ground) != code.locator("pre").evaluate(ground)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(wide: Page, scheme: str) -> None:
    found = []
    wide.emulate_media(color_scheme=scheme)
    wide.evaluate("document.querySelectorAll('article details').forEach(it => { it.open = true; })")
    wide.evaluate(AXE_SCRIPT)
    for width in (NARROW, WIDE):
        wide.set_viewport_size({"width": width, "height": 900})
        violations = wide.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        found += [f"{width}: {it['help']}: {it['nodes'][0]['target']}" for it in violations]
    wide.evaluate("document.querySelectorAll('article details:not(.named)').forEach(it => { it.open = false; })")
    wide.emulate_media(color_scheme="light")
    assert found == []


def test_nothing_is_broader_than_the_narrowest_screen(narrow: Page) -> None:
    narrow.set_viewport_size({"width": NARROWEST, "height": 900})
    assert narrow.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    narrow.set_viewport_size({"width": NARROW, "height": 900})


# Extensions of MyST ---------------------------------------------------------------------------------------------------


@pytest.fixture
def said(small_book: Callable[..., SmallBook]) -> Callable[[str], list[Mistake]]:
    """Return a function that checks a book with one more extension, and returns what is said of its settings."""
    settings = (Path(__file__).parent / "mistakes" / "_config.yml").read_text(encoding="utf-8")
    book = small_book(one="# One\n\n```{bibliography}\n```\n")
    (book.folder / "conf.py").unlink()

    def check_with(extension: str) -> list[Mistake]:
        book.write("_config.yml", settings.replace("[colon_fence]", f"[colon_fence, {extension}]"))
        return [mistake for mistake in check(book.folder) if mistake.path == "_config.yml"]

    return check_with


@pytest.mark.parametrize("extension", ["html_image", "html_admonition", "attrs_image", "deflists"])
def test_an_extension_that_cannot_be_is_refused_at_its_line(
    said: Callable[[str], list[Mistake]], extension: str
) -> None:
    (mistake,) = said(extension)
    assert extension in mistake.message
    assert mistake.line > 1


def test_a_link_leads_to_the_address_that_its_author_has_written(small_book: Callable[..., SmallBook]) -> None:
    chapter = "# One\n\n[A page](https://example.org/a?b=1&c=2), <https://example.org/?d=3&e=4>\n"
    page = small_book(one=chapter).build().page("chapters/one")
    links = [link["href"] for link in page.select("a.external")]
    assert links == ["https://example.org/a?b=1&c=2", "https://example.org/?d=3&e=4"]
