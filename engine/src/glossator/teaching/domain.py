"""The Sphinx domain of questions and answers, by document; whether they fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, NamedTuple, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from glossator.core.nearest import name_near
from glossator.messages.warnings import Problem, correction, warn
from glossator.notes.domain import edition_domain
from glossator.teaching.nodes import answer, question
from glossator.teaching.pages import is_guide
from glossator.teaching.sheets import Sheet, sheets_of


class Question(NamedTuple):
    """A question as the whole book knows it."""

    name: str  #: its id
    line: int
    number: int  #: its place in the chapter, from 1
    skill: str  #: an id of the settings; may be empty
    type: str
    points: int  #: 0 where it has none
    text: str  #: what is asked, as plain words


class Answer(NamedTuple):
    """An answer as the whole book knows it."""

    of: str  #: the id of its question
    line: int
    graded: bool  #: whether it has a rubric


class TeachingDomain(Domain):
    """The Sphinx domain of questions and answers; all data are kept by docname, for parallel reading."""

    name = "teaching"
    label = "Teaching"
    initial_data: dict[str, dict[str, Any]] = {"questions": {}, "answers": {}, "sheets": {}}
    data_version = 2

    @property
    def questions(self) -> dict[str, list[Question]]:
        """Document -> its questions, in order."""
        return self.data["questions"]  # type: ignore[no-any-return]

    @property
    def answers(self) -> dict[str, list[Answer]]:
        """Document -> the answers in it."""
        return self.data["answers"]  # type: ignore[no-any-return]

    @property
    def sheets(self) -> dict[str, list[Sheet]]:
        """Document -> the sheets to which it links."""
        return self.data["sheets"]  # type: ignore[no-any-return]

    def clear_doc(self, docname: str) -> None:
        for kind in self.initial_data:
            self.data[kind].pop(docname, None)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        for kind in self.initial_data:
            self.data[kind].update({name: otherdata[kind][name] for name in docnames if name in otherdata[kind]})

    def resolve_any_xref(self, *args: Any) -> list[tuple[str, nodes.Element]]:
        """Return nothing: nothing here is found by a link that does not say of what kind it is."""
        return []

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        if asked := [_question(node) for node in document.findall(question)]:
            self.questions[docname] = asked
        if answers := [Answer(node["of"], node.line or 1, node["graded"]) for node in document.findall(answer)]:
            self.answers[docname] = answers
        if sheets := list(sheets_of(document)):
            self.sheets[docname] = sheets

    def places(self) -> dict[str, tuple[str, Question]]:
        """Return the document of each question, and the question, by its id; the first where several have it."""
        found: dict[str, tuple[str, Question]] = {}
        for docname, each in self._in_order(self.questions):
            found.setdefault(each.name, (docname, each))
        return found

    def asked(self) -> dict[str, list[Question]]:
        """Return the questions of each document as readers see them, wherever in it they stand."""
        return {name: [each._replace(line=0) for each in asked] for name, asked in self.questions.items()}

    def _in_order(self, kept: dict[str, list[Any]]) -> Iterator[tuple[str, Any]]:
        return ((docname, each) for docname in sorted(kept) for each in kept[docname])

    def check(self) -> None:
        """Report ids that stand twice, questions and answers without each other, exercises without a rubric."""
        self._check_twice("questions", Problem.QUESTION)
        self._check_twice("answers", Problem.ANSWER)
        edition = edition_domain(self.env)
        # What is missed may stand in what could not be read, which has been reported.
        if edition.unread_chapters or any("" in unread for unread in edition.data["unread"].values()):
            return
        places = self.places()
        self._check_sheets(places.keys())
        answered: dict[str, tuple[str, Answer]] = {}
        for docname, each in self._in_order(self.answers):
            answered.setdefault(each.of, (docname, each))
        for name, (docname, each) in answered.items():
            if name not in places:
                near = name_near(name, places.keys() - answered.keys())
                message = f'no chapter has the question "{name}"' + (correction(name, near) if near else "")
                warn(Problem.ANSWER, message, (docname, each.line), f"{{answer}} {name}")
            elif places[name][1].type == "exercise" and not each.graded:
                message = f'the answer to the exercise "{name}" has no {{rubric}}; every exercise needs one'
                warn(Problem.ANSWER, message, (docname, each.line), f"{{answer}} {name}")
        # Where there is no guide, no question needs an answer.
        for name, (docname, each) in places.items() if any(map(is_guide, self.env.found_docs)) else ():
            if name not in answered:
                page = docname.rpartition("/")[2]
                message = f'the question "{name}" has no {{answer}}; write one in teaching/{page}.md'
                warn(Problem.QUESTION, message, (docname, each.line), f"{{question}} {name}")

    def _check_sheets(self, questions: Set[str]) -> None:
        """Report paragraphs and questions on sheets that the book does not have; each file once."""
        reproduced = edition_domain(self.env).paragraphs.values()
        paragraphs = {id_ for among in reproduced for id_ in among}
        known = {"paragraph": paragraphs, "question": {f"q-{name}" for name in questions}}
        for sheet in dict.fromkeys(each for __, each in self._in_order(self.sheets)):
            for kind, id_, line in sheet.ids:
                if id_ not in known.get(kind, {id_}):
                    near = name_near(id_, known[kind])
                    message = f'the book has no {kind} "{id_}"' + (correction(id_, near) if near else "")
                    warn(Problem.SHEET, message, f"{self.env.srcdir}/{sheet.file}:{line}")

    def _check_twice(self, kind: str, problem: Problem) -> None:
        first: dict[str, tuple[str, Any]] = {}
        for docname, each in self._in_order(self.data[kind]):
            known = first.setdefault(each[0], (docname, each))
            if known[1] is not each:
                thing = kind.removesuffix("s")
                message = f'the {thing} "{each[0]}" stands in {known[0]}.md already, in line {known[1].line}; '
                advice = "give this one an id of its own" if kind == "questions" else "remove one of the two"
                warn(problem, message + advice, (docname, each.line), f"{{{thing}}} {each[0]}")


def _question(node: question) -> Question:
    about = {name: node[name] for name in ("name", "number", "skill", "type", "points")}
    return Question(line=node.line or 1, text=" ".join(part.astext() for part in node.children[1:]), **about)


def teaching_domain(env: BuildEnvironment) -> TeachingDomain:
    """Return the domain of this environment."""
    return cast("TeachingDomain", env.get_domain(TeachingDomain.name))


def check_questions(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report what is wrong with questions and answers together, in every build (event env-updated)."""
    teaching_domain(env).check()
    return []
