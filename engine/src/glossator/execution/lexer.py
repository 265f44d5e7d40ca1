"""A Pygments lexer for code cells that emits only the tokens which the style sheet colours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from keyword import kwlist, softkwlist
from typing import Any, ClassVar

from ipython_pygments_lexers import IPython3Lexer
from pygments.lexer import inherit
from pygments.token import Comment, Keyword, Number, Operator, String, Text
from sphinx.application import Sphinx

#: Blanks within a line, signs, and names: neither keywords nor what words in quotation marks begin with.
UNCOLOURED = rf"(?<=\S)[ \t]+|[()\[\]{{}},.:=]+|(?!(?:{'|'.join([*kwlist, *softkwlist])})\b)[^\W\d]\w*\b(?!['\"])"


class CellLexer(IPython3Lexer):  # type: ignore[misc]
    """IPython's lexer, reduced to the token types which the style sheet colours.

    Most words and signs are not coloured: one expression matches them, before IPython's lexer tries its fifty.
    """

    COLOURED = (Comment, Keyword, Number, Operator.Word, String)
    tokens: ClassVar = {state: [(UNCOLOURED, Text), inherit] for state in ("root", "expr")}

    def get_tokens_unprocessed(self, text: str, stack: tuple[str, ...] = ("root",)) -> Iterator[tuple[int, Any, str]]:
        for place, kind, words in super().get_tokens_unprocessed(text, stack):
            yield place, kind if _coloured(kind) else Text, words


@cache
def _coloured(kind: Any) -> bool:
    return any(kind in coloured for coloured in CellLexer.COLOURED)


def setup_lexer(app: Sphinx) -> None:
    """Colour code cells by `CellLexer`, under the name that notebooks give their language."""
    app.add_lexer("ipython3", CellLexer)
