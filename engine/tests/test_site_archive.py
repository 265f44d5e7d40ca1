"""The edition as a file: a bag whose checksums hold, at an address with its version and at the one without."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from glossator.testing.books import SmallBook

Make = Callable[..., SmallBook]
LETTER = "# The letter\n\n:::::{passage} letter-1\n:::::\n"
EDITION = {"version": "2.3", "date": "2026-11-30", "contact": "mailto:editors@edition.example"}
SETTINGS = {"html_theme": "glossator", "html_title": "Letters & more", "glossator": EDITION}


@pytest.fixture(scope="module")
def site(shared_book: Make) -> Path:
    book = shared_book(one=LETTER)
    book.write("LICENSE-notes", "Do what you will.")
    return book.build(**SETTINGS).out


@pytest.fixture(scope="module")
def bag(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bag")
    with ZipFile(site / "letters-more-2.3.zip") as archive:
        archive.extractall(folder)
    return folder / "letters-more-2.3"


pytestmark = pytest.mark.xdist_group("archive")


def checksums(manifest: Path) -> dict[str, str]:
    lines = manifest.read_text(encoding="utf-8").splitlines()
    return {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}


def test_every_file_of_the_payload_has_its_checksum_and_no_other_is_named(bag: Path) -> None:
    payload = {path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    told = checksums(bag / "manifest-sha256.txt")
    assert payload == told.keys()
    tags = checksums(bag / "tagmanifest-sha256.txt")
    assert set(tags) == {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "index.html"}
    for name, checksum in {**told, **tags}.items():
        assert hashlib.sha256((bag / name).read_bytes()).hexdigest() == checksum
    sizes = [(bag / name).stat().st_size for name in payload]
    about = (bag / "bag-info.txt").read_text(encoding="utf-8")
    assert f"Payload-Oxum: {sum(sizes)}.{len(sizes)}\n" in about
    assert "Contact-Email: editors@edition.example\n" in about
    assert "Bagging-Date: 2026-11-30\n" in about


def test_it_holds_the_site_the_texts_the_works_and_what_may_be_done_with_them(bag: Path) -> None:
    assert (bag / "data/sources/letter.txt").is_file()
    assert (bag / "data/references.bib").is_file()
    assert (bag / "data/LICENSE-notes").read_text(encoding="utf-8") == "Do what you will."
    notice = (bag / "data/NOTICE.txt").read_text(encoding="utf-8")
    assert "Letters & more, version 2.3, 30 November 2026." in notice
    assert "In the public domain." in notice
    assert not list((bag / "data/site").glob("*.zip"))


def test_the_page_at_its_top_leads_into_the_site(bag: Path) -> None:
    page = BeautifulSoup((bag / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert (bag / page.a["href"]).is_file()
    assert page.a.get_text() == "Letters & more"


GUIDE = "# Answers\n\n::::{answer} letter-who\nThe king does.\n::::\n"
FOR_TEACHERS = """# The letter

:::::{passage} letter-1
:::::

:::{question} letter-who
Who writes?
:::

See [the *guide*](../teaching/index.md), [its answers](../teaching/one.md) and [this page](#the-letter).
"""


@pytest.mark.parametrize("root", ["", "https://edition.example/book/"])
def test_what_is_not_in_it_is_words_there_or_leads_to_the_site(small_book: Make, root: str) -> None:
    book = small_book(one=FOR_TEACHERS)
    book.write("teaching/index.md", "# The guide\n")
    book.write("teaching/one.md", GUIDE)
    site = book.build(**SETTINGS, html_baseurl=root).out
    with ZipFile(site / "letters-more-2.3.zip") as archive:
        names = {name.partition("/data/site/")[2] for name in archive.namelist()}
        pages = {name: archive.read(f"letters-more-2.3/data/site/{name}") for name in names if name.endswith(".html")}
    assert not [name for name in names if "teaching/" in name]
    for name, page in pages.items():
        for link in BeautifulSoup(page, "html.parser").select("a[href]"):
            address = str(link["href"]).partition("#")[0].partition("?")[0]
            if address and ":" not in address and not address.endswith((".zip", ".css", ".js")):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), address)) in names, (name, address)
    one = BeautifulSoup(pages["chapters/one.html"], "html.parser").select_one("article")
    assert one
    assert "See the guide, its answers and this page." in one.get_text()
    assert one.find("em", string="guide")
    led = [str(link["href"]) for link in one.select("a[href*='teaching/']")]
    assert led == ([f"{root}teaching/index.html", f"{root}teaching/one.html"] if root else [])
    assert "without the teacher’s guide" in pages["take-along.html"].decode()


def test_the_address_without_a_version_goes_on_working(site: Path) -> None:
    assert (site / "letters-more.zip").read_bytes() == (site / "letters-more-2.3.zip").read_bytes()


def test_a_version_that_is_no_file_name_leads_nowhere_else(small_book: Make) -> None:
    site = small_book(one=LETTER).build(**{**SETTINGS, "glossator": {"version": "1/../../<i>"}}).out
    assert sorted(path.name for path in site.glob("*.zip")) == ["letters-more-1-..-..-i-.zip", "letters-more.zip"]


def test_the_same_book_gives_the_same_bytes(small_book: Make) -> None:
    book = small_book(one=LETTER)
    first = (book.build(**SETTINGS).out / "letters-more-2.3.zip").read_bytes()
    assert (book.build(freshenv=True, **SETTINGS).out / "letters-more-2.3.zip").read_bytes() == first
