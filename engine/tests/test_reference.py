"""What a book prints from its tables and its own chapters: records, glossary, parallels, front matter, indexes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from glossator.core.patterns import sentences
from glossator.core.text import load_sources
from glossator.testing.books import SmallBook
from playwright.sync_api import Browser, expect

Make = Callable[..., SmallBook]

PROMISES = """\
id,passage,promise,kept,weight,source_keys
p-1,letter-2,To meet again,yes,2,smith2016
p-2,letter-2,To write,no,10,smith2016;jones2017
p-3,reply-2,To meet in June,not yet,,jones2017
"""
GLOSSARY = """\
term,chinese,definition,source_keys
wheat / corn,小麦,A grain.,smith2016
'a side',,One of two parties.,
"""
PARALLELS = """\
topic,order,letter,reply,comment,certainty,source_keys
Writing,2,letter-1;letter-2,,Only one text speaks of it.,inference,smith2016
Meeting,1,letter-2,reply-2,Both speak of it.,fact,smith2016
"""
NOTE = """\
::::{{annotation}} {}
:kind: {}
:certainty: fact
Some words on it {{cite:p}}`smith2016`.
::::
"""


def chapter(title: str, paragraphs: str, *notes: str, objectives: str = "") -> str:
    front = f"---\nthemes: [grain, trade]\nobjectives:\n{objectives}---\n\n" if objectives else ""
    body = "\n".join([f":::::{{passage}} {paragraphs}", *notes, ":::::"])
    return f"{front}# {title}\n\nAn introduction.\n\n## The text\n\n{body}\n"


def directive(name: str, **options: str) -> str:
    lines = "".join(f":{option.replace('_', '-')}: {value}\n" for option, value in options.items())
    directive_name, _, argument = name.partition(" ")
    return f"```{{{directive_name}}} {argument}\n{lines}```\n"


@pytest.fixture
def make(small_book: Make) -> Make:
    """Return a function that makes a small book with three more tables."""

    def make_with_tables(**chapters: str) -> SmallBook:
        book = small_book(**chapters)
        for path in (book.folder / "data").glob("*.csv"):
            path.unlink()
        resources = []
        for name, text in {"promises": PROMISES, "glossary": GLOSSARY, "parallels": PARALLELS}.items():
            book.write(f"data/{name}.csv", text)
            columns = text.splitlines()[0].split(",")
            fields = [{"name": column, "type": "string", "title": column.capitalize()} for column in columns]
            resources.append(
                {"name": name, "path": f"{name}.csv", "title": f"All {name}", "schema": {"fields": fields}}
            )
        by_name = {field["name"]: field for resource in resources for field in resource["schema"]["fields"]}
        by_name["weight"]["type"] = by_name["order"]["type"] = "integer"
        by_name["chinese"]["language"] = "zh-CN"
        by_name["kept"]["constraints"] = {"enum": ["yes", "no", "not yet"]}
        resources[0]["schema"]["primaryKey"] = "id"
        book.write("data/datapackage.json", json.dumps({"name": "small", "resources": resources}))
        return book

    return make_with_tables


def cells(page: BeautifulSoup, column: str) -> list[str]:
    return [cell.get_text(" ", strip=True) for cell in page.select(f'td[data-label="{column}"]')]


# Records ------------------------------------------------------------------------------------------------------------


def test_a_table_has_its_title_its_file_and_an_address_for_each_row(make: Make) -> None:
    table = directive("records promises", columns="promise weight kept", filter_by="kept")
    build = make(one=f"# One\n\n{table}", two="# Two\n\n{row}`the second <promises-p-2>`").build()
    assert build.warnings == ""
    page = build.page("chapters/one")
    assert "All promises" in page.caption.get_text()
    assert page.caption.select_one("a.download")["href"].endswith("promises.csv")
    assert [row.get("id") for row in page.select("tbody tr")] == ["promises-p-1", "promises-p-2", "promises-p-3"]
    link = build.page("chapters/two").select_one("p a")
    assert link["href"] == "one.html#promises-p-2"
    assert link.code is None, "an author's words would be set as code"


def test_a_row_opens_to_the_rest_of_its_record_and_a_value_has_its_sign(make: Make, browser: Browser) -> None:
    table = directive("records promises", columns="promise kept", more="weight passage", filter_by="kept")
    book = make(one=f"# One\n\n{table}")
    package = json.loads((book.folder / "data/datapackage.json").read_text(encoding="utf-8"))
    package["resources"][0]["schema"]["fields"][3]["signs"] = {"yes": "●", "not yet": "◐", "no": "✕"}
    book.write("data/datapackage.json", json.dumps(package))
    lines = [
        f"p-{number},letter-2,Promise {number},{kept},{number},smith2016"
        for number, kept in enumerate(["no", "yes", "not yet"] * 3, start=1)
    ]
    book.write("data/promises.csv", PROMISES.partition("\n")[0] + "\n" + "\n".join(lines) + "\n")
    build = book.build(html_theme="glossator")
    assert build.warnings == ""
    page = browser.new_page()
    page.goto((build.out / "chapters/one.html").as_uri())
    assert page.locator(".sign").first.get_attribute("aria-hidden") == "true"
    rows = page.locator("tbody tr:not(.row-more)")
    page.get_by_role("button", name="Kept").click()
    kept = [text.replace("\N{NO-BREAK SPACE}", " ") for text in rows.locator("td:nth-child(2)").all_inner_texts()]
    assert kept == ["● yes"] * 3 + ["◐ not yet"] * 3 + ["✕ no"] * 3
    # What opens below a row has gone with it, and goes when the row is put away.
    page.locator("#promises-p-5 + .row-more summary").click()
    assert page.locator("#promises-p-5 + .row-more dd").all_inner_texts() == ["5", "letter-2"]
    page.get_by_label("Kept").select_option(label="✕\N{NO-BREAK SPACE}no (3)")
    expect(page.locator(".row-more:visible")).to_have_count(3)
    page.close()


def test_a_script_and_a_style_sheet_find_what_they_need(make: Make) -> None:
    table = directive("records promises", columns="promise weight kept", filter_by="kept")
    page = make(one=f"# One\n\n{table}").build().page("chapters/one")
    assert [head.get("data-kind") for head in page.select("th")] == ["text", "number", "text"]
    assert [head["data-column"] for head in page.select("th[data-filter]")] == ["kept"]
    assert cells(page, "Weight") == ["2", "10", ""]
    assert page.select_one("#promises-p-3 .kept-not-yet").get_text() == "not yet"


def test_chosen_rows_link_to_themselves_in_the_whole_table(make: Make) -> None:
    chosen = directive("records promises", where="passage = letter-2", columns="promise kept source_keys")
    whole = directive("records promises", columns="promise")
    build = make(one=f"# One\n\n{chosen}", two=f"# Two\n\n{whole}").build()
    assert build.warnings == ""
    page = build.page("chapters/one")
    assert cells(page, "Promise") == ["To meet again", "To write"]
    assert page.select_one("td a")["href"] == "two.html#promises-p-1"
    assert not page.select("tr[id]")


@pytest.mark.parametrize("words", ['"not yet"', "“not yet”"])
def test_a_value_of_several_words_stands_in_quotation_marks(make: Make, words: str) -> None:
    table = directive("records promises", where=f"kept = yes {words}", columns="promise")
    build = make(one=f"# One\n\n{table}").build()
    assert build.warnings == ""
    # Nowhere does the book print the whole table, and so nothing is linked.
    assert cells(build.page("chapters/one"), "Promise") == ["To meet again", "To meet in June"]
    assert not build.page("chapters/one").select("td a")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"where": "kept = maybe"}, 'no row has "maybe" in the column kept; the values there are: no, not yet, yes'),
        ({"where": "kpt = yes"}, 'data/promises.csv has no column "kpt"'),
        ({"where": "kept"}, "write: :where: column = value"),
        ({"where": 'kept = "not yet'}, "a quotation mark without its partner"),
        ({"columns": "promise", "filter_by": "kept"}, 'needs the column kept; add it to ":columns:"'),
    ],
)
def test_an_option_that_means_nothing_is_reported_at_its_table(
    make: Make, options: dict[str, str], message: str
) -> None:
    warnings = make(one=f"# One\n\n{directive('records promises', **options)}").build().warnings
    assert message in warnings
    assert warnings.startswith("chapters/one.md:3: ")


# Glossary -----------------------------------------------------------------------------------------------------------


def test_a_term_leads_to_the_glossary_and_carries_its_definition(make: Make) -> None:
    one = "# One\n\n{term}`corn <wheat / corn>` and {term}`Wheat / corn`"
    build = make(one=one, words="# Words\n\n" + directive("terms glossary")).build()
    assert build.warnings == ""
    links = build.page("chapters/one").select("p a")
    assert [link["href"] for link in links] == ["words.html#term-wheat-corn"] * 2
    # It is sent with the first, and shown at both (tips.js).
    assert [link.get("title") for link in links] == ["A grain.", None]
    assert "tipped" in links[1]["class"]
    page = build.page("chapters/words")
    assert [term["id"] for term in page.select("dt")] == ["term-a-side", "term-wheat-corn"]
    assert page.select_one("#term-wheat-corn [lang]").get_text() == "小麦"
    assert page.select_one("dd a")["href"].startswith("../index.html")


def test_a_column_of_works_may_have_any_name_if_its_role_is_said(make: Make) -> None:
    book = make(one=f"# One\n\n{directive('terms glossary')}\n{directive('parallels')}")
    for name, text in (("glossary", GLOSSARY), ("parallels", PARALLELS)):
        book.write(f"data/{name}.csv", text.replace("source_keys", "read_in"))
    package = (book.folder / "data/datapackage.json").read_text(encoding="utf-8")
    book.write("data/datapackage.json", package.replace('"name": "source_keys"', '"role": "works", "name": "read_in"'))
    book.write("data/promises.csv", PROMISES.replace("source_keys", "read_in"))
    page = book.build().page("chapters/one")
    assert [link.get_text() for link in page.select(".glossary dd a")] == ["Smith 2016"]
    assert [link.get_text() for link in page.select(".parallel-comment a")] == ["Smith 2016"] * 2


@pytest.mark.parametrize(("cell", "meant"), [("not yett", "not yet"), ("perhaps", "")])
def test_a_value_that_is_not_allowed_is_corrected_only_where_one_is_near(make: Make, cell: str, meant: str) -> None:
    book = make(one="# One")
    book.write("data/promises.csv", PROMISES.replace("not yet", cell))
    said = book.build().warnings
    assert f'data/promises.csv:4: WARNING: the column kept has "{cell}"; the allowed ones are: yes, no, not yet' in said
    assert (f"    write: {meant}\n    for: {cell}" in said) == bool(meant)
    assert ("write:" in said) == bool(meant)


def test_a_changed_definition_reaches_the_chapters_that_use_the_term(make: Make) -> None:
    book = make(one="# One\n\n{term}`wheat / corn`", words="# Words\n\n" + directive("terms glossary"))
    book.build()
    book.write("data/glossary.csv", GLOSSARY.replace("A grain.", "A grass with grains."))
    assert book.build().page("chapters/one").select_one("p a")["title"] == "A grass with grains."


# Parallels ----------------------------------------------------------------------------------------------------------


def test_two_texts_stand_side_by_side_and_silence_is_said(make: Make) -> None:
    one = chapter("One", "letter-1 letter-2") + chapter("Two", "reply-title reply-2").replace("# Two", "")
    build = make(one=one, both="# Both\n\n## By topic\n\n" + directive("parallels")).build()
    assert build.warnings == ""
    meeting, writing = build.page("chapters/both").select("section section section")
    assert meeting["id"] == "topic-meeting"
    assert meeting.select_one(".labels").get_text() == "Fact"
    letter, reply = meeting.select(".parallel-side")
    assert reply.select_one(".source").get_text() == "We shall meet in June."
    assert reply.a["href"] == "one.html#reply-2"
    letter, reply = writing.select(".parallel-side")
    assert '"It can\'t be done," they wrote -- not for $250 billion' in letter.select_one(".source").get_text()
    assert reply.select_one(".silent").get_text() == "The Reply’s letter is silent on this."


def test_the_words_of_a_topic_are_lit_and_a_paragraph_is_whole_under_one_topic_only(make: Make) -> None:
    table = """\
topic,order,letter,reply,comment,certainty,source_keys,words,account_keys
Meeting,1,letter-2,reply-2,Both do.,fact,,met;meet,
Writing,2,letter-2,reply-2,One does.,fact,,WRIT*;U.N.,
"""
    one = chapter("One", "letter-1 letter-2") + chapter("Two", "reply-title reply-2").replace("# Two", "")
    book = with_account(make(one=one, both="# Both\n\n## By topic\n\n" + directive("parallels")), table)
    build = book.build()
    assert build.warnings == ""
    meeting, writing = build.page("chapters/both").select("section section section")
    assert [lit.get_text() for lit in meeting.select(".topic-word")] == ["met", "meet", "meet"]
    (excerpt,) = writing.select(".source")
    assert excerpt.get_text().startswith("… The two sides agreed")
    assert [lit.get_text() for lit in excerpt.select(".topic-word")] == ["write"]
    leads = writing.select(".parallel-number a[href^='#']")
    assert [(lead.get_text(), lead["href"]) for lead in leads] == [("Meeting", "#topic-meeting")] * 2


def test_a_sentence_does_not_end_with_an_abbreviation() -> None:
    text = "Mr. Li met the U.N. envoy. “It rained.” They left."
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "Mr. Li met the U.N. envoy.",
        "“It rained.”",
        "They left.",
    ]


def test_a_paragraph_that_is_in_no_text_is_reported(make: Make) -> None:
    book = make(both="# Both\n\n## By topic\n\n" + directive("parallels"))
    book.write("data/parallels.csv", PARALLELS.replace("reply-2", "reply-9"))
    assert 'data/parallels.csv: there is no paragraph "reply-9"' in book.build().warnings


def with_account(book: SmallBook, table: str) -> SmallBook:
    """Give the small book a table of parallels whose further account is called “The Envoy”."""
    package = json.loads((book.folder / "data/datapackage.json").read_text(encoding="utf-8"))
    (described,) = [each for each in package["resources"] if each["name"] == "parallels"]
    known = {field["name"] for field in described["schema"]["fields"]}
    for name in table.splitlines()[0].split(","):
        if name not in known:
            described["schema"]["fields"].append({"name": name, "type": "string", "title": "The Envoy"})
    described["schema"]["fields"][-1]["role"] = "works"
    book.write("data/datapackage.json", json.dumps(package))
    book.write("data/parallels.csv", table)
    return book


ACCOUNT = """\
topic,order,letter,reply,comment,certainty,source_keys,account,account_language,account_translation,account_note,\
account_keys
Meeting,1,letter-2,reply-2,Both do.,fact,smith2016,雙方 <i>*重申*</i>,zh-Hant,both sides,The end was not seen.,jones2017
Writing,2,letter-1,,One speaks of it.,fact,smith2016,,,,Nothing was seen.,
Weather,3,letter-1,,One speaks of it.,fact,smith2016,,,,,
"""


def test_a_further_account_is_quoted_below_the_texts_and_found_by_the_search(make: Make) -> None:
    one = chapter("One", "letter-1 letter-2") + chapter("Two", "reply-title reply-2").replace("# Two", "")
    book = with_account(make(one=one, both="# Both\n\n## By topic\n\n" + directive("parallels")), ACCOUNT)
    build = book.build()
    assert build.warnings == ""
    meeting, writing, weather = build.page("chapters/both").select("section section section")
    account = meeting.select_one(".parallel + .parallel-account")
    assert (account["role"], account["aria-label"]) == ("group", "The Envoy")
    assert account.select_one("[lang=zh-Hant]").get_text() == "雙方 <i>*重申*</i>"
    name, quotation, note = (words.get_text() for words in account.select("p"))
    assert (name, quotation) == ("The Envoy", "“雙方 <i>*重申*</i>” (both sides)")
    assert note == "The end was not seen. (Jones 2017)"
    assert [link.get_text() for link in meeting.select(".parallel-comment a")] == ["Smith 2016"]
    assert writing.select_one(".parallel-account").get_text(" ", strip=True) == "The Envoy Nothing was seen."
    assert not weather.select(".parallel-account")
    found = "".join(path.read_text(encoding="utf-8") for path in build.out.glob("_static/search/*.js"))
    assert "雙方 <i>*重申*</i>” (both sides)" in found


def test_an_account_without_the_work_in_which_it_was_read_is_reported(make: Make) -> None:
    book = with_account(make(both="# Both\n\n" + directive("parallels")), ACCOUNT.replace("jones2017", ""))
    assert '"Meeting" has a quotation in its column account, and no work in account_keys' in book.build().warnings


# Front matter -------------------------------------------------------------------------------------------------------


def test_objectives_and_facts_stand_where_a_reader_begins(make: Make) -> None:
    long_note = NOTE.format("in May", "context").replace("Some words", "word " * 200)
    one = chapter("One", "letter-1 letter-2", long_note, objectives="  - Tell wheat from rye.\n  - Say why.\n")
    build = make(one=one).build()
    assert build.warnings == ""
    page = build.page("chapters/one")
    assert page.select_one("h1 + p").get_text() == "Reading time 2 minutes · 1 note · Letter ¶ 1 to 2"
    assert page.select_one("h1 + p + details > summary").get_text() == "What to look for"
    assert [heading.get_text().strip("¶") for heading in page.select("h2")] == ["The text"]
    assert [item.get_text() for item in page.select("#what-to-look-for li")] == ["Tell wheat from rye.", "Say why."]


def minutes(make: Make, length: int, *texts: str) -> list[int]:
    """Return the reading time of chapters of *length* words and these texts."""
    start = f"---\nobjectives: [Read it.]\n---\n\n# One\n\n{'word ' * length}\n\n"
    build = make(**{f"chapter{number}": start + text for number, text in enumerate(texts)}).build()
    facts = [build.page(f"chapters/chapter{number}").select_one("h1 + p").get_text() for number in range(len(texts))]
    return [int(fact.removeprefix("Reading time ").partition(" ")[0]) for fact in facts]


def test_a_table_that_stands_open_is_read(make: Make) -> None:
    assert minutes(make, 120, "Nothing more.", directive("records promises") * 4) == [1, 2]


def test_a_paragraph_of_a_source_that_comes_again_is_read_once(make: Make) -> None:
    # The letter's second paragraph stands under both topics; a second time it would take us beyond the first minute.
    assert minutes(make, 80, "## The texts\n\n" + directive("parallels")) == [1]


def test_a_page_without_objectives_stays_as_it_is(make: Make) -> None:
    page = make(one=chapter("One", "letter-1")).build().page("chapters/one")
    assert not page.select(".chapter-facts, #what-to-look-for")


# Indexes ------------------------------------------------------------------------------------------------------------


def test_notes_are_listed_and_counted_by_kind_paragraph_and_topic(make: Make) -> None:
    notes = NOTE.format("in May", "context"), NOTE.format("both sides", "question")
    index = "".join(f"\n## By {by}\n\n{directive('notes-index', by=by)}" for by in ("kind", "paragraph", "topic"))
    build = make(one=chapter("One", "letter-1 letter-2", *notes), index=f"# Index\n{index}").build()
    assert build.warnings == ""
    page = build.page("chapters/index")
    assert page.select_one("#kind-context").select_one(".notes-count").get_text() == "1 note"
    assert page.select_one("#kind-question a.internal:not(.headerlink)")["href"] == "one.html#letter-2-both-sides"
    assert page.select_one("#kind-wording .notes-count").get_text() == "0 notes"
    assert page.select_one("#paragraph-letter-2 .notes-count").get_text() == "2 notes"
    assert [count.get_text() for count in page.select("#topic-meeting .notes-count")] == ["2 notes"]


def test_all_notes_are_one_table_in_which_the_address_of_a_group_is_that_of_its_first_note(make: Make) -> None:
    notes = NOTE.format("in May", "context"), NOTE.format("both sides", "question")
    index = "# Index\n\n" + directive("notes-index")
    page = make(one=chapter("One", "letter-1 letter-2", *notes), index=index).build().page("chapters/index")
    rows = page.select("tbody tr")
    cells = [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in rows]
    assert cells == [
        ["“in May”", "context", "fact", "One", "Letter ¶ 2", "Writing Meeting"],
        ["“both sides”", "question", "fact", "One", "Letter ¶ 2", "Writing Meeting"],
    ]
    assert page.select_one("#kind-question").find_parent("tr") is rows[1]
    assert page.select_one("#topic-meeting").find_parent("tr") is rows[0]
    # That of a group without notes leads to the list.
    assert page.select_one("#kind-wording").find_parent(class_="notes-count") or page.select_one(
        "#kind-wording.notes-count"
    )


@pytest.mark.slow
def test_the_address_of_a_group_narrows_the_table_to_it(make: Make, browser: Browser) -> None:
    words = (
        "in May",
        "met",
        "agreed",
        "meet again",
        "both sides",
        "would write",
        "The two sides met",
        "again",
        "write",
    )
    notes = [NOTE.format(each, "question" if each == "met" else "context") for each in words]
    book = make(one=chapter("One", "letter-2", *notes), index="# Index\n\n" + directive("notes-index"))
    page = browser.new_page()
    page.goto((book.build(html_theme="glossator").out / "chapters/index.html").as_uri() + "#kind-question")
    expect(page.locator(".table-tools output")).to_have_text("1 of 9 rows")
    assert page.get_by_label("Kind").input_value() == "question"
    page.get_by_label("Kind").select_option("")
    page.get_by_label("Topic").select_option("Writing")
    expect(page.locator(".table-tools output")).to_have_text("9 of 9 rows")
    page.close()


def test_an_index_follows_a_note_that_changes_in_another_chapter(make: Make) -> None:
    by_kind = "# Index\n\n## By kind\n\n" + directive("notes-index", by="kind")
    book = make(one=chapter("One", "letter-2", NOTE.format("in May", "context")), index=by_kind)
    assert "in May" in book.build().page("chapters/index").select_one("#kind-context").get_text()
    book.write("chapters/one.md", chapter("One", "letter-2", NOTE.format("in May", "outcome")))
    page = book.build().page("chapters/index")
    assert "in May" not in page.select_one("#kind-context").get_text()
    assert "in May" in page.select_one("#kind-outcome").get_text()


def test_the_table_of_chapters_follows_the_order_of_the_texts(make: Make) -> None:
    objectives = "  - Read it.\n"
    build = make(
        a=chapter("The reply", "reply-title reply-2", objectives=objectives),
        b=chapter("The letter", "letter-1", objectives=objectives),
        c="# All\n\n" + directive("chapters"),
    ).build()
    assert build.warnings == ""
    page = build.page("chapters/c")
    assert cells(page, "Chapter") == ["The letter", "The reply"]
    assert cells(page, "Passage") == ["Letter ¶ 1", "Reply, headline to ¶ 2"]
    assert cells(page, "Themes") == ["grain, trade"] * 2
    assert page.select_one("td a")["href"] == "b.html"


def test_chapters_without_themes_and_objectives_are_in_the_table_of_chapters_too(make: Make) -> None:
    chapters = {"a": chapter("The letter", "letter-1"), "b": chapter("The reply", "reply-1")}
    page = make(**chapters, c="# All\n\n" + directive("chapters")).build().page("chapters/c")
    assert cells(page, "Chapter") == ["The letter", "The reply"]
    assert [head.get_text() for head in page.select("th")] == ["Chapter", "Passage", "Reading time"]


# Provenance ---------------------------------------------------------------------------------------------------------


def test_all_that_is_known_of_a_text_is_printed(make: Make) -> None:
    build = make(one="# One\n\n## The texts\n\n" + directive("source-facts")).build()
    assert build.warnings == ""
    letter, reply = build.page("chapters/one").select("section section section")
    facts = dict(
        zip([t.get_text() for t in letter.select("dt")], [d.get_text() for d in letter.select("dd")], strict=True)
    )
    assert facts["Date"].strip() == "10 May 2017, inferred"
    assert facts["Length"].strip() == "2 paragraphs, 45 words"
    assert "A headline and 2 paragraphs" in reply.get_text()


# Works --------------------------------------------------------------------------------------------------------------


def test_a_work_of_two_houses_with_long_names_is_printed_as_plain_text(make: Make) -> None:
    book = make(one="# One\n\nAs was agreed {cite:p}`plan`.\n\n```{bibliography}\n```\n")
    houses = "{The Department of Health and Human Services} and {The Department of State}"
    book.write("references.bib", f"@misc{{plan, author = {{{houses}}}, title = {{A plan}}, year = {{2015}}}}\n")
    text = (book.build("text", bibtex_default_style="glossator").out / "chapters/one.txt").read_text(encoding="utf-8")
    # So long a label leaves Sphinx no column to print the work in; one of 66 letters leaves one, and it never ends.
    assert "[The Department of Health and Human Services and The Department of\nState 2015]\n\n   The Depart" in text


def test_a_text_stands_whole_and_beside_it_chapters_and_notes_lead_to_their_places(make: Make) -> None:
    note = NOTE.format("in May", "context").replace(":kind:", ":gist: They met in spring\n:kind:")
    halves = {"one": chapter("First half", "letter-1"), "two": chapter("Second half", "letter-2", note)}
    book = make(
        **halves, whole=f"# All of it\n\n{directive('whole-text letter')}", cards=f"# Cards\n\n{directive('texts')}"
    )
    build = book.build()
    assert build.warnings == ""
    paragraphs = build.page("chapters/whole").select(".whole-paragraph")
    texts = load_sources(book.folder / "sources")["letter"].paragraphs
    assert [part.select_one(".source").get_text() for part in paragraphs] == [text.text for text in texts]
    assert [part.select_one(".whole-chapter a")["href"] for part in paragraphs] == ["one.html", "two.html"]
    assert [part.select_one(".whole-number a")["href"] for part in paragraphs] == [
        "one.html#letter-1",
        "two.html#letter-2",
    ]
    (line,) = build.page("chapters/whole").select(".whole-notes a")
    assert (line.get_text(), line["href"]) == ("1 They met in spring", "two.html#letter-2-in-may")
    # The card of the text leads to it, that of the other to where it begins.
    ways = [way["href"] for way in build.page("chapters/cards").select(".text > p:last-child a")]
    assert ways[0] == "whole.html"
    # What is searched stands there once, in its chapter.
    index = "".join(path.read_text(encoding="utf-8") for path in build.out.glob("_static/search/*.js"))
    assert index.count("The two sides met in May") == 1


def test_a_specimen_shows_a_paragraph_its_note_and_words_of_another_text_and_leads_to_them(make: Make) -> None:
    note = NOTE.format("in May", "context").replace(":kind:", ":gist: They met in spring\n:kind:")
    one = chapter("Letter", "letter-1 letter-2", note, NOTE.format("would write", "context"))
    shown = "```{specimen} letter-2-in-may\n:beside: reply-1 We thank you … 3 May\n```\n"
    book = make(one=one, two=chapter("Reply", "reply-title reply-2"), front=f"# Front\n\n{shown}")
    build = book.build()
    assert build.warnings == ""
    page = build.page("chapters/front").select_one(".specimen")
    letter = load_sources(book.folder / "sources")["letter"].paragraph("letter-2")
    assert page.select_one(".specimen-text .source").get_text() == letter.text
    # The words of the note that is shown, and of no other.
    assert [(way.get_text(), way["href"]) for way in page.select(".specimen-text .source a")] == [
        ("in May", "one.html#letter-2-in-may")
    ]
    assert page.select_one(".specimen-head strong").get_text() == "They met in spring"
    assert "Some words on it (Smith 2016)." in page.select_one(".specimen-note").get_text()
    assert page.select_one(".specimen-beside .source").get_text() == "We thank you for your letter of 3 May"
    assert page.select_one(".specimen-beside a")["href"] == "two.html#reply-1"


def test_a_specimen_of_no_note_or_of_words_that_are_not_there_is_reported(make: Make) -> None:
    shown = "```{specimen} letter-2-in-mai\n:beside: reply-1 We thank them\n```\n"
    build = make(
        one=chapter("Letter", "letter-1 letter-2", NOTE.format("in May", "context")), front=f"# F\n\n{shown}"
    ).build()
    assert 'there is no note "letter-2-in-mai"' in build.warnings
    assert "We thank" in build.warnings


SIGNS = {"yes": "●", "not yet": "◐", "no": "✕"}


def with_signs(book: SmallBook, signs: object) -> SmallBook:
    package = json.loads((book.folder / "data/datapackage.json").read_text(encoding="utf-8"))
    fields = {resource["name"]: resource for resource in package["resources"]}["promises"]["schema"]["fields"]
    next(field for field in fields if field["name"] == "kept")["signs"] = signs
    book.write("data/datapackage.json", json.dumps(package))
    return book


def test_a_strip_is_a_mark_for_each_row_in_the_order_of_the_signs_and_leads_to_it(make: Make) -> None:
    strip = directive("strip promises", by="kept", say="promise")
    build = with_signs(make(one=f"# One\n\n{directive('records promises')}", front=f"# F\n\n{strip}"), SIGNS).build()
    assert build.warnings == ""
    page = build.page("chapters/front").select_one(".strip-frame")
    assert [(mark.get_text(), mark["href"]) for mark in page.select("a")] == [
        ("● yes: To meet again", "one.html#promises-p-1"),
        ("◐ not yet: To meet in June", "one.html#promises-p-3"),
        ("✕ no: To write", "one.html#promises-p-2"),
    ]
    assert page.select_one(".strip-legend").get_text() == "● yes 1 · ◐ not yet 1 · ✕ no 1"


@pytest.mark.parametrize(
    ("signs", "says"),
    [
        ({}, 'has no "signs" in data/datapackage.json'),
        ({"yes": "●"}, "not those of its"),
        (["●"], "that are not {"),
        ({"yes": ""}, "that are not {"),
    ],
)
def test_signs_that_are_missing_or_not_signs_are_reported(make: Make, signs: object, says: str) -> None:
    strip = directive("strip promises", by="kept", say="promise")
    build = with_signs(make(one=f"# One\n\n{directive('records promises')}", front=f"# F\n\n{strip}"), signs).build()
    assert says in build.warnings
