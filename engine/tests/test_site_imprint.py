"""What every page says of its edition: version, date, licence, contact, accessibility; to people and to machines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from glossator.settings_reader import read_settings
from glossator.site.sitemap import SITEMAP
from glossator.testing.books import SmallBook

Make = Callable[..., SmallBook]
SITE = "https://edition.example/"
LETTER = "# The letter\n\n:::::{passage} letter-1\n:::::\n"
EDITION = {"version": "2.3", "date": "2026-11-30", "contact": "mailto:editors@edition.example"}


def read(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")


@pytest.fixture(scope="module")
def site(shared_book: Make) -> Path:
    book = shared_book(one=LETTER)
    return book.build(html_theme="glossator", html_title="Letters", html_baseurl=SITE, glossator=EDITION).out


pytestmark = pytest.mark.xdist_group("imprint")


@pytest.mark.parametrize("name", ["index", "chapters/one", "search", "accessibility"])
def test_the_foot_of_every_page_names_edition_licence_and_editors(site: Path, name: str) -> None:
    page = read(site / f"{name}.html")
    foot = page.select_one(".site-footer")
    assert "Letters, version 2.3, 30 November 2026." in foot.get_text()
    assert foot.select_one("a[rel=license]")["href"] == page.select_one("head link[rel=license]")["href"]
    assert foot.find("a", string="Contact")["href"] == "mailto:editors@edition.example"
    statement = foot.find("a", string="Accessibility")["href"]
    assert statement == "#" or (site / name).parent.joinpath(statement).is_file()


def test_the_statement_on_accessibility_says_what_is_tested_and_whom_to_tell(site: Path) -> None:
    words = read(site / "accessibility.html").select_one("main")
    assert "axe-core" in words.get_text()
    assert words.find("a", string="tell the editors")["href"] == "mailto:editors@edition.example"


def test_a_book_with_a_statement_of_its_own_leads_there(small_book: Make) -> None:
    book = small_book(one=LETTER, access="# How to read\n\nWords.\n")
    site = book.build(html_theme="glossator", glossator={"accessibility": "chapters/access"}).out
    foot = read(site / "chapters/one.html").select_one(".site-footer")
    assert foot.find("a", string="Accessibility")["href"] == "access.html"
    assert not (site / "accessibility.html").exists()
    assert foot.find("a", string="Contact") is None


def test_a_sitemap_says_of_which_day_the_pages_are(site: Path) -> None:
    pages = ElementTree.parse(site / "sitemap.xml").getroot()
    assert {each.findtext(f"{{{SITEMAP}}}lastmod") for each in pages} == {"2026-11-30"}


def test_search_engines_get_date_version_licence_and_the_book_of_each_chapter(site: Path) -> None:
    about = {
        name: json.loads(read(site / f"{name}.html").find("script", type="application/ld+json").string)
        for name in ("index", "chapters/one")
    }
    book, chapter = about.values()
    assert chapter["isPartOf"]["@id"] == book["@id"] == f"{SITE}index.html"
    assert chapter["datePublished"] == "2026-11-30"
    assert chapter["version"] == "2.3"
    assert chapter["license"] == "https://creativecommons.org/licenses/by/4.0/"
    (text,) = chapter["about"]
    assert (text["@id"], text["copyrightNotice"]) == ("https://example.org/letter", "In the public domain.")


@pytest.mark.parametrize("contact", ["editors@edition.example", "javascript:alert(1)", "mailto:one two@x", "http://x"])
def test_a_contact_that_is_no_address_is_reported(contact: str) -> None:
    settings, (finding,) = read_settings({"contact": contact})
    assert settings.contact == ""
    assert "glossator.contact" in finding.message
