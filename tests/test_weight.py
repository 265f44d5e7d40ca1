"""What a reader's browser has to fetch. Weight does not depend on the machine; time does, and is never tested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator.execution.lexer import CellLexer
from glossator.testing.reading import pages, settle
from glossator.testing.serving import served
from ipython_pygments_lexers import IPython3Lexer
from playwright.sync_api import Browser, expect
from pygments.lexer import Lexer

from benchmarks.weight import Weight, weigh

#: The first view of a page: text, notes, charts and fonts.
MOST_BYTES, MOST_REQUESTS = 90_000, 12
#: How many pages are open side by side.
AT_ONCE = 5


@pytest.fixture(scope="module")
def site(book: Path) -> Iterator[str]:
    """Serve the book; yield its address."""
    with served(book / "_build" / "html") as address:
        yield address


@pytest.mark.sweep
def test_every_page_is_light_and_asks_no_other_host(book: Path, browser: Browser, site: str) -> None:
    heavy, elsewhere = {}, {}
    names = pages(book)
    for some in (names[first : first + AT_ONCE] for first in range(0, len(names), AT_ONCE)):
        weights = weigh(browser, [f"{site}{name}.html" for name in some])
        for name, (kinds, others) in zip(some, weights, strict=True):
            weight = sum(kinds.values(), Weight(0, 0, 0))
            if weight.gzipped > MOST_BYTES or weight.requests > MOST_REQUESTS:
                heavy[name] = weight
            if others:
                elsewhere[name] = others
    assert heavy == {}
    assert elsewhere == {}


def test_what_makes_charts_interactive_is_fetched_when_a_reader_points_at_one(browser: Browser, site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{site}chapters/north-korea.html", wait_until="networkidle")
    page.mouse.wheel(0, 10_000)
    settle(page)
    assert "vega.js" not in asked
    page.locator(".chart-figure").first.hover()
    expect(page.locator(".chart .live svg").first).to_be_visible()
    assert asked.count("vega.js") == 1
    page.close()


def test_code_is_marked_only_where_the_style_sheet_colours_it(book: Path) -> None:
    """Every mark is an element for the browser to read and to lay out: there would be four times as many."""
    page = BeautifulSoup((book / "_build" / "html" / "chapters" / "economy.html").read_text("utf-8"), "html.parser")
    marks = {name for mark in page.select(".highlight-ipython3 pre span[class]") for name in mark["class"]}
    style = (book / "_build" / "html" / "_static" / "edition.css").read_text("utf-8")
    coloured = {name for rule in re.findall(r"\.highlight :is\((.+)\) {", style) for name in re.findall(r"\w+", rule)}
    assert {"kn", "s2"} <= marks <= coloured


@pytest.mark.parametrize(
    "code",
    [
        'from glossator.notebook.figure import figure\n\nrows = table("deals")[["party", "value"]]  # all of them\n',
        'title = f"{rows.value.sum():,.0f} billion in {len(rows)} \'deals\'" if not rows.empty else r"\\none"\n',
        'def share(of: int = 0x1F, /, *, rest=1.5e-3, **more) -> str:\n    """How much.\n\n    Of it.\n    """\n',
        "class Deal:\n    @property\n    async def kind(self):\n        return None is not True and b'x' or yield_\n",
        "match party:\n    case [first, *_] if first != 'Boeing':\n        print(first, sep='')\ntype = 1_000\n",
        "%matplotlib inline\n!ls data\nrows.head?\nx = [y for y in range(3) if y in {1: 2}]\n",
        "while True:\n    pass\nelse:\n    x.is_in = lambda a, if_: not_a + innings / notes % 2\n",
    ],
)
def test_code_is_coloured_as_in_a_notebook(code: str) -> None:
    """What is not coloured is told apart in a quicker way than IPython has."""

    def coloured(lexer: Lexer) -> list[tuple[int, str]]:
        tokens = [(place, str(kind), words) for place, kind, words in lexer.get_tokens_unprocessed(code)]
        kinds = tuple(str(kind) for kind in CellLexer.COLOURED)
        return [(place + n, kind) for place, kind, words in tokens if kind.startswith(kinds) for n in range(len(words))]

    assert coloured(CellLexer()) == coloured(IPython3Lexer())


def test_a_page_names_only_the_chapters_of_its_own_part(book: Path) -> None:
    """A page that carried the whole list of contents would make the site grow faster than the book."""
    html = (book / "_build" / "html" / "chapters" / "north-korea.html").read_text(encoding="utf-8")
    sidebar = html.partition('<nav class="site-contents"')[2].partition("</nav>")[0]
    assert 'href="economy.html"' in sidebar
    assert 'href="people.html"' in sidebar  # where the reference part begins
    assert 'href="glossary.html"' not in sidebar
