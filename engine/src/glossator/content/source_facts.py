"""The directive ``source-facts``: the metadata of each source text, from ``sources/sources.yml``."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from glossator.citations.dates import long_date
from glossator.citations.roles import works
from glossator.content.records import TableDirective, citations
from glossator.core.text import Source
from glossator.notes.passage import sources

#: Keys of sources.yml in the order of printing, with what a reader calls them.
FACTS = {
    "title": "Title",
    "title_note": "On the title",
    "issuer": "Issued by",
    "place": "Place",
    "date": "Date",
    "date_note": "On the date",
    "url": "Address",
    "archive": "Copy used",
    "checked": "How the text was checked",
    "differences": "Differences",
    "rights": "Rights",
    "sha256": "SHA-256 of the file",
}


class SourceFactsDirective(TableDirective):
    """``{source-facts}``: a section for each text, with all that ``sources/sources.yml`` says about it."""

    def make(self) -> list[nodes.Node]:
        self.env.note_dependency("sources/sources.yml")
        return [self._section(source) for source in sources(self.env).values()]

    def _section(self, source: Source) -> nodes.section:
        about = source.about
        section = nodes.section("", nodes.title("", f"{source.name} {about['genre']}"), ids=[f"source-{source.id}"])
        section["names"] = [nodes.fully_normalize_name(section[0].astext())]
        self.state.document.note_implicit_target(section, section)
        language = self.config.language or "en"
        facts = [_fact(name, _value(about, key, language)) for key, name in FACTS.items() if about.get(key)]
        facts.append(_fact("Length", [nodes.Text(_length(source))]))
        # A work that is not there is reported where it is named (lint/project.py).
        if about["citation"] in works(self.env):
            facts.append(_fact("Cited as", self.parse(citations([about["citation"]]))))
        section += nodes.definition_list("", *facts, classes=["source-facts"])
        return section


def _fact(name: str, value: list[nodes.Node]) -> nodes.definition_list_item:
    definition = nodes.definition("", nodes.paragraph("", "", *value))
    return nodes.definition_list_item("", nodes.term("", name), definition)


def _value(about: dict[str, Any], key: str, language: str) -> list[nodes.Node]:
    match key:
        case "url":
            return [nodes.reference("", about[key], refuri=about[key])]
        case "sha256":
            return [nodes.literal("", about[key])]
        case "date":
            inferred = " (inferred)" if about["date_certainty"] == "inferred" else ""
            return [nodes.Text(f"{long_date(about[key], language)}{inferred}")]
    return [nodes.Text(about[key].strip())]


def _length(source: Source) -> str:
    numbered = sum(paragraph.label.isdigit() for paragraph in source.paragraphs)
    headline = "a headline and " if numbered < len(source.paragraphs) else ""
    words = sum(len(paragraph.text.split()) for paragraph in source.paragraphs)
    return f"{headline}{numbered} paragraphs, {words:,} words".capitalize()
