"""What each version has changed, for the records of an edition and its feed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from glossator.export.records import Edition
from glossator.export.releases.changes import changes_between
from glossator.export.releases.moved import read_moved
from glossator.export.releases.record import readable, release_of
from glossator.export.versions import Changed


def with_changes(edition: Edition, root: Path) -> Edition:
    """Return the records of an edition with what each of its versions has changed since the release before it.

    The present version, where it is not a release, is compared with the last one.
    """
    editions = readable(root)
    if edition.version not in editions:
        editions[edition.version] = release_of(edition, root)
    moved, numbers = read_moved(root), list(editions)
    changed = {
        later: tuple(
            Changed(change.how, change.item.title, change.item.address)
            for change in changes_between(editions[earlier], editions[later], moved)
        )
        for earlier, later in pairwise(numbers)
    }
    return replace(
        edition,
        versions=tuple(replace(each, changed=changed.get(each.number, ())) for each in edition.versions),
    )
