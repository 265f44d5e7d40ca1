"""Patterns of a lexicon: whole words, and with a final ``*`` any ending (``econom*``); case is ignored.

In scripts without blanks between words, such as Chinese, a pattern means its letters wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from glossator.core.letters import UNSPACED, fold, is_unspaced

#: A letter of a script that has words.
# Case is told apart here, where it tells nothing: for Python to ignore it in so large a class takes a second.
LETTER = rf"(?-i:[^\W{UNSPACED}])"
#: The end of a sentence, but for an abbreviation such as U.N. or Mr.
END = re.compile(r"(?<![A-Z][.])(?<!\b[A-Z][b-df-hj-np-tv-z][.])(?<=[.!?])[\"”’»)]*\s+|(?<=[。！？])[”’」』]*")


def compile_patterns(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one expression, for folded text, of all *patterns*, the longest first."""
    longest_first = sorted(patterns, key=lambda pattern: len(pattern.rstrip("*")), reverse=True)
    # The borders once for all that have the same, since they take the most time to compile.
    alike = groupby(map(_expression, longest_first), key=itemgetter(0, 2))
    alternatives = (
        f"{before}(?:{'|'.join(words for _, words, _ in expressions)}){after}" for (before, after), expressions in alike
    )
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _expression(pattern: str) -> tuple[str, str, str]:
    """Return a pattern as a regular expression, between borders where its first or last letter is one of a word."""
    plain = fold(pattern).text.strip()
    stem = plain.removesuffix("*")
    words = re.escape(stem).replace(r"\*", f"{LETTER}*").replace(r"\ ", r"\s+")
    ending = "" if stem == plain or is_unspaced(stem[-1:]) else f"{LETTER}*"
    before = "" if is_unspaced(stem[:1]) else rf"(?<!{LETTER})"
    after = "" if is_unspaced(stem[-1:]) else rf"(?!{LETTER})"
    return before, words + ending, after


def places(expression: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return where the words that *expression* means stand in *text*: offsets of their beginning and end."""
    folded = fold(text)
    found = ((folded.starts[match.start()], folded.ends[match.end()]) for match in expression.finditer(folded.text))
    return [(start, end) for start, end in found if 0 <= start < end]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each sentence of *text*, its blanks included."""
    start = 0
    for end in (*(match.end() for match in END.finditer(text)), len(text)):
        if end > start:
            yield start, end
        start = end
