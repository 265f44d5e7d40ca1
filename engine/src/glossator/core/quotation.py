"""Quotation matching: find the one place in a passage that a quotation means.

    quotation   the words themselves; whole words are meant, and what cannot be seen is ignored (`letters.fold`)
    a | q | b   the words q, where they stand between the words a and b (either may be left out: ``a|q|``)
    first … last   everything from the first words to the last words, each of which must be unmistakable
    one / two   in verse, two lines; a blank in place of the stroke does as well

A quotation lies in one paragraph. No hit, or more than one, is an error: a note never moves to a look-alike. An
ellipsis or a stroke that stands so in the text means itself; a bar of the text is written ``\\|``, and ``\\…`` or
``\\...`` is never an omission.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossator.core.letters import WORD, Folded, first_words, fold, is_mark
from glossator.core.nearest import difference, nearest
from glossator.core.text import Paragraph

BAR = re.compile(r"(?<!\\)\|")
ELLIPSIS = re.compile(r"\s*(?:(?<!\\)…|(?<![\\.])\.\.\.)\s*")
ESCAPED = re.compile(r"\\(\||…|\.\.\.)")
#: Below this likeness (0 to 1, difflib) a "nearest" phrase would mislead more than help.
LIKENESS = 0.6
#: Below this likeness it is told, and not offered as what was meant.
SURE = 0.75
#: By so much one of several places must be more like what was written than the others.
MARGIN = 0.15
#: An omission as it is marked in print.
BRACKETED = re.compile(r"\s*[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]\s*")
#: Signs at the end of a word that are seldom meant.
STOPS = ".,;:，。；：、"
#: So many ways to tell places apart are listed.
MOST_WAYS = 6
#: The longest address.
MOST_WORDS = 8
#: Each paragraph of a source is folded once, and once more where a quotation names its lines.
fold_text = lru_cache(maxsize=None)(fold)


@dataclass(frozen=True)
class Span:
    """The place of a quotation: ``paragraph.text[start:end]``."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def words(self) -> str:
        """The quoted words, as they stand in the source."""
        return self.paragraph.text[self.start : self.end]


class QuoteError(Exception):
    """A quotation that does not mean exactly one place."""

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        #: the quotation to write instead, where one can be offered; of several places the first
        self.suggestion = suggestion


class NotFound(QuoteError):
    """No place in the passage."""


class Ambiguous(QuoteError):
    """More than one place in the passage."""


def find_quotation(quotation: str, passage: Sequence[Paragraph]) -> Span:
    """Return the span of *quotation* in *passage*.

    Raises NotFound with the nearest words, or Ambiguous with a way to tell the places apart.
    """
    spans = find_all(quotation, passage)
    if not spans:
        raise _no_quotation(quotation, passage) or _misplaced(quotation, passage) or _not_found(quotation, passage)
    if len(spans) > 1:
        raise _ambiguous(quotation, spans)
    return spans[0]


def find_all(quotation: str, passage: Iterable[Paragraph]) -> list[Span]:
    """Return every span that *quotation* may mean in *passage*; none if it has not the form of a quotation."""
    before, words, after = _parts(quotation)
    context = _plain(before), _plain(after)
    # What stands so in the text is meant, before its signs mean anything else.
    for ends in ([words], _ends(words)):
        plain = [_plain(end) for end in ends]
        for slashes in (False, True) if "/" in quotation else (False,):
            if spans := [span for paragraph in passage for span in _occurrences(plain, context, paragraph, slashes)]:
                return spans
    return []


def lemma(quotation: str) -> str:
    """Return the quotation without its context, white space folded: the words that open the note."""
    words = " ".join((_parts(quotation)[1] or quotation).split())
    return ESCAPED.sub(r"\1", re.sub(r"(?<![\\.])\.\.\.(?!\.)", "…", words))


def slug(quotation: str) -> str:
    """Return the quoted words in the form of an address, such as ``more-than-250-billion``, cut after eight words.

    In scripts without blanks between words it is cut after sixteen letters. Where signs alone are quoted, it is made of
    their names: ``em-dash``.
    """
    text = re.sub(r"['’.,](?=\w)", "", fold(lemma(quotation)).text.lower())
    text = "".join(sign if _is_of_a_slug(sign) else " " for sign in text)
    return "-".join(first_words(text, MOST_WORDS).split()) or _names_of_signs(lemma(quotation))


def _names_of_signs(words: str) -> str:
    names = (unicodedata.name(sign, f"u {ord(sign):04x}").lower() for sign in words if not sign.isspace())
    return "-".join(re.findall("[a-z0-9]+", " ".join(names))[:MOST_WORDS])


def is_slug(name: str) -> bool:
    """Return whether *name* has the form of an address: lower-case words, or letters of any script, and hyphens."""
    return name == name.lower() and all(part and all(map(_is_of_a_slug, part)) for part in name.split("-"))


def _is_of_a_slug(sign: str) -> bool:
    return sign.isalnum() or is_mark(sign)


def _parts(quotation: str) -> tuple[str, str, str]:
    """Return what stands before the words, the words, and what stands after; no words where the form is wrong."""
    match [part.strip() for part in BAR.split(quotation)]:
        case [words]:
            return "", words, ""
        case [before, words, after]:
            return before, words, after
    return "", "", ""


def _ends(words: str) -> list[str]:
    """Split ``first … last``; return one or two parts, or none if the form is wrong."""
    ends = ELLIPSIS.split(words)
    return ends if all(ends) and len(ends) <= 2 else []


def _plain(words: str) -> str:
    """Return a part of a quotation as it is compared, what is escaped in it as itself."""
    return fold(ESCAPED.sub(r"\1", words)).text.strip()


def _written(words: str) -> str:
    """Return words of a text in the form of a quotation: in one line, a bar escaped."""
    return " ".join(re.sub(r"\s*\n\s*", " / ", words.strip()).split()).replace("|", r"\|")


def _occurrences(ends: Sequence[str], context: tuple[str, str], paragraph: Paragraph, slashes: bool) -> Iterator[Span]:
    """Yield every place in *paragraph* of some words, or of all from the first to the last ones, between *context*."""
    if not all(ends):
        return
    text, (before, after) = _folded(paragraph, slashes), context
    match ends:
        case [words]:
            places = text.places(words, before, after)
        case [first, last]:
            starts, stops = list(text.places(first, before)), list(text.places(last, "", after))
            places = ((start[0], stop[1]) for start in starts for stop in stops if start[1] <= stop[0])
        case _:
            return
    yield from (Span(paragraph, *text.original(*place)) for place in places)


def _folded(paragraph: Paragraph, slashes: bool) -> Folded:
    return fold_text(paragraph.text, slashes and "\n" in paragraph.text)


def _no_quotation(quotation: str, passage: Sequence[Paragraph]) -> NotFound | None:
    """Return the error for what has not the form of a quotation, else None."""
    if BRACKETED.search(quotation) and find_all(plain := BRACKETED.sub(" … ", quotation), passage):
        return NotFound(f'"{quotation}" leaves words out; in a quotation … without brackets stands for them', plain)
    if _ends(_parts(quotation)[1]):
        return None
    message = (
        f'"{quotation}" is not a quotation; write the words, "first words … last words", '
        'or "before|words|after" to tell two places apart'
    )
    # A text may hold a bar.
    escaped = BAR.sub(r"\|", quotation)
    return NotFound(message, escaped if len(find_all(escaped, passage)) == 1 else None)


def _misplaced(quotation: str, passage: Sequence[Paragraph]) -> NotFound | None:
    """Return the error for words that stand in the passage in another context, else None."""
    before, words, after = _parts(quotation)
    if not (spans := find_all(words, passage)):
        return None
    message = f'"{words}" is there, but not where "{quotation}" puts it'
    if len(spans) == 1:
        return NotFound(message, words)
    meant = _meant(spans, _plain(before), _plain(after))
    if not meant:
        message += f"; write one of: {_listed(_ways(spans))}"
    return NotFound(message, _disambiguate(meant, spans) if meant else None)


def _meant(spans: Sequence[Span], before: str, after: str) -> Span | None:
    """Return the one span whose neighbouring words are like those that a quotation gives, None if none stands out."""
    likeness = sorted(((_likeness(span, before, after), number) for number, span in enumerate(spans)), reverse=True)
    (best, number), (second, _) = likeness[:2]
    return spans[number] if best >= SURE and best - second > MARGIN else None


def _likeness(span: Span, before: str, after: str) -> float:
    """Return how like the words beside *span* are to those that a quotation gives, on the side that is less so."""
    left, right = _plain(span.paragraph.text[: span.start]), _plain(span.paragraph.text[span.end :])
    sides = ((before, left[-len(before) :]), (after, right[: len(after)]))
    alike = (difflib.SequenceMatcher(None, given, there, autojunk=False).ratio() for given, there in sides if given)
    return min(alike, default=0)


def _not_found(quotation: str, passage: Sequence[Paragraph]) -> NotFound:
    words = " ".join(_parts(quotation)[1].split())
    where = f"{passage[0].id} to {passage[-1].id}" if len(passage) > 1 else passage[0].id
    wrong = next((end for end in _ends(words) if not find_all(end, passage)), words)
    message = f'"{wrong}" is not in {where}'
    near = nearest(wrong, passage)
    if not near or near.likeness < LIKENESS:
        return NotFound(f"{message}, and nothing there is like it; copy the words from the text")
    phrase = _written(near.words.strip(STOPS))
    hint = f"; {differ}" if (differ := difference(wrong, phrase)) else ""
    sure = near.likeness >= SURE and _ends_are_alike(wrong, phrase)
    suggestion = _unambiguous(words.replace(wrong, phrase), passage) if sure else None
    return NotFound(f'{message}; the nearest words, in {near.paragraph.id}, are "{phrase}"{hint}', suggestion)


def _ends_are_alike(words: str, others: str) -> bool:
    """Return whether two strings of words begin and end alike: else one has run into what is beside the other."""
    one, two = (WORD.findall(fold(each).text.lower()) for each in (words, others))
    pairs = ((one[0], two[0]), (one[-1], two[-1]))
    return all(difflib.SequenceMatcher(None, *pair).ratio() >= 0.5 for pair in pairs)


def _unambiguous(words: str, passage: Sequence[Paragraph]) -> str | None:
    """Return *words* as an unambiguous quotation, with context if need be; None if they are not in the passage."""
    spans = find_all(words, passage)
    return words if len(spans) == 1 else _disambiguate(spans[0], spans) if spans else None


def _ambiguous(quotation: str, spans: Sequence[Span]) -> Ambiguous:
    message, ways = f'"{quotation}" stands there {len(spans)} times', _ways(spans)
    if not ways:
        return Ambiguous(f"{message}, in paragraphs that are alike; put the note into a passage of one of them")
    return Ambiguous(f"{message}; write one of: {_listed(ways)}", ways[0][1])


def _ways(spans: Sequence[Span]) -> list[tuple[str, str]]:
    """Return the ways to tell some places apart, each with its paragraph."""
    ways = [(span.paragraph.id, _disambiguate(span, spans)) for span in spans[:MOST_WAYS]]
    return [(paragraph, way) for paragraph, way in ways if way]


def _listed(ways: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f'{paragraph}: "{way}"' for paragraph, way in ways)


def _disambiguate(span: Span, spans: Iterable[Span]) -> str | None:
    """Return ``before|words|after`` with the least context that tells *span* from the others; None if nothing does."""
    text, words = span.paragraph.text, _written(span.words)
    passage = list(dict.fromkeys(other.paragraph for other in spans))
    if sum(paragraph.text == text for paragraph in passage) > 1:
        return None
    left = [word.start() for word in WORD.finditer(text, 0, span.start)][::-1]
    right = [word.end() for word in WORD.finditer(text, span.end)]
    for size in range(max(len(left), len(right))):
        before = _written(text[left[min(size, len(left) - 1)] : span.start]) if left else ""
        after = _written(text[span.end : right[min(size, len(right) - 1)]]) if right else ""
        for way in (f"{before}|{words}|", f"|{words}|{after}", f"{before}|{words}|{after}"):
            if find_all(way, passage) == [span]:
                return way
    return None
