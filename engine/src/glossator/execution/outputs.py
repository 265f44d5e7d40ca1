"""MyST-NB renderer and transforms for figures: caption, drawing, data, code, downloads, sources as nodes."""

from __future__ import annotations

import csv
import io
import json
from itertools import count
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.addnodes import download_reference
from sphinx.transforms import SphinxTransform

from glossator.content.tables import Parse, listed, records_table
from glossator.core.escape import script_json
from glossator.execution.bundles import (
    element,
    render,
    report,
    reported_output,
    without_words,
)
from glossator.messages.warnings import Problem, warn
from glossator.notebook.svg import MIME
from glossator.notes.nodes import chart_figure, data_file, disclosure, drawing, figure_title
from glossator.translation import _

MOST_SOURCES = 8
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

    language = renderer.renderer.sphinx_env.config.language
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
        details["without_works"] = _sources_and_data(
            content | {"table": _without_works(content["table"])}, parse, few, language
        )
    details += _sources_and_data(content, parse, few, language)
    figure += details
    return figure


def _sources_and_data(content: dict[str, Any], parse: Parse, few: bool, language: str) -> list[nodes.Element]:
    table = _without_works(content["table"]) if few else content["table"]
    if "drawn" in content:  # nobody has said where its data are from
        return [disclosure("", records_table(table, parse, language), summary=_("Data"))] if table["rows"] else []
    return [_sources(content, parse, few), disclosure("", records_table(table, parse, language), summary=_("Data"))]


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
        line += [nodes.Text(_("Sources: ")), *parse(listed(content["sources"]))]
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
        for cell in parts_of_cells(self.document, "cell_code"):
            outputs = [output for part in parts_of_cells(cell, "cell_code_output") for output in part.children]
            figures = [figure for output in outputs for figure in _figures(output)]
            if not figures:
                continue
            details = next(node for node in figures[-1].findall(nodes.container) if "figure-details" in node["classes"])
            for source in parts_of_cells(cell, "cell_code_source"):
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


def parts_of_cells(node: nodes.Element, name: str) -> list[nodes.container]:
    return [part for part in node.findall(nodes.container) if element(part) == name]


def _figures(output: nodes.Node) -> list[chart_figure]:
    return list(output.findall(chart_figure))
