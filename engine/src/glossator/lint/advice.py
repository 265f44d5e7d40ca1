"""What to do about a message of Sphinx, MyST-Parser or docutils that names no remedy."""

from __future__ import annotations

import re
from typing import NamedTuple

from glossator.citations.filters import FORM

LABEL_TWICE = re.compile(r"^duplicate label (?P<name>\S+), other instance")
OPTION_VALUE = re.compile(r"Invalid option value for '(?P<name>[\w-]+)'")
PICTURE = re.compile(r"image file not readable: (?:.*/)?(?P<name>[^/]+)$")


class Advice(NamedTuple):
    """Advice to append to a message of Sphinx, MyST-Parser or docutils."""

    message: str  #: a part of it
    advice: str
    words: str = ""  #: of the line that is meant


NO_PAGES_BELOW = (
    "; it lists the pages that stand below this one in _toc.yml, under sections:, and there are none; {contents} lists "
    "the headings of a page"
)
ADVICE = (
    Advice(
        "extension does not declare if it is safe for parallel",
        '; where it is, its setup() returns {"parallel_read_safe": True, "parallel_write_safe": True}',
    ),
    Advice(
        "Invalid options format",
        "; options stand directly below the opening line, each between colons, and an empty line below the last",
    ),
    Advice(
        "Directive 'annotation': 1 argument",
        "; after {annotation} stand the words that the note is on",
        "{annotation}\n",
    ),
    Advice(
        "Directive 'passage':",
        "; after {passage} stands a paragraph, such as letter-4, or the first and the last of several, such as "
        "letter-4 letter-6",
        "{passage}",
    ),
    Advice(
        "Directive 'records': 1 argument",
        "; after {records} stands the name of a table of data/, such as prices",
        "{records}",
    ),
    Advice("syntax error in :filter:", f"; {FORM}", ":filter:"),
    Advice("1 argument(s) required, 0 supplied", "; what it asks for, such as a title, stands behind the braces"),
    Advice("tableofcontents directive in document with no descendants", NO_PAGES_BELOW, "{tableofcontents}"),
    Advice("All children of a 'tab-set'", "; what stands in a {tab-set} stands in a {tab-item} of it"),
    Advice(
        "All children of a 'grid-row'", "; what stands in a {grid} stands in a {grid-item} or a {grid-item-card} of it"
    ),
    Advice("may not begin with a transition", "; such a line parts what stands above it from what stands below"),
    Advice(
        "undefined label",
        "; {ref} leads to a label: (label)= above a heading, or the :name: of a figure or a table; [](#the-words) to a "
        "heading by its words, in small letters and with hyphens for blanks",
    ),
    Advice(
        "toctree directive not expected",
        "; the order of the chapters stands in _toc.yml; {tableofcontents} lists the pages below this one",
        "{toctree}",
    ),
    Advice("duplicate label", "; a label is the name of one place in the book: choose another for this one"),
    Advice(
        "Duplicate explicit target name",
        "; this label, in brackets above a heading or after :name:, stands in this chapter already: choose another",
    ),
    Advice(
        'text role "cite:', "; a work is cited with {cite:p} or {cite:t}, and by parts of its label with {cite:year}"
    ),
    Advice("Unknown target name", "; no line gives the words of this footnote: it begins with its sign, and a colon"),
    Advice(
        "local id not found",
        "; # and the words of a heading, in small letters and with hyphens for blanks, lead to a section of a chapter, "
        "{para} and {note} to places in the texts",
    ),
    Advice("image file not readable", "; a picture is named by the way to it from the chapter, with its capitals"),
    Advice("target not found: ''", "; in the round brackets stands where the link leads", "]()"),
    Advice(
        "'myst' cross-reference",
        "; {para} and {note} lead to places in the texts, the name of a file to a chapter, and # with the words of a "
        "heading, in small letters and with hyphens for blanks, to a section",
    ),
    Advice("Non-consecutive header level", "; a heading has at most one # more than the one above it"),
    Advice(
        "unexpected `code-cell`",
        "\n    A chapter with code begins with the front matter of a notebook, as all do here.",
    ),
)
