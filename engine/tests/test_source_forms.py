"""A book with a text in Chinese and a poem: neither has an address, the one a year for its date, the other a month."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator.testing.books import Build, make_small_book

pytestmark = pytest.mark.xdist_group("source_forms")
SMALL = Path(__file__).parent / "small"
ENTRY = """
- id: {id}
  file: {id}.txt
  name: {name}
  title: {title}
  genre: text
  issuer: Somebody
  place: Leeds
  citation: smith2016
  rights: In the public domain.
  {more}
  sha256: {sha256}
"""
TREATY = "两国元首于2017年会见，讨论 A | B 两案。\n会见后发表声明。\n"
POEM = "The rose\n\nO rose, thou art\n   so red -- so red\n\nand gone\n"
NOTES = """\
# Notes

:::::{passage} treaty-1 treaty-2

::::{annotation} 元首
:kind: context
:certainty: fact
On the heads of state; see {note}`treaty-1-元首`.
::::

::::{annotation} A \\| B
:kind: context
:certainty: fact
:name: treaty-1-两案
On the bar.
::::

:::::

:::::{passage} poem-title poem-2

::::{annotation} thou art / so red
:kind: context
:certainty: fact
On both lines.
::::

:::::
"""
LETTERS = """\
# Letters

:::::{passage} letter-1 letter-2
:::::

:::::{passage} reply-title reply-2
:::::
"""
Page = Callable[[str], BeautifulSoup]


def entry(name: str, text: str, title: str, *more: str) -> str:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return ENTRY.format(id=name, name=name.title(), title=title, sha256=sha256, more="\n  ".join(more))


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    texts = "# Texts\n\n```{texts}\n```\n\n## All about them\n\n```{source-facts}\n```\n"
    chapters = {"notes": NOTES, "letters": LETTERS, "texts": texts}
    book = make_small_book(SMALL, tmp_path_factory.mktemp("forms"), chapters)
    listing = (book.folder / "sources/sources.yml").read_text(encoding="utf-8")
    for name, text, title, *more in (
        ("treaty", TREATY, "声明", "language: zh", "title_language: zh", "date: 1863", "date_certainty: event"),
        (
            *("poem", POEM, "The rose", "language: en", "form: verse", "headline: true"),
            *("date: 1863-11", "date_certainty: first printed"),
        ),
    ):
        book.write(f"sources/{name}.txt", text)
        listing += entry(name, text, title, *more)
    book.write("sources/sources.yml", listing)
    return book.build(html_theme="glossator")


@pytest.fixture(scope="module")
def page(build: Build) -> Page:
    """Return a function that parses a page of the book."""
    return lambda name: BeautifulSoup((build.out / f"{name}.html").read_text(encoding="utf-8"), "lxml")


def test_such_a_book_has_no_mistake(build: Build) -> None:
    assert build.warnings == ""


def test_the_address_of_a_note_may_be_of_any_letters(page: Page) -> None:
    notes = page("chapters/notes")
    ids = ["treaty-1-元首", "treaty-1-两案", "poem-1-thou-art-so-red"]
    assert [note["id"] for note in notes.select(".annotation")] == ids
    assert notes.select_one(".annotation a[href$='#treaty-1-元首']")


def test_the_quoted_words_are_those_of_the_text(page: Page) -> None:
    lemmas = [lemma.get_text() for lemma in page("chapters/notes").select(".lemma")]
    assert lemmas == ["元首", "A | B", "thou art / so red"]


def test_a_text_is_measured_as_its_language_is_and_a_poem_in_stanzas_and_lines(page: Page) -> None:
    lengths = [
        facts.find("dt", string="Length").find_next("dd").get_text(strip=True)
        for facts in page("chapters/texts").select("dl.source-facts")
    ]
    assert lengths[-2:] == ["2 paragraphs, 22 characters", "A headline and 2 stanzas, 3 lines, 12 words"]


def test_a_year_or_a_month_is_a_date_and_its_certainty_any_words(page: Page) -> None:
    facts = [card.get_text() for card in page("chapters/texts").select(".text-facts")]
    assert facts[-2:] == ["Leeds, 1863 · 22 characters", "Leeds, November 1863, first printed · 12 words"]


def test_a_card_opens_with_the_first_words_in_one_line(page: Page) -> None:
    openings = [card.select_one(".source").get_text() for card in page("chapters/texts").select(".text")]
    assert openings[-2:] == ["两国元首于2017年会见，讨论 A | B 两案。 …", "O rose, thou art / so red -- so red …"]


def test_a_title_in_another_language_says_so(page: Page) -> None:
    texts = page("chapters/texts")
    assert [title.get_text() for title in texts.select("[lang=zh]") if title.get_text() == "声明"] == ["声明"] * 2


def test_a_text_without_an_address_has_no_link_and_none_in_the_data_of_the_page(page: Page) -> None:
    texts = page("chapters/texts")
    assert [link["href"] for link in texts.select(".source-facts a.external")] == [
        "https://example.org/letter",
        "https://example.org/reply",
    ]
    (script,) = page("index").select("script[type='application/ld+json']")
    *_, treaty, poem = json.loads(script.string)["about"]
    assert (treaty["datePublished"], poem["datePublished"]) == ("1863", "1863-11")
    assert "url" not in treaty


def test_a_citation_names_the_year_alone(page: Page) -> None:
    sources = json.loads(page("chapters/notes").select_one("#edition-data").string)["sources"]
    (treaty, *_), (poem, *_) = sources["treaty"]["paragraph"][0], sources["poem"]["paragraph"][0]
    assert (treaty.endswith("” 1863, in "), poem.endswith("” November 1863, in ")) == (True, True)
