"""What a pack holds: for students a handout, questions, charts and how to cite; for teachers answers and cartridges."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from textwrap import fill
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import vl_convert
from lxml import etree

from glossator.citations.bibtex_entry import bibtex
from glossator.citations.formatting import FORMS, ITALIC, ROMAN, formatted
from glossator.citations.parts import Whole, csl_of_part
from glossator.citations.ris import ris
from glossator.export.addresses import whole_links
from glossator.export.cartridge.cartridges import SUFFIX, Cartridges
from glossator.export.cartridge.package import file_name
from glossator.export.cartridge.questions import question_title
from glossator.export.epub.site_pages import CHART_COLOURS, colours_of
from glossator.export.epub.xhtml import PAINT, SVG
from glossator.export.files import json_bytes
from glossator.export.guide.book import guide_articles
from glossator.export.guide.word import articles_docx
from glossator.export.packs.handouts import Handouts
from glossator.export.packs.markdown import escaped, markdown
from glossator.export.pages import with_class
from glossator.export.pdf.printer import open_browser
from glossator.export.records import Chapter, Edition, Figure
from glossator.export.taught import taught_chapters
from glossator.translation import _, ngettext

#: In the folder of exports.
FOLDER = "packs"
README = "README.txt"
STUDENTS, TEACHERS = "for-students", "for-teachers"
#: So much larger than it is drawn is the picture of a chart.
SCALE = 2
#: What is compressed already.
PACKED = (".png", ".docx", SUFFIX)


@dataclass(frozen=True)
class Part:
    """A file of a pack, or several of a kind."""

    about: str  #: what it is, a sentence
    files: dict[str, bytes]


def packs(edition: Edition, site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the file of each pack in the folder of exports, and its content.

    site: the folder of the site. Raises CannotMake where nothing can be printed, OSError for a page that is not there.
    """
    with open_browser() as browser:
        maker = _Packs(edition, site, Handouts(browser, edition, site))
        for name, chapter in taught_chapters(edition).items():
            yield f"{FOLDER}/{name}.zip", maker.pack(name, chapter)


class _Packs:
    def __init__(self, edition: Edition, site: Path, handouts: Handouts) -> None:
        self.edition, self.site, self.handouts = edition, site, handouts
        self.cartridges = Cartridges(edition, site)
        self.colours = {place: light for place, (light, __) in colours_of(site, CHART_COLOURS).items()}

    def pack(self, name: str, chapter: Chapter) -> bytes:
        """Return the pack of a chapter: one folder, with a file that says what each of the others is."""
        parts = [part for make in self._makers() for part in make(chapter) if part.files]
        readme = self._readme(chapter, parts).encode()
        files = {README: readme} | {path: content for part in parts for path, content in part.files.items()}
        made = BytesIO()
        with ZipFile(made, "w") as archive:
            for path, content in files.items():
                about = ZipInfo(f"{name}/{path}")
                about.compress_type = ZIP_STORED if path.endswith(PACKED) else ZIP_DEFLATED
                about.external_attr = 0o644 << 16
                archive.writestr(about, content)
        return made.getvalue()

    def _makers(self) -> list[Callable[[Chapter], Iterator[Part]]]:
        return [self._handout, self._questions, self._charts, self._citation, self._answers, self._cartridges]

    def _readme(self, chapter: Chapter, parts: list[Part]) -> str:
        edition = self.edition
        head = [chapter.title, edition.title, _("Version {version}").format(version=edition.version)]
        lines = ["\n".join([*head, *([f"{self.cartridges.way}{chapter.page}"] if self.cartridges.way else [])])]
        for part in parts:
            # Of drawings and their data a line for each folder is enough.
            names = dict.fromkeys(
                path if path.count("/") == 1 else f"{path.rpartition('/')[0]}/" for path in part.files
            )
            lines.append("\n".join([*names, fill(part.about, 78, initial_indent="    ", subsequent_indent="    ")]))
        if chapter.questions:
            secret = _("The answers are not secret: whoever finds the teacher’s guide of the edition may read them.")
            lines.append(fill(secret, 78))
        rights = _("Notes: {licence}; texts: see About this edition").format(licence=edition.licence.name)
        return "\n\n".join([*lines, f"{rights}\n{edition.licence.url}"]) + "\n"

    def _handout(self, chapter: Chapter) -> Iterator[Part]:
        made = self.handouts.of(chapter)
        files = {f"{STUDENTS}/handout-{paper.lower()}.pdf": content for paper, content in made.items()}
        about = _("A handout to print: the text, lines for answers where something is asked, the notes and the works.")
        yield Part(about, files)

    def _questions(self, chapter: Chapter) -> Iterator[Part]:
        if not chapter.questions:
            return
        edition, skills = self.edition, self.cartridges.skills
        lines = [f"# {escaped(chapter.title)}", escaped(f"{edition.title}, {edition.version}")]
        for question in chapter.questions:
            points = ngettext("{count} point", "{count} points", question.points).format(count=question.points)
            heading = " · ".join([question_title(question, skills), *([points] if question.points else [])])
            lines += [f"## {escaped(heading)}", markdown(whole_links(question.html, self.cartridges.way))]
        about = _("The questions without answers, to change with an editor of texts.")
        yield Part(about, {f"{STUDENTS}/questions.md": ("\n\n".join(lines) + "\n").encode()})

    def _charts(self, chapter: Chapter) -> Iterator[Part]:
        drawn, data = {}, {}
        for figure in self.edition.figures:
            if figure.page == chapter.page:
                name = file_name(figure.id)
                drawing = self._drawing(figure)
                drawn[f"{STUDENTS}/charts/{name}.svg"] = drawing.encode()
                drawn[f"{STUDENTS}/charts/{name}.png"] = bytes(vl_convert.svg_to_png(drawing, scale=SCALE))
                if figure.data:
                    data[f"{STUDENTS}/data/{name}.csv"] = _csv(figure)
        yield Part(_("The charts, as drawings and as pictures for slides."), drawn)
        yield Part(_("What the charts show, as tables (UTF-8, with commas)."), data)

    def _drawing(self, figure: Figure) -> str:
        """Return a chart in the colours of a light page, on white, with its words for who does not see it."""
        root = etree.fromstring(PAINT.sub(lambda paint: self.colours.get(paint[1], paint[2]), figure.svg))
        root.set("color", "#000")
        root.set("role", "img")
        title = etree.Element(f"{{{SVG}}}title")
        title.text = f"{figure.title}. {figure.alternative}"
        root.insert(0, title)
        root.insert(1, etree.Element(f"{{{SVG}}}rect", width="100%", height="100%", fill="#fff"))
        return str(etree.tostring(root, encoding="unicode"))

    def _citation(self, chapter: Chapter) -> Iterator[Part]:
        edition = self.edition
        whole = Whole(edition.title, edition.version, edition.date, edition.editors, edition.language)
        name = file_name(chapter.name.rpartition("/")[2])
        way = self.cartridges.way
        item = csl_of_part(whole, chapter.title, name, f"{way}{chapter.page}" if way else "")
        item = {key: value for key, value in item.items() if value}
        styles = (f"{_(form.name)}\n{_plain(formatted(item, form, edition.language))}" for form in FORMS if form.listed)
        files = {
            "citation.txt": "\n\n".join(styles) + "\n",
            "citation.bib": bibtex(item) + "\n",
            "citation.ris": ris(item),
            "citation.json": json_bytes([item]).decode(),
        }
        about = _("How to cite the chapter, in words and for reference managers.")
        yield Part(about, {f"{STUDENTS}/{file}": words.encode() for file, words in files.items()})

    def _answers(self, chapter: Chapter) -> Iterator[Part]:
        if not chapter.questions:
            return
        named = {question.id for question in chapter.questions}
        articles = [
            article
            for article in guide_articles(self.site)
            if named & {element.get("data-question") for element in with_class(article.element, "div", "answer")}
        ]
        if articles:
            about = _("Questions, answers, what weak answers miss, and rubrics, for word processors.")
            yield Part(about, {f"{TEACHERS}/answers.docx": articles_docx(self.edition, articles)})
        records = [self._record(chapter, number) for number in range(len(chapter.questions))]
        about = _("The same as data: questions with skill, type and points, answers and rubrics (HTML).")
        yield Part(about, {f"{TEACHERS}/questions.json": json_bytes(records)})

    def _record(self, chapter: Chapter, number: int) -> dict[str, object]:
        question = chapter.questions[number]
        answer = self.cartridges.answers.get(question.id)
        asked = replace(question, html=whole_links(question.html, self.cartridges.way))
        return {"question": asked, "answer": answer}

    def _cartridges(self, chapter: Chapter) -> Iterator[Part]:
        name = file_name(chapter.name.rpartition("/")[2])
        full = {f"{TEACHERS}/{name}{SUFFIX}": self.cartridges.chapter(chapter)}
        about = _("A Common Cartridge for your learning platform: reading, questions with answers for you, links.")
        yield Part(about, full)
        if self.cartridges.way:
            thin = {f"{TEACHERS}/{name}-links{SUFFIX}": self.cartridges.thin(chapter)}
            yield Part(_("The same with nothing but links, for students who read on the site."), thin)


def _csv(figure: Figure) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(figure.data)
    return written.getvalue().encode()


def _plain(citation: str) -> str:
    return citation.replace(ITALIC, "").replace(ROMAN, "")
