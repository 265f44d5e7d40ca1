"""Close matches for unknown directives, roles, terms and files: patterns of the messages, and the names there are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sphinx.application import Sphinx

from glossator.core.nearest import name_near
from glossator.lint.names import ELSEWHERE, ROLES_ELSEWHERE, directive_names, role_names


def terms(app: Sphinx) -> list[str]:
    """Return every term of the glossary, as it is written there."""
    return [name for kind, name in app.env.get_domain("std").data["objects"] if kind == "term"]


def documents(app: Sphinx) -> list[str]:
    """Return every chapter as a link from the landing page names it."""
    return [f"{name}.md" for name in app.env.found_docs]


def nearest(wrong: str, names: Iterable[str]) -> str:
    """Return the name that was meant, if one is so near that nothing else was; capitals and folders are ignored.

    ``{margin}`` of another theme is as near to ``{warning}`` as a word of the same letters can be, and means another.
    """
    domain, colon, name = wrong.rpartition(":")
    known = list(names)
    if colon:  # "cite:foo" is near to every other role of cite, but for what tells them apart
        own = [each.removeprefix(f"{domain}:") for each in known if each.startswith(f"{domain}:")]
        return f"{domain}:{near}" if (near := name_near(name, own)) else ""
    guesses = (name_near(word, known) for word in (wrong, wrong.lower(), posixpath.basename(wrong)))
    return next(filter(None, guesses), "")


def only_begun(wrong: str, names: Iterable[str]) -> str:
    """Return the one name that *wrong* begins, as ``{warn}`` does ``{warning}``; nothing if it is short."""
    begun = [name for name in names if name.startswith(wrong.lower())]
    return begun[0] if len(begun) == 1 and len(wrong) > 3 else ""


class Unknown(NamedTuple):
    """A pattern of messages about an unknown name, and the names to search for the closest match."""

    message: re.Pattern[str]  #: with the group ``wrong``
    names: Callable[[Sphinx], Iterable[str]]
    written: str = "{}"  #: how a name stands in the chapter
    relative: bool = False  #: whether names are written as the way from the chapter's folder
    elsewhere: dict[str, str] = {}  #: what there is for the purpose of names of other tools
    begun: bool = False  #: whether the beginning of a name means it, where no other begins so


TO_CHAPTER = re.compile(r"cross-reference target not found: '(?P<wrong>[^']+\.md)'")
UNKNOWN = (
    Unknown(
        re.compile(r"Unknown directive type: '(?P<wrong>[^']+)'"),
        lambda app: directive_names(),
        "{{{}}}",
        elsewhere=ELSEWHERE,
        begun=True,
    ),
    Unknown(
        re.compile(r'Unknown interpreted text role "(?P<wrong>[^"]+)"'),
        role_names,
        "{{{}}}`",
        elsewhere=ROLES_ELSEWHERE,
    ),
    Unknown(
        re.compile(r"Unknown option keys?: \[?'(?P<wrong>[^']+)'.*allowed: \[(?P<names>.*?)\]"), lambda app: (), ":{}:"
    ),
    Unknown(re.compile(r"term not in glossary: '(?P<wrong>[^']+)'"), terms),
    Unknown(TO_CHAPTER, documents, relative=True),
    Unknown(re.compile(r"unknown document: '(?P<wrong>[^']+)'"), lambda app: app.env.found_docs, relative=True),
)
