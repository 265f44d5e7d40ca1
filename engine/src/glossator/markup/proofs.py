"""Statements of mathematics and their proofs, with the directives of sphinx-proof, which Jupyter Book documents.

That extension numbers by ``numfig``, as sphinx-exercise does; here each kind is numbered by chapter.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole

from glossator.markup.exercises import ExerciseDirective
from glossator.translation import N_

WORDS = (
    *(N_("Theorem"), N_("Axiom"), N_("Lemma"), N_("Definition"), N_("Criterion"), N_("Remark"), N_("Conjecture")),
    *(N_("Corollary"), N_("Algorithm"), N_("Example"), N_("Property"), N_("Observation"), N_("Proposition")),
    *(N_("Assumption"), N_("Notation")),
)
#: It has no number.
PROOF = N_("Proof")


class StatementDirective(ExerciseDirective):
    """``{prf:theorem} title`` and the other kinds: a statement with its number."""

    def run(self) -> list[nodes.Node]:
        self.kind = self.name.rpartition(":")[2]
        self.word = self.kind.capitalize()
        found = super().run()
        for node in found:
            if isinstance(node, nodes.Element):
                node["kind"] = "statement"
        return found


class ProofDirective(StatementDirective):
    """``{prf:proof}``: a proof, which has no number, and a sign at its end."""

    def run(self) -> list[nodes.Node]:
        self.options["nonumber"] = None
        self.options["class"] = [*self.options.get("class", []), "proof"]
        return super().run()


class ProofDomain(Domain):
    """The names ``prf:…``. What ``{prf:ref}`` leads to are labels, as those of ``{ref}`` are."""

    name = "prf"
    label = "Proofs"
    directives = {**dict.fromkeys(map(str.lower, WORDS), StatementDirective), PROOF.lower(): ProofDirective}
    roles = {"ref": XRefRole(lowercase=True, innernodeclass=nodes.inline, warn_dangling=True)}

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        return env.get_domain("std").resolve_xref(env, fromdocname, builder, "ref", target, node, contnode)

    def resolve_any_xref(self, *args: Any) -> list[tuple[str, nodes.Element]]:
        """Return nothing: the labels are those of the standard domain, which finds them."""
        return []

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        """Merge nothing: it keeps nothing."""


def setup_proofs(app: Sphinx) -> None:
    """Register the domain, unless the extension itself is there."""
    if "sphinx_proof" not in app.extensions:
        app.add_domain(ProofDomain)
