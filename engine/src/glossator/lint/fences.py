"""Lint of Markdown fences: unclosed, too short, stray, or only similar to a fence.

Markdown closes at the end what is left open, and prints what it does not understand; both hide a mistake. The lines
are read here as Markdown reads them. A fence ends at the first line of as many of its signs, or more; what stands in a
code fence is no fence; a fence inside another has fewer signs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from glossator.core.text import split_lines
from glossator.messages.warnings import Finding, addition, offer

FENCE = re.compile(r" {0,3}(?P<signs>:{3,}|`{3,}|~{3,})\s*(?P<info>.*?)\s*$")
DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}\s*(?P<rest>.*)")
#: What was meant for a directive: some signs, braces or not, a name. The sign ： comes from a Chinese keyboard.
LOOKALIKE = re.compile(
    r"(?P<space>\s*)(?P<signs>[:：`~]+)\s*[{(\[｛]?\s*(?P<name>[\w-]+)\s*[})\]｝]?\s*(?P<rest>[^`]*)$"
)
HEADING = re.compile(r"#{2,} ")

#: Directives that hold no Markdown.
CODE = (
    *("code-cell", "code-block", "code", "sourcecode", "parsed-literal", "math", "csv-table", "mermaid", "graphviz"),
    *("productionlist", "raw", "records", "bibliography", "strip"),
)

#: The edition's own block directives; to miss one loses a reader a note.
OURS = {"passage": ":::::", "annotation": "::::", "records": "```"}


@dataclass
class Fence:
    """A fence that is open. A passage holds only fences; everything else holds lines of its own."""

    line: int
    signs: str
    name: str
    rest: str = ""
    last: int = 0  #: the last line that surely belongs to it
    too_short: bool = False  #: whether it has no more signs than what stands inside it
    split: bool = False  #: whether its first line has further backticks
    heading: bool = False  #: whether a heading has been seen: the fence should have ended before

    @property
    def is_code(self) -> bool:
        return not self.signs.startswith(":") and not self.split

    def __str__(self) -> str:
        return "the code fence" if self.is_code else f"{{{self.name}}}"


def findings(text: str, names: Sequence[str] = tuple(OURS)) -> list[Finding]:
    """Return the mistakes in the fences of a chapter, in order; *names* are the directives there are."""
    return sorted(_Reader(split_lines(text), names).read())


def has_misnamed(text: str, names: Sequence[str]) -> bool:
    """Return whether a passage or a note is opened by a name that is nearly its own, or without what follows the name.

    MyST-Parser reports both, and reads neither.
    """
    matches = map(FENCE.match, split_lines(text))
    written = [found for match in matches if match and (found := DIRECTIVE.fullmatch(match["info"]))]
    strange = {found["name"] for found in written} - {*OURS, *names}
    addresses = (len(found["rest"].split()) for found in written if found["name"] == "passage")
    misnamed = any(difflib.get_close_matches(name, list(OURS), n=1, cutoff=0.7) for name in strange)
    return misnamed or any(count not in (1, 2) for count in addresses)


class Line(NamedTuple):
    """A line of a chapter, counted from 1."""

    number: int
    words: str
    is_code: bool  #: whether it stands within code, or in a directive that holds no Markdown


def written_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a chapter, and whether each is Markdown; a line that opens or closes a fence is."""
    open_: list[tuple[str, bool]] = []
    for number, line in enumerate(split_lines(text), start=1):
        match = FENCE.match(line)
        signs, code = open_[-1] if open_ else ("", False)
        if match and not match["info"] and signs and match["signs"].startswith(signs):
            open_.pop()
        elif match and not code and not ("`" in match["signs"] and "`" in match["info"]):
            directive = DIRECTIVE.fullmatch(match["info"])
            plain = directive is None and not match["signs"].startswith(":")
            open_.append((match["signs"], plain or bool(directive and directive["name"] in CODE)))
        elif code:
            yield Line(number, line, is_code=True)
            continue
        yield Line(number, line, is_code=False)


def _is_split(match: re.Match[str]) -> bool:
    return "`" in match["signs"] and "`" in match["info"] and bool(DIRECTIVE.fullmatch(match["info"]))


class _Reader:
    """One pass over the lines, with a stack of open fences."""

    def __init__(self, lines: Sequence[str], names: Sequence[str]) -> None:
        self.lines, self.names = lines, names
        self.open: list[Fence] = []
        self._warn_too_short: list[Finding] = []

    def read(self) -> Iterator[Finding]:
        for number, line in enumerate(self.lines, start=1):
            match = FENCE.match(line)
            if match and _is_split(match) and not (self._inner and self._inner.is_code):
                yield self._split(number, match)
            elif not match or ("`" in match["signs"] and "`" in match["info"]):
                yield from self._text(number, line)
            elif match["info"]:
                yield from self._opening(number, line, match["signs"], match["info"])
            else:
                yield from self._bare(number, match["signs"])
        while self.open:
            yield self._unclosed(self.open.pop())
        yield from self._warn_too_short

    def _split(self, number: int, match: re.Match[str]) -> Finding:
        """Report a directive that opens with backticks and holds others in its line, which Markdown reads as text."""
        directive = DIRECTIVE.fullmatch(match["info"])
        fence = Fence(number, match["signs"], directive["name"] if directive else "", last=number, split=True)
        self.open.append(fence)
        message = f"a line that begins with {match['signs']} can have no other `, and opens no {fence}; colons do"
        return Finding(number, message + offer(":" * len(match["signs"]) + match["info"]))

    @property
    def _inner(self) -> Fence | None:
        return self.open[-1] if self.open else None

    def _text(self, number: int, line: str) -> Iterator[Finding]:
        inner = self._inner
        if not (inner and inner.is_code):
            yield from (found := list(self._lookalike(number, line)))
            if found and (match := LOOKALIKE.match(line)) and not match["space"]:
                name = self._near(match["name"], OURS)
                self.open.append(Fence(number, OURS[name], name, last=number))
                return
        if inner and line.strip():
            inner.heading = inner.heading or bool(HEADING.match(line))
            if not inner.heading and inner.name != "passage":
                inner.last = number

    def _opening(self, number: int, line: str, signs: str, info: str) -> Iterator[Finding]:
        if self._inner and self._inner.is_code and not self._holds(number, signs, info):
            self._inner.last = number
            return
        directive = DIRECTIVE.fullmatch(info)
        fence = Fence(number, signs, directive["name"] if directive else "", directive["rest"] if directive else "")
        if not directive and (not fence.is_code or info.startswith("{") or self._near(info, OURS)):
            yield from self._lookalike(number, line)
            fence.name = self._near(info, OURS)
        yield from self._nesting(fence)
        fence.last = number
        self.open.append(fence)

    def _holds(self, number: int, signs: str, info: str) -> bool:
        """Return whether the directive that is open in backticks was to hold another of no fewer, and is too short."""
        outer, directive = self._inner, DIRECTIVE.fullmatch(info)
        if not (outer and outer.name in self.names and outer.name not in CODE):
            return False
        fence = Fence(number, signs, directive["name"] if directive else "")
        if outer.too_short or not (signs.startswith(outer.signs) and self._is_closed_too(fence)):
            return outer.too_short
        self._warn_too_short.append(self._too_short(outer, fence))
        return True

    def _too_short(self, outer: Fence, fence: Fence) -> Finding:
        outer.too_short = True
        what = "colons" if fence.signs.startswith(":") else "signs"
        within = f"{{{fence.name}}}" if fence.name else str(fence)
        message = f"{{{outer.name}}} has no more {what} than {within} inside it, which would end it"
        return Finding(
            outer.line, message + offer(f"{fence.signs}{fence.signs[0]}{{{outer.name}}} {outer.rest}".rstrip())
        )

    def _nesting(self, fence: Fence) -> Iterator[Finding]:
        """Report a fence inside one that was not closed, or that has too few signs to hold it."""
        while (outer := self._inner) and not fence.is_code and len(outer.signs) <= len(fence.signs):
            if (outer.name == "passage" != fence.name) or self._is_closed_too(fence):
                if not outer.too_short:
                    yield self._too_short(outer, fence)
                return
            yield self._unclosed(self.open.pop())

    def _is_closed_too(self, fence: Fence) -> bool:
        """Return whether as many lines of signs alone follow as fences are open, this one and later ones included."""
        opened = closed = 0
        for line in self.lines[fence.line :]:
            if (match := FENCE.match(line)) and match["signs"][0] == fence.signs[0]:
                opened, closed = opened + bool(match["info"]), closed + (not match["info"])
        alike = [each for each in self.open if each.signs[0] == fence.signs[0]]
        return closed >= opened + len(alike) + 1

    def _bare(self, number: int, signs: str) -> Iterator[Finding]:
        """Handle a line of signs alone, which closes a fence or opens one of code."""
        target = self._closed_by(signs)
        inner = self._inner
        if target and target is not inner and inner and not inner.is_code and self._closed_later(number, target):
            yield Finding(number, f"this would close {target} too; {inner} ends with fewer colons" + offer(inner.signs))
            target = inner
        if target:
            while self.open[-1] is not target:
                yield self._unclosed(self.open.pop())
            self._close(number)
            if target.split:
                yield Finding(number, f"the end of {target}, which begins with colons" + offer(":" * len(target.signs)))
            if target.too_short:
                what = "colons" if signs.startswith(":") else "signs"
                yield Finding(
                    number, f"the end of {{{target.name}}}, which needs more {what} too" + offer(signs + signs[0])
                )
        elif inner is None or not inner.is_code:
            yield from self._stray(number, signs)

    def _closed_by(self, signs: str) -> Fence | None:
        """Return the fence that these signs close: one of just as many if there is one, else the outermost."""
        fitting = [f for f in self.open if f.signs[0] == signs[0] and len(f.signs) <= len(signs)]
        equal = [fence for fence in fitting if fence.signs == signs]
        return equal[-1] if equal else fitting[0] if fitting else None

    def _close(self, number: int) -> None:
        self.open.pop()
        if self._inner:
            self._inner.last = number

    def _closed_later(self, number: int, fence: Fence) -> bool:
        """Return whether a later line would close *fence*, before another of its kind opens."""
        for line in self.lines[number:]:
            match = FENCE.match(line)
            if match and match["info"].startswith(f"{{{fence.name}}}"):
                return False
            if match and not match["info"] and len(match["signs"]) >= len(fence.signs):
                return True
        return False

    def _stray(self, number: int, signs: str) -> Iterator[Finding]:
        inner = self._inner
        if not signs.startswith(":"):
            self.open.append(Fence(number, signs, "", last=number))
        elif inner and (inner.name != "passage" or not self._closed_later(number, inner)):
            yield Finding(number, f"too few colons to close {inner} of line {inner.line}" + offer(inner.signs))
            self._close(number)
        else:
            yield Finding(number, f'"{signs}" closes nothing: no fence of so many colons is open; remove this line')

    def _lookalike(self, number: int, line: str) -> Iterator[Finding]:
        """Report a line that is nearly a directive, and would be printed as text or code."""
        match = LOOKALIKE.match(line)
        near = self._near(match["name"], OURS if len(match["signs"]) < 3 else self.names) if match else ""
        if not match or not (near or len(match["signs"]) > 2):
            return
        message = "this does not open a directive, and would be printed as it stands"
        if len(match["space"].expandtabs()) > 3:
            yield Finding(number, f"{message}: it is indented; move it, and all down to its end, to the left margin")
        elif near:
            signs = match["signs"] if FENCE.match(line) else OURS.get(near, "```")
            yield Finding(number, message + offer(f"{signs}{{{near}}} {match['rest']}".rstrip()))
        else:
            yield Finding(number, f'{message}; there is no directive "{match["name"]}"')

    def _near(self, words: str, names: Sequence[str] | dict[str, str]) -> str:
        """Return the closest match in *names* to the first word, else ""."""
        word = re.search(r"[\w-]+", words)
        return next(iter(difflib.get_close_matches(word[0].lower(), list(names), n=1, cutoff=0.7)), "") if word else ""

    def _unclosed(self, fence: Fence) -> Finding:
        message = f"{fence} that opens in line {fence.line} is not closed; it ends here"
        return Finding(fence.last, message + addition(fence.signs))
