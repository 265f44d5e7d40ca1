"""Read the answers of the teacher's guide from its pages as they were written; no record of the edition has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement

from glossator.export.pages import WrittenPage, with_class, words
from glossator.teaching.pages import FOLDER


@dataclass(frozen=True)
class Level:
    """A level of a rubric."""

    title: str
    html: str  #: XHTML without ids; links are relative to the root of the site, as in all of these


@dataclass(frozen=True)
class Answer:
    """What the guide says of a question."""

    question: str  #: its id
    html: str  #: the model answer
    misses: str  #: what a weak answer misses; may be empty
    rubric: tuple[Level, ...]  #: the best level first; empty where there is none


def answers_of(site: Path) -> dict[str, Answer]:
    """Return the answers by the ids of their questions, in the order of the guide's pages and of the answers in each.

    site: the folder of a built site, with a page for each document; empty where the edition has no guide
    """
    pages = sorted((site / FOLDER).rglob("*.html"))
    found = (answer for file in pages for answer in _answers(WrittenPage(file, file.relative_to(site).as_posix())))
    return {answer.question: answer for answer in found}


def _answers(page: WrittenPage) -> Iterator[Answer]:
    for element in with_class(page.root, "div", "answer"):
        parts = {name: _inside(element, name) for name in ("model", "misses", "levels")}
        levels = [each for part in parts["levels"] for each in part.iterchildren("dt", "dd")]
        rubric = tuple(
            Level(words(title), page.xhtml(list(said))) for title, said in zip(levels[::2], levels[1::2], strict=True)
        )
        yield Answer(element.get("data-question"), page.xhtml(parts["model"]), page.xhtml(parts["misses"]), rubric)


def _inside(answer: HtmlElement, name: str) -> list[HtmlElement]:
    """Return what stands in a part of an answer, without its heading."""
    return [each for part in with_class(answer, "div", name) for each in part if each.get("class") != "part-head"]
