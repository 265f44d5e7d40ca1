"""Settings of an edition: what they change on a page, and what is said of one that is wrong."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from glossator.citations.formatting import FORMS
from glossator.config import KINDS, Edition
from glossator.lint.command_line import check
from glossator.site.citation_data import DATA_FORMS
from glossator.site.context import THEME
from glossator.testing.books import SmallBook, build_book, written_note, written_passage
from playwright.sync_api import Browser, expect

Make = Callable[..., SmallBook]
FORM_NAMES = [*(form.name for form in FORMS), *DATA_FORMS]
SETTINGS = Path(__file__).parent / "mistakes" / "_config.yml"
CHAPTER = "# The letter\n\n" + written_passage(
    "letter-1 letter-2",
    written_note("in May", "They met in spring {cite:p}`smith2016`.", kind="history", certainty="sure"),
)
OWN = {
    "version": "2.3",
    "licence": {"name": "CC0 1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
    "editors": [{"family": "Smith", "given": "Ada Jane"}, {"family": "Li", "given": "Bo-Yan"}],
    "kinds": [{"id": "history", "label": "what came before", "colour": "#123456", "dark": "#abcdef"}, {"id": "date"}],
    "certainties": [{"id": "sure", "label": "certain"}, {"id": "unsure"}],
}


def page(book: SmallBook, **settings: object) -> BeautifulSoup:
    build = book.build(html_theme="glossator", glossator=settings)
    assert build.warnings == ""
    return BeautifulSoup((build.out / "chapters/one.html").read_text(encoding="utf-8"), "lxml")


def test_an_edition_has_its_own_kinds_certainties_version_and_licence(small_book: Make) -> None:
    book = small_book(one=CHAPTER)
    soup = page(book, **OWN)
    note = soup.select_one(".annotation")
    assert note.select_one(".labels").get_text() == "What came before · certain"
    assert "kind-history" in note["class"]
    colours = (book.folder / "_build/html/_static/kinds.css").read_text(encoding="utf-8")
    assert ".kind-history { --kind: light-dark(#123456, #abcdef); }" in colours
    footer = soup.select_one(".site-footer").get_text()
    assert "version 2.3" in footer
    assert "Notes: CC0 1.0" in footer
    about = soup.select_one("script[type='application/ld+json']").string
    assert '"author":[{"@type":"Person","name":"Ada Jane Smith"},{"@type":"Person","name":"Bo-Yan Li"}]' in about
    authors = [tag["content"] for tag in soup.select("meta[name=citation_author]")]
    assert authors == ["Smith, Ada Jane", "Li, Bo-Yan"]
    assert '"bookEdition":"2.3"' in about


INDEX = """\
# Notes

```{notes-index}
:by: kind
```

```{notes-index}
:by: certainty
```
"""


def test_readers_see_labels_wherever_notes_are_listed_and_addresses_keep_the_ids(small_book: Make) -> None:
    book = small_book(one=CHAPTER, two=INDEX)
    # The search knows what is in the table of contents.
    book.write("_toc.yml", "format: jb-book\nroot: index\nchapters:\n- file: chapters/one\n- file: chapters/two\n")
    pages = book.build(html_theme="glossator", glossator=OWN).out
    soup = BeautifulSoup((pages / "chapters/two.html").read_text(encoding="utf-8"), "lxml")
    by_kind, by_certainty = soup.select_one("#kind-history"), soup.select_one("#certainty-sure")
    assert by_kind.h2.get_text().startswith("What came before")
    assert by_kind.select_one(".labels").get_text().endswith("certain")
    assert by_certainty.select_one(".labels").get_text().endswith("what came before")
    assert "Note 1, what came before, certain" in "".join(map(Path.read_text, pages.glob("**/search/*.js")))


def test_the_choice_of_notes_is_labelled_as_the_notes_are(small_book: Make, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((small_book(one=CHAPTER).build(html_theme="glossator", glossator=OWN).out / "chapters/one.html").as_uri())
    page.get_by_text("Choose notes").click()
    page.get_by_label("what came before (1)").check()
    expect(page.locator("output")).to_have_text("1 of 1 note shown")
    assert page.url.endswith("?notes=history")
    page.close()


def test_the_script_that_shows_citations_names_them_in_the_order_in_which_they_are_made() -> None:
    script = (THEME / "static/citing.js").read_text(encoding="utf-8")
    named = re.findall(r"\w+, in (?:a|the) [a-z ]+", script)
    escaped = re.search(r"ESCAPES = \{ (.*?) \};", script)[1]
    assert [*named, *re.findall(r'"?([\w-]+)"?: \[', escaped)] == FORM_NAMES


def test_editors_are_cited_as_persons_and_kinds_are_offered_in_their_order(small_book: Make) -> None:
    data = json.loads(page(small_book(one=CHAPTER), **OWN).select_one("#edition-data").string)
    cited = dict(zip(FORM_NAMES, map("".join, data["chapter"]["forms"]), strict=True))
    assert cited["APA, in the list of references"].startswith("Smith, A. J., & Li, B.-Y. (")
    assert "author = {Smith, Ada Jane and Li, Bo-Yan}" in cited["BibTeX"]
    assert "In A. J. Smith & B.-Y. Li (Eds.)" in "".join(data["sources"]["letter"]["paragraph"][2])
    assert list(data["kinds"]) == ["history", "date"]


TABLES = """
## What was paid

```{records} prices
```

## What grew

```{records} harvest
```
"""


def test_a_table_is_cited_by_its_caption_and_without_one_by_the_heading_it_stands_under(small_book: Make) -> None:
    book = small_book(one=CHAPTER + TABLES)
    described = book.folder / "data/datapackage.json"
    described.write_text(described.read_text(encoding="utf-8").replace('"The harvest"', '""'), encoding="utf-8")
    data = json.loads(page(book, **OWN).select_one("#edition-data").string)
    titles = {id_: table["title"] for id_, table in data["tables"].items()}
    assert titles == {"table-prices": "Prices", "table-harvest": "What grew"}
    cited = dict(zip(FORM_NAMES, map("".join, data["tables"]["table-harvest"]["forms"]), strict=True))
    assert "“What Grew,” data set" in cited["Chicago, in a note"]
    # What each program prints of the whole that a table is part of.
    assert ("howpublished = {{A small book" in cited["BibTeX"], "booktitle" in cited["BibTeX"]) == (True, False)
    assert ("series = {{A small book" in cited["BibLaTeX"], "booktitle" in cited["BibLaTeX"]) == (True, False)


def test_without_editors_the_author_is_an_institution(small_book: Make) -> None:
    build = small_book(one=CHAPTER).build(html_theme="glossator", author="The press", glossator=OWN | {"editors": None})
    assert "glossator.editors is empty" in build.warnings
    soup = BeautifulSoup((build.out / "chapters/one.html").read_text(encoding="utf-8"), "lxml")
    data = json.loads(soup.select_one("#edition-data").string)
    cited = dict(zip(FORM_NAMES, map("".join, data["chapter"]["forms"]), strict=True))
    assert cited["APA, in the list of references"].startswith("The press. (")
    assert "author = {{The press}}" in cited["BibTeX"]
    assert (
        '"author":{"@type":"Organization","name":"The press"}' in soup.select_one("[type='application/ld+json']").string
    )


def test_a_weaker_certainty_has_another_border(small_book: Make) -> None:
    book = small_book(one=CHAPTER)
    page(book, **OWN)
    borders = (book.folder / "_build/html/_static/kinds.css").read_text(encoding="utf-8")
    assert ".certainty-unsure { border-inline-start-style: dashed; }" in borders
    assert ".certainty-sure" not in borders


def test_a_kind_that_the_edition_has_not_is_refused_with_those_it_has(small_book: Make) -> None:
    warnings = small_book(one=CHAPTER.replace("history", "context")).build(glossator=OWN).warnings
    assert 'has the kind "context"; the allowed ones are: history, date' in warnings


def test_without_a_setting_the_kinds_are_those_that_the_readme_names(small_book: Make) -> None:
    assert [kind.id for kind in KINDS] == ["context", "wording", "comparison", "outcome", "evidence", "question"]
    note = page(small_book(one=CHAPTER.replace("history", "outcome").replace("sure", "fact"))).select_one(".annotation")
    assert note.select_one(".labels").get_text() == "Outcome · fact"


# What is wrong --------------------------------------------------------------------------------------------------------

WRONG = """\
    glossator:
      verzion: "1.0.0"
      version: 1.0
      licence: {nam: CC BY 4.0, url: example.org}
      editors: [{given: Ada}]
      kinds:
        - {id: context, colour: blue}
        - {id: Wording}
        - {id: context}
      certainties: []
      tables: glossary
"""
SAID = [
    (1, 'there is no setting "glossator.verzion"'),
    (2, 'glossator.version is "1.0"; expected a version in quotes'),
    (3, 'there is no setting "glossator.licence.nam"; there are: name, url'),
    (3, 'glossator.licence.url is "example.org"; expected an address'),
    (4, "each of glossator.editors has either a name (an institution) or family and given (a person)"),
    (6, 'glossator.kinds.colour is "blue"; expected a colour such as "#3a5f86"'),
    (7, 'glossator.kinds.id is "Wording"; expected small letters, digits and hyphens'),
    (8, 'glossator.kinds has "context" twice'),
    (9, "glossator.certainties is an empty list; expected a list of at least one"),
    (10, 'glossator.tables is "glossary"; expected lines of the form name: value'),
]


@pytest.fixture
def wrong(small_book: Make) -> SmallBook:
    book = small_book(one="# One\n\n```{bibliography}\n```\n")
    shutil.copy2(SETTINGS, book.folder)
    (book.folder / "conf.py").unlink()
    with (book.folder / "_config.yml").open("a", encoding="utf-8") as file:
        file.write(WRONG)
    return book


@pytest.mark.slow
def test_every_wrong_setting_is_named_at_its_line_by_check_and_build_alike(wrong: SmallBook) -> None:
    lines = (wrong.folder / "_config.yml").read_text(encoding="utf-8").splitlines()
    first = lines.index("    glossator:") + 1
    found = [mistake for mistake in check(wrong.folder) if mistake.path == "_config.yml"]
    for line, words in SAID:
        assert any(mistake.line == first + line and words in mistake.message for mistake in found), words
    code, log = build_book(wrong.folder)
    assert code != 0
    for mistake in found:
        assert f"_config.yml:{mistake.line}: WARNING: {mistake.message}" in log


def test_a_wrong_setting_in_conf_py_is_named_there(small_book: Make) -> None:
    book = small_book(one="# One")
    with (book.folder / "conf.py").open("a", encoding="utf-8") as file:
        file.write('glossator = {\n    "verzion": "1.0.0",\n}\n')
    line = (book.folder / "conf.py").read_text(encoding="utf-8").splitlines().index('    "verzion": "1.0.0",') + 1
    assert f'conf.py:{line}: WARNING: there is no setting "glossator.verzion"' in book.build().warnings


# Documented -----------------------------------------------------------------------------------------------------------


#: What the readme says in words, since a default is no value of its own.
IN_WORDS = {
    "repository_host": "told by the host’s name",
    "date": "the year of `copyright`",
    "about": "the landing page",
    "accessibility": "a page that the engine makes",
    "contact": "the repository",
    "kinds.label": "the id",
    "certainties.label": "the id",
    "skills.label": "the id, its hyphens as blanks",
    "certainties.cites": "`false`",
    "keeps_releases": "`false`",
    "note_length.least": "no limit",
    "note_length.most": "no limit",
    "handout.questions": "none",
    "handout.answers": "none",
}
#: Of lists that are empty without them.
OPTIONAL = {
    "editors": [("editors.name", "`author`"), ("editors.family", ""), ("editors.given", "")],
    "embeds": [("embeds.script", "no script but the edition’s own"), ("embeds.hosts", "")],
}


def settings_and_defaults(part: object, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield each setting as messages name it, with its default as the readme prints it."""
    for each in fields(part):  # type: ignore[arg-type]
        name, value = above + each.name, getattr(part, each.name)
        if is_dataclass(value):
            yield from settings_and_defaults(value, f"{name}.")
        elif name in OPTIONAL:
            yield from OPTIONAL[name]
        elif name == "chart_colours":
            yield from (
                (f"{name}.{on}", ", ".join(f"`{getattr(one, on)}`" for one in value)) for on in ("colour", "dark")
            )
        elif isinstance(value, tuple):
            yield f"{name}.id", ", ".join(f"`{one.id}`" for one in value)
            plain = type(value[0])(id="")
            yield from (pair for pair in settings_and_defaults(plain, f"{name}.") if pair[0] != f"{name}.id")
        else:
            yield name, IN_WORDS.get(name, f"`{value}`")


def test_the_readme_has_every_setting_and_no_other_with_its_default() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_.]+)` \| .+ \|(.*)\|$", readme.partition("## Settings")[2], re.MULTILINE)
    assert sorted((name, default.strip()) for name, default in rows) == sorted(settings_and_defaults(Edition()))
