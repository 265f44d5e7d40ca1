"""The roles ``cite:…``: report an unknown or mistyped target at its line, and cite the rest."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.nodes import Element, Node, system_message
from pybtex.database import Entry
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxRole
from sphinxcontrib.bibtex.citation_target import CitationTarget, parse_citation_targets
from sphinxcontrib.bibtex.roles import CitationRef, CiteRole

from glossator.citations.targets import is_locator, suggest_target
from glossator.messages.warnings import UNREAD_CITATION, Problem, correction, keep_unread, warn

if TYPE_CHECKING:
    from glossator.citations.domain import WorksDomain

#: A list of works whose citations have a prefix, and where a chapter's prefixes are kept (``env.temp_data``).
PREFIX, PREFIXES = re.compile(r"^[ \t]*:keyprefix:[ \t]*(\S+)", re.MULTILINE), "edition_key_prefixes"


def works(env: BuildEnvironment) -> Mapping[str, Entry]:
    """Return the entries of all .bib files, by key."""
    return works_domain(env).bibdata.data.entries  # type: ignore[no-any-return]


def works_domain(env: BuildEnvironment) -> WorksDomain:
    """Return the domain ``cite`` of this environment."""
    return cast("WorksDomain", env.get_domain("cite"))


def unknown_work(key: str, env: BuildEnvironment) -> str:
    """Return the message for a key that no entry has, else ""; "" too where a .bib file could not be read."""
    domain = works_domain(env)
    if key in domain.keys or domain.data["unread"]:
        return ""
    files = [Path(path).name for path in domain.bibdata.bibfiles]
    message = f'there is no work "{key}" in {" or ".join(files)}'
    near = domain.in_small_letters.get(key.lower()) or next(iter(difflib.get_close_matches(key, domain.keys, n=1)), "")
    return message + (correction(key, near) if near else f"; add the work to {files[-1]} first" if files else "")


def keep_prefixes(app: Sphinx, docname: str, source: list[str]) -> None:
    """Keep the prefixes of keys that the lists of works of a chapter have, while it is read (event source-read)."""
    app.env.temp_data[PREFIXES] = PREFIX.findall(source[0])


class WorksRole(CiteRole):  # type: ignore[misc]
    """``{cite:p}`` and the other citation roles of bibtex."""

    target: str

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[Node], list[system_message]]:
        domain = works_domain(env)
        if self.has_explicit_title:
            self._report_title()
        targets = self._targets()
        known = [target for target in targets if self._is_known(target.key)]
        if not targets or any(is_locator(target.key) for target in targets if target not in known):
            keep_unread(env, UNREAD_CITATION)
            self._report_form(suggest_target(self.target, domain.keys))
            return [unread(self.target)], []
        for target in targets:
            if message := "" if target in known else unknown_work(target.key, env):
                keep_unread(env, UNREAD_CITATION)
                warn(Problem.CITATION, message, self._place(), target.key)
        if not known:
            return [unread(self.target)], []
        node["reftarget"] = as_written(known)
        if not node.get("refdomain"):  # {cite}, as upstream
            node["refdomain"], node["reftype"] = "cite", "p"
        document.note_explicit_target(node, node)
        domain.citation_refs.append(CitationRef(node["ids"][0], env.docname, self.lineno, known))
        return [node], []

    def _targets(self) -> list[CitationTarget]:
        try:
            return list(parse_citation_targets(self.target))
        except ValueError:
            return []

    def _report_form(self, right: str) -> None:
        message = f'"{self.target}" is not a list of works; write their keys with commas between them, and a page or'
        message += " section in braces after its key: `key{p. 3},key`"
        # The one thing that makes a role's text unlike what stands in the file is a role without keys.
        hint = correction(f"`{self.target}`", f"`{right}`") if right else ""
        warn(Problem.CITATION, message + hint, self._place(), f"`{self.target}`")

    def _is_known(self, key: str) -> bool:
        """Return whether a work has this key, or one without the prefix of a list of this chapter."""
        prefixes = ["", *self.env.temp_data.get(PREFIXES, ())]
        keys = works_domain(self.env).keys
        return any(key.startswith(prefix) and key.removeprefix(prefix) in keys for prefix in prefixes)

    def _report_title(self) -> None:
        wrong = f"`{self.title} <{self.target}>`"
        message = (
            f'a citation has no words of its own, and "{self.title}" would be left out; braces keep it before the work'
        )
        warn(Problem.CITATION, message + correction(wrong, f"`{{{self.title}}}{self.target}`"), self._place(), wrong)

    def _place(self) -> tuple[str, int]:
        return self.env.docname, self.lineno


class FootnoteRole(SphinxRole):
    """``{footcite:p}`` of bibtex, refused: the footnotes of an edition are its notes."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        right = "cite:t" if self.name.startswith("footcite:t") else "cite:p"
        message = "the footnotes of an edition are its notes, in which works are cited as everywhere"
        hint = correction(f"{{{self.name}}}`", f"{{{right}}}`")
        warn(Problem.CITATION, message + hint, (self.env.docname, self.lineno), f"{{{self.name}}}`")
        keep_unread(self.env, UNREAD_CITATION)
        return [unread(self.text)], []


def unread(target: str) -> nodes.literal:
    """Return what stands for a citation that has been reported."""
    return nodes.literal("", target, classes=[UNREAD_CITATION])


def as_written(targets: list[CitationTarget]) -> str:
    """Return targets as they stand in a role: ``{see}smith2016{p. 3},jones2017``."""
    return ",".join(
        (f"{{{each.pre}}}" if each.pre else "") + each.key + (f"{{{each.post}}}" if each.post else "")
        for each in targets
    )
