"""The title of a link, sent once: a page that cites a work twenty times would hold its title twenty times."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

#: What the style sheet and ``tips.js`` know such a link by.
TIPPED = "tipped"


class SayTitlesOnce(SphinxPostTransform):
    """Keep the title of the first link to a work or a term; ``tips.js`` shows it at the later ones too."""

    # When links are resolved (10) and terms have their definitions.
    default_priority = 60
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        said: set[tuple[str, str]] = set()
        for link in self.document.findall(nodes.reference):
            what = link.get("refuri") or link.get("refid", ""), link.get("reftitle", "")
            if what in said:
                del link["reftitle"]
                link["classes"].append(TIPPED)
            elif what[1]:
                said.add(what)
