"""Fold text for comparison, keeping offsets; split and count its words, whatever its script (Unicode normalization).

Two texts that look alike are alike when folded: composed or decomposed, with ligatures or full-width forms, with
invisible signs or without, and with whatever white space. Case and accents count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

#: Han, Kana and Bopomofo, as ranges of a regular expression: white space beside them is layout.
EAST_ASIAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U000323af"
)
#: Scripts without blanks between words; also Thai, Lao, Myanmar and Khmer.
UNSPACED = f"{EAST_ASIAN}\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff\u19e0-\u19ff"
#: Languages (ISO 639) that are written in them: their texts are measured in characters.
UNSPACED_LANGUAGES = frozenset(["cmn", "ja", "km", "lo", "lzh", "my", "nan", "th", "wuu", "yue", "zh"])

_UNSPACED_MARKS = "".join(
    character for character in map(chr, (*range(0xE00, 0x1100), *range(0x1780, 0x1800), *range(0xA9E0, 0xAA80)))
    if unicodedata.category(character).startswith("M")
)  # fmt: skip
#: A word, or a letter of a script without blanks, with its marks.
WORD = re.compile(rf"[{UNSPACED}][{_UNSPACED_MARKS}\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*|[^\s{UNSPACED}]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
#: Beside these, the signs of East Asian typography included, a blank is dropped.
_EAST_ASIAN_SIGNS = f"{EAST_ASIAN}\u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN_SIGNS}]")
#: What may stand between a quotation and its context.
GAPS = ("", " ", " / ", "/")
_PIECE = re.compile(r"\s+|\S+")
#: White space that is not folded into one blank.
_LAYOUT = re.compile(rf"\s\s|[{_EAST_ASIAN_SIGNS}]\s|\s[{_EAST_ASIAN_SIGNS}]")
#: Compatibility forms that are one letter drawn otherwise. Not ² or ½, whose plain figures would say something else.
_FOLDED_FORMS = frozenset(
    ["<compat>", "<wide>", "<narrow>", "<initial>", "<medial>", "<final>", "<isolated>", "<noBreak>"]
)
#: Signs of the category Cf that are seen: they enclose the figures after them.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


@dataclass(frozen=True)
class Folded:
    """A text as it is compared, and where each of its letters stands in the text itself."""

    text: str
    starts: Sequence[int]  #: for each offset: where the letter that begins there begins in the original, or -1 for none
    ends: Sequence[int]  #: for each offset: where the letter that ends there ends in the original, or -1 for none

    def places(self, words: str, before: str = "", after: str = "") -> Iterator[tuple[int, int]]:
        """Yield the offsets of *words* (all three folded), as whole words, where they stand between two others."""
        start = self.text.find(words)
        while start >= 0:
            end = start + len(words)
            if self.is_border(start) and self.is_border(end) and self._between(before, start, end, after):
                yield start, end
            start = self.text.find(words, start + 1)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return these offsets as those of the original text."""
        return self.starts[start], self.ends[end]

    def is_border(self, at: int) -> bool:
        """Return whether a quotation may begin or end here: neither within a letter nor within a word."""
        if at in (0, len(self.text)):
            return True
        if self.starts[at] < 0:
            return False
        last = at - 1
        while self.starts[last] < 0:
            last -= 1
        return not (_is_of_a_word(self.text[last]) and _is_of_a_word(self.text[at]))

    def _between(self, before: str, start: int, end: int, after: str) -> bool:
        return any(self._follows(before, start - len(gap), gap) for gap in GAPS) and any(
            self.text.startswith(gap + after, end) and self.is_border(end + len(gap + after)) for gap in GAPS
        )

    def _follows(self, before: str, at: int, gap: str) -> bool:
        """Return whether the words *before* end at an offset, with a *gap* behind."""
        first = at - len(before)
        return first >= 0 and self.text.startswith(before + gap, first) and self.is_border(first)


def fold(text: str, slashes: bool = False) -> Folded:
    """Return *text* as it is compared; with *slashes*, a line break becomes `` / ``, as verse is quoted in a line."""
    signs = set(text)
    if not (slashes and "\n" in signs) and not any(map(_needs_care, signs)) and not _LAYOUT.search(text):
        # As in most texts, a letter for a letter: all offsets stay.
        same = range(len(text) + 1)
        return Folded(text.translate({ord(sign): form for sign in signs if (form := _form(sign)) != sign}), same, same)
    parts: list[str] = []
    starts: list[int] = []
    ends = [0]
    for piece in _PIECE.finditer(text):
        at, end = piece.span()
        if not piece[0].isspace():
            word = _fold_word(piece[0])
            # What is invisible alone does not part two blanks.
            parts += [word.text] if word.text else []
            starts += [at + offset if offset >= 0 else -1 for offset in word.starts]
            ends += [at + offset if offset >= 0 else -1 for offset in word.ends]
        elif blank := _blank(text, at, end, slashes) if parts[-1:] != [" "] else "":
            parts.append(blank)
            starts += [at] * len(blank)
            ends += [end] * len(blank)
    return Folded("".join(parts), [*starts, len(text)], ends)


def word_count(text: str, letter: float = 1) -> float:
    """Count words: what stands between blanks and holds a letter or figure, so that a dash is none.

    A letter of a script without blanks counts as much as is said.
    """
    words = (word for word in WORD.findall(text) if any(map(str.isalnum, word)))
    return sum(letter if is_unspaced(word) else 1 for word in words)


def first_words(text: str, most: int) -> str:
    """Return the beginning of a text up to so many words, or twice as many letters of a script without blanks."""
    left, end = 2 * most, 0
    for word in WORD.finditer(text):
        left -= 1 if is_unspaced(word[0]) else 2
        if left < 0:
            break
        end = word.end()
    return text[:end]


def is_mark(character: str) -> bool:
    """Return whether a character belongs to the letter before it: an accent, a vowel sign, a Hangul vowel."""
    return unicodedata.category(character).startswith("M") or "\u1161" <= character <= "\u11ff"


def is_unspaced(letter: str) -> bool:
    """Return whether a letter is of a script without blanks between words."""
    return bool(_UNSPACED.match(letter))


@cache
def _form(sign: str) -> str:
    """Return what stands for a character in a comparison; nothing for one that is ignored."""
    if sign.isspace():
        return " "
    if _is_ignored(sign):
        return ""
    tag = unicodedata.decomposition(sign).partition(" ")[0]
    plain = unicodedata.normalize("NFKC" if tag in _FOLDED_FORMS else "NFC", sign)
    # A spacing accent would become a blank with an accent on it.
    return sign if " " in plain else plain


@cache
def _needs_care(sign: str) -> bool:
    """Return whether a character is not simply one letter of the folded text."""
    form = _form(sign)
    return len(form) != 1 or is_mark(form)


def _is_ignored(character: str) -> bool:
    """Return whether a character is never seen, or is nothing but layout: soft hyphens, bidi marks, tatweel."""
    return (
        (unicodedata.category(character) == "Cf" and character not in _SEEN)
        or character in "\u0640\u034f"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def _is_of_a_word(letter: str) -> bool:
    return (letter.isalnum() or letter == "_") and not is_unspaced(letter)


@lru_cache(maxsize=2**16)
def _fold_word(word: str) -> Folded:
    """Return what is between two blanks as it is compared, with no offset behind its end or before its start."""
    letters: list[tuple[str, int, int]] = []
    for at, sign in enumerate(word):
        form = _form(sign)
        if letters and is_mark((form or sign)[0]):
            letter, start, _ = letters[-1]
            letters[-1] = unicodedata.normalize("NFC", letter + form), start, at + 1
        elif form:
            letters.append((form, at, at + 1))
    starts, ends = [], []
    for letter, start, end in letters:
        within = [-1] * (len(letter) - 1)
        starts += [start, *within]
        ends += [*within, end]
    return Folded("".join(letter for letter, *_ in letters), starts, ends)


def _blank(text: str, start: int, end: int, slashes: bool) -> str:
    """Return what stands for the white space from *start* to *end*: nothing beside an East Asian letter or sign."""
    # At the start of the text, the letter "before" is the white space itself.
    before, after = bool(_EAST_ASIAN.match(text, start - 1)), bool(_EAST_ASIAN.match(text, end))
    if slashes and "\n" in text[start:end]:
        return f"{'' if before else ' '}/{'' if after else ' '}"
    return "" if before or after else " "
