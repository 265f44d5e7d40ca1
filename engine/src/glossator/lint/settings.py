"""Lint of settings: report what nothing reads, what stands twice, and what cannot be, at its line of ``_config.yml``.

Settings of the engine may also stand in ``conf.py``, as ``glossator = {...}``.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import yaml
from babel import Locale, UnknownLocaleError
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from glossator.config import NAME, Edition, Editor, SettingPath, edition
from glossator.core.addresses import WEB_ADDRESS
from glossator.core.nearest import name_near
from glossator.core.text import split_lines
from glossator.jupyter_book import CONFIG, value_at, written
from glossator.lint.book_keys import KEYS, NOT_PARALLEL, REFUSED
from glossator.messages.warnings import WARNING_TYPE, Problem, correction, warn
from glossator.settings_reader import SettingFinding, read_settings
from glossator.translation import catalogue_file, languages

#: Where the settings of Sphinx and of extensions stand in ``_config.yml``.
SPHINX: SettingPath = ("sphinx", "config")
#: Key -> the extension that Jupyter Book loads for it, unless it says false.
UNASKED = {
    ("html", "use_multitoc_numbering"): "sphinx_multitoc_numbering",
    ("latex", "use_jupyterbook_latex"): "sphinx_jupyterbook_latex",
}


class Settings(NamedTuple):
    """The file that holds the settings: each key with its line, and the keys that stand there more than once."""

    file: Path
    prefix: SettingPath  #: of the settings of the engine
    lines: dict[SettingPath, int]
    twice: list[tuple[SettingPath, int]]


def setup_settings(app: Sphinx) -> None:
    """Register the settings of an edition; report those that are wrong, before anything is read."""
    app.add_config_value(NAME, {}, "env", types=(dict, Edition))
    # First, since others read the settings at this event.
    app.connect("config-inited", take_settings, priority=1)
    # When suppress_warnings is read.
    app.connect("config-inited", report_language, priority=900)
    app.connect("env-before-read-docs", check_names)


def take_settings(app: Sphinx, config: Config) -> None:
    """Replace what was written by an `Edition`, with defaults for what cannot be, and report the latter."""
    written, found = read_settings(config[NAME])
    if written.editors:
        config.author = ", ".join(map(str, written.editors))
    config[NAME] = written if written.editors else replace(written, editors=(Editor(name=config.author),))
    settings = read_lines(app)
    findings = [finding._replace(path=(*settings.prefix, *finding.path)) for finding in found]
    findings += refuse_addresses(config)
    findings += refuse_language(config)
    if settings.prefix:
        findings += refused_keys(app, settings.lines)
        findings += unknown_keys(settings.lines, ["extensions", *(value.name for value in config)])
    for finding in findings:
        report(settings, finding, wrong=str(finding.path[-1]) if finding.path else NAME)
    for path, line in settings.twice:
        message = f'"{path[-1]}" stands in line {settings.lines[path]} already, which would not count; remove one'
        warn(Problem.SETTING, message, f"{settings.file}:{line}")


def refused_keys(app: Sphinx, lines: Collection[SettingPath]) -> Iterator[SettingFinding]:
    """Yield what ``_config.yml`` asks for and an edition does not do, with what to write instead."""
    book = written(Path(app.srcdir))
    for path, refused in REFUSED.items():
        name = ".".join(map(str, path))
        if refused.asks(value_at(book, name)):
            yield SettingFinding(path, f"{': '.join(map(str, path))} is not done: {refused.why}")
    for path, extension in UNASKED.items():
        if extension in app.extensions and path not in lines:
            yield SettingFinding(path, f"{': '.join(path)} is missing, which means true: {NOT_PARALLEL}")
    if value_at(book, "sphinx.config.html_theme_options") and not value_at(book, "sphinx.recursive_update"):
        message = "html_theme_options would replace what stands below html: and repository:"
        yield SettingFinding((*SPHINX, "html_theme_options"), f"{message}; write recursive_update: true below sphinx:")


def refuse_addresses(config: Config) -> Iterator[SettingFinding]:
    """Yield the addresses in the settings of Sphinx that are none of the web, and leave them out."""
    options = config.html_theme_options
    written = {("html", "baseurl"): config.html_baseurl, ("repository", "url"): options.get("repository_url", "")}
    for path, address in written.items():
        if address and not WEB_ADDRESS.fullmatch(address):
            yield SettingFinding(path, f'"{address}" is no address of the web, which begins with https:// or http://')
            if path == ("html", "baseurl"):
                config.html_baseurl = ""
            else:
                options["repository_url"] = ""


def refuse_language(config: Config) -> Iterator[SettingFinding]:
    """Yield a language that has no such code: Sphinx would take it for one that nobody has translated."""
    try:
        Locale.parse(str(config.language), sep="-" if "-" in str(config.language) else "_")
    except (ValueError, UnknownLocaleError):
        message = f'"{config.language}" is no code of a language, such as en, de or zh_CN'
        yield SettingFinding((*SPHINX, "language"), message)
        config.language = "en"


def report_language(app: Sphinx, config: Config) -> None:
    """Report a language for whose interface there is no catalogue; a book may ask for it all the same."""
    language = str(config.language)
    if language.partition("_")[0].partition("-")[0] == "en" or catalogue_file(language):
        return
    settings = read_lines(app)
    line = settings.lines.get((*SPHINX, "language"), 1)
    message = (
        f"the words of the interface, such as “Search”, are in no catalogue for “{language}”, and stay English; "
        f"there are catalogues for {', '.join(languages())}, and locale/glossator.pot of the engine is for another; "
        f"suppress_warnings: [{WARNING_TYPE}.{Problem.LANGUAGE.value}] leaves it at that"
    )
    warn(Problem.LANGUAGE, message, f"{settings.file}:{line}")


def check_names(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Report a page or a table that a setting names, and that is not there."""
    settings, known = read_lines(app), edition(app.config)
    tables = [path.stem for path in sorted((Path(app.srcdir) / "data").glob("*.csv"))]
    named: dict[SettingPath, tuple[str, str, list[str]]] = {("about",): ("page", known.about, sorted(env.found_docs))}
    for role, table in vars(known.tables).items():
        named["tables", role] = ("table of data/", table, tables)
    for path, (what, name, there) in named.items():
        # What only a default names, nobody has asked for.
        if name and name not in there and (*settings.prefix, *path) in settings.lines:
            finding = SettingFinding((*settings.prefix, *path), f'there is no {what} "{name}"', name_near(name, there))
            report(settings, finding, wrong=name)


def report(settings: Settings, finding: SettingFinding, wrong: str) -> None:
    """Report a finding at its line, with what to write for the word *wrong* of that line, if that is known."""
    path = finding.path
    line = next((settings.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in settings.lines), 1)
    message = finding.message
    if finding.meant and _line(settings.file, line).count(wrong) == 1:
        message += correction(wrong, finding.meant)
    elif finding.meant:
        message += f"; did you mean {finding.meant}?"
    warn(Problem.SETTING, message, f"{settings.file}:{line}")


def _line(file: Path, line: int) -> str:
    lines = split_lines(file.read_text(encoding="utf-8")) if file.is_file() else []
    return lines[line - 1] if line <= len(lines) else ""


def unknown_keys(keys: Collection[SettingPath], settings: list[str]) -> Iterator[SettingFinding]:
    """Yield the *keys* of ``_config.yml`` that nothing reads; *settings* are those of Sphinx and its extensions."""
    known = {**KEYS, SPHINX: settings}
    for path in keys:
        above, name = path[:-1], str(path[-1])
        if above not in known or name in known[above]:
            continue
        message = f'nothing reads "{name}" {_section(above)}'
        elsewhere = next((section for section, names in known.items() if name in names), None)
        if elsewhere is not None:
            yield SettingFinding(path, f"{message}; it stands {_section(elsewhere)}")
        else:
            yield SettingFinding(
                path, message, name_near(name, [each for each in known[above] if (*above, each) not in keys])
            )


def _section(path: SettingPath) -> str:
    return "under " + " ".join(f"{name}:" for name in path) if path else "at the first level, where no line is indented"


def read_lines(app: Sphinx) -> Settings:
    """Return the lines of all settings: of ``conf.py`` where only that has those of the engine, else of the book."""
    book, conf = Path(app.srcdir) / CONFIG, Path(app.confdir) / "conf.py"
    keys = list(yaml_lines(book.read_text(encoding="utf-8"))) if book.is_file() else []
    assigned = list(_assigned(conf.read_text(encoding="utf-8"))) if conf.is_file() else []
    # Jupyter Book can write a conf.py from the other file, which nobody edits.
    if book.is_file() and ((*SPHINX, NAME) in dict(keys) or not assigned):
        return _settings(book, (*SPHINX, NAME), keys)
    return _settings(conf, (), assigned)


def _settings(file: Path, prefix: SettingPath, keys: list[tuple[SettingPath, int]]) -> Settings:
    lines: dict[SettingPath, int] = {}
    twice = []
    for path, line in keys:
        if path in lines:
            twice.append((path, line))
        lines.setdefault(path, line)
    return Settings(file, prefix, lines, twice)


def yaml_lines(text: str) -> Iterator[tuple[SettingPath, int]]:
    """Yield each key of a YAML file, and each place of a list, with its line."""
    yield from _keys(yaml.compose(text), (), set())


def _keys(node: yaml.Node | None, path: SettingPath, seen: set[int]) -> Iterator[tuple[SettingPath, int]]:
    """Yield each key of a mapping, and each place of a list, with its line; what an alias repeats, once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    children: list[tuple[str | int, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        children = [(key.value, key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
    elif isinstance(node, yaml.SequenceNode):
        children = [(number, value, value) for number, value in enumerate(node.value)]
    for name, place, value in children:
        yield (*path, name), place.start_mark.line + 1
        yield from _keys(value, (*path, name), seen)


def _assigned(code: str) -> Iterator[tuple[SettingPath, int]]:
    """Yield each key of ``glossator = {...}`` in *code*, with its line."""
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Assign) and any(getattr(name, "id", "") == NAME for name in statement.targets):
            yield (), statement.lineno
            yield from _literal(statement.value, ())


def _literal(value: ast.expr, path: SettingPath) -> Iterator[tuple[SettingPath, int]]:
    children: list[tuple[str | int, int, ast.expr]] = []
    if isinstance(value, ast.Dict):
        pairs = zip(value.keys, value.values, strict=True)
        children = [(str(key.value), key.lineno, each) for key, each in pairs if isinstance(key, ast.Constant)]
    elif isinstance(value, ast.List):
        children = [(number, each.lineno, each) for number, each in enumerate(value.elts)]
    for name, line, each in children:
        yield (*path, name), line
        yield from _literal(each, (*path, name))
