"""The directive ``whole-text``: a source text from its first word to its last, beside it a line for each note.

Each paragraph still stands in one passage, which has its address; here it stands once more, and leads there.
"""

from __future__ import annotations

import math
from typing import cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from glossator.content.chapter_header import READING_OF_A_LETTER, WORDS_PER_MINUTE
from glossator.core.letters import word_count
from glossator.core.nearest import name_near
from glossator.core.text import Paragraph, Source
from glossator.messages.warnings import Problem, correction, warn
from glossator.notes.domain import EditionDomain, link
from glossator.notes.entries import Note
from glossator.notes.passage import sign_of, source_words, sources
from glossator.translation import _, ngettext


class whole_text(nodes.General, nodes.Element):
    """Placeholder of a text. Attribute: ``source``, its id."""


class way_to_text(nodes.Inline, nodes.Element):
    """Placeholder of a link to where a text is read from its start. Attribute: ``source``, its id."""


class WholeTextDirective(SphinxDirective):
    """``{whole-text} id``: all paragraphs of a text, each with the lines of its notes, which lead to its chapter."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        texts, asked = sources(self.env), self.arguments[0]
        if asked not in texts:
            near = name_near(asked, texts)
            hint = correction(asked, near) if near else f"; the texts are: {', '.join(texts)}"
            warn(Problem.PARAGRAPH, f'there is no text "{asked}" in sources/sources.yml{hint}', self.get_location())
            return []
        for name in ("sources.yml", texts[asked].about["file"]):
            self.env.note_dependency(f"sources/{name}")
        domain = cast(EditionDomain, self.env.get_domain(EditionDomain.name))
        domain.indexes[self.env.docname] = True
        domain.data["texts"].setdefault(self.env.docname, []).append(asked)
        return [whole_text(source=asked)]


class FillWholeTexts(SphinxPostTransform):
    """Replace the placeholders, now that all notes are known."""

    # Before Sphinx resolves links (10), of which the lines consist.
    default_priority = 5

    def run(self, **kwargs: object) -> None:
        for place in list(self.document.findall(whole_text)):
            place.replace_self(self._text(sources(self.env)[place["source"]]))
        for way in list(self.document.findall(way_to_text)):
            way.replace_self(self._way(sources(self.env)[way["source"]]))

    @property
    def _domain(self) -> EditionDomain:
        return cast(EditionDomain, self.env.get_domain(EditionDomain.name))

    def _text(self, source: Source) -> nodes.container:
        chapters = {name: docname for docname, names in self._domain.paragraphs.items() for name in names}
        notes = [note for notes in self._domain.notes.values() for note in notes]
        whole, last = nodes.container(classes=["whole-text"]), ""
        for paragraph in source.paragraphs:
            chapter = chapters.get(paragraph.id, "")
            own = [note for note in notes if note.paragraph == paragraph.id]
            whole += self._paragraph(source, paragraph, own, chapter if chapter != last else "")
            last = chapter
        return whole

    def _paragraph(self, source: Source, paragraph: Paragraph, notes: list[Note], chapter: str) -> nodes.container:
        """Return a paragraph; one with which a chapter begins has the chapter's title beside it."""
        way = link(self.env.docname, "para", paragraph.id, sign_of(paragraph))
        number = nodes.paragraph("", "", way, classes=["whole-number"])
        beside = nodes.container(classes=["whole-beside"])
        if chapter:
            about = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{chapter}", "refdoc": self.env.docname}
            title = pending_xref("", nodes.inline(), refexplicit=False, **about)
            beside += nodes.paragraph("", "", title, classes=["whole-chapter"])
        if notes:
            beside += nodes.bullet_list("", *map(self._line, notes), classes=["whole-notes"])
        return nodes.container("", number, source_words(source, paragraph), beside, classes=["whole-paragraph"])

    def _line(self, note: Note) -> nodes.list_item:
        words = f"{note.number} {note.gist or note.lemma}"
        about = [f"kind-{note.kind}", f"certainty-{note.certainty}"]
        way = nodes.paragraph("", "", link(self.env.docname, "note", note.id, words))
        return nodes.list_item("", way, classes=about)

    def _way(self, source: Source) -> pending_xref:
        """Return a link to the page of the whole text, or where there is none to its first paragraph."""
        page = next((name for name, texts in self._domain.data["texts"].items() if source.id in texts), "")
        if not page:
            return link(self.env.docname, "para", source.paragraphs[0].id, _("Read it from the start"))
        words = sum(word_count(paragraph.text, letter=READING_OF_A_LETTER) for paragraph in source.paragraphs)
        minutes = math.ceil(words / WORDS_PER_MINUTE)
        label = ngettext("Read it whole, in {count} minute", "Read it whole, in {count} minutes", minutes)
        about = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{page}", "refdoc": self.env.docname}
        return pending_xref("", nodes.inline("", label.format(count=minutes)), refexplicit=True, **about)
