"""Lint of the types in ``_config.yml``: a section that is no mapping, a title that YAML takes for a number.

And of the extensions that are named there. Jupyter Book and Sphinx stop at some of these mistakes with an error of
Python, and name no line. The check reads the file before they do. In a build both have read it when the engine is
loaded, so that what Jupyter Book says of a type comes first, and an extension that stands before the engine stops all.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import yaml
from sphinx.application import Sphinx

from glossator.config import SettingPath
from glossator.core.nearest import name_near
from glossator.core.text import split_lines
from glossator.jupyter_book import BROUGHT, CONFIG
from glossator.lint.settings import yaml_lines
from glossator.messages.warnings import Finding, Problem, correction, warn

MAPPING = ("lines of the form name: value, indented below it", (dict,))
TEXT = ("text, in quotes if it looks like a number", (str,))
LIST = ("a list, such as [one, two]", (list,))
NUMBER = ("a number of seconds", (int, float))
#: Extension -> what the engine has in its place.
IN_ITS_PLACE = {
    "sphinx_exercise": "{exercise} and {solution} work without it: leave it out",
    "sphinx_proof": "{prf:theorem} and the like work without it: leave it out",
}
EXTENSIONS: tuple[SettingPath, ...] = (("sphinx", "config", "extensions"), ("sphinx", "extra_extensions"))
LOCAL: SettingPath = ("sphinx", "local_extensions")
#: Setting -> what it has to be, in words, and its types. What Sphinx reports itself need not stand here.
TYPES: dict[SettingPath, tuple[str, tuple[type, ...]]] = {
    ("title",): TEXT,
    ("author",): TEXT,
    ("copyright",): TEXT,
    ("exclude_patterns",): LIST,
    ("bibtex_bibfiles",): LIST,
    ("execute",): MAPPING,
    ("execute", "timeout"): NUMBER,
    ("parse",): MAPPING,
    ("parse", "myst_enable_extensions"): LIST,
    ("html",): MAPPING,
    ("html", "baseurl"): TEXT,
    ("html", "favicon"): TEXT,
    ("html", "announcement"): TEXT,
    ("html", "extra_footer"): TEXT,
    ("html", "analytics"): MAPPING,
    ("html", "comments"): MAPPING,
    ("logo",): TEXT,
    ("launch_buttons",): MAPPING,
    ("latex",): MAPPING,
    ("repository",): MAPPING,
    ("repository", "url"): TEXT,
    ("repository", "branch"): TEXT,
    ("repository", "path_to_book"): TEXT,
    ("sphinx",): MAPPING,
    ("sphinx", "local_extensions"): MAPPING,
    ("sphinx", "config"): MAPPING,
    ("sphinx", "config", "html_theme_options"): MAPPING,
    ("sphinx", "config", "extensions"): LIST,
    ("sphinx", "config", "language"): TEXT,
}
#: Setting -> the values that it may have. What YAML reads as false, such as *off*, is one of those.
CHOICES: dict[SettingPath, tuple[str | bool, ...]] = {
    ("execute", "execute_notebooks"): ("auto", "cache", "force", "inline", "off", False),
    ("execute", "stderr_output"): ("show", "remove", "remove-warn", "warn", "error", "severe"),
    **dict.fromkeys(
        [
            ("only_build_toc_files",),
            *(("execute", name) for name in ("allow_errors", "run_in_temp", "raise_on_error", "show_tb")),
            *(("html", f"use_{name}_button") for name in ("edit_page", "repository", "issues")),
            *(("html", name) for name in ("home_page_in_navbar", "use_multitoc_numbering")),
            *(("latex", name) for name in ("use_jupyterbook_latex",)),
            *(("sphinx", name) for name in ("recursive_update",)),
            *(("sphinx", "config", name) for name in ("numfig", "html_use_index", "html_copy_source")),
            ("sphinx", "config", "show_warning_types"),
        ],
        (True, False),
    ),
}


def setup_setting_types(app: Sphinx) -> None:
    """Report in a build what the check reports before it."""
    file = Path(app.srcdir) / CONFIG
    for finding in type_findings(file) if file.is_file() else ():
        warn(Problem.SETTING, finding.message, f"{file}:{finding.line}")


def type_findings(file: Path) -> Iterator[Finding]:
    """Yield the settings of *file* that are of a wrong type, and the extensions that are not installed.

    Raises YAMLError if it is not YAML.
    """
    text = file.read_text(encoding="utf-8")
    written, lines = yaml.safe_load(text), dict(yaml_lines(text))
    if not isinstance(written, dict):
        yield Finding(1, f"{file.name} has no settings; it has {MAPPING[0].partition(',')[0]}")
        return
    for path, (expected, types) in TYPES.items():
        if path in lines and not isinstance(value := _at(written, path), types):
            shown = "empty" if value is None else f'"{value}"'
            # Only what stands there as it was read can be put in quotes.
            alone = split_lines(text)[lines[path] - 1].count(str(value)) == 1
            hint = correction(str(value), f'"{value}"') if types == (str,) and type(value) is int and alone else ""
            yield Finding(lines[path], f"{': '.join(map(str, path))} is {shown}; expected {expected}{hint}")
    yield from _choices(written, lines)
    yield from _buttons(written, lines)
    for name, folder in (_at(written, LOCAL) or {}).items() if isinstance(_at(written, LOCAL), dict) else ():
        place = file.parent / str(folder) / str(name).replace(".", "/")
        if not place.with_suffix(".py").is_file() and not (place / "__init__.py").is_file():
            yield Finding(lines[*LOCAL, name], f'there is no extension "{name}" in the folder "{folder}"')
    for path in EXTENSIONS:
        names = _at(written, path)
        for number, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str) and name not in BROUGHT and not _spec(name):
                line = lines[*path, number]
                yield Finding(line, f'there is no extension "{name}" here{_meant(name, split_lines(text)[line - 1])}')


def _choices(written: dict[Any, Any], lines: dict[SettingPath, int]) -> Iterator[Finding]:
    """Yield the settings that are none of the values they may have."""
    for path, allowed in CHOICES.items():
        # A section that stands twice counts once; which is reported by itself.
        here = path[-1] in (_at(written, path[:-1]) or ())
        if here and (value := _at(written, path)) not in allowed:
            words = [each if isinstance(each, str) else str(each).lower() for each in allowed]
            near = name_near(str(value), words)
            hint = correction(f"{path[-1]}: {value}", f"{path[-1]}: {near}") if near else ""
            name = ": ".join(map(str, path))
            yield Finding(lines[path], f'{name} is "{value}"; expected one of {", ".join(words)}{hint}')


def _buttons(written: dict[Any, Any], lines: dict[SettingPath, int]) -> Iterator[Finding]:
    """Yield a button that is asked for where no repository is named, at which Jupyter Book stops."""
    for name in ("use_repository_button", "use_edit_page_button", "use_issues_button"):
        if _at(written, ("html", name)) is True and not _at(written, ("repository", "url")):
            message = (
                "needs the address of the repository, below repository: url:; where that is known, it is shown unasked"
            )
            yield Finding(lines["html", name], f"html: {name} {message}")
            return


def _spec(module: str) -> ModuleSpec | None:
    """Return where a module is installed, None if it is not."""
    try:
        return find_spec(module)
    except (ImportError, ValueError):
        return None


def _meant(name: str, line: str) -> str:
    """Return what to say of the installed module that is near to *name*; else to install it."""
    if name in IN_ITS_PLACE:
        return f"; {IN_ITS_PLACE[name]}"
    package, dot, _ = name.rpartition(".")
    parent = _spec(package) if dot else None
    places = (list(parent.submodule_search_locations or ()) if parent else []) if dot else None
    near = name_near(name, (f"{package}{dot}{module.name}" for module in iter_modules(places)))
    if near and line.count(name) == 1:
        return correction(name, near)
    return f"; did you mean {near}?" if near else "; install it, or correct its name"


def _at(written: dict[Any, Any], path: SettingPath) -> Any:
    """Return the value of a setting, None if its section is none."""
    value: Any = written
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
