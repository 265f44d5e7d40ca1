"""Citations: what cannot be cited is reported where it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from docutils import nodes
from docutils.nodes import Element, Node, system_message
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.roles import CiteRole

from glossator.lint.warnings import Problem, correction, warn

REFERENCES = "references.bib"


def setup_works(app: Sphinx) -> None:
    """Put our own role in place of each of bibtex's."""
    app.setup_extension("sphinxcontrib.bibtex")
    for name in BibtexDomain.roles:
        app.add_role_to_domain(BibtexDomain.name, name, WorksRole(), override=True)
    register_plugin("pybtex.style.formatting", "keys", Keys, force=True)


def works(env: BuildEnvironment) -> Mapping[str, Entry]:
    """Return every work that can be cited, by its key."""
    return env.get_domain(BibtexDomain.name).bibdata.data.entries  # type: ignore[attr-defined, no-any-return]


class Keys(BaseStyle):  # type: ignore[misc]
    """A list of works that prints nothing but their keys, for a check that prints nothing at all."""

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        return FormattedEntry(entry.key, Text(entry.key), label)


class WorksRole(CiteRole):  # type: ignore[misc]
    """``{cite:p}`` and the other roles of bibtex: report at once what cannot be cited, and cite the rest."""

    target: str

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[Node], list[system_message]]:
        try:
            keys = [target.key for target in parse_citation_targets(self.target)]
        except ValueError:
            self._report_form()
            return [nodes.literal("", self.target)], []
        known = [key for key in keys if key in works(env)]
        for key in keys:
            if key not in known:
                self._report_unknown(key, env)
        if not known:
            return [nodes.literal("", self.target)], []
        if known != keys:
            self.target = node["reftarget"] = ",".join(known)
        return super().result_nodes(document, env, node, is_ref)  # type: ignore[no-any-return]

    def _report_form(self) -> None:
        keys = [key for key in re.findall(r"[\w:.-]+", self.target) if key != "and"]
        message = f'"{self.target}" is not a list of works; write their keys with commas between them'
        # The one thing that makes a role's text unlike what stands in the file is a role without keys.
        hint = correction(f"`{self.target}`", f"`{','.join(keys)}`") if keys else ""
        warn(Problem.CITATION, message + hint, self._place(), f"`{self.target}`")

    def _report_unknown(self, key: str, env: BuildEnvironment) -> None:
        near = difflib.get_close_matches(key, list(works(env)), n=1)
        hint = correction(key, near[0]) if near else f"; add the work to {REFERENCES} first"
        warn(Problem.CITATION, f'there is no work "{key}" in {REFERENCES}{hint}', self._place(), key)

    def _place(self) -> tuple[str, int]:
        return self.env.docname, self.lineno
