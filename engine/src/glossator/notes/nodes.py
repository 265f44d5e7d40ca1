"""Docutils nodes of passages, notes and figures; `glossator.notes.visitors` registers who prints them.

Every node is a kind of docutils' own nodes, so that a builder without a visitor here prints it as it prints those.
"""

from __future__ import annotations

from io import StringIO
from xml.etree import ElementTree

from docutils import nodes


class foreign(nodes.inline):
    """Words that may be in another language than the edition's. Attributes: ``lang``; ``dir``, if it is to be said."""


class passage(nodes.container):
    """Paragraphs of a source, each in a `unit`. Attribute: ``label`` for a screen reader."""


class unit(nodes.container):
    """One paragraph of a source with its number and the notes on it."""


class paragraph_number(nodes.reference):
    """The number in the outer margin, a link to the paragraph itself. Attribute: ``label``."""


class source_paragraph(nodes.paragraph):
    """The words of a source, letter for letter. Attributes: ``lang`` and ``dir``."""


class stanza(nodes.line_block, source_paragraph):
    """A paragraph of verse: a `verse_line` for each line. Its text is the lines, joined by line breaks."""

    child_text_separator = "\n"


class verse_line(nodes.line):
    """A line of verse, its indentation included. Attribute: ``number``, of every fifth line, else 0."""


class quoted(nodes.inline):
    """Words of a source that notes quote. Attribute: ``notes``, the ids of those notes."""


class noteref(nodes.reference):
    """The place of a note's number, behind the words it quotes; it has no text. Attribute: ``number``."""


class annotation(nodes.container):
    """A note. Attributes: ``quotation`` as written, ``kind``, ``certainty``; once placed ``lemma``, ``number``."""


class lemma_words(nodes.strong):
    """The words that a note quotes, at its head."""


class backlink(nodes.reference):
    """The number that opens a note, a link back to the words. Attribute: ``number``."""


class drawing(nodes.General, nodes.Element):
    """A chart. Attributes: ``alt``, ``svgs`` by size, ``spec`` (Vega-Lite, as JSON for a script element), ``name``."""

    def ratios(self) -> dict[str, tuple[int, int]]:
        """Return width and height, in pixels, of the drawing for each of its sizes."""
        return {size: _dimensions(svg) for size, svg in self["svgs"].items()}


def _dimensions(svg: str) -> tuple[int, int]:
    """Return width and height of an SVG, of which no more than the root element is parsed."""
    _event, root = next(ElementTree.iterparse(StringIO(svg), ["start"]))
    width, height = (round(float(number)) for number in root.attrib["viewBox"].split()[2:])
    return width, height


class chart_figure(nodes.figure):
    """A chart with its title above and its details below; docutils' visitor would end a caption after all of it."""


class figure_title(nodes.caption):
    """The title of a figure, above it. Not docutils' caption alone, whose visitor would wrap all that follows."""


class data_file(nodes.inline):
    """A link to a file that is written with the page. Attributes: ``name`` of the file, its ``content``."""


class disclosure(nodes.container):
    """Content that opens on demand, and stands open on paper. Attributes: ``summary``; ``open`` (at first)."""


class column_head(nodes.entry):
    """The title of a column.

    Attributes: ``name``, ``kind`` (text or number), ``filter`` (whether to filter by it), ``order`` of its values.
    """


class cell(nodes.entry):
    """A cell of a record.

    Attributes: ``label``, the title of its column, for where the columns are not side by side; ``value``, by which
    it is sorted, where that is not what is printed.
    """


class sign(nodes.inline):
    """The sign of a value, which its word follows: seen, and not read aloud."""


class chapter_facts(nodes.paragraph):
    """Reading time, number of notes and passage of a chapter, in words."""


class parallel(nodes.container):
    """What two sources say on one topic: a `parallel_side` for each."""


class parallel_side(nodes.container):
    """Paragraphs of one source, or a word on its silence; or a further account. Attribute: ``label``, read aloud."""


class letters(nodes.General, nodes.Element):
    """Links to the letters of a list. Attribute: ``label``, read aloud."""


class letter_head(nodes.General, nodes.TextElement):
    """The letter above the works that begin with it."""


class work_label(nodes.label):
    """How a work is cited, at its head, without brackets."""


class work_address(nodes.reference):
    """A link in a list of works, which has hundreds of them: printed without classes that say nothing."""


class works_page(nodes.container):
    """A further page of a long list of works. Attributes: ``title``, ``name`` of the page."""
