"""Lint of the encoding of chapters: UTF-8, byte order marks, signs that break a line unseen."""

from __future__ import annotations

import re
import sys
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from glossator.core.text import split_lines
from glossator.messages.warnings import (
    Finding,
    Problem,
    offer,
    warn,
)

#: Signs at which Python's `str.splitlines` breaks a line, and Markdown does not.
BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def breaks(text: str) -> Iterator[Finding]:
    """Yield the lines that Python, and whatever is written in it, would take for several."""
    for number, line in enumerate(split_lines(text), start=1):
        if sign := BREAK.search(line):
            words = unicodedata.name(sign[0], "a control character").lower()
            message = f"a sign that cannot be seen, {words}, would break this line; it stands after: "
            message += line[: sign.start()].strip()[-40:] or "nothing"
            yield Finding(number, message + offer(" ".join(BREAK.split(line)).rstrip()))


def check_encoding(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], gone: set[str]) -> list[str]:
    """Stop the build before anything is read if a chapter is not in UTF-8, or begins with a byte order mark."""
    paths = [Path(env.doc2path(name)) for name in sorted(added | changed)]
    wrong = {path: line for path in paths if (line := undecodable(path))}
    marked = [path for path in paths if path.read_bytes().startswith(BOM_UTF8)]
    for path, line in wrong.items():
        message = "the file is not in UTF-8 from here on; choose this encoding in your editor, and save it again"
        warn(Problem.ENCODING, message, f"{path}:{line}")
    for path in marked:
        message = "a byte order mark stands before the first line, and hides it; save the file as UTF-8 without BOM"
        warn(Problem.ENCODING, message, f"{path}:1")
    if wrong or marked:
        sys.exit("Nothing more is read before this is mended.")
    return []


def undecodable(path: Path) -> int:
    """Return the first line of a file that is not in UTF-8, counted from 1; 0 where there is none."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 0
