"""Apostrophes and opening quotation marks that Sphinx's smart quotes turn the wrong way.

Sphinx takes a straight mark before a letter for an opening one, also where letters or a century are left out (’tis,
’17), and one at the end of its text for a closing one, also where a link or an emphasis follows: ("*word*"). These are
set here, and Sphinx does the rest. The words of a source are never touched, nor marks in a language without rules.
"""

from __future__ import annotations

import re

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import smartchars
from sphinx.transforms import SphinxSmartQuotes, SphinxTransform
from sphinx.util.nodes import is_smartquotable

APOSTROPHE = "’"
#: A year without its century, or a decade; rock 'n' roll; 7'-wide.
ANYWHERE = r"(?<!\w)'\d\ds?(?!\w|[.,%]\d)|(?<!\w)'n'(?!\w)|(?<=\d)'(?=-)"
#: Words that begin with an apostrophe, by language: those that hardly ever begin a quotation.
SHORTENED = {"en": "tis|tisn|twas|twasn|twere|twill|twould|tain|em|til", "de": "s|n|ne|nem|nen|ner"}
#: A mark that ends its text after what opens, or after a dash.
OPENING = re.compile(r"(?<=[(\[{—–/-])[\"']$")


class TurnQuotes(SphinxTransform):
    """Set the apostrophes and opening quotation marks that stand where Sphinx does not expect them."""

    # Before Sphinx's own, at 750.
    default_priority = 745

    def apply(self, **kwargs: object) -> None:
        if not SphinxSmartQuotes(self.document, self.startnode).is_available():
            return
        tags = normalize_language_tag(self.document.settings.language_code)
        marks = smartchars.quotes[next(tag for tag in tags if tag in smartchars.quotes)]
        opening = {'"': marks[0], "'": marks[2]}
        self._keep_unknown()
        left_out = re.compile("|".join([ANYWHERE, *_shortened(tags[-1])]), re.I)
        for text in list(self.document.findall(nodes.Text)):
            if ('"' in text or "'" in text) and is_smartquotable(text):
                words = left_out.sub(lambda match: match[0].replace("'", APOSTROPHE), text)
                if text.next_node(descend=False, siblings=True):
                    words = OPENING.sub(lambda match: opening[match[0]], words)
                text.parent.replace(text, nodes.Text(words))

    def _keep_unknown(self) -> None:
        """Let marks in a language of which docutils has none stay as they are: it would complain of each."""
        codes = {node.get_language_code("") for node in self.document.findall(nodes.TextElement)} - {""}
        tags = [normalize_language_tag(code) for code in sorted(codes)]
        unknown = [(found[-1], "\"\"''") for found in tags if smartchars.quotes.keys().isdisjoint(found)]
        if unknown:
            self.document.settings.smartquotes_locales = [
                *(self.document.settings.smartquotes_locales or ()),
                *unknown,
            ]


def _shortened(language: str) -> list[str]:
    return [rf"(?<!\w)'(?:{words})(?!\w)"] if (words := SHORTENED.get(language)) else []
