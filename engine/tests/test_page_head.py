"""A site that knows its own address gives it to every page, to catalogues and to search engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator.testing.books import SmallBook

SITE = "https://edition.example/"


def head(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "lxml").head


def tags(head: BeautifulSoup) -> dict[str, str]:
    return {tag["name"]: tag["content"] for tag in head.select("meta[name]")}


def linked_data(head: BeautifulSoup) -> dict:
    (script,) = head.select("script[type='application/ld+json']")
    return json.loads(script.string)


@pytest.fixture
def published(small_book: Callable[..., SmallBook]) -> Path:
    """Return the pages of a small book that knows its own address."""
    passage = "---\nthemes: [grain]\nobjectives: [Read a letter.]\n---\n\n# The letter\n\n```{passage} letter-1\n```\n"
    book = small_book(one=passage)
    return book.build(html_theme="glossator", html_baseurl=SITE).out


def test_a_site_that_knows_its_address_gives_it_to_every_page(published: Path):
    page = head(published, "chapters/one")
    address = f"{SITE}chapters/one.html"
    assert page.select_one("link[rel=canonical]")["href"] == address
    assert tags(page)["citation_public_url"] == tags(page)["DC.identifier"] == linked_data(page)["@id"] == address
