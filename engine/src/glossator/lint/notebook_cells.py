"""Stop a build at chapters whose code cells cannot be read as a notebook, before any is run."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from myst_nb.core.read import MystMetadataParsingError, is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from sphinx.application import Sphinx

from glossator.config import edition
from glossator.core.text import split_lines
from glossator.lint import cells
from glossator.lint.front_matter import replace_invalid_front_matter
from glossator.messages.warnings import (
    Finding,
    Problem,
    warn,
)

#: A line that makes a code cell read a file, and one of which MyST-NB says where it stands.
LOADED, AT_LINE = re.compile(r"\W*load\b"), re.compile(r"at line (\d+)")


def check_cells(app: Sphinx, env: Any, added: set[str], changed: set[str], gone: set[str]) -> list[str]:
    """Stop the build before any cell is run if those of a chapter cannot be read, or one of them would load a file."""
    found = False
    for name in sorted(added | changed):
        text = replace_invalid_front_matter(Path(env.doc2path(name)).read_text("utf-8"), edition(app.config).kernel)
        if "{code-cell" in text and (finding := unreadable_cell(text, env.myst_config)):
            warn(Problem.CELL, finding.message, (name, finding.line))
            found = True
    if found:
        sys.exit("Nothing more is read before this is mended.")
    return []


def unreadable_cell(text: str, config: MdParserConfig) -> Finding | None:
    """Return what keeps the cells of a chapter from being read; nothing if all can be.

    The option *load* does: it would print any file of the builder as code of the chapter, whether it runs or not.
    """
    if not is_myst_markdown_notebook(text):
        return None
    try:
        # Not told where the chapter is, MyST-NB refuses to load, with an error that has no public name.
        nbformat.validate(read_myst_markdown_notebook(text, config))
    except MystMetadataParsingError as error:
        match = AT_LINE.search(str(error))
        return Finding(int(match[1]) if match else 1, "the options of this cell cannot be read: they are no YAML")
    except nbformat.ValidationError as error:
        written = next(cells.findings(text), None)
        return written or Finding(1, f"an option of a code cell is not what it must be: {error.message}")
    except Exception:
        line = next((number for number, line in enumerate(split_lines(text), start=1) if LOADED.match(line)), 1)
        return Finding(line, "{code-cell} loads no file, which could be any of the builder; write the code here")
    return None
