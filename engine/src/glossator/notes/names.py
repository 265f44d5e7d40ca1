"""Names of paragraphs and passages for readers, such as *First letter ¶ 4 to 6*."""

from __future__ import annotations

from sphinx.environment import BuildEnvironment

from glossator.core.text import SourceError, source_of
from glossator.notes.passage import label_of, sources
from glossator.translation import _


def paragraph_name(env: BuildEnvironment, paragraph: str) -> str:
    """Return the name of a paragraph for readers, such as *First letter ¶ 4*."""
    try:
        source = source_of(sources(env), paragraph)
        label = label_of(source.paragraph(paragraph))
    except SourceError:
        return paragraph
    return f"{source.name} ¶ {label}" if label.isdigit() else f"{source.name}, {label}"


def passage_name(env: BuildEnvironment, paragraphs: list[str]) -> str:
    """Return the name of a range of paragraphs for readers, such as *First letter ¶ 4 to 6*."""
    first, last = paragraph_name(env, paragraphs[0]), paragraph_name(env, paragraphs[-1])
    # The headline has a name and no number: "First letter, headline to ¶ 2".
    source, sign, __ = first.rpartition(" ¶ ")
    known = source + sign if sign else first.partition(",")[0] + " "
    return first if first == last else _("{first} to {last}").format(first=first, last=last.removeprefix(known))
