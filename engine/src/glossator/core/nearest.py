"""Fuzzy search: the words of a passage, or the name, most like those that were written (approximate string matching).

Of a passage, all windows of about as many words are candidates. A quick count of shared pairs of letters, the rare ones
first, chooses those which are worth a comparison by difflib, so that a book of 50,000 words is searched in a fraction
of a second.
"""

from __future__ import annotations

import difflib
import heapq
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from glossator.core.letters import WORD, fold
from glossator.core.text import Paragraph

#: Most windows that are compared, and the product of letters that all comparisons together may cost.
MOST, COST = 64, 200_000


class Nearest(NamedTuple):
    """Words of a paragraph, and how like they are (0 to 1, by difflib)."""

    likeness: float
    words: str
    paragraph: Paragraph


class _Window(NamedTuple):
    score: float
    paragraph: Paragraph
    #: where each word of the paragraph begins and ends
    words: Sequence[tuple[int, int]]
    first: int


def nearest(words: str, passage: Sequence[Paragraph]) -> Nearest | None:
    """Return the words of *passage* that are most like *words*; None where they share no two letters."""
    wanted = fold(words).text.lower()
    length = len(WORD.findall(wanted))
    matcher = difflib.SequenceMatcher(b=wanted, autojunk=False)
    most = max(4, min(MOST, COST // (len(wanted) ** 2 + 1)))
    best: Nearest | None = None
    for window in heapq.nlargest(most, _windows(wanted, length, passage), key=lambda window: window.score):
        for size in range(max(1, length - 1), length + 2):
            part = window.words[window.first : window.first + size]
            phrase = window.paragraph.text[part[0][0] : part[-1][1]]
            matcher.set_seq1(fold(phrase).text.lower())
            if matcher.quick_ratio() > (best.likeness if best else 0) < (likeness := matcher.ratio()):
                best = Nearest(likeness, phrase, window.paragraph)
    return best


def name_near(name: str, known: Iterable[str]) -> str:
    """Return the one of *known* names that was probably meant by *name*; nothing if none is as near."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.75)), "")


def difference(words: str, others: str) -> str:
    """Say in which sign two strings of words differ that look alike, such as a hyphen; nothing if they do not."""
    one, two = fold(words).text, fold(others).text
    pairs = [(a, b) for a, b in zip(one, two, strict=False) if a != b]
    if len(one) != len(two) or not pairs or not all(_look_alike(*pair) for pair in pairs):
        return ""
    yours, theirs = (f"{sign} ({unicodedata.name(sign, 'unnamed').lower()})" for sign in pairs[0])
    return f"you write {yours} where the text has {theirs}"


def _look_alike(one: str, two: str) -> bool:
    """Return whether two characters may be taken for each other: signs of a kind, or letters of two scripts."""
    if one.isalpha() and two.isalpha():
        return unicodedata.name(one, "").split(" ")[0] != unicodedata.name(two, "").split(" ")[0]
    return not (one.isalnum() or two.isalnum() or " " in (one, two))


def _windows(wanted: str, length: int, passage: Iterable[Paragraph]) -> Iterator[_Window]:
    """Yield every window of *length* words that shares a pair of letters with the *wanted* ones, with its score."""
    spans = [[match.span() for match in WORD.finditer(paragraph.text)] for paragraph in passage]
    texts = [[p.text[start:end] for start, end in words] for p, words in zip(passage, spans, strict=True)]
    scores = _scores(_pairs(wanted), Counter(word for words in texts for word in words))
    for paragraph, places, words in zip(passage, spans, texts, strict=True):
        sums = [0.0, *accumulate(scores[word] for word in words)]
        for first in range(max(1, len(words) - length + 1)):
            score = sums[min(first + length, len(words))] - sums[first]
            if score > 0:
                yield _Window(score, paragraph, places, first)


def _scores(wanted: set[str], words: Counter[str]) -> dict[str, float]:
    """Return for each word how much the pairs of letters that it shares with those *wanted* tell: rare ones more."""
    shared = {word: _pairs(fold(word).text.lower()) & wanted for word in words}
    frequency: Counter[str] = Counter()
    for word, pairs in shared.items():
        frequency.update(dict.fromkeys(pairs, words[word]))
    weight = {pair: math.log(1 + words.total() / count) for pair, count in frequency.items()}
    return {word: sum(weight[pair] for pair in pairs) for word, pairs in shared.items()}


def _pairs(words: str) -> set[str]:
    """Return the pairs of neighbouring letters in words, the blanks before and after each word included."""
    return {a + b for word in WORD.findall(words) for a, b in pairwise(f" {word} ")}
