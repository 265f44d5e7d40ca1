"""Texts with their notes as TEI: letters, places of notes, what they say, works, people and terms."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from glossator.core.text import load_sources
from glossator.export.tei.body import TEI, add_body, add_letters
from glossator.testing.books import SmallBook
from lxml import etree

Make = Callable[..., SmallBook]
NAMES = {"t": TEI}
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: Two notes of which neither ends where the other does.
LETTER = """\
# The letter

:::::{passage} letter-1 letter-2
::::{annotation} sides met in
:kind: context
:certainty: fact
:gist: When
They met in *spring* {cite:p}`smith2016{p. 3}`, see {para}`reply-1` and {note}`letter-2-in-may`.
::::
::::{annotation} in May
:kind: question
:certainty: contested
In which year?
::::
:::::
"""
REPLY = "# The reply\n\n:::::{passage} reply-title reply-1\n:::::\n"
EVIDENCE = """\
- note: letter-2-sides-met-in
  work: smith2016
  locator: p. 3
  claim: they met in spring
  quotation: se vieron en mayo
  language: es
  translation: they saw each other in May
  seen: copy
  extent: opening
  on: 2026-11-30
"""
PEOPLE = """\
name,sort,chinese,known_for,source_keys
Ann Smith,person,安,her letters,smith2016
The Court,institution,,,
Spring,season,,when they met,
"""
COLUMNS = [
    {"name": "name", "type": "string", "title": "Name", "role": "names"},
    {"name": "sort", "type": "string", "title": "Sort", "role": "sorts"},
    {"name": "chinese", "type": "string", "title": "Chinese", "language": "zh-CN"},
    {"name": "known_for", "type": "string", "title": "Known for"},
    {"name": "source_keys", "type": "string", "title": "Sources"},
]


def find(document: etree.ElementTree, path: str) -> list[etree.Element]:
    return list(document.xpath(path, namespaces=NAMES))


def words(element: etree.Element) -> str:
    return "".join(element.itertext())


@pytest.fixture(scope="module")
def tei(shared_book: Make) -> Path:
    book = shared_book(one=LETTER, two=REPLY)
    (book.folder / "data/evidence").mkdir()
    book.write("data/evidence/one.yml", EVIDENCE)
    book.write("data/people.csv", PEOPLE)
    package = json.loads((book.folder / "data/datapackage.json").read_text(encoding="utf-8"))
    people = {"name": "people", "path": "people.csv", "title": "People", "schema": {"fields": COLUMNS}}
    package["resources"].append(people)
    book.write("data/datapackage.json", json.dumps(package))
    return book.build().out / "exports"


@pytest.fixture(scope="module")
def letter(tei: Path) -> etree.ElementTree:
    return etree.parse(tei / "tei/letter.xml")


pytestmark = pytest.mark.xdist_group("export-tei")


def test_notes_point_at_their_words_even_where_they_overlap(letter: etree.ElementTree) -> None:
    (paragraph,) = find(letter, "//t:p[@xml:id='letter-2']")
    for note in find(letter, "//t:annotation"):
        name, start, length = note.get("target").removeprefix("#string-range(").rstrip(")").split(",")
        assert name == "letter-2"
        (quoted,) = find(note, "t:note[@type='quotation']/t:quote")
        assert words(paragraph)[int(start) :][: int(length)] == words(quoted)
    assert [note.get(ID) for note in find(letter, "//t:annotation")] == ["letter-2-sides-met-in", "letter-2-in-may"]


def test_a_note_says_its_kind_its_certainty_its_point_and_what_it_rests_on(letter: etree.ElementTree) -> None:
    note = find(letter, "//t:annotation")[0]
    categories = {f"#{each.get(ID)}": words(each) for each in find(letter, "//t:category")}
    assert [categories[name] for name in note.get("ana").split()] == ["context", "fact"]
    assert words(find(note, "t:note[@type='gist']")[0]) == "When"
    (evidence,) = find(note, "t:note[@type='evidence']")
    original, translation = find(evidence, "t:cit/t:quote")
    assert (original.get(LANGUAGE), words(translation)) == ("es", "they saw each other in May")
    assert evidence.get("target") == "#work-smith2016"


def test_the_words_of_a_note_keep_their_marks_and_its_links_lead_within_the_texts(letter: etree.ElementTree) -> None:
    body = find(letter, "//t:annotation/t:note[@type='commentary']")[0]
    assert words(body).startswith("They met in spring (Smith 2016, p. 3), see Reply ¶ 1")
    assert words(find(body, ".//t:hi[@rend='italic']")[0]) == "spring"
    targets = [each.get("target") for each in find(body, ".//t:ref")]
    assert targets == ["#work-smith2016", "reply.xml#reply-1", "#letter-2-in-may"]


def test_the_header_says_all_that_is_known_of_the_text(letter: etree.ElementTree, tei: Path) -> None:
    header = " ".join(words(find(letter, "//t:teiHeader")[0]).split())
    about = json.loads((tei / "edition.json").read_text(encoding="utf-8"))["texts"][0]["about"]
    attributes = {value for each in find(letter, "//t:teiHeader//*") for value in each.attrib.values()}
    assert [name for name, said in about.items() if said not in header and said not in attributes] == []


def test_a_headline_is_a_head_and_works_are_listed_with_their_authors(letter: etree.ElementTree, tei: Path) -> None:
    assert [each.get(ID) for each in find(etree.parse(tei / "tei/reply.xml"), "//t:body/t:head")] == ["reply-title"]
    (work,) = find(letter, "//t:listBibl/t:bibl[@xml:id='work-smith2016']")
    assert "Smith" in words(find(work, "t:author")[0])


def test_people_and_other_names_stand_in_the_list_of_their_sort(letter: etree.ElementTree) -> None:
    (person,) = find(letter, "//t:listPerson/t:person")
    assert [words(name) for name in find(person, "t:persName")] == ["Ann Smith", "安"]
    assert [each.get("target") for each in find(person, ".//t:ref")] == ["#work-smith2016"]
    assert [words(name) for name in find(letter, "//t:listOrg/t:org/t:orgName")] == ["The Court"]
    (other,) = find(letter, "//t:list[@type='names']/t:item")
    assert [words(each) for each in other] == ["Spring", "season", "when they met"]


def test_all_works_of_the_edition_are_in_the_file_that_names_the_texts(tei: Path) -> None:
    edition = json.loads((tei / "edition.json").read_text(encoding="utf-8"))
    corpus = etree.parse(tei / "tei.xml")
    keys = [words(each) for each in find(corpus, "//t:standOff//t:bibl/t:idno[@type='key']")]
    assert keys == [work["key"] for work in edition["works"]]
    assert [each.get("target") for each in find(corpus, "//t:body//t:ref")] == ["tei/letter.xml", "tei/reply.xml"]


def test_a_sign_that_xml_cannot_hold_is_told_by_its_number_and_keeps_the_places_after_it() -> None:
    paragraph = etree.Element(f"{{{TEI}}}p")
    add_letters(paragraph, "one\ftwo\x1b")
    assert [each.get("type") for each in paragraph] == ["U+000C", "U+001B"]
    assert words(paragraph).index("two") == "one\ftwo\x1b".index("two")


@pytest.mark.parametrize(
    ("xhtml", "expected"),
    [
        ("<ul><li>a</li></ul>", '<list rend="bulleted"><item>a</item></list>'),
        ("<dl><dt>a</dt><dd>b</dd></dl>", '<list type="gloss"><label>a</label><item>b</item></list>'),
        (
            "<table><tbody><tr><th colspan='2'>a</th></tr></tbody></table>",
            '<table><row><cell role="label" cols="2">a</cell></row></table>',
        ),
        ("<p>x<sup>2</sup><br/>y</p>", '<p>x<hi rend="superscript">2</hi><lb/>y</p>'),
        (
            '<p><img src="a.png" alt="A gate"/></p>',
            '<p><figure><graphic url="a.png"/><figDesc>A gate</figDesc></figure></p>',
        ),
        ("<p><ruby>a</ruby></p>", '<p><seg type="ruby">a</seg></p>'),
    ],
)
def test_bodies_are_converted_and_what_tei_has_nothing_for_bears_its_name(xhtml: str, expected: str) -> None:
    note = etree.Element(f"{{{TEI}}}note", nsmap={None: TEI})
    add_body(note, xhtml, lambda link: link)
    assert etree.tostring(note, encoding="unicode").partition(">")[2].removesuffix("</note>") == expected


def test_a_formula_keeps_its_own_markup() -> None:
    note = etree.Element(f"{{{TEI}}}note")
    add_body(note, '<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>!</p>', lambda link: link)
    (formula,) = find(note, ".//t:formula")
    assert etree.fromstring(words(formula)).tag == "{http://www.w3.org/1998/Math/MathML}math"
    assert formula.tail == "!"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["five-texts", "chinese-arabic", "verse", "kitchen-sink"])
def test_texts_of_other_editions_have_their_letters_all_their_notes_and_the_works_these_cite(
    name: str, whole_book: Callable[[str], Path]
) -> None:
    folder = whole_book(name)
    exports = folder / "_build/html/exports"
    edition = json.loads((exports / "edition.json").read_text(encoding="utf-8"))
    notes = {note["id"]: note for chapter in edition["chapters"] for note in chapter["notes"]}
    told: list[str] = []
    for text in load_sources(folder / "sources").values():
        document = etree.parse(exports / f"tei/{text.id}.xml")
        whole = {each.get(ID): each for each in find(document, "//*[@xml:id]")}
        assert [words(whole[each.id]) for each in text.paragraphs] == [each.text for each in text.paragraphs]
        assert len(find(document, "//t:lg/t:l")) == (
            sum(len(each.text.split("\n")) for each in text.paragraphs if not each.id.endswith("title"))
            if text.is_verse
            else 0
        )
        here = [each.get(ID) for each in find(document, "//t:annotation")]
        told += here
        listed = {words(each) for each in find(document, "//t:listBibl/t:bibl/t:idno[@type='key']")}
        assert listed >= {key for id_ in here for key in notes[id_]["works"]}
        pointers = [name for each in find(document, "//@target | //@ana") for name in each.split()]
        assert [each for each in pointers if each.startswith("#") and "(" not in each and each[1:] not in whole] == []
    assert sorted(told) == sorted(notes)
