"""A .bib parser on pybtex's that recovers from errors and keeps the line of each entry and field.

pybtex stops at the first mistake and tells it in the words of its grammar ("'}' expected"). Its parser is used by
subclassing (``pybtex.database.input.bibtex.LowLevelParser``); only what it says is our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PrematureEOF
from pybtex.textutils import normalize_whitespace
from pybtex.utils import CaseInsensitiveDict

from glossator.citations.dates import MONTHS
from glossator.core.text import split_lines
from glossator.messages.warnings import Finding, addition, correction, offer

ENTRY = re.compile(r"^[ \t]*@\w+\s*[{(]", re.MULTILINE)
FIELD = re.compile(r"^\s*(?P<name>[A-Za-z][\w-]*)\s*=\s*(?P<value>.*?)\s*,?\s*$")
#: The first line of an entry in the format of EndNote and of publishers' pages.
RIS = re.compile(r"^TY {1,2}- ", re.MULTILINE)
#: A value that has swallowed the next field.
SWALLOWED = re.compile(r"\n\s*[A-Za-z]+\s*=\s*[{\"\d]")


class Field(NamedTuple):
    """A field of an entry, with the line in which it begins."""

    name: str  #: in small letters
    value: str
    line: int


@dataclass
class RawEntry:
    """An entry before its names are parsed."""

    type: str  #: in small letters
    key: str
    line: int
    fields: list[Field]
    whole: bool = True  #: whether all of it could be read

    def get(self, *names: str) -> Field | None:
        """Return the first field of one of these names, if it is there and not empty."""
        found = (each for name in names for each in self.fields if each.name == name and each.value)
        return next(found, None)


@dataclass
class BibText:
    """The content of a .bib file: its entries, and the mistakes in its syntax."""

    entries: list[RawEntry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_bib(text: str) -> BibText:
    """Return the entries of the text of a .bib file, and the mistakes in its syntax."""
    read = BibText()
    if match := RIS.search(text):
        message = "this is RIS, which nothing reads here; export the work as BibTeX or BibLaTeX"
        read.findings.append(Finding(text.count("\n", 0, match.start()) + 1, message))
    parser = _Parser(text, read.findings)
    for command, content in parser:
        if command.lower() in {"string", "preamble"} or content[0] is None:
            continue
        key, values = content
        pairs = zip(values, parser.lines, strict=False)
        fields = [Field(name.lower(), normalize_whitespace("".join(parts)), line) for (name, parts), line in pairs]
        read.entries.append(RawEntry(command.lower(), key, parser.line, fields, whole=not parser.given_up))
    return read


class _Parser(LowLevelParser):  # type: ignore[misc]
    """pybtex's parser, which tells the lines of an entry and of its fields, and reports every mistake it meets."""

    def __init__(self, text: str, findings: list[Finding]) -> None:
        super().__init__(text, macros=CaseInsensitiveDict(month_names))
        self.findings = findings
        self.line = 0  #: of the entry that is read
        self.lines: list[int] = []  #: of its fields
        self.given_up = False  #: whether a mistake in it has been reported

    def parse_command(self) -> Iterator[Any]:
        self.line, self.lines, self.given_up = self.lineno, [], False
        return super().parse_command()  # type: ignore[no-any-return]

    def parse_field(self) -> None:
        self.eat_whitespace()
        line, start = self.lineno, self.pos
        super().parse_field()
        if self.current_field_name and self.current_value:
            self.lines.append(line)
            if SWALLOWED.search(self.text, start, self.pos):
                self._report_open(line)
                self._give_up(start)

    def substitute_macro(self, name: str) -> str:
        """Return the value of a macro; report an undefined one, and return its name."""
        if name in self.macros:
            return str(self.macros[name])
        line = split_lines(self.text)[self.lineno - 1]
        match = FIELD.match(line)
        value = match["value"] if match else name
        hint = offer(line.replace(value, f"{{{value.strip('“”„‘’')}}}", 1)) if match and "{" not in value else ""
        known = "; a month is jan, feb … dec, or stands in braces too" if name.lower()[:3] in _MONTHS else ""
        self._report(self.lineno, f'the value "{name}" stands neither in braces nor in quotation marks{known}{hint}')
        return name

    def handle_error(self, error: Exception) -> None:
        """Report a mistake in the syntax in words, and go on with the next entry."""
        if self.given_up:
            return
        if self.current_field_name and (isinstance(error, PrematureEOF) or "unbalanced braces" in str(error)):
            self._report_open(self._field_line())
            self._give_up(self.command_start)
        else:
            self._report_syntax()
            # In the next line that begins an entry, which may be this one, but never the one that is read.
            self._give_up(max(self.command_start, self.text.rfind("\n", 0, self.pos)))

    def _field_line(self) -> int:
        lines = split_lines(self.text)
        name = re.compile(rf"\s*{re.escape(self.current_field_name or '')}\s*=")
        found = (number for number in range(self.line, len(lines) + 1) if name.match(lines[number - 1]))
        return next(found, self.line) if self.current_field_name else self.line

    def _report_open(self, line: int) -> None:
        words = split_lines(self.text)[line - 1]
        match = FIELD.match(words)
        if match and words.count("{") == words.count("}") + 1:
            message = f'the brace of the field "{match["name"]}" is not closed'
            self._report(line, message + offer(words.rstrip().removesuffix(",") + "},"))
        else:
            self._report(line, f'a brace or quotation mark that opens here, in the entry "{self._key}", is not closed')

    @property
    def _key(self) -> str:
        return str(self.current_entry_key or "")

    def _report_syntax(self) -> None:
        """Report a syntax error in plain words; pybtex's are those of its grammar ("'}' expected")."""
        lines = split_lines(self.text)
        here = lines[self.lineno - 1] if self.lineno <= len(lines) else ""
        last = next((n for n in range(self.lineno - 1, self.line - 1, -1) if lines[n - 1].strip()), self.line)
        before = lines[last - 1].rstrip()
        if not self._key:
            self._report_opening(lines[self.line - 1])
        elif self.lineno == self.line and "=" not in here:
            wrong = re.search(r"[{(]\s*([^,]*),", here)
            key = re.sub(r"\s+", "", wrong[1]) if wrong else ""
            hint = correction(wrong[1], key) if wrong and key != wrong[1] else ""
            self._report(self.line, f"a key holds no blank, and a comma follows it{hint}")
        elif (ENTRY.match(here) and self.lineno > self.line) or not here.strip():
            message = f'the entry "{self._key}", which begins in line {self.line}, is not closed'
            self._report(last, message + addition("}"))
        elif FIELD.match(here) and FIELD.match(before) and not before.endswith(","):
            self._report(last, "a comma is missing at the end of this field" + offer(before + ","))
        else:
            match = FIELD.match(here)
            value = match["value"].strip("“”„‘’") if match else ""
            hint = offer(re.sub(r"=\s*.*$", f"= {{{value}}},", here)) if value and "{" not in value else ""
            self._report(self.lineno, f"a field is written as: name = {{words}}, with a comma at its end{hint}")

    def _report_opening(self, line: str) -> None:
        if ENTRY.match(line):
            self._report(self.line, "this entry has no key: after its type and { stands a key, and a comma")
        elif match := re.match(r"\s*@(\w+)", line):
            self._report(self.line, f"after @{match[1]} stands {{, then the key of the work, and a comma")
        # Any other @ stands between entries, where bibtex reads nothing.

    def _report(self, line: int, message: str) -> None:
        if all(line != finding.line for finding in self.findings[-1:]):
            self.findings.append(Finding(line, message))

    def _give_up(self, place: int) -> None:
        """Recover: skip to the first entry that begins after *place*."""
        self.given_up = True
        following = ENTRY.search(self.text, place + 1)
        self.pos = following.start() if following else self.end_pos
        self.lineno = self.text.count("\n", 0, self.pos) + 1


_MONTHS = {name[:3] for name in MONTHS}
