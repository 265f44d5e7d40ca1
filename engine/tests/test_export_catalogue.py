"""What libraries and machines are told of an edition: MARC, Dublin Core, the feed of versions, llms.txt."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from glossator.export.catalogue import DC, MARC, OAI
from glossator.export.feed import ATOM
from glossator.export.marc_languages import marc_code
from glossator.export.versions import read_versions
from glossator.testing.books import SmallBook
from lxml import etree
from markdown_it import MarkdownIt

Make = Callable[..., SmallBook]
LETTER = """\
---
description: A letter, and what is *said* of it.
---
# The [letter] &amp;amp; more

:::::{passage} letter-1 letter-2
:::::
"""
CHANGES = """\
# Changes

## 2.1 (2026-11-30)

Notes on *all* of it & <b>more</b>.

## 2.0

The first letter.

## 1.0 (2025)
"""
EDITION = {
    "version": "2.1",
    "date": "2026-11-30",
    "editors": [{"family": "Vega", "given": "Ana"}, {"name": "The Archive"}],
}


@pytest.fixture(scope="module")
def site(shared_book: Make) -> Path:
    book = shared_book(one=LETTER)
    book.write("CHANGELOG.md", CHANGES)
    return book.build(html_title="A <small> book", html_baseurl="https://example.org/b", glossator=EDITION).out


pytestmark = pytest.mark.xdist_group("export-catalogue")


def marc(site: Path, tag: str, code: str) -> list[str]:
    root = etree.parse(site / "exports/marc.xml").getroot()
    return [
        each.text for each in root.iterfind(f"{{{MARC}}}datafield[@tag='{tag}']/{{{MARC}}}subfield[@code='{code}']")
    ]


def test_a_library_catalogues_the_edition_by_its_title_its_editors_and_its_texts(site: Path) -> None:
    assert marc(site, "245", "a") == ["A <small> book"]
    assert marc(site, "700", "a") == ["Vega, Ana"]
    assert marc(site, "710", "a") == ["The Archive"]
    assert marc(site, "264", "c") == ["2026-11-30"]
    assert marc(site, "787", "t") == ["A letter", "The reply is sent"]
    assert marc(site, "856", "u") == ["https://example.org/b/"]
    assert marc(site, "540", "u") == ["https://creativecommons.org/licenses/by/4.0/"]


def test_the_fixed_fields_have_their_length_and_what_is_needed_at_its_place(site: Path) -> None:
    root = etree.parse(site / "exports/marc.xml").getroot()
    (fixed,) = root.iterfind(f"{{{MARC}}}controlfield[@tag='008']")
    assert (len(root[0].text), len(fixed.text)) == (24, 40)
    assert (fixed.text[:11], fixed.text[23], fixed.text[35:38]) == ("261130s2026", "o", "eng")


#: What MARC 21 (loc.gov/marc/bibliographic) allows in the fields that are written, as a pattern for each line of
#: "indicators subfields"; a blank of an indicator is a number sign.
FIELDS = {
    "024": "7# a2",
    "040": "## abe",
    "041": "07 a+2",
    "245": "0[0-9] ac",
    "250": "## a",
    "264": "#1 abc",
    "300": "## a",
    "336": "## ab2",
    "337": "## ab2",
    "338": "## ab2",
    "505": "0# a",
    "506": "0# a",
    "520": "## a",
    "540": "## 3?au?",
    "700": "1# ae",
    "710": "2# ae",
    "720": "## ae",
    "787": "08 iatdo?",
    "856": "40 uy",
}
NOT_REPEATED = ("040", "245")
CONTROL = {"006": 18, "007": 14, "008": 40}


def test_the_record_has_the_structure_that_marc_asks_for(site: Path, small_book: Make) -> None:
    bare = small_book(one="# One").build(html_title="The book", glossator={"editors": [{"name": "The Archive"}]}).out
    for file in (site / "exports/marc.xml", bare / "exports/marc.xml"):
        leader, *fields = etree.parse(file).getroot()
        assert re.fullmatch(r" {5}[acdnp][a-t][a-ms][ a]a22 {5}[ 1-8uz][ acinu][ abc]4500", leader.text)
        tags = [field.get("tag") for field in fields]
        assert tags == sorted(tags)
        assert all(tags.count(tag) == 1 for tag in (*CONTROL, *NOT_REPEATED))
        for field in fields:
            tag, codes = field.get("tag"), "".join(part.get("code") for part in field)
            if tag in CONTROL:
                assert len(field.text) == CONTROL[tag]
                continue
            indicators = (field.get("ind1") + field.get("ind2")).replace(" ", "#")
            assert re.fullmatch(FIELDS[tag], f"{indicators} {codes}"), (tag, indicators, codes)
            assert all(part.text and part.text.strip() for part in field)
    # A title is sorted without its article.
    titles = (etree.parse(out / "exports/marc.xml").find(f".//{{{MARC}}}datafield[@tag='245']") for out in (bare, site))
    assert [title.get("ind2") for title in titles] == ["4", "2"]


@pytest.mark.parametrize(("web", "library"), [("de", "ger"), ("zh-Hans", "chi"), ("grc", "grc"), ("qq", "und")])
def test_languages_have_the_codes_of_libraries(web: str, library: str) -> None:
    assert marc_code(web) == library


#: The fifteen elements of Dublin Core (dublincore.org/documents/dces), which is all that a record of OAI-PMH may hold.
ELEMENTS = {
    *("contributor", "coverage", "creator", "date", "description", "format", "identifier", "language", "publisher"),
    *("relation", "rights", "source", "subject", "title", "type"),
}


def test_dublin_core_holds_nothing_but_its_elements_with_words_in_them(site: Path) -> None:
    root = etree.parse(site / "exports/dublin-core.xml").getroot()
    assert root.tag == f"{{{OAI}}}dc"
    assert {each.tag for each in root} <= {f"{{{DC}}}{name}" for name in ELEMENTS}
    assert all(each.text.strip() and not len(each) for each in root)
    assert {name for each in root for name in each.attrib} <= {"{http://www.w3.org/XML/1998/namespace}lang"}


def test_dublin_core_says_who_when_under_which_licence_and_of_which_sources(site: Path) -> None:
    root = etree.parse(site / "exports/dublin-core.xml").getroot()
    told = [(etree.QName(each).localname, each.text) for each in root]
    assert ("creator", "Vega, Ana") in told
    assert ("date", "2026-11-30") in told
    assert ("identifier", "https://example.org/b/") in told
    assert next(value for name, value in told if name == "source").endswith(": A letter (2017-05-10)")
    assert any(name == "rights" and "creativecommons.org" in value for name, value in told)


def test_a_feed_has_an_entry_for_each_version_and_says_where_its_day_is_not_known(site: Path) -> None:
    feed = etree.parse(site / "exports/versions.atom").getroot()
    names = {"a": ATOM}
    entries = feed.findall("a:entry", names)
    assert [each.findtext("a:title", namespaces=names) for each in entries] == [
        "Version 2.1",
        "Version 2.0",
        "Version 1.0",
    ]
    days = [each.findtext("a:updated", namespaces=names)[:10] for each in entries]
    assert days == ["2026-11-30", "2026-11-30", "2025-01-01"]
    assert [each.find("a:summary", names) is not None for each in entries] == [False, True, False]
    content = entries[0].findtext("a:content", namespaces=names)
    assert content == "<p>Notes on <em>all</em> of it &amp; &lt;b&gt;more&lt;/b&gt;.</p>\n"
    assert len({each.findtext("a:id", namespaces=names) for each in [feed, *entries]}) == 4


def test_a_version_of_which_no_file_tells_is_one_all_the_same(tmp_path: Path) -> None:
    assert [(each.number, each.date) for each in read_versions(tmp_path, "1.0.0", "2026")] == [("1.0.0", "2026")]


def test_a_model_reads_whose_words_are_whose_and_where_the_texts_are(site: Path) -> None:
    written = (site / "llms.txt").read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark").parse(written)
    text = [child.content for token in tokens for child in token.children or () if child.type == "text"]
    assert tokens[1].content == r"A \<small\> book"
    assert "The [letter] &amp; more" in "".join(text)
    links = [child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"]
    assert "https://example.org/b/exports/tei/letter.xml" in links
    assert all((site / link.removeprefix("https://example.org/b/")).is_file() for link in links)
    assert "Words of a source stand in its numbered paragraphs" in written
