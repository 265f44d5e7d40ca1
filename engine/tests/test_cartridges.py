"""Cartridges for learning platforms: what the standard asks of them, and what a teacher finds in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from glossator.export.cartridge.cartridges import cartridges, thin_cartridges
from glossator.export.cartridge.package import PACKAGE
from glossator.export.cartridge.questions import QTI
from glossator.export.edition_json import read_edition_json
from glossator.export.format import CannotMake
from glossator.export.records import Edition
from glossator.testing.books import SmallBook
from lxml import etree, html

ADDRESS = "https://edition.example/book/"
WORDS = "The two sides met"


class Cartridge:
    """A cartridge, opened."""

    def __init__(self, content: bytes) -> None:
        self.files = ZipFile(BytesIO(content))
        self.manifest = etree.fromstring(self.files.read("imsmanifest.xml"))

    def all(self, name: str) -> list[etree._Element]:
        return list(self.manifest.iter(f"{{{PACKAGE}}}{name}"))

    def of_kind(self, kind: str) -> list[bytes]:
        """Return the first file of each resource of this kind."""
        return [self.files.read(each[0].get("href")) for each in self.all("resource") if kind in each.get("type")]

    def titles(self) -> list[str]:
        return [item.findtext(f"{{{PACKAGE}}}title") for item in self.all("item")[1:]]

    def faults(self) -> list[str]:
        """Return what the standard forbids."""
        ids = Counter(each.get("identifier") for each in self.manifest.iter() if each.get("identifier"))
        named = Counter(each.get("href") for each in self.all("file"))
        resources = {each.get("identifier"): each for each in self.all("resource")}
        led = [each.get("identifierref") for each in self.all("item") if each.get("identifierref")]
        return [
            *(f"{name} twice" for name, count in (ids + named).items() if count > 1),
            *(f"{name} is not there" for name in named if name not in self.files.namelist()),
            *(f"{name} is not named" for name in self.files.namelist() if name not in {*named, "imsmanifest.xml"}),
            *(f"{name} leads nowhere" for name in led if name not in resources),
            *(f"{name} is in no contents" for name in resources if name not in led),
            *(f"{each.get('identifier')} has children" for each in self.all("item") if each.get("identifierref")
              and each.find(f"{{{PACKAGE}}}item") is not None),
        ]  # fmt: skip


@pytest.fixture(scope="module")
def made(taught_book: Callable[[], SmallBook]) -> tuple[Edition, Path]:
    """Return the records and the site of a book with questions and answers."""
    build = taught_book().build(html_baseurl=ADDRESS)
    assert build.warnings == ""
    return read_edition_json(build.out / "exports/edition.json"), build.out


@pytest.mark.xdist_group("cartridges")
class TestCartridges:
    def test_each_file_is_named_once_and_each_reference_resolves(self, made: tuple[Edition, Path]) -> None:
        found = {name: Cartridge(content) for maker in (cartridges, thin_cartridges) for name, content in maker(*made)}
        assert list(found) == [
            "cartridges/one.imscc", "cartridges/edition.imscc",
            "cartridges/thin/one.imscc", "cartridges/thin/edition.imscc",
        ]  # fmt: skip
        assert {name: each.faults() for name, each in found.items()} == {file: [] for file in found}
        thin = found["cartridges/thin/one.imscc"]
        assert len(thin.of_kind("imswl")) == len(thin.all("resource")) == 4

    def test_the_same_edition_makes_the_same_bytes(self, made: tuple[Edition, Path]) -> None:
        assert dict(cartridges(*made)) == dict(cartridges(*made))

    def test_a_page_has_the_passage_its_notes_and_the_works_they_cite_and_nothing_runs(
        self, made: tuple[Edition, Path]
    ) -> None:
        (content,) = Cartridge(dict(cartridges(*made))["cartridges/one.imscc"]).of_kind("webcontent")
        # An end of what has none would be read as another beginning.
        assert not re.search("</(br|meta|img)>", content.decode())
        page = html.document_fromstring(content.decode())
        text = page.text_content()
        assert [
            words for words in (WORDS, "A note", "Wheat.", "Works cited", "Version 1.0.0") if words not in text
        ] == []
        assert not page.xpath("//script|//link|//button|//form|//iframe|//@onclick")
        links = [link.get("href") for link in page.iter("a")]
        assert {"#work-smith2016", f"{ADDRESS}chapters/two.html", "https://example.org/a"} <= set(links)
        inside = {link.removeprefix("#") for link in links if link.startswith("#")}
        assert inside <= set(page.xpath("//@id"))
        assert all(link.startswith(("#", "https://")) for link in links)

    def test_in_the_whole_pages_lead_to_each_other(self, made: tuple[Edition, Path]) -> None:
        whole = Cartridge(dict(cartridges(*made))["cartridges/edition.imscc"])
        page = html.document_fromstring(whole.files.read("pages/chapters-one.html").decode())
        links = [link.get("href") for link in page.iter("a")]
        assert "chapters-two.html" in links
        assert "index.html#work-smith2016" in links

    def test_a_question_is_an_essay_whose_answer_students_are_not_shown(self, made: tuple[Edition, Path]) -> None:
        (content,) = Cartridge(dict(cartridges(*made))["cartridges/one.imscc"]).of_kind("assessment")
        test = etree.fromstring(content)
        space = {"q": QTI}
        fields = {each[0].text: each[1].text for each in test.iterfind(".//q:qtimetadatafield", space)}
        assert fields | {"qmd_solutionspermitted": "No", "cc_profile": "cc.essay.v0p1", "cc_weighting": "6"} == fields
        asked = test.findtext(".//q:presentation/q:material/q:mattext", namespaces=space)
        assert "<em>writes</em>" in asked
        assert "&amp; why?" in asked
        assert f'href="{ADDRESS}chapters/one.html#letter-1"' in asked
        (solution,) = test.iterfind(".//q:item/q:itemfeedback[@ident='solution']/q:solution", space)
        answer = "".join(solution.itertext())
        assert all(words in answer for words in ("The king", "That a minister signs", "Excellent", "is empty."))
        assert "The king" not in "".join(test.find(".//q:presentation", space).itertext())

    def test_a_question_to_discuss_is_a_topic(self, made: tuple[Edition, Path]) -> None:
        cartridge = Cartridge(dict(cartridges(*made))["cartridges/one.imscc"])
        (topic,) = cartridge.of_kind("imsdt")
        assert "Is it a letter?" in topic.decode()
        assert "Is it a letter?" not in cartridge.of_kind("assessment")[0].decode()

    def test_links_lead_to_the_chapter_its_text_and_each_paragraph(self, made: tuple[Edition, Path]) -> None:
        links = Cartridge(dict(thin_cartridges(*made))["cartridges/thin/one.imscc"]).of_kind("imswl")
        addresses = [etree.fromstring(link)[1].get("href") for link in links]
        chapter = f"{ADDRESS}chapters/one.html"
        assert addresses == [chapter, f"{chapter}?view=text", f"{chapter}?only=letter-1", f"{chapter}?only=letter-2"]

    def test_links_lead_to_the_edition_that_stays_as_it_is_where_one_is_kept(self, made: tuple[Edition, Path]) -> None:
        kept = replace(made[0], kept=f"{ADDRESS}v/1.0.0/")
        links = Cartridge(dict(thin_cartridges(kept, made[1]))["cartridges/thin/one.imscc"]).of_kind("imswl")
        assert etree.fromstring(links[0])[1].get("href") == f"{ADDRESS}v/1.0.0/chapters/one.html"

    def test_where_no_address_is_known_there_are_no_links_and_the_cartridge_says_so(
        self, made: tuple[Edition, Path]
    ) -> None:
        edition, site = replace(made[0], address=""), made[1]
        cartridge = Cartridge(dict(cartridges(edition, site))["cartridges/one.imscc"])
        assert cartridge.of_kind("imswl") == []
        assert "There are no links to the edition" in "".join(cartridge.manifest.itertext())
        for name in cartridge.files.namelist():
            assert ADDRESS not in cartridge.files.read(name).decode()
        with pytest.raises(CannotMake, match="address is not known"):
            list(thin_cartridges(edition, site))


def test_a_chapter_without_a_passage_has_no_link_to_a_text_alone(taught_book: Callable[[], SmallBook]) -> None:
    book = taught_book()
    book.write("chapters/two.md", "# Looking back\n\n:::{question} two-who\n:type: essay\nWho writes?\n:::\n")
    site = book.build(html_baseurl=ADDRESS).out
    found = dict(thin_cartridges(read_edition_json(site / "exports/edition.json"), site))
    links = Cartridge(found["cartridges/thin/two.imscc"]).of_kind("imswl")
    assert [etree.fromstring(link)[1].get("href") for link in links] == [f"{ADDRESS}chapters/two.html"]
    assert [etree.fromstring(link)[0].text for link in links] == ["Looking back"]


def test_a_sign_that_xml_has_no_place_for_stops_no_cartridge(taught_book: Callable[[], SmallBook]) -> None:
    book = taught_book()
    chapter = (book.folder / "chapters/one.md").read_text(encoding="utf-8")
    book.write("chapters/one.md", chapter.replace("# The letter", "# The\x01 letter").replace("A note", "A\x02 note"))
    site = book.build().out
    made = dict(cartridges(read_edition_json(site / "exports/edition.json"), site))
    assert "The\ufffd letter" in "".join(Cartridge(made["cartridges/one.imscc"]).titles())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["verse", "chinese-arabic", "kitchen-sink"])
def test_editions_of_other_kinds_have_cartridges_without_a_fault(whole_book: Callable[[str], Path], name: str) -> None:
    site = whole_book(name) / "_build/html"
    edition = read_edition_json(site / "exports/edition.json")
    found = {file: Cartridge(content) for file, content in cartridges(edition, site)}
    assert {file: each.faults() for file, each in found.items()} == {file: [] for file in found}
    whole = found["cartridges/edition.imscc"]
    pages = [html.document_fromstring(page.decode()) for page in whole.of_kind("webcontent")]
    text = "".join(page.text_content() for page in pages)
    for chapter in edition.chapters:
        assert chapter.title in text
        assert all(note.gist in text for note in chapter.notes)
    drawn = {label for page in pages for label in page.xpath("//@aria-label")}
    assert {figure.alternative for figure in edition.figures} <= drawn
