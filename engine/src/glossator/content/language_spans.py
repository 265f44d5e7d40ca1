"""Words in another script than the sentence around them, such as 北京 in English, marked with their language.

A screen reader then speaks them as they are spoken, and the browser takes the letters of that language for them. Which
language it is, the texts and tables of the edition tell: Han letters are Chinese in one, Japanese in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.core.datapackage import described_tables
from glossator.notes.nodes import foreign
from glossator.notes.passage import sources
from glossator.translation import language_code, script_of

#: The letters of each script (ISO 15924), as a class of a regular expression.
EAST_ASIAN = {
    "Kana": r"\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Hang": r"\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff",
    "Hani": r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
}
OTHERS = {
    "Arab": r"\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": r"\u0591-\u05f4\ufb1d-\ufb4f",
    "Thai": r"\u0e01-\u0e3a\u0e40-\u0e5b",
    "Cyrl": r"\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Grek": r"\u0370-\u03ff\u1f00-\u1fff",
}
#: What one language writes in several scripts, or ISO 15924 has several names for.
WRITES = {"Jpan": {"Kana", "Hani"}, "Kore": {"Hang", "Hani"}, "Hans": {"Hani"}, "Hant": {"Hani"}}
#: Scripts of one language alone.
ALONE = {"Kana": "ja", "Hang": "ko"}


class MarkLanguages(SphinxPostTransform):
    """Put words in another script into an element that says their language, wherever a page has them."""

    # When lists and works are in their places (5), and links have their words (10).
    default_priority = 30
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        languages = set(_languages(self.env))
        own = language_code(self.config)
        for text in list(self.document.findall(nodes.Text)):
            around = _language_around(text, own)
            if around and (found := list(_words(frozenset(scripts(around))).finditer(text))):
                text.parent.replace(text, list(_parts(text, found, languages)))


def scripts(language: str) -> set[str]:
    """Return the scripts (ISO 15924) in which the language of a code is written: Kana and Hani for ``ja``."""
    found = script_of(language)
    return WRITES.get(found, {found})


def language_of(words: str, languages: Iterable[str]) -> str:
    """Return the code of the language of *words*: the one of *languages* that is written so, else that of the script.

    What is known of a text does not tell in which letters another Chinese word is written: ``zh-CN`` gives ``zh``.
    """
    script = next(each for each, letters in (EAST_ASIAN | OTHERS).items() if re.search(f"[{letters}]", words))
    found = {_any_chinese(language) for language in languages if script in scripts(language)}
    if {"zh", "zh-Hant"} <= found:
        found.remove("zh-Hant")
    return found.pop() if len(found) == 1 else ALONE.get(script, f"und-{script}")


def with_languages(words: str, own: str, languages: Iterable[str]) -> str:
    """Return *words* as HTML, those in other scripts than *own* in elements that say their language."""
    html, end = "", 0
    for found in _words(frozenset(scripts(own))).finditer(words):
        language = escape(language_of(found[0], languages))
        html += f'{escape(words[end : found.start()])}<span lang="{language}">{escape(found[0])}</span>'
        end = found.end()
    return html + escape(words[end:])


def _any_chinese(language: str) -> str:
    if language.partition("-")[0] != "zh":
        return language
    return "zh-Hant" if script_of(language) == "Hant" else "zh"


def _languages(env: BuildEnvironment) -> Iterator[str]:
    """Yield the languages of the texts of the edition, and of the columns of its tables."""
    yield from (source.language for source in sources(env).values())
    for table in described_tables(Path(env.srcdir)):
        yield from (field["language"] for field in table["schema"]["fields"] if "language" in field)


def _language_around(text: nodes.Text, own: str) -> str:
    """Return the language in which *text* is said to be, *own* if nothing says it; none for code."""
    above = text.parent
    while isinstance(above, nodes.Element):
        if isinstance(above, (nodes.literal, nodes.FixedTextElement)):
            return ""
        classes = (name.removeprefix("language-") for name in above["classes"] if name.startswith("language-"))
        if said := above.get("lang") or next(classes, ""):
            return str(said)
        above = above.parent
    return own


@cache
def _words(known: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of words in other scripts than the *known*, with what stands between them."""
    east = "".join(letters for script, letters in EAST_ASIAN.items() if script not in known)
    # Characters, with the figures and signs that stand before and between them.
    runs = [rf"[0-9]*[{east}](?:[{east}\u3000-\u303f\uff01-\uff5e0-9“”·: ]*[{east}])?"] if east else []
    # One letter of an alphabet is rather a sign than a word.
    for letters in (letters for script, letters in OTHERS.items() if script not in known):
        runs.append(rf"[{letters}][{letters}\u0300-\u036f\u200c-\u200f0-9 .’'-]*[{letters}]")
    return re.compile("|".join(runs))


def _parts(text: str, found: Iterable[re.Match[str]], languages: Iterable[str]) -> Iterator[nodes.Node]:
    end = 0
    for words in found:
        if before := text[end : words.start()]:
            yield nodes.Text(before)
        yield foreign("", words[0], lang=language_of(words[0], languages))
        end = words.end()
    if after := text[end:]:
        yield nodes.Text(after)
