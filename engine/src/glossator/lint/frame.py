"""Lint of what the settings put around every page: pictures, words, comments, analytics, services that run notebooks.

What cannot be is reported at its line of ``_config.yml``, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.config import Config

from glossator.config import SettingPath
from glossator.core.addresses import ELSEWHERE, SECURE_ADDRESS
from glossator.core.drawings import why_active
from glossator.core.files import PICTURES, why_refused
from glossator.lint.own_files import THEME
from glossator.lint.page_words import faults
from glossator.lint.settings import SPHINX, read_lines, report
from glossator.settings_reader import SettingFinding

LOGO: SettingPath = (*SPHINX, "html_theme_options", "logo")
LOGOS = (*PICTURES, ".svg")
ICONS = (".ico", ".png", ".svg")
SERVICES = ("binderhub_url", "jupyterhub_url", "colab_url", "deepnote_url")
INTERFACES = ("classic", "jupyterlab")
REPOSITORY = (re.compile(r"[\w.-]+/[\w.-]+"), "a repository at GitHub, such as owner/name")
WORD = (re.compile(r"\S+"), "what giscus.app tells for your repository")
#: Service of comments -> what it needs: a key, the form of its value, and that in words.
NEEDED = {
    "utterances": {"repo": REPOSITORY},
    "giscus": {"repo": REPOSITORY, "repo-id": WORD, "category-id": WORD},
}
#: The same of analytics.
ANALYTICS = {
    "google_analytics_id": (re.compile(r"[A-Z]+-[A-Z0-9-]+"), "an identifier such as G-ABC123"),
    "plausible_analytics_domain": (re.compile(r"[\w.-]+(,[\w.-]+)*"), "the name of a site, such as example.org"),
    "plausible_analytics_url": (SECURE_ADDRESS, "an address that begins with https://"),
}


def setup_frame_lint(app: Sphinx) -> None:
    """Connect it to the build: after the files that settings name (2), before extensions read their own settings."""
    # What comes with Jupyter Book has the setting; none of its scripts is linked by the theme.
    if find_spec("sphinx_comments"):
        app.setup_extension("sphinx_comments")
    else:
        app.add_config_value("comments_config", {}, "html")
    app.connect("config-inited", check_frame, priority=3)


def check_frame(app: Sphinx, config: Config) -> None:
    """Report what cannot be, at its line, and leave it out."""
    checks = (_pictures(app, config), _words(config), _comments(config), _analytics(config), _services(config))
    findings = [finding for check in checks for finding in check]
    for finding in findings:
        report(read_lines(app), finding, wrong=str(finding.path[-1]))


def _pictures(app: Sphinx, config: Config) -> Iterator[SettingFinding]:
    for name, path, types in (("html_logo", ("logo",), LOGOS), ("html_favicon", ("html", "favicon"), ICONS)):
        if config[name] and (why := _why_no_picture(Path(app.confdir) / config[name], str(config[name]), types)):
            yield SettingFinding(path, why)
            config[name] = None
    logo = config.html_theme_options.get("logo")
    if not isinstance(logo, dict):
        return
    for name in [name for name in ("image_light", "image_dark") if logo.get(name)]:
        path, root = Path(app.srcdir) / logo[name], Path(app.srcdir)
        why = why_refused(path, root)
        if why := f'"{logo[name]}" {why}' if why else _why_no_picture(path, logo[name], LOGOS):
            yield SettingFinding((*LOGO, name), why)
            del logo[name]


def _why_no_picture(path: Path, name: str, types: tuple[str, ...]) -> str:
    """Return what is wrong with a picture of the frame; nothing if it can be published."""
    if ELSEWHERE.match(name):
        return f'"{name}" would be fetched by each reader’s browser; put a copy into the book, and name the file here'
    if not path.is_file():
        return f'there is no file "{name}"'
    if (THEME / path.name).exists():
        return f'the edition has a file "{path.name}" of its own; give yours another name'
    if path.suffix.lower() not in types:
        return f'"{name}" is of none of these types: {", ".join(types)}'
    return _why_no_drawing(path, name) if path.suffix.lower() == ".svg" else ""


def _why_no_drawing(path: Path, name: str) -> str:
    try:
        active = why_active(path.read_text(encoding="utf-8"))
    except (ElementTree.ParseError, UnicodeDecodeError):
        return f'"{name}" is no SVG'
    return f'"{name}" holds {active}, which is more than a drawing; take it out, or save it as PNG' if active else ""


def _words(config: Config) -> Iterator[SettingFinding]:
    for name in ("announcement", "extra_footer"):
        written = config.html_theme_options.get(name)
        if written and not isinstance(written, str):
            yield SettingFinding(("html", name), f'html: {name} is "{written}"; expected text')
            config.html_theme_options[name] = ""
        for fault in faults(written) if isinstance(written, str) else ():
            yield SettingFinding(("html", name), f"html: {name} has {fault}")
            break  # A tag that opens and one that closes are one mistake.


def _comments(config: Config) -> Iterator[SettingFinding]:
    comments = config.comments_config if isinstance(config.comments_config, dict) else {}
    for service, needed in NEEDED.items():
        if not (about := comments.get(service)):
            continue
        path: SettingPath = ("html", "comments", service)
        if not isinstance(about, dict):
            yield SettingFinding(path, f"{service} needs lines below it: {', '.join(needed)}")
            comments[service] = False
            continue
        findings = [*_unfit(about, needed, path), *_unprintable(about, path)]
        yield from findings
        if findings:
            comments[service] = False


def _unfit(about: dict[str, Any], needed: dict[str, Any], path: SettingPath) -> Iterator[SettingFinding]:
    for key, (form, expected) in needed.items():
        value = about.get(key)
        if key not in about:
            yield SettingFinding(path, f"{path[-1]} needs {key}: {expected}")
        elif not isinstance(value, str) or not form.fullmatch(value):
            yield SettingFinding((*path, key), f'{key} is "{value}"; expected {expected}')


def _unprintable(about: dict[str, Any], path: SettingPath) -> Iterator[SettingFinding]:
    """Yield what could be no attribute of an element."""
    for key, value in about.items():
        if not isinstance(value, str | int):
            yield SettingFinding((*path, str(key)), f"{key} is {value!r}; expected text")


def _analytics(config: Config) -> Iterator[SettingFinding]:
    analytics = config.html_theme_options.get("analytics")
    for key, (form, expected) in ANALYTICS.items() if isinstance(analytics, dict) else ():
        value = analytics.get(key)
        if value and (not isinstance(value, str) or not form.fullmatch(value)):
            yield SettingFinding(("html", "analytics", key), f'{key} is "{value}"; expected {expected}')
            analytics[key] = ""


def _services(config: Config) -> Iterator[SettingFinding]:
    buttons = config.html_theme_options.get("launch_buttons")
    if not isinstance(buttons, dict):
        return
    for key in SERVICES:
        value = buttons.get(key)
        if value and not (isinstance(value, str) and SECURE_ADDRESS.fullmatch(value)):
            expected = "an address that begins with https://"
            yield SettingFinding(("launch_buttons", key), f'{key} is "{value}"; expected {expected}')
            buttons[key] = ""
    interface = buttons.get("notebook_interface")
    if interface and interface not in INTERFACES:
        expected = " or ".join(INTERFACES)
        yield SettingFinding(
            ("launch_buttons", "notebook_interface"), f'notebook_interface is "{interface}"; expected {expected}'
        )
        buttons["notebook_interface"] = ""
