"""Settings of an edition: typed, and documented in one place; `glossator.settings_reader` checks them.

They stand under ``sphinx: config: glossator:`` in ``_config.yml``, or as ``glossator = {...}`` in ``conf.py``; all have
defaults. What Sphinx has a setting for (title, author, copyright, language, address) is said there, and only there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar, cast

from sphinx.config import Config

from glossator.core.palette import PALETTE
from glossator.translation import NP_, pgettext

NAME = "glossator"
#: The way to a setting: names, and numbers in a list, such as ``("kinds", 0, "colour")``.
SettingPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Label:
    """What an author writes for a word that readers see."""

    context: ClassVar[str] = ""  #: of its translation

    id: str  #: what authors write
    label: str = ""  #: what readers see, as it stands within a sentence; without one, the id in the book's language

    def __str__(self) -> str:
        return self.id

    @property
    def words(self) -> str:
        """Return what readers see within a sentence."""
        return self.label or pgettext(self.context, self.id)

    @property
    def heading(self) -> str:
        """Return what readers see where a sentence begins."""
        return self.words[:1].upper() + self.words[1:]


@dataclass(frozen=True)
class Kind(Label):
    """A kind of note: what stands after ``:kind:``."""

    context = "kind of note"

    colour: str = "#5f5a52"  #: on a light page
    dark: str = "#aea89d"  #: on a dark page


@dataclass(frozen=True)
class Certainty(Label):
    """How sure a note is: what stands after ``:certainty:``. The first of an edition is the strongest."""

    context = "certainty"

    cites: bool = False  #: whether a note that is so sure must cite a work


@dataclass(frozen=True)
class Skill(Label):
    """What a question practises: what stands after ``:skill:``."""

    context = "skill"

    @property
    def words(self) -> str:
        """Return what readers see within a sentence: without a label the id, its hyphens as blanks."""
        return self.label or pgettext(self.context, self.id.replace("-", " "))


@dataclass(frozen=True)
class Editor:
    """One of those who made the edition: a person by ``family`` and ``given``, an institution by ``name``."""

    name: str = ""  #: of an institution
    family: str = ""  #: the family name of a person, or the only one
    given: str = ""  #: the given names of a person

    def __str__(self) -> str:
        return self.name or f"{self.given} {self.family}".strip()


@dataclass(frozen=True)
class Licence:
    """Under which licence the notes are."""

    name: str  #: as readers see it
    url: str  #: where its text is


@dataclass(frozen=True)
class NoteLength:
    """How many words a note has, its citations not counted; 0 for no limit."""

    least: int = 0
    most: int = 0

    def __str__(self) -> str:
        if not self.most:
            return f"at least {self.least}"
        return f"{self.least} to {self.most}" if self.least else f"at most {self.most}"

    def allows(self, words: float) -> bool:
        """Return whether a note may have so many words."""
        return self.least <= words and (not self.most or words <= self.most)


@dataclass(frozen=True)
class ChartColour:
    """A colour of charts: the first is that of all that has no series. From the third on each has a pattern, too."""

    colour: str  #: on a light page and on paper
    dark: str  #: on a dark page

    def __str__(self) -> str:
        return self.colour


@dataclass(frozen=True)
class Tables:
    """Tables of ``data/`` with a role of their own."""

    glossary: str = "glossary"  #: what ``{term}`` leads to
    parallels: str = "parallels"  #: what ``{parallels}`` and the topics of ``{notes-index}`` are made from


@dataclass(frozen=True)
class Handout:
    """Titles of the sections that a handout for students treats in its own way, with semicolons between them."""

    questions: str = ""  #: printed with lines to write on
    answers: str = ""  #: printed only where they are asked for

    def titles(self, kind: str) -> list[str]:
        """Return the titles of ``questions`` or of ``answers``."""
        return [title.strip() for title in getattr(self, kind).split(";") if title.strip()]


@dataclass(frozen=True)
class Embed:
    """A script of a third party that every page loads, such as the one of an annotation service."""

    script: str  #: its address
    hosts: str = ""  #: addresses of the other hosts that it needs, with blanks between them

    def __str__(self) -> str:
        return self.script


KINDS = (
    Kind(NP_("kind of note", "context"), colour="#3a5f86", dark="#8fb8e4"),
    Kind(NP_("kind of note", "wording"), colour="#6d4a94", dark="#c5a5ea"),
    Kind(NP_("kind of note", "comparison"), colour="#1f6d6d", dark="#7fcfcf"),
    Kind(NP_("kind of note", "outcome"), colour="#38702f", dark="#97cf8c"),
    Kind(NP_("kind of note", "evidence"), colour="#855307", dark="#e2b563"),
    Kind(NP_("kind of note", "question"), colour="#a83248", dark="#f297a6"),
)
CHART_COLOURS = tuple(ChartColour(each.colour, each.dark) for each in PALETTE)
LICENCE = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
CERTAINTIES = (
    Certainty(NP_("certainty", "fact")),
    Certainty(NP_("certainty", "inference")),
    Certainty(NP_("certainty", "contested")),
)
SKILLS = tuple(
    Skill(words.replace(" ", "-"))
    for words in (
        NP_("skill", "sourcing"),
        NP_("skill", "context"),
        NP_("skill", "corroboration"),
        NP_("skill", "close reading"),
    )
)


@dataclass(frozen=True)
class Edition:
    """All settings of one edition."""

    version: str = "1.0.0"  #: of the edition; the version of the engine is another
    date: str = ""  #: of this version, such as ``2026-11-30``
    editors: tuple[Editor, ...] = ()  #: where they are persons, or several; without them ``author`` is an institution
    licence: Licence = LICENCE
    about: str = ""  #: the page about the edition, such as ``chapters/about``; the footer leads there
    accessibility: str = ""  #: the page on accessibility, if the book has one; the engine makes one otherwise
    contact: str = ""  #: how the editors are reached: an address of the web, or of mail (``mailto:``)
    kinds: tuple[Kind, ...] = KINDS
    certainties: tuple[Certainty, ...] = CERTAINTIES
    note_length: NoteLength = NoteLength()
    skills: tuple[Skill, ...] = SKILLS
    chart_colours: tuple[ChartColour, ...] = CHART_COLOURS  #: by place; those that are not given stay
    kernel: str = "python3"  #: in which code cells run
    tables: Tables = field(default_factory=Tables)
    handout: Handout = Handout()
    embeds: tuple[Embed, ...] = ()  #: scripts of third parties; without them a page asks no other host for anything
    type: str = "source"  #: the fonts of the pages: Source Serif and Source Sans, or those of the reader's ``system``
    keeps_releases: bool = False  #: whether each release stays as it was at ``v/NUMBER/`` of the site
    repository_host: str = ""  #: the kind of the repository's host, where its name does not tell it

    def kind(self, name: str) -> Kind:
        """Return a kind by its id; the first for an id that there is not, which has been reported."""
        return next((kind for kind in self.kinds if kind.id == name), self.kinds[0])

    def certainty(self, name: str) -> Certainty:
        """Return a certainty by its id; the first for an id that there is not, which has been reported."""
        return next((certainty for certainty in self.certainties if certainty.id == name), self.certainties[0])


def edition(config: Config) -> Edition:
    """Return the settings of an edition, with defaults in place of what is wrong."""
    return cast("Edition", config[NAME])


def date_of(config: Config) -> str:
    """Return the date of this version: the setting, else the last year of the copyright; empty if nobody says it."""
    return edition(config).date or (re.findall(r"\d{4}", str(config.copyright)) or [""])[-1]


def address_of(config: Config) -> str:
    """Return the address of the site, with a slash at its end; empty where it is not known."""
    return f"{address.rstrip('/')}/" if (address := config.html_baseurl) else ""


def kept_address(config: Config) -> str:
    """Return where this version of the edition stays as it is, with a slash at its end; empty where none is kept."""
    address, settings = address_of(config), edition(config)
    # Only while the edition is made of what the release was made of (`glossator.export.releases.standing`).
    stays = address and settings.keeps_releases and config.edition_standing.released
    return f"{address}v/{settings.version}/" if stays else ""
