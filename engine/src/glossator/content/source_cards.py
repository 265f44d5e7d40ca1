"""The directive ``texts``: a card for each source text, with its first words, for the landing page."""

from __future__ import annotations

from typing import cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from glossator.citations.dates import text_date
from glossator.content.source_facts import title, words_of
from glossator.content.whole_text import way_to_text
from glossator.core.letters import first_words
from glossator.core.text import Source
from glossator.notes.domain import EditionDomain
from glossator.notes.nodes import source_paragraph
from glossator.notes.passage import source_attributes, sources
from glossator.translation import _

OPENING_WORDS = 32


class TextsDirective(SphinxDirective):
    """``{texts}``: every text of the book with its issuer, title, date, length, first words, and a link to them."""

    def run(self) -> list[nodes.Node]:
        for name in ("sources.yml", *(source.about["file"] for source in sources(self.env).values())):
            self.env.note_dependency(f"sources/{name}")
        # What leads to a text depends on whether another page prints it whole.
        cast(EditionDomain, self.env.get_domain(EditionDomain.name)).indexes[self.env.docname] = True
        return [nodes.container("", *map(self._text, sources(self.env).values()), classes=["texts"])]

    def _text(self, source: Source) -> nodes.container:
        about, body = source.about, [p for p in source.paragraphs if p.label.isdigit()] or source.paragraphs
        language = self.config.language or "en"
        facts = _("{place}, {date}").format(place=about["place"], date=text_date(about, language))
        length = words_of(source, language)
        opening = " / ".join(" ".join(line.split()) for line in first_words(body[0].text, OPENING_WORDS).split("\n"))
        start = way_to_text(source=source.id)
        return nodes.container(
            "",
            nodes.paragraph("", about["issuer"], classes=["text-issuer"]),
            nodes.paragraph("", "", title(source), classes=["text-title"], support_smartquotes=False),
            nodes.paragraph("", f"{facts} · {length}", classes=["text-facts"]),
            source_paragraph("", f"{opening} …", **source_attributes(source)),
            nodes.paragraph("", "", start),
            classes=["text"],
        )
