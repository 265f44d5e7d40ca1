"""Questions to students, and the teacher's guide with their answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from glossator.export.edition_json import read_edition_json
from glossator.export.guide.book import guide_pdf
from glossator.export.guide.word import guide_docx
from glossator.export.records import Edition, Question
from glossator.export.teaching import Level, answers_of
from glossator.testing.books import SmallBook
from glossator.testing.reading import reader
from playwright.sync_api import Browser
from pypdf import PdfReader

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
Make a table of months.
:::

## Exercise

:::{question} letter-reply
:type: exercise
:points: 12
Write a reply.
:::
"""
RUBRIC = """\
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
"""
GUIDE = f"""\
# Answers on the letter

::::{{answer}} letter-who-writes
The king does, as {{para}}`letter-1` says {{cite:p}}`jones2017`.

:::{{misses}}
That a minister signs.
:::
::::

::::{{answer}} letter-months
A table of zodiacs.
::::

::::{{answer}} letter-reply
A page of zodiacs.

{RUBRIC}
::::
"""


@pytest.fixture(scope="module")
def taught(shared_book: Make) -> SmallBook:
    book = shared_book(letter=CHAPTER, desk="# A desk\n\nFor teachers: [the guide](../teaching/index.md).\n")
    book.write("teaching/letter.md", GUIDE)
    book.write("teaching/index.md", "# The guide\n\nModel answers.\n")
    built = book.build(html_theme="glossator", html_baseurl="https://example.org/")
    assert built.warnings == ""
    return book


@pytest.fixture(scope="module")
def records(taught: SmallBook) -> Edition:
    return read_edition_json(taught.site / "exports" / "edition.json")


shared = pytest.mark.xdist_group("teaching")


@shared
def test_a_question_is_a_record_with_its_words_as_they_are_printed(records: Edition) -> None:
    (chapter,) = (chapter for chapter in records.chapters if chapter.questions)
    first, second, third = chapter.questions
    assert first == Question(
        id="letter-who-writes",
        chapter="chapters/letter",
        number=1,
        skill="close-reading",
        type="short",
        points=4,
        html='<p>Who writes in <a href="chapters/letter.html#letter-1">Letter ¶ 1</a>? See <em>all</em> of '
        '(<a href="index.html#work-smith2016">Smith 2016</a>).</p>',
        text="Who writes in Letter ¶ 1? See all of (Smith 2016).",
    )
    assert (second.number, second.skill, second.type, second.points) == (2, "", "table", 0)
    assert third.type == "exercise"
    assert [skill.words for skill in records.skills] == ["sourcing", "context", "corroboration", "close reading"]


@shared
def test_a_question_says_its_number_its_skill_and_its_points_and_is_a_link_to_itself(taught: SmallBook) -> None:
    page = taught.build(html_theme="glossator", html_baseurl="https://example.org/").page("chapters/letter")
    facts = [question.select_one(".question-facts") for question in page.select(".question")]
    assert [each.get_text() for each in facts if each] == [
        "Question 1 · close reading · 4 points",
        "Question 2",
        "Exercise · 12 points",
    ]
    assert page.select_one("#q-letter-months a[href='#q-letter-months']")


@shared
def test_answers_are_read_from_the_pages_of_the_guide(taught: SmallBook) -> None:
    answers = answers_of(taught.site)
    assert list(answers) == ["letter-who-writes", "letter-months", "letter-reply"]
    first = answers["letter-who-writes"]
    assert 'says (<a href="index.html#work-jones2017">' in first.html
    assert first.misses == "<p>That a minister signs.</p>"
    assert answers["letter-reply"].rubric[:2] == (
        Level("Excellent", "<p>names <em>office</em> and date: both.</p>"),
        Level("Good", "<p>names one.</p>"),
    )
    assert [level.title for level in answers["letter-reply"].rubric[2:]] == ["Sufficient", "Insufficient"]


@shared
def test_the_guide_has_each_question_above_its_answer_with_a_link_to_it(taught: SmallBook) -> None:
    page = taught.build(html_theme="glossator", html_baseurl="https://example.org/").page("teaching/letter")
    answer = page.select_one("#a-letter-who-writes")
    assert answer
    assert answer.select_one("h2 a[href='../chapters/letter.html#q-letter-who-writes']")
    words = answer.get_text()
    assert words.index("Who writes in") < words.index("The king does") < words.index("What a weak answer misses")
    assert answer.select_one(".asked a[href='../chapters/letter.html#letter-1']")
    assert "Answers to the questions of The letter." in page.get_text()
    assert "not secret" in page.get_text()
    index = (taught.site / "teaching/index.html").read_text(encoding="utf-8")
    assert 'href="letter.html"' in index
    assert '<meta name="robots" content="noindex">' in index
    assert "exports/teaching/guide.docx (not made in this copy)" in index


@shared
def test_no_student_meets_an_answer(taught: SmallBook, records: Edition) -> None:
    """In no page of a chapter, search, sitemap, archive or export; and no page but the teacher's leads there."""
    assert "zodiacs" in (taught.site / "teaching/letter.html").read_text(encoding="utf-8")
    for path in taught.site.rglob("*"):
        if path.suffix in (".html", ".js", ".json", ".xml", ".txt") and path.parent.name != "teaching":
            text = path.read_text(encoding="utf-8")
            assert "zodiacs" not in text, path
            assert "teaching/" not in text or path.stem.startswith(("desk", "sheet")), path
    (archive,) = taught.site.glob("*-1.0.0.zip")
    assert not [name for name in ZipFile(archive).namelist() if "/teaching/" in name]
    assert not [chapter.name for chapter in records.chapters if chapter.name.startswith("teaching")]


def test_questions_and_answers_without_each_other_are_reported_with_their_lines(small_book: Make) -> None:
    book = small_book(letter=CHAPTER)
    assert book.build("dummy").warnings == "", "without a guide no question needs an answer"
    wrong = GUIDE.replace("letter-who-writes", "letter-who-write").replace(RUBRIC, "")
    book.write("teaching/letter.md", wrong + "\n::::{answer} letter-reply\nTwice.\n::::\n")
    said = book.build("dummy").warnings.splitlines()
    line = wrong.splitlines().index("::::{answer} letter-reply") + 1
    assert [text.partition(" [")[0] for text in said if "WARNING" in text] == [
        f'teaching/letter.md:{line + 6}: WARNING: the answer "letter-reply" stands in teaching/letter.md already, in '
        f"line {line}; remove one of the two",
        'teaching/letter.md:3: WARNING: no chapter has the question "letter-who-write"',
        f'teaching/letter.md:{line}: WARNING: the answer to the exercise "letter-reply" has no {{rubric}}; every '
        "exercise needs one",
        'chapters/letter.md:8: WARNING: the question "letter-who-writes" has no {answer}; write one in '
        "teaching/letter.md",
    ]
    assert "    write: letter-who-writes" in said


def test_a_question_that_changes_changes_in_the_guide_too(small_book: Make) -> None:
    book = small_book(letter=CHAPTER)
    book.write("teaching/letter.md", GUIDE)
    book.build(html_theme="glossator")
    book.write("chapters/letter.md", CHAPTER.replace("a table of months", "a list of years"))
    page = book.build(html_theme="glossator").page("teaching/letter")
    assert "Make a list of years." in page.get_text()


@shared
def test_a_handout_has_the_lines_that_each_type_of_question_needs(taught: SmallBook, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((taught.site / "chapters/letter.html").as_uri() + "?print=handout&with=lines")
    lines = page.locator(".question").evaluate_all(
        "all => all.map((each) => [each.querySelectorAll('.answer-lines > div').length, "
        "each.querySelectorAll('.answer-box').length])"
    )
    assert lines == [[4, 0], [0, 1], [12, 0]]
    assert page.locator(".answer-lines").count() == 2
    page.close()


@shared
def test_the_guide_is_a_document_of_word_with_headings_links_and_rubrics_as_tables(
    taught: SmallBook, records: Edition
) -> None:
    content = guide_docx(records, taught.site)
    assert content == guide_docx(records, taught.site), "the same bytes each time"
    made = docx.Document(BytesIO(content))
    headings = [each.text for each in made.paragraphs if each.style and (each.style.name or "").startswith("Heading")]
    assert headings == [
        *("The guide", "Answers on the letter", "Question 1 · close reading · 4 points", "What a weak answer misses"),
        *("Question 2", "Exercise · 12 points", "Rubric"),
    ]
    (rubric,) = made.tables
    assert [[cell.text for cell in row.cells] for row in rubric.rows][:2] == [
        ["Excellent", "names office and date: both."],
        ["Good", "names one."],
    ]
    texts = [each.text for each in made.paragraphs]
    asked = texts.index("Who writes in Letter ¶ 1? See all of (Smith 2016).")
    assert texts[asked + 1] == "The king does, as Letter ¶ 1 says (Jones 2017)."
    links = [link.address for each in made.paragraphs for link in each.hyperlinks]
    assert "https://example.org/chapters/letter.html#q-letter-months" in links


def test_on_paper_an_answer_stands_on_one_page(small_book: Make, browser: Browser) -> None:
    numbers = range(8)
    long = "The minister writes of what was agreed in May and of what was not. " * 14
    asked = "".join(f"\n:::{{question}} letter-{n}\nAsks-{n}?\n:::\n" for n in numbers)
    answers = "".join(
        f"\n::::{{answer}} letter-{n}\n{long}\n\n{long}\n\n:::{{misses}}\nEnds-{n}.\n:::\n::::\n" for n in numbers
    )
    book = small_book(one=f"# The letter\n{asked}")
    book.write("teaching/one.md", f"# Answers\n{answers}")
    site = book.build(html_theme="glossator").out
    with reader(browser) as page:
        page.goto((site / "teaching/one.html").as_uri())
        printed = page.pdf()
    pages = [each.extract_text() for each in PdfReader(BytesIO(printed)).pages]
    assert len(pages) > 2
    assert [n for n in numbers if not any(f"Asks-{n}" in each and f"Ends-{n}" in each for each in pages)] == []


@shared
def test_the_guide_is_printed_with_contents_and_with_all_answers(taught: SmallBook, records: Edition) -> None:
    with ThreadPoolExecutor(1) as other:  # the browser of other tests may be open in this one
        pdf = PdfReader(BytesIO(other.submit(guide_pdf, records, taught.site).result()))
    assert pdf.metadata
    assert pdf.metadata.title == "A small book  documentation: the teacher’s guide"
    words = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for each in ("Contents", "The king does", "A table of zodiacs.", "Rubric", "That a minister signs."):
        assert each in words
