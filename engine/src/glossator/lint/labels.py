"""The labels of a directive as they are written: lost with it where it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossator.core.text import split_lines
from glossator.lint.fences import FENCE

#: A label above something, or as an option of a directive.
LABEL = re.compile(r"\s*(?:\((?P<above>[^()\s]+)\)=|:?(?:name|label):\s+(?P<option>\S+))\s*$")


def labels_below(text: str, line: int) -> Iterator[str]:
    """Yield the labels, in small letters, within the fence that opens in *line* (from 1) or is open there."""
    lines = split_lines(text)
    first = next(
        (number for number in range(line, 0, -1) if number <= len(lines) and FENCE.match(lines[number - 1])), 0
    )
    opening = FENCE.match(lines[first - 1]) if first else None
    for words in lines[first:] if opening else ():
        match = FENCE.match(words)
        if opening and match and not match["info"] and match["signs"].startswith(opening["signs"]):
            return
        if label := LABEL.match(words):
            yield (label["above"] or label["option"]).lower()
