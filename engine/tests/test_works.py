"""Works: what the list prints of each, how they are cited, and what is said of a .bib file that is not as it should be.

The cases in ``mistakes/work*.md`` show each message; here is what a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import glossator
import pytest
from bs4 import BeautifulSoup, Tag
from glossator.citations.bibtex import read_bib
from glossator.citations.dates import printed_date, table_date
from glossator.citations.entries import findings, make_entry
from glossator.citations.latex import rich
from glossator.citations.style import Style, letters
from glossator.citations.targets import suggest_target
from glossator.export.edition_json import read_edition_json
from glossator.export.epub.whole import whole_book
from glossator.export.pdf.document import paper_document
from glossator.testing.books import SmallBook, make_small_book
from glossator.testing.serving import served
from playwright.sync_api import Browser, expect

Make = Callable[..., SmallBook]


def entry(text: str) -> str:
    """Return what the list of works prints of one entry."""
    (raw,) = read_bib(text).entries
    return str(Style().format_entry("", make_entry(raw)).text).replace("<nbsp>", " ")


def label(text: str) -> str:
    """Return how one entry is cited."""
    (raw,) = read_bib(text).entries
    (found,) = Style().format_labels([make_entry(raw)])
    return found.replace("\u00a0", " ")


def add_works(book: SmallBook, text: str) -> None:
    """Write *text* below the works of ``small/``: its first line is the fourteenth of the file."""
    path = book.folder / "references.bib"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def said(text: str) -> list[str]:
    """Return what is said of one entry, without what to write instead."""
    (raw,) = read_bib(text).entries
    return [finding.message.partition("\n")[0] for finding in findings(raw)]


# The list of works ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("@book{k, author={Ada Smith}, title={Wheat}}", "Ada Smith. Wheat."),
        (
            "@article{k, author={Ada Smith}, title={Wheat}, url={https://a.org}}",
            "Ada Smith. Wheat. URL: https://a.org.",
        ),
        ("@inproceedings{k, author={Ada Smith}, title={Wheat}}", "Ada Smith. Wheat."),
        ("@techreport{k, author={Ada Smith}, title={Wheat}}", "Ada Smith. Wheat. Technical Report."),
        ("@phdthesis{k, author={Ada Smith}, title={Wheat}}", "Ada Smith. Wheat. PhD thesis."),
        ("@unpublished{k, author={Ada Smith}, title={Wheat}}", "Ada Smith. Wheat."),
        ("@online{k, title={Wheat}}", "Wheat."),
    ],
)
def test_what_a_work_lacks_is_left_out(written: str, printed: str) -> None:
    assert entry(written) == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (
            "@online{k, author={A Smith}, title={Wheat}, date={2018-06-25}, url={https://a.org}, urldate={2020-01-02}}",
            "A Smith. Wheat. 25 June 2018. URL: https://a.org (visited on 2 January 2020).",
        ),
        (
            "@report{k, author={Ada Smith}, title={Wheat}, type={resreport}, institution={Bank}, date={2018-06}}",
            "Ada Smith. Wheat. Research Report, Bank, June 2018.",
        ),
        (
            "@thesis{k, author={Ada Smith}, title={Wheat}, type={mathesis}, institution={Kiel}, location={DE}}",
            "Ada Smith. Wheat. Master's thesis, Kiel, DE.",
        ),
        (
            "@article{k, author={A Smith}, title={Wheat}, subtitle={life}, journaltitle={Rye}, volume={3}, number={2},"
            " pages={4--9}, doi={10.1/x}}",
            "A Smith. Wheat: life. Rye, 3(2):4–9. doi:10.1/x.",
        ),
        (
            "@incollection{k, author={Ada Smith}, title={Wheat}, editor={Ben Jones}, booktitle={Rye}, pages={4}}",
            "Ada Smith. Wheat. In Ben Jones, editor, Rye, page 4.",
        ),
        ("@electronic{k, editor={A B and C D}, title={Wheat}}", "A B and C D, editors. Wheat."),
        (
            "@book{k, author={Ada Smith}, title={Wheat}, edition={2}, year={2018}}",
            "Ada Smith. Wheat. 2nd edition, 2018.",
        ),
    ],
)
def test_types_and_fields_of_biblatex_are_known(written: str, printed: str) -> None:
    assert entry(written) == printed
    assert [message for message in said(written) if "type" in message] == []


def test_a_title_is_printed_with_its_own_capitals() -> None:
    assert "The Wheat of China" in entry("@article{k, author={A B}, title={The Wheat of China}, journal={Rye}}")


def test_what_a_book_of_essays_tells_of_itself_is_told_of_an_essay_that_refers_to_it(small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`part`.\n")
    part = "@incollection{part, author={A B}, title={Rye}, crossref={whole}}\n"
    add_works(book, part + "@book{whole, editor={C D}, title={Grain}}\n")
    build = book.build()
    assert build.warnings == ""
    assert "Rye. In C\u00a0D, editor, Grain." in build.page("index").get_text()


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("author={Smith, Ada}, year=2016", "Smith 2016"),
        ("author={Ada Smith and Ben Jones}, year=2016", "Smith and Jones 2016"),
        ("author={A Smith and B Jones and C Reed}, year=2016", "Smith et al. 2016"),
        ("author={A Smith and others}, year=2016", "Smith et al. 2016"),
        ("author={Li Wei et al.}, year=2016", "Wei et al. 2016"),
        ("author={Beethoven, Ludwig van}, year=1824", "Beethoven 1824"),
        ("author={van Beethoven, Ludwig}, year=1824", "van Beethoven 1824"),
        ("author={{Ministry of Commerce}}, year=2016", "Ministry of Commerce 2016"),
        ("author={Ministry of Commerce}, year=2016", "Ministry of Commerce 2016"),
        ("author={{Smith \\& Sons}}, year=2016", "Smith & Sons 2016"),
        ('author={{\\"O}zil, A}, year=2016', "Özil 2016"),
        ("editor={Smith, Ada}, year=2016", "Smith, ed. 2016"),
        ("editor={Smith, Ada and Jones, Ben}, year=2016", "Smith and Jones, eds. 2016"),
        ("organization={World Bank}, year=2016", "World Bank 2016"),
        ("author={Smith, Ada}, year={in press}", "Smith in press"),
        ("author={Smith, Ada}, pubstate={inpress}", "Smith in press"),
        ("author={Smith, Ada}, date={2018-06-25}", "Smith 2018"),
        ("author={Smith, Ada}, date={2017-06/2018-07}", "Smith 2017–2018"),
        ("author={Smith, Ada}", "Smith n.d."),
        ("author={{World Health Organization}}, shortauthor={WHO}, year=2016", "WHO 2016"),
    ],
)
def test_a_work_is_cited_by_who_made_it_and_when(written: str, cited: str) -> None:
    assert label(f"@book{{k, title={{Wheat}}, {written}}}") == cited


def test_letters_go_on_after_z() -> None:
    assert [letters(number) for number in (1, 26, 27, 53)] == ["a", "z", "aa", "ba"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("A harvest 58% of the last", "A harvest 58% of the last"),
        ("A harvest 58\\% of the last", "A harvest 58% of the last"),
        ("$5 and $6 for R\\&D", "$5 and $6 for R&D"),
        ("caf\\'e ``Rye'' -- {NATO}", "café “Rye” – NATO"),
        ("the \\emph{big} wheat", "the big wheat"),
        ("see \\url{https://a.org/b_c}", "see https://a.org/b_c"),
        ("see \\href{https://a.org}{there}", "see there"),
    ],
)
def test_latex_in_a_field_is_printed_as_it_is_meant(written: str, printed: str) -> None:
    assert str(rich(written)) == printed


@pytest.mark.parametrize(
    "field",
    ["url={javascript:alert(1)}", "note={\\url{javascript:alert(1)}}", "title={\\href{javascript:alert(1)}{x}}"],
)
def test_no_link_leads_to_a_script(field: str, small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`smith2016`.\n")
    book.write(
        "references.bib",
        f"@misc{{smith2016, author={{Ada Smith}}, title={{Wheat}}, {field}}}\n".replace(
            "title={Wheat}, title", "title"
        ),
    )
    build = book.build()
    assert not build.page("index").select('[href^="javascript"]')
    assert 'references.bib:1: WARNING: "javascript:alert(1)" is no address' in build.warnings


# A long list ---------------------------------------------------------------------------------------------------------

#: Under A, B and C: too many for one page.
MANY = "".join(
    f"@misc{{{name.lower()}{number}, author={{{{{name} House}}}}, title={{Report {number} of {name}}},"
    f" url={{https://www.{name.lower()}.org/reports/{number}}}}}\n"
    for name in ("Ada", "Ben", "Cy")
    for number in range(200)
)


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Return a book that cites six hundred works, two of them in a note."""
    keys = re.findall(r"@misc{(\w+)", MANY)
    note = ":::{annotation} in May\n:kind: context\n:certainty: fact\n\nAs reported {cite:p}`cy7,ada3`.\n:::"
    one = f"# One\n\n::::{{passage}} letter-2\n{note}\n::::\n"
    book = make_small_book(
        Path(__file__).parent / "small",
        tmp_path_factory.mktemp("works"),
        {"one": one, "all": f"# All\n\n{{cite:p}}`{','.join(keys)}`\n", "works": "# Works\n\n```{bibliography}\n```\n"},
    )
    book.write("index.md", "# A book\n")
    book.write("references.bib", MANY)
    return book


@pytest.fixture(scope="module")
def long_site(long_list: SmallBook) -> Path:
    return long_list.build(html_theme="glossator", myst_enable_extensions=["colon_fence"]).out


@pytest.mark.xdist_group("works")
def test_a_long_list_has_pages_of_whole_letters_and_a_work_says_where_it_is_cited(long_site: Path) -> None:
    first, third = (
        BeautifulSoup((long_site / f"chapters/{name}.html").read_text("utf-8"), "html.parser")
        for name in ("works", "works-3")
    )
    assert [letter.get_text() for letter in first.select(".letters a")] == ["A", "B", "C"]
    assert len(first.select(".citation")) == len(third.select(".citation")) == 200
    # The address that a work has always had: there is a link to it, without any script.
    assert first.select_one("#work-cy7")["href"] == "works-3.html#work-cy7"
    cited = third.select_one("#work-cy7 .cited-in")
    assert " ".join(cited.get_text().split()) == "Cited in All · One 1"
    assert [link["href"] for link in cited.select("a")] == ["all.html", "one.html", "one.html#letter-2-in-may"]
    assert third.select_one("#work-cy7 .host").get_text() == "cy.org"
    chapter = BeautifulSoup((long_site / "chapters/one.html").read_text("utf-8"), "html.parser")
    links = [link["href"] for link in chapter.select(".annotation .bibtex-citation a")]
    assert links == ["works.html#work-ada3", "works-3.html#work-cy7"]


@pytest.mark.xdist_group("works")
def test_in_a_book_a_long_list_has_no_list_of_what_follows_and_each_link_leads_to_a_work(long_site: Path) -> None:
    edition = read_edition_json(long_site / "exports/edition.json")
    page = BeautifulSoup(paper_document(whole_book(edition, long_site), "A4", {}), "lxml-xml")
    assert "On the next pages" in (long_site / "chapters/works.html").read_text("utf-8")
    assert "On the next pages" not in page.get_text()
    places = {each["id"]: each for each in page.select("[id]")}
    links = {unquote(link["href"][1:]) for link in page.select('a[href^="#"]')}
    assert links <= places.keys()
    assert [places[name].name for name in links if name.endswith("work-cy7")] == ["li"]


@pytest.mark.slow
@pytest.mark.xdist_group("works")
def test_the_address_of_a_work_leads_to_its_page_and_words_narrow_the_whole_list(
    long_site: Path, browser: Browser
) -> None:
    page = browser.new_page()
    with served(long_site) as address:
        page.goto(f"{address}chapters/works.html#work-cy7")
        page.wait_for_url("**/works-3.html#work-cy7")
        page.get_by_role("searchbox", name="Words in the list").fill("report 19 BEN")
        expect(page.get_by_role("status").filter(has_text="of")).to_have_text("12 of 600 works")
        assert page.locator("h2.letter:visible").all_inner_texts() == ["B"]
    page.close()


@pytest.mark.xdist_group("works")
def test_a_list_is_written_again_when_another_note_cites_its_work(small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`smith2016`.\n", two="# Two\n")
    assert "Cited in One" in book.build().page("index").select_one("#work-smith2016").get_text()
    book.write("chapters/two.md", "# Two\n\n{cite:p}`smith2016`.\n")
    assert "Cited in One · Two" in book.build().page("index").select_one("#work-smith2016").get_text()


# Dates ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "printed"),
    [
        *(("January", "January 2017"), ("jan.", "January 2017"), ("1", "January 2017"), ("Sept.", "September 2017")),
        *(("10 May", "10 May 2017"), ("May 10", "10 May 2017"), ("10~May", "10 May 2017"), ("", "2017")),
        *(("March/April", "March/April 2017"), ("Spring", "Spring 2017"), ("31 June", "31 June 2017")),
    ],
)
def test_a_month_is_a_number_a_name_or_whatever_is_written(month: str, printed: str) -> None:
    assert printed_date("2017", month, "", "en") == printed


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("de", "10. Mai 2017"),
        ("fr", "10 mai 2017"),
        ("zh_CN", "2017年5月10日"),
        ("en-US", "May 10, 2017"),
        ("xx", "10 May 2017"),
    ],
)
def test_dates_are_in_the_language_of_the_edition(language: str, printed: str) -> None:
    assert printed_date("2017", "10 May", "", language) == printed_date("", "", "2017-05-10", language) == printed


def test_a_month_is_a_macro_of_bibtex_too() -> None:
    assert "January 2016" in entry("@book{k, author={A B}, title={Wheat}, month=jan, year=2016}")


def test_a_work_that_was_printed_is_not_formatted_again_but_in_another_language() -> None:
    (raw,) = read_bib("@misc{a, title={Rye}, date={2017-05-10}}").entries
    work = make_entry(raw)
    english, german = (Style(language).format_entry("", work).text for language in ("en", "de"))
    assert ("May" in str(english), "Mai" in str(german)) == (True, True)
    assert Style("en").format_entry("", work).text is english


def test_no_date_is_in_the_language_of_the_machine() -> None:
    """``strftime`` follows the system's locale: under a German one, "10 Mai 2017" stood on English pages."""
    # The patterns of chart_locale.py are d3's, and come with names of months.
    modules = (path for path in Path(glossator.__file__).parent.rglob("*.py") if path.name != "chart_locale.py")
    assert [path.name for path in modules if re.search(r"%[AaBb]\b|strftime\(", path.read_text("utf-8"))] == []


@pytest.mark.parametrize(("language", "day"), [("en", "10 May 2017"), ("de", "10. Mai 2017"), ("fr", "10 mai 2017")])
def test_the_dates_of_the_sources_are_in_the_language_of_the_edition(language: str, day: str, small_book: Make) -> None:
    book = small_book(one="# One\n\n```{texts}\n```\n\n```{source-facts}\n```\n")
    page = book.build(language=language).page("chapters/one")
    assert day in page.select_one(".text-facts").get_text()
    assert day in page.select_one(".source-facts").get_text()


@pytest.mark.parametrize("written", ["https://a.org/edition", "https://a.org/edition/"])
def test_an_address_to_cite_has_one_slash_between_edition_and_page(written: str, small_book: Make) -> None:
    book = small_book(one="# One\n\n```{passage} letter-1\n```\n")
    out = book.build(html_theme="glossator", html_baseurl=written).out
    data = re.search(r'"address":"(.*?)"', (out / "chapters/one.html").read_text(encoding="utf-8"))
    assert data
    assert f"{data[1]}chapters/one.html" == "https://a.org/edition/chapters/one.html"


# Citations -----------------------------------------------------------------------------------------------------------

CITED = {
    "{cite:p}`smith2016`": "(Smith 2016)",
    "{cite:p}`smith2016{p. 3}`": "(Smith 2016, p. 3)",
    "{cite:p}`{see}jones2017{pp. 3, 5},smith2016`": "(see Jones 2017, pp. 3, 5; Smith 2016)",
    "{cite:t}`smith2016`": "Smith (2016)",
    "{cite:t}`smith2016{§ 4}`": "Smith (2016, § 4)",
    "{cite:ct}`de2018`": "De Witt (2018)",
    "{cite:t}`de2018`": "de Witt (2018)",
    "{cite:alp}`smith2016`": "Smith 2016",
    "{cite:author}`team2019`": "One et al.",
    "{cite:authors}`team2019`": "One, Two and Three",
    "{cite:authorpar}`team2019`": "(One et al.)",
    "{cite:ps}`team2019`": "(One, Two and Three 2019)",
    "{cite:ts}`team2019`": "One, Two and Three (2019)",
    "{cite:year}`smith2016`": "2016",
    "{cite:yearpar}`soon`": "(in\u00a0press)",
    "{cite:t}`soon`": "Reed (in\u00a0press)",
    "{cite:label}`smith2016`": "Smith 2016",
    "{cite:labelpar}`smith2016`": "(Smith 2016)",
    "{cite:empty}`smith2016`": "",
    "{cite}`smith2016`": "(Smith 2016)",
    "{cite:year}`twice_a`": "2020a",
    "{cite:author}`twice_a`": "Reed",
}
WORKS = """\
@book{smith2016, author={Smith, Ada}, title={Wheat}, year={2016}}
@book{jones2017, author={Jones, Ben}, title={Rye}, year={2017}}
@book{de2018, author={de Witt, Jan}, title={Oats}, year={2018}}
@book{team2019, author={A One and B Two and C Three}, title={Barley}, year={2019}}
@book{soon, author={Reed, Cy}, title={Spelt}, year={in press}}
@book{twice_a, author={Reed, Cy}, title={Maize}, year={2020}}
@book{twice_b, author={Reed, Cy}, title={Sorghum}, year={2020}}
"""


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what each role of `CITED` prints."""
    lines = "\n".join(f"- [{role}]" for role in CITED)
    book = make_small_book(
        Path(__file__).parent / "small",
        tmp_path_factory.mktemp("cited"),
        {"one": f"# One\n\n{lines}\n\n{{cite:p}}`twice_b`\n"},
    )
    book.write("references.bib", WORKS)
    build = book.build()
    assert build.warnings == ""
    items: list[Tag] = build.page("chapters/one").select("li")
    return dict(zip(CITED, [item.get_text().strip().strip("[]") for item in items], strict=True))


@pytest.mark.xdist_group("citations")
@pytest.mark.parametrize("role", CITED)
def test_every_role_prints_what_its_name_says(role: str, cited: dict[str, str]) -> None:
    assert cited[role] == CITED[role]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("a, p. 3", "a{p. 3}"),
        ("a p. 3", "a{p. 3}"),
        ("a [p. 3]", "a{p. 3}"),
        ("a, pp. 3, 5 and 7; b", "a{pp. 3, 5 and 7},b"),
        ("a,3", "a{3}"),
        ("a and b", "a,b"),
        ("see @a, § 2; @b", "{see}a{§ 2},b"),
        ("a, cc2019", ""),  # a key that there is not
        ("a, and so on", ""),
        ("c, p. 3", ""),
    ],
)
def test_what_was_meant_is_told_only_where_it_is_clear(written: str, right: str) -> None:
    assert suggest_target(written, {"a", "b"}) == right


# What is said of a .bib file -----------------------------------------------------------------------------------------


def test_a_mistake_hides_no_other_and_no_work(small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`first,second,third`.\n")
    entries = ("first, author={A B}, title={Wheat", "second, author={A B} title={Rye}", "third, title={Oats}")
    add_works(book, "\n".join(f"@book{{{entry}}}" for entry in entries))
    warnings = [line.split(" [")[0] for line in book.build().warnings.splitlines() if "WARNING" in line]
    assert [line.split(": ")[0] for line in warnings] == ["references.bib:14", "references.bib:15", "references.bib:16"]


def test_works_of_several_files_are_named_with_their_own_lines(small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`smith2016,other`.\n")
    book.write("more.bib", "\n@misc{other, title={Rye}}\n@misc{Smith2016, author={A B}, title={Oats}}\n")
    warnings = book.build(bibtex_bibfiles=["references.bib", "more.bib"]).warnings
    assert 'more.bib:2: WARNING: the work "other" has no author' in warnings
    assert 'more.bib:3: WARNING: the key "Smith2016" stands in line 1 of references.bib already' in warnings


def test_a_missing_file_is_the_only_thing_said_of_its_works(small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`smith2016,other`.\n")
    settings = (book.folder / "conf.py").read_text(encoding="utf-8")
    book.write("conf.py", settings.replace('["references.bib"]', '["references.bib", "refrences.bib"]'))
    warnings = book.build().warnings
    assert warnings.count("WARNING") == 1
    assert 'conf.py:9: WARNING: there is no file "refrences.bib" of works' in warnings
    assert "write: references.bib" in warnings


def test_a_book_that_lists_no_works_is_told_so_once(small_book: Make) -> None:
    book = small_book(one="# One\n\nA word.\n\nMore {cite:p}`smith2016`.\n", two="# Two\n\n{cite:p}`jones2017`.\n")
    book.write("index.md", "# A book\n")
    warnings = book.build().warnings
    assert warnings.count("WARNING") == 1
    assert "chapters/one.md:5: WARNING: works are cited, and no page lists them" in warnings


def test_works_that_would_have_one_address_are_told_apart(small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`a_b`.\n")
    add_works(book, "@misc{a_b, author={A B}, title={C}}\n@misc{a-b, author={D E}, title={F}}\n")
    warnings = book.build().warnings
    assert warnings.count("WARNING") == 1
    assert 'references.bib:15: WARNING: the key "a-b" and another would have one address' in warnings


def test_a_mistake_in_the_list_is_told_in_every_build(small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`other`.\n")
    add_works(book, "@misc{other, title={Rye}}\n")
    assert book.build().warnings == book.build().warnings != ""


def test_a_chapter_is_written_again_when_a_work_that_it_cites_has_changed_or_gone(small_book: Make) -> None:
    book = small_book(one="# One\n\n{cite:p}`smith2016`.\n", two="# Two\n")
    book.build()
    text = (book.folder / "references.bib").read_text(encoding="utf-8")
    book.write("references.bib", text.replace("Smith, Ada", "Smythe, Ada"))
    assert "(Smythe 2016)" in book.build().page("chapters/one").get_text()
    book.write("references.bib", text.replace("smith2016", "smythe2016"))
    assert 'chapters/one.md:3: WARNING: there is no work "smith2016"' in book.build().warnings


@pytest.mark.parametrize(
    "name",
    ["Edward House", "House, Edward", "Raul (Pete) Pedrozo", "Mao Zedong", "Charles de Gaulle", "李伟", "Reuters"],
)
def test_no_person_is_taken_for_a_house(name: str) -> None:
    assert said(f"@book{{k, author={{{name}}}, title={{Wheat}}}}") == []


@pytest.mark.parametrize(
    "name",
    ["World Health Organization", "Bundesministerium der Verteidigung", "Office of the President", "Smith & Sons"],
)
def test_a_house_in_one_pair_of_braces_is_told(name: str) -> None:
    assert "would be read as a person" in said(f"@book{{k, author={{{name}}}, title={{Wheat}}}}")[0]


@pytest.mark.parametrize(
    ("written", "printed"),
    {
        "2017-11-08 (afternoon)": "8 Nov 2017, afternoon",
        "2017-11-09 11:21": "9 Nov 2017, 11:21",
        "2017-04-06/07": "6–7 Apr 2017",
        "2017-11-29/12-01": "29 Nov\u2009–\u20091 Dec 2017",
        "2018-10": "Oct 2018",
        "2004": "2004",
        "2017-02-31": "2017-02-31",
        "2016/2017": "2016/2017",
    }.items(),
)
def test_a_date_of_a_table_is_printed_as_a_reader_writes_it(written: str, printed: str) -> None:
    assert table_date(written, "en") == printed
