"""What each cartridge holds: of a chapter its page, questions and links into the edition; of the whole, all pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import splitext
from urllib.parse import unquote

from glossator.export.addresses import whole_links
from glossator.export.cartridge.package import About, Line, file_name, pack, web_link
from glossator.export.cartridge.pages import Pages
from glossator.export.cartridge.questions import question_title, test_of, topic_of
from glossator.export.epub.site_pages import contents_of, written_page
from glossator.export.format import CannotMake
from glossator.export.items import items_of
from glossator.export.records import Chapter, Edition, Question
from glossator.export.taught import WHOLE, taught_chapters
from glossator.export.teaching import Answer, answers_of
from glossator.translation import _

#: In the folder of exports: one for each chapter, and one of the whole; thin ones in a folder of their own.
FOLDER, THIN = "cartridges", "cartridges/thin"
SUFFIX = ".imscc"


def cartridges(edition: Edition, site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the file of each full cartridge in the folder of exports, and its content.

    site: the folder of the site. Raises OSError for a page that is not there.
    """
    maker = Cartridges(edition, site)
    for name, chapter in taught_chapters(edition).items():
        yield f"{FOLDER}/{name}{SUFFIX}", maker.chapter(chapter)
    yield f"{FOLDER}/{WHOLE}{SUFFIX}", maker.whole()


def thin_cartridges(edition: Edition, site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the file of each cartridge of nothing but links in the folder of exports, and its content.

    Raises CannotMake where nobody says at which address the edition is.
    """
    maker = Cartridges(edition, site)
    if not maker.way:
        raise CannotMake(
            "they lead to the site of the edition, whose address is not known: build it with html.baseurl in "
            "_config.yml, or where its pages are published"
        )
    for name, chapter in taught_chapters(edition).items():
        yield f"{THIN}/{name}{SUFFIX}", maker.thin(chapter)
    yield f"{THIN}/{WHOLE}{SUFFIX}", maker.whole_thin()


class Cartridges:
    """Makes the cartridges of an edition.

    site: the folder of the site
    """

    def __init__(self, edition: Edition, site: Path) -> None:
        self.edition, self.site = edition, site
        self.way = edition.kept or edition.address
        self.taught = {chapter.page: chapter for chapter in taught_chapters(edition).values()}
        self.skills = {skill.id: skill.words for skill in edition.skills}
        self.places = {item.id: item.title for item in items_of(edition) if item.kind == "paragraph"}
        self.answers = {name: self._linked(answer) for name, answer in answers_of(site).items()}

    def chapter(self, chapter: Chapter) -> bytes:
        """Return the full cartridge of a chapter."""
        pages = Pages(self.edition, self.site, self._files([chapter.page]), self.way)
        return pack(self._about(chapter), [Line(chapter.title, below=tuple(self._taught(chapter, pages)))])

    def whole(self) -> bytes:
        """Return the full cartridge of the edition."""
        further = [work.address.partition("#")[0] for work in self.edition.works if work.address]
        addresses = list(dict.fromkeys([*(chapter.page for chapter in self.edition.chapters), *further]))
        pages = Pages(self.edition, self.site, self._files(addresses), self.way)

        def line(address: str) -> Line:
            title = pages.articles[address].heading
            if address in self.taught:
                return Line(title, below=tuple(self._taught(self.taught[address], pages)))
            return Line(title, pages.resource(address))

        return pack(self._about(), list(self._in_parts(addresses, line)))

    def thin(self, chapter: Chapter) -> bytes:
        """Return the cartridge of the links to a chapter."""
        return pack(self._about(chapter), [Line(chapter.title, below=tuple(self._links(chapter)))])

    def whole_thin(self) -> bytes:
        """Return the cartridge of the links to all chapters."""
        lines = [Line(chapter.title, below=tuple(self._links(chapter))) for chapter in self.taught.values()]
        start = web_link("start", self.edition.title, self.way)
        return pack(self._about(), [start, *lines])

    def _files(self, addresses: list[str]) -> dict[str, str]:
        """Return the file in the cartridge of each page."""
        names: dict[str, str] = {}
        for address in addresses:
            name = file_name(splitext(unquote(address))[0].strip("/")) or "index"
            while name in names:
                name += "-2"
            names[name] = address
        return {address: f"pages/{name}.html" for name, address in names.items()}

    def _in_parts(self, addresses: list[str], line: Callable[[str], Line]) -> Iterator[Line]:
        """Yield the pages as lines, those of a part in its folder; first the landing page, last what is in no part."""
        waiting = dict.fromkeys(addresses)
        yield line(addresses[0])
        del waiting[addresses[0]]
        for part in contents_of(written_page(self.site, addresses[0])):
            within = [each.address for each in part.lines if each.address in waiting]
            lines = tuple(map(line, dict.fromkeys(within)))
            for address in within:
                waiting.pop(address, None)
            if part.caption:
                yield Line(part.caption, below=lines)
            else:
                yield from lines
        yield from map(line, waiting)

    def _about(self, chapter: Chapter | None = None) -> About:
        edition = self.edition
        title = f"{chapter.title} · {edition.title}" if chapter else edition.title
        said = [chapter.description if chapter else edition.description]
        said.append(_("Version {version}").format(version=edition.version) + ".")
        if not self.way:
            said.append(_("There are no links to the edition in it, whose address was not known when it was made."))
        themes = [theme for each in ([chapter] if chapter else edition.chapters) for theme in each.themes]
        rights = " · ".join((edition.licence.name, edition.licence.url))
        description = " ".join(filter(None, said))
        return About(edition.title, title, description, edition.language, tuple(dict.fromkeys(themes)), rights)

    def _taught(self, chapter: Chapter, pages: Pages) -> Iterator[Line]:
        """Yield what there is of a chapter: its page, its questions, its topics, its links."""
        yield Line(_("Reading: {title}").format(title=chapter.title), pages.resource(chapter.page))
        questions = [replace(each, html=whole_links(each.html, self.way)) for each in chapter.questions]
        if essays := [each for each in questions if each.type != "discussion"]:
            title = _("Questions: {title}").format(title=chapter.title)
            yield Line(title, test_of(chapter.name, title, essays, self.answers, self.skills))
        yield from (self._topic(chapter, each) for each in questions if each.type == "discussion")
        if self.way:
            yield Line(_("On the site of the edition"), below=tuple(self._links(chapter)))

    def _topic(self, chapter: Chapter, question: Question) -> Line:
        title = f"{chapter.title}: {question_title(question, self.skills)}"
        return Line(title, topic_of(question, title))

    def _links(self, chapter: Chapter) -> Iterator[Line]:
        """Yield links to the chapter: with all notes, with none, with those of each kind; to each paragraph alone."""
        address, title, name = f"{self.way}{chapter.page}", chapter.title, chapter.name
        if chapter.notes:
            yield web_link(name, _("{title}: text and notes").format(title=title), address)
            yield web_link(f"{name}-text", _("{title}: the text alone").format(title=title), f"{address}?view=text")
        else:  # A page without notes has no views.
            yield web_link(name, title, address)
        found = {note.kind for note in chapter.notes}
        for kind in self.edition.kinds:
            if kind.id in found and len(found) > 1:
                words = _("{title}: notes, {kind}").format(title=title, kind=kind.words)
                yield web_link(f"{name}-notes-{kind.id}", words, f"{address}?notes={kind.id}")
        for paragraph in chapter.paragraphs:
            words = _("{paragraph}, with its notes").format(paragraph=self.places[paragraph])
            yield web_link(f"{name}-{paragraph}", words, f"{address}?only={paragraph}")

    def _linked(self, answer: Answer) -> Answer:
        """Return an answer with whole addresses."""
        rubric = tuple(replace(level, html=whole_links(level.html, self.way)) for level in answer.rubric)
        html, misses = (whole_links(part, self.way) for part in (answer.html, answer.misses))
        return replace(answer, html=html, misses=misses, rubric=rubric)
