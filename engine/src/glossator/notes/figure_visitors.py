"""Visitors of charts, tables, files of data and what opens."""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.util.osutil import relative_uri

from glossator.notes.nodes import (
    cell,
    chart_figure,
    column_head,
    data_file,
    disclosure,
    drawing,
    figure_title,
    sign,
)
from glossator.notes.tags import Translator, open_tag, print_words


def visit_drawing(self: Translator, node: drawing) -> None:
    self.body.append(self.starttag(node, "div", CLASS="chart", role="img", **{"aria-label": node["alt"]}))
    ratios = node.ratios()
    for size, svg in node["svgs"].items():
        width, height = ratios[size]
        self.body.append(f'<div class="{size} ratio-{width}-{height}" aria-hidden="true">{svg}</div>')
    self.body.append("</div>\n")
    # The pages of a site have it elsewhere (site/asked.py).
    if "spec" in node:
        self.body.append(f'<script type="application/json" class="chart-spec">{node["spec"]}</script>\n')
    raise nodes.SkipNode


def visit_chart_figure(self: Translator, node: chart_figure) -> None:
    open_tag(self, node, "figure")


def visit_figure_title(self: Translator, node: figure_title) -> None:
    self.body.append("<figcaption>")


def visit_data_file(self: Translator, node: data_file) -> None:
    """Write the file beside the downloads of the site, and open the link to it; a book of another kind has its name."""
    if self.builder.name == "epub":
        return
    page = self.builder.current_docname
    address = f"_downloads/{page}/{node['name']}"
    path = Path(self.builder.outdir, address)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(node["content"], encoding="utf-8")
    href = relative_uri(self.builder.get_target_uri(page), address)
    self.body.append(self.starttag(node, "a", "", CLASS="download", href=href, download=""))


def depart_data_file(self: Translator, node: data_file) -> None:
    self.body.append("" if self.builder.name == "epub" else "</a>")


def visit_disclosure(self: Translator, node: disclosure) -> None:
    open_tag(self, node, "details", CLASS="disclosure", **({"open": "open"} if node.get("open") else {}))
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>\n")


def visit_column_head(self: Translator, node: column_head) -> None:
    data = {"data-column": node["name"], "data-kind": node["kind"], **({"data-filter": ""} if node["filter"] else {})}
    if node.get("order"):
        data["data-order"] = json.dumps(node["order"], ensure_ascii=False)
    open_tag(self, node, "th", scope="col", **data)


def visit_cell(self: Translator, node: cell) -> None:
    more = {"colspan": str(node["morecols"] + 1)} if node.get("morecols") else {"data-label": node["label"]}
    value = {"data-value": node["value"]} if "value" in node else {}
    open_tag(self, node, "td", **more, **value)


def visit_sign(self: Translator, node: sign) -> None:
    open_tag(self, node, "span", CLASS="sign", **{"aria-hidden": "true"})


def print_alt(self: Translator, node: nodes.Element) -> None:
    print_words(self, node["alt"])
