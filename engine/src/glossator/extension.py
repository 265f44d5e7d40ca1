"""The Sphinx extension: every part that it adds, in one place."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from sysconfig import get_path
from typing import Any

from sphinx.application import Sphinx

from glossator import __version__
from glossator.citations.domain import setup_citations
from glossator.content.chapter_header import PrintFrontMatter
from glossator.content.comparison import ParallelsDirective
from glossator.content.glossary import DefineTerms, ShowDefinitions, TermsDirective
from glossator.content.indexes import ChaptersDirective, FillIndexes, NotesIndexDirective
from glossator.content.language_spans import MarkChinese
from glossator.content.records import RecordsDirective
from glossator.content.source_cards import TextsDirective
from glossator.content.source_facts import SourceFactsDirective
from glossator.execution.lexer import setup_lexer
from glossator.execution.outputs import NumberFigures, PlaceFigures, RefuseForeign
from glossator.execution.scheduler import setup_execution
from glossator.execution.vega_script import setup_vega
from glossator.lint.check_builder import CheckBuilder
from glossator.lint.markdown import setup_markup
from glossator.lint.project import take_inventory
from glossator.lint.sources import mistakes
from glossator.lint.warning_filter import setup_hints
from glossator.lint.warnings import Problem, warn
from glossator.notes.domain import EditionDomain
from glossator.notes.nodes import setup_nodes
from glossator.notes.passage import AnnotationDirective, NumberNotes, PassageDirective
from glossator.site.archive import setup_offline
from glossator.site.context import THEME, add_page_context
from glossator.site.dependents import write_dependents
from glossator.site.repository import setup_repository
from glossator.site.search import setup_search
from glossator.site.sitemap import write_for_crawlers


def setup(app: Sphinx) -> dict[str, Any]:
    setup_hints(app)
    setup_nodes(app)
    setup_citations(app)
    setup_markup(app)
    setup_repository(app)
    setup_execution(app)
    setup_lexer(app)
    setup_vega(app)
    setup_search(app)
    setup_offline(app)
    app.add_directive("texts", TextsDirective)
    app.add_directive("passage", PassageDirective)
    app.add_directive("annotation", AnnotationDirective)
    app.add_directive("records", RecordsDirective)
    app.add_directive("terms", TermsDirective)
    app.add_directive("parallels", ParallelsDirective)
    app.add_directive("chapters", ChaptersDirective)
    app.add_directive("notes-index", NotesIndexDirective)
    app.add_directive("source-facts", SourceFactsDirective)
    app.add_domain(EditionDomain)
    app.add_builder(CheckBuilder)
    app.add_transform(PlaceFigures)
    app.add_transform(NumberFigures)
    app.add_transform(RefuseForeign)
    app.add_transform(NumberNotes)
    app.add_transform(PrintFrontMatter)
    app.add_transform(DefineTerms)
    app.add_post_transform(FillIndexes)
    app.add_post_transform(ShowDefinitions)
    app.add_post_transform(MarkChinese)
    app.add_html_theme("glossator", str(THEME))
    app.connect("html-page-context", add_page_context)
    app.connect("builder-inited", prove_sources)
    app.connect("env-before-read-docs", take_inventory)
    app.connect("env-updated", write_dependents)
    app.connect("build-finished", write_for_crawlers)
    return {"version": __version__, "env_version": code(), "parallel_read_safe": True, "parallel_write_safe": True}


def code() -> str:
    """Return a hash of the code that reads chapters: this package, and the name and version of all that is installed.

    Sphinx throws away what another code has read. Without that, pages would stay as they were until their text changes.
    """
    modules = (path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py")))
    installed = sorted(path.name for path in Path(get_path("purelib")).glob("*.dist-info"))
    return hashlib.sha256(b"\n".join([*modules, *map(str.encode, installed)])).hexdigest()


def prove_sources(app: Sphinx) -> None:
    """Stop before anything is read if a source text is missing, has been changed, or is not described as needed."""
    found = list(mistakes(Path(app.srcdir) / "sources"))
    for mistake in found:
        warn(Problem.SOURCE, mistake.message, f"{mistake.path}:{mistake.line}")
    if found:
        # After an exception Jupyter Book would print, below these messages, how the program came here.
        sys.exit("All else depends on the texts: nothing more is read before this is mended.")
