"""The directive ``source-facts``: the metadata of each source text, from ``sources/sources.yml``."""

from __future__ import annotations

from docutils import nodes

from glossator.citations.dates import text_date
from glossator.citations.roles import works
from glossator.content.records import TableDirective
from glossator.content.tables import citations
from glossator.core.text import Source
from glossator.notes.nodes import foreign
from glossator.notes.passage import sources
from glossator.translation import N_, _, format_number, ngettext

#: Keys of sources.yml in the order of printing, with what a reader calls them.
FACTS = {
    "title": N_("Title"),
    "title_note": N_("On the title"),
    "issuer": N_("Issued by"),
    "place": N_("Place"),
    "date": N_("Date"),
    "date_note": N_("On the date"),
    "url": N_("Address"),
    "archive": N_("Copy used"),
    "checked": N_("How the text was checked"),
    "differences": N_("Differences"),
    "rights": N_("Rights"),
    "sha256": N_("SHA-256 of the file"),
}


class SourceFactsDirective(TableDirective):
    """``{source-facts}``: a section for each text, with all that ``sources/sources.yml`` says about it."""

    def make(self) -> list[nodes.Node]:
        self.env.note_dependency("sources/sources.yml")
        return [self._section(source) for source in sources(self.env).values()]

    def _section(self, source: Source) -> nodes.section:
        about = source.about
        section = nodes.section(
            "",
            nodes.title("", _("{issuer} {genre}").format(issuer=source.name, genre=about["genre"])),
            ids=[f"source-{source.id}"],
        )
        section["names"] = [nodes.fully_normalize_name(section[0].astext())]
        self.state.document.note_implicit_target(section, section)
        language = self.config.language or "en"
        facts = [_fact(_(name), _value(source, key, language)) for key, name in FACTS.items() if about.get(key)]
        facts.append(_fact(_("Length"), [nodes.Text(_length(source, language))]))
        # A work that is not there is reported where it is named (lint/project.py).
        if about["citation"] in works(self.env):
            facts.append(_fact(_("Cited as"), self.parse(citations([about["citation"]]))))
        section += nodes.definition_list("", *facts, classes=["source-facts"])
        return section


def _fact(name: str, value: list[nodes.Node]) -> nodes.definition_list_item:
    definition = nodes.definition("", nodes.paragraph("", "", *value))
    return nodes.definition_list_item("", nodes.term("", name), definition)


def title(source: Source) -> nodes.Node:
    """Return the title of a text, with its language if that is not the edition's."""
    words, language = source.about["title"], source.about.get("title_language")
    return foreign("", words, lang=language) if language else nodes.Text(words)


def _value(source: Source, key: str, language: str) -> list[nodes.Node]:
    about = source.about
    match key:
        case "title":
            return [title(source)]
        case "url":
            return [nodes.reference("", about[key], refuri=about[key])]
        case "sha256":
            return [nodes.literal("", about[key])]
        case "date":
            return [nodes.Text(text_date(about, language))]
    return [nodes.Text(about[key].strip())]


def words_of(source: Source, language: str) -> str:
    """Return the length of a text as a reader of *language* is told it: "1,234 words", or characters."""
    count = source.length
    if source.is_measured_in_characters:
        words = ngettext("{count} character", "{count} characters", count)
    else:
        words = ngettext("{count} word", "{count} words", count)
    return words.format(count=format_number(count, language))


def _length(source: Source, language: str) -> str:
    numbered = [paragraph for paragraph in source.paragraphs if paragraph.label.isdigit()]
    length = _blocks(source, len(numbered)).format(count=len(numbered))
    if source.is_verse:
        lines = sum(paragraph.text.count("\n") + 1 for paragraph in numbered)
        counted = ngettext("{count} line", "{count} lines", lines).format(count=lines)
        length = _("{length}, {more}").format(length=length, more=counted)
    return _("{length}, {more}").format(length=length, more=words_of(source, language))


def _blocks(source: Source, count: int) -> str:
    """Return the words for *count* paragraphs or stanzas, with a headline or without."""
    match source.is_verse, count < len(source.paragraphs):
        case True, True:
            return ngettext("A headline and {count} stanza", "A headline and {count} stanzas", count)
        case True, False:
            return ngettext("{count} stanza", "{count} stanzas", count)
        case False, True:
            return ngettext("A headline and {count} paragraph", "A headline and {count} paragraphs", count)
    return ngettext("{count} paragraph", "{count} paragraphs", count)
