"""CSL-JSON of what an edition is cited by: a paragraph of a text, a note, a chapter, a table.

The author of a text is its issuer, an institution unless the list of works knows a person of this name; a note, a
chapter and a table are by the editors. An institution that made the edition alone is the publisher of a text in it.
A date that is inferred stands in brackets (``literal``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glossator.citations.csl import Csl
from glossator.citations.dates import long_date
from glossator.config import Editor
from glossator.core.text import Source
from glossator.translation import _

#: Around words that no style may write in capitals, in CSL-JSON.
KEPT = '<span class="nocase">{words}</span>'


@dataclass(frozen=True)
class Whole:
    """The edition, as its parts name it."""

    title: str
    version: str
    date: str  #: as ``2026-11-30``, ``2026-11`` or ``2026``; empty if nobody says it
    editors: tuple[Editor, ...]
    language: str  #: a code (BCP 47)


def csl_of_passage(whole: Whole, source: Source, id_: str, address: str, work: Csl) -> Csl:
    """Return a text of the edition, or a paragraph of it, as an item of CSL-JSON.

    work: what the list of works has for the text, as CSL-JSON; may be empty
    """
    about = source.about
    return _part(whole, id_, address) | {
        "author": author_of(about, work),
        "title": about["title"],
        "original-date": original_date(about, whole.language),
        # The language of its title, by which a style chooses capitals.
        "language": about.get("title_language") or source.language,
        **_makers(whole.editors),
    }


def _makers(editors: Sequence[Editor]) -> Csl:
    """Return who made the edition, beside the author of a text in it.

    An institution alone answers for the whole of it, as a publisher does: manuals keep "edited by" and "(Eds.)" for
    those who are named as editors, and "edited by The editors" says nothing.
    """
    if len(editors) == 1 and not editors[0].family:
        return {"publisher": editors[0].name}
    return {"editor": names_of(editors)}


def csl_of_part(whole: Whole, title: str, id_: str, address: str) -> Csl:
    """Return a chapter, or a note, as an item of CSL-JSON; its authors are the editors, who are not named twice.

    title: of a note as `title_of_note` gives it
    """
    return _part(whole, id_, address) | {"author": names_of(whole.editors), "title": title}


def csl_of_book(whole: Whole, id_: str, address: str) -> Csl:
    """Return the edition itself as an item of CSL-JSON."""
    return csl_of_part(whole, whole.title, id_, address) | {"type": "book", "container-title": ""}


def csl_of_table(whole: Whole, title: str, id_: str, address: str) -> Csl:
    """Return a table as an item of CSL-JSON."""
    return csl_of_part(whole, title, id_, address) | {"type": "dataset", "genre": _("data set")}


def _part(whole: Whole, id_: str, address: str) -> Csl:
    return {
        "id": id_,
        "type": "chapter",
        "container-title": whole.title,
        "version": whole.version,
        "issued": date_parts(whole.date),
        "language": whole.language,
        "URL": address,
    }


def title_of_note(number: str, lemma: str, text: str, place: str, marks: str = "‘’") -> str:
    """Return what a note is called, such as *Note 7 on “in May” (First letter, para. 2)*.

    place: a paragraph as `place_of` names it; marks: the quotation marks within those of the lemma
    """
    words = _("“{lemma}” ({text}, {place})").format(lemma=within_marks(lemma, marks), text=text, place=place)
    return _("Note {number} on {words}").format(number=number, words=KEPT.format(words=words))


def within_marks(lemma: str, marks: str) -> str:
    """Return quoted words as they stand within quotation marks: with *marks* for their own, without a sign at the end.

    ``citing.js`` does the same.
    """
    words = re.sub("[”»]", marks[1], re.sub("[“„«]", marks[0], lemma))
    return re.sub("[.,;:]$", "", " ".join(words.split()))


def place_of(label: str) -> str:
    """Return the place of a paragraph in its text: *para. 4*, or *headline*."""
    return _("para. {label}").format(label=label) if label.isdigit() else _("headline")


def names_of(editors: Sequence[Editor]) -> list[Csl]:
    """Return editors as names of CSL-JSON: a person in parts, an institution as a whole."""
    return [
        {part: words for part, words in (("family", editor.family), ("given", editor.given)) if words}
        if editor.family
        else {"literal": editor.name}
        for editor in editors
    ]


def author_of(about: Mapping[str, Any], work: Csl) -> list[Csl]:
    """Return who issued a text: a person in parts where its own work in the list of works names one so."""
    issuer = about["issuer"]
    for name in work.get("author", ()):
        parts = ("given", "non-dropping-particle", "family", "suffix")
        if name.get("given") and " ".join(name[part] for part in parts if name.get(part)) == issuer:
            return [name]
    return [{"literal": issuer}]


def original_date(about: Mapping[str, Any], language: str) -> Csl:
    """Return the date of a text; an inferred one also in brackets, in words of *language*."""
    date = date_parts(about["date"])
    if about["date_certainty"] == "inferred":
        date["literal"] = f"[{long_date(about['date'], language)}]"
    return date


def date_parts(iso: str) -> Csl:
    """Return ``2026-11-30``, ``2026-11`` or ``2026`` as a date of CSL-JSON; an empty one for no date."""
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else {}
