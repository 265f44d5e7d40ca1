"""Passages and notes on the page: the words of a source untouched, and each note tied to the words it is on."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator.core.text import load_sources
from glossator.testing.books import NOTEBOOK, Build, SmallBook, make_small_book

SMALL = Path(__file__).parent / "small"
LETTER = load_sources(SMALL / "sources")["letter"]
REPLY = load_sources(SMALL / "sources")["reply"]
Make = Callable[..., SmallBook]


def passage(paragraphs: str, *notes: str) -> str:
    return "\n\n".join([f":::::{{passage}} {paragraphs}", *notes, ":::::"])


def note(quotation: str, text: str = "A note.", **options: str) -> str:
    fields = {"kind": "context", "certainty": "fact", **options}
    lines = [f":{name}: {value}" for name, value in fields.items()]
    return "\n".join([f"::::{{annotation}} {quotation}", *lines, text, "::::"])


def cell(code: str) -> str:
    return f"{NOTEBOOK}# One\n\n```{{code-cell}}\n{code}\n```\n"


def words(source: BeautifulSoup) -> str:
    """Return the words of a source as they stand on the page."""
    return source.get_text()


# The words ----------------------------------------------------------------------------------------------------------


def test_the_words_of_a_source_reach_the_page_letter_for_letter(small_book: Make) -> None:
    notes = note("$250 billion, of which $37 billion"), note('"It can\'t be done,"'), note("example.org, {{ this }}")
    build = small_book(one=f"# One\n\n{passage('letter-1 letter-2', *notes)}").build()
    assert build.warnings == ""
    page = build.page("chapters/one")
    assert [words(source) for source in page.select(".source")] == [paragraph.text for paragraph in LETTER.paragraphs]
    assert len(page.select(".noteref")) == 3
    # Straight quotes, two hyphens, three full stops, a domain, stars, braces and angle brackets are only signs.
    assert not page.select(".source em, .source .math, .source b, .source a:not(.noteref)")


def test_the_edition_s_own_words_are_set_as_markdown_sets_them(small_book: Make) -> None:
    build = small_book(one=f"# One\n\n{passage('letter-1', note('is *new*', 'It is *not* -- see'))}").build()
    assert build.page("chapters/one").select_one(".annotation em").get_text() == "not"


def test_a_headline_is_marked_and_named(small_book: Make) -> None:
    page = small_book(one=f"# One\n\n{passage('reply-title reply-1')}").build().page("chapters/one")
    assert [source["class"] for source in page.select(".source")] == [["source", "source-headline"], ["source"]]
    assert [unit["id"] for unit in page.select(".unit")] == ["reply-title", "reply-1"]


# Notes --------------------------------------------------------------------------------------------------------------


def marked(page: BeautifulSoup) -> list[tuple[str, list[str]]]:
    """Return each marked part of a passage with the notes that it belongs to."""
    return [(part.get_text(), part["data-notes"].split()) for part in page.select(".source .quoted")]


def test_where_quotations_overlap_each_part_belongs_to_the_notes_that_quote_it(small_book: Make) -> None:
    notes = note("sides met in", name="letter-2-a"), note("in May", name="letter-2-b")
    page = small_book(one=f"# One\n\n{passage('letter-2', *notes)}").build().page("chapters/one")
    assert marked(page) == [
        ("sides met ", ["letter-2-a"]),
        ("in", ["letter-2-a", "letter-2-b"]),
        (" May", ["letter-2-b"]),
    ]
    assert words(page.select_one(".source")) == LETTER.paragraph("letter-2").text


def test_a_quotation_inside_another_belongs_to_both(small_book: Make) -> None:
    notes = note("sides met in May", name="letter-2-a"), note("met", name="letter-2-b")
    page = small_book(one=f"# One\n\n{passage('letter-2', *notes)}").build().page("chapters/one")
    assert marked(page) == [
        ("sides ", ["letter-2-a"]),
        ("met", ["letter-2-b", "letter-2-a"]),
        (" in May", ["letter-2-a"]),
    ]


def test_notes_are_numbered_through_the_chapter_in_the_order_of_the_text(small_book: Make) -> None:
    later, earlier = note("both sides would write"), note("met in May")
    first = note("It can't be done", "The first.")
    chapter = f"# One\n\n{passage('letter-1 letter-2', later, earlier, first)}\n\n{passage('reply-1', note('3 May'))}"
    page = small_book(one=chapter).build().page("chapters/one")
    quoted = [each.select_one(".lemma").get_text() for each in page.select(".annotation")]
    assert quoted == ["It can't be done", "met in May", "both sides would write", "3 May"]
    assert [number["data-number"] for number in page.select(".noteref")] == ["1", "2", "3", "4"]
    assert [number.get_text() for number in page.select(".backlink")] == ["1", "2", "3", "4"]


def test_a_note_and_its_words_link_to_each_other(small_book: Make) -> None:
    page = small_book(one=f"# One\n\n{passage('letter-2', note('met in May'))}").build().page("chapters/one")
    reference, back = page.select_one(".noteref"), page.select_one(".backlink")
    assert page.select_one(reference["href"]) is page.select_one(".annotation#letter-2-met-in-may")
    assert page.select_one(back["href"]) is reference


def test_a_note_says_what_it_is_and_how_sure(small_book: Make) -> None:
    one = note("met in May", kind="evidence", certainty="contested")
    page = small_book(one=f"# One\n\n{passage('letter-2', one)}").build().page("chapters/one")
    head = page.select_one(".annotation .annotation-head").get_text(" ").lower()
    assert "evidence" in head
    assert "contested" in head


def test_the_gist_of_a_note_stands_in_lists_of_notes_and_fits_a_line(small_book: Make) -> None:
    lists = "```{notes-index}\n```\n\n## Again\n\n```{notes-index}\n:by: kind\n```\n"
    short, long = (
        f"# One\n\n{passage('letter-2', note('in May', gist=gist))}\n\n{lists}"
        for gist in ("They met in spring.", "They met in spring. " * 4)
    )
    book = small_book(one=short)
    page = book.build().page("chapters/one")
    assert page.select_one(".note-table .gist-of-note").get_text() == "They met in spring."
    assert "“in May”: They met in spring. " in " ".join(each.get_text() for each in page.select(".notes-list"))
    book.write("chapters/one.md", long)
    message = "chapters/one.md:8: WARNING: the gist of a note has at most 60 letters; this one has 79 [edition.option]"
    assert message in book.build().warnings


def test_a_note_stands_after_its_paragraph(small_book: Make) -> None:
    notes = note("$250 billion"), note("met in May")
    page = small_book(one=f"# One\n\n{passage('letter-1 letter-2', *notes)}").build().page("chapters/one")
    order = [(e["class"][0], e.find_parent(class_="unit")["id"]) for e in page.select(".source, .annotation")]
    parts = ("source", "annotation")
    assert order == [(part, paragraph) for paragraph in ("letter-1", "letter-2") for part in parts]


def test_a_note_keeps_paragraphs_lists_and_citations(small_book: Make) -> None:
    text = "The first {cite:p}`smith2016`.\n\n- a point\n- another\n\nThe last."
    build = small_book(one=f"# One\n\n{passage('letter-2', note('met in May', text))}").build()
    assert build.warnings == ""
    kept = build.page("chapters/one").select_one(".annotation")
    assert [item.get_text(strip=True) for item in kept.select("li")] == ["a point", "another"]
    assert [p.get_text() for p in kept.find_all("p", recursive=False)][-1] == "The last."
    assert "index.html#" in kept.select_one("a[href*='index.html']")["href"]


# Links --------------------------------------------------------------------------------------------------------------


def test_links_to_paragraphs_and_notes_work_in_both_directions(small_book: Make) -> None:
    there = passage("letter-2", note("met in May", "Answered in {para}`reply-2`; see {note}`reply-1-3-may`."))
    back = passage(
        "reply-1 reply-2", note("3 May", "See {note}`the meeting <letter-2-met-in-may>` in {para}`letter-2`.")
    )
    build = small_book(one=f"# One\n\n{there}", two=f"# Two\n\n{back}\n\nAs {{para}}`reply-1` says.").build()
    assert build.warnings == ""
    one, two = build.page("chapters/one"), build.page("chapters/two")
    assert links(one) == {"Reply ¶ 2": "two.html#reply-2", "“3 May”": "two.html#reply-1-3-may"}
    assert links(two) == {
        "the meeting": "one.html#letter-2-met-in-may",
        "Letter ¶ 2": "one.html#letter-2",
        "Reply ¶ 1": "#reply-1",
    }
    assert "annotation" in two.select_one("#reply-1-3-may")["class"]


def links(page: BeautifulSoup) -> dict[str, str]:
    return {a.get_text(): a["href"] for a in page.select("a.reference.internal")}


# What is refused ----------------------------------------------------------------------------------------------------


HTML = {
    "block": "# One\n\n<script>alert(1)</script>\n",
    "inline": "# One\n\nA word <img src=x onerror=alert(1)> more.\n",
    "raw": "# One\n\n```{raw} html\n<script>alert(1)</script>\n```\n",
    "note": "# One\n\n" + passage("letter-2", note("met in May", "A <b onclick=alert(1)>note</b>.")),
    "cell": cell("from IPython.display import HTML\nHTML('<b onclick=alert(1)>x</b>')"),
    "script": cell("from IPython.display import Javascript\nJavascript('alert(1)')"),
}


@pytest.fixture(scope="module")
def html_refused(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return make_small_book(SMALL, tmp_path_factory.mktemp("html"), HTML).build()


@pytest.mark.slow
@pytest.mark.xdist_group("html")
@pytest.mark.parametrize("name", HTML)
def test_html_is_refused(html_refused: Build, name: str) -> None:
    assert re.search(rf"chapters/{name}\.md:\d+: WARNING: .*(HTML|script).* \[edition\.html\]", html_refused.warnings)
    page = html_refused.page(f"chapters/{name}")
    assert not page.select("script, [onerror], [onclick], table")


# Other builders -----------------------------------------------------------------------------------------------------

NOTES = note("sides met in", "The place is unknown {cite:p}`smith2016`."), note("in May", "In {para}`reply-2`.")
CHAPTER = f"""{NOTEBOOK}# One

{passage("letter-2", *NOTES)}

{passage("reply-title reply-1")}

```{{code-cell}}
import altair as alt
from glossator.notebook.figure import figure
from glossator.notebook.table import table

figure(
    alt.Chart(table("prices")).mark_bar().encode(x="year:O", y="price"),
    name="prices",
    title="Prices " + "rose",
    alt="Columns by year, each taller " + "than the last.",
    data=table("prices"),
    tables=["prices"],
)
```
"""


@pytest.fixture(scope="module")
def book_for_all(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    chapters = {"one": CHAPTER, "two": f"# Two\n\n{passage('reply-2')}"}
    return make_small_book(SMALL, tmp_path_factory.mktemp("builders"), chapters)


@pytest.mark.slow
@pytest.mark.xdist_group("builders")
@pytest.mark.parametrize("builder", ["html", "latex", "text", "man", "texinfo", "epub"])
def test_every_builder_prints_passages_notes_and_charts(book_for_all: SmallBook, builder: str) -> None:
    build = book_for_all.build(builder)
    assert build.warnings == ""
    printed = re.sub(r"\s+", " ", "".join(read(path) for path in sorted(build.out.rglob("*")) if path.is_file()))
    words = ["The two sides met", "The place is unknown", "The reply is sent", "Prices rose", "taller than the last"]
    assert [each for each in words if each not in printed] == []


def read(path: Path) -> str:
    """Return the words of a file, and those that a screen reader speaks; of an EPUB, those of its pages."""
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    else:
        text = path.read_text(encoding="utf-8", errors="replace")
    return re.sub(r'<[^>]*aria-label="([^"]*)"[^>]*>|<[^>]*>', r"\1", text)
