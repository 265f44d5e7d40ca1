"""Whatever ``_toc.yml`` or a toctree names is in the list of contents, in the search and in the sitemap."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator.testing.books import Build, SmallBook

Make = Callable[..., SmallBook]
TOC = """\
format: jb-book
root: index
parts:
  - caption: Letters
    numbered: true
    chapters:
      - file: chapters/letters
        sections:
          - file: chapters/may
            sections:
              - file: chapters/may-evening
  - caption: More
    chapters:
      - glob: chapters/x-*
      - url: https://example.org/archive
        title: The archive
"""
NAMES = ("letters", "may", "may-evening", "x-one", "x-two")
PLAIN = """\
root: index
defaults: {titlesonly: true}
subtrees:
  - caption: A year
    numbered: 1
    entries:
      - file: chapters/letters
        title: Letters of a year
        entries:
          - file: chapters/may
      - file: chapters/june
"""
TOCTREE = """\
# A book

```{toctree}
:caption: Letters
chapters/letters
The other <chapters/may>
```
"""


@pytest.fixture(scope="module")
def build(shared_book: Make) -> Build:
    book = shared_book(**{name: f"# About {name}\n\nWords of {name.replace('-', ' ')}.\n" for name in NAMES})
    book.write("_toc.yml", TOC)
    return book.build(html_theme="glossator", html_baseurl="https://edition.example/")


def sidebar(build: Build, page: str) -> list[tuple[str, str]]:
    soup = BeautifulSoup((build.out / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    links = soup.select(".site-contents a")
    return [(link.get_text(strip=True), link["href"]) for link in links if not link.find_parent(class_="page-sections")]


@pytest.mark.xdist_group("contents")
def test_sections_patterns_links_and_numbers_are_in_the_list_of_contents(build: Build) -> None:
    assert build.warnings == ""
    assert sidebar(build, "index") == [
        ("1. About letters", "chapters/letters.html"),
        ("1.1. About may", "chapters/may.html"),
        ("1.1.1. About may-evening", "chapters/may-evening.html"),
        ("About x-one", "chapters/x-one.html"),
        ("About x-two", "chapters/x-two.html"),
        ("The archive", "https://example.org/archive"),
    ]


@pytest.mark.xdist_group("contents")
def test_a_section_of_a_chapter_knows_its_part_and_its_neighbours(build: Build) -> None:
    soup = BeautifulSoup((build.out / "chapters/may-evening.html").read_text(encoding="utf-8"), "html.parser")
    assert soup.select_one(".site-contents [aria-current]").get_text() == "1.1.1. About may-evening"
    assert soup.select_one("a[rel=prev]")["href"] == "may.html"


@pytest.mark.xdist_group("contents")
def test_every_page_is_in_the_search_and_in_the_sitemap(build: Build) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((build.out / "_static/search").glob("*.js"))]
    found = [page for text in texts for page in json.loads(text.removeprefix("edition.found(").removesuffix(");\n"))]
    assert {page for page, *_ in found} == {"index.html", *(f"chapters/{name}.html" for name in NAMES)}
    sitemap = (build.out / "sitemap.xml").read_text(encoding="utf-8")
    assert all(f"https://edition.example/chapters/{name}.html" in sitemap for name in NAMES)


def test_the_plain_format_its_titles_defaults_and_depth_of_numbers_count_too(small_book: Make) -> None:
    book = small_book(letters="# Letters\n\nWords.\n", may="# May\n\nWords.\n", june="# June\n\nWords.\n")
    book.write("_toc.yml", PLAIN)
    build = book.build(html_theme="glossator", html_baseurl="https://edition.example/")
    assert build.warnings == ""
    assert sidebar(build, "index") == [
        ("1. Letters of a year", "chapters/letters.html"),
        ("May", "chapters/may.html"),
        ("2. June", "chapters/june.html"),
    ]
    page = BeautifulSoup((build.out / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one(".site-contents .part-title").get_text() == "A year"
    assert "https://edition.example/chapters/may.html" in (build.out / "sitemap.xml").read_text(encoding="utf-8")


def test_a_book_of_plain_sphinx_has_its_toctrees_as_contents(small_book: Make) -> None:
    book = small_book(letters="# Letters\n\nWords.\n", may="# May\n\nWords.\n")
    (book.folder / "_toc.yml").unlink()
    book.write("index.md", TOCTREE)
    settings = Path(book.folder / "conf.py")
    settings.write_text(settings.read_text(encoding="utf-8").replace('"sphinx_external_toc", ', ""), encoding="utf-8")
    build = book.build(html_theme="glossator")
    assert build.warnings == ""
    assert sidebar(build, "index") == [("Letters", "chapters/letters.html"), ("The other", "chapters/may.html")]
