"""Exercises and solutions, with the directives of sphinx-exercise, which Jupyter Book's users know.

That extension numbers by ``numfig``, through the whole book, and needs the theme of Jupyter Book. Here exercises are
numbered by chapter, as figures and tables are; each is linked with its solution.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from glossator.messages.warnings import Problem, warn
from glossator.notes.entries import Number
from glossator.translation import N_, _


class exercise(nodes.container):
    """Exercise or solution, whose first child is its title. Attributes: ``folded``; of a solution, ``of`` (label)."""


class exercise_title(nodes.paragraph):
    """The title of an exercise or a solution."""


class gate(nodes.container):
    """Where an exercise or solution begins, or ends (``end``), that is in no directive. Attribute: ``kind``.

    A code cell cannot stand within a directive.
    """


class BlockDirective(SphinxDirective):
    """Base of exercises and solutions."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {
        "label": directives.unchanged_required,
        "class": directives.class_option,
        "hidden": directives.flag,
    }

    def block(self, *title: nodes.Node) -> exercise:
        """Return the exercise with its title and its content."""
        classes = self.options.get("class", [])
        node = exercise("", classes=[each for each in classes if each != "dropdown"], folded="dropdown" in classes)
        node["kind"] = self.name.removesuffix("-start")
        self.set_source_info(node)
        node += exercise_title("", "", *title)
        self.state.nested_parse(self.content, self.content_offset, node)
        return node

    def printed(self, node: exercise) -> list[nodes.Node]:
        """Return the exercise, or where it begins; nothing where it is hidden."""
        if not self.name.endswith("-start"):
            return [] if "hidden" in self.options else [node]
        opened = gate("", node, kind=node["kind"], hidden="hidden" in self.options)
        self.set_source_info(opened)
        return [opened]

    def note(self, node: exercise, title: str) -> None:
        """Give the block its address, to which ``{ref}`` leads by *title*."""
        if label := self.options.get("label"):
            address = nodes.make_id(label)
            node["ids"].append(address)
            node["label"] = label
            domain, name = cast("StandardDomain", self.env.get_domain("std")), nodes.fully_normalize_name(label)
            if name in domain.anonlabels:
                message = (
                    f'"{label}" is the name of another place, in {domain.anonlabels[name][0]}.md; give one of its own'
                )
                warn(Problem.DUPLICATE, message, node, f":label: {label}")
            domain.note_hyperlink_target(name, self.env.docname, address, title)


class ExerciseDirective(BlockDirective):
    """``{exercise} title``: an exercise with its number."""

    option_spec: ClassVar = {**BlockDirective.option_spec, "nonumber": directives.flag}
    kind = "exercise"
    word = N_("Exercise")

    def run(self) -> list[nodes.Node]:
        number = "" if "nonumber" in self.options else str(self.env.new_serialno(self.kind) + 1)
        name = f"{_(self.word)} {number}".rstrip()
        title: list[nodes.Node] = [nodes.Text(name)]
        if self.arguments:
            words, _messages = self.state.inline_text(self.arguments[0], self.lineno)
            title.append(nodes.inline("", "", nodes.Text(" "), *words, classes=["exercise-name"]))
        node = self.block(*title)
        if number:
            node["number"] = Number(self.kind, number, self.arguments[0] if self.arguments else name)
        if "hidden" not in self.options:
            self.note(node, f"{name} ({self.arguments[0]})" if self.arguments else name)
        return self.printed(node)


class SolutionDirective(BlockDirective):
    """``{solution} label``: the solution of the exercise of this label, with a link to it."""

    required_arguments = 1
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        label = self.arguments[0].strip()
        before, _placeholder, after = _("Solution to {exercise}").partition("{exercise}")
        link = pending_xref(
            label,
            nodes.inline(label, label),
            refdomain="std",
            reftype="ref",
            reftarget=nodes.fully_normalize_name(label),
            refexplicit=False,
            refwarn=True,
            refdoc=self.env.docname,
        )
        self.set_source_info(link)
        node = self.block(nodes.Text(before), link, nodes.Text(after))
        node["of"] = label
        if "hidden" not in self.options:
            self.note(node, _("Solution"))
        return self.printed(node)


class EndDirective(SphinxDirective):
    """``{exercise-end}`` and ``{solution-end}``: the end of what ``-start`` has begun."""

    def run(self) -> list[nodes.Node]:
        node = gate("", kind=self.name.removesuffix("-end"), end=True)
        self.set_source_info(node)
        return [node]


class CloseGates(SphinxTransform):
    """Put what stands between a beginning and an end into its exercise or solution."""

    # When code cells have become figures (200), before anything is numbered.
    default_priority = 202

    def apply(self, **kwargs: object) -> None:
        for opened in [node for node in self.document.findall(gate) if "end" not in node]:
            if opened.parent is not None:
                self._close(opened, cast("exercise", opened[0]))
        for end in list(self.document.findall(gate)):
            warn(Problem.FENCE, f"{{{end['kind']}-end}} ends nothing: no {{{end['kind']}-start}} is above it", end)
            end.parent.remove(end)

    def _close(self, opened: gate, block: exercise) -> None:
        parent, kind = opened.parent, opened["kind"]
        start = parent.index(opened)
        end = next((n for n, node in enumerate(parent[start:], start) if _ends(node, kind)), None)
        if end is None:
            message = f"{{{kind}-start}} has no {{{kind}-end}} in its section, before the next heading"
            warn(Problem.FENCE, message, opened, f"{kind}-start")
        else:
            block.extend(parent[start + 1 : end])
            del parent[start + 1 : end + 1]
        opened.replace_self([] if opened["hidden"] else block)


def _ends(node: nodes.Node, kind: str) -> bool:
    return isinstance(node, gate) and "end" in node and node["kind"] == kind


class LinkSolutions(SphinxTransform):
    """Add to each exercise a link to its solution, where the same chapter has it."""

    default_priority = 203

    def apply(self, **kwargs: object) -> None:
        solutions = {node["of"]: node for node in self.document.findall(exercise) if "of" in node}
        for node in self.document.findall(exercise):
            if solution := solutions.get(node.get("label")):
                if not solution["ids"]:
                    solution["ids"].append(nodes.make_id(f"solution-{node['label']}"))
                link = nodes.reference("", _("Solution"), internal=True, refid=solution["ids"][0])
                node.append(nodes.paragraph("", "", link, classes=["exercise-solution"]))


class PlainTitles(SphinxPostTransform):
    """Put the link in the title of a folded solution below it: what opens when it is pressed holds nothing to press."""

    default_priority = 190  # when references are resolved
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for node in [node for node in self.document.findall(exercise) if node["folded"]]:
            for link in list(node[0].findall(nodes.reference)):
                words = link.deepcopy().children
                link.replace_self(words)
                node.append(nodes.paragraph("", "", link, classes=["exercise-solution"]))


def setup_exercises(app: Sphinx) -> None:
    """Register the directives, their nodes and their transforms."""
    app.add_node(exercise, html=(visit_exercise, depart_exercise))
    app.add_node(exercise_title, html=(visit_title, depart_title))
    app.add_node(gate)
    for name, directive in (("exercise", ExerciseDirective), ("solution", SolutionDirective)):
        app.add_directive(name, directive)
        app.add_directive(f"{name}-start", directive)
        app.add_directive(f"{name}-end", EndDirective)
    app.add_transform(CloseGates)
    app.add_transform(LinkSolutions)
    app.add_post_transform(PlainTitles)


def visit_exercise(self: Any, node: exercise) -> None:
    self.body.append(self.starttag(node, "details" if node["folded"] else "div", CLASS=node["kind"]))


def depart_exercise(self: Any, node: exercise) -> None:
    self.body.append("</details>\n" if node["folded"] else "</div>\n")


def visit_title(self: Any, node: exercise_title) -> None:
    self.body.append(self.starttag(node, _tag(node), "", CLASS="exercise-title"))


def depart_title(self: Any, node: exercise_title) -> None:
    self.body.append(f"</{_tag(node)}>\n")


def _tag(node: exercise_title) -> str:
    return "summary" if node.parent["folded"] else "p"
