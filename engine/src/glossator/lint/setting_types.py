"""Lint of the types in ``_config.yml``: a section that is no mapping, a title that YAML takes for a number.

Jupyter Book stops at some of them with an error of Python, and names no line. Read without Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from glossator.config import SettingPath
from glossator.lint.settings import yaml_lines
from glossator.lint.warnings import Finding, correction

MAPPING = ("lines of the form name: value, indented below it", (dict,))
TEXT = ("text, in quotes if it looks like a number", (str,))
LIST = ("a list, such as [one, two]", (list,))
NUMBER = ("a number of seconds", (int, float))
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
    ("latex",): MAPPING,
    ("repository",): MAPPING,
    ("repository", "url"): TEXT,
    ("repository", "branch"): TEXT,
    ("sphinx",): MAPPING,
    ("sphinx", "config"): MAPPING,
    ("sphinx", "config", "extensions"): LIST,
    ("sphinx", "config", "language"): TEXT,
}


def type_findings(file: Path) -> Iterator[Finding]:
    """Yield the settings of *file* that are of a wrong type; raise YAMLError if it is not YAML."""
    text = file.read_text(encoding="utf-8")
    written, lines = yaml.safe_load(text), dict(yaml_lines(text))
    if not isinstance(written, dict):
        yield Finding(1, f"{file.name} has no settings; it has {MAPPING[0].partition(',')[0]}")
        return
    for path, (expected, types) in TYPES.items():
        if path in lines and not isinstance(value := _at(written, path), types):
            shown = "empty" if value is None else f'"{value}"'
            # Only what stands there as it was read can be put in quotes.
            alone = text.splitlines()[lines[path] - 1].count(str(value)) == 1
            hint = correction(str(value), f'"{value}"') if types == (str,) and type(value) is int and alone else ""
            yield Finding(lines[path], f"{': '.join(map(str, path))} is {shown}; expected {expected}{hint}")


def _at(written: dict[Any, Any], path: SettingPath) -> Any:
    """Return the value of a setting, None if its section is none."""
    value: Any = written
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
