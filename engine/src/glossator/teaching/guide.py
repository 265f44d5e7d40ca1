"""The pages of the teacher's guide: each answer below its question, which pages there are, what each says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.teaching.directives import address_of, facts_of, name_of
from glossator.teaching.domain import Question, teaching_domain
from glossator.teaching.nodes import answer, question
from glossator.teaching.pages import INDEX, is_guide
from glossator.translation import _


class FillGuide(SphinxPostTransform):
    """Put what is asked above each answer, and links between the guide's pages and chapters, now that all are read."""

    # Before Sphinx resolves links (10).
    default_priority = 5

    def run(self, **kwargs: object) -> None:
        docname = self.env.docname
        if not is_guide(docname):
            return
        places = teaching_domain(self.env).places()
        found = [node for node in self.document.findall(answer) if node["of"] in places]
        for node in found:
            self._fill(node, *places[node["of"]])
        top = next(iter(self.document.findall(nodes.section)), None)
        if top is None:
            return
        if docname == INDEX:
            top += nodes.bullet_list("", *self._pages(), classes=["guide-pages"])
        else:
            top.insert(1, self._about(list(dict.fromkeys(places[node["of"]][0] for node in found))))

    def _fill(self, node: answer, docname: str, asked: Question) -> None:
        """Write the heading of an answer, a link to its question, and what is asked, as the chapter prints it."""
        head, place = (cast("nodes.Element", part) for part in node.children[:2])
        head += self._link(docname, name_of(asked.type, asked.number), address_of(asked.name))
        if more := facts_of(self.config, asked.skill, asked.points):
            head += nodes.inline("", f" · {more}", classes=["answer-facts"])
        tree = self.env.get_doctree(docname)
        body = next(each for each in tree.findall(question) if each["name"] == asked.name)
        place += [part.deepcopy() for part in body.children[1:]]
        for part in place.findall(nodes.Element):
            part["ids"] = []
            if isinstance(part, pending_xref):
                part["refdoc"] = self.env.docname

    def _about(self, chapters: list[str]) -> nodes.paragraph:
        """Return the sentences on what a page is, with links to its chapters and to the guide's first page."""
        before, __, after = _("Answers to the questions of {chapters}.").partition("{chapters}")
        line = nodes.paragraph("", before, classes=["guide-about"])
        for number, docname in enumerate(chapters):
            line += [nodes.Text(", ")] * bool(number) + [self._link(docname)]
        line += nodes.Text(f"{after} {_('For teachers, and not secret: whoever finds this page may read it.')} ")
        if INDEX in self.env.found_docs:
            line += self._link(INDEX)
        return line

    def _pages(self) -> Iterator[nodes.list_item]:
        """Yield a link to each page of the guide, in the order of the chapters."""
        for docname in guide_pages(self.env):
            yield nodes.list_item("", nodes.paragraph("", "", self._link(docname)))

    def _link(self, docname: str, words: str = "", address: str = "") -> nodes.Node:
        name = words or self.env.titles[docname].astext()
        uri = self.app.builder.get_relative_uri(self.env.docname, docname)
        return nodes.reference("", name, internal=True, refuri=f"{uri}#{address}" if address else uri)


def guide_pages(env: BuildEnvironment) -> list[str]:
    """Return the pages of the guide but the first, in the order of the chapters whose questions they answer."""
    domain = teaching_domain(env)
    order = [docname for names in domain.env.toctree_includes.values() for docname in names]
    places = domain.places()

    def place(docname: str) -> tuple[int, str]:
        chapters = [places[each.of][0] for each in domain.answers.get(docname, ()) if each.of in places]
        return min((order.index(each) for each in chapters if each in order), default=len(order)), docname

    pages = (docname for docname in domain.env.found_docs if is_guide(docname) and docname != INDEX)
    return sorted(pages, key=place)
