"""The teacher's guide as a document of Word (DOCX), whose headings, lists, links and tables are what they look like."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from glossator.core.addresses import SCHEME, is_allowed
from glossator.export.epub.site_pages import Article, classes
from glossator.export.epub.xhtml import book_form
from glossator.export.guide.book import guide_articles, title_of
from glossator.export.pages import sayable
from glossator.export.records import Edition
from glossator.translation import _, format_list

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
ITALIC, BOLD = ("em", "i", "cite"), ("strong", "b")
#: What stands in a line; all else is a block, or holds blocks.
INLINE = (*ITALIC, *BOLD, "a", "span", "code", "sub", "sup", "abbr", "kbd", "q", "br", "small")
#: The time of a document whose date nobody says.
NO_DATE = "1980-01-01"
WIDTHS = (Cm(3.5), Cm(12))


class Run(NamedTuple):
    """Words of a paragraph that look alike."""

    text: str
    italic: bool = False
    bold: bool = False
    address: str = ""  #: where they lead; empty if nowhere


def guide_docx(edition: Edition, site: Path) -> bytes:
    """Return the guide as a document of Word, the same bytes each time.

    Links lead to the site where its address is known, and nowhere otherwise.
    """
    return articles_docx(edition, guide_articles(site))


def articles_docx(edition: Edition, articles: Iterable[Article]) -> bytes:
    """Return pages of the guide as a document of Word; they are changed by that."""
    writer = _Writer(edition)
    for number, article in enumerate(articles):
        writer.add_page(article, first=not number)
    return writer.written()


class _Writer:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.document = docx.Document()
        self.page: Article
        self._set_styles()
        self._describe()
        self.document.add_heading(title_of(edition), 0)
        version = _("Version {version}").format(version=edition.version)
        self.document.add_paragraph(f"{version}. {_('For teachers, and not secret.')}")

    def _set_styles(self) -> None:
        styles = self.document.styles
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), self.edition.language)
        styles["Normal"].font.size = Pt(10.5)
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
            styles[name].font.color.rgb = RGBColor(0, 0, 0)
        styles["Quote"].font.italic = False
        styles["Quote"].font.color.rgb = RGBColor(0x44, 0x44, 0x44)
        styles["Quote"].paragraph_format.left_indent = Cm(0.8)

    def _describe(self) -> None:
        about, edition = self.document.core_properties, self.edition
        about.title, about.language = title_of(edition), edition.language
        about.author = about.last_modified_by = format_list([str(each) for each in edition.editors], edition.language)
        about.comments, about.version = "", edition.version
        day = edition.date + NO_DATE[len(edition.date) :]
        about.created = about.modified = datetime.datetime.fromisoformat(day)

    def add_page(self, article: Article, first: bool) -> None:
        """Add a page of the guide; each begins on a new one."""
        book_form(article, {})
        self.page = article
        self._add_blocks(article.element)
        if not first:
            heading = next(each for each in reversed(self.document.paragraphs) if _is_chapter(each))
            heading.paragraph_format.page_break_before = True

    def written(self) -> bytes:
        """Return the document; python-docx would write the time at which it does so."""
        made, out = BytesIO(), BytesIO()
        self.document.save(made)
        with ZipFile(made) as source, ZipFile(out, "w") as target:
            for name in source.namelist():
                about = ZipInfo(name)
                about.compress_type, about.external_attr = ZIP_DEFLATED, 0o644 << 16
                target.writestr(about, source.read(name))
        return out.getvalue()

    def _add_blocks(self, element: HtmlElement, style: str = "Normal") -> None:
        style = "Quote" if "asked" in classes(element) or element.tag == "blockquote" else style
        if all(child.tag in INLINE for child in element):
            self._add_words(element, style)
            return
        for child in element:
            if child.tag in HEADINGS:
                self._add_words(child, f"Heading {HEADINGS[child.tag]}")
            elif child.tag == "p":
                self._add_words(child, style)
            elif child.tag in ("ul", "ol"):
                self._add_items(child, style, deep=1)
            elif child.tag == "dl":
                self._add_levels(child)
            elif child.tag == "table":
                self._add_table(child)
            else:
                self._add_blocks(child, style)

    def _add_words(self, element: HtmlElement, style: str, before: str = "") -> None:
        runs = list(_joined(self._runs(element)))
        if runs:
            self._fill(self.document.add_paragraph(before, style), runs)

    def _add_items(self, element: HtmlElement, style: str, deep: int) -> None:
        """Add the items of a list; the numbers of a numbered one are words, since Word would count on."""
        for number, item in enumerate(element.iterchildren("li"), start=int(element.get("start") or 1)):
            name = f"List {'Bullet' if element.tag == 'ul' else 'Continue'}{f' {deep}' if deep > 1 else ''}"
            lists = [each for each in item if each.tag in ("ul", "ol")]
            for each in lists:
                item.remove(each)
            self._add_words(item, name, f"{number}. " if element.tag == "ol" else "")
            for each in lists:
                self._add_items(each, style, min(deep + 1, 3))

    def _add_levels(self, element: HtmlElement) -> None:
        """Add a list of definitions as a table: what is defined, and its definition."""
        parts = [each for each in element if each.tag in ("dt", "dd")]
        table = self.document.add_table(0, 2, "Table Grid")
        for part in parts:
            if part.tag == "dt":
                cells = table.add_row().cells
            for cell, width in zip(cells, WIDTHS, strict=True):
                cell.width = width
            runs = _joined(self._runs(part))
            if part.tag == "dt":
                self._fill(cells[0].paragraphs[0], [run._replace(bold=True) for run in runs])
            else:
                self._fill(cells[1].paragraphs[0], list(runs))
        self.document.add_paragraph()

    def _add_table(self, element: HtmlElement) -> None:
        rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
        table = self.document.add_table(len(rows), max(map(len, rows)), "Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, place in zip(cells, row.cells, strict=False):
                runs = _joined(self._runs(cell))
                bold = cell.tag == "th"
                self._fill(place.paragraphs[0], [run._replace(bold=bold or run.bold) for run in runs])
        self.document.add_paragraph()

    def _fill(self, paragraph: Paragraph, runs: list[Run]) -> None:
        for run in runs:
            made = paragraph.add_run(run.text)
            made.italic, made.bold = run.italic or None, run.bold or None
            if run.address:
                link = OxmlElement("w:hyperlink")
                way = paragraph.part.relate_to(run.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link.set(qn("r:id"), way)
                made.font.underline = True
                link.append(made.font.element)
                paragraph.paragraph_format.element.append(link)

    def _runs(self, element: HtmlElement, look: Run = Run("")) -> Iterator[Run]:  # noqa: B008
        """Yield the words of an element with how they look; a break of the line is a blank."""
        yield look._replace(text=_clean(element.text or ""))
        for child in element:
            inside = look
            if child.tag in ITALIC:
                inside = look._replace(italic=True)
            elif child.tag in BOLD:
                inside = look._replace(bold=True)
            elif child.tag == "a":
                inside = look._replace(address=self._address(child.get("href") or ""))
            elif child.tag not in INLINE or child.tag == "br":
                yield look._replace(text=" ")
            yield from self._runs(child, inside)
            yield look._replace(text=_clean(child.tail or ""))

    def _address(self, href: str) -> str:
        """Return where a link leads from a document that may lie anywhere; empty where that is not known."""
        address = self.page.page.link(href) if href else ""
        if SCHEME.match(address):
            return address if is_allowed(address) else ""
        return f"{self.edition.address}{address}" if self.edition.address and address else ""


def _is_chapter(paragraph: Paragraph) -> bool:
    return paragraph.style is not None and paragraph.style.name == "Heading 1"


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", sayable(text))


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Yield runs with one blank for several, none at both ends, and those that look alike as one."""
    joined: list[Run] = []
    for run in runs:
        text = run.text
        if not joined or joined[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if joined and text and joined[-1]._replace(text="") == run._replace(text=""):
            joined[-1] = run._replace(text=joined[-1].text + text)
        elif text:
            joined.append(run._replace(text=text))
    while joined and not joined[-1].text.strip():
        joined.pop()
    if joined:
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip(" "))
    yield from joined
