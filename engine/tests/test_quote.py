"""A quotation means one place or none: the cases in ``quotations/``, and what must hold for any quotation at all."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from glossator.core.quotation import Ambiguous, QuoteError, Span, find_quotation, lemma, slug
from glossator.core.text import Paragraph, load_sources
from hypothesis import given
from hypothesis import strategies as st

TESTS = Path(__file__).parent
SOURCES = load_sources(TESTS / "mistakes" / "sources")
PARAGRAPHS = [paragraph for source in SOURCES.values() for paragraph in source.paragraphs]


class Case(NamedTuple):
    """A case of a file in ``quotations/``."""

    passage: list[Paragraph]
    quotation: str
    expected: str


def cases(name: str) -> list[object]:
    """Return the cases of a file: a title, then passage, quotation and expectation, with a full stop after each."""
    parts = iter((TESTS / "quotations" / name).read_text(encoding="utf-8").split("\n.\n"))
    return [
        pytest.param(Case(paragraphs(*passage.splitlines()), quotation, expected), id=title.splitlines()[-1])
        for title, passage, quotation, expected in zip(parts, parts, parts, parts, strict=False)
    ]


def paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(f"p-{number}", str(number), text) for number, text in enumerate(texts, start=1)]


@pytest.mark.parametrize("case", cases("found.md"))
def test_found(case: Case) -> None:
    span = find_quotation(case.quotation, case.passage)
    before, after = span.paragraph.text[: span.start], span.paragraph.text[span.end :]
    marked = [f"{before}[{span.words}]{after}" if p == span.paragraph else p.text for p in case.passage]
    assert "\n".join(marked) == case.expected


@pytest.mark.parametrize("case", cases("refused.md"))
def test_refused(case: Case) -> None:
    with pytest.raises(QuoteError) as caught:
        find_quotation(case.quotation, case.passage)
    offer = f"\nwrite: {caught.value.suggestion}" if caught.value.suggestion else ""
    assert f"{caught.value}{offer}" == case.expected
    if offer:
        find_quotation(caught.value.suggestion, case.passage)


@pytest.mark.parametrize(
    ("quotation", "words", "address"),
    [
        ("more than $250 billion", "more than $250 billion", "more-than-250-billion"),
        ("of|Chairman Mao's song|at", "Chairman Mao's song", "chairman-maos-song"),
        ("first  words ... last words", "first words … last words", "first-words-last-words"),
        ("one two three four five six seven eight nine", "one two three four five six seven eight nine",
         "one-two-three-four-five-six-seven-eight"),
        ("the 9,800 U.S. firms", "the 9,800 U.S. firms", "the-9800-us-firms"),
    ],
)  # fmt: skip
def test_what_opens_a_note_and_what_becomes_its_address(quotation: str, words: str, address: str) -> None:
    assert (lemma(quotation), slug(quotation)) == (words, address)


#: A run of words somewhere in the two texts: its paragraph, its first word and the one after its last.
runs = st.sampled_from(PARAGRAPHS).flatmap(
    lambda paragraph: st.lists(st.integers(0, len(paragraph.text.split()) - 1), min_size=2, max_size=2).map(
        lambda ends: (paragraph, min(ends), max(ends) + 1)
    )
)
Run = tuple[Paragraph, int, int]


def find_with_advice(quotation: str, passage: list[Paragraph]) -> Span:
    """Find a quotation; where it is ambiguous, write what the message offers."""
    try:
        return find_quotation(quotation, passage)
    except Ambiguous as error:
        return find_quotation(error.suggestion, passage)


@given(runs)
def test_words_with_all_that_stands_around_them_are_found_where_they_were(run: Run) -> None:
    paragraph, first, last = run
    words = paragraph.text.split()
    before, quotation, after = (" ".join(part) for part in (words[:first], words[first:last], words[last:]))
    span = find_quotation(f"{before}|{quotation}|{after}", PARAGRAPHS)
    assert (span.paragraph.id, span.words) == (paragraph.id, quotation)
    assert span.start == len(before) + bool(before)


@given(runs)
def test_words_alone_are_found_or_the_message_says_how_to_find_them(run: Run) -> None:
    paragraph, first, last = run
    quotation = " ".join(paragraph.text.split()[first:last])
    assert find_with_advice(quotation, PARAGRAPHS).words == quotation


@given(st.lists(st.sampled_from(["the", "sides", "sides,", "met."]), min_size=1, max_size=8), st.data())
def test_words_repeated_without_end_can_still_be_told_apart(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    quotation = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    assert find_with_advice(quotation, paragraphs(" ".join(words))).words == quotation


@given(runs, st.data())
def test_what_is_offered_for_a_slip_is_in_the_text(run: Run, data: st.DataObject) -> None:
    paragraph, first, last = run
    words = paragraph.text.split()[first : min(last, first + 8)]
    slip = data.draw(st.integers(0, len(words) - 1))
    words[slip] = data.draw(st.sampled_from([words[slip][1:], words[slip] + "s", words[slip].upper(), "zebra"]))
    try:
        find_quotation(" ".join(words), [paragraph])
    except QuoteError as error:
        if error.suggestion:
            find_quotation(error.suggestion, [paragraph])
