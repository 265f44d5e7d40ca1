"""The domain ``cite``, on sphinxcontrib-bibtex's: reads .bib files, reports mistakes in them, resolves citations."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Element, make_id
from pybtex.backends.plaintext import Backend as PlainText
from pybtex.database import BibliographyData, Entry
from pybtex.plugin import PluginNotFound, enumerate_plugin_names, find_plugin, register_plugin
from pybtex.style import FormattedEntry
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, is_bibdata_outdated
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.foot_domain import BibtexFootDomain
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style

from glossator.citations.bibtex import RawEntry, read_bib
from glossator.citations.entries import findings, inherit, make_entry
from glossator.citations.filters import filter_fault
from glossator.citations.pages import Letter, divide, page_name
from glossator.citations.referencing import ReferenceStyle
from glossator.citations.roles import FootnoteRole, WorksRole, as_written, keep_prefixes, unknown_work, works_domain
from glossator.citations.style import Style
from glossator.citations.titles import SayTitlesOnce
from glossator.messages.warnings import UNREAD_CITATION, Problem, correction, warn

#: The builders that print a long list of works on several pages.
PAGED = ("html", "dirhtml")
NO_LIST = "works are cited, and no page lists them: where they are to stand, write two lines, ```{bibliography} and ```"


def setup_citations(app: Sphinx) -> None:
    """Register the domain and roles, subclasses that replace bibtex's, and the style *glossator*."""
    app.add_post_transform(SayTitlesOnce)
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(WorksDomain, override=True)
    app.add_role("cite", WorksRole(), override=True)
    app.add_role("footcite", FootnoteRole(), override=True)
    for name in BibtexFootDomain.roles:
        app.add_role_to_domain(BibtexFootDomain.name, name, FootnoteRole(), override=True)
    app.connect("config-inited", register_styles)
    app.connect("source-read", keep_prefixes)
    # Before bibtex reads them (500), which then finds that they have been read.
    app.connect("builder-inited", read_works, priority=400)


def register_styles(app: Sphinx, config: Config) -> None:
    """Register the pybtex and reference styles *glossator*, the defaults of a project that sets none."""
    # A work may stand in the list of a chapter and in that of all: a citation leads to the one of its page, if any.
    config.suppress_warnings = [*config.suppress_warnings, "bibtex.duplicate_citation"]
    language = config.language or "en"
    style, reference_style = partial(Style, language=language), partial(ReferenceStyle, language=language)
    register_plugin("pybtex.style.formatting", "glossator", style, force=True)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", "glossator", reference_style, force=True)
    # bibtex asks for it at every citation; what is registered is found without the metadata of all packages.
    register_plugin("pybtex.backends", "plaintext", PlainText, force=True)
    for name, others in (
        ("bibtex_default_style", "alpha"),
        ("bibtex_reference_style", "label"),
        ("bibtex_cite_id", ""),
    ):
        if config[name] == others:  # the default of sphinxcontrib-bibtex: an edition cites by author and year
            config[name] = "work-{key}" if name == "bibtex_cite_id" else "glossator"


def read_works(app: Sphinx) -> None:
    """Read the .bib files that have changed; report the mistakes of all of them in every build."""
    domain = works_domain(app.env)
    paths = [(Path(app.confdir) / name).resolve() for name in app.config.bibtex_bibfiles or ()]
    if is_bibdata_outdated(domain.bibdata, paths, app.config.bibtex_encoding):
        domain.read(paths, app.config.bibtex_encoding, app.config.bibtex_cite_id)
    domain.keys = frozenset(domain.bibdata.data.entries.keys())
    domain.in_small_letters = {key.lower(): key for key in domain.keys}
    for place, message, words in domain.data["findings"]:
        warn(Problem.CITATION, message, place, words)


class WorksDomain(BibtexDomain):
    """The domain of works: their entries, citations and lists."""

    roles: ClassVar = {name: WorksRole() for name in BibtexDomain.roles}
    initial_data: ClassVar = {
        **BibtexDomain.initial_data,
        "findings": [],  # (file:line, message, words of the line)
        "unread": False,  # whether a .bib file is missing or cannot be read
        "printed": {},  # how each work was printed by the last build, by key
        "citing": None,  # which documents and notes cite which works, as the lists of the last build say
        "pages": {},  # document -> the pages of its list of works, each with its letters
    }
    #: Keys of all works, by the same in small letters; in pybtex's own dictionary capitals do not count.
    in_small_letters: Mapping[str, str] = MappingProxyType({})
    keys: frozenset[str] = frozenset()
    #: Keys of the works that a list of works prints; known when all chapters have been read.
    listed: frozenset[str] = frozenset()
    #: Names of pages by the addresses of the works that stand on a further page of their list.
    further: Mapping[str, str] = MappingProxyType({})

    def read(self, paths: list[Path], encoding: str, address: str) -> None:
        """Read *paths* in place of bibtex; *address* is the form of a work's address on its page."""
        data, files, places = BibliographyData(), {}, dict[str, str]()
        self.data["findings"], self.data["unread"] = [], False
        for path in paths:
            keys: dict[str, None] = {}
            for raw in self._entries(path, encoding):
                place, id_ = f"{path}:{raw.line}", make_id(address.format(key=raw.key, bibliography_count=""))
                if message := _repeated(raw.key, id_, places):
                    self._report(place, message)
                    continue
                places[raw.key.lower()] = places[id_] = place
                data.add_entry(raw.key, make_entry(raw))
                keys[raw.key] = None
            files[path] = BibFile(get_mtime(path), keys)
        for entry in data.entries.values():
            inherit(entry, data.entries.get(entry.fields.get("crossref", "")))
        self.data["bibdata"] = BibData(encoding, files, data)

    def _entries(self, path: Path, encoding: str) -> list[RawEntry]:
        """Return the entries of one file; store their mistakes."""
        try:
            text = read_bib(path.read_bytes().decode(encoding))
        except FileNotFoundError:
            self._report_missing(path)
            return []
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self._report(f"{path}:{line}", "the file is not in UTF-8 from here on; save it in UTF-8")
            self.data["unread"] = True
            return []
        for finding in sorted([*text.findings, *(each for raw in text.entries for each in findings(raw))]):
            self._report(f"{path}:{finding.line}", finding.message)
        return text.entries

    def _report(self, place: str, message: str, words: str = "") -> None:
        self.data["findings"].append((place, message, words))

    def _report_missing(self, path: Path) -> None:
        self.data["unread"] = True
        root = Path(self.env.srcdir)
        config = next((root / name for name in ("_config.yml", "conf.py") if (root / name).is_file()), root)
        near = difflib.get_close_matches(path.name, [each.name for each in path.parent.glob("*.bib")], n=1)
        message = f'there is no file "{path.name}" of works' + (correction(path.name, near[0]) if near else "")
        self._report(f"{config}:1", message, path.name)

    def get_sorted_entries(self, bibliography_key: Any, docnames: list[str]) -> Iterable[tuple[str, Entry]]:
        """Return the cited works in the order of the file; the style sorts them.

        bibtex goes through all citations of the book for each of its works.
        """
        bibliography = self.bibliographies[bibliography_key]
        if ast.unparse(bibliography.filter_) != "cited" or bibliography.keyprefix or bibliography.keys:
            return super().get_sorted_entries(bibliography_key, docnames)  # type: ignore[no-any-return]
        cited = set(_cited_keys(self.citation_refs))
        return ((entry.key, entry) for entry in self.get_entries(bibliography.bibfiles) if entry.key in cited)

    def _check_filter(self, bibliography_key: Any) -> None:
        """Report the filter of a list of works that is none; what is cited is listed instead."""
        bibliography = self.bibliographies[bibliography_key]
        fields = {name for entry in self.bibdata.data.entries.values() for name in entry.fields}
        if fault := filter_fault(bibliography.filter_, fields, self.env.found_docs):
            warn(Problem.CITATION, fault.message, (bibliography_key.docname, bibliography.line), fault.words)
            self.bibliographies[bibliography_key] = bibliography._replace(filter_=ast.parse("cited"))

    def _check_style(self, bibliography_key: Any) -> None:
        """Report a style that there is not; the edition's own is printed."""
        bibliography = self.bibliographies[bibliography_key]
        try:
            find_plugin("pybtex.style.formatting", bibliography.style)
        except PluginNotFound:
            styles = sorted(enumerate_plugin_names("pybtex.style.formatting"))
            message = f'there is no style "{bibliography.style}" for a list of works; there are: {", ".join(styles)}'
            warn(Problem.CITATION, message, (bibliography_key.docname, bibliography.line), ":style:")
            self.bibliographies[bibliography_key] = bibliography._replace(style="glossator")

    def env_updated(self) -> list[str]:
        """Return the docnames to write again: those that list or cite a work whose printed form has changed."""
        for key in list(self.bibliographies):
            self._check_filter(key)
            self._check_style(key)
        super().env_updated()
        lists = {key for key, value in self.bibliographies.items() if value.list_ == "citation"}
        self.listed = frozenset(work.key for work in self.citations if work.bibliography_key in lists)
        if self.citation_refs and not lists:
            first = min(self.citation_refs, key=lambda ref: (ref.docname, ref.line))
            warn(Problem.CITATION, NO_LIST, (first.docname, first.line))
        self.data["pages"] = {key.docname: self._divide(key) for key in lists if self._is_alone(key)}
        self.further = self._further_works()
        before = self.data["printed"]
        printed = {
            work.key: f"{_printed(work.formatted_entry)} {self.further.get(work.citation_id)}"
            for work in self.citations
        }
        self.data["printed"] = printed
        changed = {key for key in before.keys() | printed.keys() if before.get(key) != printed.get(key)}
        citing = {ref.docname for ref in self.citation_refs if changed.intersection(_cited_keys([ref]))}
        listing = {key.docname for key in self.bibliographies}
        # Also where nothing has changed but who cites it, which a list says too.
        return sorted(citing | (listing if self._is_cited_elsewhere() or changed else set()))

    def _is_alone(self, bibliography_key: Any) -> bool:
        return [key.docname for key in self.bibliographies].count(bibliography_key.docname) == 1

    def _divide(self, bibliography_key: Any) -> list[list[Letter]]:
        works = [work for work in self.citations if work.bibliography_key == bibliography_key]
        return divide((work.key, work.formatted_entry.label) for work in works)

    def _further_works(self) -> dict[str, str]:
        """Return the name of its page for the address of each work that does not stand on the first."""
        addresses = {work.key: work.citation_id for work in self.citations}
        return {
            addresses[key]: page_name(docname, number)
            for docname, pages in self.data["pages"].items()
            for number, letters in enumerate(pages)
            for letter in letters
            for key in letter.keys
            if number
        }

    def _is_cited_elsewhere(self) -> bool:
        """Return whether other documents or notes than in the last build cite works, or notes have other numbers."""
        edition = self.env.domaindata["edition"]
        numbers = {docname: [(note.id, note.number) for note in notes] for docname, notes in edition["notes"].items()}
        pairs = {(ref.docname, key) for ref in self.citation_refs for key in _cited_keys([ref])}
        before, self.data["citing"] = self.data["citing"], (pairs, dict(edition["cited"]), numbers)
        return bool(before != self.data["citing"])

    def resolve_xref(
        self, env: Any, fromdocname: str, builder: Any, typ: str, target: str, node: Element, contnode: Element
    ) -> Any:
        """Return the links to the works in *target*; report works that no bibliography lists."""
        targets = list(parse_citation_targets(target))
        listed = [each for each in targets if each.key in self.listed]
        # What only a citation names that could not be read, stands in no list.
        waits = UNREAD_CITATION in env.domaindata["edition"]["unread"].get(fromdocname, ())
        for key in (each.key for each in targets if each not in listed and self.bibliographies and not waits):
            message = unknown_work(key, env) or f'no list of works has "{key}", so that no citation can lead to it'
            warn(Problem.CITATION, message, node, key)
        if not listed:
            return contnode
        links = super().resolve_xref(env, fromdocname, builder, typ, as_written(listed), node, contnode)
        # A number that changes with every citation before this one, and to which no list of works leads back.
        node["ids"] = []
        if builder.name in PAGED:
            for link in links.findall(nodes.reference):
                __, __, address = link.get("refuri", "").partition("#")
                if page := self.further.get(address):
                    link["refuri"] = f"{builder.get_relative_uri(fromdocname, page)}#{address}"
        return links


def _cited_keys(references: Iterable[Any]) -> Iterator[str]:
    return (target.key for reference in references for target in reference.targets)


def _printed(work: FormattedEntry) -> str:
    return f"{work.label} {work.text!r}"


def _repeated(key: str, address: str, places: dict[str, str]) -> str:
    """Return the message for a duplicate key, or one whose id in the bibliography is taken."""
    if key.lower() in places:
        _, _, line = places[key.lower()].rpartition(":")
        where = f"in line {line} of {Path(places[key.lower()]).name.rpartition(':')[0]}"
        return f'the key "{key}" stands {where} already: remove this entry, or give it another key'
    if address in places and address:
        return f'the key "{key}" and another would have one address, "{address}": let it differ in a letter or a number'
    return ""
