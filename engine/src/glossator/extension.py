"""``setup()`` of the Sphinx extension: every directive, node, transform, builder and event handler, in one place."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from glossator import __version__
from glossator.citations.domain import setup_citations
from glossator.content.chapter_header import PrintFrontMatter
from glossator.content.comparison import ParallelsDirective
from glossator.content.evidence import setup_evidence
from glossator.content.glossary import DefineTerms, ShowDefinitions, TermsDirective
from glossator.content.handout import MarkHandoutSections
from glossator.content.indexes import ChaptersDirective, FillIndexes, NotesIndexDirective
from glossator.content.language_spans import MarkLanguages
from glossator.content.records import RecordsDirective
from glossator.content.smart_quotes import TurnQuotes
from glossator.content.source_cards import TextsDirective
from glossator.content.source_facts import SourceFactsDirective
from glossator.content.specimen import FillSpecimens, SpecimenDirective
from glossator.content.strip import StripDirective
from glossator.content.whole_text import FillWholeTexts, WholeTextDirective
from glossator.content.works import ArrangeWorks
from glossator.execution.bundles import setup_bundles
from glossator.execution.cell_tables import setup_cell_tables
from glossator.execution.expected import ExpectFigures
from glossator.execution.fingerprints import installed
from glossator.execution.glued import setup_glue
from glossator.execution.lexer import setup_lexer
from glossator.execution.outputs import PlaceFigures
from glossator.execution.scheduler import setup_execution
from glossator.execution.unsupported import ReportStderr, ReportUnsupported, leave_stderr_to_the_edition
from glossator.execution.vega_script import setup_vega
from glossator.export.build import setup_exports
from glossator.jupyter_book import further_extensions, written
from glossator.lint.addresses import setup_addresses
from glossator.lint.check_builder import CheckBuilder
from glossator.lint.contents import check_form
from glossator.lint.files import setup_files
from glossator.lint.frame import setup_frame_lint
from glossator.lint.markdown import setup_markdown_lint
from glossator.lint.project import check_project, refuse_aliases
from glossator.lint.setting_types import setup_setting_types
from glossator.lint.settings import setup_settings
from glossator.lint.sources import source_findings
from glossator.lint.warning_filter import setup_warning_filter
from glossator.markup.asides import SideNoteDirective, ToggleDirective
from glossator.markup.components import setup_components
from glossator.markup.exercises import setup_exercises
from glossator.markup.extensions import setup_extensions
from glossator.markup.folding import FoldAdmonitions, FoldCells
from glossator.markup.links import RestoreAddresses
from glossator.markup.lists import ReadBreaks, ReadStruck, ReadTasks
from glossator.markup.mathematics import setup_mathematics
from glossator.markup.numbers import setup_numbers
from glossator.markup.proofs import setup_proofs
from glossator.markup.reading_view import KeepReadable
from glossator.markup.sizes import SetSizes
from glossator.markup.substitutions import setup_substitutions
from glossator.markup.tables import setup_tables
from glossator.markup.versions import TranslateVersions
from glossator.markup.visitors import setup_markup_nodes
from glossator.messages.warnings import Problem, warn
from glossator.notes.captions import NameByCaption
from glossator.notes.domain import EditionDomain
from glossator.notes.numbering import NumberNotes
from glossator.notes.passage import AnnotationDirective, PassageDirective
from glossator.notes.visitors import setup_nodes
from glossator.site.archive import setup_archive
from glossator.site.asked import setup_asked
from glossator.site.citation_data import prepare_citations
from glossator.site.compact import setup_compact
from glossator.site.context import THEME, add_page_context
from glossator.site.dependents import write_dependents
from glossator.site.evidence_table import setup_evidence_table
from glossator.site.extension_files import setup_extension_files
from glossator.site.fonts import setup_fonts
from glossator.site.frame import setup_frame
from glossator.site.imprint import setup_accessibility_page
from glossator.site.kinds import setup_kinds
from glossator.site.messages import setup_messages
from glossator.site.repository import setup_repository
from glossator.site.search import setup_search
from glossator.site.sheet_page import setup_sheet_page
from glossator.site.sitemap import write_sitemap
from glossator.site.state import setup_state
from glossator.site.surroundings import setup_surroundings
from glossator.site.works_pages import setup_works_pages
from glossator.teaching.visitors import setup_teaching
from glossator.translation import setup_translation


def setup(app: Sphinx) -> dict[str, Any]:
    setup_warning_filter(app)
    setup_surroundings(app)
    setup_state(app)
    setup_setting_types(app)
    setup_settings(app)
    setup_translation(app)
    setup_nodes(app)
    setup_citations(app)
    setup_files(app)
    setup_addresses(app)
    setup_markdown_lint(app)
    setup_frame_lint(app)
    setup_repository(app)
    setup_frame(app)
    setup_extension_files(app)
    setup_execution(app)
    setup_lexer(app)
    setup_vega(app)
    setup_outputs(app)
    setup_search(app)
    setup_kinds(app)
    setup_messages(app)
    setup_compact(app)
    setup_fonts(app)
    setup_asked(app)
    setup_further_pages(app)
    setup_exports(app)
    setup_evidence(app)
    setup_markup(app)
    setup_evidence_table(app)
    setup_content(app)
    app.add_directive("passage", PassageDirective)
    app.add_directive("annotation", AnnotationDirective)
    setup_further_extensions(app)
    app.add_domain(EditionDomain)
    app.add_builder(CheckBuilder)
    app.add_transform(NumberNotes)
    app.add_post_transform(NameByCaption)
    app.add_html_theme("glossator", str(THEME))
    app.add_config_value("edition_policy", True, "html", types=(bool,))
    app.connect("html-page-context", add_page_context)
    app.connect("write-started", prepare_citations)
    app.connect("builder-inited", check_sources)
    # Before sphinx-external-toc reads it (900).
    app.connect("config-inited", refuse_aliases)
    app.connect("config-inited", check_form)
    app.connect("env-before-read-docs", check_project)
    app.connect("env-updated", write_dependents)
    app.connect("build-finished", write_sitemap)
    return {
        "version": __version__,
        "env_version": environment_version(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def setup_further_pages(app: Sphinx) -> None:
    """Register the pages that are no documents."""
    setup_archive(app)
    setup_accessibility_page(app)
    setup_sheet_page(app)
    setup_works_pages(app)


def setup_content(app: Sphinx) -> None:
    """Register what stands beside passages: questions, tables, lists, whole texts, and what is done to all words."""
    setup_teaching(app)
    app.add_directive("texts", TextsDirective)
    app.add_directive("records", RecordsDirective)
    app.add_directive("terms", TermsDirective)
    app.add_directive("parallels", ParallelsDirective)
    app.add_directive("whole-text", WholeTextDirective)
    app.add_directive("specimen", SpecimenDirective)
    app.add_directive("strip", StripDirective)
    app.add_directive("chapters", ChaptersDirective)
    app.add_directive("notes-index", NotesIndexDirective)
    app.add_directive("source-facts", SourceFactsDirective)
    app.add_transform(MarkHandoutSections)
    app.add_transform(PrintFrontMatter)
    app.add_transform(DefineTerms)
    app.add_transform(TurnQuotes)
    app.add_post_transform(FillIndexes)
    app.add_post_transform(ArrangeWorks)
    app.add_post_transform(FillWholeTexts)
    app.add_post_transform(FillSpecimens)
    app.add_post_transform(ShowDefinitions)
    app.add_post_transform(MarkLanguages)


def setup_outputs(app: Sphinx) -> None:
    """Register what is for the outputs of code cells."""
    setup_bundles(app)
    setup_cell_tables(app)
    setup_glue(app)
    app.add_transform(ExpectFigures)
    app.add_transform(PlaceFigures)
    app.add_transform(ReportStderr)
    app.connect("config-inited", leave_stderr_to_the_edition)
    app.add_transform(ReportUnsupported)


def setup_markup(app: Sphinx) -> None:
    """Register what is for the markup of MyST, docutils and Jupyter Book; directives in the place of theirs."""
    setup_extensions(app)
    setup_markup_nodes(app)
    setup_numbers(app)
    setup_components(app)
    setup_mathematics(app)
    setup_substitutions(app)
    setup_exercises(app)
    setup_proofs(app)
    setup_tables(app)
    app.add_directive("margin", SideNoteDirective, override=True)
    app.add_directive("sidebar", SideNoteDirective, override=True)
    app.add_directive("toggle", ToggleDirective, override=True)
    app.add_transform(RestoreAddresses)
    app.add_transform(ReadBreaks)
    app.add_transform(ReadStruck)
    app.add_transform(ReadTasks)
    app.add_transform(FoldAdmonitions)
    app.add_transform(TranslateVersions)
    app.add_transform(KeepReadable)
    app.add_post_transform(FoldCells)
    app.add_post_transform(SetSizes)


def setup_further_extensions(app: Sphinx) -> None:
    """Load what ``_config.yml`` names beside the list of all extensions, where Jupyter Book passes it over."""
    root = Path(app.srcdir)
    for name in further_extensions(written(root), root):
        app.setup_extension(name)


def environment_version() -> str:
    """Return a hash of the code that reads chapters, as ``env_version``: another one makes Sphinx read all again.

    Of every module and catalogue of this package, of Python's version and of each installed distribution's.
    """
    package = Path(__file__).parent
    modules = (path.read_bytes() for path in sorted([*package.rglob("*.py"), *package.rglob("*.mo")]))
    return hashlib.sha256(b"\n".join([*modules, *map(str.encode, installed())])).hexdigest()


def check_sources(app: Sphinx) -> None:
    """Stop before anything is read if a source text is missing, has been changed, or is not described as needed."""
    found = list(source_findings(Path(app.srcdir) / "sources"))
    for finding in found:
        warn(Problem.SOURCE, finding.message, f"{finding.path}:{finding.line}")
    if found:
        # After an exception Jupyter Book would print, below these messages, how the program came here.
        sys.exit("All else depends on the texts: nothing more is read before this is mended.")
