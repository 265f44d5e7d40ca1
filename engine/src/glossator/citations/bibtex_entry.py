"""BibTeX and BibLaTeX entries of items of CSL-JSON, as reference managers read them.

`csl_of` reads what `bibtex` writes. Text is escaped for each format; an address stands as it is, percent-encoded where
braces would end a field.
"""

from __future__ import annotations

import re

from glossator.citations.csl import Csl, Fields, iso_of, untagged

#: Type of CSL -> type of BibLaTeX; @misc where there is no better one.
TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry": "inreference",
    "graphic": "artwork",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "map": "misc",
    "motion_picture": "movie",
    "musical_score": "music",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "report": "report",
    "review": "review",
    "software": "software",
    "song": "audio",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "online",
}
#: What BibTeX itself calls what it has another name for, or none.
OLD_TYPES = {
    **dict.fromkeys(("online", "dataset", "artwork", "jurisdiction", "legislation", "movie", "music"), "misc"),
    **dict.fromkeys(("patent", "performance", "periodical", "letter", "software", "audio", "standard"), "misc"),
    "report": "techreport",
    "thesis": "phdthesis",
    "review": "article",
    "inreference": "incollection",
}
ARTICLES = {"article", "review"}
PARTS = {"incollection", "inreference", "inproceedings"}
#: Variable of CSL -> field of BibLaTeX, where the one is the other.
FIELDS = {
    "publisher-place": "location",
    "collection-title": "series",
    "collection-number": "number",
    "number": "number",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "edition": "edition",
    "chapter-number": "chapter",
    "genre": "type",
    "version": "version",
    "note": "note",
    "abstract": "abstract",
    "language": "langid",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pubmed",
}
OLD_FIELDS = {"location": "address", "journaltitle": "journal"}
ROLES = ("author", "editor", "translator")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Letters that mean something in TeX; two of them together are another sign.
TEX = {
    **{sign: f"\\{sign}" for sign in "$&%#_"},
    # Programs count braces to find the end of a field, those after a backslash too.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
PAIRS_OF_SIGNS = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')")


def bibtex(item: Csl, biblatex: bool = True) -> str:
    """Return an item of CSL-JSON as an entry of a .bib file, for biblatex or for BibTeX itself."""
    type_ = TYPES.get(item["type"], "misc")
    if not biblatex:
        type_ = OLD_TYPES.get(type_, type_)
    fields = [*_people(item), *_words(item, type_, biblatex), *_dates(item, biblatex), *_addresses(item, biblatex)]
    # A name of a month is a macro, which no braces may hide.
    written = ((name, value if name == "month" else f"{{{value}}}") for name, value in fields if value)
    lines = ",\n".join(f"  {name} = {value}" for name, value in written)
    return f"@{type_}{{{item['id']},\n{lines}\n}}"


def escape_tex(words: str) -> str:
    """Return *words* as TeX reads them; ``citing.js`` does the same."""
    plain = untagged(" ".join(words.split()))
    return "".join(TEX.get(sign, sign) for sign in PAIRS_OF_SIGNS.sub("\0", plain)).replace("\0", "{}")


def escape_address(address: str) -> str:
    """Return an address without what would end a field, or a line."""
    signs = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
    return "".join(signs.get(sign, sign) for sign in address.strip())


def _people(item: Csl) -> Fields:
    for role in ROLES:
        yield role, " and ".join(map(_person, item.get(role, ())))


def _person(name: Csl) -> str:
    if "literal" in name:
        # "and others" of BibTeX.
        return "others" if name["literal"] == "others" else f"{{{escape_tex(name['literal'])}}}"
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if name.get(part))
    return ", ".join(escape_tex(part) for part in (family, name.get("suffix"), name.get("given")) if part)


def _words(item: Csl, type_: str, biblatex: bool) -> Fields:
    yield "title", f"{{{escape_tex(item.get('title', ''))}}}"
    yield _container(type_, biblatex), _kept(item, "container-title")
    if biblatex or type_ != "misc" or {"literal": item.get("publisher")} not in item.get("author", ()):
        yield _publisher(item, type_, biblatex), _kept(item, "publisher")
    for variable, field in FIELDS.items():
        words = escape_tex(str(item.get(variable, "")))
        if field == "pages":
            words = words.replace("–", "--")
        if field == "version" and words and not biblatex:
            yield "edition", f"Version {words}"
        else:
            yield field if biblatex else OLD_FIELDS.get(field, field), words


def _container(type_: str, biblatex: bool) -> str:
    """Return the field for what a work is part of; one of no other type has none but these that is printed."""
    if type_ in ARTICLES:
        return "journaltitle" if biblatex else OLD_FIELDS["journaltitle"]
    return {("misc", False): "howpublished", ("dataset", True): "series"}.get((type_, biblatex), "booktitle")


def _publisher(item: Csl, type_: str, biblatex: bool) -> str:
    """Return the field for who published a work; in an entry of no other type BibTeX prints none but these."""
    if not biblatex:
        taken = "note" if item.get("container-title") else "howpublished"
        fields = {"techreport": "institution", "phdthesis": "school", "misc": taken}
        return fields.get(type_, "publisher")
    # Who published a report stands for its author where it has none.
    house = type_ in ("report", "thesis") and any(item.get(role) for role in ROLES)
    return "institution" if house else "publisher"


def _kept(item: Csl, variable: str) -> str:
    """Return words in braces of their own, which keep a style from changing their capitals."""
    words = escape_tex(item.get(variable, ""))
    return f"{{{words}}}" if words else ""


def _dates(item: Csl, biblatex: bool) -> Fields:
    issued = item.get("issued", {})
    if "literal" in issued:
        yield "year", escape_tex(issued["literal"])
    elif biblatex:
        yield "date", _date_of(issued)
    elif issued:
        year, *rest = issued["date-parts"][0]
        yield "year", str(year)
        yield "month", MONTHS[rest[0] - 1] if rest else ""
    if biblatex:
        yield "origdate", _date_of(item.get("original-date", {}))
        yield "urldate", _date_of(item.get("accessed", {}))


def _date_of(date: Csl) -> str:
    return escape_tex(iso_of(date))


def _addresses(item: Csl, biblatex: bool) -> Fields:
    yield "doi", escape_address(item.get("DOI", ""))
    if item.get("archive") == "arXiv":
        yield "eprint", escape_address(item["archive_location"])
        yield "eprinttype", "arxiv"
    yield "url", escape_address(item.get("URL", ""))
