"""How works are cited and listed: author and year, with letters that tell two works of one year apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pybtex.database import Entry
from pybtex.markup import LaTeXParser
from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import BracketStyle, GroupReferenceStyle
from sphinxcontrib.bibtex.style.referencing.basic_author_year import (
    BasicAuthorYearParentheticalReferenceStyle,
    BasicAuthorYearTextualReferenceStyle,
)
from sphinxcontrib.bibtex.style.template import entry_label, join, node, reference

from glossator.citations.domain import once


def setup_citations(app: Sphinx) -> None:
    """Register the style that ``_config.yml`` calls *edition*."""
    Text.from_latex = from_latex
    register_plugin("pybtex.style.formatting", "glossator", Style, force=True)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", "glossator", ReferenceStyle, force=True)


PLAIN_FIELDS = {"title", "howpublished", "month", "year", "note", "url"}
LATEX = re.compile(r"[\\$~%&#^_]|--|``|''")
MARKUP = re.compile(rf"{LATEX.pattern}|[{{}}]")

decode_latex = Text.from_latex


def from_latex(words: str) -> Text:
    """Return words of a work as rich text, their braces as what is to stay as it is.

    In place of pybtex's own, which looks for LaTeX letter by letter: half of the time of listing the works.
    """
    return decode_latex(words) if LATEX.search(words) else LaTeXParser(words).parse()


class Labels(BaseLabelStyle):
    """One label for each work, in the order of the list; a letter only where author and year are the same."""

    def format_labels(self, entries: Iterable[Entry]) -> Iterator[str]:
        plain = [f"{authors(entry)} {entry.fields.get('year', 'n.d.')}" for entry in entries]
        shared, used = Counter(plain), Counter[str]()
        for label in plain:
            used[label] += 1
            yield label + (_letter(used[label]) if shared[label] > 1 else "")


class Order(BaseSortingStyle):
    """By author, year and title; pybtex's own order puts every institution after every person."""

    def sorting_key(self, entry: Entry) -> tuple[str, str, str]:
        about = entry.fields
        return (
            authors(entry).casefold().removeprefix("the "),
            about.get("year", "n.d."),
            about.get("title", "").strip("{}["),
        )


class Style(UnsrtStyle):
    """The list of works, labelled as they are cited."""

    default_label_style = Labels
    default_sorting_style = Order

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return the entry as it is printed; the list and the tooltips of the links to it share one."""

        def make() -> FormattedEntry:
            if is_plain_page(entry):
                return FormattedEntry(entry.key, web_page(entry), label)
            return super(Style, self).format_entry(label, entry, bib_data)

        return once(entry, label, make)


def is_plain_page(entry: Entry) -> bool:
    """Return whether a work is what most works here are: something on the web, of one house, told without LaTeX."""
    authors = [str(person) for person in entry.persons.get("author", [])]
    told = [*authors, *(value for name, value in entry.fields.items() if name != "url")]
    return (
        entry.type == "misc"
        and entry.fields.keys() <= PLAIN_FIELDS
        # What stands in braces of its own is printed as it stands: the name of a house, and the title.
        and all(words.startswith("{") for words in (*authors, entry.fields.get("title", "")))
        and len(authors) == 1
        and not any(MARKUP.search(words.removeprefix("{").removesuffix("}")) for words in told)
    )


def web_page(entry: Entry) -> Text:
    """Return the entry of a plain page as pybtex's template would print it, which takes longer."""
    about = {name: value.strip("{}") for name, value in entry.fields.items()}
    date = " ".join(about[name] for name in ("month", "year") if name in about)
    published = ", ".join(words for words in (about.get("howpublished"), date) if words)
    sentences = (str(entry.persons["author"][0]).strip("{}"), about["title"], published, about.get("note"))
    told = " ".join(words if words.endswith((".", "?", "!")) else f"{words}." for words in sentences if words)
    if url := entry.fields.get("url"):
        return Text(f"{told} ", Text("URL: ", HRef(url, url)).add_period())
    return Text(told)


@node
def cited_author(children: list[Any], data: dict[str, Any]) -> Text:
    return Text(data["formatted_entry"].label.rpartition(" ")[0])


@node
def cited_year(children: list[Any], data: dict[str, Any]) -> Text:
    return Text(data["formatted_entry"].label.rpartition(" ")[2])


@dataclass
class LabelParenthetical(BasicAuthorYearParentheticalReferenceStyle):
    """``{cite:p}``: the label, in brackets."""

    def inner(self, role_name: str) -> Any:
        return reference[entry_label]


@dataclass
class LabelTextual(BasicAuthorYearTextualReferenceStyle):
    """``{cite:t}``: the author, and the year in brackets."""

    def inner(self, role_name: str) -> Any:
        return join(sep=" ")[cited_author, join["(", reference[cited_year], ")"]]


@dataclass
class ReferenceStyle(GroupReferenceStyle):
    """Both ways of citing, with semicolons between works."""

    brackets: BracketStyle = field(default_factory=lambda: BracketStyle(left="(", right=")", sep="; "))

    def __post_init__(self) -> None:
        self.styles = [LabelParenthetical(bracket=self.brackets), LabelTextual(bracket=self.brackets)]
        super().__post_init__()


def authors(entry: Entry) -> str:
    """Return the authors of a work as they are cited: one, two, or the first and *et al.*"""
    return once(entry, "authors", lambda: _authors(entry))


def _authors(entry: Entry) -> str:
    persons = entry.persons.get("author", [])
    names = [_plain(" ".join(person.prelast_names + person.last_names)) for person in persons]
    printed = ["et al." if name == "others" else name for name in names]
    if not printed:  # which has been reported (inventory.py)
        return str(entry.key)
    if len(printed) > 2:
        return f"{printed[0]} et al."
    return " ".join(printed) if printed[-1] == "et al." else " and ".join(printed)


def _plain(name: str) -> str:
    inner = name.removeprefix("{").removesuffix("}")
    return str(from_latex(name)) if MARKUP.search(inner) else inner


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1)
