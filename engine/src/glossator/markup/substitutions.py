"""Substitutions: ``{{ name }}`` in a chapter stands for what the settings, or its front matter, say of that name.

MyST-Parser's own extension runs them as templates of Jinja, without its sandbox: a chapter could do whatever the
builder can. Here a name is a name, and nothing is computed. The values are Markdown; they are parsed below the end of
the chapter, so that no line of it moves, and put in place of the names.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from glossator.lint.front_matter import FRONT_MATTER
from glossator.messages.warnings import Problem, correction, warn
from glossator.notes.nodes import quoted, source_paragraph, verse_line

EXTENSION = "substitution"
#: Kept of a chapter while it is read (``env.temp_data``): name -> value as written; whether they are put in.
VALUES, ASKED = "edition_substitutions", "edition_substitutions_asked"
DIRECTIVE = "substitution-values"
BRACES = re.compile(r"\{\{\s*(?P<content>[^{}\n]*?)\s*\}\}")
WRITTEN = re.compile(r"[\w.-]+")
#: Values that name each other grow; more than any chapter has.
MOST = 2000


class value(nodes.container):
    """What stands for a name, until it is put in its places. Attribute: ``name``."""


def setup_substitutions(app: Sphinx) -> None:
    """Register the directive that parses the values, and the transform that places them."""
    app.add_config_value("edition_substitutions", False, "env", types=(bool,))
    app.add_directive(DIRECTIVE, SubstitutionValues)
    app.add_transform(PlaceSubstitutions)
    # Before MyST-Parser takes its settings (builder-inited).
    app.connect("config-inited", take_extension, priority=2)
    # When the front matter has been looked through (500).
    app.connect("source-read", read_chapter, priority=600)
    app.connect("doctree-read", leave_chapter)


def take_extension(app: Sphinx, config: Config) -> None:
    """Take MyST-Parser's extension out of its hands, and note that the book has asked for it."""
    config.edition_substitutions = EXTENSION in config.myst_enable_extensions
    config.myst_enable_extensions = [name for name in config.myst_enable_extensions if name != EXTENSION]


def read_chapter(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take over what the front matter of a chapter sets for MyST-Parser, and add the values that it uses.

    What a chapter switches on is on besides what the book has: MyST-Parser would switch off all else.
    """
    matter = FRONT_MATTER.match(source[0])
    about = yaml.safe_load(matter["yaml"]) if matter else {}
    own = about.get("myst") if isinstance(about, dict) else None
    own = own if isinstance(own, dict) else {}
    asked = set(own.pop("enable_extensions", None) or ())
    _switch_on(app, {*app.config.myst_enable_extensions, *asked} - {EXTENSION})
    if matter and asked:
        written = json.dumps(about, ensure_ascii=False, default=str)
        source[0] = "---\n" + written + "\n" * matter["yaml"].count("\n") + "---" + source[0][matter.end() :]
    values = values_of(app.config, own)
    on = app.config.edition_substitutions or EXTENSION in asked
    app.env.temp_data[VALUES], app.env.temp_data[ASKED] = values, on
    if on:
        source[0] = with_values(source[0], values)


def leave_chapter(app: Sphinx, doctree: nodes.document) -> None:
    """Switch on what the book has, and no more: cells are read with the same settings (event doctree-read)."""
    _switch_on(app, {*app.config.myst_enable_extensions})


def _switch_on(app: Sphinx, extensions: set[str]) -> None:
    """Give MyST-Parser a set of extensions; from front matter it would keep a list, at which its directives stop."""
    env: Any = app.env
    env.myst_config = env.myst_config.copy(enable_extensions=extensions)


def values_of(config: Config, own: Mapping[str, Any]) -> dict[str, str]:
    """Return the substitutions of a chapter: its *own* settings of MyST-Parser come before those of the book."""
    mine = own.get("substitutions")
    known = {**config.myst_substitutions, **(mine if isinstance(mine, dict) else {})}
    return {str(name): str(content) for name, content in known.items() if not isinstance(content, dict | list)}


def with_values(text: str, values: dict[str, str]) -> str:
    """Return a chapter that ends in the values it uses; the text itself where it uses none."""
    return f"{text}\n\n```{{{DIRECTIVE}}}\n```\n" if any(_used(text, values)) else text


def _used(text: str, values: dict[str, str]) -> Iterator[str]:
    """Yield the names that a text uses, and those that their values use, each once."""
    seen: set[str] = set()
    texts = [text]
    while texts:
        for match in BRACES.finditer(texts.pop()):
            name = match["content"]
            if name in values and name not in seen:
                seen.add(name)
                texts.append(values[name])
                yield name


class SubstitutionValues(SphinxDirective):
    """Parse the values of the names that the chapter uses; added by the engine, below its last line."""

    def run(self) -> list[nodes.Node]:
        values: dict[str, str] = self.env.temp_data.get(VALUES, {})
        parsed = []
        for name in sorted(values):
            node = value("", name=name)
            lines = StringList(values[name].splitlines(), source=self.get_source_info()[0])
            self.state.nested_parse(lines, 0, node)
            parsed.append(node)
        return list(parsed)


class PlaceSubstitutions(SphinxTransform):
    """Put the values in the places of their names; report names that there are not, and what is no name."""

    # Before anything looks at what a chapter holds.
    default_priority = 20

    def apply(self, **kwargs: object) -> None:
        values = {node["name"]: node for node in self.document.findall(value)}
        for node in list(values.values()):
            node.parent.remove(node)
        if not self.env.temp_data.get(ASKED):
            self._report_unasked()
            return
        self.left = MOST
        self._place(self.document, values, (), None)

    def _report_unasked(self) -> None:
        """Report names in braces, in a chapter that has not asked for substitutions."""
        for text in [text for text in self.document.findall(nodes.Text) if "{{" in text and _is_written(text)]:
            for match in BRACES.finditer(text):
                if WRITTEN.fullmatch(match["content"]):
                    message = f'"{match[0]}" would be printed as it stands; myst_enable_extensions needs {EXTENSION}'
                    warn(Problem.ROLE, message, _block(text), match[0])

    def _place(
        self, within: nodes.Element, values: dict[str, value], inside: tuple[str, ...], place: nodes.Element | None
    ) -> None:
        """Replace the names in a part of the chapter; *inside* are the names whose values it is in, at *place*."""
        for text in [text for text in within.findall(nodes.Text) if "{{" in text and _is_written(text)]:
            block = _block(text)
            whole = BRACES.fullmatch(block.astext().strip()) if isinstance(block, nodes.paragraph) else None
            if whole and (found := self._value(whole, place or block, values, inside)):
                block.replace_self(found)
            elif not whole:
                text.parent.replace(text, list(self._pieces(text, place or block, values, inside)))

    def _pieces(
        self, text: nodes.Text, block: nodes.Element, values: dict[str, value], inside: tuple[str, ...]
    ) -> Iterator[nodes.Node]:
        end = 0
        for match in BRACES.finditer(text):
            found = self._value(match, block, values, inside)
            if found is None:
                continue
            if len(found) != 1 or not isinstance(found[0], nodes.paragraph):
                message = f"what {{{{ {match['content']} }}}} stands for has no place within a line; give it its own"
                warn(Problem.ROLE, message, block, match[0])
                continue
            yield nodes.Text(text[end : match.start()])
            yield from found[0].children
            end = match.end()
        yield nodes.Text(text[end:])

    def _value(
        self, match: re.Match[str], block: nodes.Element, values: dict[str, value], inside: tuple[str, ...]
    ) -> list[nodes.Node] | None:
        """Return what a name stands for, as nodes; None for what stands for nothing, which is reported."""
        name = match["content"]
        if name in values and name not in inside and self.left > 0:
            self.left -= 1
            copy = values[name].deepcopy()
            self._place(copy, values, (*inside, name), block)
            for node in copy.findall(nodes.Element):
                node.line = block.line
            return list(copy.children)
        known: dict[str, str] = self.env.temp_data.get(VALUES, {})
        if not WRITTEN.fullmatch(name):
            message = f'"{match[0]}" would be printed as it stands: between the braces stands a name, and no more'
        elif name in values:
            message = f"what {{{{ {name} }}}} stands for holds itself"
        else:
            near = difflib.get_close_matches(name, known, n=1)
            message = f'there is no substitution "{name}"'
            message += (
                correction(match[0], match[0].replace(name, near[0])) if near else "; myst_substitutions has them"
            )
        warn(Problem.ROLE, message, block, match[0])
        return None


def _is_written(text: nodes.Text) -> bool:
    """Return whether an author has written these words, as words: neither code nor formula nor a source."""
    foreign = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)
    return not isinstance(text.parent, (*foreign, source_paragraph, verse_line, quoted))


def _block(text: nodes.Text) -> nodes.Element:
    block: nodes.Element = text.parent
    while isinstance(block.parent, nodes.Element) and isinstance(block, nodes.Inline):
        block = block.parent
    return block
