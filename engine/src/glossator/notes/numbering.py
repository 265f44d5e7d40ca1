"""The transform that numbers the notes of a chapter and prints their heads."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms import SphinxTransform

from glossator.config import Edition, edition
from glossator.core.quotation import find_all
from glossator.core.text import Source, source_of
from glossator.messages.warnings import BROKEN_FENCES, Problem, keep_unread
from glossator.notes.nodes import annotation, backlink, foreign, lemma_words, noteref
from glossator.notes.passage import report_note, sources


class NumberNotes(SphinxTransform):
    """Number the notes of a chapter, and open each with its number, lemma, kind and certainty."""

    default_priority = 500

    def apply(self, **kwargs: object) -> None:
        number = 0
        references = {ref["refid"]: ref for ref in self.document.findall(noteref)}
        for note in list(self.document.findall(annotation)):
            if "lemma" not in note and not self.env.temp_data.get(BROKEN_FENCES):
                message = (
                    f'the note on "{note["quotation"]}" stands outside a passage; move it into the passage it is on'
                )
                report_note(Problem.OUTSIDE, message, note)
                keep_unread(self.env, *_places(note["quotation"], sources(self.env)))
            if "span" not in note:
                note.parent.remove(note)
                continue
            number += 1
            note["number"] = references[note["ids"][0]]["number"] = number
            note["paragraph"], note["words"] = note["span"].paragraph.id, note["span"].words
            note["start"], note["end"] = note["span"].start, note["span"].end
            # A span is for placing; the rest of the build needs only strings and numbers.
            del note["span"]
            source = source_of(sources(self.env), note["paragraph"])
            note.insert(0, _head(note, source, edition(self.config)))


def _places(quotation: str, texts: dict[str, Source]) -> Iterator[str]:
    """Yield the paragraphs in which the quotation stands."""
    spans = (span for text in texts.values() for span in find_all(quotation, text.paragraphs))
    return (span.paragraph.id for span in spans)


def _head(note: annotation, source: Source, settings: Edition) -> nodes.paragraph:
    back = backlink(refid=f"ref-{note['ids'][0]}", number=note["number"])
    back += nodes.Text(str(note["number"]))
    words = foreign("", note["lemma"], lang=source.language, dir=source.direction)
    quotation = lemma_words("", "", words, support_smartquotes=False)
    kind, certainty = settings.kind(note["kind"]), settings.certainty(note["certainty"])
    label = nodes.inline("", f"{kind.heading} · {certainty.words}", classes=["labels"])
    gist = [nodes.inline("", note["gist"], classes=["gist"]), nodes.Text(" ")] if note["gist"] else []
    return nodes.paragraph(
        "", "", back, nodes.Text(" "), *gist, quotation, nodes.Text(" "), label, classes=["annotation-head"]
    )
