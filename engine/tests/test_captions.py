"""A link without words of its own prints the caption of what it leads to, as the caption is printed there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import Tag
from glossator.testing.books import SmallBook

PLATE = """\
# Plates

:::{table} Prices after {cite:t}`smith2016`, on {para}`letter-1`[^1]
:name: prices-of-wheat

| Year | Price |
|------|-------|
| 2016 | 3 |
:::

[^1]: In silver.

Here: [](#prices-of-wheat), {ref}`prices-of-wheat`, {numref}`prices-of-wheat`, [own words](#prices-of-wheat).

(the-heading)=
## What {cite:t}`smith2016` says

:::::{passage} letter-1
:::::

:::{bibliography}
:::
"""
THERE = "There: [](#prices-of-wheat), {ref}`prices-of-wheat`, {numref}`{name} <prices-of-wheat>`, {ref}`the-heading`."


@pytest.fixture(scope="module")
def pages(shared_book: Callable[..., SmallBook]) -> tuple[Tag, Tag]:
    build = shared_book(one=PLATE, two=f"# Links\n\n{THERE}\n").build()
    assert build.warnings == ""
    return build.page("chapters/one"), build.page("chapters/two")


pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("captions")]
CAPTION = "Table 1 Prices after Smith (2016), on Letter ¶ 1"


def links(page: Tag, first: str) -> list[str]:
    paragraph = next(each for each in page.select("p") if each.get_text().startswith(first))
    return [link.get_text() for link in paragraph.select("a")]


def test_a_link_in_the_same_chapter_has_neither_key_nor_address_nor_sign_of_a_footnote(pages: tuple[Tag, Tag]) -> None:
    assert links(pages[0], "Here") == [CAPTION, CAPTION, "Table 1", "own words"]


def test_a_link_from_another_chapter_has_the_same_words(pages: tuple[Tag, Tag]) -> None:
    assert links(pages[1], "There") == [CAPTION, CAPTION, CAPTION.removeprefix("Table 1 "), "What Smith (2016) says"]
