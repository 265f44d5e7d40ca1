"""The rule by which words of a text are counted by topic."""

from __future__ import annotations

import pandas as pd
import pytest
from glossator.notebook.topics import compile_topic


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
    ],
)
def test_what_counts(text: str, patterns: list[str], counted: list[str]) -> None:
    assert compile_topic(pd.Series(patterns)).findall(text) == counted
