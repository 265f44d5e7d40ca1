"""RIS of an item of CSL-JSON, for reference managers."""

from __future__ import annotations

from glossator.citations.csl import Csl, Fields, untagged

#: Type of CSL -> type of reference of RIS; GEN where there is no better one.
TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry": "ENCYC",
    "graphic": "ART",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "VIDEO",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "performance": "GEN",
    "periodical": "SER",
    "personal_communication": "PCOMM",
    "report": "RPRT",
    "review": "JOUR",
    "software": "COMP",
    "song": "SOUND",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
ROLES = {"author": "AU", "editor": "A2", "translator": "A4"}
#: Variable of CSL -> tag of RIS.
TAGS = {
    "title": "TI",
    "container-title": "T2",
    "publisher": "PB",
    "publisher-place": "CY",
    "collection-title": "T3",
    "volume": "VL",
    "issue": "IS",
    "number": "M1",
    "collection-number": "M1",
    "edition": "ET",
    "version": "ET",
    "chapter-number": "SE",
    "genre": "M3",
    "note": "N1",
    "abstract": "AB",
    "language": "LA",
    "ISBN": "SN",
    "ISSN": "SN",
    "DOI": "DO",
    "URL": "UR",
}


def ris(item: Csl) -> str:
    """Return an item of CSL-JSON as a record of RIS, whose lines end as the format has them."""
    lines = [("TY", TYPES.get(item["type"], "GEN")), ("ID", item["id"]), *_tagged(item), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _tagged(item: Csl) -> Fields:
    for role, tag in ROLES.items():
        for name in item.get(role, ()):
            # RIS has no word for authors who are not named.
            yield ("N1", "and others") if name.get("literal") == "others" else (tag, ris_name(name))
    for variable, tag in TAGS.items():
        words = one_line(str(item.get(variable, "")))
        if words:
            yield tag, words
    first, __, last = str(item.get("page", "")).partition("–")
    yield from ((tag, page) for tag, page in (("SP", first), ("EP", last)) if page)
    yield from _ris_dates(item)


def ris_name(name: Csl) -> str:
    """Return a name; a comma would make a person of an institution, whose parts libraries part by a full stop."""
    if "literal" in name:
        return one_line(name["literal"]).replace(", ", ". ")
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if name.get(part))
    return one_line(", ".join(part for part in (family, name.get("given"), name.get("suffix")) if part))


def _ris_dates(item: Csl) -> Fields:
    issued = item.get("issued", {})
    if "date-parts" in issued:
        yield "PY", str(issued["date-parts"][0][0])
        yield "DA", _ris_date(issued)
    elif issued:
        yield "PY", one_line(issued["literal"])
    if accessed := item.get("accessed"):
        yield "Y2", _ris_date(accessed)


def _ris_date(date: Csl) -> str:
    """Return a date as ``2026/11/30/``; of a span the first day."""
    if "date-parts" not in date:
        return one_line(date["literal"])
    parts = [f"{part:02}" for part in date["date-parts"][0]]
    return "/".join([*parts, *[""] * (4 - len(parts))])


def one_line(words: str) -> str:
    """Return *words* as a line of RIS."""
    return untagged(" ".join(words.split()))
