"""Settings of an edition: typed, checked, and documented in one place.

They stand under ``sphinx: config: glossator:`` in ``_config.yml``, or as ``glossator = {...}`` in ``conf.py``; all have
defaults. What Sphinx has a setting for (title, author, copyright, language, address) is said there, and only there.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config

from glossator.lint.warnings import Problem, correction, warn

NAME = "glossator"
#: Where the settings stand in ``_config.yml``.
PATH = ("sphinx", "config", NAME)
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Kind:
    """A kind of note."""

    id: str  #: what authors write after ``:kind:``
    label: str = ""  #: what readers see; without one, the id with a capital letter
    colour: str = "#5f5a52"  #: on a light page
    dark: str = "#aea89d"  #: on a dark page


@dataclass(frozen=True)
class Certainty:
    """How sure a note is; the first of an edition is the strongest."""

    id: str  #: what authors write after ``:certainty:``
    label: str = ""  #: what readers see; without one, the id


@dataclass(frozen=True)
class Licence:
    """Under which licence the notes are."""

    name: str = "CC BY 4.0"
    url: str = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Tables:
    """Tables of ``data/`` with a role of their own."""

    glossary: str = "glossary"  #: what ``{term}`` leads to
    parallels: str = "parallels"  #: what ``{parallels}`` and the topics of ``{notes-index}`` are made from


KINDS = (
    Kind("context", colour="#3a5f86", dark="#8fb8e4"),
    Kind("wording", colour="#6d4a94", dark="#c5a5ea"),
    Kind("comparison", colour="#1f6d6d", dark="#7fcfcf"),
    Kind("outcome", colour="#38702f", dark="#97cf8c"),
    Kind("evidence", colour="#855307", dark="#e2b563"),
    Kind("question", colour="#a83248", dark="#f297a6"),
)
CERTAINTIES = (Certainty("fact"), Certainty("inference"), Certainty("contested"))


@dataclass(frozen=True)
class Edition:
    """All settings of one edition."""

    version: str = "1.0.0"  #: of the edition; the version of the engine is another
    author_is: str = "institution"  #: what Sphinx's ``author`` names: ``institution`` or ``person``
    licence: Licence = Licence()
    about: str = ""  #: the page about the edition, such as ``chapters/about``; the footer leads there
    kinds: tuple[Kind, ...] = KINDS
    certainties: tuple[Certainty, ...] = CERTAINTIES
    kernel: str = "python3"  #: in which code cells run
    tables: Tables = field(default_factory=Tables)

    def kind(self, name: str) -> Kind:
        """Return a kind by its id; the first for an id that there is not, which has been reported."""
        return next((kind for kind in self.kinds if kind.id == name), self.kinds[0])

    def certainty(self, name: str) -> Certainty:
        """Return a certainty by its id; the first for an id that there is not, which has been reported."""
        return next((certainty for certainty in self.certainties if certainty.id == name), self.certainties[0])


def setup_config(app: Sphinx) -> None:
    """Register the settings, and report what is wrong with them before anything is read."""
    app.add_config_value(NAME, {}, "env", types=(dict,))
    app.connect("config-inited", report_settings)


def edition(config: Config) -> Edition:
    """Return the settings of an edition, with defaults in place of what is wrong."""
    return _parsed(json.dumps(config[NAME], sort_keys=True, default=str))[0]


def report_settings(app: Sphinx, config: Config) -> None:
    """Report every setting that does not exist or cannot be, at its line."""
    for path, message in _parsed(json.dumps(config[NAME], sort_keys=True, default=str))[1]:
        file, line = _place(app, path)
        warn(Problem.SETTING, message, f"{file}:{line}")


Finding = tuple[tuple[str | int, ...], str]


@lru_cache
def _parsed(written: str) -> tuple[Edition, tuple[Finding, ...]]:
    found: list[Finding] = []
    settings = _make(Edition, json.loads(written), (), found)
    return settings, tuple(found)


def _make(kind: type[Any], values: Any, path: tuple[str | int, ...], found: list[Finding]) -> Any:
    """Return a dataclass made of a mapping; add what is wrong to *found*."""
    if not isinstance(values, Mapping):
        found.append((path, f"{_name(path)} has lines of the form name: value"))
        return kind() if kind is not Kind and kind is not Certainty else None
    known = {each.name for each in fields(kind)}
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            hint = correction(f"{name}:", f"{near[0]}:") if near else ""
            message = f'there is no setting "{_name((*path, name))}"; there are: {", ".join(sorted(known))}{hint}'
            found.append(((*path, name), message))
    taken = {name: _value(name, value, (*path, name), found) for name, value in values.items() if name in known}
    return kind(**{name: value for name, value in taken.items() if value is not None})


def _value(name: str, value: Any, path: tuple[str | int, ...], found: list[Finding]) -> Any:
    """Return a setting as its type; None, with a finding, for what cannot be."""
    if name in NESTED:
        return _make(NESTED[name], value, path, found)
    if name in LISTS:
        return _list(LISTS[name], value, path, found)
    expected, fits = FORMS.get(name, TEXT)
    if isinstance(value, str) and fits(value):
        return value
    found.append((path, f'{_name(path)} is "{value}"; expected {expected}'))
    return None


def _list(kind: type[Any], values: Any, path: tuple[str | int, ...], found: list[Finding]) -> Any:
    """Return a tuple of kinds or certainties."""
    if not isinstance(values, list) or not values:
        found.append((path, f"{_name(path)} is a list of at least one, each with an id"))
        return None
    made, ids = [], set()
    for number, each in enumerate(values):
        place = (*path, number)
        identifier = each.get("id") if isinstance(each, Mapping) else None
        if not isinstance(identifier, str) or not IDENTIFIER.fullmatch(identifier) or identifier in ids:
            found.append((place, f"each of {_name(path)} has an id of its own: small letters, digits and hyphens"))
            continue
        ids.add(identifier)
        made.append(_make(kind, each, place, found))
    return tuple(made) or None


def _name(path: tuple[str | int, ...]) -> str:
    return ".".join([NAME, *(str(part) for part in path if not isinstance(part, int))])


NESTED: dict[str, type[Any]] = {"licence": Licence, "tables": Tables}
LISTS: dict[str, type[Any]] = {"kinds": Kind, "certainties": Certainty}
#: Setting -> what is expected of it, in words, and whether a text is that.
FORMS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "id": ("small letters, digits and hyphens", lambda text: bool(IDENTIFIER.fullmatch(text))),
    "colour": ("a colour such as #3a5f86, in quotes", lambda text: bool(COLOUR.fullmatch(text))),
    "dark": ("a colour such as #8fb8e4, in quotes", lambda text: bool(COLOUR.fullmatch(text))),
    "url": ("an address that begins with https:// or http://", lambda text: bool(ADDRESS.fullmatch(text))),
    "author_is": ("institution or person", lambda text: text in ("institution", "person")),
    "version": ('a version in quotes, such as "1.0.0"', lambda text: bool(re.fullmatch(r"\d+(\.\d+)*\S*", text))),
}
TEXT: tuple[str, Callable[[str], bool]] = ("text, in quotes if it looks like a number", lambda text: bool(text.strip()))


def _place(app: Sphinx, path: tuple[str | int, ...]) -> tuple[Path, int]:
    """Return the file and the line of a setting, as near as can be told."""
    conf = Path(app.confdir) / "conf.py"
    file = Path(app.srcdir) / "_config.yml"
    if file.is_file() and NAME in file.read_text(encoding="utf-8"):
        return file, _line_in_yaml(file, path)
    words = str(path[-1]) if path else NAME
    lines = conf.read_text(encoding="utf-8").splitlines() if conf.is_file() else []
    return conf, next((number for number, line in enumerate(lines, start=1) if re.search(rf"\b{words}\b", line)), 1)


def _line_in_yaml(file: Path, path: tuple[str | int, ...]) -> int:
    node = yaml.compose(file.read_text(encoding="utf-8"))
    line = 1
    for part in (*PATH, *path):
        found = next(((key, value) for key, value in _children(node) if key == part), None)
        if found is None:
            break
        (line, node) = found[1]
    return line


def _children(node: yaml.Node | None) -> Iterator[tuple[str | int, tuple[int, yaml.Node]]]:
    """Yield the keys of a mapping or the places of a list, each with its line and its value."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, (key.start_mark.line + 1, value)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield number, (value.start_mark.line + 1, value)
