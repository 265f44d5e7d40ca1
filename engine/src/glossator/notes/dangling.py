"""Report cross-references that lead nowhere (``{para}``, ``{note}``, ``{row}``), with the address that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sphinx.addnodes import pending_xref
from sphinx.environment import BuildEnvironment

from glossator.core.nearest import name_near
from glossator.core.text import Source, SourceError, source_of
from glossator.messages.warnings import Problem, correction, warn
from glossator.notes.passage import sources


def report_dangling(env: BuildEnvironment, typ: str, target: str, node: pending_xref, places: Iterable[str]) -> None:
    """Report a link to *target*, which is none of the *places* where links of this type lead."""
    message = f'there is no {typ} "{target}"'
    if typ == "para":
        message = _no_paragraph(sources(env), target)
    near = _near(target, places)
    warn(Problem.LINK, message + (correction(target, near) if near else ""), node, target)


def _near(target: str, places: Iterable[str]) -> str:
    """Return the address that was meant by *target*, nothing if none is near; in another paragraph none is."""
    return name_near(target.lower(), [place for place in places if _numbers(place) == _numbers(target)])


def _numbers(address: str) -> list[str]:
    return re.findall(r"\d+", address)[:1]


def _no_paragraph(texts: dict[str, Source], target: str) -> str:
    """Return the message for an address that no paragraph has, with those that there are."""
    try:
        source_of(texts, target).paragraph(target)
    except SourceError as error:
        return str(error)
    return f'no chapter reproduces the paragraph "{target}"'
