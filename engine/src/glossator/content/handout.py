"""Sections of questions and of answers, told by their titles: what a handout for students prints, and how.

An edition says the titles in its settings, since its chapters have the same sections. The script of the page
(``paper.js``) goes by the classes ``questions`` and ``answers``, which an author can also give a block of another kind.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform

from glossator.config import edition


class MarkHandoutSections(SphinxTransform):
    """Give each section whose title the settings name its class; a page's own title tells nothing."""

    # When sections stand, before anything goes by classes.
    default_priority = 205

    def apply(self, **kwargs: object) -> None:
        handout = edition(self.config).handout
        titles = {title: kind for kind in ("questions", "answers") for title in handout.titles(kind)}
        for section in self.document.findall(nodes.section) if titles else ():
            kind = titles.get(section[0].astext().strip())
            if kind and isinstance(section.parent, nodes.section):
                section["classes"].append(kind)
