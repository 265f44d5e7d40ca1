"""The pages of the teacher's guide as documents of a book, which is printed as the edition is."""

from __future__ import annotations

from pathlib import Path

from glossator.export.epub.book import Book
from glossator.export.epub.package import BookFile, BookLine, new_page, page_file
from glossator.export.epub.site_pages import Article, read_article, written_page
from glossator.export.epub.xhtml import Places, add_article, book_form, ids_of, link_up
from glossator.export.pages import with_class
from glossator.export.pdf.printer import book_pdf
from glossator.export.records import Edition
from glossator.teaching.pages import FOLDER, INDEX
from glossator.translation import _


def title_of(edition: Edition) -> str:
    """Return the title of the guide."""
    return _("{title}: the teacher’s guide").format(title=edition.title)


def guide_articles(site: Path) -> list[Article]:
    """Return the pages of the guide in their order, the first page first, without what is said on each of them.

    site: the folder of a built site
    """
    files = {file.relative_to(site).as_posix() for file in (site / FOLDER).rglob("*.html")}
    addresses = sorted(file.removesuffix("index.html") if file.count("/") > 1 else file for file in files)
    first = f"{INDEX}.html"
    if first in addresses:
        page = written_page(site, first)
        listed = [address for element in with_class(page.root, "ul", "guide-pages") for address in page.links(element)]
        addresses = [first, *(address for address in listed if address in addresses)]
    articles = [read_article(site, address) for address in addresses]
    left_out = (("p", "guide-about"), ("div", "exports-for-teachers"))
    for article in articles:
        for element in [each for tag, name in left_out for each in with_class(article.element, tag, name)]:
            element.drop_tree()
    return articles


def guide_pdf(edition: Edition, site: Path) -> bytes:
    """Return the guide as a PDF on A4; raises CannotMake."""
    articles = guide_articles(site)
    files = {article.address: f"pages/{number}.xhtml" for number, article in enumerate(articles)}
    for article in articles:
        book_form(article, {})
    places = Places(files, {article.address: ids_of(article) for article in articles}, edition.address)
    documents = [_document(edition, article, files[article.address], places) for article in articles]
    lines = [BookLine(article.heading, files[article.address]) for article in articles]
    return book_pdf(Book(edition, "guide", title_of(edition), documents, lines, []), "A4")


def _document(edition: Edition, article: Article, path: str, places: Places) -> BookFile:
    link_up(article, places, lambda place: "")
    root, body = new_page(article.title, edition.language, edition.direction, "")
    add_article(body, article.element)
    return page_file(path, root)
