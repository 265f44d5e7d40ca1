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
from glossator.testing.books import Build, SmallBook
from pypdf import PdfReader

ANSWER = "The king"


def test_a_list_a_link_and_signs_of_markdown_become_markdown() -> None:
    words = "<p>1. A *star* &amp; &amp;amp; and <em>more</em>,"
    body = f'{words} <a href="https://example.org/a_b">here</a>.</p><ul><li>- one</li></ul>'
    assert markdown(body) == (
        r"1\. A \*star\* & \&amp; and *more*, [here](<https://example.org/a_b>)." + "\n\n" + r"- \- one"
    )


@pytest.fixture(scope="module")
def build(taught_book: Callable[[], SmallBook]) -> Build:
    return taught_book().build(html_theme="glossator")


@pytest.mark.slow
@pytest.mark.xdist_group("packs")
def test_a_pack_holds_all_that_its_readme_names_and_students_get_no_answers(build: Build) -> None:
    first, again = made(build.out), made(build.out)
    assert first == again
    assert list(first) == ["packs/one.zip"]
    files = {name.removeprefix("one/"): content for name, content in opened(first["packs/one.zip"]).items()}
    readme = files["README.txt"].decode()
    assert [name for name in files if name not in readme and name != "README.txt"] == []
    assert ANSWER in json.loads(files["for-teachers/questions.json"])[0]["answer"]["html"]
    answers = docx.Document(BytesIO(files["for-teachers/answers.docx"]))
    assert any(ANSWER in paragraph.text for paragraph in answers.paragraphs)
    assert "Who *writes* in" in files["for-students/questions.md"].decode()
    for name, content in files.items():
        if name.startswith("for-students/") and not name.endswith(".pdf"):
            assert ANSWER not in content.decode()
    for paper in ("a4", "letter"):
        content = files[f"for-students/handout-{paper}.pdf"]
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
        assert [words for words in ("The two sides met", "A note", "Who writes", "Wheat.") if words not in text] == []
        assert ANSWER not in text
        # Neither where the site seemed to be when it was printed, nor a place on the machine.
        assert b"edition.invalid" not in content
        assert b"file:" not in content


@pytest.mark.xdist_group("packs")
def test_the_guide_lists_a_pack_and_a_cartridge_of_each_chapter(build: Build) -> None:
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
