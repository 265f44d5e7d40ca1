"""What this book can do without, of all that Sphinx and its extensions do for every page."""

from __future__ import annotations

from typing import Any

import yaml
from docutils import nodes
from ipython_pygments_lexers import IPython3Lexer
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html.transforms import KeyboardTransform
from sphinx.builders.latex.transforms import FootnoteDocnameUpdater
from sphinx.domains import c, cpp
from sphinx.transforms import SphinxSmartQuotes, i18n
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform, TrimDoctestFlagsTransform

from edition.typography import Typographic

#: Passes over every word of a chapter for what there is none of: translations, LaTeX, keys to press, C, examples of
#: Python with their answers.
UNNEEDED = {
    i18n.Locale,
    i18n.PreserveTranslatableMessages,
    i18n.RemoveTranslatableInline,
    i18n.TranslationProgressTotaliser,
    FootnoteDocnameUpdater,
    KeyboardTransform,
    TrimDoctestFlagsTransform,
    c.AliasTransform,
    cpp.AliasTransform,
}


class Languages(HighlightLanguageTransform):
    """Sphinx's own pass that tells blocks of code their language, where there is one that has not been told."""

    def apply(self, **kwargs: Any) -> None:
        untold = any("language" not in block for block in self.document.findall(nodes.literal_block))
        if untold or next(self.document.findall(addnodes.highlightlang), None):
            super().apply(**kwargs)


INSTEAD = {HighlightLanguageTransform: Languages, SphinxSmartQuotes: Typographic}


def setup_thrift(app: Sphinx) -> None:
    """Leave out what takes time and changes nothing."""
    for passes in (app.registry.transforms, app.registry.post_transforms):
        passes[:] = (INSTEAD.get(each, each) for each in passes if each not in UNNEEDED)
    # The language of code cells by its name in notebooks; Pygments looks for it in the metadata of all packages.
    app.add_lexer("ipython3", IPython3Lexer)
    # The front matter of a chapter is read half a dozen times; by libyaml in a quarter of the time, where there is one.
    yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # type: ignore[misc]
