"""Evidence under a note: for each work that it cites, the words that the citation rests on, opened on demand."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from glossator.citations.dates import long_date
from glossator.core.evidence import Evidence
from glossator.core.text import direction_of
from glossator.lint.evidence import check_evidence, evidence_file, evidence_of
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
    app.connect("env-get-outdated", find_new_files)
    # In every build: Sphinx checks consistency only where a chapter has been read again.
    app.connect("env-updated", check_evidence)


def find_new_files(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
    """Return the documents whose file of evidence is new; from then on it is one of their dependencies."""
    return [
        docname
        for docname in env.found_docs
        if evidence_file(env, docname).is_file() and _dependency(env, docname) not in env.dependencies[docname]
    ]


def _dependency(env: BuildEnvironment, docname: str) -> str:
    return evidence_file(env, docname).relative_to(env.srcdir).as_posix()


class ShowEvidence(SphinxTransform):
    """Append what the cited works say to each note that has evidence."""

    # After the notes have been numbered (500).
    default_priority = 520

    def apply(self, **kwargs: object) -> None:
        if not evidence_file(self.env, self.env.docname).is_file():
            return
        self.env.note_dependency(_dependency(self.env, self.env.docname))
        entries, __ = evidence_of(self.env, self.env.docname)
        for note in self.document.findall(annotation):
            if own := [entry for entry in entries if entry.note == note["ids"][0]]:
                note.append(self._disclosure(own))

    def _disclosure(self, entries: list[Evidence]) -> disclosure:
        node = disclosure(summary=_("What the sources say"), classes=["evidence"])
        node += nodes.bullet_list("", *(nodes.list_item("", self._item(entry)) for entry in entries))
        return node

    def _item(self, entry: Evidence) -> nodes.paragraph:
        """Return one entry as a paragraph: the work, its words, their translation, how it was read."""
        before, __, after = _("“{words}”").partition("{words}")
        language = entry.language or language_code(self.config)
        words = foreign("", entry.quotation, lang=language, dir=direction_of(language))
        quotation = nodes.inline("", "", words, classes=["evidence-words"], support_smartquotes=False)
        translation = f" ({entry.translation})" if entry.translation else ""
        read = _(READ[entry.seen, entry.extent]).format(date=long_date(entry.on, self.config.language or "en"))
        return nodes.paragraph(
            "",
            "",
            self._citation(entry),
            nodes.Text(f": {before}"),
            quotation,
            nodes.Text(f"{after}{translation} "),
            nodes.inline("", read, classes=["evidence-read"]),
        )

    def _citation(self, entry: Evidence) -> pending_xref:
        """Return a citation as ``{cite:t}`` makes it; it counts as none of the note's own."""
        target = f"{entry.work}{{{entry.locator}}}" if entry.locator else entry.work
        about = {"refdomain": "cite", "reftype": "t", "reftarget": target, "refdoc": self.env.docname}
        words = nodes.inline("", entry.work, classes=["xref", "cite", "cite-t"])
        return pending_xref("", words, refexplicit=False, refwarn=True, evidence=True, **about)
