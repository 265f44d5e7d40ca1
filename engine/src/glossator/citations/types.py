"""Entry types of BibTeX and biblatex, and the fields that each needs."""

from __future__ import annotations

#: Books and what is as whole as a book: their titles are set in italics.
WHOLES = {
    *("book", "mvbook", "collection", "mvcollection", "reference", "mvreference", "proceedings", "mvproceedings"),
    *("manual", "phdthesis", "periodical", "movie", "video", "audio", "music"),
}
#: Parts of a book, which stand "In" it.
PARTS = {
    *("inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference"),
    *("inproceedings", "conference"),
}
ARTICLES = {"article", "suppperiodical", "review"}
PAGES = {"online", "electronic", "www", "webpage", "website"}
REPORTS = {"report", "techreport", "standard", "legislation", "legal", "jurisdiction", "patent"}
THESES = {"thesis", "phdthesis", "mastersthesis"}
OTHERS = {
    *("misc", "booklet", "dataset", "software", "unpublished", "letter", "artwork", "image", "performance"),
    *("commentary", "newspaper", "magazine", "speech", "interview", "map", "set", "xdata"),
}
TYPES = WHOLES | PARTS | ARTICLES | PAGES | REPORTS | THESES | OTHERS

#: What a reader needs to find a part, where no address leads to it: one of these fields.
FOUND_IN = dict.fromkeys(PARTS, ("booktitle", "crossref")) | dict.fromkeys(
    ARTICLES, ("journal", "journaltitle", "crossref")
)
#: biblatex's words for kinds of theses and reports.
GENRES = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "mastersthesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical Report",
    "resreport": "Research Report",
    "thesis": "Thesis",
    "software": "Software",
    "datacd": "Data",
    "audiocd": "Audio CD",
}


def kind_of_thesis(type_: str, told: str) -> str:
    """Return the printed genre of a report or thesis: its field ``type``, else the name of its entry type."""
    return GENRES.get(told, told) or (GENRES[type_] if type_ in THESES | {"techreport"} else "")
