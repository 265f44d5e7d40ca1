"""No note is ever lost: every page, at every width, in both schemes, with and without script and styles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from glossator.testing.reading import (
    HEIGHT,
    WIDTHS,
    address,
    annotated,
    faults,
    pages,
    reader,
    script,
    settle,
    sheets,
    typical,
    wait_until,
)
from playwright.sync_api import Browser, Page

NARROW, WIDE = 390, 1280
#: axe's own rules, and the size of targets, which it leaves to be asked for, on every page in the first of these views.
#: In the others an element is another only by the rules of the style sheet, which a few pages show between them; so are
#: colours, which no width changes. A scheme changes nothing else.
COLOURS = ["color-contrast", "link-in-text-block"]
STRUCTURE = {"rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in COLOURS}}}
AXE = {
    (WIDE, "light"): STRUCTURE,
    (NARROW, "light"): {"rules": {"target-size": {"enabled": True}}},
    (NARROW, "dark"): {"runOnly": COLOURS},
}
#: The parts of a rule in a style sheet: for what, and what.
RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
#: Six hundred works, notes or rows of one kind are judged by their first six; axe looks into no drawing.
SHORTEN = """
document.querySelectorAll("ul, ol, tbody").forEach((list) => {
    [...list.children].slice(6).forEach((item) => item.remove());
});
document.querySelectorAll(".chart svg").forEach((drawing) => drawing.replaceChildren());
"""


#: What moves without the reader's doing, as the browser itself reports it.
SHIFTS = """
window.shifts = [];
const keep = (entries) => {
    for (const shift of entries) shifts.push(...shift.sources.map(({ node }) => node?.className ?? "gone"));
};
const observer = new PerformanceObserver((list) => keep(list.getEntries()));
observer.observe({ type: "layout-shift", buffered: true });
window.allShifts = () => { keep(observer.takeRecords()); return shifts; };
"""
#: Whether a reader sees anything yet.
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"
#: Whether the tools of notes, which come last, are there, if they are to come.
TOOLS = "() => !document.querySelector('.annotation') || document.querySelector('.unit .cite')"


def looked_at(book: Path, names: Iterable[str], width: int) -> Iterable[str]:
    """Return all of these pages for a wide window, and for a narrow one those that show every kind of element."""
    return names if width == WIDE else typical(book, names)


# Notes --------------------------------------------------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.parametrize("view", ["read", "study", ""], ids=["read", "study", "no-script"])
def test_no_note_is_hidden_clipped_covered_or_off_screen(book: Path, browser: Browser, view: str):
    """At each width; a page is opened once for all of them. A scheme moves nothing, as the next test says.

    In the Read view the line of each note is judged; what opens is that of the Study view.
    """
    found = []
    with_script = bool(view)
    with reader(browser, java_script_enabled=with_script) as page:
        for name in annotated(book) if view == "read" else pages(book):
            page.goto(address(book, f"{name}?view={view}"))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                if with_script:  # which puts the notes into another place
                    settle(page)
                found += [f"{name}, {width} px: {fault}" for fault in faults(page)]
    assert found == []


def test_a_scheme_changes_colours_and_nothing_else(book: Path):
    """So a note that is in its place in the one is there in the other. What light-dark() gives can be nothing else."""
    for name, css in sheets(book).items():
        assert "prefers-color-scheme" not in css, name
        for element, rules in RULE.findall(css):
            if "[data-scheme" in element:
                assert re.fullmatch(r"\s*color-scheme: (light|dark);\s*", rules), f"{name}: {element.strip()}"


@pytest.mark.sweep
def test_without_styles_a_note_is_text_after_its_paragraph_linked_both_ways(book: Path, browser: Browser):
    with reader(browser, java_script_enabled=False) as page:
        for name in annotated(book):
            page.goto(address(book, name))
            assert page.evaluate(script("unstyled")) == [], name


def test_the_source_has_lines_of_60_to_75_letters(book: Path, browser: Browser):
    with reader(browser) as page:
        page.goto(address(book, "chapters/north-korea"))
        for width in (1000, 1280, 1440, 1920):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            letters = page.evaluate(script("measure"))
            assert 60 <= letters <= 75, f"{letters:.0f} letters at {width} px"


@pytest.mark.parametrize("width", [320, NARROW, WIDE])
def test_nothing_moves_while_a_page_opens_on_a_slow_machine(book: Path, browser: Browser, width: int):
    with reader(browser, width) as page:
        page.add_init_script(SHIFTS)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        # The scripts come when the page is already to be seen, as they do over a slow line.
        page.route("**/_static/*.js", lambda route: (wait_until(page, PAINTED), route.continue_()))
        for name in ("index", "chapters/economy"):
            page.goto(address(book, name))
            wait_until(page, TOOLS)
            settle(page)
            assert page.evaluate("allShifts()") == [], name


@pytest.mark.parametrize("width", [320, NARROW, WIDE])
def test_the_search_field_has_its_place_before_the_button_beside_it_has_been_read(
    book: Path, browser: Browser, width: int
):
    """A slow browser shows the header before it has read it to the end."""
    with reader(browser, width) as page:
        page.goto(address(book, "index"))
        field = page.locator(".site-search")
        before = field.bounding_box()
        page.evaluate("document.querySelector('.scheme-switch').remove()")
        after = field.bounding_box()
        assert (before["x"], before["y"]) == (after["x"], after["y"])


@pytest.mark.parametrize("width", [320, NARROW, WIDE])
def test_what_stands_in_columns_has_its_place_before_the_next_column_has_been_read(
    book: Path, browser: Browser, width: int
):
    with reader(browser, width) as page:
        page.goto(address(book, "index"))
        for first, others in (
            (".text >> nth=0", ".text ~ .text"),
            ("#where-to-start p >> nth=0", "#where-to-start p ~ p"),
        ):
            before = page.locator(first).bounding_box()
            page.evaluate("others => document.querySelectorAll(others).forEach((other) => other.remove())", others)
            after = page.locator(first).bounding_box()
            assert (before["x"], before["width"]) == (after["x"], after["width"]), first


def test_the_first_words_of_the_source_stand_on_the_first_screen(book: Path, browser: Browser):
    """The chapter on the genre explains it first."""
    low = {}
    with reader(browser) as page:
        for name in set(annotated(book)) - {"chapters/how-to-read-a-readout"}:
            page.goto(address(book, name))
            for width, height, lowest in ((1440, 900, 420), (NARROW, 844, 820), (1280, 680, 656)):
                page.set_viewport_size({"width": width, "height": height})
                settle(page)
                box = page.locator(".source").first.bounding_box()
                if box["y"] > lowest:
                    low[name, width] = box["y"]
    assert low == {}


# Keyboard and screen reader -----------------------------------------------------------------------------------------


def tab_through(page: Page, stops: int) -> dict:
    """Press Tab until the last note is passed, or *stops* are reached, and return what was reached."""
    page.evaluate(script("tabbing"))
    for _ in range(0, stops, 20):
        for _ in range(20):
            page.keyboard.press("Tab")
        if page.evaluate("walk.done"):
            break
    return page.evaluate("walk")


@pytest.mark.sweep
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_tab_reaches_every_note_and_every_mark_and_the_focus_is_always_in_sight(
    book: Path, browser: Browser, width: int
):
    """The order is the same at any width; what might cover the focus depends on the rules of the style sheet alone."""
    with reader(browser, width) as page:
        for name in looked_at(book, annotated(book), width):
            page.goto(address(book, name))
            walk = tab_through(page, stops=2000)
            ids = page.eval_on_selector_all(".annotation", "notes => notes.map(note => note.id)")
            assert walk["faults"] == [], name
            assert list(dict.fromkeys(walk["notes"])) == ids, name
            assert walk["marks"] == ids, name


@pytest.mark.sweep
def test_the_focus_is_always_in_sight_on_the_other_pages(book: Path, browser: Browser):
    with reader(browser) as page:
        others = typical(book, sorted(set(pages(book)) - set(annotated(book))))
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            for name in others:
                page.goto(address(book, name))
                assert tab_through(page, stops=40)["faults"] == [], f"{name} at {width} px"


@pytest.mark.parametrize(
    ("width", "scheme"), [pytest.param(*each, marks=pytest.mark.sweep if each[0] == WIDE else ()) for each in AXE]
)
def test_axe_finds_nothing_on_any_page(book: Path, browser: Browser, width: int, scheme: str):
    options = {"resultTypes": ["violations"], **AXE[width, scheme]}
    found = []
    with reader(browser, width, color_scheme=scheme) as page:
        for name in looked_at(book, pages(book), width):
            page.goto(address(book, name))
            page.evaluate(SHORTEN)
            page.evaluate(AXE_SCRIPT)
            for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
                places = [" ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
                found.append(f"{name}: {violation['help']}: {places}")
    assert found == []
