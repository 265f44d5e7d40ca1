"""Questions to students, and the teacher's guide with their answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from glossator.export.edition_json import read_edition_json
from glossator.export.records import Edition
from glossator.export.teaching import answers_of
from glossator.testing.books import SmallBook
from playwright.sync_api import Browser

Make = Callable[..., SmallBook]

CHAPTER = """\
# The letter

:::::{passage} letter-1 letter-2
:::::

## Questions

:::{question} letter-who-writes
:skill: close-reading
:points: 4
Who writes in {para}`letter-1`? See *all* of {cite:p}`smith2016`.
:::

:::{question} letter-months
:type: table
Make a table.
:::

## Exercise

:::{question} letter-reply
:type: exercise
:points: 12
Write a reply.

- In a page.
:::
"""
GUIDE = """\
# The letter

::::{answer} letter-who-writes
The king does, as {para}`letter-1` says {cite:p}`smith2016`.

:::{misses}
That a minister signs.
:::
::::

::::{answer} letter-months
A table of months.
::::

::::{answer} letter-reply
A page.

:::{rubric}
Excellent
: names *office* and
  date: both.

Good
: names one.

Sufficient
: names none.

Insufficient
: is not a reply.
:::
::::
"""
INDEX = "# The guide\n\nModel answers.\n"


@pytest.fixture(scope="module")
def taught(shared_book: Make) -> SmallBook:
    book = shared_book(letter=CHAPTER)
    book.write("teaching/letter.md", GUIDE)
    book.write("teaching/index.md", INDEX)
    built = book.build(html_theme="glossator", html_baseurl="https://example.org/")
    assert built.warnings == ""
    return book


@pytest.fixture(scope="module")
def records(taught: SmallBook) -> Edition:
    return read_edition_json(taught.site / "exports" / "edition.json")


pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("teaching")]


def test_a_question_has_its_address_its_number_skill_and_points(taught: SmallBook) -> None:
    print((taught.site/"chapters/letter.html").read_text().split("<article>")[1].split("</article>")[0])
    print((taught.site/"teaching/letter.html").read_text().split("<article>")[1].split("</article>")[0])
    print((taught.site/"teaching/index.html").read_text().split("<article>")[1].split("</article>")[0])
    print(answers_of(taught.site))


def test_records_have_the_questions_and_no_answers(records: Edition) -> None:
    print([c.questions for c in records.chapters])
    assert 0
