"""The chapters that are taught one by one, for what is made of each: cartridges, packs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from glossator.export.records import Chapter, Edition

#: What is made of all of them is called so, and no chapter's file is.
WHOLE = "edition"


def taught_chapters(edition: Edition) -> dict[str, Chapter]:
    """Return the chapters with a passage or questions, in the order of the book, by the names of their files."""
    chapters = {chapter.name: chapter for chapter in edition.chapters if chapter.paragraphs or chapter.questions}
    return {file: chapters[name] for name, file in taught_files(chapters).items()}


def taught_files(names: Iterable[str]) -> dict[str, str]:
    """Return what the file of each document is called.

    The name is that of the document without its folders; with them, joined by hyphens, where two would be called alike.
    """
    last = {name: name.rpartition("/")[2] for name in names}
    count = Counter([*last.values(), WHOLE])
    return {name: short if count[short] == 1 else name.replace("/", "-") for name, short in last.items()}
