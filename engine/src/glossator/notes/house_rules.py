"""What an edition asks of the text of a note: no headings, a work where it is sure, and a length."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import pending_xref

from glossator.config import Edition
from glossator.core.letters import word_count
from glossator.messages.warnings import UNREAD_CITATION, Problem, warn
from glossator.notes.nodes import annotation

#: What a letter of a script without blanks counts as, as a part of a word.
LETTER = 0.5
#: What stands for a role that there is not.
FAILED = (nodes.problematic, nodes.system_message)


def check_content(note: annotation, settings: Edition) -> None:
    """Report what is wrong with the text of *note*, in the line that opens it or in the one that is meant."""
    opening = f"{{annotation}} {note['quotation']}"
    for heading in (each for each in note.findall(nodes.rubric) if "level" in each):
        message = f'a note has no headings; let "{heading.astext()}" be a sentence, or open a note of its own'
        warn(Problem.CONTENT, message, heading, f"# {heading.astext()}")
    certainty = settings.certainty(note["certainty"])
    # A note without a text cites nothing, and is reported for that.
    if certainty.cites and note.astext().strip() and not cites(note):
        message = f'the note on "{note["quotation"]}" cites no work; one of the certainty "{certainty.id}" does'
        warn(Problem.CERTAINTY, message, note, opening)
    words = round(sum(word_count(words, LETTER) for words in own_words(note)))
    if words and not _is_half_read(note) and not settings.note_length.allows(words):
        message = f'the note on "{note["quotation"]}" has a length of {words}; expected {settings.note_length} words'
        warn(Problem.LENGTH, message, note, opening)


def cites(note: annotation) -> bool:
    """Return whether a note cites a work, or tries to: what is wrong with a citation is reported by itself."""
    if any(link["refdomain"] == "cite" for link in note.findall(pending_xref)):
        return True
    reported = any(UNREAD_CITATION in each["classes"] for each in note.findall(nodes.literal))
    return reported or "cite" in note.astext() or "@" in note.astext()


def _is_half_read(note: annotation) -> bool:
    """Return whether a role or a citation of a note could not be read, whose words would be counted."""
    unread = any(UNREAD_CITATION in each["classes"] for each in note.findall(nodes.literal))
    return unread or "{" in note.astext() or any(note.findall(lambda node: isinstance(node, FAILED)))


def own_words(node: nodes.Node) -> Iterator[str]:
    """Yield the words of a note that its author has written: not those of citations, nor the names of what it links."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif not isinstance(child, pending_xref) or child["refexplicit"] or child["reftype"] == "term":
            yield from own_words(child)
