"""What the whole book knows of its passages and notes: links to them, and whether each paragraph stands in one place.

Everything is kept by document, so that reading in parallel and reading again need no care.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from edition.nodes import annotation, unit
from edition.passage import sources
from edition.text import SourceError, source_of
from edition.warn import Problem, warn


class Note(NamedTuple):
    """One annotation, as the rest of the book sees it."""

    id: str  #: its permanent address
    paragraph: str  #: the paragraph it is on
    number: int  #: its number in its chapter
    lemma: str  #: the words it quotes, as printed
    kind: str  #: one of `edition.passage.KINDS`
    certainty: str  #: one of `edition.passage.CERTAINTIES`


class EditionDomain(Domain):
    """Paragraphs and notes; the book's primary domain, so that authors write ``{para}`` and ``{note}``."""

    name = "edition"
    label = "Edition"
    roles = {"para": XRefRole(warn_dangling=True), "note": XRefRole(warn_dangling=True)}
    initial_data: dict[str, dict[str, Any]] = {"paragraphs": {}, "notes": {}}
    data_version = 1

    @property
    def paragraphs(self) -> dict[str, dict[str, int]]:
        """Document -> paragraph -> line of its passage."""
        return self.data["paragraphs"]  # type: ignore[no-any-return]

    @property
    def notes(self) -> dict[str, list[Note]]:
        """Document -> its notes, in order."""
        return self.data["notes"]  # type: ignore[no-any-return]

    def clear_doc(self, docname: str) -> None:
        self.paragraphs.pop(docname, None)
        self.notes.pop(docname, None)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        for kind, by_document in otherdata.items():
            if kind in self.initial_data:
                self.data[kind].update({name: by_document[name] for name in docnames if name in by_document})

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        for node in document.findall(unit):
            lines = self.paragraphs.setdefault(docname, {})
            if node["paragraph"] in lines:
                self._report_twice(node["paragraph"], docname, node.parent.line or 0, docname)
            lines[node["paragraph"]] = node.parent.line or 0
        notes = [
            Note(node["ids"][0], *(node[key] for key in Note._fields[1:])) for node in document.findall(annotation)
        ]
        if notes:
            self.notes[docname] = notes

    def check_consistency(self) -> None:
        """Report every paragraph that stands in two chapters, or in none."""
        found: dict[str, str] = {}
        for docname, lines in sorted(self.paragraphs.items()):
            for paragraph, line in lines.items():
                if paragraph in found:
                    self._report_twice(paragraph, docname, line, found[paragraph])
                found[paragraph] = docname
        for source in sources(self.env).values():
            for paragraph_id in (paragraph.id for paragraph in source.paragraphs):
                if paragraph_id not in found:
                    message = (
                        f'no chapter reproduces {paragraph_id} ({source.about["file"]}); add it with "{{passage}} '
                    )
                    warn(Problem.MISSING, f'{message}{paragraph_id}"', (self.env.config.root_doc, 1))

    def _report_twice(self, paragraph: str, docname: str, line: int, first: str) -> None:
        message = f"{paragraph} is reproduced here and in {first}; a paragraph stands in one passage only. "
        warn(Problem.TWICE, message + f"Link to it instead: {{para}}`{paragraph}`", (docname, line))

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> Element | None:
        places = dict(self._paragraph_places() if typ == "para" else self._note_places())
        if target not in places:
            what = "paragraph" if typ == "para" else "note"
            near = difflib.get_close_matches(target, places, n=1)
            hint = f"; did you mean {{{typ}}}`{near[0]}`?" if near else ""
            warn(Problem.LINK, f'there is no {what} "{target}"{hint}', node)
            return contnode
        docname, words = places[target]
        if not node["refexplicit"]:
            contnode = nodes.inline("", words, classes=["xref", typ])
        return make_refnode(builder, fromdocname, docname, target, contnode)

    def resolve_any_xref(self, *args: Any) -> list[tuple[str, Element]]:
        return []

    def _paragraph_places(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for docname, lines in self.paragraphs.items():
            for paragraph in lines:
                yield paragraph, (docname, paragraph_name(self.env, paragraph))

    def _note_places(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for docname, notes in self.notes.items():
            for note in notes:
                yield note.id, (docname, f"“{note.lemma}”")


def paragraph_name(env: BuildEnvironment, paragraph: str) -> str:
    """Return what a reader sees of a paragraph's address, such as *White House ¶ 4*."""
    try:
        source = source_of(sources(env), paragraph)
        label = source.paragraph(paragraph).label
    except SourceError:
        return paragraph
    return f"{source.name} ¶ {label}" if label.isdigit() else f"{source.name}, {label}"
