"""MyST-NB renderer and transforms for figures: caption, drawing, data, code, downloads, sources as nodes."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import count
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.addnodes import download_reference
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

from glossator.content.records import Parse, citations, records_table
from glossator.core.escape import script_json
from glossator.execution.bundles import (
    CELL,
    OPTION,
    element,
    is_output,
    render,
    report,
    reported_output,
    vector_picture,
    without_words,
)
from glossator.execution.scheduler import read_notebook
from glossator.messages.warnings import Problem, correction, offer, warn
from glossator.notebook.svg import MIME
from glossator.notes.nodes import chart_figure, data_file, disclosure, drawing, figure_title
from glossator.translation import _

MOST_SOURCES = 8
COMMENT = re.compile(r"<!--[ \t]*(?P<words>[^\n]+?)[ \t]*-->")
#: The tags of HTML, and what Markdown has for some.
TAG, END_TAG = re.compile(r"<(?P<name>[A-Za-z][\w-]*)"), re.compile(r"</(?P<name>[A-Za-z][\w-]*)\s*>")
PLAIN_TAG = re.compile(r"<(?P<name>[A-Za-z][\w-]*)>")
MARKDOWN = {
    **dict.fromkeys(("b", "strong"), ("**", "**")),
    **dict.fromkeys(("i", "em"), ("*", "*")),
    **{name: (f"{{{name}}}`", "`") for name in ("sub", "sup", "kbd")},
    "code": ("`", "`"),
}
#: What a book may say of stderr that makes it a mistake; and so many letters of it are told.
REPORTED, LONGEST = ("warn", "error", "severe"), 200
#: Ways of MyST-NB to hide parts of a cell -> whether its output is one.
HIDDEN = {"all": True, "output": True, "input+output": True, "input": False}


class FigurePlugin:
    """Print what `glossator.notebook.figure.Figure` leaves in a notebook; found by MyST-NB through its entry point."""

    mime_priority_overrides: ClassVar = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Node] | None:
        if data.mime_type != MIME or inline:
            return render(renderer, data, inline)
        content = json.loads(data.content)
        if "drawn" not in content:
            return [_figure(renderer, content, data.line or 0)]
        found = _describe(renderer, data, content)
        return [*found, _figure(renderer, content, data.line or 0)]


def _describe(renderer: NbElementRenderer, data: MimeData, content: dict[str, Any]) -> list[reported_output]:
    """Give a bare chart the title and the words that its cell has for it, or what can be said; report what is not."""
    level = renderer.renderer.get_cell_level_config
    content["alt"] = level("render_image_options", data.cell_metadata, line=data.line).get("alt") or content["alt"]
    caption = level("render_figure_options", data.cell_metadata, line=data.line).get("caption")
    message = without_words(caption or content["title"], content["alt"])
    drawn = in_words(content["drawn"])
    content["title"] = content["title"] or drawn[:1].upper() + drawn[1:]
    content["alt"] = content["alt"] or _("Chart without description: {drawn}.").format(drawn=drawn)
    return [report(message, Problem.DESCRIPTION)] if message else []


def in_words(drawn: dict[str, Any]) -> str:
    """Return what a chart draws, such as *bar chart: x: year; y: tonnes*."""
    marks = {
        "bar": _("bar chart"),
        "line": _("line chart"),
        "area": _("area chart"),
        "point": _("scatter plot"),
        "circle": _("scatter plot"),
        "arc": _("pie chart"),
        "rect": _("heat map"),
        "boxplot": _("box plot"),
    }
    channels = {"color": _("colour"), "fill": _("colour"), "size": _("size"), "shape": _("shape"), "theta": _("angle")}
    kinds = list(dict.fromkeys(marks.get(mark, mark) for mark in drawn["marks"]))
    shown = [f"{channels.get(channel, channel)}: {what}" for channel, what in drawn["channels"]]
    return "; ".join([", ".join(kinds) or _("chart"), *shown])


def _figure(renderer: NbElementRenderer, content: dict[str, Any], line: int) -> chart_figure:
    def parse(text: str) -> list[nodes.Node]:
        parsed = nodes.Element()
        with renderer.renderer.current_node_context(parsed):
            renderer.renderer.nested_render_text(text, line, inline=True)
        return list(parsed.children)

    figure = chart_figure("", ids=[content["name"]], classes=["chart-figure"])
    figure += figure_title("", content["title"])
    if content.get("subtitle"):
        figure += nodes.paragraph("", content["subtitle"], classes=["figure-subtitle"])
    figure += drawing(
        name=content["name"],
        alt=content["alt"],
        # In one order, whatever order a cache of results keeps.
        svgs={size: content["svgs"][size] for size in sorted(content["svgs"])},
        spec=script_json(content["spec"], separators=(",", ":"), sort_keys=True),
    )
    # Few sources stand in a line below the chart; many, beside the rows that rest on them.
    few = len(content["sources"]) <= MOST_SOURCES
    details = nodes.container(classes=["figure-details"])
    # For transforms, which take them away.
    works = _cited(content, few)
    details["rests_on"] = {"tables": content["tables"], "table": content["table"], "works": works, "many": not few}
    if not few:
        details["without_works"] = _sources_and_data(content | {"table": _without_works(content["table"])}, parse, few)
    details += _sources_and_data(content, parse, few)
    figure += details
    return figure


def _sources_and_data(content: dict[str, Any], parse: Parse, few: bool) -> list[nodes.Element]:
    table = _without_works(content["table"]) if few else content["table"]
    if "drawn" in content:  # nobody has said where its data are from
        return [disclosure("", records_table(table, parse), summary=_("Data"))] if table["rows"] else []
    return [_sources(content, parse, few), disclosure("", records_table(table, parse), summary=_("Data"))]


def _cited(content: dict[str, Any], few: bool) -> list[str]:
    """Return the works that are cited below a chart, or in its data; where another page cites them, none."""
    return list(content["sources"]) if few or _names_works(content) else []


def _names_works(content: dict[str, Any]) -> bool:
    return any(column["role"] == "works" for column in content["table"]["columns"])


def _sources(content: dict[str, Any], parse: Parse, few: bool) -> nodes.paragraph:
    line = nodes.paragraph(classes=["figure-sources"])
    if not content["sources"]:
        line += nodes.Text(_("Counted in the texts."))
    elif few:
        line += [nodes.Text(_("Sources: ")), *parse(citations(content["sources"]))]
    else:
        line += nodes.Text(
            _("Sources: with each row of the data.") if _names_works(content) else _("Sources: with each row of")
        )
    for table in content["tables"]:
        line += nodes.Text(" ")
        line += download_reference("", "", nodes.Text(f"{table}.csv"), reftarget=f"/data/{table}.csv", refdoc="")
    if not content["tables"]:
        name = f"{content['name']}.csv"
        line += [nodes.Text(" "), data_file("", name, name=name, content=_csv(content["table"]))]
    return line


def _csv(table: dict[str, Any]) -> str:
    """Return the data of a chart that was made from no table of ``data/``."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([[column["title"] for column in table["columns"]], *table["rows"]])
    return file.getvalue()


def _without_works(table: dict[str, Any]) -> dict[str, Any]:
    """Leave out the columns of sources, which stand below the chart or in another table already."""
    kept = [index for index, column in enumerate(table["columns"]) if column["role"] != "works"]
    return {
        "columns": [table["columns"][index] for index in kept],
        "rows": [[row[index] for index in kept] for row in table["rows"]],
    }


class PlaceFigures(SphinxTransform):
    """Put each figure in the place of its code cell, with the code below it, to be opened."""

    # Before Sphinx collects figures, downloads and citations from what is left.
    default_priority = 200

    def apply(self, **kwargs: object) -> None:
        names: set[str] = set()
        self._leave_to_tables()
        for cell in _parts(self.document, "cell_code"):
            outputs = [output for part in _parts(cell, "cell_code_output") for output in part.children]
            figures = [figure for output in outputs for figure in _figures(output)]
            if not figures:
                continue
            details = next(node for node in figures[-1].findall(nodes.container) if "figure-details" in node["classes"])
            for source in _parts(cell, "cell_code_source"):
                details += disclosure("", *source.children, summary=_("Code"))
            for name in (figure["ids"][0] for figure in figures):
                if name in names:
                    warn(Problem.DUPLICATE, f'two figures are called "{name}"; give this one a name of its own', cell)
                names.add(name)
            # What else the cell prints stays where it is.
            printed: list[nodes.Node] = []
            for output in outputs:
                printed += _figures(output) or [output]
            if HIDDEN.get(cell.get("hide_mode", "")):
                printed = [disclosure("", *printed, summary=_("Output"), classes=["hidden-cell", "toggle"])]
            cell.parent.replace(cell, printed)
        for figure in [each for each in _figures(self.document) if each.get("glued")]:
            if figure["ids"][0] in names:
                _rename(figure, names)
            names.add(figure["ids"][0])

    def _leave_to_tables(self) -> None:
        """Cite many works no second time with the data of a chart where the page prints the tables that cite them."""
        printed = {frame.get("cites_for") for frame in self.document.findall(nodes.container)}
        for details in list(self.document.findall(nodes.container)):
            lean = details.attributes.pop("without_works", None)
            if lean and printed.issuperset(details["rests_on"]["tables"]):
                details["rests_on"]["works"] = []
                details[:2] = lean


def _rename(figure: chart_figure, names: set[str]) -> None:
    """Give a chart that is printed once more an address of its own, and what is in its drawings too."""
    old = figure["ids"][0]
    new = next(name for name in (f"{old}-{number}" for number in count(2)) if name not in names)
    figure["ids"] = [new]
    for chart in figure.findall(drawing):
        chart["name"] = new
        chart["svgs"] = {size: svg.replace(f"{old}-{size}-", f"{new}-{size}-") for size, svg in chart["svgs"].items()}


def _parts(node: nodes.Element, name: str) -> list[nodes.container]:
    return [part for part in node.findall(nodes.container) if element(part) == name]


def _figures(output: nodes.Node) -> list[chart_figure]:
    return list(output.findall(chart_figure))


class ReportUnsupported(SphinxTransform):
    """Report raw HTML and pictures that a page of the site cannot show.

    HTML would reach the page as it is, and a contributor's text must not put scripts into the site. A picture from
    another place would be fetched from there by every reader's browser, and one without words is nothing to a reader
    who does not see it.
    """

    default_priority = 210

    def apply(self, **kwargs: object) -> None:
        for picture in self.document.findall(lambda node: isinstance(node, nodes.image | vector_picture)):
            _report_picture(picture)
        raws = list(self.document.findall(nodes.raw))
        opened = {(raw.parent, tag["name"].lower()) for raw in raws if (tag := TAG.match(raw.astext().strip()))}
        for raw in raws:
            end = END_TAG.fullmatch(raw.astext().strip())
            # With the tag that it ends, it is one mistake.
            if not end or (raw.parent, end["name"].lower()) not in opened:
                _report_html(raw)
        for raw in raws:
            raw.parent.remove(raw)


class ReportStderr(SphinxTransform):
    """Report what cells write to stderr, with its words; MyST-NB counts the cells, and not as an author does."""

    default_priority = 155

    def apply(self, **kwargs: object) -> None:
        for cell in _parts(self.document, "cell_code"):
            for block in [each for each in cell.findall(nodes.literal_block) if "stderr" in each["classes"]]:
                if self._level(cell) in REPORTED:
                    words = " ".join(block.astext().split())[:LONGEST]
                    message = (
                        f'this cell writes to stderr, as libraries do that warn ("{words}"); mend what it says, or '
                        "leave it out by a line below the first of the cell: :tags: [remove-stderr]"
                    )
                    warn(Problem.CELL, message, cell, CELL)

    def _level(self, cell: nodes.container) -> str:
        """Return what is to be done with stderr: as the cell says, else its chapter, else the book."""
        config: Any = self.env.mystnb_config  # type: ignore[attr-defined]
        chapter = read_notebook(self.env, self.env.docname).metadata
        for about in (cell["cell_metadata"], chapter):
            if level := about.get("mystnb", {}).get("output_stderr"):
                return str(level)
        return str(config.output_stderr)


def leave_stderr_to_the_edition(app: Sphinx, config: Config) -> None:
    """Let MyST-NB say nothing of stderr where `ReportStderr` does; of what it removes, only MyST-NB knows."""
    if config.nb_output_stderr != "remove-warn":
        config.suppress_warnings = [*config.suppress_warnings, "mystnb.stderr"]


def _report_html(node: nodes.raw) -> None:
    words = _beginning(node)
    if is_output(node):
        message = f'what this cell shows as Markdown holds HTML ("{words}"), which is left out; show it with HTML(…)'
        warn(Problem.HTML, message, node if node.line else node.parent, CELL)
    else:
        # A comment on a line of its own; within a paragraph "%" would be printed.
        comment = COMMENT.fullmatch(node.astext().strip()) if not isinstance(node.parent, nodes.TextElement) else None
        hint = offer(f"% {comment['words']}") if comment else _in_markdown(node)
        warn(
            Problem.HTML,
            f'raw HTML is not allowed ("{words}"); write Markdown, and "%" before a comment{hint}',
            node,
            node.astext().strip().partition("\n")[0],
        )


def _in_markdown(start: nodes.raw) -> str:
    """Return the suggestion to write in Markdown what stands between a tag and its end; nothing where there is none."""
    text = start.next_node(descend=False, siblings=True)
    end = text.next_node(descend=False, siblings=True) if isinstance(text, nodes.Text) else None
    tag = PLAIN_TAG.fullmatch(start.astext())
    if not (tag and text and isinstance(end, nodes.raw) and end.astext() == f"</{tag['name']}>"):
        return ""
    words, (before, after) = text.astext(), MARKDOWN.get(tag["name"].lower(), ("", ""))
    # Else it would depend on what stands around the asterisks whether they are read.
    if not before or "\n" in words or not (words[:1].isalnum() and words[-1:].isalnum()):
        return ""
    return correction(f"{start.astext()}{words}{end.astext()}", f"{before}{words}{after}")


def _report_picture(node: Any) -> None:
    if node.get("alt", "").strip():
        return
    place = node if node.line else node.parent
    if isinstance(node, vector_picture) or "from_cell" in node:
        inside = is_output(node)
        how = f"below the first line of the cell: {OPTION}" if inside else "with {glue:figure} and its option :alt:"
        message = f"this picture says nothing to a reader who does not see it; say what there is to see, {how}"
        warn(Problem.PICTURE, message, place, CELL if inside else "")
        return
    address = node["uri"]
    message = (
        f'the picture "{address}" says nothing to a reader who does not see it; '
        f"write what there is to see, as in ![the hall]({address}), or after :alt:"
    )
    warn(Problem.PICTURE, message, place, address)


def _beginning(node: nodes.Node) -> str:
    return " ".join(node.astext().split())[:60]
