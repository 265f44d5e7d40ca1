"""Counts of words and topics in the source texts, made from ``sources/`` and the lexicon ``data/topics.csv``.

The rule of counting: case is ignored; a pattern means whole words, and a final ``*`` stands for any ending
(``econom*``); within one topic the longest pattern wins and no word counts twice; two topics may count the same word.
In scripts without blanks between words, such as Chinese, a pattern means its letters wherever they stand. What looks
alike is alike, as in quotations (core/letters.py).
"""

from __future__ import annotations

import pandas as pd

from glossator.core.letters import fold, word_count
from glossator.core.patterns import compile_patterns
from glossator.core.text import Source, find_root, load_sources
from glossator.notebook.table import table


def count_words() -> pd.DataFrame:
    """Return source, paragraph, label and words: one row per paragraph, headline included.

    A word is what stands between two blanks and holds a letter or figure, so that ``two-thirds`` is one, ``United
    States`` two, and a dash none. In scripts without blanks between words each letter counts: the words of a Chinese
    text are its characters.
    """
    rows = [
        (source.name, paragraph.id, paragraph.label, int(word_count(paragraph.text)))
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
    patterns = {topic: compile_patterns(rows["pattern"]) for topic, rows in lexicon.groupby("topic", sort=False)}
    texts = {paragraph.id: fold(paragraph.text).text for source in _sources() for paragraph in source.paragraphs}
    counts = count_words().merge(pd.DataFrame({"topic": list(patterns)}), how="cross")
    counts["count"] = [
        len(patterns[topic].findall(texts[paragraph]))
        for paragraph, topic in zip(counts["paragraph"], counts["topic"], strict=True)
    ]
    # A paragraph of nothing but signs has no words to count by.
    counts["per_1000"] = 1000 * counts["count"] / counts["words"].replace(0, 1)
    return counts[["source", "paragraph", "label", "topic", "count", "words", "per_1000"]]


def _sources() -> list[Source]:
    return list(load_sources(find_root() / "sources").values())
