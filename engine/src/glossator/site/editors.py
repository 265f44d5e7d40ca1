"""The editors of the edition as citations name them: APA and BibTeX, persons and institutions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glossator.config import Editor


def editors_apa(editors: Sequence[Editor]) -> str:
    """Return who a note is by, such as "Smith, A., & Li, B."; it ends in a full stop."""
    return f"{_joined([_inverted(editor) for editor in editors], ', & ').rstrip('.')}."


def editors_of_book(editors: Sequence[Editor]) -> str:
    """Return whose book it is, such as "A. Smith & B. Li (Eds.)"; an institution is many people."""
    names = [
        f"{_initials(editor.given)} {editor.family}".strip() if editor.family else editor.name for editor in editors
    ]
    return f"{_joined(names, ' & ')} ({'Ed.' if len(editors) == 1 and editors[0].family else 'Eds.'})"


def editors_bibtex(editors: Sequence[Editor]) -> str:
    """Return the field ``author`` without its outer braces, such as "Smith, Ada and {The editors}"."""
    names = (", ".join(filter(None, (editor.family, editor.given))) or f"{{{editor.name}}}" for editor in editors)
    return " and ".join(names)


def _inverted(editor: Editor) -> str:
    return ", ".join(filter(None, (editor.family, _initials(editor.given)))) or editor.name


def _initials(given: str) -> str:
    """Return the initials of given names: "J.-P. M." for "Jean-Paul Marie"."""
    return re.sub(r"(\w)[\w.]*", r"\1.", given)


def _joined(names: list[str], last: str) -> str:
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
