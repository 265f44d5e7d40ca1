"""What is said of a setting that nothing reads, that stands twice, or that cannot be: its line, and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from glossator.config import Edition
from glossator.lint.command_line import Mistake, check
from glossator.settings_reader import read_settings
from glossator.testing.books import SmallBook

Make = Callable[..., SmallBook]
#: The settings of a book, as a test writes them: a line marked ``#!`` is the one that must be named.
BOOK = (Path(__file__).parent / "mistakes" / "_config.yml").read_text(encoding="utf-8")


@pytest.fixture
def said(small_book: Make) -> Callable[[str], list[Mistake]]:
    """Return a function that checks a book with these settings, and returns what is said of them."""
    book = small_book(one="# One\n\n```{bibliography}\n```\n")
    (book.folder / "conf.py").unlink()

    def check_settings(settings: str) -> list[Mistake]:
        book.write("_config.yml", settings.replace(" #!", ""))
        return [mistake for mistake in check(book.folder) if mistake.path == "_config.yml"]

    return check_settings


def marked(settings: str) -> int:
    return next(number for number, line in enumerate(settings.splitlines(), start=1) if line.endswith("#!"))


def mended(settings: str, mistake: Mistake) -> str:
    """Do what a message says under ``write`` and ``for``."""
    told = dict(re.findall(r"^    (write|for): (.*)$", mistake.message, re.MULTILINE))
    lines = settings.replace(" #!", "").splitlines()
    lines[mistake.line - 1] = lines[mistake.line - 1].replace(told["for"], told["write"])
    return "\n".join(lines) + "\n"


OWN = BOOK + "    glossator:\n"
MENDED = {
    "a title": BOOK.replace("title: A small book", "titel: A small book #!"),
    "what runs": BOOK.replace("  execute_notebooks: cache", "  execute_notebook: cache #!"),
    "a setting of Sphinx": BOOK.replace("    html_theme: glossator", "    html_thene: glossator #!"),
    "all settings of the edition": BOOK + '    glosator: {version: "1"} #!\n',
    "a setting of the edition": OWN + '      verzion: "1" #!\n',
    "a setting of a kind": OWN + '      kinds:\n        - {id: context, color: "#123456"} #!\n',
    "a page": OWN + "      about: chapters/onne #!\n",
    "a table": OWN + "      tables: {glossary: harwest} #!\n",
}


@pytest.mark.parametrize("settings", MENDED.values(), ids=MENDED.keys())
def test_a_misspelt_name_is_named_at_its_line_and_mended_as_told(
    settings: str, said: Callable[[str], list[Mistake]]
) -> None:
    (mistake,) = said(settings)
    assert mistake.line == marked(settings)
    assert mistake.message.splitlines()[0].endswith(" [edition.setting]")
    assert said(mended(settings, mistake)) == []


TOLD = {
    "settings of the edition at the first level": (
        BOOK + 'glossator: {version: "1"} #!\n',
        'nothing reads "glossator" at the first level, where no line is indented; it stands under sphinx: config:',
    ),
    "a setting of Sphinx among those of the parser": (
        BOOK.replace("parse:\n", "parse:\n  myst_heading_anchors: 3 #!\n"),
        'nothing reads "myst_heading_anchors" under parse:; it stands under sphinx: config:',
    ),
    "an address at the first level": (
        BOOK + "baseurl: https://example.org/ #!\n",
        'nothing reads "baseurl" at the first level, where no line is indented; it stands under html:',
    ),
    "a setting that nobody knows": (BOOK + "weather: fine #!\n", 'nothing reads "weather" at the first level'),
    "a setting twice": (
        OWN + '      version: "1"\n      about: index\n      version: "2" #!\n',
        '"version" stands in line 31 already',
    ),
    "a section twice": (BOOK + "html: {baseurl: 'https://example.org/'} #!\n", '"html" stands in line 12 already'),
    "a setting twice in one line": (
        OWN + '      licence: {name: A, name: B, url: "https://a.org"} #!\n',
        '"name" stands',
    ),
    "a licence without an address": (OWN + "      licence: {name: CC0} #!\n", "glossator.licence has no url"),
    "a kind without an id": (OWN + "      kinds:\n        - label: Context #!\n", "glossator.kinds has no id"),
    "a colour that is a comment": (
        OWN + "      kinds:\n        - id: context\n          colour: #123456 #!\n",
        "glossator.kinds.colour is empty",
    ),
    "a number": (OWN + "      version: 1.0 #!\n", 'glossator.version is "1.0"; expected a version in quotes'),
    "a name that is no text": (OWN + "      1: a #!\n", 'there is no setting "glossator.1"'),
    "a date as a name": (OWN + "      2026-01-01: a #!\n", 'there is no setting "glossator.2026-01-01"'),
    "a page without a name": (OWN + '      about: "" #!\n', 'glossator.about is ""; expected text'),
    "a kind that is a choice of all": (
        OWN + "      kinds:\n        - id: all #!\n",
        'glossator.kinds.id is "all"; expected small letters, digits and hyphens, and neither all nor none',
    ),
    "a kind that is a certainty too": (
        OWN + "      kinds: [{id: sure}]\n      certainties: [{id: sure}] #!\n",
        '"sure" is both a kind and a certainty',
    ),
    "a list of settings": (OWN + "      - version #!\n", "glossator is a list; expected lines of the form name: value"),
    "a misspelt setting beside the one that is meant": (
        OWN + '      version: "1"\n      verzion: "2" #!\n',
        'there is no setting "glossator.verzion"; there are: version',
    ),
}


@pytest.mark.parametrize(("settings", "words"), TOLD.values(), ids=TOLD.keys())
def test_a_setting_that_cannot_be_is_named_at_its_line(
    settings: str, words: str, said: Callable[[str], list[Mistake]]
) -> None:
    (mistake,) = said(settings)
    assert words in mistake.message
    assert "write:" not in mistake.message
    assert mistake.line == marked(settings) - (words.startswith("glossator is a list"))


def test_a_language_without_a_catalogue_is_told_at_its_line_with_those_that_have_one(
    said: Callable[[str], list[Mistake]],
) -> None:
    """A book may ask for it all the same, and says that it knows."""
    settings = BOOK.replace("  config:\n", "  config:\n    language: fr #!\n")
    (mistake,) = said(settings)
    assert "in no catalogue for “fr”, and stay English; there are catalogues for de, en" in mistake.message
    assert mistake.line == marked(settings)
    assert said(settings.replace("  config:\n", "  config:\n    suppress_warnings: [edition.language]\n")) == []
    assert said(settings.replace("fr #!", "de")) == []


MAPPING = "expected lines of the form name: value"
TYPES = {
    "a year without quotes": (BOOK.replace('"2026"', "2026 #!"), 'copyright is "2026"; expected text'),
    "a title that is a year": (BOOK.replace("A small book", "1984 #!"), 'title is "1984"; expected text'),
    "a section that is a word": (BOOK + "repository: https://example.org #!\n", MAPPING),
    "a section that is empty": (BOOK + "repository: #!\n", f"repository is empty; {MAPPING}"),
    "a list that is a word": (
        BOOK.replace("[_build, data, sources]", "_build #!"),
        'exclude_patterns is "_build"; expected a list',
    ),
    "a language that is a word": (
        BOOK.replace("  config:\n", "  config:\n    language: english #!\n"),
        '"english" is no code of a language, such as en, de or zh_CN',
    ),
    "a time in words": (BOOK.replace("timeout: 60", "timeout: long #!"), "execute: timeout is"),
    "an extension that is misspelt": (
        BOOK.replace("sphinxcontrib.bibtex,", "sphinxcontrib.bibtx, #!\n     "),
        'there is no extension "sphinxcontrib.bibtx"',
    ),
    "an extension of the engine that is misspelt": (
        BOOK.replace("[myst_nb,", "[glossator.perfomance, #!\n      myst_nb,"),
        'there is no extension "glossator.perfomance"',
    ),
    "an extension that is not installed": (
        BOOK.replace("[myst_nb,", "[another_extension, #!\n      myst_nb,"),
        "install it, or correct its name",
    ),
    "an extension that an edition does without": (
        BOOK.replace("[myst_nb,", "[sphinx_exercise, #!\n      myst_nb,"),
        "{exercise} and {solution} work without it",
    ),
    "no settings at all": ("- title #!\n", "_config.yml has no settings"),
}


@pytest.mark.parametrize(("settings", "words"), TYPES.values(), ids=TYPES.keys())
def test_a_setting_of_a_wrong_type_is_named_at_its_line_with_nothing_that_follows_from_it(
    settings: str, words: str, said: Callable[[str], list[Mistake]]
) -> None:
    (mistake,) = said(settings)
    assert words in mistake.message
    assert mistake.line == marked(settings)
    if "for: " in mistake.message:
        assert said(mended(settings, mistake)) == []


@pytest.mark.parametrize("mistake", ["a title that is a year", "an extension of the engine that is misspelt"])
def test_a_build_names_the_line_too(mistake: str, small_book: Make) -> None:
    settings, words = TYPES[mistake]
    book = small_book(one="# One")
    book.write("_config.yml", settings.replace(" #!", ""))
    said = book.build().warnings
    assert re.search(rf"^_config.yml:{marked(settings)}: WARNING: .*{re.escape(words)}", said, re.MULTILINE)


def test_an_edition_may_have_none(said: Callable[[str], list[Mistake]]) -> None:
    assert said(OWN) == []
    assert read_settings(None) == read_settings({}) == (Edition(), [])


CONF = """\
# verzion
glossator = {
    "licence": {
        "nam": "CC0",
        "url": "https://example.org/",
    },
}
"""


def test_settings_in_conf_py_are_named_there(small_book: Make) -> None:
    book = small_book(one="# One")
    conf = (book.folder / "conf.py").read_text(encoding="utf-8")
    book.write("conf.py", conf + CONF)
    first = len(conf.splitlines())
    said = book.build().warnings
    assert f'conf.py:{first + 4}: WARNING: there is no setting "glossator.licence.nam"; there are: name, url' in said
    assert "    write: name\n    for: nam\n" in said
    assert f"conf.py:{first + 3}: WARNING: glossator.licence has no name" in said


def test_a_conf_py_that_was_written_from_config_yml_is_not_the_place_to_mend(small_book: Make) -> None:
    book = small_book(one="# One")
    book.write("_config.yml", OWN + "      verzion: '1'\n")
    book.write("conf.py", (book.folder / "conf.py").read_text(encoding="utf-8") + "glossator = {'verzion': '1'}\n")
    line = len((OWN + "x").splitlines())
    assert f"_config.yml:{line}: WARNING: there is no setting" in book.build().warnings
