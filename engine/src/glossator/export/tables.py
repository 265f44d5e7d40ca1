"""All tables as one archive: a Data Package (datapackage.org) that is an RO-Crate too, for a deposit in a repository.

The evidence of all citations, which the site publishes as a table, is one of them.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from docutils.nodes import make_id

from glossator.config import Editor
from glossator.export.files import json_bytes, write_zip
from glossator.export.records import Edition, Table

NAME = "tables.zip"
PACKAGE, CRATE = "datapackage.json", "ro-crate-metadata.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
#: What the site publishes already (``site/evidence_table.py``): the folder, the table.
EVIDENCE = ("data", "evidence.csv")

Json = dict[str, Any]


def write_tables(edition: Edition, folder: Path) -> None:
    """Write the archive into *folder*, a folder of the site; none where the edition has neither table nor evidence."""
    files = {table.path: table_csv(table) for table in edition.tables}
    resources = [_resource(table) for table in edition.tables]
    evidence = folder.parent.joinpath(*EVIDENCE)
    if evidence.is_file():
        described = json.loads((evidence.parent / PACKAGE).read_text(encoding="utf-8"))
        resources += [each for each in described["resources"] if each["path"] not in files]
        files.setdefault(evidence.name, evidence.read_bytes())
    if not files:
        return
    crate = _crate(edition, resources, {name: len(content) for name, content in files.items()})
    about = {PACKAGE: json_bytes(_package(edition, resources)), CRATE: json_bytes(crate)}
    write_zip(folder / NAME, [*about.items(), *sorted(files.items())])


def table_csv(table: Table) -> bytes:
    """Return the rows of a table as CSV: the values of ``data/``, a missing one as an empty cell."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(field["name"] for field in table.fields)
    rows.writerows([_cell(row[field["name"]]) for field in table.fields] for row in table.rows)
    return written.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _resource(table: Table) -> Json:
    about = {name: value for name, value in table.about.items() if name != "schema"}
    schema = {**table.about.get("schema", {}), "fields": list(table.fields)}
    form = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": table.name, "path": table.path, "title": table.title, **about, **form, "schema": schema}


def _package(edition: Edition, resources: list[Json]) -> Json:
    """Return the description of the package; what the edition knows better stands above what its author has written."""
    written = {
        name: value for name, value in edition.package.items() if name not in ("$schema", "version", "resources")
    }
    return {
        "$schema": PROFILE,
        "name": make_id(edition.title) or "tables",
        "title": edition.title,
        "licenses": [_licence(edition)],
        "contributors": [{"title": str(editor), "roles": ["editor"]} for editor in edition.editors],
        **written,
        "version": edition.version,
        **({"homepage": edition.address} if edition.address else {}),
        **({"created": f"{edition.date}T00:00:00Z"} if len(edition.date) == len("2026-11-30") else {}),
        "resources": resources,
    }


def _licence(edition: Edition) -> Json:
    return {"title": edition.licence.name, "path": edition.licence.url}


def _crate(edition: Edition, resources: list[Json], sizes: dict[str, int]) -> Json:
    """Return the metadata of an RO-Crate 1.1, whose root is the folder of the tables."""
    conforms = {"@id": "https://w3id.org/ro/crate/1.1"}
    editors = [_editor(number, editor) for number, editor in enumerate(edition.editors, start=1)]
    licence = {"@id": edition.licence.url, "@type": "CreativeWork", "name": edition.licence.name}
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": edition.package.get("title", edition.title),
        "description": edition.package.get("description") or edition.description or edition.title,
        "datePublished": edition.date,
        "version": edition.version,
        "inLanguage": edition.language,
        "license": {"@id": edition.licence.url},
        "author": [{"@id": editor["@id"]} for editor in editors],
        "hasPart": [{"@id": name} for name in (PACKAGE, *(resource["path"] for resource in resources))],
        **({"url": edition.address} if edition.address else {}),
    }
    descriptor = {"@id": CRATE, "@type": "CreativeWork", "conformsTo": conforms, "about": {"@id": "./"}}
    described = {"@id": PACKAGE, "@type": "File", "name": "Data Package", "encodingFormat": "application/json"}
    files = [_file(resource, sizes) for resource in resources]
    graph = [descriptor, root, described, *files, *editors, licence]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}


def _file(resource: Json, sizes: dict[str, int]) -> Json:
    about = {"description": resource["description"]} if resource.get("description") else {}
    return {
        "@id": resource["path"],
        "@type": "File",
        "name": resource["title"],
        **about,
        "encodingFormat": "text/csv",
        "contentSize": str(sizes[resource["path"]]),
    }


def _editor(number: int, editor: Editor) -> Json:
    name = {"@id": f"#editor-{number}", "@type": "Person" if editor.family else "Organization", "name": str(editor)}
    parts = {"familyName": editor.family, "givenName": editor.given}
    return name | {part: words for part, words in parts.items() if words}
