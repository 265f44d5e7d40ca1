"""Evidence under notes, rows and charts: what each cited work says, opened on demand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.citations.dates import long_date
from glossator.core.datapackage import Row, TableError, as_text, describe_table, described_tables
from glossator.core.evidence import FOLDER, Evidence
from glossator.core.row_evidence import NONE, TableEvidence, rows_shown, table_evidence, table_evidence_file
from glossator.core.text import direction_of
from glossator.lint.evidence import check_evidence, evidence_file, evidence_of
from glossator.notes.domain import edition_domain, link
from glossator.notes.nodes import annotation, disclosure, foreign
from glossator.translation import N_, _, language_code

#: How a work was read, in whole sentences: what was seen, and how much of it.
READ = {
    ("original", "whole"): N_("Read as a whole on {date}."),
    ("original", "opening"): N_("Its opening was read on {date}."),
    ("original", "part"): N_("Read in part on {date}."),
    ("copy", "whole"): N_("A copy was read as a whole on {date}."),
    ("copy", "opening"): N_("The opening of a copy was read on {date}."),
    ("copy", "part"): N_("A copy was read in part on {date}."),
    ("excerpt", "whole"): N_("Read on {date} as another work quotes it."),
    ("excerpt", "opening"): N_("Read on {date} as another work quotes it."),
    ("excerpt", "part"): N_("Read on {date} as another work quotes it."),
}


def setup_evidence(app: Sphinx) -> None:
    """Print evidence below notes; check it when all chapters are known."""
    app.add_transform(ShowEvidence)
    app.add_post_transform(LeaveToTables)
    app.connect("env-get-outdated", find_new_files)
    # In every build: Sphinx checks consistency only where a chapter has been read again.
    app.connect("env-updated", check_evidence)


def find_new_files(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
    """Return the documents with a new file of evidence, theirs or of a table that they print.

    From then on it is one of their dependencies.
    """
    root = Path(env.srcdir)
    data = env.domaindata["edition"]
    there = frozenset(_relative(env, path) for path in (root / "data" / FOLDER).rglob("*.yml"))
    # A chapter may read a table whose evidence it does not print: only what was not there before counts.
    appeared = there - data.get("evidence_files", frozenset())
    data["evidence_files"] = there
    files = {f"data/{about['path']}": table_evidence_file(about["name"], root) for about in described_tables(root)}
    new: list[str] = []
    for docname in env.found_docs:
        known = env.dependencies[docname]
        wanted = [evidence_file(env, docname), *(path for table, path in files.items() if table in known)]
        if any(_relative(env, path) in appeared and _relative(env, path) not in known for path in wanted):
            new.append(docname)
    return new


def _relative(env: BuildEnvironment, path: Path) -> str:
    return path.relative_to(env.srcdir).as_posix()


def read_evidence_of(env: BuildEnvironment, table: str) -> TableEvidence:
    """Return the evidence of a table for the document that is being read, which is read again when it changes."""
    path = table_evidence_file(table, Path(env.srcdir))
    if path.is_file():
        env.note_dependency(_relative(env, path))
    with suppress(TableError):  # which is reported where the table is printed
        return table_evidence(table, Path(env.srcdir))
    return NONE


class ShowEvidence(SphinxTransform):
    """Append what the cited works say to each note and each chart that has evidence."""

    # After the notes have been numbered (500).
    default_priority = 520

    def apply(self, **kwargs: object) -> None:
        self._of_charts()
        path = evidence_file(self.env, self.env.docname)
        if not path.is_file():
            return
        self.env.note_dependency(_relative(self.env, path))
        entries, __ = evidence_of(self.env, self.env.docname)
        for note in self.document.findall(annotation):
            note.extend(show(self.env, [entry for entry in entries if entry.note == note["ids"][0]]))

    def _of_charts(self) -> None:
        for details in list(self.document.findall(nodes.container)):
            if about := details.attributes.pop("rests_on", None):
                found = [part for table in about["tables"] for part in self._of_chart(table, about)]
                # Below the line of sources, which is the first.
                details.insert(1, found)

    def _of_chart(self, table: str, about: dict[str, Any]) -> list[nodes.Node]:
        """Return what the works that a chart cites say of those rows of a table that it shows.

        Where they are many, it is left to the page that prints the rows (`LeaveToTables`), if there is one.
        """
        root, works = Path(self.env.srcdir), about["works"]
        try:
            described = describe_table(table, root)
            self.env.note_dependency(f"data/{described['path']}")
            evidence = read_evidence_of(self.env, table)
            if evidence is NONE or not works:
                return []
            names = [column["name"] for column in about["table"]["columns"]]
            rows = rows_shown(table, root, names, about["table"]["rows"])
        except TableError:  # which its cell has reported
            return []
        entries = [*evidence.of_whole(works), *(entry for row in rows for entry in evidence.of(row, works))]
        shown = show(self.env, list(dict.fromkeys(entries)))
        if not (shown and about["many"] and len(evidence.key) == 1):
            return shown
        before, __, after = _("What the sources say: with the rows of {table}").partition("{table}")
        address = row_address(table, rows[0], evidence.key)
        place = link(self.env.docname, "row", address, described["title"], optional=True)
        return [nodes.paragraph("", before, place, nodes.Text(after), classes=["evidence-elsewhere"]), *shown]


def row_address(table: str, row: Row, key: list[str]) -> str:
    """Return the address of a row where a page prints its whole table, whose key is one column."""
    return nodes.make_id(f"{table}-{as_text(row[key[0]])}")


class LeaveToTables(SphinxPostTransform):
    """Keep of a chart with many sources the link to their rows, or the evidence itself where no page prints these."""

    # Before links are resolved (10).
    default_priority = 5

    def run(self, **kwargs: object) -> None:
        for line in list(self.document.findall(nodes.paragraph)):
            if "evidence-elsewhere" in line["classes"]:
                (place,) = line.findall(pending_xref)
                printed = place["reftarget"] in edition_domain(self.env).find_places()["row"]
                del line.parent[line.parent.index(line) + printed]


def show(env: BuildEnvironment, entries: Sequence[Evidence]) -> list[nodes.Node]:
    """Return the disclosure of what the sources say; nothing where there are no entries.

    The citations whose evidence it is stand in its parent, before it: there the tooltips look for it.
    """
    if not entries:
        return []
    node = disclosure(summary=_("What the sources say"), classes=["evidence"])
    node += nodes.bullet_list("", *(nodes.list_item("", _item(env, entry)) for entry in entries))
    return [node]


def _item(env: BuildEnvironment, entry: Evidence) -> nodes.paragraph:
    """Return one entry as a paragraph: the work, its words, their translation, how it was read."""
    before, __, after = _("“{words}”").partition("{words}")
    language = entry.language or language_code(env.config)
    words = foreign("", entry.quotation, lang=language, dir=direction_of(language))
    quotation = nodes.inline("", "", words, classes=["evidence-words"], support_smartquotes=False)
    translation = f" ({entry.translation})" if entry.translation else ""
    read = _(READ[entry.seen, entry.extent]).format(date=long_date(entry.on, env.config.language or "en"))
    return nodes.paragraph(
        "",
        "",
        _citation(env, entry),
        nodes.Text(f": {before}"),
        quotation,
        nodes.Text(f"{after}{translation} "),
        nodes.inline("", read, classes=["evidence-read"]),
    )


def _citation(env: BuildEnvironment, entry: Evidence) -> pending_xref:
    """Return a citation as ``{cite:t}`` makes it; it counts as none of the note's own."""
    target = f"{entry.work}{{{entry.locator}}}" if entry.locator else entry.work
    about = {"refdomain": "cite", "reftype": "t", "reftarget": target, "refdoc": env.docname}
    words = nodes.inline("", entry.work, classes=["xref", "cite", "cite-t"])
    return pending_xref("", words, refexplicit=False, refwarn=True, evidence=True, **about)
