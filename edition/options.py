"""The options of an annotation, line by line: what is not written as one would be lost, or printed with the note."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.fences import Finding
from edition.warn import offer

OPENING = re.compile(r"\s*:{3,}\s*\{annotation\}")
WRITTEN = re.compile(r"\s*:(?P<name>[\w-]+):(\s|$)")
#: Nearly an option: a colon is missing, or is the Chinese one.
MEANT = re.compile(
    r"\s*(?P<before>[:：]?)\s*(?P<name>kind|certainty|name)\s*(?P<after>[:：]?)\s*(?P<value>[\w-]+)\s*", re.I
)


def findings(text: str) -> Iterator[Finding]:
    """Yield the lines of a chapter that were meant to be options of an annotation and are not."""
    place = "elsewhere"
    for number, line in enumerate(text.splitlines(), start=1):
        if OPENING.match(line):
            place = "options"
        elif line.lstrip().startswith(":::"):
            place = "elsewhere"
        elif place == "options":
            meant = None if WRITTEN.match(line) else MEANT.fullmatch(line)
            if meant and (meant["before"] or meant["after"]):
                proper = f":{meant['name'].lower()}: {meant['value']}"
                yield Finding(number, "this is not an option: it has a colon before and after its name" + offer(proper))
            elif not WRITTEN.match(line):
                place = "note"
        if place == "note" and (late := WRITTEN.match(line)) and late["name"] in {"kind", "certainty", "name"}:
            message = f"the option {late['name']} comes too late; options stand directly below the opening line"
            yield Finding(number, f"{message}, without an empty line between")
