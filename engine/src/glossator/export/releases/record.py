"""Records of releases: ``releases/1.1.0.json`` in the folder of the book, written once and never again.

A record holds the words of every item, so that before and after need no old checkout, and every address that a reader
may have kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
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
#: What an edition is made of, beside its chapters: folders and files in that of the book.
MADE_OF = ("_config.yml", "_toc.yml", "references.bib", "data", "sources")
ENDINGS = (".md", ".ipynb", ".rst")


@dataclass(frozen=True)
class Release:
    """An edition at one number."""

    number: str
    date: str  #: as ``2026-11-30``, ``2026-11`` or ``2026``; may be empty
    pages: Mapping[str, str]  #: address of each page -> its title, in the order of the book
    items: tuple[Item, ...]
    addresses: Mapping[str, tuple[str, ...]]  #: address of each page -> the fragments in it to which one can link
    made_of: str  #: `checksum` of the files that it was made of

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
    """Return the sort key of a version number: ``1.10.0`` is (1, 10), since trailing noughts say nothing."""
    return tuple(map(int, re.sub(r"(\.0+)+$", "", number).split(".")))


def release_of(edition: Edition, root: Path) -> Release:
    """Make the record of a release from an edition; *root* is the folder of the book that it was made of."""
    return Release(
        edition.version,
        edition.date,
        {chapter.page: chapter.title for chapter in edition.chapters},
        tuple(items_of(edition)),
        {chapter.page: chapter.addresses for chapter in edition.chapters},
        checksum(root, (chapter.page for chapter in edition.chapters)),
    )


def made_of(root: Path, pages: Iterable[str]) -> list[Path]:
    """Return the files of the book in *root* from which these pages are made, in a fixed order.

    A file of a chapter has the name of its page. ``CHANGELOG.md`` is none of them: it tells of an edition.
    """
    named = [*MADE_OF, *(page.removesuffix(".html") + ending for page in pages for ending in ENDINGS)]
    found = (each for name in named for each in _files(root / name))
    return sorted(set(found), key=lambda path: path.relative_to(root).as_posix())


def _files(path: Path) -> Iterator[Path]:
    return filter(Path.is_file, path.rglob("*") if path.is_dir() else [path])


def checksum(root: Path, pages: Iterable[str]) -> str:
    """Return a SHA-256 of these files, with their names: the same on machines that end lines in another way."""
    whole = hashlib.sha256()
    for path in made_of(root, pages):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def releases_of(root: Path) -> list[str]:
    """Return the numbers that the book in *root* has records of, the lowest first."""
    files = (root / RELEASES).glob("*.json")
    numbers = [path.stem for path in files if NUMBER.fullmatch(path.stem) and not why_refused(path, root)]
    return sorted(numbers, key=order_of)


def file_of(number: str, root: Path) -> Path:
    """Return the path of a record, ``releases/1.1.0.json``, whether it is there or not."""
    return root / RELEASES / f"{number}.json"


def read_release(number: str, root: Path) -> Release:
    """Read a record of the book in *root*. Raises OSError, and ValueError for what is no record."""
    try:
        written = json.loads(file_of(number, root).read_text(encoding="utf-8"))
        items = (
            Item(each["id"], each["kind"], each["page"], each["title"], each["words"]) for each in written["items"]
        )
        addresses = {page: tuple(fragments) for page, fragments in written["addresses"].items()}
        about = (str(written["version"]), str(written["date"]), dict(written["pages"]))
        return Release(*about, tuple(items), addresses, str(written["made_of"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{error!r} is not as a record has it") from error


def readable(root: Path) -> dict[str, Release]:
    """Read the records of the book in *root* by number, the lowest first; the check reports one that is broken."""
    found: dict[str, Release] = {}
    for number in releases_of(root):
        with suppress(OSError, ValueError):
            found[number] = read_release(number, root)
    return found


def record_bytes(release: Release) -> bytes:
    """Serialize a record as JSON, a line for each item: whoever compares two sees which have changed."""
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
    about = {"version": release.number, "date": release.date, "made_of": release.made_of, "pages": release.pages}
    return json_bytes({**about, "items": items, "addresses": release.addresses})


def same(one: Release, other: Release) -> bool:
    """Return whether two records have the same items and addresses, whatever they are called."""
    return _said(one.items) == _said(other.items) and set(one.all_addresses()) == set(other.all_addresses())


def _said(items: Iterable[Item]) -> set[tuple[str, str]]:
    return {(item.address, item.words) for item in items}
