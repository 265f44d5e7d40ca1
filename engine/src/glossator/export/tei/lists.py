"""Lists of a document of TEI: works, and what tables of ``data/`` say of people, other names and terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from glossator.core.datapackage import role, split_cell
from glossator.export.records import Edition, Table, Work
from glossator.export.tei.body import add, set_xml

#: Element of a work for each variable of CSL that TEI has one for; the others are notes that bear their names.
VARIABLES = {
    "title": "title",
    "publisher": "publisher",
    "publisher-place": "pubPlace",
    "edition": "edition",
}
#: Variable -> how it tells a part of the work that holds this one.
SCOPES = {"volume": "volume", "issue": "issue", "page": "page", "chapter-number": "chapter"}
NAMES = {"author": "author", "editor": "editor", "translator": "editor"}
NUMBERS = ("DOI", "ISBN", "ISSN", "PMID")
#: What a table calls a sort of names -> the list, its entries, and the name of one in TEI; a list of any other sort is
#: none of these.
SORTS = {
    "person": ("listPerson", "person", "persName"),
    "institution": ("listOrg", "org", "orgName"),
    "place": ("listPlace", "place", "placeName"),
    "event": ("listEvent", "event", "eventName"),
}
OTHER = ("list", "item", "name")


def add_works(parent: etree.Element, works: Sequence[Work], ids: Mapping[str, str]) -> None:
    """Add a list of works; *ids* has the ``xml:id`` of each by its key."""
    if works:
        listed = add(parent, "listBibl")
        for work in works:
            _add_work(listed, work, ids[work.key])


def _add_work(parent: etree.Element, work: Work, id_: str) -> None:
    csl = work.csl
    entry = set_xml(add(parent, "bibl", type=str(csl.get("type", "")), n=work.label), id=id_)
    add(entry, "idno", work.key, type="key")
    for variable, name in NAMES.items():
        for person in csl.get(variable, ()):
            attributes = {"role": variable} if name == "editor" else {}
            _add_name(add(entry, name, **attributes), person)
    if container := csl.get("container-title"):
        add(entry, "title", str(container), level="j" if csl.get("type") == "article-journal" else "m")
    for variable, value in csl.items():
        if variable in VARIABLES:
            add(entry, VARIABLES[variable], str(value))
        elif variable in SCOPES:
            add(entry, "biblScope", str(value), unit=SCOPES[variable])
        elif variable in NUMBERS:
            add(entry, "idno", str(value), type=variable)
        elif variable in ("issued", "accessed"):
            _add_date(entry, value, "" if variable == "issued" else variable)
        elif variable == "URL":
            add(entry, "ptr", target=str(value))
        elif variable not in ("id", "type", "container-title", *NAMES):
            add(entry, "note", str(value), type=variable)


def _add_name(parent: etree.Element, person: Mapping[str, str]) -> None:
    if "literal" in person:
        add(parent, "orgName", person["literal"])
        return
    parts = {"given": "forename", "non-dropping-particle": "nameLink", "family": "surname", "suffix": "genName"}
    name = add(parent, "persName")
    for part, called in parts.items():
        if person.get(part):
            add(name, called, person[part])


def _add_date(parent: etree.Element, date: Mapping[str, Any], kind: str) -> None:
    days = [_iso(parts) for parts in date.get("date-parts", ())]
    bounds = {"when": days[0]} if len(days) == 1 else dict(zip(("from", "to"), days, strict=False))
    add(parent, "date", str(date.get("literal") or "/".join(days)), type=kind, **bounds)


def _iso(parts: Sequence[int]) -> str:
    """Return a year, month or day as ``2017-11-09`` or the beginning of it."""
    return "-".join(f"{part:0{2 if place else 4}}" for place, part in enumerate(parts))


def tables_with(edition: Edition, wanted: str) -> Iterator[tuple[Table, str]]:
    """Yield the tables with a column of this role, and the name of the first such column."""
    for table in edition.tables:
        columns = [str(field["name"]) for field in table.fields if role(dict(field)) == wanted]
        if columns:
            yield table, columns[0]


def works_named(edition: Edition) -> set[str]:
    """Return the keys of the works that people, other names and terms are told from."""
    tables = [table for wanted in ("names", "terms") for table, __ in tables_with(edition, wanted)]
    return {key for table in tables for row in table.rows for key in _keys(table, row)}


def _keys(table: Table, row: Mapping[str, Any]) -> Iterator[str]:
    for field in table.fields:
        if role(dict(field)) == "works":
            yield from split_cell(row[field["name"]])


class Lists:
    """Adds the rows of tables to a document.

    works, paragraphs: where a link to each leads, by key and by id
    """

    def __init__(self, edition: Edition, works: Mapping[str, str], paragraphs: Mapping[str, str]) -> None:
        self.edition, self.works, self.paragraphs = edition, works, paragraphs

    def add_names(self, parent: etree.Element) -> None:
        """Add people and other names, those of a sort together."""
        for table, column in tables_with(self.edition, "names"):
            sort = next((str(field["name"]) for field in table.fields if role(dict(field)) == "sorts"), "")
            rows = [row for row in table.rows if row[column]]
            told = {SORTS.get(row[sort] if sort else "person", OTHER) for row in rows}
            for sorts in (each for each in (*SORTS.values(), OTHER) if each in told):
                listed = add(parent, sorts[0], type="" if sorts != OTHER else "names")
                for row in rows:
                    if SORTS.get(row[sort] if sort else "person", OTHER) == sorts:
                        self._add_named(add(listed, sorts[1]), sorts[2], table, column, row)

    def _add_named(self, entry: etree.Element, name: str, table: Table, column: str, row: Mapping[str, Any]) -> None:
        add(entry, name, str(row[column]))
        described = {str(field["name"]): field for field in table.fields}
        for other, field in described.items():
            if field.get("language") and row[other] and other != column:
                set_xml(add(entry, name, str(row[other])), lang=str(field["language"]))
        for other, field in described.items():
            if other != column and not field.get("language"):
                self._add_cell(entry, field, row[other])

    def add_terms(self, parent: etree.Element) -> None:
        """Add terms with what the tables say of them."""
        for table, column in tables_with(self.edition, "terms"):
            listed = add(parent, "list", type="gloss")
            for row in (row for row in table.rows if row[column]):
                add(add(listed, "label"), "term", str(row[column]))
                item = add(listed, "item")
                for field in table.fields:
                    if field["name"] == "definition" and row["definition"]:
                        add(item, "gloss", str(row["definition"]))
                    elif field["name"] != column:
                        self._add_cell(item, field, row[field["name"]])

    def _add_cell(self, parent: etree.Element, field: Mapping[str, Any], value: Any) -> None:
        """Add what stands in a column, under its title."""
        if value is None or value == "":
            return
        title = str(field.get("title", field["name"]))
        links = {"works": self.works, "paragraphs": self.paragraphs}.get(role(dict(field)))
        if links is None:
            set_xml(add(parent, "note", str(value), n=title), lang=str(field.get("language", "")))
            return
        note = add(parent, "note", n=title)
        for key in split_cell(value):
            add(note, "ref", key, target=links.get(key, "")) if key in links else add(note, "seg", key)
            note[-1].tail = " "
        note[-1].tail = None
