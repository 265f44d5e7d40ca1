"""Visitors of the nodes of questions and answers, and the registration of all that this room has."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from glossator.notes.tags import depart_block
from glossator.teaching.directives import AnswerDirective, MissesDirective, QuestionDirective, RubricDirective
from glossator.teaching.domain import TeachingDomain, check_questions
from glossator.teaching.guide import FillGuide
from glossator.teaching.nodes import answer, answer_head, answer_part, part_head, question, question_facts
from glossator.teaching.pages import setup_pages
from glossator.teaching.sheets import setup_sheets

Translator = Any


def setup_teaching(app: Sphinx) -> None:
    """Register directives, nodes, the domain, and the pages of the guide."""
    app.add_node(question, html=(visit_question, depart_block("div")))
    app.add_node(question_facts, html=(visit_named("p", "question-facts"), depart_block("p")))
    app.add_node(answer, html=(visit_answer, depart_block("div")))
    app.add_node(answer_head, html=(visit_named("h2", "answer-head"), depart_block("h2")))
    app.add_node(answer_part, html=(visit_named("div", "answer-part"), depart_block("div")))
    app.add_node(part_head, html=(visit_named("h3", "part-head"), depart_block("h3")))
    app.add_directive("question", QuestionDirective)
    app.add_directive("answer", AnswerDirective)
    app.add_directive("misses", MissesDirective)
    app.add_directive("rubric", RubricDirective, override=True)
    app.add_domain(TeachingDomain)
    app.add_post_transform(FillGuide)
    # In every build: Sphinx checks consistency only where a chapter has been read again.
    app.connect("env-updated", check_questions)
    setup_pages(app)
    setup_sheets(app)


def visit_question(self: Translator, node: question) -> None:
    """Append the start tag of a question, with its type in ``data-type``."""
    self.body.append(self.starttag(node, "div", CLASS="question", **{"data-type": node["type"]}))


def visit_answer(self: Translator, node: answer) -> None:
    """Append the start tag of an answer; its ``data-question`` is for exports, which read it from the page."""
    self.body.append(self.starttag(node, "div", CLASS="answer", **{"data-question": node["of"]}))


def visit_named(tag: str, name: str) -> Any:
    """Return a visit method that appends the start tag of *tag* with the class *name*."""

    def visit(self: Translator, node: Any) -> None:
        self.body.append(self.starttag(node, tag, "", CLASS=name))

    return visit
