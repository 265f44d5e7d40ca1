"""How an edition is cited: in the styles of three manuals, and as data that reference managers read.

``citations/expected.txt`` has the words that each style should have, with the rule of the manual beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from glossator.citations.bibtex import read_bib
from glossator.citations.bibtex_entry import bibtex, escape_tex
from glossator.citations.coins import coins
from glossator.citations.csl import Csl, csl_of
from glossator.citations.entries import make_entry
from glossator.citations.formatting import FORMS, ITALIC, ROMAN, formatted
from glossator.citations.latex import decode
from glossator.citations.parts import (
    Whole,
    csl_of_book,
    csl_of_part,
    csl_of_passage,
    csl_of_table,
    place_of,
    title_of_note,
)
from glossator.citations.ris import ris
from glossator.config import Editor
from glossator.core.text import Source
from pybtex.database import parse_string

HERE = Path(__file__).parent
HOUSE = (Editor(name="The editors"),)
PERSONS = (Editor(family="Smith", given="Ada Jane"), Editor(family="Li", given="Bo-Yan"))
SITE = "https://example.org/letters.html"


def whole(editors: tuple[Editor, ...] = HOUSE, language: str = "en") -> Whole:
    return Whole("Letters of two companies", "2.1", "2026-11-30", editors, language)


def letter(**about: str) -> Source:
    told = {"title": "A letter on grain", "issuer": "The Company, Office of Seeds", "language": "en"}
    return Source("letter", told | {"date": "2017-05-10", "date_certainty": "event"} | about, ())


def passage(edition: Whole, work: Csl | None = None, **about: str) -> Csl:
    return csl_of_passage(edition, letter(**about), "letter-4", f"{SITE}#letter-4", work or {})


def note(edition: Whole) -> Csl:
    title = title_of_note("7", "the “two sides”.", "Letter", place_of("4"), marks="“”")
    return csl_of_part(edition, title, "letter-4-the-two-sides", f"{SITE}#letter-4-the-two-sides")


AUSTEN = {"author": [{"family": "Austen", "given": "Jane"}]}
#: What is cited in ``expected.txt``, its language, and the paragraph that is named.
CITED: dict[str, tuple[Csl, str, str]] = {
    "A paragraph of a text": (passage(whole()), "en", "4"),
    "A paragraph of a text whose date is inferred": (passage(whole(PERSONS), date_certainty="inferred"), "en", "4"),
    "The headline of a text by a person": (
        passage(whole(), AUSTEN, issuer="Jane Austen", date="1813", title="“Pride” and Prejudice"),
        "en",
        "",
    ),
    "A note": (note(whole()), "en", ""),
    "A chapter whose title is a question": (
        csl_of_part(whole(PERSONS), "What was meant by grain?", "c", SITE),
        "en",
        "",
    ),
    "A chapter whose title has a preposition and a subtitle": (
        csl_of_part(whole(), "Trade between and within companies: between us", "c", SITE),
        "en",
        "",
    ),
    "The edition": (csl_of_book(whole(), "letters", SITE), "en", ""),
    "A table": (csl_of_table(whole(), "Prices of a year", "t", f"{SITE}#table-prices"), "en", ""),
    "A paragraph in a German edition": (
        passage(whole(PERSONS, "de"), date_certainty="inferred", title="Ein Brief", language="de"),
        "de",
        "4",
    ),
}


def expected() -> Iterator[tuple[str, str, str]]:
    """Yield what is cited, the form and the words of ``expected.txt``; its rules begin with a bracket."""
    cited = form = ""
    for line in (HERE / "citations" / "expected.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            cited = line[3:]
        elif line.startswith("    ") and not line.lstrip().startswith("["):
            yield cited, form, line.strip()
        elif cited and line.strip() and not line.startswith(" "):
            form = line.strip()


# Styles -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cited", "form", "words"), [*expected()])
def test_a_citation_is_what_the_manual_has(cited: str, form: str, words: str) -> None:
    item, language, paragraph = CITED[cited]
    (style,) = (each for each in FORMS if each.name == form)
    printed = formatted(item, style, language, paragraph)
    assert printed.replace(ITALIC, "*").replace(ROMAN, "*") == words


def test_the_file_has_every_form_of_each() -> None:
    assert {(cited, form) for cited, form, __ in expected()} == {(name, form.name) for name in CITED for form in FORMS}


# Data ---------------------------------------------------------------------------------------------------------------

#: Works of many types, with all that a field may hold.
WORKS = r"""
@book{book, author={Smith, Ada and van der Berg, Jan and {The Press, London} and others}, title={Wheat \& rye: 5\,\%},
  publisher={A \$ B}, year={2016}, month=may, series={Grain}, number={3}, edition={2}, isbn={978-3-16-148410-0}}
@article{article, author={Li, Wei}, title={{NATO}'s grain}, journal={Crops}, volume={4}, number={2}, pages={12--18},
  date={2018-06-25}, doi={10.1000/a_b}}
@incollection{part, author={Smith, Jr., Ada}, editor={Jones, Ben}, title={A part}, booktitle={The whole},
  year={in press}}
@online{page, organization={Ministry of Grain}, title={A page}, url={https://a.org/b_c?d=1&e=%20#f},
  urldate={2020-01-02}}
@report{report, author={{Bureau}}, institution={Bureau}, title={A report}, type={White paper}, date={2018/2019}}
@phdthesis{thesis, author={Ada Smith}, school={Leeds}, title={A thesis with ``quotes'' --- and a \textbackslash{} dash}}
@misc{bare, title={A \{brace\} \^{} \~{}, \_ and \# sign}, howpublished={By hand}}
@inproceedings{talk, author={A Smith}, title={A talk}, booktitle={Talks}, eprint={2001.1}, eprinttype={arxiv}}
@techreport{old, author={A Smith}, institution={Bureau}, title={An older report}, number={7}}
@dataset{data, author={A Smith}, title={Data}, langid={english}, abstract={What is in it.}}
"""
#: Signs that TeX, or our own reader, might take for something else.
SIGNS = [
    "a$b",
    "5%",
    "a&b",
    "#1",
    "a_b",
    "{x}",
    "a { b",
    "b } a",
    "a\\b",
    "~",
    "^",
    "--",
    "---",
    "``q''",
    "<i>",
    "“q”",
    "\\$",
    "ü 中 ع",
]


def items() -> list[Csl]:
    return [{"id": raw.key, **csl_of(make_entry(raw))} for raw in read_bib(WORKS).entries]


@pytest.mark.parametrize("item", items(), ids=lambda item: item["id"])
def test_a_work_comes_back_from_a_bib_file_as_it_was(item: Csl) -> None:
    (key, entry), *none = parse_string(bibtex(item), "bibtex").entries.items()
    assert {"id": key, **csl_of(entry)} == item
    assert none == []


@pytest.mark.parametrize("words", SIGNS)
def test_signs_of_tex_are_escaped(words: str) -> None:
    assert decode(escape_tex(words)) == words


def test_a_single_brace_in_a_title_ends_no_field() -> None:
    """Programs that read a .bib file count braces, also those behind a backslash."""
    item = {"id": "odd", "type": "book", "title": "Odd { brace", "publisher": "House }", "issued": {"literal": "1900"}}
    fields = parse_string(bibtex(item), "bibtex").entries["odd"].fields
    assert {name: decode(words) for name, words in fields.items()} == {
        "title": "Odd { brace",
        "publisher": "House }",
        "year": "1900",
    }


def test_an_entry_for_bibtex_itself_has_its_types_and_fields() -> None:
    page, report = (bibtex(item, biblatex=False) for item in items() if item["id"] in ("report", "page"))
    assert page.startswith("@misc{page,")
    assert report.startswith("@techreport{report,")
    assert "  year = {2018}" in report
    assert "  month = may" in bibtex(items()[0], biblatex=False)
    # Who has published what is of no other type is printed, but not beside the same author.
    assert ("author = {{Ministry of Grain}}" in page, "howpublished" in page) == (True, False)
    (bare,) = (bibtex(item, biblatex=False) for item in items() if item["id"] == "bare")
    assert "howpublished = {{By hand}}" in bare


def test_an_institution_alone_publishes_its_texts_and_a_named_editor_edits_them() -> None:
    by_house = parse_string(bibtex(passage(whole())), "bibtex").entries["letter-4"]
    assert by_house.fields["publisher"] == "{The editors}"
    assert "editor" not in by_house.persons
    both = parse_string(bibtex(passage(whole((*HOUSE, *PERSONS)))), "bibtex").entries["letter-4"]
    assert len(both.persons["editor"]) == 3
    assert "publisher" not in both.fields


def records(text: str) -> Iterator[list[tuple[str, str]]]:
    """Yield the records of a file of RIS as tags and values; a line that is none is an error."""
    for record in text.split("ER  - \r\n")[:-1]:
        lines = [line for line in record.split("\r\n") if line]
        assert all(len(line) > 5 and line[2:6] == "  - " for line in lines), lines
        yield [(line[:2], line[6:]) for line in lines]


def test_works_can_be_read_from_ris() -> None:
    read = [*records("\r\n".join(ris(item) for item in items()))]
    assert [[value for tag, value in record if tag == "TI"] for record in read] == [[it["title"]] for it in items()]
    assert all(record[0][0] == "TY" for record in read)
    book, article, *__ = read
    # A comma would make a person of an institution.
    assert [value for tag, value in book if tag == "AU"] == [
        "Smith, Ada",
        "van der Berg, Jan",
        "The Press. London",
    ]
    assert ("N1", "and others") in book
    assert {("SP", "12"), ("EP", "18"), ("IS", "2"), ("PY", "2018"), ("DA", "2018/06/25/")} <= set(article)


def test_a_line_break_ends_no_line_of_ris_and_no_entry() -> None:
    item = items()[0] | {"title": "Wheat\r\nER  - \nTY  - BOOK"}
    assert len([*records(ris(item))]) == 1
    assert len(parse_string(bibtex(item), "bibtex").entries) == 1


def test_a_context_object_tells_institutions_from_persons() -> None:
    by_house, by_persons = (parse_qs(coins(csl_of_part(whole(by), "A chapter", "c", SITE))) for by in (HOUSE, PERSONS))
    assert by_house["rft.aucorp"] == ["The editors"]
    assert "rft.aulast" not in by_house
    text = parse_qs(coins(passage(whole())))
    assert (text["rft.aucorp"], text["rft.pub"]) == (["The Company, Office of Seeds"], ["The editors"])
    assert (by_persons["rft.aulast"], by_persons["rft.aufirst"]) == (["Smith"], ["Ada Jane"])
    assert by_persons["rft.au"] == ["Li, Bo-Yan"]
    assert by_persons["rft.btitle"] == ["Letters of two companies"]
    assert parse_qs(coins(csl_of_table(whole(), "Prices", "t", SITE)))["rft.type"] == ["dataset"]
