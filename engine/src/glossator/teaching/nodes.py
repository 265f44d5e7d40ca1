"""Docutils nodes of questions and answers; `glossator.teaching.visitors` prints them."""

from __future__ import annotations

from docutils import nodes


class question(nodes.container):
    """A question, its facts first. Attributes: ``name`` (its id), ``number``, ``skill``, ``type``, ``points``."""


class question_facts(nodes.paragraph):
    """The number of a question, which is a link to it, its skill and its points."""


class answer(nodes.container):
    """All that the guide says of a question. Attributes: ``of``, the id of the question; ``graded``, if by a rubric."""


class answer_head(nodes.paragraph):
    """The heading of an answer, and the link to its question."""


class answer_part(nodes.container):
    """A part of an answer: its class says which; a heading may be its first child."""


class part_head(nodes.paragraph):
    """The heading of a part of an answer."""
