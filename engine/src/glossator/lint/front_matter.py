"""Lint of the front matter of a chapter: YAML, fields, settings of MyST-Parser; and what replaces a wrong one."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import yaml

from glossator.config import SettingPath
from glossator.core.text import split_lines
from glossator.lint.settings import yaml_lines
from glossator.messages.warnings import (
    Finding,
    correction,
    offer,
)

FRONT_MATTER = re.compile(r"---\s*\n(?P<yaml>.*?)^---\s*$", re.MULTILINE | re.DOTALL)
#: What may stand in it: the notebook's own, what the edition prints, and what Sphinx, MyST and Jupytext know.
KEYS = ("file_format", "kernelspec", "description", "themes", "objectives", "orphan", "jupytext", "myst")
#: What of the settings of MyST-Parser a chapter has for itself; its extensions that only add to what Markdown can say.
#: Task lists and struck words are the engine's own (markup/extensions.py), and the book's to switch on.
MYST_KEYS = ("enable_extensions", "substitutions")
MYST_EXTENSIONS = (
    *("amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "linkify"),
    *("replacements", "smartquotes", "substitution"),
)
BOOK_EXTENSIONS = ("strikethrough", "tasklist")


@lru_cache
def front_matter(text: str, kernel: str) -> tuple[Finding, ...]:
    """Return what is wrong with the front matter of a chapter, whose code is to run in *kernel*."""
    return tuple(_front_matter(text, kernel))


def _front_matter(text: str, kernel: str) -> Iterator[Finding]:
    match = FRONT_MATTER.match(text.lstrip())
    if match and not text.startswith("---"):
        yield Finding(1, "front matter begins in the first line of a chapter; remove the empty lines above it")
    if not text.startswith("---"):
        return
    if not match:
        yield Finding(1, "the front matter that opens here is not closed; below it stands a line ---")
        return
    try:
        about = yaml.safe_load(match["yaml"])
    except (ValueError, RecursionError, yaml.reader.ReaderError):
        yield Finding(2, "the front matter holds a sign that cannot be seen, a day of no calendar or too many brackets")
        return
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        tab = any(words.lstrip(" ").startswith("\t") for words in split_lines(match["yaml"])[line : line + 1])
        hint = "no line begins with a tab" if tab else "text with a colon stands in quotes"
        yield Finding(line + 2, f"the front matter is not YAML: {error.problem}; {hint}")
        return
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(match["yaml"])):
        yield Finding(2, "the front matter repeats nothing by * and &; write each value where it belongs")
        return
    if not isinstance(about, dict):
        yield Finding(2, "the front matter has lines of the form name: value; remove it where it says nothing")
        return
    yield from _twice(match["yaml"])
    yield from _fields(split_lines(match["yaml"]), about)
    yield from _notebook(split_lines(match["yaml"]), about, kernel)


def _fields(lines: list[str], about: dict[str, Any]) -> Iterator[Finding]:
    for key in about:
        if key not in KEYS:
            # "mystnb" is as near to "myst" as a word can be, and means another thing.
            near = difflib.get_close_matches(str(key), [each for each in KEYS if each != "myst"], n=1)
            message = f'front matter has no field "{key}"; the fields are: {", ".join(KEYS)}'
            if key == "title":
                message = 'front matter has no "title": that of a chapter is its heading, # and the words'
            yield Finding(_line(lines, f"{key}:"), message + (correction(f"{key}:", f"{near[0]}:") if near else ""))
    for key in ("themes", "objectives"):
        if key in about and not isinstance(about[key], list):
            yield Finding(_line(lines, f"{key}:"), f"{key} is a list, one line for each, with a hyphen before it")
            continue
        yield from _items(lines, key, about.get(key, ()))
    if not isinstance(about.get("description", ""), str):
        yield Finding(_line(lines, "description:"), "description is one piece of text; it stands in quotes")
    if "myst" in about:
        yield from _myst(lines, about["myst"])


def _myst(lines: list[str], own: object) -> Iterator[Finding]:
    """Yield what a chapter sets for MyST-Parser and may not: some of it names files, or runs what it is given."""
    line = _line(lines, "myst:")
    if not isinstance(own, dict):
        yield Finding(line, f"myst has lines of the form name: value, indented below it: {', '.join(MYST_KEYS)}")
        return
    for key in own:
        if key not in MYST_KEYS:
            near = difflib.get_close_matches(str(key), MYST_KEYS, n=1)
            message = f'a chapter sets no "{key}" below myst; what it sets is: {", ".join(MYST_KEYS)}'
            hint = correction(f"{key}:", f"{near[0]}:") if near else ""
            yield Finding(_line([each.strip() for each in lines], f"{key}:"), message + hint)
    asked = own.get("enable_extensions", [])
    for name in asked if isinstance(asked, list) else [asked]:
        if not isinstance(asked, list) or name not in MYST_EXTENSIONS:
            message = f'enable_extensions has "{name}"; it is a list of these: {", ".join(MYST_EXTENSIONS)}'
            message += f"; {name} is for the whole book, in _config.yml" if name in BOOK_EXTENSIONS else ""
            near = difflib.get_close_matches(str(name), MYST_EXTENSIONS, n=1)
            hint = correction(str(name), near[0]) if near and isinstance(asked, list) else ""
            place = [number for number, words in enumerate(lines, start=2) if str(name) in words]
            yield Finding(place[0] if place else line, message + hint)
    if not isinstance(own.get("substitutions", {}), dict):
        yield Finding(line, "substitutions has lines of the form name: value, indented below it")


def _twice(text: str) -> Iterator[Finding]:
    """Yield the fields that stand there once more."""
    seen: dict[SettingPath, int] = {}
    for path, line in yaml_lines(text):
        if seen.setdefault(path, line) != line:
            message = f'"{path[-1]}" stands in line {seen[path] + 1} already; remove one of the two'
            yield Finding(line + 1, message)


def _notebook(lines: list[str], about: dict[str, Any], kernel: str) -> Iterator[Finding]:
    """Yield what would keep a chapter with code from being read as a notebook."""
    spec = about.get("kernelspec", {"name": kernel})
    if not isinstance(spec, dict) or spec.get("name") != kernel:
        line = _line(lines, "kernelspec:")
        yield Finding(line + 1, f"the code of this edition runs in the kernel {kernel}" + offer(f"  name: {kernel}"))
    if about.get("file_format", "mystnb") != "mystnb":
        message = f'"{about["file_format"]}" is not the format of a notebook'
        yield Finding(_line(lines, "file_format:"), message + offer("file_format: mystnb"))


def _items(lines: list[str], key: str, items: Sequence[Any]) -> Iterator[Finding]:
    """Yield the items of a list that YAML reads as something other than text."""
    first = _line(lines, f"{key}:")
    written = [number for number in range(first + 1, len(lines) + 2) if lines[number - 2].lstrip().startswith("-")]
    for number, item in zip_longest(written[: len(items)], items):
        if not isinstance(item, str):
            before, _, words = lines[number - 2].partition("- ") if number else ("", "", "")
            hint = offer(f"{before}- {json.dumps(words, ensure_ascii=False)}") if words else ""
            yield Finding(number or first, f"an item of {key} that is no text, or has a colon, stands in quotes{hint}")


def _line(lines: list[str], start: str) -> int:
    """Return the line of the file, in which the front matter begins with the second."""
    return next((number for number, line in enumerate(lines, start=2) if line.startswith(start)), 1)


def replace_invalid_front_matter(text: str, kernel: str) -> str:
    """Return *text* with front matter that can be read, in as many lines.

    What cannot be read would stop the build with an error that names no file; so all else is checked too.
    """
    if not front_matter(text, kernel):
        return text
    match = FRONT_MATTER.match(text.lstrip())
    if not match:
        return text.replace("---", "   ", 1)
    end = text.index(match[0]) + len(match[0])
    if not match["yaml"].strip():
        return "\n" * text.count("\n", 0, end) + text[end:]
    empty = "\n" * (text.count("\n", 0, end) - 2)
    kept = json.dumps({"file_format": "mystnb", "kernelspec": {"name": kernel}, "myst": _valid_myst(match["yaml"])})
    return f"---\n{kept}\n{empty}---" + text[end:]


def _valid_myst(matter: str) -> dict[str, Any]:
    """Return what can be kept of a chapter's settings of MyST-Parser, that one wrong name does not undo all others."""
    try:
        own = yaml.safe_load(matter)["myst"]
        asked, values = own.get("enable_extensions"), own.get("substitutions")
    except (ValueError, RecursionError, yaml.YAMLError, LookupError, TypeError, AttributeError):
        return {}
    return {
        "enable_extensions": [name for name in MYST_EXTENSIONS if isinstance(asked, list) and name in asked],
        "substitutions": {str(key): str(words) for key, words in values.items()} if isinstance(values, dict) else {},
    }
