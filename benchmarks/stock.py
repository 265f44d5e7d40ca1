"""The same chapters in the markup of stock Jupyter Book 1, so that it can be timed without any code of the edition.

A passage becomes block quotations, an annotation a ``{margin}``, a table of ``data/`` a Markdown table, a chart what
Altair displays by default. What stock Jupyter Book has no counterpart for is left out: links between notes, the index
of notes, the table of chapters, the texts side by side.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from glossator.core.datapackage import as_text, read_table, table_fields
from glossator.core.quotation import lemma
from glossator.core.text import load_sources, source_of

CONFIG = """\
title: The same chapters
author: The editors
exclude_patterns: [sources, data]
only_build_toc_files: true
execute: {execute_notebooks: force, timeout: 120}
bibtex_bibfiles: [references.bib]
"""
OPENING = re.compile(r"(?P<signs>[:`]{3,})\{(?P<name>[a-z-]+)\} ?(?P<rest>.*)")
LINK = re.compile(r"\{(?:para|note|row)\}`(?:(?P<words>[^`<]+) <[^`>]+>|(?P<target>[^`]+))`")
FIGURE = "from glossator import"
PLAIN_CHART = "figure = lambda chart, **about: chart"
SVG_CHART = f'{PLAIN_CHART}; import altair; altair.renderers.enable("svg")'


def make_stock(book: Path, folder: Path, *, svg: bool = False) -> Path:
    """Write the book in *book* into the empty *folder* for stock Jupyter Book; return *folder*.

    svg: draw the charts, so that they are seen without a network, as those of the edition are
    """
    for name in ("_toc.yml", "references.bib", "data", "sources"):
        (shutil.copytree if (book / name).is_dir() else shutil.copy2)(book / name, folder / name)
    (folder / "_config.yml").write_text(CONFIG, encoding="utf-8")
    for path in [book / "index.md", *sorted((book / "chapters").glob("*.md"))]:
        copy = folder / path.relative_to(book)
        copy.parent.mkdir(exist_ok=True)
        chapter = _Chapter(path.read_text(encoding="utf-8"), book, SVG_CHART if svg else PLAIN_CHART)
        copy.write_text("\n".join(chapter) + "\n", encoding="utf-8")
    return folder


class _Chapter:
    """The lines of one chapter in stock markup."""

    def __init__(self, text: str, book: Path, chart: str) -> None:
        # Stock reads "$250 billion … $37 billion" as a formula.
        self.lines, self.book, self.chart = iter(text.replace("$", r"\$").splitlines()), book, chart

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            match = OPENING.match(line)
            if match and match["name"] == "code-cell":
                yield line
                yield from self._cell(match["signs"])
            elif match:
                yield from self._directive(**match.groupdict())
            else:
                yield LINK.sub(lambda link: link["words"] or link["target"], line)

    def _cell(self, signs: str) -> Iterator[str]:
        for line in self.lines:
            yield line.replace(r"\$", "$")
            if line.startswith(FIGURE):
                yield self.chart
            if line == signs:
                return

    def _directive(self, signs: str, name: str, rest: str) -> Iterator[str]:
        match name:
            case "passage":
                yield from self._passage(rest.split())
            case "annotation":
                yield f"{signs}{{margin}} {lemma(rest)}"
                # Options of the edition; its closing line is the margin's.
                yield from (line for line in self._until(signs) if not re.match(r":(kind|certainty|name):", line))
                yield signs
            case "records" | "terms":
                options = dict(line[1:].split(": ", 1) for line in self._until(signs) if line.startswith(":"))
                yield from self._table(rest, options)
            case "bibliography":
                yield from (f"{signs}{{bibliography}}", *self._until(signs), signs)
            case _:
                list(self._until(signs))

    def _until(self, signs: str) -> Iterator[str]:
        for line in self.lines:
            if line == signs:
                return
            yield LINK.sub(lambda link: link["words"] or link["target"], line)

    def _passage(self, paragraphs: list[str]) -> Iterator[str]:
        source = source_of(load_sources(self.book / "sources"), paragraphs[0])
        for paragraph in source.between(paragraphs[0], paragraphs[-1]):
            yield "> " + paragraph.text.replace("$", r"\$")
            yield ""
        # The annotations follow as directives of their own, and the line that ended the passage ends nothing.
        inside = _Chapter("", self.book, self.chart)
        inside.lines = iter(list(self._raw_until(":::::")))
        yield from inside

    def _raw_until(self, signs: str) -> Iterator[str]:
        for line in self.lines:
            if line == signs:
                return
            yield line

    def _table(self, name: str, options: dict[str, str]) -> Iterator[str]:
        described = table_fields(name, self.book)
        columns = options.get("columns", "").replace(",", " ").split() or list(described)
        where, _, values = (part.strip() for part in options.get("where", "").partition("="))
        rows = read_table(name, self.book)
        if where:
            rows = [row for row in rows if set(shlex.split(values)) & set(as_text(row[where]).split(";"))]
        if name == "glossary":
            yield from ("```{glossary}", *(f"{row['term']}\n  {row['definition']}\n" for row in rows), "```")
            return
        yield "| " + " | ".join(described[column]["title"] for column in columns) + " |"
        yield "|" + "---|" * len(columns)
        for row in rows:
            yield "| " + " | ".join(_cell(column, as_text(row[column])) for column in columns) + " |"


def _cell(column: str, text: str) -> str:
    if column.endswith("source_keys") and text:
        return f"{{cite:p}}`{text.replace(';', ',')}`"
    return text.replace("|", r"\|").replace("$", r"\$")
