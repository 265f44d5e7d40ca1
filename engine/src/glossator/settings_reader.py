"""Read and check the settings of an edition: nested dictionaries become dataclasses, with what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

from glossator.config import (
    NAME,
    Certainty,
    ChartColour,
    Edition,
    Editor,
    Embed,
    Handout,
    Kind,
    Licence,
    NoteLength,
    SettingPath,
    Skill,
    Tables,
)
from glossator.core.addresses import SECURE_ADDRESS, WEB_ADDRESS
from glossator.core.evidence import is_date
from glossator.core.nearest import name_near
from glossator.core.palette import DISTINCT, PALETTE, contrast

IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
#: What a reader chooses instead of kinds and certainties.
RESERVED = ("all", "none")
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
MAIL = re.compile(r"mailto:[^\s@<>\"']+@[^\s@<>\"']+")


class SettingFinding(NamedTuple):
    """What is wrong with a setting."""

    path: SettingPath
    message: str
    meant: str = ""  #: the name that was meant, where one is near


def read_settings(written: object) -> tuple[Edition, list[SettingFinding]]:
    """Return the settings that are *written* as nested dictionaries and lists, and what is wrong with them."""
    found: list[SettingFinding] = []
    settings = _record(Edition, {} if written is None else written, (), found) or Edition()
    for number, editor in enumerate(settings.editors):
        if bool(editor.name) == bool(editor.family):
            message = f"each of {NAME}.editors has either a name (an institution) or family and given (a person)"
            found.append(SettingFinding(("editors", number), message))
    found += _one_grey(settings.chart_colours)
    for each in {kind.id for kind in settings.kinds} & {certainty.id for certainty in settings.certainties}:
        message = f'"{each}" is both a kind and a certainty; readers choose notes by either, so give one another id'
        found.append(SettingFinding(("certainties",), message))
    return settings, found


def _one_grey(colours: tuple[ChartColour, ...]) -> Iterator[SettingFinding]:
    """Yield what is wrong with the colours of charts; all but the first two are told apart by their patterns."""
    path: SettingPath = ("chart_colours",)
    if len(colours) > len(PALETTE):
        yield SettingFinding(path, f"{_name(path)} has {len(colours)} colours; charts use {len(PALETTE)}")
    for name in ("colour", "dark"):
        plain = [getattr(colour, name) for colour in colours[:2]]
        if len(plain) == 2 and (lightness := contrast(*plain)) < DISTINCT:
            message = (
                f"{plain[0]} and {plain[1]} of {_name(path)} are nearly one grey (a contrast of {lightness:.1f} to 1); "
                f"the first two have no pattern, so they need {DISTINCT} to 1"
            )
            yield SettingFinding((*path, 1, name), message)


def _record(kind: type[Any], written: object, path: SettingPath, found: list[SettingFinding]) -> Any:
    """Return a dataclass made of a mapping, None if it cannot be; add to *found* what is wrong."""
    if not isinstance(written, Mapping):
        message = f"{_name(path)} is {_shown(written)}; expected lines of the form name: value"
        found.append(SettingFinding(path, message))
        return None
    known = {each.name: each for each in fields(kind)}
    found += _unknown(written, list(known), path)
    made = {name: _value(written[name], (*path, name), found) for name in known if name in written}
    needed = {name for name, each in known.items() if each.default is MISSING and each.default_factory is MISSING}
    for name in sorted(needed - written.keys()):
        found.append(SettingFinding(path, f"{_name(path)} has no {name}"))
    given = {name: value for name, value in made.items() if value is not None}
    return kind(**given) if needed <= given.keys() else None


def _unknown(written: Mapping[Any, Any], known: list[str], path: SettingPath) -> Iterator[SettingFinding]:
    for name in written:
        if name not in known:
            meant = name_near(str(name), [each for each in known if each not in written])
            message = f'there is no setting "{_name((*path, str(name)))}"; there are: {", ".join(known)}'
            yield SettingFinding((*path, str(name)), message, meant)


def _value(value: object, path: SettingPath, found: list[SettingFinding]) -> Any:
    """Return a setting as its type; None, with a finding, for what cannot be."""
    name = str(path[-1])
    if name in NESTED:
        return _record(NESTED[name], value, path, found)
    if name in LISTS:
        return _list(LISTS[name], value, path, found)
    expected, fits = FORMS.get(name, TEXT)
    if type(value) is TYPES.get(name, str) and fits(value):
        return value
    found.append(SettingFinding(path, f"{_name(path)} is {_shown(value)}; expected {expected}"))
    return None


def _list(kind: type[Any], written: object, path: SettingPath, found: list[SettingFinding]) -> Any:
    """Return a tuple of dataclasses, each once; None, with a finding, if there is none."""
    if not isinstance(written, list) or not written:
        found.append(SettingFinding(path, f"{_name(path)} is {_shown(written)}; expected a list of at least one"))
        return None
    made: dict[str, Any] = {}
    for number, each in enumerate(written):
        record = _record(kind, each, (*path, number), found)
        if record and str(record) in made:
            found.append(SettingFinding((*path, number), f'{_name(path)} has "{record}" twice'))
        elif record:
            made[str(record)] = record
    return tuple(made.values()) or None


def _name(path: SettingPath) -> str:
    return ".".join([NAME, *(str(part) for part in path if not isinstance(part, int))])


def _shown(value: object) -> str:
    """Return a value as a message quotes it."""
    if value is None:
        return "empty"
    kinds = {Mapping: "a mapping", list: "a list" if value else "an empty list"}
    return next((words for kind, words in kinds.items() if isinstance(value, kind)), f'"{value}"')


TYPES_OF_PAGES = ("source", "system")
HOSTS = ("github", "gitlab", "forgejo", "gitea", "bitbucket")
NESTED: dict[str, type[Any]] = {"licence": Licence, "tables": Tables, "note_length": NoteLength, "handout": Handout}
LISTS: dict[str, type[Any]] = {
    "kinds": Kind,
    "certainties": Certainty,
    "skills": Skill,
    "editors": Editor,
    "chart_colours": ChartColour,
    "embeds": Embed,
}
#: Settings that are no text.
TYPES: dict[str, type[Any]] = {"least": int, "most": int, "cites": bool, "keeps_releases": bool}
#: Setting -> what is expected of it, in words, and whether a value of its type is that.
FORMS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "id": (
        "small letters, digits and hyphens, and neither all nor none",
        lambda text: bool(IDENTIFIER.fullmatch(text)) and text not in RESERVED,
    ),
    "colour": ('a colour such as "#3a5f86", in quotes', lambda text: bool(COLOUR.fullmatch(text))),
    "dark": ("a colour such as #8fb8e4, in quotes", lambda text: bool(COLOUR.fullmatch(text))),
    "url": ("an address that begins with https:// or http://", lambda text: bool(WEB_ADDRESS.fullmatch(text))),
    "script": ("an address that begins with https://", lambda text: bool(SECURE_ADDRESS.fullmatch(text))),
    "hosts": (
        "addresses that begin with https://, with blanks between them",
        lambda text: all(SECURE_ADDRESS.fullmatch(address) for address in text.split()),
    ),
    "contact": (
        "an address that begins with https://, or one of mail that begins with mailto:",
        lambda text: bool(SECURE_ADDRESS.fullmatch(text) or MAIL.fullmatch(text)),
    ),
    "repository_host": ("github, gitlab, forgejo, gitea or bitbucket", lambda text: text in HOSTS),
    "type": ("source or system", lambda text: text in TYPES_OF_PAGES),
    "date": ('a day, month or year in quotes, such as "2026-11-30"', is_date),
    "cites": ("true or false", lambda value: True),
    "keeps_releases": ("true or false", lambda value: True),
    "least": ("a number of words", lambda number: number >= 0),
    "most": ("a number of words", lambda number: number >= 0),
    "version": ('a version in quotes, such as "1.0.0"', lambda text: bool(re.fullmatch(r"\d+(\.\d+)*\S*", text))),
}
TEXT: tuple[str, Callable[[str], bool]] = ("text, in quotes if it looks like a number", lambda text: bool(text.strip()))
