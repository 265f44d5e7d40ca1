"""What a page tells reference managers and search engines."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup
from glossator.testing.reading import pages

CHAPTER = "chapters/north-korea"


def head(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "lxml").head


def tags(head: BeautifulSoup) -> dict[str, str]:
    return {tag["name"]: tag["content"] for tag in head.select("meta[name]")}


def linked_data(head: BeautifulSoup) -> dict:
    (script,) = head.select("script[type='application/ld+json']")
    return json.loads(script.string)


def test_zotero_finds_a_chapter_of_a_book_with_editors_date_and_title(book: Path):
    about = tags(head(book / "_build" / "html", CHAPTER))
    assert about["citation_title"] == about["DC.title"] == "North Korea"
    assert about["citation_book_title"] == "Two accounts of one visit"
    # An institution is no author of Highwire's tags, whose readers take each for a person.
    assert about["DC.creator"] == about["citation_publisher"] == "The editors"
    assert "citation_author" not in about
    assert about["DC.type"] == "bookSection"
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", about["citation_publication_date"])
    assert "CC BY 4.0" in about["DC.rights"]


def test_every_page_has_a_title_and_one_description_at_most(book: Path):
    titles = set()
    for page in pages(book):
        about = head(book / "_build" / "html", page)
        assert len(about.select("meta[name=description]")) <= 1, page
        assert len(about.select("meta[name=viewport]")) == 1, page
        titles.add(about.title.string)
    assert len(titles) == len(pages(book))


def test_a_chapter_says_what_it_teaches_and_on_which_text(book: Path):
    chapter = linked_data(head(book / "_build" / "html", CHAPTER))
    assert chapter["@type"] == ["Chapter", "LearningResource"]
    assert chapter["isPartOf"]["name"] == "Two accounts of one visit"
    assert len(chapter["teaches"]) >= 3
    (text,) = chapter["about"]
    assert text["author"]["name"] == "The White House, Office of the Press Secretary"
    assert text["datePublished"].startswith("2017-11")


def test_the_landing_page_stands_for_the_whole_book(book: Path):
    landing = head(book / "_build" / "html", "index")
    assert tags(landing)["DC.type"] == "book"
    assert linked_data(landing)["@type"] == "Book"
    assert len(linked_data(landing)["about"]) == 2


def test_a_site_that_does_not_know_its_address_claims_none(book: Path):
    page = head(book / "_build" / "html", CHAPTER)
    assert not page.select("link[rel=canonical], meta[name=citation_public_url], meta[name='DC.identifier']")
    assert "@id" not in linked_data(page)
