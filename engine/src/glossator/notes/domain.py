"""The Sphinx domain of editions: cross-references to paragraphs, notes and rows; each paragraph in one passage.

All data are kept by docname, so that parallel reading and incremental builds need no care.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from glossator.core.text import SourceError, source_of
from glossator.messages.warnings import UNREAD, UNREAD_TABLE, Problem, warn
from glossator.notes.captions import unfinished_captions
from glossator.notes.dangling import report_dangling
from glossator.notes.entries import ChapterSummary, Note, Number, addresses_of, cited_keys
from glossator.notes.names import paragraph_name
from glossator.notes.nodes import annotation, foreign, unit
from glossator.notes.numref import number_places, resolve_number
from glossator.notes.passage import sources
from glossator.notes.titles import report_titles
from glossator.translation import _

#: Kind of link -> target -> document and words.
Places = dict[str, dict[str, tuple[str, str]]]


class EditionDomain(Domain):
    """The domain of paragraphs, notes and rows; primary, so that authors write ``{para}`` and ``{note}``."""

    name = "edition"
    label = "Edition"
    roles = {
        **{kind: XRefRole(innernodeclass=nodes.inline, warn_dangling=True) for kind in ("para", "note", "row")},
        "numref": XRefRole(lowercase=True, warn_dangling=True),
    }
    initial_data: dict[str, dict[str, Any]] = {
        "paragraphs": {},
        "notes": {},
        "rows": {},
        "chapters": {},
        "indexes": {},
        "links": {},
        "cited": {},  # document -> note -> keys of the works that it cites
        "numbers": {},
        "captions": {},  # document -> address -> each caption whose words are known only when all chapters are read
        "addresses": {},  # document -> the fragments of its page to which one can link
        "texts": {},  # document -> ids of the texts that it prints whole
        "unread": {},  # document -> paragraphs on which notes could not be read; "" for a passage
    }
    data_version = 9

    @property
    def paragraphs(self) -> dict[str, dict[str, int]]:
        """Document -> paragraph -> line of its passage."""
        return self.data["paragraphs"]  # type: ignore[no-any-return]

    @property
    def notes(self) -> dict[str, list[Note]]:
        """Document -> its notes, in order."""
        return self.data["notes"]  # type: ignore[no-any-return]

    @property
    def rows(self) -> dict[str, list[str]]:
        """Document -> addresses of the rows of the whole tables that it prints."""
        return self.data["rows"]  # type: ignore[no-any-return]

    @property
    def chapters(self) -> dict[str, ChapterSummary]:
        """Document -> what its front matter and its text say of it, where it has objectives."""
        return self.data["chapters"]  # type: ignore[no-any-return]

    @property
    def indexes(self) -> dict[str, bool]:
        """The documents that list what is in others."""
        return self.data["indexes"]  # type: ignore[no-any-return]

    @property
    def addresses(self) -> dict[str, list[str]]:
        """Document -> the fragments of its page to which one can link, in the order of the page."""
        return self.data["addresses"]  # type: ignore[no-any-return]

    @property
    def numbers(self) -> dict[str, dict[str, Number]]:
        """Document -> address of each figure, table and listing -> its number."""
        return self.data["numbers"]  # type: ignore[no-any-return]

    @property
    def links(self) -> dict[str, set[tuple[str, str]]]:
        """Document -> kind and target of each of its links."""
        return self.data["links"]  # type: ignore[no-any-return]

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        #: as `find_places` returns them, once all is read
        self.places: Places = {}
        #: chapters that are not read, since the list of contents leaves them out or misspells them; they are reported
        self.unread_chapters: frozenset[str] = frozenset()

    def clear_doc(self, docname: str) -> None:
        self.places = {}
        for kind in self.initial_data:
            self.data[kind].pop(docname, None)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        for kind, by_document in otherdata.items():
            if kind in self.initial_data:
                self.data[kind].update({name: by_document[name] for name in docnames if name in by_document})

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        self._keep_paragraphs(env, docname, document)
        self._keep_notes(docname, document)
        self._keep_numbers(docname, document)
        rows = [row["ids"][0] for row in document.findall(nodes.row) if row["ids"]]
        if rows:
            self.rows[docname] = rows
        self.addresses[docname] = list(dict.fromkeys(addresses_of(document)))
        references = document.findall(pending_xref)
        links = {(ref["reftype"], ref["reftarget"]) for ref in references if ref["refdomain"] == self.name}
        if links:
            self.links[docname] = links
        report_titles(env, document, docname)

    def _keep_paragraphs(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        for node in document.findall(unit):
            lines = self.paragraphs.setdefault(docname, {})
            if node["paragraph"] in lines:
                self._report_twice(node["paragraph"], docname, node.parent.line or 0, docname)
            lines[node["paragraph"]] = node.parent.line or 0
        if unread := env.temp_data.get(UNREAD):
            self.data["unread"][docname] = unread | (self.paragraphs.get(docname, {}).keys() if "" in unread else set())

    def _keep_notes(self, docname: str, document: nodes.document) -> None:
        found = list(document.findall(annotation))
        if found:
            self.notes[docname] = [Note(note["ids"][0], *(note[key] for key in Note._fields[1:])) for note in found]
            self.data["cited"][docname] = {note["ids"][0]: cited_keys(note) for note in found}

    def _keep_numbers(self, docname: str, document: nodes.document) -> None:
        numbered = [node for node in document.findall(nodes.Element) if isinstance(node.get("number"), Number)]
        numbers = {name: node["number"] for node in numbered for name in node["ids"]}
        if numbers:
            self.numbers[docname] = numbers
        if captions := dict(unfinished_captions(document)):
            self.data["captions"][docname] = captions

    def check_consistency(self) -> None:
        """Report every paragraph that stands in two chapters, or in none."""
        found: dict[str, str] = {}
        for docname, lines in sorted(self.paragraphs.items()):
            for paragraph, line in lines.items():
                if paragraph in found:
                    self._report_twice(paragraph, docname, line, found[paragraph])
                found[paragraph] = docname
        if self._lacks_passages():
            return
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
        if typ == "numref":
            return resolve_number(env, fromdocname, builder, target, node, contnode)
        self.places = self.places or self.find_places()
        places = self.places[typ]
        if target not in places:
            waits = self.lacks_tables("records") if typ == "row" else self._is_unread(target)
            if not node.get("optional") and not waits:
                report_dangling(env, typ, target, node, places)
            return contnode
        docname, words = places[target]
        if not node["refexplicit"]:
            name = self._lemma(target, words) if typ == "note" else [nodes.Text(words or paragraph_name(env, target))]
            contnode = nodes.inline("", "", *name, classes=["xref", typ])
        return make_refnode(builder, fromdocname, docname, target, contnode)

    def lacks_tables(self, directive: str) -> bool:
        """Return whether a table of *directive* could not be printed; what a link leads to may stand there."""
        return any(UNREAD_TABLE + directive in unread for unread in self.data["unread"].values())

    def _lacks_passages(self) -> bool:
        """Return whether a passage or a chapter could not be read; what is missing in the book may stand there."""
        return bool(self.unread_chapters) or any("" in unread for unread in self.data["unread"].values())

    def _is_unread(self, target: str) -> bool:
        """Return whether a link leads to what could not be read, or to a paragraph without a passage.

        Both have been reported, where they are to be mended.
        """
        try:
            paragraph = source_of(sources(self.env), target).paragraph("-".join(target.split("-")[:2])).id
        except SourceError:
            return False
        unread = any(paragraph in each for each in self.data["unread"].values())
        return unread or paragraph not in self.places["para"]

    def _lemma(self, note: str, words: str) -> list[nodes.Node]:
        """Return the words that a note quotes, in the marks of the edition's language and in their own."""
        source = source_of(sources(self.env), note)
        before, __, after = _("“{words}”").partition("{words}")
        quotation = foreign("", words, lang=source.language, dir=source.direction)
        return [nodes.Text(before), quotation, nodes.Text(after)]

    def find_places(self) -> Places:
        """Return all targets of cross-references, by role and id."""
        return {
            "para": dict(self._paragraph_places()),
            "note": dict(self._note_places()),
            "row": dict(self._row_places()),
            "numref": dict(number_places(self.env)),
        }

    def resolve_any_xref(self, *args: Any) -> list[tuple[str, Element]]:
        return []

    def _paragraph_places(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for docname, lines in self.paragraphs.items():
            for paragraph in lines:
                yield paragraph, (docname, "")

    def _note_places(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for docname, notes in self.notes.items():
            for note in notes:
                yield note.id, (docname, note.lemma)

    def _row_places(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for docname, rows in self.rows.items():
            for row in rows:
                yield row, (docname, row)


def edition_domain(env: BuildEnvironment) -> EditionDomain:
    """Return the domain of this environment."""
    return cast(EditionDomain, env.get_domain(EditionDomain.name))


def link(docname: str, role: str, target: str, words: str = "", **more: Any) -> pending_xref:
    """Return the pending cross-reference of ``{role}`` to *target*, with *words* or the target's own name."""
    inside = nodes.inline("", words or target, classes=["xref", "edition", f"edition-{role}"])
    about = {"reftype": role, "reftarget": target, "refexplicit": bool(words), "refwarn": True, **more}
    return pending_xref("", inside, refdomain=EditionDomain.name, refdoc=docname, **about)
