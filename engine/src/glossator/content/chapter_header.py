"""Front matter on the page: reading time and facts below the title, and the objectives, which open on demand."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, cast

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from glossator.core.letters import word_count
from glossator.notes.domain import EditionDomain
from glossator.notes.entries import ChapterSummary
from glossator.notes.names import passage_name
from glossator.notes.nodes import annotation, chapter_facts, disclosure, source_paragraph, unit
from glossator.translation import _, ngettext

WORDS_PER_MINUTE = 200
#: What a letter of a script without blanks takes, such as a Chinese one, as a part of the time for a word.
READING_OF_A_LETTER = 0.5
#: What a reader looks up rather than reads: code, and the data of a chart, which open on demand. A table that stands
#: open is read, since a chapter prints one only where it is the matter.
NOT_READ = (nodes.docinfo, nodes.literal_block, disclosure, nodes.comment)


class PrintFrontMatter(SphinxTransform):
    """Insert reading time, number of notes, passage and objectives into a chapter that has ``objectives``.

    The table of chapters has the same of each chapter with a passage.
    """

    # After the notes have been numbered (500), since only then it is known which stand.
    default_priority = 510

    def apply(self, **kwargs: object) -> None:
        about = front_matter(self.document)
        chapter = next(iter(self.document.findall(nodes.section)), None)
        if chapter is None or not (about.get("objectives") or next(chapter.findall(unit), None)):
            return
        summary = _summary(chapter, about)
        cast(EditionDomain, self.env.get_domain(EditionDomain.name)).chapters[self.env.docname] = summary
        if summary.objectives:
            chapter.insert(1, [_facts(self.env, summary), self._objectives(summary.objectives)])

    def _objectives(self, objectives: list[str]) -> disclosure:
        """Return the objectives, folded: a reader came for the text."""
        title = _("What to look for")
        node = disclosure(summary=title, names=[nodes.fully_normalize_name(title)], classes=["objectives"])
        self.document.note_implicit_target(node, node)
        node += nodes.bullet_list(
            "", *(nodes.list_item("", nodes.paragraph("", objective)) for objective in objectives)
        )
        return node


def front_matter(document: nodes.document) -> dict[str, Any]:
    """Return the front matter of a document that is being read; MyST-Parser leaves lists in it as JSON."""
    front = [
        field for part in document.children if isinstance(part, nodes.docinfo) for field in part.findall(nodes.field)
    ]
    fields = {field[0].astext(): field[1].astext() for field in front}
    return {key: _value(text) for key, text in fields.items()}


def _value(text: str) -> Any:
    with suppress(ValueError):  # a text may begin so
        return json.loads(text) if text.startswith(("[", "{")) else text
    return text


def _summary(chapter: nodes.section, about: dict[str, Any]) -> ChapterSummary:
    words = sum(word_count(text, letter=READING_OF_A_LETTER) for text in _read(chapter, set()))
    return ChapterSummary(
        minutes=math.ceil(words / WORDS_PER_MINUTE),
        notes=len(list(chapter.findall(annotation))),
        paragraphs=[node["paragraph"] for node in chapter.findall(unit)],
        themes=about.get("themes", []),
        objectives=about.get("objectives", []),
    )


def _facts(env: BuildEnvironment, chapter: ChapterSummary) -> chapter_facts:
    minutes, notes = chapter.minutes, chapter.notes
    parts = [ngettext("Reading time {count} minute", "Reading time {count} minutes", minutes).format(count=minutes)]
    if chapter.paragraphs:
        parts.append(ngettext("{count} note", "{count} notes", notes).format(count=notes))
        parts.append(passage_name(env, chapter.paragraphs))
    return chapter_facts("", " · ".join(parts), classes=["chapter-facts"])


def _read(node: nodes.Element, known: set[str]) -> Iterator[str]:
    """Yield the words that stand to be read; a paragraph of a source that comes again (``{parallels}``) is *known*."""
    for child in node.children:
        if isinstance(child, source_paragraph):
            if child.astext() in known:
                continue
            known.add(child.astext())
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.Element) and not isinstance(child, NOT_READ):
            yield from _read(child, known)
