"""Lint of the lines that open a note: what is surely meant for one is reported, and read as what is meant.

Read as it stands, it would bring messages on all that follows from it, none of which names the mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from glossator.messages.warnings import Finding, correction

NAMES = "(?:kind|certainty|gist|name)"
#: A quotation that runs on in a second line, to which the options follow.
WRAPPED = re.compile(
    r"^(?P<first>:{3,}\{annotation\}(?P<words>[^\n]*\S))[ \t]*\n"
    rf"[ \t]*(?P<second>(?!{NAMES}\b)[^\s:：`~][^\n]*)\n(?=[ \t]*:{NAMES}:)",
    re.MULTILINE | re.IGNORECASE,
)
#: ``{note}`` of other tools, with the options of an annotation.
NOTE = re.compile(rf"^(?P<signs>:{{3,}})\{{note\}}(?=[^\n]*\n[ \t]*:{NAMES}:)", re.MULTILINE)

#: The last of the options, and another fence directly below it.
JOINED = re.compile(
    rf"^(?P<above>:{{3,}}\{{annotation\}}[^\n]*\n(?:[ \t]*:{NAMES}:[^\n]*\n)*?)(?P<last>[ \t]*:{NAMES}:[^\n]*)\n"
    r"(?=[ \t]*:{3,}\{)",
    re.MULTILINE,
)


class Openings:
    """The opening lines of the notes in a chapter; *stands* tells whether some words stand in any text."""

    def __init__(self, text: str, stands: Callable[[str], bool]) -> None:
        self.text = text
        self.boxes = list(NOTE.finditer(text))
        self.joined = list(JOINED.finditer(text))
        self.wrapped = [match for match in WRAPPED.finditer(text) if stands(f"{match['words']} {match['second']}")]

    def findings(self) -> Iterator[Finding]:
        """Yield the lines that open a note wrongly."""
        for match in self.boxes:
            message = "{note} is a box; a note on words of a text is an {annotation}"
            yield Finding(self._line(match), message + correction("{note}", "{annotation}"))
        for match in self.joined:
            message = "below the options of a note stands an empty line; add one below this"
            yield Finding(self._line(match) + match["above"].count("\n"), message)
        for match in self.wrapped:
            message = "the words that a note is on stand in one line; move these up, to the end of the line above"
            yield Finding(self._line(match) + 1, message)

    def unreadable(self) -> set[int]:
        """Return the opening lines of notes of which an option is left out in the text as it is meant."""
        return set(map(self._line, self.joined))

    def as_meant(self) -> str:
        """Return the text as it is meant, in as many lines."""
        text = self.text
        for match in reversed(self.wrapped):
            joined = f"\n{match['first']} {match['second']}\n"
            text = text[: match.start()] + joined + text[match.end() :]
        return JOINED.sub(r"\g<above>\n", NOTE.sub(r"\g<signs>{annotation}", text))

    def _line(self, match: re.Match[str]) -> int:
        return self.text.count("\n", 0, match.start()) + 1
