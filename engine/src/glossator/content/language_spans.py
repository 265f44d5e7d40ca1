"""Chinese words in an English sentence, marked as Chinese.

A screen reader then says them in Chinese, and the browser takes its own Chinese letters for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

HAN = r"\u3400-\u9fff\uf900-\ufaff"
#: Characters, with the figures and signs that stand before and between them.
CHINESE = re.compile(rf"[0-9]*[{HAN}](?:[{HAN}\u3000-\u303f\uff01-\uff5e0-9“”·: ]*[{HAN}])?")


class MarkChinese(SphinxPostTransform):
    """Put what is Chinese into an element that says so, wherever a page has it: notes, tables, works."""

    # When lists and works are in their places (5), and links have their words (10).
    default_priority = 30
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for text in [text for text in self.document.findall(nodes.Text) if CHINESE.search(text)]:
            if not _is_marked(text):
                text.parent.replace(text, list(_parts(text)))


def _is_marked(node: nodes.Node) -> bool:
    """Return whether a text is in code, or in what says already that it is Chinese."""
    above = node.parent
    while isinstance(above, nodes.Element):
        if isinstance(above, (nodes.literal, nodes.FixedTextElement)) or above.get("lang", "").startswith("zh"):
            return True
        if any(name.startswith("language-zh") for name in above["classes"]):
            return True
        above = above.parent
    return False


def _parts(text: str) -> Iterator[nodes.Node]:
    end = 0
    for chinese in CHINESE.finditer(text):
        if before := text[end : chinese.start()]:
            yield nodes.Text(before)
        yield nodes.inline("", chinese[0], classes=["language-zh"])
        end = chinese.end()
    if after := text[end:]:
        yield nodes.Text(after)
