"""The directive ``specimen``: one annotated paragraph at work, for the landing page.

A paragraph of a source with the words of some notes, one of these notes open beside it, and below it words of another
text that they can be compared with. All of it stands in the chapters; here it leads there.
"""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from glossator.config import edition
from glossator.core.quotation import QuoteError, find_quotation
from glossator.core.text import SourceError, source_of
from glossator.messages.warnings import Problem, offer, warn
from glossator.notes.domain import EditionDomain, link
from glossator.notes.entries import Note
from glossator.notes.nodes import annotation, quoted, source_paragraph, unit
from glossator.notes.passage import source_attributes, sources


class specimen(nodes.General, nodes.Element):
    """Placeholder. Attributes: ``note`` and ``lit`` (addresses of notes), ``beside``, a finished paragraph or None."""


class SpecimenDirective(SphinxDirective):
    """``{specimen} note`` with ``:lit:`` other notes on its paragraph, and ``:beside:`` words of another text.

    These are named by their paragraph and quoted as a note quotes: ``pact-3 the first words … the last``.
    """

    required_arguments = 1
    option_spec = {"lit": directives.unchanged, "beside": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        cast(EditionDomain, self.env.get_domain(EditionDomain.name)).indexes[self.env.docname] = True
        lit = [self.arguments[0], *self.options.get("lit", "").split()]
        place = specimen(note=self.arguments[0], lit=lit)
        self.set_source_info(place)
        # The links of an author: what they lead to is looked for, and reported, as that of any other.
        ways = [link(self.env.docname, "note", name) for name in lit]
        beside = self._beside() if "beside" in self.options else []
        return [
            nodes.container(
                "", place, nodes.paragraph("", "", *ways, classes=["specimen-ways"]), *beside, classes=["specimen"]
            )
        ]

    def _beside(self) -> list[nodes.Node]:
        paragraph, __, words = self.options["beside"].partition(" ")
        try:
            source = source_of(sources(self.env), paragraph)
            span = find_quotation(words, [source.paragraph(paragraph)])
        except (SourceError, QuoteError) as error:
            near = error.suggestion if isinstance(error, QuoteError) else ""
            hint = offer(f":beside: {paragraph} {near}") if near else ""
            warn(Problem.QUOTE, f"{error}{hint}", self.get_location(), self.options["beside"])
            return []
        self.env.note_dependency(f"sources/{source.about['file']}")
        name = nodes.paragraph("", "", link(self.env.docname, "para", paragraph), classes=["specimen-name"])
        return [
            nodes.container(
                "", name, source_paragraph("", span.words, **source_attributes(source)), classes=["specimen-beside"]
            )
        ]


class FillSpecimens(SphinxPostTransform):
    """Replace the placeholders, now that all notes are known."""

    # Before Sphinx resolves links (10).
    default_priority = 5

    def run(self, **kwargs: object) -> None:
        domain = cast(EditionDomain, self.env.get_domain(EditionDomain.name))
        notes = {note.id: (docname, note) for docname, notes in domain.notes.items() for note in notes}
        for place in list(self.document.findall(specimen)):
            frame = place.parent
            if place["note"] in notes:
                docname, note = notes[place["note"]]
                tree = self.env.get_doctree(docname)
                place.replace_self([self._text(tree, note, place["lit"]), self._note(tree, note)])
                frame.remove(next(iter(frame.findall(_is_ways))))
            else:
                # The link to a note that is not there is reported, and stays.
                frame.remove(place)

    def _text(self, tree: nodes.document, note: Note, lit: list[str]) -> nodes.container:
        """Return the paragraph of a note, in which the words of the *lit* notes lead to them."""
        of_it = next(each for each in tree.findall(unit) if each["paragraph"] == note.paragraph)
        words = next(iter(of_it.findall(source_paragraph)))
        parts: list[nodes.Node] = []
        for part in words.children:
            of_part: list[str] = part.get("notes", []) if isinstance(part, quoted) else []
            names = [name for name in of_part if name in lit]
            if names:
                way = link(self.env.docname, "note", names[0], part.astext())
                way["classes"].append("specimen-open" if note.id in names else "specimen-words")
                parts.append(way)
            elif part.astext():
                parts.append(nodes.Text(part.astext()))
        name = nodes.paragraph("", "", link(self.env.docname, "para", note.paragraph), classes=["specimen-name"])
        source = source_of(sources(self.env), note.paragraph)
        return nodes.container(
            "", name, source_paragraph("", "", *parts, **source_attributes(source)), classes=["specimen-text"]
        )

    def _note(self, tree: nodes.document, note: Note) -> nodes.container:
        """Return a note without its evidence: its point, what it is on, what it says."""
        settings = edition(self.config)
        labels = f"{settings.kind(note.kind).heading} · {settings.certainty(note.certainty).words}"
        gist = [nodes.strong("", note.gist), nodes.Text(" ")] if note.gist else []
        about = [link(self.env.docname, "note", note.id), nodes.Text(" "), nodes.inline("", labels, classes=["labels"])]
        head = nodes.paragraph("", "", *gist, *about, classes=["specimen-head"])
        body = next(each for each in tree.findall(annotation) if each["ids"] == [note.id])
        said = [part.deepcopy() for part in body.children[1:] if isinstance(part, nodes.paragraph)]
        for part in said:
            for way in part.findall(pending_xref):
                way["refdoc"] = self.env.docname
        classes = ["specimen-note", f"kind-{note.kind}", f"certainty-{note.certainty}"]
        return nodes.container("", head, *said, classes=classes)


def _is_ways(node: Any) -> bool:
    return isinstance(node, nodes.paragraph) and "specimen-ways" in node["classes"]
