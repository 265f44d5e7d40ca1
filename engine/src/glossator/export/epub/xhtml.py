"""Published pages as XHTML for e-readers: no controls, notes as footnotes that pop up, links within the book.

A page is changed in the form in which it was parsed (`book_form`), so that all ids are known before links are made
(`link_up`), and copied into the namespaces of XHTML, SVG and MathML at the end (`add_article`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from posixpath import dirname, relpath
from urllib.parse import quote, unquote

from lxml import etree
from lxml.html import HtmlElement

from glossator.core.addresses import SCHEME, is_allowed
from glossator.export.epub.site_pages import Article, classes
from glossator.export.pages import sayable, words

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

#: What runs, is operated, or plays.
OPERATED = ("script", "noscript", "style", "button", "form", "input", "select", "template", "object", "embed", "iframe")
#: Classes of what is for a page on the web alone: links to headings; the proofs of notes, row by row; the names of the
#: works on further pages.
WEB_ONLY = ("headerlink", "evidence", "evidence-elsewhere", "further-works", "skip-link", "sd-hide-link-text")
#: Attributes that are kept, beside those of drawings and formulas.
KEPT = {"id", "class", "lang", "dir", "title", "alt", "src", "href", "colspan", "rowspan", "scope", "start", "reversed"}
KEPT |= {"value", "datetime", "cite", "translate", "data-label", "data-line", "aria-label", "aria-hidden", "role"}
#: Roles that mean something where nothing is operated.
ROLES = re.compile(r"doc-\w+|group|img|note")
#: Elements that can have a name without a role (ARIA: naming prohibited on all that is generic).
NAMED = ("a", "nav", "section", "aside", "figure", "table", "img", "svg", "math")
#: What a parser of HTML writes in small letters, as SVG has it.
SVG_NAMES = {
    name.lower(): name
    for name in (
        *("clipPath", "clipPathUnits", "foreignObject", "gradientTransform", "gradientUnits", "lengthAdjust"),
        *("linearGradient", "markerHeight", "markerUnits", "markerWidth", "maskContentUnits", "maskUnits"),
        *("patternContentUnits", "patternTransform", "patternUnits", "preserveAspectRatio", "radialGradient", "refX"),
        *("refY", "spreadMethod", "startOffset", "stdDeviation", "textLength", "textPath", "viewBox"),
    )
}
#: A colour of a chart as a page names it; the fallback is what a reader gets that knows no variables.
PAINT = re.compile(r"var\(--chart-(\d+), *(#[0-9a-fA-F]{3,8})\)")
#: So many columns fit on a narrow page.
FEW_COLUMNS = 3
#: Properties of the writing mode, in the names that every reader knows.
PHYSICAL = {"inline-size": "width", "block-size": "height"}


def book_form(page: Article, colours: Mapping[str, str]) -> None:
    """Change a page into the form of a book, in place.

    colours: of charts, on a light page, by place
    """
    article = page.element
    _leave_out(article)
    _unfold(article)
    _untab(article)
    _make_notes(article)
    _make_headings(article)
    _mark_broad_tables(article)
    for drawing in list(article.iter("svg")):
        _plain_colours(drawing, colours)
    _one_id_each(article)
    page.rules = re.sub("|".join(PHYSICAL), lambda name: PHYSICAL[name[0]], page.rules)


def _having(article: HtmlElement, *names: str) -> Iterator[HtmlElement]:
    """Yield the elements that have one of these classes; they may be changed meanwhile."""
    return iter([each for each in article.iterdescendants() if set(names).intersection(classes(each))])


def _leave_out(article: HtmlElement) -> None:
    for element in _having(article, *WEB_ONLY):
        element.drop_tree()
    for details in [each for each in article.iter("details") if _is_code(each)]:
        details.drop_tree()
    for element in [each for each in article.iter(*OPERATED) if not any(each.iterancestors("svg"))]:
        if element.getparent() is not None:
            element.drop_tree()
    for comment in list(article.iter(etree.Comment, etree.ProcessingInstruction)):
        comment.drop_tree()


def _is_code(details: HtmlElement) -> bool:
    """Return whether nothing but the code of a cell is folded here; it is in the chapter's notebook."""
    folded = {"disclosure", "hidden-cell"}.intersection(classes(details)) and "named" not in classes(details)
    shown = [each for each in details if each.tag != "summary"]
    code = ("cell_input", "highlight-ipython3", "highlight-python", "highlight-python3")
    return bool(folded and shown) and all(set(code).intersection(classes(each)) for each in shown)


def _unfold(article: HtmlElement) -> None:
    """Open what is folded, as on paper: a reading system may be unable to, or lose the place of who reads."""
    for details in list(article.iter("details")):
        row = details.getparent().getparent()
        for summary in details.findall("summary"):
            if row is not None and "row-more" in classes(row):
                summary.drop_tree()
            else:
                summary.tag = "p"
                summary.set("class", " ".join(["summary", *classes(summary)]))
        details.tag = "div"


def _untab(article: HtmlElement) -> None:
    """Put what stands in tabs below each other, each below its name."""
    for label in list(article.iter("label")):
        label.tag = "p"
        label.set("class", "summary")


def _make_notes(article: HtmlElement) -> None:
    """Make the notes footnotes of EPUB, whose links bear their numbers."""
    for link in _having(article, "noteref", "footnote-reference"):
        link.set("epub:type", "noteref")
        if "noteref" in classes(link):
            link.text = link.get("data-number")
    for note in _having(article, "annotation", "footnote"):
        note.tag = "aside"
        note.set("epub:type", "footnote")
        note.set("role", "doc-footnote")


def _make_headings(article: HtmlElement) -> None:
    """Make what is a heading by its role an element that is one."""
    for element in [each for each in article.iter() if each.get("role") == "heading"]:
        element.tag = f"h{element.get('aria-level', '6')}"
        del element.attrib["role"]


def _mark_broad_tables(article: HtmlElement) -> None:
    """Mark the tables whose cells stand below each other on a narrow page, each with the name of its column."""
    for table in article.iter("table"):
        named = [sum("data-label" in cell.attrib for cell in row) for row in table.iterfind(".//tr")]
        if max(named, default=0) > FEW_COLUMNS:
            table.set("class", " ".join([*classes(table), "stacked"]))


def _plain_colours(drawing: HtmlElement, colours: Mapping[str, str]) -> None:
    """Give a drawing the colours of a light page as such; the style sheet has those of a dark one."""
    for element in drawing.iter():
        for name in ("fill", "stroke"):
            if match := PAINT.fullmatch(element.get(name) or ""):
                element.set(name, colours.get(match[1], match[2]))


def _one_id_each(article: HtmlElement) -> None:
    seen: set[str] = set()
    for element in article.iter():
        name = element.get("id")
        if name is not None and (not name.strip() or name in seen or name != "".join(name.split())):
            del element.attrib["id"]
        elif name is not None:
            seen.add(name)


def ids_of(page: Article) -> frozenset[str]:
    """Return the ids of a page."""
    return frozenset(element.get("id") for element in page.element.iter() if element.get("id"))


class Places:
    """What links may lead to: pages of the book with their ids, and the site where it is known.

    files: the file in the book of each page of the site
    ids: the ids of each page
    address: of the site, with a slash at its end; empty where it is not known
    """

    def __init__(self, files: Mapping[str, str], ids: Mapping[str, frozenset[str]], address: str) -> None:
        self.files = files
        self.ids = ids
        self.address = address

    def href(self, page: str, target: str) -> str:
        """Return how a link on the page *page* leads to *target* in the book; empty if there is no such place.

        target: relative to the root of the site, or a whole address of elsewhere
        """
        if SCHEME.match(target):
            # Spaces and the like, which a browser puts up with.
            return quote(target.strip(), safe="%/:=&?~#+!$,;'@()*[]") if is_allowed(target) else ""
        address, _, fragment = target.partition("#")
        if address not in self.files:
            return f"{self.address}{target}" if self.address else ""
        place = f"#{quote(unquote(fragment))}" if unquote(fragment) in self.ids[address] else ""
        return place if place and address == page else relative(self.files[page], self.files[address]) + place


def relative(start: str, target: str) -> str:
    """Return the way from the file *start* to the file *target*."""
    return relpath(target, dirname(start) or ".")


def link_up(article: Article, places: Places, picture: Callable[[str], str]) -> None:
    """Let the links of a page lead to places in the book, and its pictures to files of it.

    A link whose place is not in the book leads to the site; where its address is not known, its words stand there
    without a link. A file to download stands only in a sentence that names it.

    picture: returns the way to a picture in the book by its place in the site; empty if it has none there
    """
    for link in [each for each in article.element.iter("a") if each.get("href") is not None]:
        href = places.href(article.address, article.page.link(link.get("href")))
        if href:
            link.set("href", href)
        elif "download" in link.attrib and not _is_in_sentence(link):
            link.drop_tree()
        else:
            link.drop_tag()
    for image in list(article.element.iter("img")):
        source = image.get("src") or ""
        found = source if source.startswith("data:image/") else picture(article.page.link(source))
        if found:
            image.set("src", found)
            image.set("alt", image.get("alt") or "")
        else:
            # Said in words: what a book cannot hold, or would have to fetch.
            image.tag, image.text = "span", f"[{image.get('alt') or ''}]"
            image.set("class", "no-picture")


def _is_in_sentence(link: HtmlElement) -> bool:
    """Return whether other words stand around a link, and not as a caption above what it has."""
    block = next(link.iterancestors("p", "li", "td", "dd", "caption", "figcaption", "div"))
    return block.tag not in ("caption", "figcaption") and words(block) != words(link)


def add_article(body: etree._Element, article: HtmlElement) -> etree._Element:
    """Add a copy of an article to the ``body`` of a document of XHTML; return its one ``section``.

    Its drawings become SVG, its formulas MathML.
    """
    children = [child for child in article if isinstance(child.tag, str)]
    if len(children) == 1 and children[0].tag == "section":
        return _copy(children[0], body, XHTML)
    section = _copy(article, body, XHTML)
    section.tag = f"{{{XHTML}}}section"
    return section


def _copy(source: HtmlElement, parent: etree._Element, namespace: str) -> etree._Element:
    name = str(source.tag)
    namespace = {"svg": SVG, "math": MATHML}.get(name, namespace)
    if namespace == SVG:
        name = SVG_NAMES.get(name, name)
    elif namespace == XHTML and not name.isalnum():
        # An element of somebody's own, which only HTML allows.
        name = "span"
    nsmap = {"svg": {None: SVG, "xlink": XLINK}, "math": {None: MATHML}}.get(name)
    copy = etree.SubElement(parent, f"{{{namespace}}}{name}", nsmap=nsmap)
    for key, value in source.attrib.items():
        _set(copy, namespace, str(key), sayable(value))
    if copy.get("aria-label") and name not in NAMED and not copy.get("role"):
        del copy.attrib["aria-label"]
    copy.text = sayable(source.text or "")
    for child in source:
        _copy(child, copy, namespace).tail = sayable(child.tail or "")
    return copy


def _set(copy: etree._Element, namespace: str, key: str, value: str) -> None:
    if key == "epub:type":
        copy.set(f"{{{OPS}}}type", value)
    elif key == "lang":
        copy.set("lang", value)
        copy.set(f"{{{XML}}}lang", value)
    elif namespace == XHTML:
        is_tooltip = key == "title" and copy.tag == f"{{{XHTML}}}a"
        if key in KEPT and not is_tooltip and (key != "role" or ROLES.fullmatch(value)):
            copy.set(key, value)
    elif key == "xlink:href":
        copy.set(f"{{{XLINK}}}href", value)
    elif not key.startswith(("on", "data-", "xmlns")) and ":" not in key and key not in ("style", "tabindex"):
        copy.set(SVG_NAMES.get(key, key), value)
