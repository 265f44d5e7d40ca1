"""The role ``sheet``: a link that opens a teacher's sheet which the edition brings, such as a plan for a class.

``{sheet}`Title <name>` `` reads ``teaching/sheets/name.json``, the file that the page of sheets itself saves and opens
(``exports/sheet.schema.json``); what it says of the edition and hashes may be left out. The link holds the whole
sheet, so that it opens from a disk too.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import ReferenceRole

from glossator.config import edition
from glossator.core.nearest import name_near
from glossator.messages.warnings import Problem, warn
from glossator.teaching.pages import FOLDER

#: Where the files are, in the book.
SHEETS = f"{FOLDER}/sheets"
#: The page that opens them (``site/sheet_page.py``), and what begins an address that holds a sheet as it is written.
PAGE, WRITTEN = "sheet", "#j="
#: What each type of item must have besides.
ITEMS = {"paragraph": "id", "chart": "id", "row": "id", "question": "id", "text": "text", "own-question": "text"}

Json = dict[str, Any]


class Sheet(NamedTuple):
    """A sheet as the whole book knows it."""

    file: str  #: relative to the book
    #: The ids of paragraphs and of questions on it, each with its type and its line in the file.
    ids: tuple[tuple[str, str, int], ...]


class sheet_link(nodes.reference):
    """A link to a sheet, until it is known from which page. Attributes: ``name``, ``sheet`` (its JSON)."""


class SheetRole(ReferenceRole):
    """``{sheet}`name` `` or ``{sheet}`Title <name>` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        path = Path(self.env.srcdir) / SHEETS / f"{self.target}.json"
        self.env.note_dependency(str(path))
        try:
            sheet = read_sheet(path)
        except SheetError as error:
            line = f":{error.line}" if error.line else ""
            where = f"{path}{line}" if path.is_file() else (self.env.docname, self.lineno)
            warn(Problem.SHEET, str(error), where, self.rawtext if isinstance(where, tuple) else "")
            return [nodes.inline(self.rawtext, self.title)], []
        about = {"title": self.config.html_title, "version": edition(self.config).version}
        whole = {"edition": {**about, "address": self.config.html_baseurl or ""}, **sheet}
        title = self.title if self.has_explicit_title else sheet["title"]
        node = sheet_link(self.rawtext, title, name=self.target, sheet=json.dumps(whole, ensure_ascii=False))
        return [node], []


class SheetError(Exception):
    """A file of a sheet cannot be read; the message says why, ``line`` where (0 where that is not known)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def read_sheet(path: Path) -> Json:
    """Read the JSON of a sheet, and check what a page of sheets needs of it: title, instructions, items of known types.

    Raises SheetError where it is not there, no JSON, not in UTF-8, or lacks one of these.
    """
    if not path.is_file():
        known = sorted(each.stem for each in path.parent.glob("*.json"))
        near = name_near(path.stem, known)
        raise SheetError(f'{SHEETS}/ has no sheet "{path.stem}"' + (f'; did you mean "{near}"?' if near else ""))
    try:
        sheet = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise SheetError(f"this is no JSON: {error.msg}", error.lineno) from None
    except UnicodeDecodeError:
        raise SheetError("the file is not in UTF-8; save it in UTF-8", 1) from None
    if not isinstance(sheet, dict) or not all(isinstance(sheet.get(key), str) for key in ("title", "instructions")):
        raise SheetError('a sheet has a "title", "instructions" and "items"; the first two are words', 1)
    items = sheet.get("items")
    if not isinstance(items, list):
        raise SheetError('a sheet has "items", a list', 1)
    for number, item in enumerate(items, start=1):
        kind = item.get("type") if isinstance(item, dict) else None
        if kind not in ITEMS:
            raise SheetError(f"item {number} has none of the types {', '.join(ITEMS)}", 1)
        if not isinstance(item.get(ITEMS[kind]), str):
            raise SheetError(f'item {number}, a {kind}, has no "{ITEMS[kind]}"', 1)
    return sheet


def sheets_of(document: nodes.document) -> Iterator[Sheet]:
    """Yield the sheets to which a document links."""
    for link in document.findall(sheet_link):
        file = f"{SHEETS}/{link['name']}.json"
        lines = (Path(document.settings.env.srcdir) / file).read_text(encoding="utf-8").splitlines()
        items = [item for item in json.loads(link["sheet"])["items"] if ITEMS[item["type"]] == "id"]
        yield Sheet(file, tuple((item["type"], item["id"], _line(lines, item["id"])) for item in items))


def _line(lines: list[str], id_: str) -> int:
    """Return the line that names this id, counted from 1."""
    return next((number for number, line in enumerate(lines, start=1) if f'"{id_}"' in line), 1)


class LinkSheets(SphinxPostTransform):
    """Give each link to a sheet its address; where there is no page of sheets, its words stay."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        for link in list(self.document.findall(sheet_link)):
            if self.app.builder.format != "html":
                link.replace_self(nodes.inline("", "", *link.children))
                continue
            page = self.app.builder.get_relative_uri(self.env.docname, PAGE)
            written = urlsafe_b64encode(link["sheet"].encode()).decode().rstrip("=")
            address = f"{page}{WRITTEN}{written}"
            link.replace_self(nodes.reference("", "", *link.children, refuri=address, internal=True))


def setup_sheets(app: Sphinx) -> None:
    """Register the role and what gives its links their addresses."""
    app.add_role("sheet", SheetRole())
    app.add_post_transform(LinkSheets)
