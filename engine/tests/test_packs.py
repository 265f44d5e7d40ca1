"""Packs for teachers: what is in the archive of a chapter, and what a student's part of it does not tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from glossator.export.edition_json import read_edition_json
from glossator.export.packs.markdown import markdown
from glossator.export.packs.pack import packs
from glossator.testing.books import SmallBook
from pypdf import PdfReader

Make = Callable[..., SmallBook]
CHAPTER = """\
# The letter

To [the other chapter](two.md).

:::::{passage} letter-1 letter-2
::::{annotation} in May
:kind: context
:certainty: fact
A note {cite:p}`smith2016`.
::::
:::::

:::{question} letter-who
:type: essay
:points: 6
Who *writes*?
:::
"""
GUIDE = """\
# Answers on the letter

::::{answer} letter-who
The king.
::::
"""
INDEX = "# The guide\n\nFor teachers."
ANSWER = "The king"


def test_a_list_a_link_and_signs_of_markdown_become_markdown() -> None:
    words = "<p>1. A *star* &amp; &amp;amp; and <em>more</em>,"
    body = f'{words} <a href="https://example.org/a_b">here</a>.</p><ul><li>- one</li></ul>'
    assert markdown(body) == (
        r"1\. A \*star\* & \&amp; and *more*, [here](<https://example.org/a_b>)." + "\n\n" + r"- \- one"
    )


@pytest.mark.slow
def test_a_pack_holds_all_that_its_readme_names_and_students_get_no_answers(small_book: Make) -> None:
    book = small_book(one=CHAPTER, two="# Two\n\nWords.")
    book.write("teaching/one.md", GUIDE)
    book.write("teaching/index.md", INDEX)
    site = book.build(html_theme="glossator").out
    first, again = made(site), made(site)
    assert first == again
    assert list(first) == ["packs/one.zip"]
    files = {name.removeprefix("one/"): content for name, content in opened(first["packs/one.zip"]).items()}
    readme = files["README.txt"].decode()
    assert [name for name in files if name not in readme and name != "README.txt"] == []
    assert json.loads(files["for-teachers/questions.json"])[0]["answer"]["html"] == f"<p>{ANSWER}.</p>"
    answers = docx.Document(BytesIO(files["for-teachers/answers.docx"]))
    assert any(ANSWER in paragraph.text for paragraph in answers.paragraphs)
    assert "Who *writes*?" in files["for-students/questions.md"].decode()
    for name, content in files.items():
        if name.startswith("for-students/") and not name.endswith(".pdf"):
            assert ANSWER not in content.decode()
    for paper in ("a4", "letter"):
        content = files[f"for-students/handout-{paper}.pdf"]
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
        assert [words for words in ("The two sides met", "A note", "Who writes?", "Wheat.") if words not in text] == []
        assert ANSWER not in text
        # Neither where the site seemed to be when it was printed, nor a place on the machine.
        assert b"edition.invalid" not in content
        assert b"file:" not in content


def test_the_guide_lists_a_pack_and_a_cartridge_of_each_chapter(small_book: Make) -> None:
    book = small_book(one=CHAPTER, two="# Two\n\nWords.")
    book.write("teaching/one.md", GUIDE)
    book.write("teaching/index.md", INDEX)
    build = book.build()
    named = [place["data-file"] for place in build.page("teaching/index").select(".export-file")]
    assert named[-2:] == ["packs/one.zip", "cartridges/one.imscc"]
    assert "packs/" not in build.page("chapters/one").decode()


def made(site: Path) -> dict[str, bytes]:
    """Return the packs, made in a thread of its own: the browser of other tests may be open in this one."""
    edition = read_edition_json(site / "exports/edition.json")
    with ThreadPoolExecutor(1) as other:
        return other.submit(lambda: dict(packs(edition, site))).result()


def opened(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as files:
        return {name: files.read(name) for name in files.namelist()}
