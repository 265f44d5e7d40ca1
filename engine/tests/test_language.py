"""The interface in the language of the book: catalogues that agree with the code, pages and scripts without English."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import glossator
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from glossator.testing.books import SmallBook

PACKAGE = Path(glossator.__file__).parent
LOCALE = PACKAGE / "locale"
TRANSLATIONS = sorted(LOCALE.glob("*/LC_MESSAGES/glossator.po"))
SCRIPTS = sorted((PACKAGE / "site" / "theme" / "static").glob("*.js"))

CHAPTER = """\
---
objectives: [Eines finden.]
---

# Ein Brief

:::::{passage} letter-1 letter-2

::::{annotation} met in May
:kind: wording
:certainty: fact
Eine Anmerkung.
::::
:::::

```{records} prices
```

```{source-facts}
```

```{texts}
```

```{chapters}
```
"""


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
    keywords = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}
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


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_nothing_past_its_messages(script: Path) -> None:
    """Words for readers are strings of several words, or begin with a capital; names in the code are neither."""
    code = re.sub(r"(?m)^\s*//.*$|console\.info\(.*$", "", script.read_text(encoding="utf-8"))
    code = re.sub(r'\b(?:_|ngettext)\((?:"[^"]*"(?:, )?)+', "", code)
    strings = [*re.findall(r'"([^"\n]*)"', code), *re.findall(r"`([^`\n]*)`", code)]
    plain = [re.sub(r"\$\{[^}]*\}", "", string) for string in strings]
    own_names = {"APA", "Chicago", "BibTeX", "Escape", "ArrowDown", "ArrowUp", "NFD", "use strict"}
    spoken = [words for words in plain if re.search(r"(?:^|[^\w:.@{-])[A-Z][a-z]{2,}|[a-z]{2,} [a-z]{2,} [a-z]", words)]
    assert [words for words in spoken if words not in own_names] == []


@pytest.fixture
def german(small_book: Callable[..., SmallBook]) -> Path:
    book = small_book()
    book.write("chapters/one.md", CHAPTER)
    return book.build(language="de", html_theme="glossator").out


def labels(page: BeautifulSoup) -> str:
    """Return all that is read or heard on a page."""
    heard = [
        tag[name] for name in ("aria-label", "placeholder", "data-label") for tag in page.find_all(attrs={name: True})
    ]
    return " | ".join([page.get_text(" "), *heard])


#: English words of the interface that no German one resembles and that the texts of the small book do not have.
ENGLISH = re.compile(
    r"\b(?:Note \d|notes?\b|Search|Contents|Chapters?|Skip|Dark|Light|Previous|Next|Print|Take|version|About"
    r"|Fig\.|Table|Reading|minutes?|Themes|Issued|Length|paragraphs?|words|wording|fact|Read it|What to look)\b"
)


def test_no_page_of_a_german_book_has_an_english_word_of_the_interface(german: Path) -> None:
    for name in ("chapters/one", "search", "take-along"):
        page = BeautifulSoup((german / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        assert page.html
        assert page.html["lang"] == "de"
        for element in page.select(".source, script, style, .source-facts dd, .text-title, h2"):
            element.decompose()
        assert ENGLISH.findall(labels(page)) == [], name
    assert "Lesezeit" in (german / "chapters/one.html").read_text(encoding="utf-8")


def test_an_english_page_asks_for_no_messages(small_book: Callable[..., SmallBook]) -> None:
    out = small_book(one="# One\n").build(html_theme="glossator").out
    assert "messages.js" not in (out / "chapters/one.html").read_text(encoding="utf-8")
    assert not (out / "_static" / "messages.js").exists()
