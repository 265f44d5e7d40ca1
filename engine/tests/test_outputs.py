"""What cells leave: tables, bare charts, pictures, words, HTML, glued values; what is refused is said with a way out.

The chapter is ``books/kitchen-sink/chapters/outputs.md``, built once by the command without a warning.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import Tag
from docutils import nodes
from glossator.execution.bundles import OBJECT
from glossator.execution.cell_html import read_html
from glossator.execution.glued import glued_names
from glossator.lint.command_line import UNPRINTED
from glossator.testing.books import NOTEBOOK, SmallBook
from glossator.testing.reading import settle
from playwright.sync_api import Page, expect

CHAPTER = "chapters/outputs"
Make = Callable[..., SmallBook]
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
together = [pytest.mark.slow, pytest.mark.xdist_group("kitchen-sink")]


def words(tags: list[Tag]) -> list[str]:
    """Return the words of each of *tags*, without the link to itself that a caption has."""
    return [" ".join(tag.get_text().split()).removesuffix("¶") for tag in tags]


class TestPage:
    pytestmark = together

    def test_a_data_frame_is_a_table_with_heads_of_columns_and_rows(self, html: Tag) -> None:
        table = html.select_one("table#reaped")
        assert words(table.select("caption")) == ["Table 1 What was reaped, in tonnes"]
        assert words(table.select("thead [scope=col]")) == ["year", "crop", "tonnes", "price", "note"]
        assert words(table.select("tbody [scope=row]")) == ["2014", "2015", "2016"]
        assert words(table.select("td.text-right")) == ["10.50", "1200", "8.25", "90", "NaN", "3"]
        assert html.find("a", href="#reaped", string="Table 1")

    def test_what_a_table_says_is_no_html(self, html: Tag) -> None:
        assert "<b>wet</b>" in words(html.select("#reaped td"))

    def test_a_series_is_a_table_of_one_column(self, html: Tag) -> None:
        assert ["year", "tonnes"] in [words(table.select("thead th")) for table in html.select(".output-table")]

    def test_heads_of_several_columns_say_so(self, html: Tag) -> None:
        heads = html.select(".output-table [scope=colgroup]")
        assert [(head["colspan"], *words([head])) for head in heads] == [("3", "price"), ("2", "tonnes")]

    def test_a_long_table_is_moved_in_a_frame_that_has_a_name_and_takes_the_focus(self, page: Page) -> None:
        frame = page.get_by_role("region", name="Table: column 0, column 1")
        frame.focus()
        page.keyboard.press("End")
        expect(frame.get_by_role("rowheader", name="29")).to_be_in_viewport()
        expect(frame.get_by_role("columnheader", name="column 0")).to_be_in_viewport()

    def test_pandas_leaves_nothing_of_its_look(self, html: Tag) -> None:
        assert html.select("article [style], article style, .dataframe, [border]") == []
        assert "In a style of its own" in words(html.select("caption"))[1]

    def test_a_bare_chart_is_drawn_like_a_figure_and_has_the_words_of_its_cell(self, html: Tag) -> None:
        chart = html.select_one("figure#rye-most")
        assert words(chart.select("figcaption")) == ["Fig. 1 Rye brought most in each year"]
        assert chart.select_one(".chart")["aria-label"].startswith("Three bars, the first twice")
        assert [each["class"][0] for each in chart.select(".chart > *")] == ["narrow", "wide"]
        assert words(chart.select("summary")) == ["Data", "Code"]
        assert html.find("a", href="#rye-most", string="Fig. 1")

    def test_a_cell_hides_its_chart_whose_own_title_and_description_are_its_words(self, html: Tag) -> None:
        hidden = html.select_one("details.hidden-cell:has(figure)")
        assert words(hidden.select("summary"))[0] == "Output"
        assert words(hidden.select("figcaption")) == ["Fig. 2 Prices fell"]
        assert hidden.select_one(".chart")["aria-label"] == "Two points, the later one lower."
        assert "Prices fell" not in hidden.select_one("svg").get_text()

    def test_pictures_have_words_and_sizes(self, html: Tag) -> None:
        picture = html.select_one("figure#square img")
        assert picture["alt"] == "A square of one colour."
        assert words(html.select("#square figcaption")) == ["Fig. 4 A square"]
        assert html.select_one("div.cell-picture")["aria-label"] == "A circle in a square."

    def test_words_are_printed(self, html: Tag) -> None:
        assert "Printed,\nin two lines.\n" in [tag.get_text() for tag in html.select(".cell_output pre")]
        assert "Markdown" in words(html.select(".cell_output p > em"))
        assert html.select_one(".cell_output math mfrac")
        assert "ZeroDivisionError" in html.select_one(".cell_output .traceback").get_text()
        assert "This is not printed." not in words(html.select(".cell_output"))

    def test_html_keeps_what_it_says(self, html: Tag) -> None:
        output = html.find(class_="rubric", string="A heading").parent
        assert words(output.select("p b, p strong")) == ["bold"]
        assert output.select_one("a")["href"] == "https://example.org/"
        assert words(output.select("li")) == ["one", "two"]
        assert not output.select("[target], [onclick], h3")

    def test_values_are_glued(self, html: Tag) -> None:
        glued = html.select_one("#glued")
        assert "In 3 years the heaviest was 10.50 tonnes" in words(glued.select("p"))[0]
        assert words(glued.select("#glued-table caption")) == ["Table 3 Crops and prices"]
        assert glued.select_one("#glued-picture img")["alt"].endswith("again.")
        assert words(glued.select("figure.chart-figure figcaption"))[0].endswith("Prices again")
        assert glued.select_one("math mfrac")

    def test_a_chart_that_is_printed_twice_has_two_addresses(self, html: Tag) -> None:
        ids = [tag["id"] for tag in html.select("[id]")]
        assert len(html.select("#glued figure.chart-figure")) == 2
        assert sorted(ids) == sorted(set(ids))

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

    def test_the_page_does_not_scroll_sideways_on_a_narrow_screen(self, page: Page) -> None:
        page.set_viewport_size({"width": 320, "height": 900})
        settle(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})
        assert width <= 320

    def test_paper_has_the_whole_of_a_long_table(self, page: Page) -> None:
        page.emulate_media(media="print")
        frame = page.get_by_role("region", name="Table: column 0, column 1")
        cut = frame.evaluate("it => it.scrollHeight - it.clientHeight")
        page.emulate_media(media="screen")
        assert cut <= 1


# What is refused ------------------------------------------------------------------------------------------------------

#: The last lines of a cell -> what is said of it.
REFUSED = {
    'HTML("<script>draw()</script>")': "show it as a picture, or as a chart of Altair",
    "HTML('<p onclick=\"draw()\">x</p>')": "the event onclick",
    "HTML('<a href=\"javascript:draw()\">x</a>')": 'a link to "javascript:draw()"',
    "HTML(\"<img src='https://example.org/x.png'>\")": 'Image("file.png")',
    "Javascript('draw()')": "this cell shows a script",
    'show({"application/vnd.plotly.v1+json": {}, "text/plain": "x"})': "an interactive chart of Plotly",
    'show({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "x"})': "a widget, which needs a kernel",
    'show({"application/vnd.vegalite.v6+json": {}, "text/plain": "x"})': "take away alt.renderers.enable",
    'show({"application/x-else": "", "text/plain": "x"})': "an output of the type application/x-else",
    f'show({{"image/png": "{PNG}"}})': ':mystnb: {image: {alt: "…"}}',
    "SVG(\"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>\")": "an SVG that holds <script>",
    "SVG(\"<svg xmlns='http://www.w3.org/2000/svg'><rect style='filter: x'/></svg>\")": "show the picture as PNG",
    'frame.style.map(lambda cell: "color: red")': "the colours of this table are not printed",
    'Markdown("<b>x</b>")': "what this cell shows as Markdown holds HTML",
    'alt.Chart(frame).mark_bar().encode(x="tonnes:Q", y="crop:N")': "this chart has no title",
    "warn('old')": "this cell writes to stderr",
}
IMPORTS = """\
from warnings import warn
import altair as alt
import pandas as pd
from IPython.display import HTML, SVG, Javascript, Markdown, display

frame = pd.DataFrame({"crop": ["rye"], "tonnes": [1]})

def show(bundle):
    display(bundle, raw=True)
"""
CELL = "```{{code-cell}} python3\n{}\n```\n\n"


@pytest.mark.slow
def test_what_cannot_be_printed_is_reported_at_its_cell_with_what_to_do(small_book: Make) -> None:
    chapter = NOTEBOOK + "# One\n\n" + "".join(CELL.format(code) for code in [IMPORTS, *REFUSED])
    build = small_book(one=chapter).build(nb_output_stderr="error")
    lines = chapter.splitlines()
    said: dict[int, str] = {}
    for message in build.warnings.splitlines():
        place, _, text = message.partition(": WARNING: ")
        if place.startswith("chapters/one.md:"):
            number = int(place.rpartition(":")[2])
            said[number] = said.get(number, "") + text
    at = {code: said.get(lines.index(code), "") for code in REFUSED}
    assert {code: words for code, words in at.items() if REFUSED[code] not in words} == {}
    assert not build.page("chapters/one").select("script:not([type]), [onclick], [style], img[src^=http]")


@pytest.mark.slow
def test_an_e_book_holds_the_same_as_well_formed_xml(small_book: Make) -> None:
    svg = 'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>\')'
    chart = "alt.Chart(frame, title='A', description='B').mark_bar().encode(x='tonnes:Q')"
    cells = [IMPORTS, "frame", chart, f':mystnb: {{image: {{alt: "A picture."}}}}\n\n{svg}', 'HTML("a<br>b")']
    build = small_book(one=f"{NOTEBOOK}# One\n\n" + "".join(map(CELL.format, cells))).build("epub")
    page = ElementTree.parse(build.out / "chapters/one.xhtml")
    tags = [element.tag.rpartition("}")[2] for element in page.iter()]
    assert (tags.count("figure"), tags.count("table"), tags.count("svg")) == (1, 2, 3)


# Glued values ---------------------------------------------------------------------------------------------------------

#: Words of a chapter that glues "years" -> what is said of them.
GLUED = {
    "In {glue:text}`years:d` years.": "",
    "In {glue:text}`yaers` years.": 'no cell of this chapter glues "yaers"',
    "```{glue} yeers\n```": 'no cell of this chapter glues "yeers"',
    "By {glue}`two.md::years`.": "is one of another chapter",
}


@pytest.mark.slow
def test_check_and_build_say_the_same_of_values(small_book: Make) -> None:
    gluing = CELL.format('from myst_nb import glue\n\nglue("years", 3)')
    chapter = f"{NOTEBOOK}# One\n\n{gluing}" + "\n\n".join(GLUED)
    book = small_book(one=chapter)
    checked, build = book.build("check", **UNPRINTED), book.build()
    for warnings in (checked.warnings, build.warnings):
        assert [warnings.count(said) for said in GLUED.values() if said] == [1, 1, 1]
        assert warnings.count("[edition.glue]") == 3
    assert "In 3 years." in build.page("chapters/one").get_text()


def test_the_check_which_runs_no_cell_knows_the_names_of_figures(small_book: Make) -> None:
    tagged = CELL.format(':tags: [remove-input]\n\nfigure(chart, name="harvested", title=TITLE)')
    named = CELL.format(":mystnb: {figure: {name: Rye-Alone, caption: Rye}}\n\nframe")
    links = "{numref}`harvested`, {numref}`rye-alone`, {numref}`the table <rye-alone>`, {numref}`barley`"
    build = small_book(one=f"{NOTEBOOK}# One\n\n{tagged}{named}{links}").build("check", **UNPRINTED)
    assert build.warnings.count("[edition.link]") == build.warnings.count('called "barley"') == 1


def test_a_name_that_a_cell_computes_may_be_any() -> None:
    assert list(glued_names('%matplotlib inline\nglue("a", 1)\nmyst_nb.glue(name="b", variable=2)')) == ["a", "b"]
    assert list(glued_names('for n in "ab":\n    glue(n, 1)')) == [""]
    assert list(glued_names("no python")) == [""]


# HTML as nodes --------------------------------------------------------------------------------------------------------


def test_a_table_that_is_badly_written_has_as_many_columns_in_each_row() -> None:
    html = "<table><tr><td rowspan=9>1<td colspan=2>2<tr><th>3</table>"
    (table,) = read_html(html)
    assert isinstance(table, nodes.table)
    rows = [
        [(cell.astext(), cell.get("morerows", 0), cell.get("morecols", 0)) for cell in row.children]
        for row in table.findall(nodes.row)
    ]
    assert rows == [[("1", 1, 0), ("2", 0, 1)], [("3", 0, 0), ("", 0, 0)]]


def test_where_an_object_lies_in_memory_is_not_printed() -> None:
    assert OBJECT.fullmatch("[<matplotlib.lines.Line2D at 0x7f85e6da2f90>]")
    assert OBJECT.fullmatch("<object at 0x7f85e6da2f90>")
    assert not OBJECT.fullmatch("a < b at 0x7f85")
    assert read_html("<table><thead><tr><th></th></tr></thead></table>") == []


def test_words_between_blocks_are_paragraphs() -> None:
    made = read_html("before <i>it</i><p>within</p>after<br>it<dl><dt>a<dd>b</dl><pre>1 <b>2</b>\n3</pre>")
    assert [(type(node).__name__, node.astext()) for node in made] == [
        ("paragraph", "before it"),
        ("paragraph", "within"),
        ("paragraph", "after\nit"),
        ("definition_list", "a\n\nb"),
        ("literal_block", "1 2\n3"),
    ]
