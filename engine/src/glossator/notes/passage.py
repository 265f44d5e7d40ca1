"""The directives ``passage``, which inserts paragraphs of a source, and ``annotation``, a note on some of their words.

A passage parses its annotations and places them: it finds the words each quotes, marks them, puts the note's
number behind them and the note itself after their paragraph. Nothing is shared between documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from glossator.config import edition
from glossator.core.nearest import name_near
from glossator.core.quotation import Ambiguous, QuoteError, Span, find_all, find_quotation, is_slug, lemma, slug
from glossator.core.text import Paragraph, Source, SourceError, load_sources, source_of, suggest_range
from glossator.messages.warnings import (
    BROKEN_FENCES,
    UNREADABLE_OPTIONS,
    Problem,
    addition,
    correction,
    keep_unread,
    offer,
    warn,
)
from glossator.notes.house_rules import check_content
from glossator.notes.nodes import (
    annotation,
    noteref,
    paragraph_number,
    passage,
    quoted,
    source_paragraph,
    stanza,
    unit,
    verse_line,
)
from glossator.translation import _

#: What stands in one line of a list of notes.
LONGEST_GIST = 60
#: What an author reads in a message: four colons open a note.
FENCE = "::::{annotation} "

sources_in = lru_cache(load_sources)


def sources(env: BuildEnvironment) -> dict[str, Source]:
    """Return the source texts of the project, by id, cached for the process."""
    return sources_in(Path(env.srcdir) / "sources")


class AnnotationDirective(SphinxDirective):
    """``{annotation} quotation`` with ``:kind:``, ``:certainty:`` and the note; only its `passage` can place it."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {
        "kind": directives.unchanged,
        "certainty": directives.unchanged,
        "name": directives.unchanged,
        "gist": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        note = annotation(quotation=self.arguments[0], name=self.options.get("name", ""))
        self.set_source_info(note)
        settings = edition(self.config)
        for option, allowed in (("kind", settings.kinds), ("certainty", settings.certainties)):
            note[option] = self._closed_option(option, [each.id for each in allowed], note)
        note["gist"] = self._gist(note)
        if not self.content:
            report_note(
                Problem.EMPTY, f'the note on "{self.arguments[0]}" is empty; write the note, or remove it', note
            )
        self.state.nested_parse(self.content, self.content_offset, note)
        check_content(note, settings)
        return [note]

    def _gist(self, note: annotation) -> str:
        """Return the point of the note in a few words; report one that is too long for a line."""
        gist = " ".join(self.options.get("gist", "").split())
        if len(gist) > LONGEST_GIST:
            message = f"the gist of a note has at most {LONGEST_GIST} letters; this one has {len(gist)}"
            report_note(Problem.OPTION, message, note, f":gist: {self.options['gist']}")
        return gist

    def _closed_option(self, option: str, allowed: Sequence[str], note: annotation) -> str:
        value = self.options.get(option, "")
        unreadable = self.env.temp_data.get(UNREADABLE_OPTIONS, ())
        # MyST-Parser counts some lines of a passage wrong by one.
        if not value and any(abs(line - self.lineno) < 2 for line in unreadable):
            return allowed[0]
        if value not in allowed:
            found = f'has the {option} "{value}"' if value else f"has no {option}"
            message = f'the note on "{self.arguments[0]}" {found}; the allowed ones are: {", ".join(allowed)}'
            # How sure a note is, only its author knows; and what follows the first word may be the note itself.
            meant = name_near(value.lower().split()[0], allowed) if value else ""
            hint = offer(f":{option}: {meant}") if meant else ""
            report_note(Problem[option.upper()], message + hint, note, f":{option}: {value}" if value else "")
        return value or allowed[0]


class PassageDirective(SphinxDirective):
    """``{passage} first-paragraph [last-paragraph]``: the words of a source, with the annotations inside it."""

    required_arguments = 1
    optional_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        first, last = self.arguments[0], self.arguments[-1]
        texts = sources(self.env)
        try:
            source = source_of(texts, first)
            paragraphs = source.between(first, last)
        except SourceError as error:
            written, right = " ".join(self.arguments), suggest_range(texts, " ".join(self.arguments))
            hint = correction(written, right) if right not in ("", written) else ""
            warn(Problem.PARAGRAPH, f"{error}{hint}", (self.env.docname, self.lineno))
            keep_unread(self.env, "")
            return []
        for name in (source.about["file"], "sources.yml"):
            self.env.note_dependency(f"sources/{name}")
        inside = self._parse()
        found = [child for child in inside.children if isinstance(child, annotation)]
        notes = [note for note in found if self._place(note, paragraphs)]
        if len(notes) < len(found) or any(isinstance(child, nodes.system_message) for child in inside.children):
            keep_unread(self.env, *(paragraph.id for paragraph in paragraphs))
        node = passage(label=_label(source, paragraphs))
        self.set_source_info(node)
        node += [self._unit(source, paragraph, notes) for paragraph in paragraphs]
        return [node]

    def _parse(self) -> nodes.container:
        """Parse what stands inside the passage; report what is no annotation."""
        inside = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, inside)
        stray = [] if self.env.temp_data.get(BROKEN_FENCES) else inside.children
        for child in stray:
            if not isinstance(child, annotation | nodes.comment | nodes.system_message):
                # Text has no line of its own; the passage's is near enough.
                place = child if child.line else (self.env.docname, self.lineno)
                warn(
                    Problem.CONTENT,
                    f'only annotations belong inside a passage; move "{_first_words(child)}" out of it',
                    place,
                )
        return inside

    def _place(self, note: annotation, paragraphs: Sequence[Paragraph]) -> bool:
        """Set span, lemma and id of *note*; return False after reporting a quotation with no place, or several."""
        try:
            span = find_quotation(note["quotation"], paragraphs)
        except QuoteError as error:
            if isinstance(error, Ambiguous):  # which place is meant, only the author knows
                report_note(Problem.AMBIGUOUS, str(error), note)
            else:
                hint = offer(FENCE + error.suggestion) if error.suggestion else self._elsewhere(note["quotation"])
                report_note(Problem.QUOTE, f"{error}{hint}", note)
            # Already reported; an empty lemma stops NumberNotes reporting it as outside a passage.
            note["lemma"] = ""
            return False
        note["span"], note["lemma"] = span, lemma(note["quotation"])
        note["ids"] = [self._id(note, span)]
        return self._is_first(note)

    def _is_first(self, note: annotation) -> bool:
        """Report a note whose address another note of the chapter has already."""
        addresses = self.env.temp_data.setdefault("edition_addresses", {})
        (address,) = note["ids"]
        first = addresses.setdefault(address, note.line)
        if first != note.line:
            message = f'the address "{address}" is taken by the note in line {first}; give this one another'
            another = f":name: {address}-2"
            name = f":name: {note['name']}" if note["name"] else ""
            report_note(Problem.DUPLICATE, message + (offer if name else addition)(another), note, name)
            del note["span"]
        return bool(first == note.line)

    def _elsewhere(self, quotation: str) -> str:
        """Say where else the words stand, since a note is easily put into the wrong chapter."""
        for source in sources(self.env).values():
            if len(places := find_all(quotation, source.paragraphs)) == 1:
                place = places[0].paragraph.id
                return f'. The words stand in {place}: the note belongs into the chapter with "{{passage}} {place}"'
        return ""

    def _id(self, note: annotation, span: Span) -> str:
        name, prefix = note["name"], f"{span.paragraph.id}-"
        made = prefix + slug(note["quotation"])
        if name and not (name.startswith(prefix) and is_slug(name.removeprefix(prefix))):
            message = f'"{name}" cannot be the address of a note on {span.paragraph.id}'
            hint = f"; lower-case words joined by hyphens{offer(f':name: {made}')}"
            report_note(Problem.NAME, message + hint, note, f":name: {name}")
        return name or made

    def _unit(self, source: Source, paragraph: Paragraph, notes: Sequence[annotation]) -> unit:
        own = sorted((n for n in notes if n["span"].paragraph == paragraph), key=_order)
        node = unit(ids=[paragraph.id], paragraph=paragraph.id)
        node += paragraph_number(
            "",
            sign_of(paragraph),
            refid=paragraph.id,
            label=_("{text}, paragraph {number}").format(text=source.name, number=label_of(paragraph)),
        )
        node += source_words(source, paragraph, own)
        node += own
        return node


def label_of(paragraph: Paragraph) -> str:
    """Return what a reader calls a paragraph: its number, or *headline* in the language of the book."""
    return paragraph.label if paragraph.label.isdigit() else _("headline")


def sign_of(paragraph: Paragraph) -> str:
    """Return what stands beside a paragraph: the sign of its number, or *headline* alone."""
    return f"¶ {paragraph.label}" if paragraph.label.isdigit() else label_of(paragraph)


def _label(source: Source, paragraphs: Sequence[Paragraph]) -> str:
    labels = [label_of(paragraph) for paragraph in paragraphs]
    words = _("{text}: {first} to {last}") if len(labels) > 1 else _("{text}: {first}")
    return words.format(text=source.name, first=labels[0], last=labels[-1])


def _order(note: annotation) -> tuple[int, int]:
    """Sort notes by where their words end, as their numbers stand in the text; the inner of two comes first."""
    return note["span"].end, -note["span"].start


def source_words(source: Source, paragraph: Paragraph, notes: Sequence[annotation] = ()) -> source_paragraph:
    """Return the words of *paragraph*, split at the borders of all quotations, each part tied to its notes."""
    about = source_attributes(source)
    if source.is_verse and paragraph.label.isdigit():
        return stanza("", "", *_lines(paragraph, notes), **about)
    node = source_paragraph("", "", *_parts(paragraph, notes, 0, len(paragraph.text)), **about)
    if not paragraph.label.isdigit():
        node["classes"].append("source-headline")
    return node


def source_attributes(source: Source) -> dict[str, Any]:
    """Return the attributes of a `source_paragraph`: whose words these are, and that nothing changes them."""
    about = {"classes": ["source"], "lang": source.language, "dir": source.direction}
    return {**about, "support_smartquotes": False, "xml_space": "preserve"}


def _lines(paragraph: Paragraph, notes: Sequence[annotation]) -> Iterator[verse_line]:
    """Yield the lines of a stanza; every fifth line of the text has a number that is printed."""
    start = 0
    for number, line in enumerate(paragraph.text.split("\n"), start=paragraph.line):
        indentation = line[: len(line) - len(line.lstrip())]
        words, end = start + len(indentation), start + len(line)
        # Blanks at the head of a line are not marked as quoted, though a quotation runs over them.
        parts: list[nodes.Node] = [nodes.Text(indentation)] if indentation else []
        parts += _parts(paragraph, notes, words, end)
        yield verse_line("", "", *parts, number=0 if number % 5 else number)
        start = end + 1


def _parts(paragraph: Paragraph, notes: Sequence[annotation], start: int, end: int) -> Iterator[nodes.Node]:
    """Yield the words from *start* to *end*, split where a quotation begins or ends, and the references to notes."""
    spans = [note["span"] for note in notes]
    inside = {border for span in spans for border in (span.start, span.end) if start < border < end}
    for left, right in pairwise(sorted({start, end} | inside)):
        words = nodes.Text(paragraph.text[left:right])
        covering = [note["ids"][0] for note in notes if note["span"].start <= left and right <= note["span"].end]
        yield quoted("", "", words, notes=covering) if covering else words
        for note in notes:
            if note["span"].end == right:
                yield noteref(refid=note["ids"][0], ids=[f"ref-{note['ids'][0]}"])


def report_note(problem: Problem, message: str, note: annotation, words: str = "") -> None:
    """Report a problem of *note* in the line of it that holds *words*, or in the line that opens it."""
    warn(problem, message, note, words or f"{{annotation}} {note['quotation']}")


def _first_words(node: nodes.Node) -> str:
    return " ".join(node.astext().split())[:60].strip()
