"""Records of releases: ``releases/1.1.0.json`` in the folder of the book, written once and never again.

A record holds the words of every item, so that before and after need no old checkout, and every address that a reader
may have kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from glossator.core.files import why_refused
from glossator.export.files import json_bytes
from glossator.export.items import Item, items_of
from glossator.export.records import Edition

#: The folder of the records, in that of the book.
RELEASES = "releases"
#: What a release can be called; it names a file and a folder of the site.
NUMBER = re.compile(r"\d+(\.\d+)*", re.ASCII)


@dataclass(frozen=True)
class Release:
    """An edition at one number."""

    number: str
    date: str  #: as ``2026-11-30``, ``2026-11`` or ``2026``; may be empty
    pages: Mapping[str, str]  #: address of each page -> its title, in the order of the book
    items: tuple[Item, ...]
    addresses: Mapping[str, tuple[str, ...]]  #: address of each page -> the fragments in it to which one can link

    @property
    def order(self) -> tuple[int, ...]:
        """Return the number as numbers: 1.10 is higher than 1.9."""
        return order_of(self.number)

    @cached_property
    def by_address(self) -> dict[str, Item]:
        """The items by their addresses; of those that a page shows again, the first."""
        return {item.address: item for item in reversed(self.items)}

    def all_addresses(self) -> Iterator[str]:
        """Yield every address, those of pages too."""
        for page, fragments in self.addresses.items():
            yield page
            yield from (f"{page}#{fragment}" for fragment in fragments)


def order_of(number: str) -> tuple[int, ...]:
    """Return a number, such as ``1.10.0``, as numbers; trailing noughts say nothing."""
    return tuple(map(int, re.sub(r"(\.0+)+$", "", number).split(".")))


def release_of(edition: Edition) -> Release:
    """Return an edition as the record of a release."""
    return Release(
        edition.version,
        edition.date,
        {chapter.page: chapter.title for chapter in edition.chapters},
        tuple(items_of(edition)),
        {chapter.page: chapter.addresses for chapter in edition.chapters},
    )


def releases_of(root: Path) -> list[str]:
    """Return the numbers that the book in *root* has records of, the lowest first."""
    files = (root / RELEASES).glob("*.json")
    numbers = [path.stem for path in files if NUMBER.fullmatch(path.stem) and not why_refused(path, root)]
    return sorted(numbers, key=order_of)


def file_of(number: str, root: Path) -> Path:
    """Return the file of a record."""
    return root / RELEASES / f"{number}.json"


def read_release(number: str, root: Path) -> Release:
    """Return a record of the book in *root*. Raises OSError, and ValueError for what is no record."""
    try:
        written = json.loads(file_of(number, root).read_text(encoding="utf-8"))
        items = (
            Item(each["id"], each["kind"], each["page"], each["title"], each["words"]) for each in written["items"]
        )
        addresses = {page: tuple(fragments) for page, fragments in written["addresses"].items()}
        return Release(str(written["version"]), str(written["date"]), dict(written["pages"]), tuple(items), addresses)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{error!r} is not as a record has it") from error


def record_bytes(release: Release) -> bytes:
    """Return a record as JSON, a line for each item: whoever compares two sees which have changed."""
    items = [
        {
            "id": item.id,
            "kind": item.kind,
            "page": item.page,
            "address": item.address,
            "title": item.title,
            "hash": item.hash,
            "words": item.words,
        }
        for item in release.items
    ]
    written = {"version": release.number, "date": release.date, "pages": release.pages, "items": items}
    return json_bytes({**written, "addresses": release.addresses})


def same(one: Release, other: Release) -> bool:
    """Return whether two records have the same items and addresses, whatever they are called."""
    return _said(one.items) == _said(other.items) and set(one.all_addresses()) == set(other.all_addresses())


def _said(items: Iterable[Item]) -> set[tuple[str, str]]:
    return {(item.address, item.words) for item in items}
