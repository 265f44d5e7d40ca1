"""The reference style: citations by author and year, for every role of sphinxcontrib-bibtex.

A reference style (https://sphinxcontrib-bibtex.readthedocs.io/en/latest/usage.html#custom-referencing-styles). Labels
are those of the list of works, so that a citation has the letter which tells works of one year apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pybtex.richtext import Text
from sphinxcontrib.bibtex.style.referencing import BaseReferenceStyle, BracketStyle
from sphinxcontrib.bibtex.style.template import entry_label, join, join2, node, post_text, pre_text, reference

from glossator.citations.names import cited_names

PARENTHETICAL, BARE, TEXTUAL = ("p", "ps", "labelpar"), ("alp", "alps", "label"), ("t", "ts", "ct", "cts")
YEARS = ("year", "yearpar")
AUTHORS = ("author", "authors", "cauthor", "cauthors", "authorpar", "authorpars")
#: Cited, so that the list has it, and printed nowhere.
SILENT = ("empty",)
ROLES = (*PARENTHETICAL, *BARE, *TEXTUAL, *YEARS, *AUTHORS, *SILENT)
#: Roles that name all authors, where others name the first.
FULL = frozenset(name for name in ROLES if name.endswith("s"))


@node  # type: ignore[untyped-decorator]
def authors(children: list[Any], data: dict[str, Any], language: str, full: bool) -> Text:
    return Text(cited_names(data["entry"], language, full))


@node  # type: ignore[untyped-decorator]
def year(children: list[Any], data: dict[str, Any]) -> Text:
    """Return the year of a label, with its disambiguating letter, such as 2018a."""
    return Text(data["formatted_entry"].label.rpartition(" ")[2])


@dataclass
class ReferenceStyle(BaseReferenceStyle):  # type: ignore[misc]
    """Author-year citations joined by semicolons, with prenote and postnote: ``{see}key{p. 3}``."""

    language: str = "en"  #: of lists of names
    brackets: BracketStyle = field(default_factory=lambda: BracketStyle(left="(", right=")", sep="; "))

    def role_names(self) -> Iterable[str]:
        return ROLES

    def outer(self, role_name: str, children: list[Any]) -> Any:
        if role_name in SILENT:
            return join
        in_brackets = role_name in PARENTHETICAL or "par" in role_name
        return self.brackets.outer(children, brackets=in_brackets, capfirst=role_name.startswith("c"))

    def inner(self, role_name: str) -> Any:
        if role_name in SILENT:
            return join
        names = authors(language=self.language, full=role_name in FULL)
        if role_name in TEXTUAL:
            place = self._placed(reference[year])
            return join(sep=" ")[names, join[self.brackets.left, place, self.brackets.right]]
        if role_name in AUTHORS:
            return self._placed(reference[names])
        if role_name in YEARS:
            return self._placed(reference[year])
        if role_name in FULL:
            return self._placed(reference[join(sep=" ")[names, year]])
        return self._placed(reference[entry_label])

    def _placed(self, cited: Any) -> Any:
        """Return the template *cited* between prenote and postnote."""
        return join2(sep1=" ", sep2=", ")[pre_text, cited, post_text]
