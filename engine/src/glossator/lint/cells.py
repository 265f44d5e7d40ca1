"""Lint of the options of code cells: a tag or an option that nothing reads would be passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossator.core.nearest import name_near
from glossator.core.text import split_lines
from glossator.messages.warnings import Finding, correction

OPENING = re.compile(r"\s*(?:`{3,}|~{3,}|:{3,})\s*\{code-cell\}")
OPTION = re.compile(r"(?P<colon>:?)(?P<name>[\w-]+):(?P<value>\s.*|)$")
TAG = re.compile(r"[\w-]+")
#: Tags that change what is printed; others are the author's own.
TAGS = (
    *("hide-input", "hide-output", "hide-cell", "remove-input", "remove-output", "remove-cell", "remove-stdout"),
    *("remove-stderr", "raises-exception", "skip-execution", "full-width", "margin"),
)


def findings(text: str) -> Iterator[Finding]:
    """Yield tags, and the option *tags*, that are spelt nearly as those that are read; lines are counted from 1."""
    for number, line in _options(text):
        option = OPTION.match(line)
        if option and option["name"] in ("tag", "Tags", "Tag"):
            wrong = f"{option['colon']}{option['name']}:"
            message = f'the option "{option["name"]}" of a cell is read by nothing'
            yield Finding(number, message + correction(wrong, f"{option['colon']}tags:"))
        if option and option["name"] == "tags":
            value = option["value"].strip()
            if re.fullmatch(r"[A-Za-z][\w-]*", value):
                message = "the tags of a cell are a list, in square brackets"
                yield Finding(number, message + correction(f"tags: {value}", f"tags: [{value}]"))
                continue
            for tag in TAG.findall(value):
                near = name_near(tag.lower().replace("_", "-"), TAGS)
                if near and near != tag:
                    yield Finding(number, f'the tag "{tag}" changes nothing' + correction(tag, near))


def _options(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines between the opening of a cell and its code: each begins with a colon, or all stand in ``---``."""
    inside, block = False, False
    for number, line in enumerate(split_lines(text), start=1):
        if OPENING.match(line):
            inside, block = True, False
        elif inside and line.strip() == "---":
            inside, block = not block, not block
        elif inside and (block or line.startswith(":")):
            yield number, line
        else:
            inside = False
