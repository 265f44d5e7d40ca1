"""Lint of a chapter's Markdown before it is parsed: encoding, front matter, fences, options.

A chapter is looked through before MyST-Parser reads it, in the build and in ``make check`` alike.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import nbformat
import yaml
from myst_nb.core.read import MystMetadataParsingError, is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from glossator.config import SettingPath, edition
from glossator.core.quotation import find_all
from glossator.core.text import split_lines
from glossator.lint import cells, dropped, fences, options
from glossator.lint.blocks import ReportLanguages, ReportPrintedBlocks
from glossator.lint.files import without_restructuredtext
from glossator.lint.names import directive_names
from glossator.lint.openings import Openings
from glossator.lint.roles import ReportForeignMarkup
from glossator.lint.settings import yaml_lines
from glossator.messages.warnings import (
    BROKEN_FENCES,
    UNREADABLE_OPTIONS,
    Finding,
    Problem,
    correction,
    keep_unread,
    offer,
    warn,
)
from glossator.notes.passage import sources

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
#: Signs at which Python's `str.splitlines` breaks a line, and Markdown does not.
BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: A line that makes a code cell read a file, and one of which MyST-NB says where it stands.
LOADED, AT_LINE = re.compile(r"\W*load\b"), re.compile(r"at line (\d+)")


def setup_markdown_lint(app: Sphinx) -> None:
    """Connect the lint of Markdown to the build."""
    # Before any cell is run (500), for which every chapter is read.
    app.connect("env-get-outdated", check_encoding, priority=400)
    app.connect("env-get-outdated", check_cells, priority=450)
    app.connect("source-read", check_markdown)
    app.add_transform(ReportForeignMarkup)
    app.add_transform(ReportPrintedBlocks)
    app.add_transform(ReportLanguages)


def check_markdown(app: Sphinx, docname: str, source: list[str]) -> None:
    """Report mistakes in the Markdown of a chapter (event source-read)."""
    for finding in breaks(source[0]):
        warn(Problem.ENCODING, finding.message, (docname, finding.line))
    texts = [text.paragraphs for text in sources(app.env).values()]
    openings = Openings(BREAK.sub(" ", source[0]), lambda words: any(find_all(words, text) for text in texts))
    for finding in openings.findings():
        warn(Problem.OPTION, finding.message, (docname, finding.line))
    text = openings.as_meant()
    kernel = edition(app.config).kernel
    source[0] = without_restructuredtext(replace_invalid_front_matter(options.as_meant(text), kernel))
    for finding in front_matter(text, kernel):
        warn(Problem.FRONT_MATTER, finding.message, (docname, finding.line))
    matter = FRONT_MATTER.match(text)
    # What a substitution holds may look like a fence.
    body = "\n" * matter[0].count("\n") + text[matter.end() :] if matter else text
    broken = fences.findings(body, directive_names())
    for finding in broken:
        warn(Problem.FENCE, finding.message, (docname, finding.line))
    for finding in (*options.findings(text), *cells.findings(text)):
        warn(Problem.OPTION, finding.message, (docname, finding.line))
    for finding in dropped.findings(body) if not broken else ():
        warn(Problem.CONTENT, finding.message, (docname, finding.line))
    # What follows from a mistake that has been reported would be reported as another, with advice that mends nothing.
    app.env.temp_data[BROKEN_FENCES] = bool(broken)
    if broken or fences.has_misnamed(text, directive_names()):
        keep_unread(app.env, "")
    app.env.temp_data[UNREADABLE_OPTIONS] = options.unreadable(options.as_meant(text)) | openings.unreadable()


def breaks(text: str) -> Iterator[Finding]:
    """Yield the lines that Python, and whatever is written in it, would take for several."""
    for number, line in enumerate(split_lines(text), start=1):
        if sign := BREAK.search(line):
            words = unicodedata.name(sign[0], "a control character").lower()
            message = f"a sign that cannot be seen, {words}, would break this line; it stands after: "
            message += line[: sign.start()].strip()[-40:] or "nothing"
            yield Finding(number, message + offer(" ".join(BREAK.split(line)).rstrip()))


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


def check_cells(app: Sphinx, env: Any, added: set[str], changed: set[str], gone: set[str]) -> list[str]:
    """Stop the build before any cell is run if those of a chapter cannot be read, or one of them would load a file."""
    found = False
    for name in sorted(added | changed):
        text = replace_invalid_front_matter(Path(env.doc2path(name)).read_text("utf-8"), edition(app.config).kernel)
        if "{code-cell" in text and (finding := unreadable_cell(text, env.myst_config)):
            warn(Problem.CELL, finding.message, (name, finding.line))
            found = True
    if found:
        sys.exit("Nothing more is read before this is mended.")
    return []


def unreadable_cell(text: str, config: MdParserConfig) -> Finding | None:
    """Return what keeps the cells of a chapter from being read; nothing if all can be.

    The option *load* does: it would print any file of the builder as code of the chapter, whether it runs or not.
    """
    if not is_myst_markdown_notebook(text):
        return None
    try:
        # Not told where the chapter is, MyST-NB refuses to load, with an error that has no public name.
        nbformat.validate(read_myst_markdown_notebook(text, config))
    except MystMetadataParsingError as error:
        match = AT_LINE.search(str(error))
        return Finding(int(match[1]) if match else 1, "the options of this cell cannot be read: they are no YAML")
    except nbformat.ValidationError as error:
        written = next(cells.findings(text), None)
        return written or Finding(1, f"an option of a code cell is not what it must be: {error.message}")
    except Exception:
        line = next((number for number, line in enumerate(split_lines(text), start=1) if LOADED.match(line)), 1)
        return Finding(line, "{code-cell} loads no file, which could be any of the builder; write the code here")
    return None
