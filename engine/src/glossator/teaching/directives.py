"""The directives ``question``, for chapters, and ``answer`` with ``misses`` and ``rubric``, for the teacher's guide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.config import Config
from sphinx.directives.patches import Rubric
from sphinx.util.docutils import SphinxDirective

from glossator.config import edition
from glossator.core.nearest import name_near
from glossator.core.quotation import is_slug
from glossator.messages.warnings import Problem, keep_unread, offer, warn
from glossator.notes.domain import edition_domain
from glossator.teaching.nodes import answer, answer_head, answer_part, part_head, question, question_facts
from glossator.teaching.pages import FOLDER, is_guide
from glossator.translation import _, ngettext

#: What a question asks for.
TYPES = ("short", "essay", "table", "discussion", "exercise")
#: How many levels a rubric has.
LEVELS = 4
#: Begins the lines that say what a level is, below its name.
DEFINITION = re.compile(r":\s+")


def address_of(name: str) -> str:
    """Return the id of a question in HTML, the fragment of its address, such as ``q-letter-who``."""
    return f"q-{name}"


class QuestionDirective(SphinxDirective):
    """``{question} id`` with ``:skill:``, ``:type:``, ``:points:`` and what is asked."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = dict.fromkeys(("skill", "type", "points"), directives.unchanged)

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        node = question(name=name, ids=[address_of(name)], number=self.env.new_serialno("question") + 1)
        self.set_source_info(node)
        if is_guide(self.env.docname):
            self._report(f'the question "{name}" belongs into a chapter; the guide has its {{answer}}', node)
            return []
        if not is_slug(name) or "-" not in name:
            near = nodes.make_id(name)
            page = self.env.docname.rpartition("/")[2]
            meant = near if "-" in near else f"{page}-{near or 'words'}"
            message = f'"{name}" cannot be the id of a question; it has lower-case words joined by hyphens, the first '
            self._report(f"{message}the chapter’s name, such as {meant}", node)
        if not self.content:
            self._report(f'the question "{name}" is empty; write what is asked, or remove it', node)
        node["type"] = self._one_of("type", TYPES, node) or TYPES[0]
        node["skill"] = self._one_of("skill", [skill.id for skill in edition(self.config).skills], node)
        node["points"] = self._points(node)
        node += question_facts("", "", *self._facts(node))
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

    def _one_of(self, option: str, allowed: Sequence[str], node: question) -> str:
        """Return the value of an option; empty where there is none, or one that is not allowed, which is reported."""
        value = self.options.get(option, "")
        if not value or value in allowed:
            return str(value)
        message = f'the question "{node["name"]}" has the {option} "{value}"; the allowed ones are: '
        meant = name_near("-".join(value.lower().split()), allowed)
        hint = offer(f":{option}: {meant}") if meant else ""
        self._report(message + ", ".join(allowed) + hint, node, f":{option}: {value}")
        return ""

    def _points(self, node: question) -> int:
        written = self.options.get("points", "")
        if not written or re.fullmatch("[1-9][0-9]{0,3}", written):
            return int(written or 0)
        message = f'the question "{node["name"]}" has "{written}" points; expected a whole number, such as 4'
        self._report(message, node, f":points: {written}")
        return 0

    def _facts(self, node: question) -> Iterator[nodes.Node]:
        yield nodes.reference("", name_of(node["type"], node["number"]), internal=True, refid=node["ids"][0])
        if more := facts_of(self.config, node["skill"], node["points"]):
            yield nodes.Text(f" · {more}")

    def _report(self, message: str, node: question, words: str = "") -> None:
        warn(Problem.QUESTION, message, node, words or f"{{question}} {node['name']}")


def name_of(kind: str, number: int) -> str:
    """Return what readers call a question of this type, such as *Question 3*; an exercise has no number."""
    return _("Exercise") if kind == "exercise" else _("Question {number}").format(number=number)


def facts_of(config: Config, skill: str, points: int) -> str:
    """Return skill and points of a question in words, such as *Sourcing · 6 points*; empty where it has neither."""
    words = [each.words for each in edition(config).skills if each.id == skill]
    if points:
        words.append(ngettext("{count} point", "{count} points", points).format(count=points))
    return " · ".join(words)


class AnswerDirective(SphinxDirective):
    """``{answer} id``: the model answer to a question, with what a weak one misses, and a rubric."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        of = self.arguments[0]
        node = answer(of=of, ids=[f"a-{of}"])
        self.set_source_info(node)
        if not is_guide(self.env.docname):
            message = f'the answer to "{of}" would be read by students here; it belongs into a file of {FOLDER}/'
            warn(Problem.ANSWER, message, node, f"{{answer}} {of}")
            keep_unread(self.env, "")
            return []
        edition_domain(self.env).indexes[self.env.docname] = True
        model = answer_part(classes=["model"])
        self.state.nested_parse(self.content, self.content_offset, model)
        more = [part for part in model.children if isinstance(part, answer_part)]
        for part in more:
            model.remove(part)
        if not model.children:
            message = f'the answer to "{of}" is empty; write a model answer, or remove it'
            warn(Problem.ANSWER, message, node, f"{{answer}} {of}")
        node["graded"] = any("levels" in part["classes"] for part in more)
        node += [answer_head(), answer_part(classes=["asked"]), model, *more]
        return [node]


class MissesDirective(SphinxDirective):
    """``{misses}``: what a weak answer misses; within an `AnswerDirective`."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        node = answer_part("", part_head("", _("What a weak answer misses")), classes=["misses"])
        self.set_source_info(node)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class RubricDirective(SphinxDirective):
    """``{rubric}`` without a title: the levels by which an answer is graded, the best first, as a definition list.

    With a title it is the heading without a section that docutils has by this name.
    """

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = Rubric.option_spec

    def run(self) -> list[nodes.Node]:
        if self.arguments:
            about = (self.name, self.arguments, self.options, self.content, self.lineno, self.content_offset)
            return [*Rubric(*about, self.block_text, self.state, self.state_machine).run()]
        node = answer_part("", part_head("", _("Rubric")), classes=["levels"])
        self.set_source_info(node)
        # The class keeps paragraphs paragraphs, however short.
        levels = nodes.definition_list("", *map(self._level, self._levels()), classes=["open"])
        if len(levels) != LEVELS:
            message = (
                f"a rubric has {LEVELS} levels, the best first: the name of each in a line, below it what it is, "
                f"after a colon and a blank; this one has {len(levels)}"
            )
            warn(Problem.ANSWER, message, node, "{rubric}")
        node += levels
        return [node]

    def _levels(self) -> list[tuple[int, int]]:
        """Return where each level has its name, and where it ends, as lines of the content."""
        lines = self.content
        starts = [at for at in range(len(lines) - 1) if lines[at].strip() and DEFINITION.match(lines[at + 1])]
        return list(zip(starts, [*starts[1:], len(lines)], strict=True))

    def _level(self, place: tuple[int, int]) -> nodes.definition_list_item:
        start, end = place
        words, messages = self.state.inline_text(self.content[start].strip(), self.content_offset + start + 1)
        first, *more = (self.content[at] for at in range(start + 1, end))
        said = nodes.definition()
        lines = StringList([DEFINITION.sub("", first, count=1), *(line.strip() for line in more)])
        self.state.nested_parse(lines, self.content_offset + start + 1, said)
        return nodes.definition_list_item("", nodes.term("", "", *words, *messages), said)
