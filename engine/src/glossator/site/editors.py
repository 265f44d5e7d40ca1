"""The editors of the edition as citations name them: APA in the language of the book, BibTeX in that of BibTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glossator.config import Editor
from glossator.translation import _, ngettext


def editors_apa(editors: Sequence[Editor]) -> str:
    """Return who a note is by, such as "Smith, A., & Li, B."; it ends in a full stop."""
    *others, last = [_inverted(editor) for editor in editors]
    names = _("{others}, & {last}").format(others=", ".join(others), last=last) if others else last
    return f"{names.rstrip('.')}."


def editors_of_book(editors: Sequence[Editor]) -> str:
    """Return whose book it is, such as "A. Smith & B. Li (Eds.)"; an institution is many people."""
    *others, last = [
        f"{_initials(editor.given)} {editor.family}".strip() if editor.family else editor.name for editor in editors
    ]
    names = " & ".join(filter(None, (", ".join(others), last)))
    people = 2 if not editors[-1].family else len(editors)
    return ngettext("{names} (Ed.)", "{names} (Eds.)", people).format(names=names)


def editors_bibtex(editors: Sequence[Editor]) -> str:
    """Return the field ``author`` without its outer braces, such as "Smith, Ada and {The editors}"."""
    names = (", ".join(filter(None, (editor.family, editor.given))) or f"{{{editor.name}}}" for editor in editors)
    return " and ".join(names)


def _inverted(editor: Editor) -> str:
    return ", ".join(filter(None, (editor.family, _initials(editor.given)))) or editor.name


def _initials(given: str) -> str:
    """Return the initials of given names: "J.-P. M." for "Jean-Paul Marie"."""
    return re.sub(r"(\w)[\w.]*", r"\1.", given)
