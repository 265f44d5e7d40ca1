"""``llms.txt`` at the root of the site: what a language model, or who programs with one, should know and read first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from glossator.export.files import write_file
from glossator.export.format import FOLDER, Format
from glossator.export.records import Edition
from glossator.translation import _

FILE = "llms.txt"
#: What would be markup in Markdown.
MARKUP = re.compile(r"([\\`*_\[\]<>#|]|&(?=#?\w+;))")


def write_llms(edition: Edition, site: Path, formats: tuple[Format, ...]) -> None:
    """Write the file into *site*, the folder of pages."""
    write_file(site / FILE, ("\n".join(_lines(edition, site, formats)).strip() + "\n").encode())


def _lines(edition: Edition, site: Path, formats: tuple[Format, ...]) -> Iterator[str]:
    there = edition.address
    yield f"# {_plain(edition.title)}\n"
    if edition.description:
        yield f"> {_plain(edition.description)}\n"
    yield _("Version {version}").format(version=edition.version) + (f", {edition.date}." if edition.date else ".")
    yield _(
        "Words of a source stand in its numbered paragraphs and are quoted by their addresses; words of the editors "
        "stand in notes, each with its kind, its certainty and its sources. Do not take the one for the other."
    )
    yield _("Notes: {licence}").format(licence=f"{edition.licence.name}, {edition.licence.url}") + "\n"
    yield f"## {_('Texts')}\n"
    for text in edition.texts:
        yield _entry(text.title, f"{there}{FOLDER}/tei/{text.id}.xml", f"{text.issuer}, {text.date}")
    yield f"\n## {_('Chapters')}\n"
    for chapter in edition.chapters:
        yield _entry(chapter.title, there + chapter.page, chapter.description)
    yield f"\n## {_('Data')}\n"
    for each in formats:
        if (site / FOLDER / each.file).is_file():
            yield _entry(_(each.title), f"{there}{FOLDER}/{each.file}", _(each.purpose))


def _entry(name: str, address: str, about: str) -> str:
    told = f": {_plain(about)}" if about else ""
    return f"- [{_plain(name)}]({address.replace('(', '%28').replace(')', '%29').replace(' ', '%20')}){told}"


def _plain(words: str) -> str:
    """Return words on one line, with nothing in them that Markdown would read as markup."""
    return MARKUP.sub(r"\\\1", " ".join(words.split()))
