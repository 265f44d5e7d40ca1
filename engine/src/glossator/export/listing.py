"""The directive ``exports``: a table of the formats of `glossator.export.formats`, each with its file and size.

Which files there are, and how large, is known when the page has been written: each place of a file keeps its name, and
is filled at the end of the build, and again by ``python -m glossator export``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from lxml import html
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from glossator.content.tables import make_table
from glossator.core.datapackage import PACKAGE_FILE
from glossator.core.evidence import FOLDER as EVIDENCE
from glossator.export import tables
from glossator.export.files import write_file
from glossator.export.format import FOLDER, Format
from glossator.export.formats import FORMATS, FORMATS_FOR_TEACHERS
from glossator.export.reader import in_order
from glossator.export.taught import taught_files
from glossator.notes.domain import edition_domain
from glossator.teaching.domain import teaching_domain
from glossator.teaching.pages import INDEX
from glossator.translation import _, format_size

#: The place of a file in a page.
PLACE = re.compile(r'<span class="export-file".*?</span>', re.DOTALL)

#: Files of which there is one for each chapter, in the folder of exports.
SERIES = ("packs/*.zip", "cartridges/*.imscc")


class export_file(nodes.inline):
    """The place of a file: its name, until it is filled. Attribute: ``file``."""


def setup_listing(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("exports", ExportsDirective)
    app.add_post_transform(ListForTeachers)
    app.add_node(export_file, html=(visit_export_file, depart_export_file))


class ExportsDirective(SphinxDirective):
    """``{exports}``: a table of all formats of the edition."""

    def run(self) -> list[nodes.Node]:
        there = self._has_tables()
        return [list_of(each for each in FORMATS if there or each.file != tables.NAME)]

    def _has_tables(self) -> bool:
        """Return whether there is anything for the archive of tables; where not, the page is read at each build."""
        data = Path(self.env.srcdir, "data")
        there = (data / PACKAGE_FILE).is_file() or (data / EVIDENCE).is_dir()
        if not there:
            self.env.note_reread()
        return there


class ListForTeachers(SphinxPostTransform):
    """Add the list of what is for teachers alone to the first page of their guide."""

    # After the list of its pages (5), before what is printed in tables is looked at (10).
    default_priority = 6

    def run(self, **kwargs: object) -> None:
        top = next(iter(self.document.findall(nodes.section)), None)
        if self.env.docname == INDEX and top is not None and self.config.edition_exports:
            lists = [list_of(FORMATS_FOR_TEACHERS), *list_of_packs(self.env)]
            top += nodes.container("", *lists, classes=["exports-for-teachers"])


def list_of(formats: Iterable[Format]) -> nodes.container:
    """Return a table of formats, with places for their files."""
    titles = {"format": _("Format"), "purpose": _("What it is for"), "readers": _("What reads it"), "file": _("File")}
    columns = [{"name": name, "title": title, "align": "left"} for name, title in titles.items()]
    return nodes.container("", make_table(columns, map(_row, formats)), classes=["records-frame"])


def list_of_packs(env: BuildEnvironment) -> Iterator[nodes.Node]:
    """Yield a sentence and a table of what is made of each chapter, with places for the files."""
    paragraphs, questions = edition_domain(env).paragraphs, teaching_domain(env).questions
    files = taught_files(name for name in in_order(env) if paragraphs.get(name) or questions.get(name))
    if not files:
        return
    about = _(
        "A pack for each chapter: handout, questions, charts and data for students; answers and cartridge for you."
    )
    yield nodes.paragraph("", about)
    titles = {"chapter": _("Chapter"), "pack": _("Pack"), "cartridge": _("Cartridge")}
    columns = [{"name": name, "title": title, "align": "left"} for name, title in titles.items()]
    chapters: Iterator[list[nodes.Node]] = ([nodes.paragraph("", env.titles[name].astext())] for name in files)
    places = ([_place(f"packs/{file}.zip"), _place(f"cartridges/{file}.imscc")] for file in files.values())
    table = make_table(columns, ([chapter, *row] for chapter, row in zip(chapters, places, strict=True)))
    yield nodes.container("", table, classes=["records-frame"])


def _row(each: Format) -> list[list[nodes.Node]]:
    words: list[list[nodes.Node]] = [
        [nodes.paragraph("", _(told))] for told in (each.title, each.purpose, each.readers)
    ]
    return [*words, _place(each.file)]


def _place(file: str) -> list[nodes.Node]:
    return [nodes.paragraph("", "", export_file("", f"{FOLDER}/{file}", file=file))]


def visit_export_file(self: Any, node: export_file) -> None:
    # Without the link, which would lead nowhere before the file is made.
    about = {"data-file": node["file"], "data-otherwise": _("not made in this copy")}
    self.body.append(self.starttag(node, "span", "", CLASS="export-file", **about))


def depart_export_file(self: Any, node: export_file) -> None:
    self.body.append("</span>")


def fill_lists(site: Path, language: str) -> list[Path]:
    """Write file and size of each format into the pages of *site* that list them; return those that have changed."""
    changed = []
    exports = site / FOLDER
    formats = (each for each in (*FORMATS, *FORMATS_FOR_TEACHERS) if (exports / each.file).is_file())
    known = {each.file: each.size(exports) for each in formats}
    found = (file for pattern in SERIES for file in exports.glob(pattern))
    known |= {file.relative_to(exports).as_posix(): file.stat().st_size for file in found}
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        if "export-file" not in text:
            continue
        root = "../" * (len(page.relative_to(site).parts) - 1)
        filled = PLACE.sub(lambda match: _filled(match[0], known, root, language), text)  # noqa: B023
        if filled != text:
            write_file(page, filled.encode())
            changed.append(page)
    return changed


def _filled(place: str, known: Mapping[str, int], root: str, language: str) -> str:
    """Return the place of a file with a link to it and its size, or with its name and the words that it is not there.

    known: the sizes of the files that are there
    root: the way from the page to the site
    """
    span = html.fragment_fromstring(place)
    name = span.get("data-file", "")
    span[:], span.text = [], ""
    if name in known:
        link = html.Element("a", href=f"{root}{FOLDER}/{name}")
        size = format_size(known[name], language).replace(" ", "\N{NO-BREAK SPACE}")
        link.text, link.tail = f"{FOLDER}/{name}", f" ({size})"
        span.append(link)
    else:
        span.text = f"{FOLDER}/{name} ({span.get('data-otherwise')})"
    return str(html.tostring(span, encoding="unicode", with_tail=False))
