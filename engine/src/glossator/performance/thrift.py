"""What this book can do without, of all that Sphinx and its extensions do for every page."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from keyword import kwlist, softkwlist
from typing import Any, ClassVar

import myst_nb.core.read
import myst_nb.core.render
import pybtex.plugin
import sphinx.theming
import sphinxcontrib.bibtex.plugin
import yaml
from docutils import nodes
from ipython_pygments_lexers import IPython3Lexer
from myst_nb.core.read import read_myst_markdown_notebook
from nbformat import NotebookNode
from pygments.lexer import inherit
from pygments.token import Comment, Keyword, Number, Operator, String, Text
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html.transforms import KeyboardTransform
from sphinx.builders.latex.transforms import FootnoteDocnameUpdater
from sphinx.domains import c, citation, cpp
from sphinx.domains.math import MathDomain
from sphinx.environment import BuildEnvironment
from sphinx.transforms import (
    ApplySourceWorkaround,
    AutoIndexUpgrader,
    DefaultSubstitutions,
    DoctestTransform,
    HandleCodeBlocks,
    MoveModuleTargets,
    SphinxSmartQuotes,
    i18n,
)
from sphinx.transforms.post_transforms import PropagateDescDomain
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform, TrimDoctestFlagsTransform
from sphinx.transforms.post_transforms.images import DataURIExtractor, ImageDownloader
from sphinx.transforms.references import SphinxDanglingReferences

from glossator.notes.traversal import gather, walk
from glossator.performance.typography import Typographic

#: Passes over every word of a chapter for what there is none of: translations, LaTeX, keys to press, C, modules and
#: examples of Python, pictures to be fetched, and what only reStructuredText has (substitutions, its own citations).
UNNEEDED = {
    i18n.Locale,
    i18n.PreserveTranslatableMessages,
    i18n.RemoveTranslatableInline,
    i18n.TranslationProgressTotaliser,
    ApplySourceWorkaround,
    FootnoteDocnameUpdater,
    KeyboardTransform,
    TrimDoctestFlagsTransform,
    AutoIndexUpgrader,
    DefaultSubstitutions,
    DoctestTransform,
    HandleCodeBlocks,
    MoveModuleTargets,
    PropagateDescDomain,
    DataURIExtractor,
    ImageDownloader,
    citation.CitationDefinitionTransform,
    citation.CitationReferenceTransform,
    c.AliasTransform,
    cpp.AliasTransform,
}


class Languages(HighlightLanguageTransform):
    """Sphinx's own pass that tells blocks of code their language, where there is one that has not been told."""

    def apply(self, **kwargs: Any) -> None:
        blocks, settings = gather(self.document, nodes.literal_block, addnodes.highlightlang)
        if settings or any("language" not in block for block in blocks):
            super().apply(**kwargs)


class NamedReferences(SphinxDanglingReferences):
    """Sphinx's own pass over links by name that nothing has been found for, where there are links by name."""

    def apply(self, **kwargs: Any) -> None:
        if self.document.refnames:
            super().apply(**kwargs)


INSTEAD = {
    HighlightLanguageTransform: Languages,
    SphinxDanglingReferences: NamedReferences,
    SphinxSmartQuotes: Typographic,
}


#: Blanks within a line, signs, and names: neither keywords nor what words in quotation marks begin with.
UNCOLOURED = rf"(?<=\S)[ \t]+|[()\[\]{{}},.:=]+|(?!(?:{'|'.join([*kwlist, *softkwlist])})\b)[^\W\d]\w*\b(?!['\"])"


class CellLexer(IPython3Lexer):  # type: ignore[misc]
    """The language of code cells, of which only what the style sheet colours becomes an element of the page.

    Most words and signs are not: they are told by one expression, before IPython's own lexer tries its fifty.
    """

    COLOURED = (Comment, Keyword, Number, Operator.Word, String)
    tokens: ClassVar = {state: [(UNCOLOURED, Text), inherit] for state in ("root", "expr")}

    def get_tokens_unprocessed(self, text: str, stack: tuple[str, ...] = ("root",)) -> Iterator[tuple[int, Any, str]]:
        for place, kind, words in super().get_tokens_unprocessed(text, stack):
            yield place, kind if _coloured(kind) else Text, words


@cache
def _coloured(kind: Any) -> bool:
    return any(kind in coloured for coloured in CellLexer.COLOURED)


class Mathematics(MathDomain):
    """Sphinx's own domain, which asks of every node of a page whether it is a formula."""

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        formula = next(walk(document, (nodes.math, nodes.math_block)), None)
        self.data["has_equations"][docname] = formula is not None


@cache
def installed(**wanted: str) -> Any:
    """Return the plugins of all installed packages, or those wanted; their metadata are read once.

    In place of Python's own, which reads them at every question; pybtex asks at every single citation.
    """
    plugins: Any = installed() if wanted else importlib.metadata.entry_points()
    return plugins.select(**wanted)


_cells: dict[str, NotebookNode] = {}


def read_once(text: str, **about: Any) -> NotebookNode:
    """Return a chapter as a notebook. Its cells are looked for to be run, to be read and to be written: found once."""
    chapter = f"{about}{text}"
    if chapter not in _cells:
        _cells[chapter] = read_myst_markdown_notebook(text, **about)
    return deepcopy(_cells[chapter])


def setup_thrift(app: Sphinx) -> None:
    """Leave out what takes time and changes nothing."""
    those_that_ask: tuple[Any, ...] = (myst_nb.core.render, pybtex.plugin, sphinx.theming, sphinxcontrib.bibtex.plugin)
    for module in those_that_ask:
        module.entry_points = installed
    myst_nb.core.read.read_myst_markdown_notebook = read_once
    nodes.Node._fast_findall = walk  # type: ignore[attr-defined]
    nodes.Node._superfast_findall = lambda node: walk(node, nodes.Node)  # type: ignore[attr-defined]
    app.add_domain(Mathematics, override=True)
    for passes in (app.registry.transforms, app.registry.post_transforms):
        passes[:] = (INSTEAD.get(each, each) for each in passes if each not in UNNEEDED)
    # The language of code cells by its name in notebooks; Pygments looks for it in the metadata of all packages.
    app.add_lexer("ipython3", CellLexer)
    # The front matter of a chapter is read half a dozen times; by libyaml in a quarter of the time, where there is one.
    yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # type: ignore[misc]
