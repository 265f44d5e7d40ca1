"""The rule by which words of a text are counted by topic."""

from __future__ import annotations

import pytest
from glossator.core.letters import word_count
from glossator.core.patterns import compile_patterns


@pytest.mark.parametrize(
    ("text", "patterns", "counted"),
    [
        # Case is ignored.
        ("Trade and trade", ["trade"], ["Trade", "trade"]),
        ("Asia-Pacific", ["asia-pacific"], ["Asia-Pacific"]),
        # A pattern means whole words; a hyphen ends a word.
        ("trade, trades, trading", ["trade"], ["trade"]),
        ("deal, ideal and dealing", ["deal"], ["deal"]),
        ("the non-trade barriers", ["trade"], ["trade"]),
        # A star stands for any ending, the empty one included, and for nothing before the word.
        ("economy, economic, macroeconomic", ["econom*"], ["economy", "economic"]),
        ("job and jobs", ["job*"], ["job", "jobs"]),
        # The longest pattern wins, wherever it stands in the lexicon, and no word counts twice.
        ("market access in a market", ["market", "market access"], ["market access", "market"]),
        ("Law Enforcement and law", ["law", "law enforcement", "enforce*"], ["Law Enforcement", "law"]),
        # Two words of a pattern may stand apart by any white space.
        ("South  China\nSea", ["south china sea"], ["South  China\nSea"]),
        # A full stop in a pattern is a full stop.
        ("the U.S. and the UXS.", ["u.s."], ["U.S."]),
        ("", ["trade"], []),
        # Between letters of a script without blanks there are no words to be whole, and other words end at them.
        ("两国贸易额及贸易战", ["贸易"], ["贸易", "贸易"]),
        ("两国贸易额及贸易战", ["贸易*", "贸易战"], ["贸易", "贸易战"]),
        ("เศรษฐกิจไทย", ["ไทย"], ["ไทย"]),
        ("在APEC会议上", ["apec"], ["APEC"]),
        ("WTO规则", ["wto*"], ["WTO"]),
    ],
)
def test_what_counts(text: str, patterns: list[str], counted: list[str]) -> None:
    assert compile_patterns(patterns).findall(text) == counted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two-thirds of the United States", 5),
        ("We met -- and, – after … 8 hours – parted.", 7),
        ("习近平主席会见特朗普，2017年11月9日。", 16),
        ("首相は東京へ行った", 9),
        ("กำลังที่", 5),
        ("대통령은 왔다", 2),
        ("", 0),
    ],
)
def test_words_are_counted_and_letters_where_there_are_no_blanks_between_words(text: str, words: int) -> None:
    assert word_count(text) == words
