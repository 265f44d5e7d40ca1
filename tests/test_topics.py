"""The lexicon of topics, and what it counts in the two texts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from glossator import count_topics, count_words, table
from glossator.core.patterns import compile_patterns
from glossator.core.text import load_sources

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def in_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_two_topics_may_count_the_same_word() -> None:
    lexicon = pd.DataFrame({"topic": ["Trade", "Balance"], "pattern": ["trade", "trade deficit"]})
    counts = count_topics(lexicon).query("paragraph == 'mfa-3'").set_index("topic")["count"]
    # trade deficit, trade surplus, economic and trade relations, service trade, economic and trade cooperation
    assert counts.to_dict() == {"Trade": 5, "Balance": 1}


def test_every_paragraph_is_counted_for_every_topic() -> None:
    counts, words, topics = count_topics(), count_words(), table("topics")["topic"].nunique()
    assert len(counts) == len(words) * topics == 24 * topics
    assert list(words["label"]) == [*(str(number) for number in range(1, 19)), "headline", *"12345"]
    assert words.groupby("source")["words"].sum().to_dict() == {
        source.name: sum(len(paragraph.text.split()) for paragraph in source.paragraphs)
        for source in load_sources(ROOT / "sources").values()
    }


def test_per_1000_is_the_count_for_every_thousand_words_of_the_paragraph() -> None:
    row = count_topics(pd.DataFrame({"topic": ["Trade"], "pattern": ["trade"]})).set_index("paragraph").loc["mfa-3"]
    assert row["per_1000"] == pytest.approx(5 / row["words"] * 1000)


def test_every_pattern_of_the_lexicon_occurs_in_a_text() -> None:
    text = "\n".join(p.text for source in load_sources(ROOT / "sources").values() for p in source.paragraphs)
    for pattern in table("topics")["pattern"]:
        assert compile_patterns([pattern]).search(text), f"{pattern} counts nothing"


def test_no_pattern_stands_twice_in_a_topic() -> None:
    lexicon = table("topics")
    assert lexicon[lexicon.duplicated(["topic", "pattern"])]["pattern"].to_list() == []
