"""The directives ``chapters`` and ``notes-index``: lists made from all documents.

The directives leave placeholder nodes; a post-transform fills them, since all documents have been read by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from glossator.config import Edition, edition
from glossator.content.records import TableDirective, heading_address
from glossator.content.tables import make_table
from glossator.core.datapackage import described_tables, split_cell
from glossator.notes.domain import EditionDomain, link
from glossator.notes.entries import ChapterSummary, Note
from glossator.notes.names import paragraph_name, passage_name
from glossator.notes.passage import sources
from glossator.translation import _, ngettext


class chapter_table(nodes.General, nodes.Element):
    """Placeholder of the table of chapters."""


class note_list(nodes.General, nodes.Element):
    """Placeholder of a list of notes.

    Attributes: ``by`` (kind, certainty, paragraph or topic), ``values`` (the kinds, certainties or paragraphs wanted).
    """


class note_table(nodes.General, nodes.Element):
    """Placeholder of the table of all notes. Attribute: ``topics``, pairs of a topic and its paragraphs."""


class ChaptersDirective(SphinxDirective):
    """``{chapters}``: a table of the chapters that reproduce a passage."""

    def run(self) -> list[nodes.Node]:
        _domain(self.env).indexes[self.env.docname] = True
        return [chapter_table()]


class NotesIndexDirective(TableDirective):
    """``{notes-index}``: a table of all annotations, which a reader narrows by each of its columns.

    by: kind, certainty, paragraph or topic, for lists instead, a section for each group

    Topics are those of the table of parallels: a note belongs to every topic of its paragraph. An address such as
    ``kind-context`` or ``topic-trade`` leads to the group, in the table to its first note.
    """

    option_spec = {"by": lambda value: directives.choice(value, ("kind", "certainty", "paragraph", "topic"))}

    def make(self) -> list[nodes.Node]:
        _domain(self.env).indexes[self.env.docname] = True
        if "by" not in self.options:
            return [note_table(topics=self._topics())]
        by = self.options["by"]
        return [self._section(by, title, values) for title, values in self._groups(by)]

    def _groups(self, by: str) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the title of each group, and the kinds, certainties or paragraphs that belong to it."""
        if by == "topic":
            yield from self._topics(needed=True)
        elif by == "paragraph":
            for paragraph in _order(self.env):
                yield paragraph_name(self.env, paragraph), [paragraph]
        else:
            settings = edition(self.config)
            for each in settings.kinds if by == "kind" else settings.certainties:
                yield each.heading, [each.id]

    def _topics(self, needed: bool = False) -> list[tuple[str, list[str]]]:
        """Return each topic of the table of parallels with its paragraphs; of a book without that table none."""
        table = edition(self.config).tables.parallels
        if not needed and table not in (about["name"] for about in described_tables(Path(self.env.srcdir))):
            return []
        rows = [(row["topic"], [row.get(source) for source in sources(self.env)]) for row in self.rows(table, "topic")]
        return [(topic, [paragraph for cell in cells for paragraph in split_cell(cell)]) for topic, cells in rows]

    def _section(self, by: str, title: str, values: Sequence[str]) -> nodes.section:
        # A label can be changed, or translated; an address cannot.
        name = values[0] if by in ("kind", "certainty") else heading_address(title)
        section = nodes.section("", nodes.title("", title), ids=[f"{by}-{name}"])
        self.state.document.note_implicit_target(section, section)
        section += note_list(by=by, values=values)
        return section


class FillIndexes(SphinxPostTransform):
    """Replace the placeholders by the lists."""

    # Before Sphinx resolves links (10): the lists consist of them.
    default_priority = 5

    def run(self, **kwargs: object) -> None:
        domain = _domain(self.env)
        if self.env.docname not in domain.indexes:
            return
        for table in list(self.document.findall(chapter_table)):
            framed = nodes.container("", _chapters(domain, self.env.docname), classes=["records-frame"])
            table.replace_self(framed)
        for notes in list(self.document.findall(note_list)):
            notes.replace_self(_notes(domain, self.env.docname, notes))
        for place in list(self.document.findall(note_table)):
            place.replace_self(_NoteTable(domain, self.env.docname, place["topics"]).make())


def _domain(env: BuildEnvironment) -> EditionDomain:
    return cast(EditionDomain, env.get_domain(EditionDomain.name))


def _order(env: BuildEnvironment) -> list[str]:
    return [paragraph.id for source in sources(env).values() for paragraph in source.paragraphs]


def _chapters(domain: EditionDomain, docname: str) -> nodes.container:
    order = _order(domain.env)
    with_passage = [(name, chapter) for name, chapter in domain.chapters.items() if chapter.paragraphs]
    with_passage.sort(key=lambda pair: order.index(pair[1].paragraphs[0]))
    titles = {
        "chapter": _("Chapter"),
        "passage": _("Passage"),
        "themes": _("Themes"),
        "reading-time": _("Reading time"),
        "what-to-look-for": _("What to look for"),
    }
    if not any(chapter.themes for _name, chapter in with_passage):
        del titles["themes"]
    if not any(chapter.objectives for _name, chapter in with_passage):
        del titles["what-to-look-for"]
    columns = [{"name": name, "title": title, "align": "left"} for name, title in titles.items()]
    rows = [_chapter_row(domain.env, name, chapter, docname) for name, chapter in with_passage]
    table = make_table(columns, [[row[column] for column in titles] for row in rows])
    return nodes.container("", table, classes=["records-frame"])


def _chapter_row(
    env: BuildEnvironment, name: str, chapter: ChapterSummary, docname: str
) -> dict[str, list[nodes.Node]]:
    """Return the cells of a chapter by the names of their columns."""
    to_chapter = pending_xref(
        "", nodes.inline(), refdomain="std", reftype="doc", reftarget=f"/{name}", refdoc=docname, refexplicit=False
    )
    to_passage = link(docname, "para", chapter.paragraphs[0], passage_name(env, chapter.paragraphs))
    objectives = [nodes.list_item("", nodes.paragraph("", objective)) for objective in chapter.objectives]
    minutes = ngettext("{count} minute", "{count} minutes", chapter.minutes)
    return {
        "chapter": [nodes.paragraph("", "", to_chapter)],
        "passage": [nodes.paragraph("", "", to_passage)],
        "themes": [nodes.paragraph("", ", ".join(chapter.themes))],
        "reading-time": [nodes.paragraph("", minutes.format(count=chapter.minutes))],
        "what-to-look-for": [nodes.bullet_list("", *objectives)] if objectives else [nodes.paragraph()],
    }


def _notes(domain: EditionDomain, docname: str, place: note_list) -> list[nodes.Node]:
    order = _order(domain.env)
    field = "paragraph" if place["by"] == "topic" else place["by"]
    notes = [note for notes in domain.notes.values() for note in notes if getattr(note, field) in place["values"]]
    notes.sort(key=lambda note: (order.index(note.paragraph), note.number))
    words = ngettext("{count} note", "{count} notes", len(notes)).format(count=len(notes))
    count = nodes.paragraph("", words, classes=["notes-count"])
    entries = (_entry(note, docname, place["by"], edition(domain.env.config)) for note in notes)
    return [count, nodes.bullet_list("", *entries, classes=["notes-list"])]


class _NoteTable:
    """The table of all notes, in the order of the texts."""

    def __init__(self, domain: EditionDomain, docname: str, topics: list[tuple[str, list[str]]]) -> None:
        self.domain, self.docname, self.topics = domain, docname, topics
        self.settings = edition(domain.env.config)
        #: What has no row of its own yet: an address leads to the first note of its group.
        self.addresses: set[str] = {
            *(f"kind-{kind.id}" for kind in self.settings.kinds),
            *(f"certainty-{certainty.id}" for certainty in self.settings.certainties),
            *(f"topic-{heading_address(topic)}" for topic, __ in topics),
            *(f"paragraph-{heading_address(paragraph_name(domain.env, each))}" for each in _order(domain.env)),
        }

    def make(self) -> list[nodes.Node]:
        order = {paragraph: number for number, paragraph in enumerate(_order(self.domain.env))}
        notes = [(docname, note) for docname, notes in self.domain.notes.items() for note in notes]
        notes.sort(key=lambda pair: (order[pair[1].paragraph], pair[1].number))
        titles = [_("Note"), _("Kind"), _("Certainty"), _("Chapter"), _("Paragraph"), _("Topic")]
        names = ["note", "kind", "certainty", "chapter", "paragraph", "topic"][: 6 if self.topics else 5]
        columns = [
            {"name": name, "title": title, "align": "left", "filter": name != "note"}
            for name, title in zip(names, titles, strict=False)
        ]
        rows = [self._row(*pair)[: len(columns)] for pair in notes]
        table = make_table(columns, rows)
        table["classes"] += ["sortable", "note-table"] if len(rows) > 8 else ["note-table"]
        words = ngettext("{count} note", "{count} notes", len(notes)).format(count=len(notes))
        count = nodes.paragraph("", words, classes=["notes-count"], ids=sorted(self.addresses))
        return [count, nodes.container("", table, classes=["records-frame"])]

    def _row(self, docname: str, note: Note) -> list[list[nodes.Node]]:
        kind, certainty = self.settings.kind(note.kind), self.settings.certainty(note.certainty)
        place = paragraph_name(self.domain.env, note.paragraph)
        about = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{docname}", "refdoc": self.docname}
        chapter = pending_xref("", nodes.inline(), refexplicit=False, **about)
        lemma = nodes.paragraph("", "", link(self.docname, "note", note.id))
        gist = [nodes.paragraph("", note.gist, classes=["gist-of-note"])] if note.gist else []
        return [
            [lemma, *gist],
            [self._value("kind", note.kind, nodes.Text(kind.words))],
            [self._value("certainty", note.certainty, nodes.Text(certainty.words))],
            [nodes.paragraph("", "", chapter)],
            [self._value("paragraph", heading_address(place), link(self.docname, "para", note.paragraph, place))],
            [
                self._value("topic", heading_address(topic), nodes.Text(topic))
                for topic, paragraphs in self.topics
                if note.paragraph in paragraphs
            ],
        ]

    def _value(self, by: str, name: str, words: nodes.Node) -> nodes.paragraph:
        """Return a value of a column; the first of each has the address of its group."""
        address = f"{by}-{name}"
        value = nodes.paragraph("", "", words, ids=[address] if address in self.addresses else [])
        self.addresses.discard(address)
        return value


def _entry(note: Note, docname: str, by: str, settings: Edition) -> nodes.list_item:
    """Return a link to *note*, and what the heading above it does not say already."""
    words = {"kind": settings.kind(note.kind).words, "certainty": settings.certainty(note.certainty).words}
    labels = nodes.inline("", " · ".join(words[each] for each in words if each != by), classes=["labels"])
    if by != "paragraph":
        labels.insert(0, [link(docname, "para", note.paragraph), nodes.Text(" · ")])
    gist = nodes.Text(f": {note.gist} " if note.gist else " ")
    return nodes.list_item("", nodes.paragraph("", "", link(docname, "note", note.id), gist, labels))
