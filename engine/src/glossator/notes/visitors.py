"""Visitors of passages and notes, and the registration of all nodes with theirs for each builder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from glossator.core.text import direction_of
from glossator.notes.figure_visitors import (
    depart_data_file,
    print_alt,
    visit_cell,
    visit_chart_figure,
    visit_column_head,
    visit_data_file,
    visit_disclosure,
    visit_drawing,
    visit_figure_title,
    visit_sign,
)
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
from glossator.notes.tags import (
    READABLE,
    Translator,
    depart_block,
    depart_inline,
    depart_link,
    open_tag,
    print_words,
    skip,
)
from glossator.notes.work_visitors import (
    depart_citation,
    depart_indented,
    depart_work_label,
    print_label,
    visit_citation,
    visit_letter_head,
    visit_letters,
    visit_work_address,
    visit_work_label,
)
from glossator.translation import _, is_foreign, language_code


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
    # The tools of the notes have their place before the first note has been read.
    has_notes = " has-notes" if next(node.findall(annotation), None) else ""
    open_tag(self, node, "div", node["label"], CLASS=f"passage {READABLE}{has_notes}", role="group")


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


def visit_parallel(self: Translator, node: parallel) -> None:
    open_tag(self, node, "div", CLASS="parallel")


def visit_parallel_side(self: Translator, node: parallel_side) -> None:
    open_tag(self, node, "div", node["label"], CLASS="parallel-side", role="group")


def print_number(self: Translator, node: nodes.Element) -> None:
    print_words(self, f"[{node['number']}]")
