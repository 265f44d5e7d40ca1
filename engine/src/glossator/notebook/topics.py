"""Counts of words and topics in the source texts, made from ``sources/`` and the lexicon ``data/topics.csv``.

The rule of counting: case is ignored; a pattern means whole words, and a final ``*`` stands for any ending
(``econom*``); within one topic the longest pattern wins and no word counts twice; two topics may count the same word.
"""

from __future__ import annotations

import re

import pandas as pd

from glossator.core.text import Source, find_root, load_sources
from glossator.notebook.table import table


def count_words() -> pd.DataFrame:
    """Return source, paragraph, label and words: one row per paragraph, headline included.

    A word is what stands between two blanks, so that ``two-thirds`` is one and ``United States`` two.
    """
    rows = [
        (source.name, paragraph.id, paragraph.label, len(paragraph.text.split()))
        for source in _sources()
        for paragraph in source.paragraphs
    ]
    return pd.DataFrame(rows, columns=["source", "paragraph", "label", "words"])


def count_topics(lexicon: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return source, paragraph, topic, count, words and per_1000: one row per paragraph and topic.

    *lexicon* has the columns ``topic`` and ``pattern``; without one, ``data/topics.csv`` is used.
    ``words`` is the length of the paragraph, ``per_1000`` the count for every thousand of its words.
    """
    lexicon = table("topics") if lexicon is None else lexicon
    patterns = {topic: compile_topic(rows["pattern"]) for topic, rows in lexicon.groupby("topic", sort=False)}
    texts = {paragraph.id: paragraph.text for source in _sources() for paragraph in source.paragraphs}
    counts = count_words().merge(pd.DataFrame({"topic": list(patterns)}), how="cross")
    counts["count"] = [
        len(patterns[topic].findall(texts[paragraph]))
        for paragraph, topic in zip(counts["paragraph"], counts["topic"], strict=True)
    ]
    counts["per_1000"] = 1000 * counts["count"] / counts["words"]
    return counts[["source", "paragraph", "label", "topic", "count", "words", "per_1000"]]


def compile_topic(patterns: pd.Series) -> re.Pattern[str]:
    """Return one expression for all patterns of a topic, the longest first."""
    longest_first = sorted(patterns, key=len, reverse=True)
    alternatives = (re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for pattern in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


def _sources() -> list[Source]:
    return list(load_sources(find_root() / "sources").values())
