"""Markdown of settings, for words that stand on every page: an announcement, what is below the foot of the page.

Paragraphs with emphasis, code and links to the web or to mail; whatever else is written is reported, and printed as the
signs that it is made of. A way to a file of the book would lead elsewhere from each folder.
"""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from glossator.core.addresses import SCHEME, is_allowed

RULES = ["autolink", "backticks", "emphasis", "entity", "escape", "link", "newline"]
#: What Markdown makes of these rules, and what a message calls the rest.
KNOWN = ("paragraph", "text", "softbreak", "hardbreak", "inline", "em", "strong", "link", "code_inline")
MARKDOWN = "Markdown: words, *emphasis*, **strong words**, [words of a link](https://example.org/)"
NAMES = {"html_block": "HTML", "html_inline": "HTML", "image": "a picture"}


class Words(MarkdownIt):
    """A parser of what may be written, which escapes all else."""

    def __init__(self) -> None:
        super().__init__("zero")
        self.enable(RULES)

    # The parser calls it by this name.
    def validateLink(self, url: str) -> bool:  # noqa: N802
        return leads_out(url)


def leads_out(address: str) -> bool:
    """Return whether an address is one of the web or of mail."""
    return bool(SCHEME.match(address)) and is_allowed(address)


def paragraphs(text: str) -> str:
    """Return the HTML of one paragraph or several."""
    return str(Words().render(text))


def line(text: str) -> str:
    """Return the HTML of words that stand within a paragraph."""
    return str(Words().renderInline(text))


def faults(text: str) -> Iterator[str]:
    """Yield what is in *text* that would be printed as signs, for a message that goes on after "has"."""
    for token in _tokens(MarkdownIt("commonmark").parse(text)):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind == "link" and token.nesting == 1 and not leads_out(address := str(token.attrs["href"])):
            yield f'a link to "{address}"; it begins with https://, http:// or mailto:'
        elif kind not in KNOWN and token.nesting >= 0:
            yield f"{NAMES.get(token.type, 'more than paragraphs')}; write {MARKDOWN}"


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or [])
