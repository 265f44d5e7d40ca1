"""Questions as a platform imports them: essays of QTI 1.2 in a test, and topics to discuss.

The model answer, what a weak one misses and the rubric are the *solution* of an essay, in a test that shows students no
solutions: who marks it finds them there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from lxml import etree

from glossator.export.cartridge.package import ASSESSMENT, TOPIC, Resource, file_name, xml
from glossator.export.records import Question
from glossator.export.teaching import Answer
from glossator.translation import _

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
TOPICS = "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"
#: What the profile says of a test; its values are few.
TEST = {
    "cc_profile": "cc.exam.v0p1",
    "qmd_assessmenttype": "Examination",
    "qmd_scoretype": "Percentage",
    "qmd_feedbackpermitted": "No",
    "qmd_hintspermitted": "No",
    "qmd_solutionspermitted": "No",
}
ESSAY = {"cc_profile": "cc.essay.v0p1", "qmd_scoringpermitted": "Yes", "qmd_computerscored": "No"}
#: So much a question may weigh (schema of the profile, rule 2c).
MOST_POINTS = 99


def question_title(question: Question, skills: Mapping[str, str]) -> str:
    """Return what a platform calls a question: its number in the chapter, and what it practises."""
    title = _("Question {number}").format(number=question.number)
    return " · ".join(filter(None, (title, skills.get(question.skill, question.skill))))


def test_of(
    name: str, title: str, questions: Sequence[Question], answers: Mapping[str, Answer], skills: Mapping[str, str]
) -> Resource:
    """Return questions as a test of essays.

    answers: XHTML with whole addresses, by the ids of the questions
    skills: what readers call them, by their ids
    """
    root = etree.Element(_qti("questestinterop"), nsmap={None: QTI})
    assessment = _sub(root, "assessment", ident=f"questions-{name}", title=title)
    _add_fields(assessment, TEST)
    section = _sub(assessment, "section", ident=f"section-{name}")
    for question in questions:
        _add_item(section, question, question_title(question, skills), answers.get(question.id))
    return Resource(f"questions-{name}", ASSESSMENT, ((f"questions/{file_name(name)}.xml", xml(root)),))


def topic_of(question: Question, title: str) -> Resource:
    """Return a question as a topic to discuss."""
    root = etree.Element(f"{{{TOPICS}}}topic", nsmap={None: TOPICS})
    etree.SubElement(root, f"{{{TOPICS}}}title").text = title
    etree.SubElement(root, f"{{{TOPICS}}}text", texttype="text/html").text = question.html
    return Resource(f"topic-{question.id}", TOPIC, ((f"topics/{file_name(question.id)}.xml", xml(root)),))


def solution(answer: Answer) -> str:
    """Return all that the guide says of a question, as HTML."""
    return "".join(_solution(answer))


def _solution(answer: Answer) -> Iterator[str]:
    yield answer.html
    if answer.misses:
        yield f"<h4>{escape(_('What a weak answer misses'))}</h4>{answer.misses}"
    if answer.rubric:
        levels = (f"<dt><b>{escape(level.title)}</b></dt><dd>{level.html}</dd>" for level in answer.rubric)
        yield f"<h4>{escape(_('Rubric'))}</h4><dl>{''.join(levels)}</dl>"


def _add_item(section: etree._Element, question: Question, title: str, answer: Answer | None) -> None:
    item = _sub(section, "item", ident=f"question-{question.id}", title=title)
    weight = {"cc_weighting": str(question.points)} if 0 < question.points <= MOST_POINTS else {}
    category = {"cc_question_category": question.skill} if question.skill else {}
    _add_fields(_sub(item, "itemmetadata"), ESSAY | weight | category)
    presentation = _sub(item, "presentation")
    _add_material(presentation, question.html)
    field = _sub(_sub(presentation, "response_str", ident="response", rcardinality="Single"), "render_fib")
    _sub(field, "response_label", ident="answer", rshuffle="No")
    if answer:
        place = _sub(_sub(item, "itemfeedback", ident="solution"), "solution")
        _add_material(_sub(place, "solutionmaterial"), solution(answer))


def _add_fields(parent: etree._Element, fields: Mapping[str, str]) -> None:
    metadata = _sub(parent, "qtimetadata")
    for label, entry in fields.items():
        field = _sub(metadata, "qtimetadatafield")
        _sub(field, "fieldlabel").text = label
        _sub(field, "fieldentry").text = entry


def _add_material(parent: etree._Element, words: str) -> None:
    _sub(_sub(parent, "material"), "mattext", texttype="text/html").text = words


def _qti(name: str) -> str:
    return f"{{{QTI}}}{name}"


def _sub(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _qti(name), attributes)
