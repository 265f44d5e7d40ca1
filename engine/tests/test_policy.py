"""The Content-Security-Policy of the pages: everything works under it, and nothing that it does not name runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator.site.policy import SCHEME_SCRIPT, source_hash
from glossator.testing.books import NOTEBOOK, SmallBook, make_small_book, written_note, written_passage
from glossator.testing.reading import POLICY, wait_until
from glossator.testing.serving import served
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

Make = Callable[..., SmallBook]
LETTER = "# The letter's `</style><b>` title\n\n" + written_passage(
    "letter-1 letter-2", written_note("in May", "They met in spring {cite:p}`smith2016`.")
)
CHART = (
    NOTEBOOK
    + """\
# The prices

```{code-cell} python3
import altair as alt
from glossator import figure, table

prices = table("prices")
marks = alt.Chart(prices).mark_bar().encode(x="price:Q", y="year:O", tooltip=["year:O", "price:Q"])
marks = marks.properties(height=alt.Step(40))
figure(marks, name="prices", title="Prices", alt="Bars.", data=prices, tables=["prices"])
```

```{records} prices
:filter-by: year
```
"""
)
INLINE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("policy")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a small book that has a bit of everything that a script does."""
    folder = tmp_path_factory.mktemp("policy")
    book = make_small_book(Path(__file__).parent / "small", folder, {"letter": LETTER, "prices": CHART})
    build = book.build(html_theme="glossator")
    assert build.warnings == ""
    return build.out


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    """Yield a page of a browser that reads the site from a server; a violation of the policy is a failure."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            said.append(message.text)

    with served(site) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.on("console", listen)
        yield page
        context.close()
    assert said == []


def test_every_page_has_a_policy_that_names_what_it_holds_by_hash_and_nothing_unsafe(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) >= 5
    for path in pages:
        text = path.read_text(encoding="utf-8")
        soup = BeautifulSoup(text, "html.parser")
        policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        (style,) = INLINE.findall(text)
        assert source_hash(style) in policy
        assert source_hash(SCHEME_SCRIPT) in policy
        assert soup.select("[style]") == []
        attributes = {name for element in soup.find_all(True) for name in element.attrs}
        assert not {name for name in attributes if name.startswith("on")}


def test_colours_notes_tips_charts_tables_and_search_work_under_the_policy(page: Page) -> None:
    page.goto("chapters/letter.html?view=study")
    page.get_by_role("button", name="colours").click()
    page.locator("article a.tipped").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.goto("chapters/prices.html")
    # The reader's choice of the page before, without a flash.
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.locator(".chart-figure").hover()
    page.locator(".live .mark-rect path").first.hover()
    expect(page.locator(".vg-tooltip")).to_contain_text("Price")
    page.get_by_role("searchbox").first.fill("letter")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li").first).to_be_visible()


def test_pages_are_kept_for_reading_without_a_network_under_the_policy(page: Page) -> None:
    page.goto("chapters/letter.html")
    wait_until(page, "() => navigator.serviceWorker.ready")
    page.reload()
    wait_until(page, "() => navigator.serviceWorker.controller")


ADD = "(name, set) => { const it = document.createElement(name); set(it); document.body.append(it); return it; }"


@pytest.mark.parametrize(
    "attempt",
    [
        "add('script', (it) => it.textContent = 'marked = 1')",
        "add('script', (it) => it.src = 'data:text/javascript,marked = 1')",
        "add('img', (it) => { it.setAttribute('onerror', 'marked = 1'); it.src = 'x:'; })",
        "add('a', (it) => it.href = 'javascript:marked = 1').click()",
        "add('iframe', (it) => it.src = 'javascript:parent.marked = 1')",
        "add('style', (it) => it.textContent = '* { display: none }')",
        "setTimeout('marked = 1')",
    ],
)
def test_a_script_or_style_that_got_into_a_page_would_not_be_heeded(browser: Browser, site: Path, attempt: str) -> None:
    """Tried from inside the page, as if something had not been escaped."""
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "chapters/letter.html").as_uri())
    with page.expect_console_message(lambda said: POLICY in said.text):
        page.evaluate(f"() => {{ const add = {ADD}; {attempt}; }}")
    assert page.evaluate("typeof marked") == "undefined"
    expect(page.locator("h1")).to_be_visible()
    context.close()


def test_a_script_of_a_third_party_widens_the_policy_by_its_hosts_alone(small_book: Make) -> None:
    embeds = [{"script": "https://notes.example/embed.js", "hosts": "https://cdn.notes.example"}]
    build = small_book(letter=LETTER).build(html_theme="glossator", glossator={"embeds": embeds})
    soup = BeautifulSoup((build.out / "chapters/letter.html").read_text(encoding="utf-8"), "html.parser")
    assert soup.select_one("script[src='https://notes.example/embed.js']")
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert "script-src 'self' " in policy
    assert policy.count("https://notes.example https://cdn.notes.example") == 6
    assert len(re.findall(r"https?:", policy)) == 12
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "script", ["http://notes.example/embed.js", "https://notes.example'unsafe-eval'/", "https://x;y/"]
)
def test_a_script_that_could_be_changed_on_its_way_or_say_more_in_the_policy_is_refused(
    small_book: Make, script: str
) -> None:
    build = small_book(letter=LETTER).build(glossator={"embeds": [{"script": script}]})
    assert "glossator.embeds.script is" in build.warnings
