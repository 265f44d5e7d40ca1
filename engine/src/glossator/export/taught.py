"""The chapters that are taught one by one, for what is made of each: cartridges, packs."""

from __future__ import annotations

from collections import Counter

from glossator.export.records import Chapter, Edition

#: What is made of all of them is called so, and no chapter's file is.
WHOLE = "edition"


def taught_chapters(edition: Edition) -> dict[str, Chapter]:
    """Return the chapters with a passage or questions, in the order of the book, by the names of their files.

    The name is that of the document without its folders; with them, joined by hyphens, where two would be called alike.
    """
    chapters = [chapter for chapter in edition.chapters if chapter.paragraphs or chapter.questions]
    count = Counter(_last(chapter) for chapter in chapters)
    alone = {last for last, number in count.items() if number == 1} - {WHOLE}
    return {_last(each) if _last(each) in alone else each.name.replace("/", "-"): each for each in chapters}


def _last(chapter: Chapter) -> str:
    return chapter.name.rpartition("/")[2]
