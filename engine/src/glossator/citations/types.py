"""Entry types of BibTeX and biblatex, and the fields that each needs."""

from __future__ import annotations

from glossator.translation import N_, _

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
    "phdthesis": N_("PhD thesis"),
    "mathesis": N_("Master's thesis"),
    "mastersthesis": N_("Master's thesis"),
    "bathesis": N_("Bachelor's thesis"),
    "candthesis": N_("Candidate thesis"),
    "techreport": N_("Technical Report"),
    "resreport": N_("Research Report"),
    "thesis": N_("Thesis"),
    "software": N_("Software"),
    "datacd": N_("Data"),
    "audiocd": N_("Audio CD"),
}


def kind_of_thesis(type_: str, told: str) -> str:
    """Return the printed genre of a report or thesis: its field ``type``, else the name of its entry type."""
    genre = told or (type_ if type_ in THESES | {"techreport"} else "")
    return _(GENRES[genre]) if genre in GENRES else genre
