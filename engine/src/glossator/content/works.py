"""The list of works as it is printed: by letters, each work with where it is cited, long lists on several pages."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform

from glossator.citations.domain import PAGED
from glossator.citations.pages import Letter, page_name
from glossator.citations.roles import works_domain
from glossator.notes.domain import edition_domain, link
from glossator.notes.entries import Note
from glossator.notes.nodes import letter_head, letters, work_address, work_label, works_page
from glossator.teaching.pages import is_guide
from glossator.translation import _

#: A list that is no longer than this is read at a glance.
FEW = 40


class ArrangeWorks(SphinxPostTransform):
    """Put the works of a list under their letters, and on their pages; say of each where it is cited.

    Every work has its address on the first page. One that stands on a further page has a link to it there.
    """

    # After bibtex has made the list (5), before Sphinx resolves links (10).
    default_priority = 6

    def run(self, **kwargs: object) -> None:
        pages = works_domain(self.env).data["pages"].get(self.env.docname)
        lists = [place for place in self.document.findall(nodes.container) if _is_list(place)]
        if not pages or len(lists) != 1:
            return
        (place,) = lists
        citing, printed = self._citing(), {}
        for work in place.findall(nodes.citation):
            key = work["ids"][0]
            printed[key] = work
            if cited := citing.get(key):
                work.append(self._cited_in(cited))
        if self.app.builder.name in PAGED:
            for work in printed.values():
                _lighten(work)
            place.replace_self(self._arranged(pages, list(printed.values())))

    def _citing(self) -> dict[str, dict[str, list[Note]]]:
        """Return the documents that cite a work, each with its notes that do, by the address of the work."""
        domain, edition = works_domain(self.env), edition_domain(self.env)
        addresses = {work.key: work.citation_id for work in domain.citations}
        order = [name for names in self.env.toctree_includes.values() for name in names]
        found: dict[str, dict[str, list[Note]]] = {}
        pairs = {(ref.docname, target.key) for ref in domain.citation_refs for target in ref.targets}
        for docname, key in sorted(pairs, key=lambda pair: (order.index(pair[0]) if pair[0] in order else -1, pair[1])):
            # No page leads to the answers.
            if docname != self.env.docname and key in addresses and not is_guide(docname):
                notes = edition.data["cited"].get(docname, {})
                own = [note for note in edition.notes.get(docname, ()) if key in notes.get(note.id, ())]
                found.setdefault(addresses[key], {})[docname] = own
        return found

    def _cited_in(self, citing: dict[str, list[Note]]) -> nodes.paragraph:
        """Return the line that leads to where a work is cited: chapters, and notes by their numbers."""
        line = nodes.paragraph("", "", nodes.Text(_("Cited in") + " "), classes=["cited-in"])
        for number, (docname, notes) in enumerate(citing.items()):
            about = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{docname}", "refdoc": self.env.docname}
            line += nodes.Text(" · " if number else "")
            line += pending_xref("", nodes.inline(), refexplicit=False, **about)
            for nth, note in enumerate(notes):
                line += nodes.Text(", " if nth else " ")
                line += link(self.env.docname, "note", note.id, str(note.number))
        return line

    def _arranged(self, pages: list[list[Letter]], works: list[nodes.citation]) -> list[nodes.Node]:
        few = sum(len(letter.keys) for page in pages for letter in page) <= FEW
        rest = iter(works)
        bodies = [list(self._letters(page, rest, few)) for page in pages]
        if few:
            return bodies[0]
        index = self._index(pages, bodies) if len(pages) > 1 else []
        first = [self._row(pages, 0), *bodies[0], *index]
        return [*first, *(self._page(pages, number, bodies[number]) for number in range(1, len(pages)))]

    def _letters(self, page: list[Letter], works: Iterator[nodes.citation], few: bool) -> Iterator[nodes.Node]:
        """Yield the head and the works of each letter of a page, taken from *works*."""
        for letter in page:
            if not few:
                yield letter_head("", letter.name, ids=[_address(letter)])
            yield from (next(works) for _key in letter.keys)

    def _row(self, pages: list[list[Letter]], here: int) -> letters:
        """Return the links to all letters, those of other pages included."""
        row = letters(label=_("Letters"))
        for number, page in enumerate(pages):
            for letter in page:
                to = "" if number == here else self._uri(here, number)
                row += work_address("", letter.name, refuri=f"{to}#{_address(letter)}")
        return row

    def _index(self, pages: list[list[Letter]], bodies: list[list[nodes.Node]]) -> list[nodes.Node]:
        """Return the names of the works on further pages, which have their addresses here too."""
        index = nodes.container(classes=["further-works"])
        index += letter_head("", _("On the next pages"), ids=["further-works"])
        for number, page in enumerate(pages[1:], start=1):
            line = nodes.paragraph("", f"{_range(page)}: ")
            for work in bodies[number]:
                if isinstance(work, nodes.citation):
                    (address,) = work["ids"]
                    to = f"{self._uri(0, number)}#{address}"
                    line += work_address("", work[0].astext(), refuri=to, ids=[address])
                    line += nodes.Text(" · ")
            line.pop()
            index += line
        return [index]

    def _page(self, pages: list[list[Letter]], number: int, body: list[nodes.Node]) -> works_page:
        page = works_page("", self._row(pages, number), *body)
        page["title"] = f"{self.env.titles[self.env.docname].astext()}: {_range(pages[number])}"
        page["name"] = page_name(self.env.docname, number)
        return page

    def _uri(self, here: int, there: int) -> str:
        docname = self.env.docname
        return self.app.builder.get_relative_uri(page_name(docname, here), page_name(docname, there))


def _is_list(node: nodes.container) -> bool:
    return bool(node.children) and all(isinstance(child, nodes.citation) for child in node.children)


def _address(letter: Letter) -> str:
    return f"works-{letter.name.lower() if letter.name.isalpha() else 'others'}"


def _range(page: list[Letter]) -> str:
    return "–".join(dict.fromkeys((page[0].name, page[-1].name)))


def _lighten(work: nodes.citation) -> None:
    """Print no brackets round the label of a work, and of a long address only whose it is."""
    label = work[0]
    work.replace(label, work_label("", "", *label.children, support_smartquotes=False))
    for place in list(work.findall(nodes.reference)):
        if place.get("refuri") == place.astext():
            host = urlsplit(place["refuri"]).netloc.removeprefix("www.")
            place.replace_self(work_address("", host, refuri=place["refuri"], classes=["host"]))
