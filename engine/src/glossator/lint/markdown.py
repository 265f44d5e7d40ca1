"""Lint of a chapter's Markdown before it is parsed: encoding, front matter, fences, options.

A chapter is looked through before MyST-Parser reads it, in the build and in ``make check`` alike.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from glossator.config import edition
from glossator.core.quotation import find_all
from glossator.lint import cells, dropped, fences, options
from glossator.lint.blocks import ReportLanguages, ReportPrintedBlocks
from glossator.lint.encoding import BREAK, breaks, check_encoding
from glossator.lint.files import without_restructuredtext
from glossator.lint.front_matter import FRONT_MATTER, front_matter, replace_invalid_front_matter
from glossator.lint.names import directive_names
from glossator.lint.notebook_cells import check_cells
from glossator.lint.openings import Openings
from glossator.lint.roles import ReportForeignMarkup
from glossator.messages.warnings import (
    BROKEN_FENCES,
    UNREADABLE_OPTIONS,
    Problem,
    keep_unread,
    warn,
)
from glossator.notes.passage import sources


def setup_markdown_lint(app: Sphinx) -> None:
    """Connect the lint of Markdown to the build."""
    # Before any cell is run (500), for which every chapter is read.
    app.connect("env-get-outdated", check_encoding, priority=400)
    app.connect("env-get-outdated", check_cells, priority=450)
    app.connect("source-read", check_markdown)
    app.add_transform(ReportForeignMarkup)
    app.add_transform(ReportPrintedBlocks)
    app.add_transform(ReportLanguages)


def check_markdown(app: Sphinx, docname: str, source: list[str]) -> None:
    """Report mistakes in the Markdown of a chapter (event source-read)."""
    for finding in breaks(source[0]):
        warn(Problem.ENCODING, finding.message, (docname, finding.line))
    texts = [text.paragraphs for text in sources(app.env).values()]
    openings = Openings(BREAK.sub(" ", source[0]), lambda words: any(find_all(words, text) for text in texts))
    for finding in openings.findings():
        warn(Problem.OPTION, finding.message, (docname, finding.line))
    text = openings.as_meant()
    kernel = edition(app.config).kernel
    source[0] = without_restructuredtext(replace_invalid_front_matter(options.as_meant(text), kernel))
    for finding in front_matter(text, kernel):
        warn(Problem.FRONT_MATTER, finding.message, (docname, finding.line))
    matter = FRONT_MATTER.match(text)
    # What a substitution holds may look like a fence.
    body = "\n" * matter[0].count("\n") + text[matter.end() :] if matter else text
    broken = fences.findings(body, directive_names())
    for finding in broken:
        warn(Problem.FENCE, finding.message, (docname, finding.line))
    for finding in (*options.findings(text), *cells.findings(text)):
        warn(Problem.OPTION, finding.message, (docname, finding.line))
    for finding in dropped.findings(body) if not broken else ():
        warn(Problem.CONTENT, finding.message, (docname, finding.line))
    # What follows from a mistake that has been reported would be reported as another, with advice that mends nothing.
    app.env.temp_data[BROKEN_FENCES] = bool(broken)
    if broken or fences.has_misnamed(text, directive_names()):
        keep_unread(app.env, "")
    app.env.temp_data[UNREADABLE_OPTIONS] = options.unreadable(options.as_meant(text)) | openings.unreadable()
