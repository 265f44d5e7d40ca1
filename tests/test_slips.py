"""Slips of the pen in the real chapters: what the check offers is pasted, and the book is again what it was."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from glossator.lint.command_line import Mistake, check, report
from glossator.testing.books import copy_book
from glossator.testing.pasting import paste_all

ROOT = Path(__file__).parents[1]


class Slip(NamedTuple):
    """A slip in a file of the book, of which one message is to tell, and no other."""

    file: str
    was: str
    wrong: str


SLIPS = [
    # Others link to this note, and to these paragraphs.
    Slip(
        "chapters/protocol-and-frame.md",
        "The two countries have reached important consensus\n",
        "The two countries have reached importent consensus\n",
    ),
    Slip("chapters/people-and-rights.md", "{passage} wh-15 wh-16", "{passage} wh-15, wh-16"),
    Slip("chapters/law-enforcement.md", "{passage} wh-8 wh-10", "{passages} wh-8 wh-10"),
    Slip("chapters/north-korea.md", "{annotation} The two sides", "{anotation} The two sides"),
    Slip("_toc.yml", "chapters/health", "chapters/healht"),
    Slip("chapters/trade.md", "{passage} mfa-3", "{passage} MFA-3"),
    Slip("chapters/closing.md", "{cite:p}`mfa_joint_press_en`; the", "{cite:p} `mfa_joint_press_en`; the"),
    Slip("chapters/drugs.md", ":certainty: fact", ":certainty: facts"),
    Slip("chapters/economy.md", ":kind: evidence", ":kind: evidense"),
    Slip("chapters/militaries.md", "{cite:p}`tias12924`", "{cite:p}`tias12924, art. 1`"),
    Slip(
        "chapters/maritime-and-regional-security.md",
        "{note}`wh-1-candid-and-in-depth`",
        "{note}`wh-1-candid-and-in-dept`",
    ),
    Slip("chapters/nuclear-security.md", ":gist:", "gist:"),
    Slip("chapters/trumps-words.md", "{cite:p}`mfa_li_trump_en`", "(cite:p)`mfa_li_trump_en`"),
    Slip("chapters/regional-order.md", "{cite:p}`mfa_li_trump_en`", "[@mfa_li_trump_en]"),
    Slip("chapters/how-to-read-a-readout.md", "{term}`candid <candid / frank>`", "{trem}`candid <candid / frank>`"),
    Slip("chapters/instructors.md", "](", "] ("),
]


def known(book: Path) -> dict[str, Any]:
    """Return what the check has read of a book: its notes, links, passages, and what its notes cite."""
    environment = pickle.loads((book / "_build/check/doctrees/environment.pickle").read_bytes())
    return {kind: environment.domaindata["edition"][kind] for kind in ("notes", "links", "paragraphs", "cited")}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_book(ROOT, tmp_path_factory.mktemp("original"))


@pytest.mark.sweep
@pytest.mark.slow
def test_each_slip_gets_one_message_and_what_it_offers_restores_the_book(original: Path, tmp_path: Path) -> None:
    assert report(check(original), for_host=False) == ""
    book = copy_book(original, tmp_path)
    for slip in SLIPS:
        path = book / slip.file
        text = path.read_text(encoding="utf-8")
        assert slip.was in text, slip
        path.write_text(text.replace(slip.was, slip.wrong, 1), encoding="utf-8")
    told = check(book)
    assert sorted(mistake.path for mistake in told) == sorted(slip.file for slip in SLIPS), report(told, for_host=False)
    assert [mistake for mistake in told if not offers(mistake)] == []
    paste_all(book, told)
    assert report(check(book), for_host=False) == ""
    assert known(book) == known(original)


def offers(mistake: Mistake) -> bool:
    return "\n    write: " in mistake.message or "\n    add: " in mistake.message
