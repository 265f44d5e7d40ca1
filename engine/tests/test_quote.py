"""A quotation means one place or none: the cases in ``quotations/``, and what must hold for any quotation at all."""

from __future__ import annotations

import difflib
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from glossator.core.letters import fold
from glossator.core.quotation import Ambiguous, NotFound, QuoteError, Span, find_quotation, lemma, slug
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
        (r"paused\... at A \| B", "paused... at A | B", "paused-at-a-b"),
        ("red, / and   gone", "red, / and gone", "red-and-gone"),
        ("夏宾", "夏宾", "夏宾"),
        ("在 APEC 会议", "在 APEC 会议", "在apec会议"),
        ("Cafe\u0301 हिन्दी", "Cafe\u0301 हिन्दी", "café-हिन्दी"),
        # Signs alone have names, by which two notes on them are told apart.
        ("1815|—|1830", "—", "em-dash"),
        ("☞ *", "☞ *", "white-right-pointing-index-asterisk"),
        ("\ue001", "\ue001", "u-e001"),
    ],
)  # fmt: skip
def test_what_opens_a_note_and_what_becomes_its_address(quotation: str, words: str, address: str) -> None:
    assert (lemma(quotation), slug(quotation)) == (words, address)


@pytest.mark.parametrize(
    ("text", "quotation", "words"),
    [
        # Composed and decomposed letters, either way round.
        ("the cafe\u0301 opens", "caf\u00e9", "cafe\u0301"),
        ("the caf\u00e9 opens", "cafe\u0301", "caf\u00e9"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8 \ub9d0", "\ud55c\uad6d", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("\uff8a\uff9f\uff8a が", "パハ", "\uff8a\uff9f\uff8a"),
        # A sign that chooses the form of a letter belongs to it.
        ("a heart \u2764\ufe0f here", "\u2764", "\u2764\ufe0f"),
        # Ligatures, full-width forms, the long s, the forms of Arabic letters.
        ("an o\ufb03ce was found", "office", "o\ufb03ce"),
        ("\uff21\uff30\uff25\uff23 met", "APEC", "\uff21\uff30\uff25\uff23"),
        ("Ver\u017fion", "Version", "Ver\u017fion"),
        # What is never seen: soft hyphens, zero-width signs, bidi marks, tatweel.
        ("their co\u00adoperation grew", "cooperation", "co\u00adoperation"),
        ("their cooperation grew", "co\u00adoperation", "cooperation"),
        ("\u200f\u05e9\u05dc\u05d5\u05dd\u200e \u05dc\u05da", "\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("كتـــاب هنا", "كتاب", "كتـــاب"),
        # Blanks of any kind.
        ("ten\u00a0\u2028 million", "ten million", "ten\u00a0\u2028 million"),
        # Between letters of scripts without blanks between words; a blank beside them is layout.
        ("习近平主席会见特朗普", "会见", "会见"),
        ("在 APEC 会议上", "在APEC会议", "在 APEC 会议"),
        ("首相は東京で会談した", "東京で会", "東京で会"),
        ("ประเทศไทยและจีน", "ไทย", "ไทย"),
        ("于2017年会见", "2017", "2017"),
        # A sign that the text has, and that means something in a quotation.
        ("Item A | B is here", r"A \| B", "A | B"),
        ("He paused … and left …", "left …", "left …"),
        ("He paused... and left. He … wept, and … left", r"paused\... and", "paused... and"),
        ("He paused … and left. He paused, and left", "paused … and", "paused … and"),
    ],
)  # fmt: skip
def test_what_looks_alike_is_alike_and_the_span_is_of_the_text_as_it_stands(
    text: str, quotation: str, words: str
) -> None:
    assert find_quotation(quotation, paragraphs(text)).words == words


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        # An accent belongs to its letter, a vowel sign too; case and accents count.
        ("the cafe\u0301 opens", "cafe"),
        ("कि ताब", "क"),
        ("ที่นี่", "ที"),
        ("the café opens", "cafe"),
        # A part of a word, and a part of a letter.
        ("the nine\u00adteenth", "nine"),
        ("they o\ufb03cially met", "cially met"),
        ("in 2017", "17"),
        ("대통령은 왔다", "대통령"),
        # Small figures are others.
        ("10\u00b2 men", "102 men"),
    ],
)
def test_what_is_only_nearly_alike_is_not(text: str, quotation: str) -> None:
    with pytest.raises(NotFound):
        find_quotation(quotation, paragraphs(text))


POEM = paragraphs("The rose is red,\n  and gone / away\nis she", "春眠不觉晓，\n处处闻啼鸟")


@pytest.mark.parametrize(
    ("quotation", "words"),
    [
        ("red, and gone", "red,\n  and gone"),
        ("red, / and gone", "red,\n  and gone"),
        ("gone / away", "gone / away"),
        ("gone / away / is", "gone / away\nis"),
        ("red, / and|gone|", "gone"),
        ("rose … gone / away / is", "rose is red,\n  and gone / away\nis"),
        ("晓，/ 处", "晓，\n处"),
        ("晓，处", "晓，\n处"),
    ],
)
def test_a_quotation_of_verse_may_run_over_lines_and_name_their_ends(quotation: str, words: str) -> None:
    assert find_quotation(quotation, POEM).words == words


def test_no_end_of_a_line_is_where_the_text_has_none() -> None:
    with pytest.raises(NotFound):
        find_quotation("rose / is", POEM)


def test_a_refrain_is_told_apart_by_the_ends_of_its_lines_in_one_line() -> None:
    passage = paragraphs("O rose\nred\nrose", "O rose\nwhite")
    with pytest.raises(Ambiguous) as caught:
        find_quotation("O rose", passage)
    assert caught.value.suggestion == "|O rose|red"
    with pytest.raises(Ambiguous) as caught:
        find_quotation("rose", passage[:1])
    assert caught.value.suggestion == "O|rose|"
    assert find_quotation("|O rose / red|rose", passage).words == "O rose\nred"


def test_places_in_paragraphs_that_are_alike_cannot_be_told_apart() -> None:
    with pytest.raises(Ambiguous, match="put the note into a passage of one of them") as caught:
        find_quotation("rose", paragraphs("O rose red", "O rose red"))
    assert caught.value.suggestion is None


def test_places_among_letters_without_blanks_are_told_apart_by_a_letter() -> None:
    with pytest.raises(Ambiguous) as caught:
        find_quotation("会见", paragraphs("习近平主席会见特朗普，又会见安倍"))
    assert caught.value.suggestion == "席|会见|"


def test_words_that_look_alike_and_differ_are_told_apart_in_the_message() -> None:
    with pytest.raises(NotFound, match=r"you write а \(cyrillic small letter a\) where the text has a \(latin small"):
        find_quotation("the p\u0430ct of peace", paragraphs("It is the pact of peace."))


def test_a_wrong_quotation_of_a_long_text_costs_few_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    begin = difflib.SequenceMatcher.set_seq1
    monkeypatch.setattr(
        difflib.SequenceMatcher, "set_seq1", lambda self, words: compared.append(words) or begin(self, words)
    )
    texts = [f"{paragraph.text} Number {n}." for n in range(40) for paragraph in PARAGRAPHS]
    texts.insert(500, "Then a delegation of weavers crossed the frozen harbour at dawn.")
    with pytest.raises(NotFound) as caught:
        find_quotation("delegations of weavers crost the harbour", paragraphs(*texts))
    assert caught.value.suggestion == "delegation of weavers crossed the frozen harbour"
    assert 0 < len(set(compared)) < 200


def test_an_address_of_letters_without_blanks_is_cut_after_sixteen() -> None:
    assert slug("春眠不觉晓，处处闻啼鸟，夜来风雨声，花落知多少") == "春眠不觉晓处处闻啼鸟夜来风雨声花"


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
@pytest.mark.sweep
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
@pytest.mark.sweep
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


#: Letters with all that folding has to do with: marks, ligatures, invisible signs, blanks, scripts without words.
letters = st.text(
    st.sampled_from("ab A.e\u0301\u0323\u00e9\ufb01\u00ad\u200f\u00a0\n会見ไทที่\u0640ㅎ한\u1112\u1161\ufe0f\uff9fำ"),
    max_size=12,
)


@given(letters, letters, letters)
def test_a_span_folded_is_the_quotation_folded(before: str, words: str, after: str) -> None:
    text = f"{before} {words} {after}"
    try:
        span = find_quotation(words, paragraphs(text))
    except QuoteError:
        return
    assert fold(span.words).text.strip() == fold(words).text.strip()


@given(letters)
def test_folding_is_the_same_for_composed_and_decomposed_letters_and_leaves_what_is_folded(text: str) -> None:
    folded = fold(text).text
    assert fold(unicodedata.normalize("NFD", text)).text == fold(unicodedata.normalize("NFC", text)).text == folded
    assert fold(folded).text == folded


@given(letters)
def test_every_letter_of_a_folded_text_is_one_of_the_text(text: str) -> None:
    folded = fold(text)
    borders = [at for at in range(len(folded.text) + 1) if folded.starts[at] >= 0]
    for start, end in pairwise(borders):
        first, last = folded.original(start, end)
        assert fold(text[first:last]).text in (folded.text[start:end], "")
