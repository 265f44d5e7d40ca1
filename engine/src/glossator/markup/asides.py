"""Directives of what stands beside the text, or opens on demand: margin, sidebar, toggle."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from glossator.markup.nodes import side_note
from glossator.notes.nodes import disclosure
from glossator.translation import _


class SideNoteDirective(SphinxDirective):
    """``{margin}`` and ``{sidebar}``: a remark beside the paragraphs that follow it, with or without a title.

    docutils' own sidebar may stand neither in a list nor in an admonition, and is an ``aside``, which the reading view
    of a browser drops.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"class": directives.class_option, "name": directives.unchanged, "subtitle": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        aside = side_note(classes=[self.name, *self.options.get("class", ())])
        self.set_source_info(aside)
        self.add_name(aside)
        for words, name in ((self.arguments[:1], "title"), ([self.options.get("subtitle", "")], "subtitle")):
            if words and words[0]:
                parsed, messages = self.state.inline_text(words[0], self.lineno)
                aside += [nodes.paragraph(words[0], "", *parsed, classes=[f"side-{name}"]), *messages]
        self.state.nested_parse(self.content, self.content_offset, aside)
        return [aside]


class ToggleDirective(SphinxDirective):
    """``{toggle}``: content that a reader opens; words after the name say what is there."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"id": directives.unchanged, "name": directives.unchanged, "show": directives.flag}

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        self.options.setdefault("name", self.options.get("id", ""))
        summary = self.arguments[0] if self.arguments else _("Show")
        content = disclosure(
            "", summary=summary, classes=["toggle", *(["named"] if self.arguments else [])], open="show" in self.options
        )
        self.set_source_info(content)
        if self.options["name"]:
            self.add_name(content)
        self.state.nested_parse(self.content, self.content_offset, content)
        return [content]
