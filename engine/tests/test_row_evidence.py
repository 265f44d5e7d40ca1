"""Evidence under the citations of tables and charts: printed there, checked against the rows, exported as a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from glossator.testing.books import NOTEBOOK, SmallBook
from glossator.testing.reading import reader, wait_until
from playwright.sync_api import Browser, expect

Make = Callable[..., SmallBook]
VISITS = """\
day,place,until,source_keys,more_keys
2016-05,Ghent,2016,smith2016,
2016-06,Ghent,2016-12,smith2016;jones2017,
2016-06,Lille,,,jones2017
"""
TERMS = """\
term,definition,source_keys
levy,A tax on grain.,smith2016
"""
#: The key of `visits` is day and place.
GHENT = """\
- row: [2016-06, Ghent]
  work: jones2017
  claim: they met at noon
  quotation: the noon of the seventh
  seen: original
  extent: whole
  on: 2026-11-30
"""
LILLE = GHENT.replace("Ghent", "Lille").replace("noon of the seventh", "market of Lille")
MAY = GHENT.replace("[2016-06, Ghent]", "2016-05").replace("jones", "smith").replace("2017", "2016")
WHOLE = MAY.replace("row: 2016-05\n  ", "").replace("noon of the seventh", "list of all days")
VISITS_CHAPTER = "# Visits\n\n```{records} visits\n```\n"


@pytest.fixture
def make(small_book: Make) -> Make:
    """Return a function that makes a small book with tables of visits and of terms, and evidence by table."""

    def make_with_evidence(evidence: dict[str, str], **chapters: str) -> SmallBook:
        book = small_book(**(chapters or {"visits": VISITS_CHAPTER}))
        package = json.loads((book.folder / "data/datapackage.json").read_text(encoding="utf-8"))
        for name, text, key in (("visits", VISITS, ["day", "place"]), ("glossary", TERMS, "term")):
            fields = [{"name": each, "type": "string", "title": each} for each in text.splitlines()[0].split(",")]
            fields[-1]["role"] = "works" if name == "visits" else ""
            schema = {"fields": fields, "primaryKey": key}
            package["resources"].append({"name": name, "path": f"{name}.csv", "title": name, "schema": schema})
            book.write(f"data/{name}.csv", text)
        book.write("data/datapackage.json", json.dumps(package))
        (book.folder / "data/evidence/tables").mkdir(parents=True)
        for name, entries in evidence.items():
            book.write(f"data/evidence/tables/{name}.yml", entries)
        return book

    return make_with_evidence


def said(place: Any) -> list[str]:
    """Return what the sources say below one place, an entry each."""
    return [entry.get_text(" ", strip=True) for entry in place.select("details.evidence li")]


def test_a_row_says_below_its_citations_what_each_work_says_and_the_table_what_is_so_of_all_rows(make: Make) -> None:
    build = make({"visits": WHOLE + GHENT + LILLE}).build()
    assert build.warnings == ""
    page = build.page("chapters/visits")
    may, ghent, lille = page.select("tbody tr")
    assert said(may) == []
    (entry,) = said(ghent.select_one('td[data-label="source_keys"]'))
    assert "the noon of the seventh" in entry
    assert "the market of Lille" in said(lille.select_one('td[data-label="more_keys"]'))[0]
    assert "the list of all days" in said(page.select(".records-frame > details.evidence")[0].parent)[-1]


def test_a_term_says_below_its_definition_what_its_sources_say_and_is_found_without_it(make: Make) -> None:
    levy = MAY.replace("2016-05", "levy").replace("noon of the seventh", "tenth sheaf")
    build = make({"glossary": levy}, terms="# Terms\n\n```{terms} glossary\n```\n").build()
    assert build.warnings == ""
    assert "the tenth sheaf" in said(build.page("chapters/terms").select_one("dd"))[0]
    index = (build.out / "_static/search/1.js").read_text(encoding="utf-8")
    assert "A tax on grain" in index
    assert "tenth sheaf" not in index


def test_chosen_rows_and_columns_have_their_own_evidence_alone(make: Make) -> None:
    chosen = "# Visits\n\n```{records} visits\n:where: place = Ghent\n:columns: day more_keys\n```\n"
    build = make({"visits": WHOLE + GHENT + LILLE}, visits=chosen).build()
    assert build.warnings == ""
    assert said(build.page("chapters/visits")) == []


CHART = f"""{NOTEBOOK}
# Visits

```{{code-cell}} python3
import altair as alt
from glossator import figure, table

june = table("visits").iloc[1:2]
figure(
    alt.Chart(june).mark_bar().encode(x="place:N"),
    name="june",
    title="One visit in June",
    alt="One column.",
    data=june[["day", "place", "source_keys"]],
    tables=["visits"],
)
```
"""


@pytest.mark.slow
def test_a_chart_says_below_its_sources_what_is_said_of_the_rows_that_it_shows(make: Make) -> None:
    build = make({"visits": MAY + WHOLE + GHENT + LILLE}, visits=CHART).build()
    assert build.warnings == ""
    details = build.page("chapters/visits").select_one(".figure-details")
    assert details.select_one(".figure-sources + .evidence")
    whole, ghent = said(details)
    assert "the list of all days" in whole
    assert "the noon of the seventh" in ghent


@pytest.mark.slow
def test_a_chart_of_many_works_leaves_them_to_the_table_that_the_page_prints(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossator.execution.outputs.MOST_SOURCES", 1)
    build = make({"visits": MAY + WHOLE + GHENT + LILLE}, alone=CHART, both=CHART + VISITS_CHAPTER[9:]).build()
    assert build.warnings == ""
    alone, both = (build.page(f"chapters/{name}").select_one(".figure-details") for name in ("alone", "both"))
    assert alone.select("table a[href*=jones2017]")
    assert len(said(alone)) == 2
    assert not both.select("a[href*=jones2017]")
    assert said(both) == []
    assert both.select_one(".figure-sources").get_text() == "Sources: with each row of visits.csv"


@pytest.mark.slow
def test_a_chart_of_many_works_leads_to_the_page_that_prints_the_rows_if_there_is_one(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossator.execution.outputs.MOST_SOURCES", 0)
    levy = MAY.replace("2016-05", "levy")
    chart = CHART.replace("visits", "glossary").replace(".iloc[1:2]", "").replace('"day", "place"', '"term"')
    book = make({"glossary": levy}, chart=chart.replace("place:N", "term:N"), terms="# Terms\n")
    assert len(said(book.build().page("chapters/chart"))) == 1
    book.write("chapters/terms.md", "# Terms\n\n```{records} glossary\n```\n")
    build = book.build()
    assert build.warnings == ""
    page = build.page("chapters/chart")
    assert said(page) == []
    assert page.select_one(".evidence-elsewhere a")["href"] == "terms.html#glossary-levy"


def test_who_points_at_a_citation_of_a_row_sees_what_is_said_of_this_row(make: Make, browser: Browser) -> None:
    build = make({"visits": WHOLE + GHENT + LILLE}).build(html_theme="glossator")
    with reader(browser) as page:
        page.goto((build.out / "chapters/visits.html").as_uri())
        rows = page.locator("tbody tr")
        tip = page.get_by_role("tooltip")
        rows.nth(2).locator("td > p .tipped[href$=jones2017]").focus()
        expect(tip).to_contain_text("the market of Lille")
        expect(tip).not_to_contain_text("the noon of the seventh")
        rows.nth(0).locator("td > p .tipped[href$=smith2016]").focus()
        expect(tip).to_contain_text("the list of all days")


def test_words_are_looked_for_in_the_rows_and_not_in_closed_evidence(make: Make, browser: Browser) -> None:
    book = make({"visits": WHOLE + GHENT + LILLE})
    book.write("data/visits.csv", VISITS + "".join(f"2017-{month},Bruges,,,\n" for month in range(10, 20)))
    build = book.build(html_theme="glossator")
    with reader(browser) as page:
        page.goto((build.out / "chapters/visits.html").as_uri())
        page.get_by_role("searchbox", name="Words in the table").fill("noon of the seventh")
        expect(page.locator(".table-tools output")).to_have_text("0 of 13 rows")
        page.get_by_role("searchbox", name="Words in the table").fill("lille")
        expect(page.locator(".table-tools output")).to_have_text("1 of 13 rows")


def test_evidence_is_on_paper_where_the_reader_asks_for_it(make: Make, browser: Browser) -> None:
    build = make({"visits": WHOLE + GHENT + LILLE}).build(html_theme="glossator")
    address = (build.out / "chapters/visits.html").as_uri()
    with reader(browser) as page:
        page.add_init_script("window.print = () => { window.asked = true; }")
        page.goto(address)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("td .evidence li").first).to_be_hidden()
        page.emulate_media(media="screen")
        page.goto(f"{address}?print=evidence")
        wait_until(page, "() => window.asked")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("td .evidence li").first).to_be_visible()


@pytest.mark.parametrize(
    ("evidence", "line", "message"),
    [
        (GHENT + LILLE, 1, 'the row "2016-05 · Ghent" cites "smith2016", and no entry says what is written there'),
        (GHENT.replace("Ghent", "Gent") + LILLE, 1, 'no row has the key "2016-06 · Gent"; the key is day, place; '),
        (GHENT.replace("[2016-06, Ghent]", "2016-6") + LILLE, 1, 'no row has the key "2016-6"; the key is day, place'),
        (WHOLE + GHENT.replace("[2016-06, Ghent]", "2016-06"), 7, '2 rows have the key "2016-06"; write more of it, '),
        (WHOLE + GHENT + LILLE.replace("jones2017", "smith2016"), 14, 'the row "2016-06 · Lille" does not cite "smith'),
        (WHOLE.replace("smith2016", "lee2018") + GHENT + LILLE, 1, 'no row cites "lee2018"'),
        (WHOLE + GHENT.replace("[2016-06, Ghent]", "{a: b}"), 7, "row is a value of the table’s key, or a list of"),
        (WHOLE + GHENT.replace("row:", "note:"), 7, 'an entry has no "note"; it has row, work, claim, quotation'),
        (MAY + WHOLE + "  shows: 2017-02\n" + GHENT + LILLE, 8, '"smith2016" is of 2016; it cannot show what was so'),
    ],
)
def test_what_does_not_fit_the_rows_is_reported_at_its_line(make: Make, evidence: str, line: int, message: str) -> None:
    book = make({"visits": evidence})
    for _ in range(2):
        assert f"data/evidence/tables/visits.yml:{line}: WARNING: {message}" in book.build("dummy").warnings


def test_a_mistyped_row_is_corrected_where_pasting_mends_it(make: Make) -> None:
    build = make({"glossary": MAY.replace("2016-05", "levi")}).build("dummy")
    assert 'no row has the key "levi"; the key is term' in build.warnings
    assert "write: levy\n    for: levi" in build.warnings


def test_a_file_of_no_table_and_rows_of_one_key_are_reported(make: Make) -> None:
    book = make({"visit": WHOLE})
    book.write("data/visits.csv", VISITS + "2016-05,Ghent,,,\n")
    warnings = book.build("dummy").warnings
    assert "tables/visit.yml:1: WARNING: no table is called visit; visits.yml is meant, perhaps" in warnings
    assert "data/visits.csv:5: WARNING: row 2 has the same day and place" in warnings


def test_new_and_changed_evidence_of_a_table_is_printed_by_the_next_build(make: Make) -> None:
    book = make({})
    assert said(book.build().page("chapters/visits")) == []
    for words in ("noon of the seventh", "seventh day"):
        book.write("data/evidence/tables/visits.yml", WHOLE + LILLE + GHENT.replace("noon of the seventh", words))
        build = book.build()
        assert build.warnings == ""
        assert words in build.page("chapters/visits").get_text()


def newest_of(book: SmallBook, **columns: str) -> SmallBook:
    """Declare columns of the table of visits as the date of the newest work in another."""
    path = book.folder / "data/datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for field in package["resources"][-2]["schema"]["fields"]:
        if field["name"] in columns:
            field["newest_of"] = columns[field["name"]]
    path.write_text(json.dumps(package), encoding="utf-8")
    return book


def test_a_date_is_that_of_the_newest_work_or_of_what_it_shows(make: Make) -> None:
    book = newest_of(make({}), until="source_keys")
    warnings = book.build("dummy").warnings
    assert warnings.count("the column until") == 1
    assert (
        'visits.csv:3: WARNING: the column until has "2016-12"; the newest of the works in source_keys, "jones2017", '
        "is of 2017." in warnings
    )
    shown = GHENT + "  shows: 2016-12-24\n"
    book.write("data/evidence/tables/visits.yml", WHOLE + shown + LILLE)
    assert "the column until" not in book.build("dummy").warnings


def test_a_key_and_a_column_of_works_that_are_not_there_are_named(make: Make) -> None:
    book = newest_of(make({}), until="sources")
    assert 'the table "visits" says "sources" after newest_of, and has no such column' in book.build("dummy").warnings
    path = book.folder / "data/datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('["day", "place"]', '"date"'), encoding="utf-8")
    assert 'the table "visits" says "date" after primaryKey' in book.build("dummy").warnings


@pytest.mark.parametrize(("until", "reported"), [("2018-01", True), ("2017-12", False)])
def test_no_date_is_newer_than_all_works(make: Make, until: str, reported: bool) -> None:
    book = newest_of(make({}), until="source_keys")
    book.write("data/visits.csv", VISITS.replace("2016-12", until))
    assert (f'the column until has "{until}"' in book.build("dummy").warnings) == reported


def test_all_evidence_is_exported_as_one_table_with_its_description(make: Make) -> None:
    book = make({"visits": WHOLE + GHENT + LILLE})
    build = book.build(html_theme="glossator")
    link = build.page("chapters/visits").find_parent("body").find("a", string="What the sources say, as a table")
    table = (build.out / "chapters" / link["href"]).resolve()
    with table.open(encoding="utf-8", newline="") as file:
        whole, ghent, __ = csv.DictReader(file)
    assert (whole["table"], whole["row"], whole["work"]) == ("visits", "", "smith2016")
    assert (ghent["row"], ghent["quotation"], ghent["language"]) == ("2016-06 | Ghent", "the noon of the seventh", "en")
    (resource,) = json.loads(table.with_name("datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert [field["name"] for field in resource["schema"]["fields"]] == list(ghent)
    assert resource["path"] == table.name
    with ZipFile(next(build.out.glob("*.zip"))) as archive:
        assert any(name.endswith(f"/data/{table.name}") for name in archive.namelist())
    before = table.read_bytes()
    book.write("data/evidence/tables/visits.yml", WHOLE + GHENT + LILLE)
    book.build(html_theme="glossator")
    assert table.read_bytes() == before


def test_evidence_of_a_table_is_not_read_through_a_link_out_of_the_book(make: Make, tmp_path: Path) -> None:
    book = make({})
    (tmp_path / "secret.yml").write_text(WHOLE.replace("list of all days", "CANARY"), encoding="utf-8")
    (book.folder / "data/evidence/tables/visits.yml").symlink_to(tmp_path / "secret.yml")
    build = book.build()
    assert "data/evidence/tables/visits.yml:1: WARNING: the file is a symbolic link" in build.warnings
    assert "CANARY" not in build.page("chapters/visits").get_text()
