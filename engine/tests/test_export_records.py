"""Records of an edition: what every export is made from, and ``exports/edition.json``, which holds them all."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sphinx
from glossator.config import Editor, Licence
from glossator.core.evidence import Evidence
from glossator.core.text import load_sources
from glossator.export import records as export_records
from glossator.export.edition_json import SCHEMA_FILE, read_edition_json
from glossator.export.files import fields_of, json_bytes
from glossator.export.records import Edition
from glossator.testing.books import NOTEBOOK, SmallBook
from jsonschema import Draft202012Validator
from lxml import etree

Make = Callable[..., SmallBook]
LETTER = f"""{NOTEBOOK}
# The letter

:::::{{passage}} letter-1 letter-2
::::{{annotation}} in May
:kind: context
:certainty: fact
:gist: When
They met in *spring* {{cite:p}}`smith2016{{p. 3}}`, see {{para}}`reply-1` & [a page](https://example.org/a?b=1&c=2).
::::
:::::

```{{code-cell}}
import altair as alt
from glossator.notebook.figure import figure
from glossator.notebook.table import table
figure(
    alt.Chart(table("prices")).mark_bar().encode(x="year:O", y="price:Q"),
    name="prices-by-year", title="Prices rose < twice", alt="Bars that grow from year to year.",
    data=table("prices"), tables=["prices"],
)
```
"""
REPLY = "# The reply\n\n:::::{passage} reply-title reply-1\n:::::\n"
EVIDENCE = """\
- note: letter-2-in-may
  work: smith2016
  locator: p. 3
  claim: they met in spring
  quotation: the two met at Easter
  seen: copy
  extent: opening
  on: 2026-11-30
"""


def records_after(book: SmallBook, **config: object) -> Edition:
    built = book.build(**config)
    return read_edition_json(built.out / "exports" / "edition.json")


@pytest.fixture(scope="module")
def book(shared_book: Make) -> Edition:
    made = shared_book(one=LETTER, two=REPLY)
    (made.folder / "data/evidence").mkdir()
    made.write("data/evidence/one.yml", EVIDENCE)
    settings = {"version": "2.1", "date": "2026-11-30"}
    return records_after(made, html_title="A small book", html_baseurl="https://example.org/book", glossator=settings)


pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("export-records")]


def test_the_edition_says_what_it_is(book: Edition) -> None:
    assert (book.title, book.version, book.date) == ("A small book", "2.1", "2026-11-30")
    assert (book.language, book.direction, book.address) == ("en", "ltr", "https://example.org/book/")
    assert [term.id for term in book.certainties] == ["fact", "inference", "contested"]


def test_texts_have_the_letters_of_their_files(book: Edition) -> None:
    letter, reply = book.texts
    assert (letter.title, letter.date, letter.form, letter.address) == (
        "A letter",
        "2017-05-10",
        "prose",
        "https://example.org/letter",
    )
    assert letter.about["rights"] == "In the public domain."
    assert [(each.id, each.label, each.chapter) for each in reply.paragraphs][:2] == [
        ("reply-title", "headline", "chapters/two"),
        ("reply-1", "1", "chapters/two"),
    ]


def test_a_note_quotes_its_paragraph_by_offsets_and_with_what_stands_around_it(book: Edition) -> None:
    (note,) = (note for chapter in book.chapters for note in chapter.notes)
    text = next(each.text for each in book.texts[0].paragraphs if each.id == note.paragraph)
    assert text[note.start : note.end] == note.exact == "in May"
    assert text[: note.start].endswith(note.prefix)
    assert text[note.end :].startswith(note.suffix)
    assert len(note.suffix) <= 32
    assert (note.kind, note.certainty, note.gist, note.works) == ("context", "fact", "When", ("smith2016",))
    assert [(each.work, each.quotation) for each in note.evidence] == [("smith2016", "the two met at Easter")]


def test_the_body_of_a_note_is_what_was_printed_without_what_belongs_to_the_page(book: Edition) -> None:
    (note,) = book.chapters[1].notes
    body = etree.fromstring(f"<div>{note.body}</div>")
    assert "".join(body.itertext()) == "They met in spring (Smith 2016, p. 3), see Reply ¶ 1 & a page."
    assert [link.get("href") for link in body.iter("a")] == [
        "index.html#work-smith2016",
        "chapters/two.html#reply-1",
        "https://example.org/a?b=1&c=2",
    ]
    assert body.find(".//em").text == "spring"
    assert not body.xpath("//@id | //@title | //@class | //@role")


def test_a_work_has_its_printed_form_and_its_description_for_citation_processors(book: Edition) -> None:
    works = {work.key: work for work in book.works}
    smith = works["smith2016"]
    assert smith.csl["id"] == "smith2016"
    assert smith.csl["issued"] == {"date-parts": [[2016]]}
    assert smith.address == "index.html#work-smith2016"
    assert "Smith" in smith.html
    assert "Cited in" not in smith.html


def test_a_chart_is_a_drawing_with_its_words_its_data_and_its_sources(book: Edition) -> None:
    (chart,) = book.figures
    assert (chart.id, chart.page) == ("prices-by-year", "chapters/one.html")
    assert (chart.title, chart.alternative) == ("Prices rose < twice", "Bars that grow from year to year.")
    assert etree.fromstring(chart.svg).get("viewBox")
    assert chart.data[0][:2] == ("Year", "Price")
    assert len(chart.data) > 1
    assert book.chapters[1].figures == ("prices-by-year",)


def test_a_table_has_its_columns_and_its_rows(book: Edition) -> None:
    prices = {table.name: table for table in book.tables}["prices"]
    assert [field["title"] for field in prices.fields] == ["Year", "Price", "Sources"]
    assert isinstance(prices.rows[0]["year"], int)


def test_chapters_stand_in_the_order_of_the_book(book: Edition) -> None:
    assert [(each.number, each.name, each.page) for each in book.chapters] == [
        (0, "index", "index.html"),
        (1, "chapters/one", "chapters/one.html"),
        (2, "chapters/two", "chapters/two.html"),
    ]


def test_exports_follow_a_table_that_no_page_shows_and_are_left_alone_where_nothing_changed(small_book: Make) -> None:
    book = small_book(letter="# A letter\n\n:::::{passage} letter-1 letter-2\n:::::\n")
    made = book.build().out / "exports" / "edition.json"
    first = made.stat().st_mtime_ns, made.read_bytes()
    book.build()
    # Sphinx 9 ends a build in which nothing has changed as if it had written pages: there they are made anew, alike.
    again = made.stat().st_mtime_ns if sphinx.version_info < (9,) else first[0]
    assert (again, made.read_bytes()) == first
    table = book.folder / "data" / "prices.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2017", "2018"), encoding="utf-8")
    assert "2018" not in made.read_text(encoding="utf-8")
    book.build()
    assert "2018" in made.read_text(encoding="utf-8")


def test_no_export_is_left_where_none_is_wanted(small_book: Make) -> None:
    book = small_book(one="# One")
    assert (book.build().out / "exports").is_dir()
    assert not (book.build(edition_exports=False).out / "exports").exists()


def test_the_schema_names_every_field_of_every_record() -> None:
    schema = _schema()
    records = {"edition": schema, **schema["$defs"]}
    for name, described in records.items():
        if kind := {each.__name__.lower(): each for each in _kinds()}.get(name):
            fields = {field.name for field in dataclasses.fields(kind)} - ({"line"} if name == "evidence" else set())
            assert set(described["properties"]) - {"$schema"} == fields == set(described["required"]), name


def _kinds() -> list[Any]:
    inside = [
        each for each in vars(export_records).values() if isinstance(each, type) and dataclasses.is_dataclass(each)
    ]
    return [*inside, Editor, Licence, Evidence]


def _schema() -> Any:
    return json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["five-texts", "chinese-arabic", "verse", "kitchen-sink"])
def test_records_of_other_editions_fit_the_schema_and_their_texts_to_the_letter(
    name: str, whole_book: Callable[[str], Path]
) -> None:
    folder = whole_book(name)
    file = folder / "_build/html/exports/edition.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    Draft202012Validator(_schema()).validate(written)
    edition = read_edition_json(file)
    assert json.loads(json_bytes({"$schema": "edition.schema.json", **fields_of(edition)})) == written
    texts = load_sources(folder / "sources")
    for text in edition.texts:
        assert [each.text for each in text.paragraphs] == [each.text for each in texts[text.id].paragraphs]
    letters = {each.id: each.text for text in edition.texts for each in text.paragraphs}
    for note in (note for chapter in edition.chapters for note in chapter.notes):
        assert letters[note.paragraph][note.start : note.end] == note.exact
        etree.fromstring(f"<div>{note.body}</div>")
