"""Style sheets and scripts of the book itself: published and linked if the settings name them, each by its name.

A folder of static files holds nothing else that a browser would run or apply. Jupyter Book would put every style sheet
and script below ``_static`` on every page, whoever has added it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config

from glossator.config import SettingPath
from glossator.core.addresses import ELSEWHERE
from glossator.jupyter_book import value_at, written
from glossator.lint.settings import SPHINX, read_lines, report
from glossator.settings_reader import SettingFinding

#: Setting -> how the name of a file ends.
ENDINGS = {"html_css_files": ".css", "html_js_files": ".js"}
#: What an attribute of a script or a style sheet may be; each says how it is loaded.
ATTRIBUTES = ("async", "defer", "media", "type")
THEME = Path(__file__).parents[1] / "site" / "theme" / "static"
#: Written by builds beside the files of the theme.
WRITTEN = ("kinds.css", "messages.js", "vega.js", "documentation_options.js", "pygments.css")


class OwnFile(NamedTuple):
    """A style sheet or a script of the book: its way from ``_static``, and how it is loaded."""

    name: str
    attributes: dict[str, str]


def keep_named(app: Sphinx, config: Config) -> None:
    """Keep the files that somebody has named and that are there; report the others at their lines.

    Before what static folders hold is looked at.
    """
    book = written(Path(app.srcdir))
    folders = [Path(app.confdir) / path for path in _listed(config.html_static_path)]
    for setting, ending in ENDINGS.items():
        # What Jupyter Book has found in _static stands among the settings, too.
        named = _listed(value_at(book, f"sphinx.config.{setting}") if book else config[setting])
        kept: list[tuple[str, dict[str, str]]] = []
        for number, each in enumerate(named):
            file = _own_file(each)
            why = (
                _why_refused(file, ending, folders) if file else f"{setting} has {each!r}; expected the name of a file"
            )
            if why:
                path: SettingPath = (*SPHINX, setting, number)
                report(read_lines(app), SettingFinding(path, why), wrong=str(each))
            elif file:
                kept.append((file.name, file.attributes))
        config[setting] = kept


def named_files(config: Config) -> frozenset[str]:
    """Return the names of the files that are kept."""
    return frozenset(file.name for setting in ENDINGS for file in own_files(config, setting))


def own_files(config: Config, setting: str) -> Iterator[OwnFile]:
    """Yield the files of ``html_css_files`` or ``html_js_files``, as `keep_named` or Sphinx after it has left them."""
    for each in config[setting]:
        if file := _own_file(each):
            yield file


def _listed(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value or ())


def _own_file(written: Any) -> OwnFile | None:
    """Return what is meant by a name, or by a pair of a name and attributes."""
    name, attributes = (written, {}) if isinstance(written, str) else (*written, {})[:2] if written else ("", {})
    if not isinstance(name, str) or not name or not isinstance(attributes, dict):
        return None
    return OwnFile(name, {key: str(value) for key, value in attributes.items() if key in ATTRIBUTES})


def _why_refused(file: OwnFile, ending: str, folders: list[Path]) -> str:
    if ELSEWHERE.match(file.name):
        return f"{file.name} would be fetched by each reader’s browser; put a copy into _static, and name that here"
    if not file.name.endswith(ending):
        return f'"{file.name}" does not end in {ending}'
    if (THEME / file.name).exists() or file.name in WRITTEN:
        return f'the edition has a file "{file.name}" of its own; give yours another name'
    if ".." in Path(file.name).parts or not any((folder / file.name).is_file() for folder in folders):
        return f'there is no file "{file.name}" in {" or ".join(folder.name for folder in folders) or "_static"}'
    return ""
