"""The interface in the language of the book: catalogues that agree with the code, pages and scripts without English."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter, ascii_letters

import glossator
import pytest
import yaml
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from glossator.config import CERTAINTIES, KINDS
from glossator.testing.books import NOTEBOOK, SmallBook, make_small_book
from glossator.testing.reading import chart_specs, reader, script, settle
from glossator.translation import format_list
from playwright.sync_api import Browser, Page, expect

PACKAGE = Path(glossator.__file__).parent
LOCALE = PACKAGE / "locale"
TRANSLATIONS = sorted(LOCALE.glob("*/LC_MESSAGES/glossator.po"))
SCRIPTS = sorted((PACKAGE / "site" / "theme" / "static").glob("*.js"))
#: What writes XML of a format, whose names look like words; all that is said there comes from elsewhere.
FORMATS = {"cartridge.js", "docx.js"}


def name_of(path: Path) -> str:
    return path.parents[1].name


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file) if path.suffix != ".mo" else read_mo(file)


def words_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translated(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string)


def extracted() -> set[tuple[str, ...]]:
    """Return every message of the code."""
    with (Path(__file__).parents[1] / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2), "NP_": ((1, "c"), 2)}
    found = extract_from_dir(PACKAGE.parent, methods, options, keywords)
    return {(words,) if isinstance(words, str) else tuple(words) for _, _, words, _, _ in found}


def test_the_template_for_translators_has_the_words_of_the_code() -> None:
    """Otherwise run ``make messages``."""
    assert {words_of(message) for message in read(LOCALE / "glossator.pot") if message.id} == extracted()


@pytest.mark.parametrize("path", TRANSLATIONS, ids=name_of)
def test_a_translation_is_complete_and_sure(path: Path) -> None:
    catalogue = read(path)
    assert {words_of(message) for message in catalogue if message.id} == extracted()
    assert [message.id for message in catalogue if not all(translated(message)) or message.fuzzy] == []


def places_in(words: str) -> set[str]:
    """Return what is filled in: ``{name}`` or ``%(name)s``, and the tags of HTML."""
    marked = {*re.findall(r"%\(\w+\)s|<[^>]*>", words)}
    if "%(" not in words and "`" not in words:
        marked |= {name for _, name, _, _ in Formatter().parse(words) if name}
    return marked


@pytest.mark.parametrize("path", TRANSLATIONS, ids=name_of)
def test_a_translation_fills_in_what_the_original_does(path: Path) -> None:
    for message in read(path):
        for words in translated(message) if message.id else ():
            assert places_in(words) == places_in(words_of(message)[-1]), message.id


@pytest.mark.parametrize("path", TRANSLATIONS, ids=name_of)
def test_what_is_compiled_is_what_is_translated(path: Path) -> None:
    compiled = {words_of(message)[0]: translated(message) for message in read(path.with_suffix(".mo")) if message.id}
    assert compiled == {words_of(message)[0]: translated(message) for message in read(path) if message.id}


#: Types of the recommendation of the W3C.
WEB_ANNOTATION = {
    *("Annotation", "AnnotationCollection", "AnnotationPage", "CssSelector", "FragmentSelector", "Person"),
    *("TextPositionSelector", "TextQuoteSelector", "TextualBody"),
}


@pytest.mark.parametrize("script", [path for path in SCRIPTS if path.name not in FORMATS], ids=lambda path: path.name)
def test_a_script_says_nothing_past_its_messages(script: Path) -> None:
    """Words for readers are strings of several words, or begin with a capital; names in the code are neither."""
    code = re.sub(r"(?m)^\s*//.*$|console\.info\(.*$", "", script.read_text(encoding="utf-8"))
    code = re.sub(r'\b(?:_|ngettext)\((?:"[^"]*"(?:, )?)+', "", code)
    strings = [*re.findall(r'"([^"\n]*)"', code), *re.findall(r"`([^`\n]*)`", code)]
    plain = [re.sub(r"\$\{[^}]*\}", "", string) for string in strings]
    own_names = {"BibTeX", "Escape", "Enter", "ArrowDown", "ArrowUp", "NFD", "use strict", *WEB_ANNOTATION}
    spoken = [words for words in plain if re.search(r"(?:^|[^\w:.@{-])[A-Z][a-z]{2,}|[a-z]{2,} [a-z]{2,} [a-z]", words)]
    assert [words for words in spoken if words not in own_names] == []


# A German book ------------------------------------------------------------------------------------------------------

#: The author of this book writes Greek letters: whatever a reader meets in Latin ones is the interface's.
GREEK = str.maketrans(ascii_letters, "αβγδεζηθικλμνξοπρσςτυφχψωϊΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫ")
AUTHOR = {
    name: words.translate(GREEK)
    for name, words in {
        "title": "A letter",
        "words": "Some words",
        "word": "Corn",
        "lemma": "met in May",
        "names": "One, Ada and Two, Ben and Three, Cy",
        "house": "The press",
    }.items()
}
AUTHOR["names"] = AUTHOR["names"].replace("and".translate(GREEK), "and")
INDEX = """\
# %(title)s

```{texts}
```

```{source-facts}
```

```{chapters}
```

```{bibliography}
```
"""
CHAPTER = f"""{NOTEBOOK[:-5]}
objectives: [%(words)s]
themes: [%(word)s]
---

# %(title)s

%(words)s {{cite:p}}`smith2016`, {{cite:authors}}`jones2017`, {{cite:t}}`three2018`, {{term}}`%(word)s`.

:::::{{passage}} letter-1 letter-2

::::{{annotation}} %(lemma)s
:kind: wording
:certainty: fact
%(words)s {{cite:t}}`undated`.
::::
:::::

:::::{{passage}} reply-title
:::::

```{{code-cell}} python3
import altair as alt
from glossator import figure, table

rows = table("prices")
chart = alt.Chart(rows).mark_bar().encode(x=alt.X("year:O", title="%(word)s"), y=alt.Y("price", title="%(words)s"))
figure(chart, name="chart", title="%(title)s", alt="%(words)s", data=rows, tables=["prices"])
```

```{{records}} prices
```

```{{versionadded}} 2
```

```{{notes-index}}
```

## %(title)s

```{{parallels}}
```

```{{terms}} glossary
```
"""
WORKS = """\
@book{smith2016, author={{%(house)s}}, title={%(title)s}, edition={2}, series={%(word)s}, volume={3}, date={2016-03}}
@incollection{jones2017, author={%(names)s}, title={%(title)s}, editor={%(names)s}, booktitle={%(word)s}, pages={3--5},
  chapter={2}, year={2017}}
@collection{three2018, editor={%(names)s}, title={%(title)s}, pubstate={inpress}}
@phdthesis{undated, author={%(names)s}, title={%(title)s}, url={https://a.org}, urldate={2020-01-02}}
"""
TABLES = {
    "prices": "year,price,source_keys\n2016,1234.5,smith2016\n",
    "glossary": f"term,definition,source_keys\n{'Corn'.translate(GREEK)},{'A grain.'.translate(GREEK)},smith2016\n",
    "parallels": "topic,order,letter,reply,comment,certainty,source_keys\n"
    f"{'Grain'.translate(GREEK)},1,letter-1,,{'One speaks.'.translate(GREEK)},fact,smith2016\n",
}
#: Names that are the same in any language, and what an author must write.
NAMES = {
    *(
        "APA",
        "Chicago",
        "MLA",
        "BibTeX",
        "BibLaTeX",
        "RIS",
        "CSL",
        "JSON",
        "Markdown",
        "URL",
        "MB",
        "CC",
        "BY",
        "SHA",
        "csv",
        "zip",
        "cite",
        "key",
    )
}
#: German words of the styles in which a text is cited.
STYLES = {"hrsg", "herausgegeben", "Ursprünglich", "erschienen"}


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a German book whose author writes Greek letters; return the folder of its pages."""
    book = make_small_book(Path(__file__).parent / "small", tmp_path_factory.mktemp("german"), {})
    for file in (book.folder / "sources").glob("*.txt"):
        file.write_text(file.read_text(encoding="utf-8").translate(GREEK), encoding="utf-8")
    book.write("sources/sources.yml", greek_sources(book.folder / "sources"))
    book.write("data/datapackage.json", greek_tables())
    (book.folder / "data/harvest.csv").unlink()
    for name, rows in TABLES.items():
        book.write(f"data/{name}.csv", rows)
    for path, text in {"references.bib": WORKS, "index.md": INDEX, "chapters/one.md": CHAPTER}.items():
        book.write(path, text % AUTHOR)
    title = AUTHOR["title"]
    settings = {"project": title, "html_title": title, "author": AUTHOR["house"]}
    build = book.build(language="de", html_theme="glossator", html_short_title=title, **settings)
    assert build.warnings == ""
    return build.out


def greek_sources(folder: Path) -> str:
    """Return ``sources.yml`` in Greek letters, but for what is no prose."""
    kept = {"id", "file", "date_certainty", "url", "citation", "language", "sha256"}
    entries = yaml.safe_load((folder / "sources.yml").read_text(encoding="utf-8"))
    for entry in entries:
        words = {key: value.translate(GREEK) for key, value in entry.items() if isinstance(value, str)}
        entry |= {key: value for key, value in words.items() if key not in kept}
        entry["sha256"] = hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest()
    return yaml.safe_dump(entries, allow_unicode=True)


def greek_tables() -> str:
    resources = []
    for name, rows in TABLES.items():
        columns = rows.partition("\n")[0].split(",")
        kinds = {"price": "number"}
        fields = [
            {"name": column, "type": kinds.get(column, "string"), "title": column.translate(GREEK)}
            for column in columns
        ]
        about = {"path": f"{name}.csv", "title": name.translate(GREEK), "schema": {"fields": fields}}
        resources.append({"name": name, **about})
    return json.dumps({"name": "small", "resources": resources})


#: Returns what is read or heard on a page, and drawn by its style sheet; a block of BibTeX or Markdown is data.
SPOKEN = """() => {
  const said = [document.title];
  for (const element of document.querySelectorAll("body, body *, meta[name=description], meta[name='DC.rights']")) {
    if (element.closest("script, style, .highlight, .data")) continue;
    for (const name of ["aria-label", "aria-roledescription", "title", "alt", "placeholder", "data-label", "content"])
      if (element.hasAttribute(name)) said.push(element.getAttribute(name));
    said.push(...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data));
    said.push(...["::before", "::after"].map((part) => getComputedStyle(element, part).content));
  }
  return said.filter((words) => /[A-Za-z]/.test(words) && words !== "none");
}"""


def german_words() -> set[str]:
    """Return the words of all translations, and of dates."""
    said = [
        words for path in LOCALE.glob("de/LC_MESSAGES/*.po") for message in read(path) for words in translated(message)
    ]
    said += [*Locale("de").months["format"]["wide"].values(), format_list(["", ""], "de")]
    return set(re.findall(r"[^\W\d_]+", " ".join(re.sub(r"\{\w+\}|%\(\w+\)s", "", words) for words in said)))


def english(page: Page) -> dict[str, list[str]]:
    """Return the words on a page that are neither an author's nor German, and where they stand."""
    known, found = german_words() | NAMES | STYLES, {}
    for words in page.evaluate(SPOKEN):
        plain = re.sub(r"[^\s(<\"]*(?:://|[/.#]\w|-?\d)\S*", " ", words)  # addresses, files, hashes, ids of paragraphs
        if unknown := [word for word in re.findall(r"[A-Za-zÄÖÜäöüß]+", plain) if word not in known]:
            found[words] = unknown
    return found


@pytest.mark.slow
@pytest.mark.xdist_group("german book")
@pytest.mark.parametrize("name", ["index", "chapters/one", "search", "take-along", "accessibility"])
def test_every_word_on_a_german_page_that_no_author_wrote_is_german(german: Path, browser: Browser, name: str) -> None:
    with reader(browser, width=390) as page:
        page.goto((german / f"{name}.html").as_uri())
        settle(page)
        assert page.locator("html").get_attribute("lang") == "de"
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert english(page) == {}


@pytest.mark.slow
@pytest.mark.xdist_group("german book")
@pytest.mark.parametrize("query", ["Letter", "Corn nowhere", "nowhere"])
def test_what_is_found_in_a_german_book_is_told_in_german(german: Path, browser: Browser, query: str) -> None:
    with reader(browser) as page:
        page.goto(f"{(german / 'search.html').as_uri()}?q={query.translate(GREEK)}")
        expect(page.locator("#search-status")).to_contain_text("Stelle" if query != "nowhere" else "gefunden")
        assert english(page) == {}


@pytest.mark.slow
@pytest.mark.xdist_group("german book")
def test_a_german_book_is_cited_in_german_and_its_data_are_as_everywhere(german: Path, browser: Browser) -> None:
    with reader(browser) as page:
        page.goto((german / "chapters/one.html").as_uri() + "?view=study")
        for button in ("Zitieren: Anmerkung 1", f"Zitieren: {'Letter'.translate(GREEK)}, Absatz 1"):
            page.get_by_role("button", name=button).press("Enter")
            data = page.locator("dialog[open] section:nth-last-of-type(-n + 4) pre")
            assert "edition = {Version 1" in data.first.inner_text()
            assert re.search(r"note = \{(para\. \d; .*)?accessed", data.first.inner_text())
            data.evaluate_all("all => all.forEach(it => it.classList.add('data'))")
            assert english(page) == {}
            page.keyboard.press("Escape")


@pytest.mark.slow
@pytest.mark.xdist_group("german book")
def test_a_note_is_proposed_in_german_with_the_words_that_an_author_writes(german: Path, browser: Browser) -> None:
    with reader(browser) as page:
        page.goto((german / "chapters/one.html").as_uri())
        words = {"first": "two".translate(GREEK), "last": "sides".translate(GREEK)}
        page.evaluate(script("selecting"), {"within": "#letter-2 .source", **words})
        page.get_by_role("button", name="Anmerkung vorschlagen").click()
        block, kinds = page.locator("dialog[open] pre"), ", ".join(kind.id for kind in KINDS)
        assert ":kind: context\n:certainty: fact\n" in block.inner_text()
        assert kinds in page.locator("dialog[open]").inner_text()
        block.evaluate("it => it.classList.add('data')")
        ids = {*kinds.split(", "), *(certainty.id for certainty in CERTAINTIES)}
        assert {word for words in english(page).values() for word in words} <= ids


@pytest.mark.slow
@pytest.mark.xdist_group("german book")
def test_works_are_listed_as_german_books_list_them(german: Path) -> None:
    page = BeautifulSoup((german / "index.html").read_text(encoding="utf-8"), "html.parser")
    works = [
        " ".join(" ".join(part.get_text() for part in work.select(":scope > b, p:not(.cited-in)")).split())
        for work in page.select(".citation")
    ]
    one, two, three = (name.translate(GREEK) for name in ("Ada One", "Ben Two", "Cy Three"))
    told = AUTHOR | {"names": f"{one}, {two} und {three}", "first": "One".translate(GREEK)}
    assert sorted(works) == sorted(
        work % told
        for work in (
            "%(house)s 2016 %(house)s. %(title)s. %(word)s, Band 3. 2. Auflage, März 2016.",
            "%(first)s u. a. 2017 %(names)s. %(title)s. In: %(names)s (Hrsg.), %(word)s, Kap. 2, S. 3–5. 2017.",
            "%(first)s u. a. (Hrsg.) im Druck %(names)s (Hrsg.). %(title)s. im Druck.",
            "%(first)s u. a. o. J. %(names)s. %(title)s. Dissertation. URL: a.org (abgerufen am 2. Januar 2020).",
        )
    )


@pytest.mark.slow
@pytest.mark.xdist_group("german book")
def test_a_chart_writes_numbers_as_the_language_does_drawn_or_live(german: Path) -> None:
    page = BeautifulSoup((german / "chapters/one.html").read_text(encoding="utf-8"), "html.parser")
    drawing, live = page.select_one("figure svg").get_text(" "), chart_specs(german, "chapters/one")
    assert "1.200" in drawing
    assert "1234,5" in drawing
    assert live["chart"]["config"]["locale"]["time"]["months"][2] == "März"


@pytest.mark.slow
@pytest.mark.xdist_group("german book")
def test_a_german_book_is_cited_and_says_its_size_in_german(german: Path) -> None:
    text = BeautifulSoup((german / "chapters/one.html").read_text(encoding="utf-8"), "html.parser")
    about = json.loads(text.select_one("#edition-data").string)
    note, __, reference, *__ = map("".join, about["sources"]["letter"]["paragraph"])
    # Editors who are named are those of the test of citations; this edition has an institution.
    assert f"({AUTHOR['house']}, 2026), Abs. " in note
    assert ", [10. Mai 2017], in " in note
    assert "(Ursprünglich erschienen [2017])" in reference
    assert re.search(r"\(\d+,\d MB\)", (german / "take-along.html").read_text(encoding="utf-8"))


def test_an_english_page_asks_for_no_messages(small_book: Callable[..., SmallBook]) -> None:
    out = small_book(one="# One\n").build(html_theme="glossator").out
    assert "messages.js" not in (out / "chapters/one.html").read_text(encoding="utf-8")
    assert not (out / "_static" / "messages.js").exists()
