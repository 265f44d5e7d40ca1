"""Lint of the form of ``_toc.yml``: what sphinx-external-toc stops at, or Sphinx does with an error of Python.

Whatever is wrong is told at its line, with what is expected, before anything reads the file; nothing can be read then.
Whether its chapters are there is another question (`project`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx_external_toc.parsing import FILE_FORMATS, TOCTREE_OPTIONS, FileFormat

from glossator.config import SettingPath
from glossator.core.addresses import SCHEME
from glossator.core.nearest import name_near
from glossator.core.text import split_lines
from glossator.jupyter_book import CONTENTS
from glossator.lint.settings import yaml_lines
from glossator.messages.warnings import Finding, Problem, correction, warn

#: What an entry may be: the name of a chapter, a pattern of names, or a link.
ENTRIES = ("file", "glob", "url")
#: How the parts and the entries of a list of contents are called, in one format or another.
LISTS = ("parts", "chapters", "sections", "subtrees", "entries")
TEXT = ("text, in quotes if it looks like a number", lambda value: isinstance(value, str) and bool(value.strip()))
SWITCH = ("true or false", lambda value: isinstance(value, bool))
NUMBER = ("a number", lambda value: type(value) is int)
#: Key -> what is expected of its value, in words, and whether a value is that.
FORMS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    **dict.fromkeys(("root", "file", "glob", "title", "caption"), TEXT),
    "url": (
        "an address that begins with https:// or http://",
        lambda value: isinstance(value, str) and bool(SCHEME.match(value)),
    ),
    **dict.fromkeys(("hidden", "reversed", "titlesonly"), SWITCH),
    "maxdepth": NUMBER,
    "numbered": ("true, false, or how deep numbers go", lambda value: isinstance(value, int)),
}


def check_form(app: Sphinx, config: Config) -> None:
    """Stop before a list of contents is read that cannot be, and tell all that is wrong with it."""
    # A pattern that no file has is told at its line (`project`), not in the page where its list would stand.
    config.suppress_warnings = [*config.suppress_warnings, "etoc.glob"]
    place = Path(app.srcdir) / CONTENTS
    try:
        findings = sorted(form_findings(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, yaml.YAMLError):  # which is reported by what reads it
        return
    for finding in findings:
        warn(Problem.TOC, finding.message, f"{place}:{finding.line}")
    if findings:
        sys.exit("Nothing more is read before this is mended.")


def form_findings(text: str) -> Iterator[Finding]:
    """Yield what is wrong with the form of a list of contents; raises yaml.YAMLError for what is no YAML."""
    contents = yaml.safe_load(text)
    if not isinstance(contents, dict):
        yield Finding(1, "a list of contents has lines of the form name: value, first format: jb-book and root: index")
        return
    written = contents.get("format", "default")
    if not isinstance(written, str) or written not in FILE_FORMATS:
        near = name_near(str(written), FILE_FORMATS)
        hint = correction(str(written), near) if near else ""
        yield Finding(_Form(text).line(("format",)), f'there is no format "{written}"; write jb-book{hint}')
        return
    yield from _Form(text, FILE_FORMATS[written]).document(contents, (), 0)


class _Form:
    """The form of one file: its lines, what its parts are called, and the chapters that it has named."""

    def __init__(self, text: str, form: FileFormat = FILE_FORMATS["jb-book"]) -> None:
        self.texts = split_lines(text)
        self.lines: dict[SettingPath, int] = {}
        for path, line in yaml_lines(text):
            self.lines.setdefault(path, line)
        self.form = form
        self.named: dict[str, int] = {}

    def line(self, path: SettingPath) -> int:
        """Return the line of a key or an entry; that of what it stands in where it has none."""
        return next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), 1)

    def document(self, written: Mapping[Any, Any], path: SettingPath, depth: int) -> Iterator[Finding]:
        """Yield what is wrong with a chapter, or with the whole file, and with what is below it."""
        trees, items = self.form.get_subtrees_key(depth), self.form.get_items_key(depth)
        first = ("format", "root", "defaults", "meta") if not path else ("file",)
        yield from self._keys(written, path, (*first, "title", "options", trees, items))
        yield from self._name(written, path, "file" if path else "root")
        options = {"options": TOCTREE_OPTIONS, **({"defaults": TOCTREE_OPTIONS} if not path else {})}
        for name, allowed in options.items():
            if name in written:
                yield from self._options(written[name], (*path, name), allowed)
        if trees in written and items in written:
            message = f"{trees}: and {items}: cannot stand side by side; put these {items} into one of the {trees}"
            yield Finding(self.line((*path, items)), message)
        elif trees in written:
            for number, tree in enumerate(self.listed(written[trees])):
                yield from self._tree(tree, (*path, trees, number), items, depth)
            yield from self._list(written[trees], (*path, trees))
        elif items in written:
            yield from self._entries(written[items], (*path, items), depth)

    def _tree(self, tree: object, path: SettingPath, items: str, depth: int) -> Iterator[Finding]:
        if not isinstance(tree, Mapping):
            yield Finding(self.line(path), f"a part has lines of the form name: value, one of them {items}:")
            return
        yield from self._keys(tree, path, (*TOCTREE_OPTIONS, items))
        if items in tree:
            yield from self._entries(tree[items], (*path, items), depth)
        elif not any(name in tree for name in LISTS):
            yield Finding(self.line(path), f"this part has no {items}: below it")

    def _entries(self, written: object, path: SettingPath, depth: int) -> Iterator[Finding]:
        yield from self._list(written, path)
        for number, entry in enumerate(self.listed(written)):
            here = (*path, number)
            kinds = [name for name in ENTRIES if isinstance(entry, Mapping) and name in entry]
            if not isinstance(entry, Mapping) or len(kinds) != 1:
                found = f"has {' and '.join(kinds)}" if kinds else "is none"
                expected = "- file: chapters/name, - glob: chapters/*, or - url: https://… with a title: below it"
                yield Finding(self.line(here), f"an entry of the list {found}; expected {expected}")
            elif kinds == ["file"]:
                yield from self.document(entry, here, depth + 1)
            else:
                yield from self._keys(entry, here, (kinds[0], "title") if kinds == ["url"] else kinds)

    def _keys(self, written: Mapping[Any, Any], path: SettingPath, allowed: Any) -> Iterator[Finding]:
        """Yield the keys that mean nothing here, and values that none of them can have."""
        for name, value in written.items():
            here = (*path, str(name))
            if name not in allowed:
                yield self._unknown(str(name), here, [each for each in allowed if each not in written])
            elif name in FORMS and not FORMS[name][1](value):
                shown = "empty" if value is None else f'"{value}"' if isinstance(value, str | int) else "a list"
                yield Finding(self.line(here), f"{name} is {shown}; expected {FORMS[name][0]}")

    def _unknown(self, name: str, path: SettingPath, allowed: list[str]) -> Finding:
        line = self.line(path)
        lists = [each for each in allowed if each in LISTS]
        if name in LISTS and self.form is FILE_FORMATS["default"]:
            message = f'nothing reads "{name}" where no format is named; write format: jb-book in the first line'
            return Finding(line, message)
        meant = lists[-1] if name in LISTS and lists else name_near(name, allowed)
        message = f'nothing reads "{name}" here; there are: {", ".join(allowed)}'
        alone = meant and self.texts[line - 1].count(name) == 1
        return Finding(line, message + (correction(name, meant) if alone else ""))

    def _options(self, written: object, path: SettingPath, allowed: Any) -> Iterator[Finding]:
        if isinstance(written, Mapping):
            yield from self._keys(written, path, allowed)
        else:
            yield Finding(self.line(path), f"{path[-1]} needs lines of the form name: value, indented below it")

    def _name(self, written: Mapping[Any, Any], path: SettingPath, key: str) -> Iterator[Finding]:
        """Report a chapter that stands in the list twice, and a list without its first page."""
        line = self.line((*path, key))
        if key not in written:
            yield Finding(line, f"{key}: is missing, which names the first page, such as root: index")
        elif isinstance(name := written[key], str):
            if "\\" in name:
                yield Finding(line, f'"{name}" has \\ between folders; write {name.replace(chr(92), "/")}')
            plain = name.removesuffix(".md")
            if self.named.setdefault(plain, line) != line:
                yield Finding(line, f'"{name}" stands in line {self.named[plain]} already; a chapter has one place')

    def _list(self, written: object, path: SettingPath) -> Iterator[Finding]:
        if not isinstance(written, list) or not written:
            yield Finding(self.line(path), f"{path[-1]}: needs entries below it, such as - file: chapters/name")

    @staticmethod
    def listed(written: object) -> list[Any]:
        """Return a list; an empty one for what is none, which has been reported."""
        return written if isinstance(written, list) else []
