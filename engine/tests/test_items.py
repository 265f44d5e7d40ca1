"""Items: what a release records of an edition, and a sheet is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from glossator.export.edition_json import read_edition_json
from glossator.export.items import Item, items_of
from glossator.testing.books import SmallBook

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("releases")]

NOTES = """\
# The letter

:::::{passage} letter-1 letter-2
::::{annotation} in May
:kind: context
:certainty: fact
They met in *spring* {cite:p}`smith2016`.
::::
:::::

:::{records} prices
:::
"""


@pytest.fixture(scope="module")
def items(shared_book: Callable[..., SmallBook]) -> dict[str, Item]:
    book = shared_book(one=NOTES)
    described = (book.folder / "data/datapackage.json").read_text(encoding="utf-8")
    book.write("data/datapackage.json", described.replace('"schema": {', '"schema": {"primaryKey": "year",'))
    built = book.build()
    assert not built.warnings
    return {item.id: item for item in items_of(read_edition_json(built.out / "exports/edition.json"))}


def test_each_part_with_an_address_is_an_item_with_the_words_that_a_reader_reads(items: dict[str, Item]) -> None:
    note = items["letter-2-in-may"]
    assert (note.kind, note.address) == ("note", "chapters/one.html#letter-2-in-may")
    assert note.title == "Note 1 on Letter ¶ 2: “in May”"
    assert note.words == "in May · context · fact · They met in spring (Smith 2016)."
    assert items["letter-1"].kind == "paragraph"
    row = items["prices-2016"]
    assert (row.kind, row.title) == ("row", "2016")
    assert row.words == "Year: 2016 · Price: 3 · Sources: Jones 2017"


def test_a_hash_is_that_of_the_words(items: dict[str, Item]) -> None:
    assert items["letter-1"].hash != items["letter-2"].hash
    assert len(items["letter-1"].hash) == 12
