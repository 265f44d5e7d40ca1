"""The directive ``terms``: a glossary from a table of ``data/``; its definitions as tooltips of every ``{term}``."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.addnodes import glossary, pending_xref
from sphinx.domains.std import make_glossary_term
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.config import edition
from glossator.content.evidence import read_evidence_of, show
from glossator.content.records import TableDirective
from glossator.content.tables import citations
from glossator.core.datapackage import Row, TableError, describe_table, read_table, table_fields, works_of
from glossator.notes.nodes import foreign

#: What a table of terms needs.
COLUMNS = ("term", "definition")


class TermsDirective(TableDirective):
    """``{terms} glossary`` prints a table of terms, to each of which ``{term}`` links.

    The table has the columns ``term`` and ``definition``; what has the role of works is cited behind the definition. A
    column to which ``datapackage.json`` gives a ``language`` is printed beside the term.
    """

    required_arguments = 1

    def make(self) -> list[nodes.Node]:
        self.described = table_fields(self.arguments[0], Path(self.env.srcdir))
        self.foreign = {name: field["language"] for name, field in self.described.items() if "language" in field}
        self.evidence = read_evidence_of(self.env, self.arguments[0])
        rows = sorted(self.rows(self.arguments[0], *COLUMNS), key=lambda row: str(row["term"]).strip("'“").casefold())
        definitions = nodes.definition_list("", *map(self._item, rows), classes=["glossary"])
        return [glossary("", definitions, sorted=False)]

    def _item(self, row: Row) -> nodes.definition_list_item:
        source, line = self.get_source_info()
        # No key for the general index: it sorts by the term itself.
        term = make_glossary_term(self.env, [nodes.Text(row["term"])], None, source, line, None, self.state.document)
        item = nodes.definition_list_item("", term)
        self.set_source_info(item)
        for column, language in self.foreign.items():
            if row[column]:
                item += nodes.classifier("", "", foreign("", row[column], lang=language))
        words = nodes.paragraph("", f"{row['definition']} ")
        keys = works_of(row, self.described)
        words += self.parse(citations(keys)) if keys else []
        entries = [*self.evidence.of(row, keys), *self.evidence.of_whole(keys)]
        item += nodes.definition("", words, *show(self.env, entries))
        return item


class DefineTerms(SphinxTransform):
    """Attach its definition to each pending ``{term}``.

    When the document is read, so that a changed definition makes it be read again.
    """

    default_priority = 520

    def apply(self, **kwargs: object) -> None:
        root = Path(self.env.srcdir)
        terms = [node for node in self.document.findall(pending_xref) if node["reftype"] == "term"]
        table = edition(self.config).tables.glossary
        if not terms:
            return
        try:
            self.env.note_dependency(f"data/{describe_table(table, root)['path']}")
            definitions = {str(row["term"]).casefold(): row["definition"] for row in read_table(table, root)}
        except (TableError, KeyError):  # which `terms` reports; without that directive no term has a definition anyway
            return
        for term in terms:
            # The words are copied into the link that replaces this node; its own attributes are not.
            for words in term.findall(nodes.inline):
                words["definition"] = definitions.get(" ".join(term["reftarget"].split()).casefold(), "")


class ShowDefinitions(SphinxPostTransform):
    """Set the definition as the title of the resolved link: a tooltip that screen readers read."""

    # After Sphinx has resolved the links (10).
    default_priority = 20

    def run(self, **kwargs: object) -> None:
        for words in self.document.findall(nodes.inline):
            if words.get("definition") and isinstance(words.parent, nodes.reference):
                words.parent["reftitle"] = words["definition"]
                words.parent["classes"].append("term")
