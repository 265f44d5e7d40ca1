"""Lint of the whole project: tables against their schema, keys of works, ``_toc.yml`` against the files."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.matching import patfilter
from sphinx_external_toc.api import GlobItem, UrlItem
from sphinx_external_toc.parsing import parse_toc_yaml

from glossator.citations.roles import unknown_work
from glossator.core.addresses import is_allowed
from glossator.core.datapackage import (
    PACKAGE_FILE,
    Row,
    TableError,
    as_text,
    describe_table,
    key_columns,
    read_table,
    role,
    row_lines,
    split_cell,
    table_fields,
    table_names,
)
from glossator.core.nearest import name_near
from glossator.core.row_evidence import key_of
from glossator.core.text import SOURCES_FILE, split_lines
from glossator.lint.addresses import refusal
from glossator.lint.newest import stale_dates
from glossator.lint.strangers import strangers
from glossator.messages.warnings import Problem, addition, correction, warn
from glossator.notes.domain import edition_domain
from glossator.notes.passage import sources

TOC = "_toc.yml"
#: What a chapter's file may be called, without its ending.
ADDRESS = re.compile(r"[a-z0-9]+([-_/][a-z0-9]+)*")


def refuse_aliases(app: Sphinx, config: Config) -> None:
    """Stop before a list of contents is read that repeats parts of itself, which a few lines can do without end."""
    place = Path(app.srcdir) / TOC
    try:
        marks = [token.start_mark for token in yaml.scan(place.read_bytes()) if isinstance(token, yaml.AliasToken)]
    except (OSError, yaml.YAMLError):  # which is reported by what reads it
        return
    if marks:
        message = "a list of contents repeats nothing by * and &; write each part where it belongs"
        warn(Problem.TOC, message, f"{place}:{marks[0].line + 1}")
        sys.exit("Nothing more is read before this is mended.")


def check_project(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Report mistakes in tables, sources and table of contents, in every build, whichever chapters it reads."""
    root = Path(app.srcdir)
    _check_tables(root, env)
    for source in sources(env).values():
        key = source.about["citation"]
        if message := unknown_work(key, env):
            warn(Problem.CITATION, message, f"{root / 'sources' / SOURCES_FILE}:1", f"citation: {key}")
    _check_contents(root, env)
    for path, problem, message in strangers(root, env):
        warn(problem, message, f"{path}:1")


def _check_tables(root: Path, env: BuildEnvironment) -> None:
    """Report what is wrong with tables in their lines, with their descriptions in the line that names the table."""
    description = root / "data" / PACKAGE_FILE
    try:
        names = table_names(root)
    except TableError as error:
        for line, message in error.rows or [(1, str(error))]:
            warn(Problem.TABLE, message, f"{description}:{line}")
        return
    for name in names:
        try:
            path = root / "data" / describe_table(name, root)["path"]
        except TableError as error:
            warn(Problem.TABLE, str(error), f"{description}:{line_of(description, name, error.column)}")
            continue
        for row, message in _mistakes(name, root, env):
            lines = dict(enumerate(row_lines(path), start=1)) if path.is_file() else {}
            warn(Problem.TABLE, message, f"{path}:{lines.get(row, row)}")


def line_of(description: Path, table: str, column: str = "") -> int:
    """Return the line of ``datapackage.json`` that names a table, or one of its columns."""
    text, place = description.read_text(encoding="utf-8"), 0
    for name in filter(None, (table, column)):
        found = re.compile(rf'"name"\s*:\s*{re.escape(json.dumps(name, ensure_ascii=False))}').search(text, place)
        place = found.start() if found else place
    return text.count("\n", 0, place) + 1


def _mistakes(name: str, root: Path, env: BuildEnvironment) -> Iterator[tuple[int, str]]:
    """Yield the mistakes of a table with their rows, counted as a spreadsheet counts them."""
    try:
        described, rows = table_fields(name, root), read_table(name, root)
    except TableError as error:
        yield from error.rows or [(1, str(error))]
        return
    for column, field in described.items():
        yield from _unfit(column, field.get("constraints", {}), rows)
    yield from _repeated(key_columns(describe_table(name, root)), rows)
    yield from stale_dates(name, root, rows, env)
    keys = [column for column, field in described.items() if role(field) == "works"]
    for number, row in enumerate(rows, start=2):
        for key in (key for column in keys for key in split_cell(row[column])):
            if message := unknown_work(key, env):
                yield number, message


def _repeated(key: list[str], rows: list[Row]) -> Iterator[tuple[int, str]]:
    """Yield the rows whose primary key of several columns an earlier one has; a column alone is declared unique."""
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows if len(key) > 1 else (), start=2):
        if (first := seen.setdefault(key_of(row, key), number)) != number:
            yield (
                number,
                f"row {first} has the same {' and '.join(key)}, by which the rows of this table are told apart",
            )


def _unfit(column: str, rules: dict[str, Any], rows: list[Row]) -> Iterator[tuple[int, str]]:
    """Yield the cells of a column that break the rules ``datapackage.json`` gives for it."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        cell = as_text(row[column])
        if not cell:
            if rules.get("required"):
                yield number, f"the column {column} is empty; every row needs it"
            continue
        if rules.get("unique") and seen.setdefault(cell, number) != number:
            yield number, f'"{cell}" stands in the column {column} of row {seen[cell]} already'
        if "enum" in rules and cell not in rules["enum"]:
            near, allowed = name_near(cell, rules["enum"]), ", ".join(rules["enum"])
            message = f'the column {column} has "{cell}"; the allowed ones are: {allowed}'
            yield number, message + (correction(cell, near) if near else "")
        if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
            yield number, f'the column {column} has "{cell}", which is not of the form {rules["pattern"]}'


def _check_contents(root: Path, env: BuildEnvironment) -> None:
    """Report entries of the list of contents without a chapter, and chapters that it leaves out."""
    place = root / TOC
    if not place.is_file():
        return
    lines = split_lines(place.read_text(encoding="utf-8"))
    last = max((number for number, line in enumerate(lines, start=1) if "- file:" in line), default=1)
    unlisted = _files(root, env) - env.found_docs
    listed = {str(name).removesuffix(".md") for name in parse_toc_yaml(place)}
    # What stands in a chapter that is not read, is not missing, and links to it are right.
    edition_domain(env).unread_chapters = frozenset(unlisted | (listed - env.found_docs))
    for address in sorted(_links(place)):
        warn(Problem.TOC, refusal(address), f"{place}:1", address)
    for pattern in _patterns(place):
        if not patfilter(env.found_docs, pattern):
            warn(Problem.TOC, f'no file is called as "{pattern}" says', f"{place}:1", pattern)
    for name in sorted(listed - env.found_docs):
        # Not by the folder, which all have in common.
        tails = {each.rpartition("/")[2]: each for each in sorted(unlisted)}
        near = tails.get(name_near(name.rpartition("/")[2], tails), "")
        unlisted -= {near}
        message = f'there is no file "{name}.md"' + (correction(name, near) if near else "")
        if (root / f"{name}.md").is_file():
            message = f'the file "{name}.md" is left out by exclude_patterns: in _config.yml'
        elif (root / name).is_file():
            message = f'"{name}" is no chapter: a chapter is Markdown, in a file that ends in .md'
        warn(Problem.TOC, message, f"{place}:1", name)
    for name in sorted(name for name in env.found_docs if not ADDRESS.fullmatch(name)):
        plain = re.sub("[^a-z0-9/]+", "-", name.lower())
        message = (
            f'the name of a file is the address of its page: rename {name}.md to {plain}.md, and write "{plain}" here'
        )
        warn(Problem.TOC, message, f"{place}:1", name)
    for name in sorted(unlisted):
        entry = f"{lines[last - 1].partition('file:')[0]}file: {name}"
        warn(Problem.TOC, f"{name}.md is in no part of the book{addition(entry)}", f"{place}:{last}")


def _patterns(place: Path) -> list[str]:
    """Return the patterns of names in the list of contents."""
    trees = (tree for document in parse_toc_yaml(place).values() for tree in document.subtrees)
    return sorted({str(item) for tree in trees for item in tree.items if isinstance(item, GlobItem)})


def _links(place: Path) -> Iterator[str]:
    """Yield the addresses in the list of contents to which no link may lead."""
    trees = (tree for document in parse_toc_yaml(place).values() for tree in document.subtrees)
    addresses = (str(item.url) for tree in trees for item in tree.items if isinstance(item, UrlItem))
    return (address for address in addresses if not is_allowed(address))


def _files(root: Path, env: BuildEnvironment) -> set[str]:
    """Return every Markdown file beside a chapter, as ``_toc.yml`` would name it."""
    folders = {(root / name).parent for name in env.found_docs} - {root}
    paths = (path for folder in folders for path in folder.glob("*.md") if not path.is_symlink())
    return {path.relative_to(root).with_suffix("").as_posix() for path in paths}
