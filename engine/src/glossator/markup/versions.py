"""Transform of ``{versionadded}`` and its like: the words before a version, in the language of the book.

Sphinx takes their words from its own catalogue when it starts, before an extension can add what that catalogue lacks.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import versionmodified
from sphinx.locale import get_translator
from sphinx.transforms import SphinxTransform

#: Directive -> how Sphinx's catalogues name its words.
LABELS = {
    "versionadded": "Added in version %s",
    "versionchanged": "Changed in version %s",
    "deprecated": "Deprecated since version %s",
    "versionremoved": "Removed in version %s",
}


class TranslateVersions(SphinxTransform):
    """Put the words of the language in the place of English ones."""

    default_priority = 215

    def apply(self, **kwargs: object) -> None:
        for node in self.document.findall(versionmodified):
            label = LABELS.get(node["type"], "")
            english, words = label % node["version"], get_translator("sphinx").gettext(label) % node["version"]
            for inline in node.findall(nodes.inline):
                if "versionmodified" in inline["classes"] and inline.astext().startswith(english):
                    inline[:] = [nodes.Text(words + inline.astext().removeprefix(english))]
