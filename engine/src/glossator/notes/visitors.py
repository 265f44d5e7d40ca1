"""Visitors of the nodes for each builder, and their registration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from glossator.core.text import direction_of
from glossator.notes.nodes import (
    annotation,
    backlink,
    cell,
    chapter_facts,
    chart_figure,
    column_head,
    data_file,
    disclosure,
    drawing,
    figure_title,
    foreign,
    lemma_words,
    letter_head,
    letters,
    noteref,
    paragraph_number,
    parallel,
    parallel_side,
    passage,
    quoted,
    sign,
    source_paragraph,
    stanza,
    unit,
    verse_line,
    work_address,
    work_label,
)
from glossator.translation import _, is_foreign, language_code

Translator = Any
#: A class that keeps passages and notes in a browser's reading view. Readability, which makes it, drops elements whose
#: classes and id hold a word such as "comment" or "community", as a note's address may, unless they hold "content" too.
READABLE = "edition-content"


def setup_nodes(app: Sphinx) -> None:
    """Register every node with its visitors; ``html`` serves EPUB too."""
    app.add_node(passage, html=(visit_passage, depart_block("div")))
    app.add_node(unit, html=(visit_unit, depart_block("div")))
    app.add_node(paragraph_number, html=(visit_paragraph_number, depart_paragraph_number), **_each_other(skip))
    app.add_node(foreign, html=(visit_foreign, depart_foreign))
    app.add_node(source_paragraph, html=(visit_source_paragraph, depart_block("p")))
    app.add_node(stanza, html=(visit_stanza, depart_block("p")))
    app.add_node(verse_line, html=(visit_verse_line, depart_verse_line))
    app.add_node(quoted, html=(visit_quoted, depart_inline))
    app.add_node(noteref, html=(visit_noteref, depart_link), **_each_other(print_number))
    app.add_node(annotation, html=(visit_annotation, depart_block("section")))
    app.add_node(lemma_words, html=(visit_lemma_words, depart_lemma_words))
    app.add_node(backlink, html=(visit_backlink, depart_link), **_each_other(print_number))
    app.add_node(drawing, html=(visit_drawing, None), **_each_other(print_alt))
    app.add_node(chart_figure, html=(visit_chart_figure, depart_block("figure")))
    app.add_node(figure_title, html=(visit_figure_title, depart_block("figcaption")))
    app.add_node(data_file, html=(visit_data_file, depart_data_file))
    app.add_node(disclosure, html=(visit_disclosure, depart_block("details")))
    app.add_node(column_head, html=(visit_column_head, depart_block("th")))
    app.add_node(cell, html=(visit_cell, depart_block("td")))
    app.add_node(sign, html=(visit_sign, depart_inline))
    app.add_node(chapter_facts)
    app.add_node(parallel, html=(visit_parallel, depart_block("div")))
    app.add_node(parallel_side, html=(visit_parallel_side, depart_block("div")))
    works = {"html": (visit_citation, depart_citation), "text": (print_label, depart_indented)}
    app.add_node(nodes.citation, override=True, **works)
    app.add_node(letters, html=(visit_letters, depart_block("nav")), **_each_other(skip))
    app.add_node(letter_head, html=(visit_letter_head, depart_block("h2")), **_each_other(skip))
    app.add_node(work_label, html=(visit_work_label, depart_work_label))
    app.add_node(work_address, html=(visit_work_address, depart_link))


def _each_other(visit: Any) -> dict[str, Any]:
    """Use one visitor for every builder but HTML."""
    return dict.fromkeys(("latex", "text", "man", "texinfo"), (visit, None))


def open_tag(self: Translator, node: nodes.Element, tag: str, label: str = "", **attributes: str) -> None:
    """Open an HTML element with the node's ids and classes; *label* becomes ``aria-label``."""
    named = {"aria-label": label} if label else {}
    self.body.append(self.starttag(node, tag, "", **named, **attributes))


def _language(self: Translator, node: nodes.Element) -> dict[str, str]:
    """Return the attribute ``lang``, and ``dir`` for words that run against the page."""
    direction = node.get("dir") or direction_of(node["lang"])
    with_page = direction == direction_of(language_code(self.config))
    return {"lang": node["lang"], **({} if with_page else {"dir": direction})}


def visit_foreign(self: Translator, node: foreign) -> None:
    if is_foreign(node["lang"], self.config):
        self.body.append(self.starttag(node, "span", "", **_language(self, node)))


def depart_foreign(self: Translator, node: foreign) -> None:
    if is_foreign(node["lang"], self.config):
        self.body.append("</span>")


def visit_passage(self: Translator, node: passage) -> None:
    open_tag(self, node, "div", node["label"], CLASS=f"passage {READABLE}", role="group")


def visit_unit(self: Translator, node: unit) -> None:
    open_tag(self, node, "div", CLASS=f"unit {READABLE}")


def visit_paragraph_number(self: Translator, node: paragraph_number) -> None:
    """Print the number of a paragraph as a heading one step below that of its section."""
    level = min(1 + sum(isinstance(section, nodes.section) for section in _ancestors(node)), 6)
    self.body.append(f'<div class="unit-head"><span role="heading" aria-level="{level}">')
    open_tag(self, node, "a", node["label"], CLASS="paragraph-number", href=f"#{node['refid']}")


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent:
        node = node.parent
        yield node


def depart_paragraph_number(self: Translator, node: paragraph_number) -> None:
    self.body.append("</a></span></div>\n")


def visit_source_paragraph(self: Translator, node: source_paragraph) -> None:
    """Print the words of a source, which a browser must not translate: they are quoted and cited as they stand."""
    open_tag(self, node, "p", translate="no", **_language(self, node))


def visit_stanza(self: Translator, node: stanza) -> None:
    open_tag(self, node, "p", CLASS="verse", translate="no", **_language(self, node))


def visit_verse_line(self: Translator, node: verse_line) -> None:
    """Print a line that ends without a style sheet too; the style sheet draws its number, which is no word of it."""
    number = {"data-line": str(node["number"])} if node["number"] else {}
    open_tag(self, node, "span", CLASS="line", **number)


def depart_verse_line(self: Translator, node: verse_line) -> None:
    last = node is node.parent[-1]
    self.body.append("</span>" if last else "<br /></span>\n")


def visit_lemma_words(self: Translator, node: lemma_words) -> None:
    open_tag(self, node, "strong", CLASS="lemma", translate="no")


def depart_lemma_words(self: Translator, node: lemma_words) -> None:
    self.body.append("</strong>")


def visit_quoted(self: Translator, node: quoted) -> None:
    open_tag(self, node, "span", CLASS="quoted", **{"data-notes": " ".join(node["notes"])})


def depart_inline(self: Translator, node: nodes.Element) -> None:
    self.body.append("</span>")


def visit_noteref(self: Translator, node: noteref) -> None:
    """Print a link without text: the words of a source are its own, for searching, selecting and translating.

    The style sheet draws the number, a screen reader says it; without either, the note still opens with its words. A
    book on an e-reader has a style sheet of its own, and gets the number.
    """
    label = _("Note {number}").format(number=node["number"])
    about = {"href": f"#{node['refid']}", "role": "doc-noteref", "data-number": str(node["number"])}
    open_tag(self, node, "a", label, CLASS="noteref", **about)
    if self.builder.name == "epub":
        self.body.append(str(node["number"]))


def visit_annotation(self: Translator, node: annotation) -> None:
    """Print a note as a `section`: Readability removes every `aside`, and each `div` of many links and some addresses.

    The role is ``note``, since ARIA allows ``doc-footnote`` on no section.
    """
    classes = f"annotation {READABLE} kind-{node['kind']} certainty-{node['certainty']}"
    label = _("Note {number}, on “{lemma}”").format(number=node["number"], lemma=node["lemma"])
    open_tag(self, node, "section", label, CLASS=classes, role="note")


def visit_backlink(self: Translator, node: backlink) -> None:
    label = _("Note {number}: back to the text").format(number=node["number"])
    open_tag(self, node, "a", label, CLASS="backlink", href=f"#{node['refid']}", role="doc-backlink")


def depart_link(self: Translator, node: nodes.reference) -> None:
    self.body.append("</a>")


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
    open_tag(self, node, "td", **more)


def visit_sign(self: Translator, node: sign) -> None:
    open_tag(self, node, "span", CLASS="sign", **{"aria-hidden": "true"})


def visit_parallel(self: Translator, node: parallel) -> None:
    open_tag(self, node, "div", CLASS="parallel")


def visit_parallel_side(self: Translator, node: parallel_side) -> None:
    open_tag(self, node, "div", node["label"], CLASS="parallel-side", role="group")


def visit_letters(self: Translator, node: letters) -> None:
    open_tag(self, node, "nav", node["label"], CLASS="letters")


def visit_letter_head(self: Translator, node: letter_head) -> None:
    open_tag(self, node, "h2", CLASS="letter")


def visit_work_label(self: Translator, node: work_label) -> None:
    self.body.append("<b>")


def depart_work_label(self: Translator, node: work_label) -> None:
    self.body.append("</b>\n")


def visit_work_address(self: Translator, node: work_address) -> None:
    open_tag(self, node, "a", href=node["refuri"])


def visit_citation(self: Translator, node: nodes.citation) -> None:
    """Print a work of the bibliography as a list item; docutils' role for it is deprecated in ARIA."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<ul class="citations">\n')
    open_tag(self, node, "li", CLASS="citation")


def depart_citation(self: Translator, node: nodes.citation) -> None:
    self.body.append("</li>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</ul>\n")


def print_label(self: Translator, node: nodes.citation) -> None:
    """Print a work of the bibliography below its label, as the page does.

    Sphinx prints it beside the label, in the columns that this leaves of its 70: with one left, its breaking of lines
    never ends, with none it fails; and the names of two ministries are as long as that.
    """
    self.add_text(f"[{node[0].astext()}]")
    self.new_state()


def depart_indented(self: Translator, node: nodes.citation) -> None:
    self.end_state(end=None)


def depart_block(tag: str) -> Any:
    def depart(self: Translator, node: nodes.Element) -> None:
        self.body.append(f"</{tag}>\n")

    return depart


def skip(self: Translator, node: nodes.Element) -> None:
    raise nodes.SkipNode


def print_number(self: Translator, node: nodes.Element) -> None:
    _print(self, f"[{node['number']}]")


def print_alt(self: Translator, node: nodes.Element) -> None:
    _print(self, node["alt"])


def _print(self: Translator, words: str) -> None:
    """Print *words* with a translator of any builder, and nothing else of the node."""
    self.visit_Text(nodes.Text(words))
    self.depart_Text(nodes.Text(words))
    raise nodes.SkipNode
