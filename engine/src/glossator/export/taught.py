"""The chapters that are taught one by one, for what is made of each: cartridges, packs."""

from __future__ import annotations

from collections import Counter

from glossator.export.records import Chapter, Edition


def taught_chapters(edition: Edition) -> dict[str, Chapter]:
    """Return the chapters that reproduce a passage, in the order of the book, by the names of their files.

    The name is that of the document without its folders; with them, joined by hyphens, where two would be called alike.
    """
    chapters = [chapter for chapter in edition.chapters if chapter.paragraphs]
    count = Counter(_last(chapter) for chapter in chapters)
    return {_last(each) if count[_last(each)] == 1 else each.name.replace("/", "-"): each for each in chapters}


def _last(chapter: Chapter) -> str:
    return chapter.name.rpartition("/")[2]
