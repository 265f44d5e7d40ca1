"""Straight quotation marks and apostrophes in a chapter come out as a printer sets them; those of a source stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from glossator.testing.books import SmallBook

Make = Callable[..., SmallBook]
ENGLISH = {
    # Letters and figures that are left out
    "'Tis the season, said 'em all": "’Tis the season, said ’em all",
    "rock 'n' roll": "rock ’n’ roll",
    "the class of '17, the '80s": "the class of ’17, the ’80s",
    'the "\'80s"': "the “’80s”",
    "7'-wide, the dogs' tails, it's": "7’-wide, the dogs’ tails, it’s",
    # Quotations
    "'\"nested\" quotes'": "‘“nested” quotes’",
    "'-' stays a hyphen": "‘-’ stays a hyphen",
    "'1917 was cold'": "‘1917 was cold’",
    # Before what is no plain text
    '"[link](https://example.org/)"': "“link”",
    '("[link](https://example.org/)")': "(“link”)",
    "[*'word'*, '*word*', '**word**']": "[‘word’, ‘word’, ‘word’]",
    'one—"*word*"': "one—“word”",
    '("`it\'s code`")': "(“it's code”)",
    '"{cite:p}`smith2016`"': "“(Smith 2016)”",
}
GERMAN = {
    "Er sagte: \"'Wie geht's?'\"": "Er sagte: „‚Wie geht’s?‘“",
    "'s war '89, rock 'n' roll, 7'-Bretter": "’s war ’89, rock ’n’ roll, 7’-Bretter",
    '("[Wort](https://example.org/)")': "(„Wort“)",
}


@pytest.mark.parametrize(("language", "cases"), [("en", ENGLISH), ("de", GERMAN)])
def test_each_mark_turns_as_the_language_of_the_book_has_it(
    small_book: Make, language: str, cases: dict[str, str]
) -> None:
    book = small_book(one="# One\n\n" + "\n\n".join(cases))
    page = book.build(language=language, myst_enable_extensions=["colon_fence"]).page("chapters/one")
    assert [paragraph.get_text() for paragraph in page.select("p")] == list(cases.values())


def test_marks_stay_straight_where_the_book_asks_for_it(small_book: Make) -> None:
    build = small_book(one="# One\n\n'Tis the class of '17").build(smartquotes=False, myst_enable_extensions=[])
    assert build.page("chapters/one").p.get_text() == "'Tis the class of '17"


def test_a_title_in_a_language_without_rules_is_no_mistake(small_book: Make) -> None:
    book = small_book(one='# One\n\n```{texts}\n```\n\nIn "English".\n')
    sources = (book.folder / "sources/sources.yml").read_text(encoding="utf-8")
    title = "  title: A letter\n"
    book.write("sources/sources.yml", sources.replace(title, "  title: '\"رسالة\"'\n  title_language: ar\n"))
    build = book.build(myst_enable_extensions=["colon_fence"])
    assert "smart quotes" not in build.warnings
    assert build.page("chapters/one").select_one(".text-title").get_text() == '"رسالة"'
    assert "In “English”." in build.page("chapters/one").get_text()
