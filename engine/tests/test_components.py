"""Components of sphinx-design, formulas, substitutions, exercises and tables, as their readers and authors find them.

The chapter is ``books/kitchen-sink/chapters/components.md``, built once by the command without a warning; mistakes are
made in small books.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup, Tag
from docutils.utils.math import MathError
from glossator.lint.command_line import check
from glossator.markup.mathematics import mathml
from glossator.testing.books import SmallBook
from glossator.testing.reading import address, reader, settle
from playwright.sync_api import Browser, Page, expect

CHAPTER = "chapters/components"
Make = Callable[..., SmallBook]
#: What is broader than the page, or broader than its place without a frame that moves.
TOO_BROAD = """() => {
  const framed = (it) => it.closest(".scroller, .formula-frame, .highlight, .table-wrapper");
  const broad = [...document.querySelectorAll("article *")].filter((it) => it.checkVisibility() && !framed(it)
    && !it.closest(".sd-hide-link-text, .skip-link") && it.getBoundingClientRect().right > innerWidth + 1);
  if (document.documentElement.scrollWidth > innerWidth) broad.push(document.documentElement);
  return broad.map((it) => it.outerHTML.slice(0, 80));
}"""


together = [pytest.mark.slow, pytest.mark.xdist_group("kitchen-sink")]


# The page -------------------------------------------------------------------------------------------------------------


class TestPage:
    pytestmark = together

    def test_a_page_loads_the_sheet_only_if_it_has_a_component(self, kitchen_sink: Path) -> None:
        site = kitchen_sink / "_build/html"
        having = {path.stem for path in site.rglob("*.html") if "components.css" in path.read_text(encoding="utf-8")}
        assert "components" in having
        assert {"index", "about", "search"}.isdisjoint(having)
        assert not list(site.rglob("sphinx-design*"))

    def test_no_element_has_a_style_and_no_script_sets_formulas(self, html: Tag) -> None:
        assert html.select("[style]") == []
        assert not [script["src"] for script in html.select("script[src]") if "mathjax" in script["src"].lower()]

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing(self, page: Page, scheme: str) -> None:
        found = []
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            page.evaluate(AXE_SCRIPT)
            result = page.evaluate("() => axe.run()")
            found += [f"{each['id']}: {node['html']}" for each in result["violations"] for node in each["nodes"]]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        assert found == []

    @pytest.mark.parametrize("width", [320, 390, 768])
    def test_nothing_is_broader_than_the_page(self, page: Page, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        broad = page.evaluate(TOO_BROAD)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert broad == []

    def test_a_dropdown_opens_by_keyboard_and_says_its_title(self, page: Page) -> None:
        dropdown = page.locator("details.sd-dropdown").first
        title = dropdown.locator("summary")
        expect(title).to_have_text("What is behind the gate?")
        title.focus()
        page.keyboard.press("Enter")
        expect(dropdown.get_by_role("link", name="the markup")).to_be_visible()
        page.keyboard.press("Enter")
        expect(dropdown.get_by_role("link", name="the markup")).to_be_hidden()

    def test_tabs_change_by_keyboard_without_a_script(self, kitchen_sink: Path, browser: Browser) -> None:
        with reader(browser, 1280, java_script_enabled=False) as page:
            page.goto(address(kitchen_sink, CHAPTER))
            tabs = page.locator(".sd-tab-set").first
            expect(tabs.get_by_text("sows")).to_be_visible()
            expect(tabs.get_by_text("pears")).to_be_hidden()
            tabs.get_by_role("radio", name="Spring").focus()
            page.keyboard.press("ArrowRight")
            expect(tabs.get_by_text("pears")).to_be_visible()
            expect(tabs.get_by_text("sows")).to_be_hidden()

    def test_tabs_of_one_name_change_together_and_an_address_opens_one(
        self, kitchen_sink: Path, browser: Browser
    ) -> None:
        with reader(browser, 1280) as page:
            page.goto(address(kitchen_sink, f"{CHAPTER}#gate-in-autumn"))
            expect(page.get_by_text("The gate is closed.")).to_be_visible()
            first = page.locator(".sd-tab-set").first
            first.get_by_text("Autumn", exact=True).click()
            first.get_by_text("Spring", exact=True).click()
            expect(page.get_by_text("The gate is open.")).to_be_visible()

    def test_paper_has_every_panel_with_its_label_and_what_is_closed_on_the_screen(self, page: Page) -> None:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        for words in ("Spring", "sows", "Autumn", "pears", "PYTHON", "JAVASCRIPT"):
            expect(page.locator(".sd-tab-set").get_by_text(words).first).to_be_visible()
        for words in ("A lawn, and", "Sow.", "Reap.", "Eight are left"):
            seen = page.get_by_text(words).first.evaluate("it => it.checkVisibility({ contentVisibilityAuto: true })")
            assert seen, words
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")

    def test_a_grid_has_as_many_columns_as_there_is_room_for(self, page: Page) -> None:
        columns = "row => new Set([...row.children].map(it => Math.round(it.getBoundingClientRect().left))).size"
        grid = page.locator(".sd-row").first
        counts = []
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            counts.append(grid.evaluate(columns))
        assert counts == [1, 3]

    def test_the_link_of_a_card_is_called_as_the_card_and_is_as_large(self, page: Page) -> None:
        card = page.locator(".sd-card").filter(has_text="Water, frogs")
        link = card.get_by_role("link", name="The pond")
        expect(link).to_have_attribute("href", "https://example.org/pond")
        card.scroll_into_view_if_needed()
        box = card.bounding_box()
        at = [box["x"] + 10, box["y"] + box["height"] - 10]
        assert (
            page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('a')?.href", at)
            == "https://example.org/pond"
        )

    def test_a_table_of_two_short_columns_is_as_broad_as_the_text(self, page: Page) -> None:
        assert "broad" in page.locator("body").get_attribute("class")
        text = page.evaluate("Math.max(...[...document.querySelectorAll('article p')].map(it => it.clientWidth))")
        assert page.locator("#tables table").nth(2).bounding_box()["width"] <= text + 1

    def test_each_page_has_its_elements_closed_and_within_each_other(self, kitchen_sink: Path) -> None:
        """An e-book is made of the pages, and has to be XML."""
        for path in sorted((kitchen_sink / "_build/html/chapters").glob("*.html")):
            article = re.search(r"<article>.*</article>", path.read_text(encoding="utf-8"), re.DOTALL)
            entities = re.sub(r"&(?!amp;|lt;|gt;|quot;|#)\w+;", "", article[0])
            ElementTree.fromstring(entities)

    def test_a_wide_table_can_be_moved_by_keyboard_and_says_its_name(self, page: Page) -> None:
        page.set_viewport_size({"width": 390, "height": 900})
        settle(page)
        frame = page.get_by_role("region", name="Rain, month by month")
        frame.focus()
        page.keyboard.press("ArrowRight")
        expect(frame).to_be_focused()
        assert frame.evaluate("it => it.scrollWidth > it.clientWidth")
        page.set_viewport_size({"width": 1280, "height": 900})

    def test_formulas_are_mathml_with_their_numbers(self, html: Tag) -> None:
        numbers = [number.get_text() for number in html.select(".formula-number")]
        assert numbers == ["(1)", "(2)", "(3)"]
        links = {link.get_text(): link["href"] for link in html.select("a[href^='#equation-']")}
        assert links == {"(1)": "#equation-mean", "(2)": "#equation-gauss"}
        assert html.select_one("#equation-mean math")["alttext"].startswith(r"\bar{x}")
        assert html.select_one("#equation-3 mtable")
        assert "a ticket costs $5 or $6" in html.select_one("#formulas").get_text()

    def test_a_substitution_is_markdown_in_a_line_and_as_a_block_and_stays_in_code(self, html: Tag) -> None:
        words = html.select_one("#substitutions")
        assert "The gate of The Elms is 3 metres wide, and beside it grows the hedge of The Elms." in words.get_text()
        assert words.select_one("em").get_text() == "hedge"
        assert words.select_one("code").get_text() == "{{ garden }}"
        assert "the hedge of The Elms bites" in words.select_one(".warning").get_text()

    def test_an_exercise_and_its_solution_lead_to_each_other(self, html: Tag) -> None:
        titles = [" ".join(title.get_text().split()) for title in html.select(".exercise-title")]
        assert titles == [
            "Exercise 1 Count the apples",
            "Solution to Exercise 1 (Count the apples)",
            "Exercise 2",
            "Exercise Without a number",
            "Theorem 1 The gardener’s",
            "Proof",
        ]
        assert html.select_one("details.solution > p:last-child a")["href"] == "#apples"
        assert html.select_one("#apples .exercise-solution a")["href"] == "#apples-solved"
        assert html.select_one("#exercises").get_text().count("or Exercise 1 by its number.") == 1
        assert html.select_one(".proof a")["href"] == "#gardener"
        assert "pears = 3" in html.select_one("#pears").get_text()

    def test_columns_have_their_alignment_their_widths_and_rows_their_heads(self, page: Page, html: Tag) -> None:
        tables = html.select("#tables table")
        aligned = [cell["class"][-1] for cell in tables[0].select("tbody tr:first-child td")]
        assert aligned == ["text-left", "text-center", "text-right"]
        assert "Plants, with a caption" in tables[1].select_one("caption").get_text()
        one, other = page.locator("#tables table").nth(1).locator("tbody tr").first.locator("td").all()
        assert one.bounding_box()["width"] > 1.3 * other.bounding_box()["width"]
        assert [head.get_text() for head in tables[2].select("tbody th")] == ["Apple", "Fern"]


@pytest.mark.slow
@pytest.mark.parametrize("link", ["two.md", "two", "two.md\n:link-type: any", "two\n:link-type: doc"])
def test_a_card_and_a_button_lead_to_a_chapter_however_it_is_named(small_book: Make, link: str) -> None:
    card = f"```{{card}} The second\n:link: {link}\n\nWords.\n```\n\n"
    button = f"```{{button-ref}} {link.partition(chr(10))[0]}\nGo\n```\n"
    build = small_book(one=f"# One\n\n{card}{button}", two="# Two\n\nWords.\n").build()
    assert build.warnings == ""
    links = build.page("chapters/one").select(".sd-card a, a.sd-btn")
    assert [each["href"] for each in links] == ["two.html", "two.html"]
    assert links[1].get_text() == "Go"


# Formulas -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula",
    [
        r"a^2 + b^2 = c^2",
        r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        r"\frac12 + \tfrac{1}{3}",
        r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
        r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}",
        r"\begin{array}{cc} a & b \\ c & d \end{array}",
        r"\begin{align} a &= b \\ c &= d \end{align}",
        r"\begin{equation} a = b \end{equation}",
        r"A \subseteq B \iff \forall x\,(x \in A \Rightarrow x \in B)",
        r"\left\{ x \middle| x > 0 \right\}",
        r"\mathbb{E}[X] = \mu, \quad \operatorname{Var}(X) = \sigma^2",
        r"\hat{\beta} = (X^\top X)^{-1} X^\top y",
        r"\underbrace{a + b}_{n} \stackrel{!}{=} \bm{x}",
        r"x_1, \dots, x_n < \text{<b> & }",
        r"\binom{n}{k} \; 100\,\% \; \$5",
    ],
)
def test_a_formula_is_one_element_that_says_what_was_written(formula: str) -> None:
    (element,) = BeautifulSoup(mathml(formula, display=True), "html.parser").find_all(recursive=False)
    assert element.name == "math"
    assert element["alttext"] == formula
    assert "\\" not in element.get_text()
    assert all(each.name.startswith("m") for each in element.find_all(True))
    assert not element.select("[style], [href]")


@pytest.mark.parametrize(
    "formula",
    [r"\foo{x}", "a^", r"\frac{a}", r"\href{javascript:mark()}{x}", r"\style{color: red}{x}", "x" * 5000, "{" * 3000],
)
def test_what_is_no_formula_has_a_reason(formula: str) -> None:
    with pytest.raises(MathError, match=r"\w+"):
        mathml(formula)


@pytest.mark.slow
def test_a_closed_note_shows_nothing_of_a_box_in_it(small_book: Make, browser: Browser) -> None:
    note = (
        ":::::{annotation} two sides met\n:kind: context\n:certainty: fact\nWords.\n\n:::{exercise}\nThink.\n:::\n:::::"
    )
    build = small_book(one=f"# One\n\n::::::{{passage}} letter-2\n{note}\n::::::\n").build(html_theme="glossator")
    assert build.warnings == ""
    with reader(browser, 1440) as page:
        page.goto((build.out / "chapters/one.html").as_uri())
        settle(page)
        assert page.locator(".exercise").evaluate("it => it.getBoundingClientRect().height") == 0
        page.get_by_role("button", name="two sides met").click()
        expect(page.get_by_text("Think.")).to_be_visible()


# What authors are told ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (r"The sum {math}`\foo{x}` is known.", r'the formula "\foo{x}" cannot be set: unknown LaTeX command "\foo"'),
        ("![The hall] (hall.png)", "in a picture no blank stands before the round bracket"),
        ("A bell: {fas}`bell`.", "{fas} needs a font from another host"),
        ("A bell: {octicon}`bel`.", "there is no such icon: unrecognised octicon: bel"),
        ("The gate of {{ gardn }}.", 'there is no substitution "gardn"'),
        ("It is {{ 7 * 7 }} wide.", '"{{ 7 * 7 }}" would be printed as it stands: between the braces stands a name'),
        ("The sum is $x^2$ here.", '"$x^2$" would be printed as it stands; a formula is written with the role {math}'),
        ("```{exercise-start}\n```\n\nWords.", "{exercise-start} has no {exercise-end} in its section"),
        ("```{solution-end}\n```", "{solution-end} ends nothing"),
        ("```{exercise}\n:label: sum\n```\n\n```{exercise}\n:label: sum\n```", '"sum" is the name of another place'),
        ("It is {{ block }} here.", "what {{ block }} stands for has no place within a line"),
        ("It is {{ loop }}.", "what {{ loop }} stands for holds itself"),
        ("```{div} x\n:style: color:red\n\nRed.\n```", "{div} has no :style: here"),
    ],
)
def test_a_mistake_is_told_at_its_line(small_book: Make, line: str, said: str) -> None:
    book = small_book(one=f"# One\n\nWords.\n\n{line}\n")
    own = {"garden": "The Elms", "block": "- a\n- b", "loop": "more {{ loop }}"}
    build = book.build(myst_enable_extensions=["colon_fence", "substitution"], myst_substitutions=own)
    assert said in build.warnings
    assert re.search(r"chapters/one\.md:([56]|10): WARNING", build.warnings)


@pytest.mark.slow
def test_a_substitution_computes_nothing(small_book: Make) -> None:
    harm = "{{ 7 * 7 }} {{ cycler.__init__.__globals__.os.system('false') }} {% raw %} {{ env.srcdir }}"
    text = f"---\nmyst:\n  enable_extensions: [substitution]\n---\n\n# One\n\n{harm}\n"
    printed = small_book(one=text).build(myst_enable_extensions=[]).page("chapters/one").get_text()
    assert "{{ 7 * 7 }}" in printed
    assert "49" not in printed
    assert "{{ env.srcdir }}" in printed


@pytest.mark.slow
def test_substitutions_that_grow_without_end_are_cut_off(small_book: Make) -> None:
    own = {f"n{n}": f"{{{{ n{n + 1} }}}} {{{{ n{n + 1} }}}}" for n in range(40)} | {"n40": "x"}
    build = small_book(one="# One\n\n{{ n0 }}\n").build(myst_enable_extensions=["substitution"], myst_substitutions=own)
    assert len(build.page("chapters/one").get_text()) < 100_000


@pytest.mark.slow
@pytest.mark.parametrize("extensions", [[], ["dollarmath"]])
def test_prices_stay_prices(small_book: Make, extensions: list[str]) -> None:
    text = "# One\n\nIt is worth $250 billion, of which $37 billion were paid; $5 and $6.\n"
    build = small_book(one=text).build(myst_enable_extensions=extensions)
    page = build.page("chapters/one")
    assert "worth $250 billion, of which $37 billion were paid; $5 and $6" in page.get_text()
    assert not page.select("math")


@pytest.mark.slow
def test_a_chapter_asks_for_dollar_signs_by_itself(small_book: Make) -> None:
    matter = "---\nmyst:\n  enable_extensions: [dollarmath]\n---\n\n"
    book = small_book(one=f"{matter}# One\n\n:::{{note}}\nHere $x^2$.\n:::\n", two="# Two\n\nThere $x^2$.\n")
    build = book.build(myst_enable_extensions=["colon_fence"])
    assert build.page("chapters/one").select_one(".note math")
    assert "$x^2$" in build.page("chapters/two").get_text()
    assert build.warnings.count("would be printed as it stands") == 1


@pytest.mark.slow
def test_what_an_icon_is_given_as_a_class_is_a_class(small_book: Make) -> None:
    attack = '{octicon}`bell;1em;"><img/src=x onerror=mark()> kept`'
    page = small_book(one=f"# One\n\n{attack}\n").build().page("chapters/one")
    assert page.select_one("svg.kept")
    assert not page.select("img")


@pytest.mark.slow
def test_check_and_build_say_the_same_of_the_kitchen_sink(kitchen_sink: Path) -> None:
    assert check(kitchen_sink) == []
