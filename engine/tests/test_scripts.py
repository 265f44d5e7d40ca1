"""Texts that are not English prose on the page: their languages, texts from right to left, verse, short paragraphs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from glossator.content.language_spans import language_of
from glossator.site.context import THEME
from glossator.testing.books import Build, SmallBook, make_small_book
from glossator.testing.reading import reader, settle
from playwright.sync_api import Browser, Page

SMALL = Path(__file__).parent / "small"
Make = Callable[..., SmallBook]

ARABIC = "اجتمع الطرفان في شهر مايو (2017).\nوكتب الطرفان رسالة قصيرة.\n"
STANZA = "A line that is the first\n  of four, and it is in;\nThe third is not,\n    the fourth is further in."
POEM = f"{STANZA}\n\nA fifth, alone\n"
PARALLELS = "topic,order,letter,aram,comment,certainty,source_keys\nMeeting,1,letter-2,aram-1,Both.,fact,smith2016\n"


def add_text(book: SmallBook, name: str, text: str, **about: str) -> SmallBook:
    """Add a text to the small book, described as its first one is, but for what *about* says."""
    book.write(f"sources/{name}.txt", text)
    listing = book.folder / "sources" / "sources.yml"
    entry = listing.read_text(encoding="utf-8").split("\n\n")[0].partition("\n")[2]
    facts = {"id": name, "file": f"{name}.txt", "name": name.title(), **about}
    facts["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    for key, value in facts.items():
        entry, found = re.subn(rf"(?m)^(- |  ){key}: .*", rf"\g<1>{key}: {value}", entry)
        entry += "" if found else f"\n  {key}: {value}"
    book.write("sources/sources.yml", f"{listing.read_text(encoding='utf-8')}\n\n{entry}\n")
    return book


def passage(paragraphs: str, *notes: str) -> str:
    return "\n\n".join([f":::::{{passage}} {paragraphs}", *notes, ":::::\n"])


def note(quotation: str, text: str = "A note.") -> str:
    return f"::::{{annotation}} {quotation}\n:kind: context\n:certainty: fact\n{text}\n::::"


def language(element: Tag) -> tuple[str | None, str | None]:
    """Return what the page says of the language and the direction of an element; None where it says nothing."""
    around = [element, *element.parents]
    return tuple(next((each[name] for each in around if each.get(name)), None) for name in ("lang", "dir"))


# Languages and directions -------------------------------------------------------------------------------------------


def test_the_words_of_a_text_and_what_notes_quote_of_it_are_in_its_language_and_the_rest_in_that_of_the_edition(
    small_book: Make,
) -> None:
    chapter = passage("aram-1 aram-2", note("شهر مايو")) + "\nSee {note}`aram-1-شهر-مايو`."
    build = add_text(small_book(one=f"# One\n\n{chapter}"), "aram", ARABIC, language="ar").build()
    assert build.warnings == ""
    page = build.page("chapters/one")
    link = page.select_one("a.reference.internal")
    assert link.get_text() == "“شهر مايو”"
    of_the_text = [*page.select(".source"), page.select_one(".lemma *"), link.select_one("span span")]
    assert {language(each) for each in of_the_text} == {("ar", "rtl")}
    of_the_edition = page.select(".passage, .unit, .paragraph-number, .annotation, .labels, .backlink")
    assert {language(each) for each in [*of_the_edition, link]} == {("en", None)}


def test_texts_side_by_side_and_on_cards_are_each_in_their_language(small_book: Make) -> None:
    book = add_text(
        small_book(one="# One\n\n```{parallels}\n```\n\n```{texts}\n```"),
        "aram",
        ARABIC,
        language="ar",
        title="رسالة",
        title_language="ar",
    )
    add_table(book, "parallels", PARALLELS)
    page = book.build().page("chapters/one")
    english, arabic = page.select(".parallel-side")
    assert language(english.select_one(".source")) == ("en", None)
    assert language(arabic.select_one(".source")) == ("ar", "rtl")
    assert {language(each) for each in page.select(".parallel-name, .parallel-number")} == {("en", None)}
    *__, card = page.select(".text")
    assert language(card.select_one(".text-title *")) == language(card.select_one(".source")) == ("ar", "rtl")
    assert language(card.select_one(".text-issuer")) == ("en", None)


def test_words_of_a_table_run_as_their_language_does(small_book: Make) -> None:
    book = small_book(one="# One\n\n```{records} words\n```")
    add_table(book, "words", "english,arabic\nletter,رسالة\n", arabic={"language": "ar"})
    build = book.build()
    assert build.warnings == ""
    assert language(build.page("chapters/one").select_one("td + td p *")) == ("ar", "rtl")


def test_an_edition_in_arabic_runs_from_right_to_left_and_english_in_it_does_not(small_book: Make) -> None:
    chapter = passage("letter-1 letter-2", note("met in May")) + passage("aram-1 aram-2")
    book = add_text(small_book(one=f"# One\n\n{chapter}"), "aram", ARABIC, language="ar")
    build = book.build(html_theme="glossator", language="ar", smartquotes=False)
    page = BeautifulSoup((build.out / "chapters/one.html").read_text(encoding="utf-8"), "html.parser")
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert [language(each) for each in page.select(".source")] == [("en", "ltr")] * 2 + [("ar", "rtl")] * 2
    assert language(page.select_one(".lemma *")) == ("en", "ltr")
    assert language(page.select_one(".annotation")) == ("ar", "rtl")


def test_a_variety_of_the_edition_s_language_is_no_other_language(small_book: Make) -> None:
    book = add_text(small_book(one=f"# One\n\n{passage('memo-1', note('met'))}"), "memo", "We met.", language="en-US")
    assert not book.build().page("chapters/one").select(".annotation [lang]")


def test_the_style_sheet_knows_no_left_and_right() -> None:
    """But in a second line, for browsers that cannot tell where a line begins."""
    css = (THEME / "static" / "edition.css").read_text(encoding="utf-8")
    sides = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|text-align: (?:left|right)|[ {](?:left|right): ", css
    )
    assert sides == [" left: "], "the message in the middle of the window"
    assert re.findall(r"float: (?:left|right); (?!float: inline-(?:start|end))", css) == []


# Words in another script --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "languages", "expected"),
    [
        ("北京", ["en", "zh-CN"], "zh"),
        ("夏賓", ["zh-TW"], "zh-Hant"),
        ("夏賓", ["zh-TW", "zh-CN"], "zh"),
        ("東京", ["ja"], "ja"),
        ("東京", ["en"], "und-Hani"),
        ("東京", ["ja", "zh"], "und-Hani"),
        ("東京タワー", ["zh"], "ja"),
        ("서울", ["zh"], "ko"),
        ("Кремль", ["en", "sr"], "sr"),
        ("Кремль", ["ru", "uk"], "und-Cyrl"),
        ("رسالة", ["fa"], "fa"),
        ("مكتوب", [], "und-Arab"),
        ("שלום", ["yi"], "yi"),
        ("สวัสดี", ["en"], "und-Thai"),
        ("λόγος", ["grc"], "grc"),
    ],
)
def test_the_texts_of_an_edition_tell_the_language_of_words_in_a_script(
    words: str, languages: list[str], expected: str
) -> None:
    assert language_of(words, languages) == expected


def test_words_in_another_script_say_their_language_but_not_in_code(small_book: Make) -> None:
    words = "# Talks (会谈)\n\nIn 2017年11月 he said 谢谢 and “再见”; `代码`. A letter, رسالة قصيرة; an angle α."
    book = small_book(one=words)
    add_table(book, "words", "english,chinese\nletter,信\n", chinese={"language": "zh-CN"})
    build = book.build()
    assert build.warnings == ""
    page = build.page("chapters/one")
    marked = {part.get_text(): language(part) for part in page.select("[lang]")}
    assert marked == {
        **dict.fromkeys(["会谈", "2017年11月", "谢谢", "再见"], ("zh", None)),
        "رسالة قصيرة": ("und-Arab", "rtl"),
    }
    assert "In 2017年11月 he said 谢谢 and “再见”; 代码." in page.get_text()


def test_words_in_the_script_of_the_edition_are_not_marked(small_book: Make) -> None:
    page = small_book(one="# 会谈\n\n再见，пока").build(language="zh_CN", smartquotes=False).page("chapters/one")
    assert [(part.get_text(), part["lang"]) for part in page.select("[lang]")] == [("пока", "und-Cyrl")]


# Verse --------------------------------------------------------------------------------------------------------------


def test_a_stanza_is_the_lines_of_its_file_and_every_fifth_has_a_number_that_is_no_word_of_it(small_book: Make) -> None:
    book = add_text(small_book(one=f"# One\n\n{passage('poem-1 poem-2')}"), "poem", POEM, form="verse")
    build = book.build()
    assert build.warnings == ""
    page = build.page("chapters/one")
    stanzas = page.select(".source.verse")
    assert [stanza.get_text() for stanza in stanzas] == POEM.rstrip("\n").split("\n\n")
    assert [len(stanza.select(".line")) for stanza in stanzas] == [4, 1]
    # What ends a line where there is no style sheet.
    assert len(page.select(".line br")) == 3
    assert {line["data-line"]: line.get_text() for line in page.select("[data-line]")} == {"5": "A fifth, alone"}


def test_a_quotation_over_lines_is_marked_on_each_and_has_one_note(small_book: Make) -> None:
    notes = note("four, and it is in; The third"), note("not, the fourth")
    book = add_text(small_book(one=f"# One\n\n{passage('poem-1 poem-2', *notes)}"), "poem", POEM, form="verse")
    build = book.build()
    assert build.warnings == ""
    page = build.page("chapters/one")
    # The blanks before a line are not quoted.
    assert [part.get_text() for part in page.select(".quoted")] == [
        "four, and it is in;",
        "The third",
        "not,",
        "the fourth",
    ]
    assert [ref.previous_sibling.get_text() for ref in page.select(".noteref")] == ["The third", "the fourth"]
    assert [lemma.get_text() for lemma in page.select(".lemma")] == ["four, and it is in; The third", "not, the fourth"]


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_lines_of_verse_are_lines_on_every_way_out(small_book: Make, builder: str) -> None:
    book = add_text(small_book(one=f"# One\n\n{passage('poem-1 poem-2')}"), "poem", POEM, form="verse")
    out = book.build(builder).out
    printed = "\n".join(path.read_text(encoding="utf-8") for path in [*out.rglob("one.txt"), *out.rglob("*.tex")])
    lines = [re.sub(r"^\s*\\item\[\] *", "", line).strip() for line in printed.splitlines()]
    assert [line for line in lines if line in POEM and line] == [line.strip() for line in POEM.splitlines() if line]


# In a browser -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    chapters = {
        "short": f"# Short\n\n{passage('short-1 short-60')}",
        "poem": f"# Poem\n\n{passage('poem-1 poem-2', note('first'))}",
        "arabic": f"# Arabic\n\n{passage('aram-1 aram-2', note('شهر مايو'))}",
    }
    book = make_small_book(SMALL, tmp_path_factory.mktemp("scripts"), chapters)
    add_text(book, "short", "Five words are in it.\n" * 60)
    add_text(book, "poem", POEM, form="verse")
    add_text(book, "aram", ARABIC, language="ar")
    return book.build(html_theme="glossator")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with reader(browser, 1440) as page:
        yield page


def show(page: Page, build: Build, chapter: str, width: int = 1440) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((build.out / f"chapters/{chapter}.html").as_uri())
    settle(page)


@pytest.mark.xdist_group("scripts")
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_short_paragraphs_follow_each_other_as_paragraphs_do(shown: Build, page: Page, width: int) -> None:
    show(page, shown, "short", width)
    page.locator("#short-60 .cite").last.wait_for(state="attached")
    assert page.locator(".passage").bounding_box()["height"] / 60 < 52
    for unit in ("#short-1", "#short-60"):
        words, number = (page.locator(f"{unit} {part}").bounding_box() for part in (".source", ".paragraph-number"))
        assert abs(number["y"] + number["height"] / 2 - words["y"] - words["height"] / 2) < 5, "the number is beside"


@pytest.mark.xdist_group("scripts")
@pytest.mark.parametrize("width", [1440, 390])
def test_lines_of_verse_are_lines_and_are_copied_as_lines(shown: Build, page: Page, width: int) -> None:
    show(page, shown, "poem", width)
    lines = [line.bounding_box() for line in page.locator("#poem-1 .line").all()]
    assert len({round(line["height"]) for line in lines}) == 1, "no line takes two"
    assert all(after["y"] - before["y"] == pytest.approx(before["height"], abs=1) for before, after in pairwise(lines))
    indents = page.evaluate("""[...document.querySelectorAll('#poem-1 .line')].map((line) => {
      const range = document.createRange();
      const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
      range.setStart(text, text.data.search(/\\S/)); range.setEnd(text, text.data.length);
      return Math.round(range.getBoundingClientRect().left);
    })""")
    assert indents[0] == indents[2] < indents[1] < indents[3]
    copied = page.evaluate("""(() => {
      getSelection().selectAllChildren(document.querySelector('#poem-1 .source'));
      return getSelection().toString();
    })()""")
    assert copied.rstrip("\n") == STANZA


@pytest.mark.xdist_group("scripts")
def test_a_note_on_a_text_from_right_to_left_stands_in_the_margin_of_the_page(shown: Build, page: Page) -> None:
    show(page, shown, "arabic")
    words, note = page.locator("#aram-1 .source").bounding_box(), page.locator(".annotation").bounding_box()
    assert note["x"] >= words["x"] + words["width"]
    # The number follows its words: it is on their left.
    quoted, number = page.locator(".quoted").bounding_box(), page.locator(".noteref").bounding_box()
    assert number["x"] + number["width"] / 2 < quoted["x"]


def add_table(book: SmallBook, name: str, text: str, **fields: dict[str, str]) -> None:
    """Add a table to the book; *fields* says more of some columns."""
    book.write(f"data/{name}.csv", text)
    path = book.folder / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    columns = [
        {"name": each, "type": "string", "title": each, **fields.get(each, {})}
        for each in text.partition("\n")[0].split(",")
    ]
    package["resources"].append({"name": name, "path": f"{name}.csv", "title": name, "schema": {"fields": columns}})
    book.write("data/datapackage.json", json.dumps(package))
