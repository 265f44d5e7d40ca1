"""The type of the pages: brought with the site, cut to the letters of the book, and what stands in for it as wide."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from glossator.site import fonts
from glossator.testing.books import SmallBook
from glossator.testing.reading import settle
from glossator.testing.serving import served
from playwright.sync_api import Browser

Make = Callable[..., SmallBook]
LODZ = "# One\n\nA letter from Łódź: “ça va” → 北京.\n"
#: The width of some words in a font, in pixels.
WIDTH = """(family) => {
  const line = document.createElement("span");
  line.style.cssText = `font: 20px "${family}"; position: absolute; white-space: nowrap`;
  line.textContent = "The two sides would meet again in May, and both intend to jointly promote what was agreed.";
  document.body.append(line);
  return line.getBoundingClientRect().width;
}"""


@pytest.fixture(scope="module")
def lodz(shared_book: Make) -> Path:
    """Return the site of a book with letters of several scripts."""
    build = shared_book(one=LODZ).build(html_theme="glossator", edition_archive=True)
    assert build.warnings == ""
    return build.out


def letters(file: Path) -> set[str]:
    return {chr(number) for number in TTFont(BytesIO(file.read_bytes())).getBestCmap()}


@pytest.mark.slow
def test_the_fonts_have_the_letters_that_the_book_prints(lodz: Path) -> None:
    for role in ("serif", "sans"):
        common, further = sorted((lodz / "_static/fonts").glob(f"{role}-*.woff2"), key=lambda path: -len(letters(path)))
        assert {*"Aaz09é“”→"} - {"é"} <= letters(common)
        assert "ç" in letters(common)
        assert "é" not in letters(common), "the book has none"
        assert letters(further) == {*"Łź"}


@pytest.mark.slow
def test_the_fonts_come_first_with_their_licences_in_the_archive_too(lodz: Path) -> None:
    page = BeautifulSoup((lodz / "chapters/one.html").read_text(encoding="utf-8"), "html.parser")
    first = [link["href"] for link in page.select("link[rel=font][as=font][crossorigin]")]
    assert len(first) == 2
    assert all((lodz / "chapters" / name).resolve().is_file() for name in first)
    style = (lodz / "_static/kinds.css").read_text(encoding="utf-8")
    assert all(name.removeprefix("../_static/") in style for name in first)
    archive = max(lodz.glob("*.zip"), key=lambda path: path.stat().st_size)
    kept = [name for name in ZipFile(archive).namelist() if "/fonts/" in name]
    assert len([name for name in kept if name.endswith(".woff2")]) == 4
    assert len([name for name in kept if name.endswith("licence.txt")]) == 2
    for licence in (lodz / "_static/fonts").glob("*licence.txt"):
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()


@pytest.mark.slow
def test_what_stands_in_for_a_font_is_as_wide(lodz: Path, browser: Browser) -> None:
    with served(lodz) as site:
        page = browser.new_page(bypass_csp=True)
        page.goto(f"{site}chapters/one.html", wait_until="networkidle")
        settle(page)
        loaded = page.evaluate("[...document.fonts].filter(({ status }) => status === 'loaded').map((f) => f.family)")
        for role in ("Serif", "Sans"):
            assert f"Edition {role}" in {name.strip('"') for name in loaded}
            come, *stand_in = (page.evaluate(WIDTH, f"{kind} {role}") for kind in ("Edition", "Like", "Wide"))
            # What a machine does not have is as wide as the browser's own font, so that no test is passed by it.
            own = page.evaluate(WIDTH, "None of this name")
            there = [width for width in stand_in if width != own]
            assert there, "this machine has no font that stands in"
            assert there == [pytest.approx(come, rel=0.02)] * len(there)
        page.close()


def test_an_edition_may_keep_to_the_fonts_of_the_system(small_book: Make) -> None:
    build = small_book(one="# One").build(html_theme="glossator", glossator={"type": "system"})
    assert build.warnings == ""
    assert not (build.out / "_static/fonts").exists()
    assert 'as="font"' not in (build.out / "chapters/one.html").read_text(encoding="utf-8")
    assert "@font-face" not in (build.out / "_static/kinds.css").read_text(encoding="utf-8")


def test_a_new_letter_is_in_the_fonts_of_every_page(small_book: Make) -> None:
    book = small_book(one="# One", two="# Two")
    book.build(html_theme="glossator")
    book.write("chapters/two.md", "# Two\n\nÅngström.\n")
    out = book.build(html_theme="glossator").out
    (serif,) = (out / "_static/fonts").glob("serif-*.woff2")
    assert "Å" in letters(serif)
    assert serif.name in (out / "chapters/one.html").read_text(encoding="utf-8")


def test_fonts_are_cut_once_and_always_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = fonts.made("Å")
    assert json.loads(fonts.cut_all("Å"))["css"] == made.css
    monkeypatch.setattr(fonts, "cut_all", lambda letters: pytest.fail("cut again"))
    fonts.made.cache_clear()
    assert fonts.made("Å") == made
    assert {re.sub("-[0-9a-f]{8}", "", name) for name in made.files} == {
        *(f"{role}{end}" for role in ("serif", "sans") for end in (".woff2", "-licence.txt"))
    }
