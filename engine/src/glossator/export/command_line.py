"""The command ``python -m glossator export``: formats that take too long for each build, made of a built site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sphinx.locale import init

from glossator.core.checksums import RECORD, renew
from glossator.core.surroundings import in_one_sentence
from glossator.export.edition_json import NAME, read_edition_json
from glossator.export.files import write_file
from glossator.export.format import FOLDER, CannotMake
from glossator.export.listing import fill_lists
from glossator.export.records import Edition
from glossator.teaching.pages import FOLDER as GUIDE
from glossator.translation import CATALOGUE, LOCALE

#: Where a build leaves the site, from the folder of the book.
SITE = Path("_build", "html")
#: Where it leaves what it has read, from the site: Jupyter Book, ``sphinx-build``, ``sphinx-build -M``.
DOCTREES = ("../.doctrees", ".doctrees", "../doctrees")

#: Makes files in the folder of exports of the records and the folder of the site: yields names and contents.
Series = Callable[[Edition, Path], Iterator[tuple[str, bytes]]]


class NothingToExport(Exception):
    """There is no built site to make anything of; the message says what to do."""


def _edition_epub(edition: Edition, site: Path) -> bytes:
    from glossator.export.epub.whole import edition_epub  # noqa: PLC0415

    return edition_epub(edition, site)


def _texts_epub(edition: Edition, site: Path) -> bytes:
    from glossator.export.epub.texts import texts_epub  # noqa: PLC0415

    return texts_epub(edition)


def _edition_pdf(edition: Edition, site: Path, paper: str) -> bytes:
    from glossator.export.pdf.printer import edition_pdf  # noqa: PLC0415

    return edition_pdf(edition, site, paper)


def _guide_pdf(edition: Edition, site: Path) -> bytes:
    from glossator.export.guide.book import guide_pdf  # noqa: PLC0415

    return guide_pdf(edition, site)


def _guide_docx(edition: Edition, site: Path) -> bytes:
    from glossator.export.guide.word import guide_docx  # noqa: PLC0415

    return guide_docx(edition, site)


def _cartridges(edition: Edition, site: Path) -> Iterator[tuple[str, bytes]]:
    from glossator.export.cartridge.cartridges import cartridges  # noqa: PLC0415

    return cartridges(edition, site)


def _thin_cartridges(edition: Edition, site: Path) -> Iterator[tuple[str, bytes]]:
    from glossator.export.cartridge.cartridges import thin_cartridges  # noqa: PLC0415

    return thin_cartridges(edition, site)


def _packs(edition: Edition, site: Path) -> Iterator[tuple[str, bytes]]:
    from glossator.export.packs.pack import packs  # noqa: PLC0415

    return packs(edition, site)


#: File in the folder of exports -> what makes its content of the records and the folder of the site. What a maker
#: needs is imported by itself: a build, which makes none of these, need not wait for it.
MAKERS: dict[str, Callable[[Edition, Path], bytes]] = {
    "edition.epub": _edition_epub,
    "texts.epub": _texts_epub,
    "edition-a4.pdf": partial(_edition_pdf, paper="A4"),
    "edition-letter.pdf": partial(_edition_pdf, paper="letter"),
}
#: The same of what is for teachers alone, and in no list of formats.
MAKERS_FOR_TEACHERS: dict[str, Callable[[Edition, Path], bytes]] = {
    "teaching/guide.pdf": _guide_pdf,
    "teaching/guide.docx": _guide_docx,
}
#: What is made in many files, by the pattern of their names -> what yields each with its content.
SERIES: dict[str, Series] = {
    "cartridges/*.imscc": _cartridges,
    "cartridges/thin/*.imscc": _thin_cartridges,
    "packs/*.zip": _packs,
}


@in_one_sentence()
def export(site: Path) -> tuple[list[Path], list[str]]:
    """Make each of these formats of the site in the folder *site*; return the files, and why others are not made.

    Raises NothingToExport if no whole site is there, or one that holds no records.
    """
    records = site / FOLDER / NAME
    if not records.is_file():
        raise NothingToExport(
            f"{records} is not there, and exports are made of a built site: build the edition first (make book), "
            "with edition_exports on, as it is where nothing else is said"
        )
    edition = read_edition_json(records)
    init([str(LOCALE)], edition.language.replace("-", "_"), CATALOGUE)
    files, lacking = [], defaultdict(list)
    try:
        for name, make in _makers(site).items():
            try:
                for file, content in make(edition, site):
                    write_file(site / FOLDER / file, content)
                    files.append(site / FOLDER / file)
            except CannotMake as error:
                lacking[str(error)].append(name)
            except FileNotFoundError as error:
                raise NothingToExport(f"{error.filename} is not there: build the edition again (make book)") from None
    finally:
        # Also when it is interrupted: the next build would take for damage what is not in its record.
        changed = fill_lists(site, edition.language)
        for doctrees in DOCTREES:
            renew(site / doctrees / RECORD, "site", site, [*files, *changed])
    return files, [f"not made: {', '.join(names)}; {reason}" for reason, names in lacking.items()]


def _makers(site: Path) -> dict[str, Series]:
    """Return what is made of a site, each by its file or the pattern of its files."""
    single = MAKERS | (MAKERS_FOR_TEACHERS if (site / GUIDE).is_dir() else {})
    return {file: _one(file, make) for file, make in single.items()} | SERIES


def _one(file: str, make: Callable[[Edition, Path], bytes]) -> Series:
    """Return the maker of one file as that of many."""

    def made(edition: Edition, site: Path) -> Iterator[tuple[str, bytes]]:
        yield file, make(edition, site)

    return made
