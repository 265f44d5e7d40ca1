"""Three small books, as their readers find them: what the engine promises an edition that is not English prose.

``books/five-texts`` has texts of one paragraph and of sixty, dates that are years, no address, letters hard to search;
``books/chinese-arabic`` two texts with notes in a third language, one from right to left; ``books/verse`` a poem.
Each is built once by the command, and each page is opened once: a test leaves it as it found it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup
from docx import Document
from glossator.citations.bibtex import read_bib
from glossator.citations.csl import csl_of
from glossator.citations.entries import make_entry
from glossator.citations.formatting import FORMS, ITALIC, ROMAN, formatted
from glossator.citations.parts import Whole, csl_of_part, csl_of_passage, place_of, title_of_note
from glossator.core.quotation import find_quotation
from glossator.core.text import Source, load_sources, source_of
from glossator.export.edition_json import read_edition_json
from glossator.testing.reading import address, faults, keep_copied, last_copied, reader, settle
from playwright.sync_api import Browser, Page, expect
from pybtex.database import parse_file

BOOKS = Path(__file__).parent / "books"
WIDE, NARROW = 1440, 390
#: The pages with notes of each book, and how many they have.
ANNOTATED = {
    "five-texts": {"chapters/novels": 6, "chapters/walk": 3, "chapters/letters": 4},
    "chinese-arabic": {"chapters/chinese": 5, "chapters/arabic": 4},
    "verse": {"chapters/poem": 5},
}
PLAIN = {
    "five-texts": ["index", "chapters/tables", "chapters/about"],
    "chinese-arabic": ["index", "chapters/parallels", "chapters/about"],
    "verse": ["index"],
}
#: What a reader of each book types, and what is then marked in its texts.
SEARCHES = [
    ("five-texts", "cafe zurich", ["café", "Zürich", "cafe\u0301", "Zu\u0308rich"]),
    ("five-texts", "encyclopedia", ["ency\u00adclo\u00adpe\u00addia"]),
    ("five-texts", "office find", ["oﬃce", "ﬁnd"]),
    ("five-texts", '"separator and goes"', ["separator\u2028and goes"]),
    ("chinese-arabic", "人權宣言", ["人权宣言"]),
    ("chinese-arabic", "لكل فرد الحق", ["لكلِّ", "فرد", "الحقُّ"]),
    ("verse", '"raven tress, or softly"', ["raven tress,\n    Or softly"]),
]
SELECT = """
paragraph => {
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}
"""
SELECT_FIRST_LETTERS = """
paragraph => {
  const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
  getSelection().setBaseAndExtent(text, 0, text, 3);
}
"""
#: The tool of a paragraph that cites it; another writes a note.
CITE = ".cite[aria-label^=Cite]"
#: Presses every button of one kind; returns what the dialogue offers for each, by the names of the forms.
CITE_ALL = """
async (buttons) => {
  const cited = [];
  for (const button of buttons) {
    button.click();
    while (!document.querySelector("dialog[open]")) await new Promise(requestAnimationFrame);
    const sections = [...document.querySelectorAll("dialog[open] section")];
    const forms = sections.map(it => [it.querySelector("h3").textContent, it.querySelector("pre").textContent]);
    document.querySelector("dialog[open]").close();
    cited.push([button.closest(".annotation, .unit").id, Object.fromEntries(forms)]);
  }
  return cited;
}
"""
#: Where the first letter of each line of a poem stands.
LINES = """
paragraph => {
  const letters = [];
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) [...texts.currentNode.data].forEach((_, at) => letters.push([texts.currentNode, at]));
  return [...paragraph.textContent.matchAll(/^ *(?=\\S)/gm)].map((indent) => {
    const range = document.createRange();
    const [text, at] = letters[indent.index + indent[0].length];
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const { left, top } = range.getBoundingClientRect();
    return [Math.round(left), Math.round(top)];
  });
}
"""

#: Each edition is built by a command.
pytestmark = pytest.mark.slow


def only(*names: str) -> list[object]:
    """Return the parameters of a test of these books: what belongs to one book stays in one process."""
    return [pytest.param(name, marks=pytest.mark.xdist_group(f"book-{name}"), id=name) for name in names]


@pytest.fixture(scope="session", params=only(*ANNOTATED))
def edition(request: pytest.FixtureRequest, whole_book: Callable[[str], Path]) -> Path:
    """Return the folder of one of the three books, built by the command without a warning."""
    return whole_book(request.param)


@pytest.fixture(scope="session")
def sources(edition: Path) -> dict[str, Source]:
    return load_sources(edition / "sources")


@pytest.fixture(scope="session")
def annotated(edition: Path, browser: Browser) -> Iterator[dict[str, Page]]:
    """Yield the pages of a book that have notes, as a reader with a wide screen finds them."""
    with reader(browser, WIDE) as first:
        keep_copied(first)
        pages = {}
        for name in ANNOTATED[edition.name]:
            pages[name] = first if not pages else first.context.new_page()
            pages[name].goto(address(edition, f"{name}?view=study"))
            settle(pages[name])
        yield pages


# Citing ---------------------------------------------------------------------------------------------------------------


def test_paragraphs_and_notes_are_cited_as_citeproc_would(
    edition: Path, annotated: dict[str, Page], sources: dict[str, Source]
) -> None:
    """A page has one citation for all of a kind, with places that its script fills."""
    book = read_edition_json(edition / "_build/html/exports/edition.json")
    whole = Whole(book.title, book.version, book.date, book.editors, book.language)
    works = {work.key: dict(work.csl) for work in book.works}
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
    for page in annotated.values():
        page.locator(".annotation .cite").last.wait_for(state="attached")
        # Of sixty paragraphs in a row six.
        some = f".annotation .cite, .unit:is(:nth-child(10n + 1), :last-child) > .unit-head {CITE}"
        for id_, offered in page.eval_on_selector_all(some, CITE_ALL):
            paragraph = notes[id_].paragraph if id_ in notes else id_
            source, url = source_of(sources, paragraph), offered["Address"]
            label = source.paragraph(paragraph).label
            if id_ in notes:
                lemma = page.locator(f"[id='{id_}'] .lemma").text_content()
                named = str(notes[id_].number), lemma, source.name, place_of(label)
                item = csl_of_part(whole, title_of_note(*named, marks="“”"), id_, url)
            else:
                item = csl_of_passage(whole, source, id_, url, works.get(source.about["citation"], {}))
            place = label if id_ not in notes and label.isdigit() else ""
            for form in FORMS:
                right = formatted(item, form, book.language, place).translate({ord(ITALIC): None, ord(ROMAN): None})
                assert offered[form.name] == right


def test_what_is_copied_for_a_reference_manager_can_be_read(annotated: dict[str, Page]) -> None:
    for page in annotated.values():
        for id_, offered in page.eval_on_selector_all(f".annotation .cite, .unit:first-child {CITE}", CITE_ALL):
            (item,) = json.loads(offered["CSL-JSON"])
            title = item["title"].replace('<span class="nocase">', "").replace("</span>", "")
            assert (item["id"], item["URL"]) == (id_, offered["Address"])
            for name in ("BibTeX", "BibLaTeX"):
                (entry,) = read_bib(offered[name]).entries
                read = csl_of(make_entry(entry))
                assert (entry.key, read["title"], read["URL"]) == (id_, title, offered["Address"])
                assert read["author"] == item["author"]
            lines = dict(line.split("  - ", 1) for line in offered["RIS"].split("\r\n") if line)
            assert (lines["TY"], lines["TI"], lines["UR"]) == ("CHAP", title, offered["Address"])
            assert list(lines)[-1] == "ER"


#: The types that BibTeX itself has, and its styles print.
OF_BIBTEX = {
    *("article", "book", "booklet", "inbook", "incollection", "inproceedings", "manual", "mastersthesis", "misc"),
    *("phdthesis", "proceedings", "techreport", "unpublished"),
}


def test_the_works_of_a_book_come_back_from_its_files(edition: Path) -> None:
    exports = edition / "_build/html/exports"
    works = json.loads((exports / "works.json").read_text(encoding="utf-8"))
    entries = parse_file(exports / "works.bib", "bibtex").entries
    assert [{"id": key, **csl_of(entry)} for key, entry in entries.items()] == works
    assert (exports / "works.ris").read_bytes().count(b"ER  - \r\n") == len(works) > 0
    older = parse_file(exports / "works-bibtex.bib", "bibtex").entries
    assert [*older] == [*entries]
    assert {entry.type for entry in older.values()} <= OF_BIBTEX
    assert {name for entry in older.values() for name in entry.fields}.isdisjoint({"date", "urldate", "location"})


def test_a_reference_manager_finds_the_page_its_paragraphs_and_its_notes(annotated: dict[str, Page]) -> None:
    for page in annotated.values():
        found = [parse_qs(it) for it in page.eval_on_selector_all(".Z3988", "spans => spans.map(it => it.title)")]
        assert len(found) == 1 + page.locator(".unit").count() + page.locator(".annotation").count()
        assert {tuple(item["rft.genre"]) for item in found} == {("bookitem",)}
        # An institution is one, and no person.
        assert found[0]["rft.aucorp"] == found[-1]["rft.aucorp"] == ["The editors"]
        assert found[-1]["rft.atitle"][0].startswith("Note ")


# The text -------------------------------------------------------------------------------------------------------------


def test_the_words_of_a_text_are_those_of_its_file(annotated: dict[str, Page], sources: dict[str, Source]) -> None:
    shown = {}
    for page in annotated.values():
        shown |= dict(
            page.eval_on_selector_all(
                ".unit", "units => units.map(it => [it.id, it.querySelector('.source').textContent])"
            )
        )
    assert shown == {p.id: p.text for source in sources.values() for p in source.paragraphs}


def test_a_text_runs_as_its_language_does_and_says_so(annotated: dict[str, Page], sources: dict[str, Source]) -> None:
    for page in annotated.values():
        for unit in page.locator(".unit").all()[:2]:
            source = source_of(sources, unit.get_attribute("id"))
            of = "it => [it.closest('[lang]').lang, getComputedStyle(it).direction]"
            assert unit.locator(".source").evaluate(of) == [source.language, source.direction]
        for note in page.locator(".annotation").all():
            assert note.evaluate("it => [it.closest('[lang]').lang, getComputedStyle(it).direction]") == ["en", "ltr"]


def copy_with_citation(page: Page) -> str:
    """Copy the words that are selected; return what was copied."""
    return last_copied(page, page.get_by_role("button", name="Copy with citation").click)


def test_words_that_a_reader_copies_are_the_texts_own(annotated: dict[str, Page], sources: dict[str, Source]) -> None:
    for page in annotated.values():
        for unit in (page.locator(".unit").first, page.locator(".unit").last):
            name = unit.get_attribute("id")
            unit.locator(".source").evaluate(SELECT)
            copied = copy_with_citation(page)
            words = " ".join(source_of(sources, name).paragraph(name).text.split()).rstrip(".,;:。")
            assert words in " ".join(copied.split())
            assert f"#{name}" in copied
            page.evaluate("getSelection().removeAllRanges()")


def test_three_clicks_choose_a_paragraph(annotated: dict[str, Page], sources: dict[str, Source]) -> None:
    for page in annotated.values():
        unit = page.locator(".unit:not(:has(.line))").first
        unit.locator(".source").click(click_count=3, position={"x": 5, "y": 8})
        name = unit.get_attribute("id")
        assert copy_with_citation(page).startswith(f"“{source_of(sources, name).paragraph(name).text[:-1]}")
        page.evaluate("getSelection().removeAllRanges()")


def test_a_note_that_a_page_proposes_has_its_place(annotated: dict[str, Page], sources: dict[str, Source]) -> None:
    for page in annotated.values():
        unit = page.locator(".unit").last
        name = unit.get_attribute("id")
        unit.locator(".source").evaluate(SELECT_FIRST_LETTERS)
        page.get_by_role("button", name="Propose a note").click()
        proposed = page.locator("dialog[open] pre").text_content()
        page.get_by_role("button", name="Close").click()
        passage = page.locator(".passage").last.locator(".unit").evaluate_all("all => all.map(it => it.id)")
        paragraphs = [source_of(sources, paragraph).paragraph(paragraph) for paragraph in passage]
        quotation = proposed.splitlines()[0].removeprefix("::::{annotation} ")
        span = find_quotation(quotation, paragraphs)
        assert (span.paragraph.id, span.start) == (name, 0)
        page.evaluate("getSelection().removeAllRanges()")


# The notes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_note_stands_where_its_words_are(edition: Path, annotated: dict[str, Page], width: int) -> None:
    for name, page in annotated.items():
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert page.locator(".annotation").count() == ANNOTATED[edition.name][name]
        assert faults(page) == [], name
        page.set_viewport_size({"width": WIDE, "height": 900})


def test_a_reader_chooses_a_kind_of_notes(annotated: dict[str, Page]) -> None:
    for page in annotated.values():
        page.locator(".filter summary").click()
        kinds = page.locator(".filter fieldset").first.locator("input")
        kind = kinds.first.get_attribute("value")
        kinds.first.check()
        expect(page.locator(f".annotation:visible:not(.kind-{kind})")).to_have_count(0)
        expect(page.locator(".annotation:visible")).to_have_count(page.locator(f".annotation.kind-{kind}").count())
        expect(page.locator(".noteref:visible")).to_have_count(page.locator(f".annotation.kind-{kind}").count())
        kinds.first.uncheck()
        expect(page.locator(".annotation:visible")).to_have_count(page.locator(".annotation").count())
        page.locator(".filter summary").click()


def test_paper_has_every_note_and_no_button(annotated: dict[str, Page]) -> None:
    for page in annotated.values():
        page.emulate_media(media="print")
        expect(page.locator(".annotation:visible")).to_have_count(page.locator(".annotation").count())
        # The line of a note is a button on the screen, and has no box on paper, only its words.
        expect(page.locator("button:visible:not(.note-line)")).to_have_count(0)
        displays = page.eval_on_selector_all(".note-line", "all => all.map(it => getComputedStyle(it).display)")
        assert set(displays) == {"contents"}
        page.emulate_media(media="screen")


def test_axe_finds_nothing(edition: Path, annotated: dict[str, Page], browser: Browser) -> None:
    found = []
    with reader(browser, WIDE) as other:
        for name in PLAIN[edition.name]:
            other.goto(address(edition, name))
            found += violations(other)
    for page in annotated.values():
        found += violations(page)
    assert found == []


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page, with the first place."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [f"{page.url}: {violation['help']}: {violation['nodes'][0]['target']}" for violation in found]


def test_a_sheet_has_texts_as_they_are_and_so_has_its_file(
    edition: Path, browser: Browser, sources: dict[str, Source]
) -> None:
    """Lines of verse are lines, and what runs from right to left does."""
    chosen = [next(each for each in source.paragraphs if each.label == "1") for source in sources.values()]
    with reader(browser, WIDE) as page:
        page.goto(address(edition, "sheet"))
        page.locator(".sheet-picker summary").click()
        page.get_by_label("Kind").select_option("paragraph")
        for count, paragraph in enumerate(chosen, 1):
            page.get_by_label("Words in it").fill(paragraph.id)
            page.locator(".sheet-found button").first.click()
            expect(page.locator(".sheet-item h3")).to_have_count(count)
        page.get_by_role("button", name="Show how it is printed").click()
        quoted = page.locator(".sheet-paper .source")
        expect(quoted).to_have_count(len(chosen))
        assert quoted.evaluate_all("all => all.map(it => it.textContent)") == [each.text for each in chosen]
        directions = quoted.evaluate_all("all => all.map(it => getComputedStyle(it).direction)")
        assert directions == [source.direction for source in sources.values()]
        with page.expect_download() as download:
            page.get_by_role("button", name="Word").click()
        quotations = [each for each in Document(download.value.path()).paragraphs if each.style.name == "Quote"]
    assert [" ".join(each.text.split()) for each in quotations] == [" ".join(each.text.split()) for each in chosen]
    assert ["<w:bidi/>" in each.paragraph_format.element.xml for each in quotations] == [
        side == "rtl" for side in directions
    ]
    if edition.name == "verse":
        assert quotations[0].text == chosen[0].text


# What is found --------------------------------------------------------------------------------------------------------


def test_words_of_a_text_are_found_however_they_are_typed(edition: Path, browser: Browser) -> None:
    with reader(browser, WIDE) as page:
        for book, query, marked in SEARCHES:
            if book == edition.name:
                page.goto(f"{address(edition, 'search')}?q={query}")
                expect(page.locator("#search-status")).to_contain_text("found")
                assert page.locator(".found-text mark").all_text_contents() == marked


# One book each --------------------------------------------------------------------------------------------------------


def page_of(edition: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((edition / f"_build/html/{name}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("edition", only("five-texts"), indirect=True)
def test_a_text_may_have_a_year_alone_for_its_date_and_no_address(edition: Path) -> None:
    cards = page_of(edition, "index").select(".text-facts")
    assert [card.get_text() for card in cards][1:3] == [
        "London, 1859 · 118 words",
        "New York, 14 November 1851 · 142 words",
    ]
    about = page_of(edition, "chapters/about")
    assert len(about.select("a[href*=gutenberg]")) == 3
    assert not about.select("a[href='']")


@pytest.mark.parametrize("edition", only("five-texts"), indirect=True)
def test_a_chart_and_a_table_have_the_same_numbers(edition: Path) -> None:
    page = page_of(edition, "chapters/tables")
    longest = max(int(cell.get_text()) for cell in page.select(".records-frame td:nth-child(3)"))
    assert f"Dickens begins with the longest sentence: {longest} words" in page.select_one("figcaption").get_text()
    assert page.select_one("figure svg")


@pytest.mark.parametrize("edition", only("five-texts"), indirect=True)
def test_sixty_short_paragraphs_take_the_room_of_text(annotated: dict[str, Page]) -> None:
    page = annotated["chapters/walk"]
    heights = page.eval_on_selector_all(".unit:not(:has(.annotation))", "all => all.map(it => it.offsetHeight)")
    assert len(heights) == 58
    assert max(heights) < 50


@pytest.mark.parametrize("edition", only("chinese-arabic"), indirect=True)
def test_texts_stand_side_by_side_in_their_languages(edition: Path) -> None:
    sides = page_of(edition, "chapters/parallels").select(".parallel")[0].select(".source")
    ways = [(words["lang"], words.get("dir", "ltr")) for words in sides]
    assert ways == [("zh-CN", "ltr"), ("ar", "rtl")]


@pytest.mark.parametrize("edition", only("chinese-arabic"), indirect=True)
def test_a_chinese_text_is_measured_in_characters(edition: Path) -> None:
    chinese, arabic = (facts.get_text() for facts in page_of(edition, "index").select(".text-facts"))
    assert "characters" in chinese
    assert "words" in arabic


@pytest.mark.parametrize("edition", only("verse"), indirect=True)
def test_each_line_of_a_poem_stands_in_a_line(annotated: dict[str, Page]) -> None:
    (page,) = annotated.values()
    places = page.locator("#byron-1 .source").evaluate(LINES)
    lefts, tops = zip(*places, strict=True)
    assert len(set(tops)) == 6
    assert tops == tuple(sorted(tops))
    assert len(set(lefts)) == 2, "every second line is indented"
    assert lefts[1] == max(lefts)


def test_a_book_needs_no_python() -> None:
    assert list(BOOKS.rglob("*.py")) == []
