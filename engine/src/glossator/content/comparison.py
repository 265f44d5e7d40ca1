"""The directive ``parallels``: source texts side by side, topic by topic, paired by ``data/parallels.csv``."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes

from glossator.config import Certainty, edition
from glossator.content.evidence import read_evidence_of, row_address, show
from glossator.content.records import TableDirective, heading_address
from glossator.content.tables import citations
from glossator.core.datapackage import (
    Row,
    TableError,
    as_text,
    describe_table,
    described_tables,
    key_columns,
    split_cell,
    table_fields,
    works_of,
)
from glossator.core.patterns import compile_patterns, places, sentences
from glossator.core.text import Source, SourceError, direction_of
from glossator.messages.warnings import Problem, warn
from glossator.notes.domain import link
from glossator.notes.names import paragraph_name
from glossator.notes.nodes import foreign, parallel, parallel_side, source_paragraph, stanza
from glossator.notes.passage import source_attributes, source_words, sources
from glossator.translation import _, language_code

#: What the table needs, beside a column for each text that is compared.
COLUMNS = ("topic", "order", "comment", "certainty")
#: The table of the words that belong to a topic.
LEXICON = "topics"
#: What it may have for a witness that is no text of the edition and is only quoted.
ACCOUNT = ("account", "account_language", "account_translation", "account_note", "account_keys")


class ParallelsDirective(TableDirective):
    """``{parallels}``: a section for each row of ``data/parallels.csv``, in the order of its column ``order``.

    A column with the id of a source names the paragraphs of that source, joined by ``;``. Their words are
    printed as they stand, without notes; an empty cell is printed as silence. A text without a column is not compared.

    The columns `ACCOUNT` are optional: below the texts they quote what a further account says, which the edition does
    not reproduce. The title of the column ``account`` is its name. A row without quotation and note prints nothing of
    it: what was not read is not called silent.

    The words of a topic are lit in the texts: the patterns of the optional column ``words``, joined by ``;``, else
    those of the topic with this name in the lexicon, the table ``topics``. A paragraph is printed whole once: under a
    later topic stand its sentences with words of that topic, or a link to where it is whole.
    """

    def make(self) -> list[nodes.Node]:
        for name in ("sources.yml", *(source.about["file"] for source in sources(self.env).values())):
            self.env.note_dependency(f"sources/{name}")
        table = edition(self.config).tables.parallels
        self.described = table_fields(table, Path(self.env.srcdir))
        self.key = key_columns(describe_table(table, Path(self.env.srcdir)))
        self.evidence = read_evidence_of(self.env, table)
        #: Paragraph -> the topic under which it is printed whole.
        self.printed: dict[str, str] = {}
        self.lexicon = self._lexicon()
        rows = sorted(self.rows(table, *COLUMNS), key=lambda row: row["order"])
        return [self._topic(row) for row in rows]

    def _lexicon(self) -> dict[str, list[str]]:
        if LEXICON not in (about["name"] for about in described_tables(Path(self.env.srcdir))):
            return {}
        lexicon: dict[str, list[str]] = {}
        for row in self.rows(LEXICON):
            if row.get("topic") and row.get("pattern"):
                lexicon.setdefault(row["topic"], []).append(row["pattern"])
        return lexicon

    def _topic(self, row: Row) -> nodes.section:
        section = nodes.section("", nodes.title("", row["topic"]), ids=[f"topic-{heading_address(row['topic'])}"])
        section["classes"].append("parallel-topic")
        # As the row of the table would have it: a topic may have been printed, and linked to, as a row.
        if len(self.key) == 1:
            section["ids"].append(row_address(edition(self.config).tables.parallels, row, self.key))
        section["names"] = [nodes.fully_normalize_name(row["topic"])]
        self.state.document.note_implicit_target(section, section)
        label = nodes.inline("", self._certainty(row).heading, classes=["labels"])
        keys = works_of(row, {name: field for name, field in self.described.items() if name not in ACCOUNT})
        words = self.parse(citations(keys)) if keys else []
        comment = nodes.paragraph(
            "", f"{row['comment']} ", *words, nodes.Text(" "), label, classes=["parallel-comment"]
        )
        compared = [source for source in sources(self.env).values() if source.id in row]
        sides = parallel("", *(self._side(source, row) for source in compared))
        body = [comment, *self._evidence(row, keys), sides, *self._account(row)]
        # What topics.js folds away.
        section += nodes.container("", *body, classes=["topic-body"])
        return section

    def _account(self, row: Row) -> list[parallel_side]:
        """Return what the further account says; outside of `parallel`, since the search knows it from nowhere else."""
        quoted, note, keys = (as_text(row.get(name)) for name in ("account", "account_note", "account_keys"))
        if not (quoted or note):
            return []
        if quoted and not keys:
            raise TableError(f'"{row["topic"]}" has a quotation in its column account, and no work in account_keys')
        name = self.described["account"]["title"]
        side = parallel_side("", nodes.paragraph("", name, classes=["parallel-name"]), label=name)
        side["classes"].append("parallel-account")
        if quoted:
            side += self._quotation(row)
        cited = [nodes.Text(" "), *self.parse(citations(split_cell(keys)))] if keys else []
        side += nodes.paragraph("", "", nodes.Text(note), *cited, classes=["account-note"])
        side += self._evidence(row, split_cell(keys))
        return [side]

    def _evidence(self, row: Row, works: list[str]) -> list[nodes.Node]:
        return show(self.env, [*self.evidence.of(row, works), *self.evidence.of_whole(works)])

    def _quotation(self, row: Row) -> nodes.paragraph:
        before, __, after = _("“{words}”").partition("{words}")
        language = as_text(row.get("account_language")) or language_code(self.config)
        words = foreign("", row["account"], lang=language, dir=direction_of(language))
        # Its signs are those of the account.
        quotation = nodes.inline("", "", words, support_smartquotes=False)
        translation = f" ({row['account_translation']})" if row.get("account_translation") else ""
        return nodes.paragraph("", "", nodes.Text(before), quotation, nodes.Text(f"{after}{translation}"))

    def _certainty(self, row: Row) -> Certainty:
        settings = edition(self.config)
        known = [certainty.id for certainty in settings.certainties]
        if row["certainty"] not in known:
            message = f'"{row["topic"]}" has the certainty "{as_text(row["certainty"])}"; the allowed ones are: '
            self.set_source_info(place := nodes.Element())
            warn(Problem.CERTAINTY, f"data/{settings.tables.parallels}.csv: {message}{', '.join(known)}", place)
        return settings.certainty(row["certainty"])

    def _side(self, source: Source, row: Row) -> parallel_side:
        paragraphs = row[source.id]
        patterns = split_cell(as_text(row.get("words"))) or self.lexicon.get(row["topic"], [])
        expression = compile_patterns(patterns) if patterns else None
        side = parallel_side(label=source.name)
        side += nodes.paragraph("", source.name, classes=["parallel-name"])
        if not paragraphs:
            silent = _("The {issuer}’s {genre} is silent on this.")
            words = silent.format(issuer=source.name, genre=source.about["genre"])
            side += nodes.paragraph("", words, classes=["silent"])
        for paragraph in split_cell(paragraphs):
            side += self._paragraph(source, paragraph, row["topic"], expression)
        return side

    def _paragraph(
        self, source: Source, paragraph: str, topic: str, expression: re.Pattern[str] | None
    ) -> list[nodes.Node]:
        try:
            words: nodes.Element = source_words(source, source.paragraph(paragraph))
        except SourceError as error:
            self.set_source_info(place := nodes.Element())
            warn(Problem.PARAGRAPH, f"data/{edition(self.config).tables.parallels}.csv: {error}", place)
            return []
        name = paragraph_name(self.env, paragraph)
        number = nodes.paragraph("", "", link(self.env.docname, "para", paragraph, name), classes=["parallel-number"])
        first = self.printed.setdefault(paragraph, topic)
        if first != topic:
            number += [nodes.Text(" "), *_whole_under(first)]
            words = _excerpt(source, words, expression)
        if expression:
            _light(words, expression)
        return [number, *([words] if words.children else [])]


def _whole_under(topic: str) -> list[nodes.Node]:
    """Return the words that lead to the topic under which a paragraph is printed whole."""
    before, __, after = _("whole under {topic}").partition("{topic}")
    way = nodes.reference("", topic, refid=f"topic-{heading_address(topic)}", internal=True)
    return [nodes.Text(before), way, nodes.Text(after)]


def _excerpt(source: Source, whole: nodes.Element, expression: re.Pattern[str] | None) -> source_paragraph:
    """Return the sentences of a paragraph that have words of a topic; nothing if none has, or all."""
    excerpt = source_paragraph("", "", **source_attributes(source))
    excerpt["classes"] = [*excerpt["classes"], "excerpt"]
    text = "" if isinstance(whole, stanza) else whole.astext()
    found = places(expression, text) if expression else []
    spans = list(sentences(text))
    kept = [any(start <= at < end for at, __ in found) for start, end in spans]
    if all(kept):
        return excerpt
    parts = []
    for (start, end), keeps in zip(spans, kept, strict=True):
        if keeps:
            parts.append(text[start:end].strip())
        elif not parts or parts[-1] != "…":
            parts.append("…")
    if any(kept):
        excerpt += nodes.Text(" ".join(parts))
    return excerpt


def _light(words: nodes.Element, expression: re.Pattern[str]) -> None:
    """Mark the words of a topic."""
    for text in list(words.findall(nodes.Text)):
        parts: list[nodes.Node] = []
        at = 0
        for start, end in places(expression, text.astext()):
            parts += [nodes.Text(text[at:start]), nodes.inline("", text[start:end], classes=["topic-word"])]
            at = end
        if parts and text.parent:
            text.parent.replace(text, [part for part in (*parts, nodes.Text(text[at:])) if part.astext()])
