"""Quotation matching: find the one place in a passage that a quotation means.

    quotation   the words themselves; white space is folded, and whole words are meant
    a | q | b   the words q, where they stand between the words a and b (either may be left out: ``a|q|``)
    first … last   everything from the first words to the last words, each of which must be unmistakable

A quotation lies in one paragraph. No hit, or more than one, is an error: a note never moves to a look-alike.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glossator.core.text import Paragraph

ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*")
#: Below this likeness (0 to 1, difflib) a "nearest" phrase would mislead more than help.
LIKENESS = 0.6


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
        #: the quotation to write instead, where one can be offered
        self.suggestion = suggestion


class NotFound(QuoteError):
    """No place in the passage."""


class Ambiguous(QuoteError):
    """More than one place in the passage."""


def find_quotation(quotation: str, passage: Sequence[Paragraph]) -> Span:
    """Return the span of *quotation* in *passage*.

    Raises NotFound with the nearest words, or Ambiguous with a way to tell the places apart.
    """
    spans = _spans(quotation, passage)
    if not spans:
        raise _misplaced(quotation, passage) or _not_found(lemma(quotation), passage)
    if len(spans) > 1:
        raise _ambiguous(quotation, spans)
    return spans[0]


def lemma(quotation: str) -> str:
    """Return the quotation without its context, white space folded: the words that open the note."""
    return " … ".join(" ".join(part.split()) for part in ELLIPSIS.split(_parts(quotation)[1]))


def slug(quotation: str, most_words: int = 8) -> str:
    """Return the quoted words in the form of an address, such as ``more-than-250-billion``."""
    words = re.findall(r"[^\W_]+", re.sub(r"['’.,](?=\w)", "", lemma(quotation).lower()))
    return "-".join(words[:most_words])


def _parts(quotation: str) -> tuple[str, str, str]:
    match [part.strip() for part in quotation.split("|")]:
        case [words] if _ends(words):
            return "", words, ""
        case [before, words, after] if _ends(words):
            return before, words, after
    raise NotFound(
        f'"{quotation}" is not a quotation; write the words, "first words … last words", '
        'or "before|words|after" to tell two places apart'
    )


def _ends(words: str) -> list[str]:
    """Split ``first … last``; return one or two parts, or none if the form is wrong."""
    ends = ELLIPSIS.split(words)
    return ends if all(ends) and len(ends) <= 2 else []


def _spans(quotation: str, passage: Iterable[Paragraph]) -> list[Span]:
    before, words, after = _parts(quotation)
    return [span for paragraph in passage for span in _occurrences(before, words, after, paragraph)]


def _occurrences(before: str, words: str, after: str, paragraph: Paragraph) -> Iterator[Span]:
    """Yield every match of a quotation's three parts in *paragraph*."""
    first, *last = _ends(words)
    if not last:
        yield from (Span(paragraph, *place) for place in _places(before, first, after, paragraph.text))
        return
    starts, ends = _places(before, first, "", paragraph.text), _places("", last[0], after, paragraph.text)
    yield from (Span(paragraph, start[0], end[1]) for start in starts for end in ends if start[1] <= end[0])


def _places(before: str, words: str, after: str, text: str) -> list[tuple[int, int]]:
    quoted = f"(?P<quotation>{_pattern(words)})"
    whole = r"\s*".join(part for part in (_pattern(before), quoted, _pattern(after)) if part)
    # The look-ahead lets two places overlap, so that neither hides the other.
    return [match.span("quotation") for match in re.finditer(f"(?={whole})", text)]


def _pattern(words: str) -> str:
    escaped = r"\s+".join(re.escape(word) for word in words.split())
    left = r"(?<!\w)" if re.match(r"\w", words) else ""
    right = r"(?!\w)" if re.search(r"\w$", words) else ""
    return left + escaped + right


def _misplaced(quotation: str, passage: Sequence[Paragraph]) -> NotFound | None:
    """Return the error for words that stand in the passage in another context, else None."""
    words = lemma(quotation)
    if not (suggestion := _unambiguous(words, passage)):
        return None
    return NotFound(f'"{words}" is there, but not where "{quotation}" puts it', suggestion)


def _not_found(words: str, passage: Sequence[Paragraph]) -> NotFound:
    where = f"{passage[0].id} to {passage[-1].id}" if len(passage) > 1 else passage[0].id
    wrong = next((end for end in _ends(words) if not _spans(end, passage)), words)
    message = f'"{wrong}" is not in {where}'
    nearest = max(_windows(wrong, passage), key=lambda pair: pair[0], default=(0.0, "", ""))
    likeness, phrase, paragraph_id = nearest
    if likeness < LIKENESS:
        return NotFound(f"{message}, and nothing there is like it; copy the words from the text")
    suggestion = _unambiguous(words.replace(wrong, phrase), passage)
    return NotFound(f'{message}; the nearest words, in {paragraph_id}, are "{phrase}"', suggestion)


def _unambiguous(words: str, passage: Sequence[Paragraph]) -> str | None:
    """Return *words* as an unambiguous quotation, with context if need be; None if they are not in the passage."""
    spans = _spans(words, passage)
    return words if len(spans) == 1 else _disambiguate(spans[0], spans) if spans else None


def _windows(words: str, passage: Sequence[Paragraph]) -> Iterator[tuple[float, str, str]]:
    """Yield (similarity, phrase, paragraph id) of every window of about as many words."""
    length = len(words.split())
    matcher = difflib.SequenceMatcher(b=words.lower(), autojunk=False)
    for paragraph in passage:
        tokens = paragraph.text.split()
        for size in range(max(1, length - 1), length + 2):
            for start in range(len(tokens) - size + 1):
                phrase = " ".join(tokens[start : start + size])
                matcher.set_seq1(phrase.lower())
                yield matcher.ratio(), phrase.strip(".,;:"), paragraph.id


def _ambiguous(quotation: str, spans: Sequence[Span]) -> Ambiguous:
    ways = [_disambiguate(span, spans) for span in spans]
    listed = "; ".join(f'{span.paragraph.id}: "{way}"' for span, way in zip(spans, ways, strict=True))
    return Ambiguous(f'"{quotation}" stands there {len(spans)} times; write one of: {listed}', ways[0])


def _disambiguate(span: Span, spans: Iterable[Span]) -> str:
    """Return ``before|words|after`` with the least context that tells *span* from the others."""
    left, right = span.paragraph.text[: span.start].split(), span.paragraph.text[span.end :].split()
    passage = list(dict.fromkeys(other.paragraph for other in spans))
    for size in range(1, max(len(left), len(right)) + 1):
        before, after = " ".join(left[-size:]), " ".join(right[:size])
        for way in (f"{before}|{span.words}|", f"|{span.words}|{after}", f"{before}|{span.words}|{after}"):
            if len(_spans(way, passage)) == 1:
                return way
    return span.words
