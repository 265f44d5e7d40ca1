"""The directive ``parallels``: source texts side by side, topic by topic, paired by ``data/parallels.csv``."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes

from glossator.config import Certainty, edition
from glossator.content.records import TableDirective, citations, heading_address
from glossator.core.datapackage import Row, as_text, split_cell, table_fields, works_of
from glossator.core.text import Source, SourceError
from glossator.lint.warnings import Problem, warn
from glossator.notes.domain import link, paragraph_name
from glossator.notes.nodes import parallel, parallel_side
from glossator.notes.passage import source_words, sources
from glossator.translation import _

#: What the table needs, beside a column for each text that is compared.
COLUMNS = ("topic", "order", "comment", "certainty")


class ParallelsDirective(TableDirective):
    """``{parallels}``: a section for each row of ``data/parallels.csv``, in the order of its column ``order``.

    A column with the id of a source names the paragraphs of that source, joined by ``;``. Their words are
    printed as they stand, without notes; an empty cell is printed as silence. A text without a column is not compared.
    """

    def make(self) -> list[nodes.Node]:
        for name in ("sources.yml", *(source.about["file"] for source in sources(self.env).values())):
            self.env.note_dependency(f"sources/{name}")
        table = edition(self.config).tables.parallels
        self.described = table_fields(table, Path(self.env.srcdir))
        rows = sorted(self.rows(table, *COLUMNS), key=lambda row: row["order"])
        return [self._topic(row) for row in rows]

    def _topic(self, row: Row) -> nodes.section:
        section = nodes.section("", nodes.title("", row["topic"]), ids=[f"topic-{heading_address(row['topic'])}"])
        section["names"] = [nodes.fully_normalize_name(row["topic"])]
        self.state.document.note_implicit_target(section, section)
        label = nodes.inline("", self._certainty(row).heading, classes=["labels"])
        keys = works_of(row, self.described)
        words = self.parse(citations(keys)) if keys else []
        section += nodes.paragraph(
            "", f"{row['comment']} ", *words, nodes.Text(" "), label, classes=["parallel-comment"]
        )
        compared = [source for source in sources(self.env).values() if source.id in row]
        section += parallel("", *(self._side(source, row[source.id]) for source in compared))
        return section

    def _certainty(self, row: Row) -> Certainty:
        settings = edition(self.config)
        known = [certainty.id for certainty in settings.certainties]
        if row["certainty"] not in known:
            message = f'"{row["topic"]}" has the certainty "{as_text(row["certainty"])}"; the allowed ones are: '
            self.set_source_info(place := nodes.Element())
            warn(Problem.CERTAINTY, f"data/{settings.tables.parallels}.csv: {message}{', '.join(known)}", place)
        return settings.certainty(row["certainty"])

    def _side(self, source: Source, paragraphs: str | None) -> parallel_side:
        side = parallel_side(label=source.name)
        side += nodes.paragraph("", source.name, classes=["parallel-name"])
        if not paragraphs:
            silent = _("The {issuer}’s {genre} is silent on this.")
            words = silent.format(issuer=source.name, genre=source.about["genre"])
            side += nodes.paragraph("", words, classes=["silent"])
        for paragraph in split_cell(paragraphs):
            side += self._paragraph(source, paragraph)
        return side

    def _paragraph(self, source: Source, paragraph: str) -> list[nodes.Node]:
        try:
            words = source_words(source, source.paragraph(paragraph))
        except SourceError as error:
            self.set_source_info(place := nodes.Element())
            warn(Problem.PARAGRAPH, f"data/{edition(self.config).tables.parallels}.csv: {error}", place)
            return []
        name = paragraph_name(self.env, paragraph)
        return [
            nodes.paragraph("", "", link(self.env.docname, "para", paragraph, name), classes=["parallel-number"]),
            words,
        ]
