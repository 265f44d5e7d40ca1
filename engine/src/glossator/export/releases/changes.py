"""What has changed between two editions: items that say something else, new ones, and those that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from glossator.export.items import Item
from glossator.export.releases.moved import Moved
from glossator.export.releases.record import Release

How = Literal["changed", "new", "gone"]


@dataclass(frozen=True)
class Change:
    """One item before and after; either is missing where the item is new, or gone."""

    before: Item | None
    after: Item | None

    @property
    def item(self) -> Item:
        """Return the item as it is now, or as it was last."""
        item = self.after or self.before
        assert item
        return item

    @property
    def how(self) -> How:
        """Return what has happened to it."""
        if self.before and self.after:
            return "changed"
        return "new" if self.after else "gone"


def changes_between(before: Release, after: Release, moved: Moved) -> list[Change]:
    """Return what has changed, in the order of the later edition; what is gone stands behind.

    An item that moved is compared with the one at the place to which its address leads now.
    """
    # A note that is gone may lead to its paragraph, which is not what became of it.
    places = ((item, _place(item, after, moved)) for item in before.by_address.values())
    old = {place: item for item, place in places if _kind(after, place) == item.kind}
    kept = {item.address for item in old.values()}
    found = [Change(old.get(item.address), item) for item in after.by_address.values()]
    changed = [each for each in found if not each.before or each.before.words != each.item.words]
    gone = (item for item in before.by_address.values() if item.address not in kept)
    pages = {page: number for number, page in enumerate(after.pages)}
    # Charts and rows stand behind all chapters in a record.
    changed.sort(key=lambda change: pages.get(change.item.page, len(pages)))
    return changed + [Change(item, None) for item in gone]


def _place(item: Item, after: Release, moved: Moved) -> str:
    """Return the address of an item in a later edition: where it was, where it leads, or on which page it now is."""
    if item.address in after.by_address:
        return item.address
    if item.address in moved.leads:
        return moved.place(item.address)
    page = next((each.page for each in after.items if each.id == item.id and each.kind == item.kind), item.page)
    return f"{page}#{item.id}"


def _kind(release: Release, address: str) -> str:
    return release.by_address[address].kind if address in release.by_address else ""


def by_page(changes: list[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Yield each page with what has changed on it, in the order in which the pages come first."""
    pages: dict[str, list[Change]] = {}
    for change in changes:
        pages.setdefault(change.item.page, []).append(change)
    yield from pages.items()
