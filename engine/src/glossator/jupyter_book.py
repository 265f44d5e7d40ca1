"""Jupyter Book's ``_config.yml`` as Sphinx settings.

Jupyter Book 1 translates the file itself, and holds Sphinx below version 8. Where it is not installed, the part that an
edition uses is translated here, so that plain ``sphinx-build`` makes the same book:

    from glossator.jupyter_book import sphinx_settings
    globals().update(sphinx_settings(Path(__file__).parent / "_config.yml"))
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from glossator.core.addresses import ELSEWHERE

#: Key of ``_config.yml`` -> setting of Sphinx or of an extension; both hold the same value.
SAME = {
    "title": "html_title",
    "author": "author",
    "copyright": "copyright",
    "logo": "html_logo",
    "execute.execute_notebooks": "nb_execution_mode",
    "execute.cache": "nb_execution_cache_path",
    "execute.exclude_patterns": "nb_execution_excludepatterns",
    "execute.timeout": "nb_execution_timeout",
    "execute.allow_errors": "nb_execution_allow_errors",
    "execute.stderr_output": "nb_output_stderr",
    "parse.myst_enable_extensions": "myst_enable_extensions",
    "parse.myst_url_schemes": "myst_url_schemes",
    "parse.myst_substitutions": "myst_substitutions",
    "html.baseurl": "html_baseurl",
    "html.favicon": "html_favicon",
    "html.comments": "comments_config",
    "latex.latex_engine": "latex_engine",
}
#: Key of ``_config.yml`` -> option of the theme.
OPTIONS = {
    "launch_buttons": "launch_buttons",
    "repository.url": "repository_url",
    "repository.branch": "repository_branch",
    "repository.path_to_book": "path_to_docs",
    "html.extra_footer": "extra_footer",
    "html.announcement": "announcement",
    "html.analytics": "analytics",
    "html.home_page_in_navbar": "home_page_in_toc",
    "html.use_edit_page_button": "use_edit_page_button",
    "html.use_repository_button": "use_repository_button",
    "html.use_issues_button": "use_issues_button",
}
#: What Jupyter Book sets where the file says nothing.
DEFAULTS: dict[str, Any] = {
    "nb_execution_timeout": 30,
    "html_sourcelink_suffix": "",
    "numfig": True,
    "pygments_style": "sphinx",
    "myst_url_schemes": ["mailto", "http", "https"],
    "suppress_warnings": ["myst.domains"],
}
#: Extensions that come with Jupyter Book alone, and of which a page needs nothing.
BROUGHT = (
    *("jupyter_book", "sphinx_book_theme", "sphinx_comments", "sphinx_copybutton", "sphinx_design"),
    *("sphinx_jupyterbook_latex", "sphinx_multitoc_numbering", "sphinx_thebe", "sphinx_togglebutton"),
)
#: Extensions of the documents of Jupyter Book whose directives the engine has itself.
PROVIDED = (*BROUGHT, "sphinx_exercise", "sphinx_proof")
#: Settings that name files beside ``_config.yml``; Sphinx looks for them beside conf.py, which may stand elsewhere.
FILES = ("html_logo", "html_favicon")
#: What Jupyter Book publishes unasked, where it is there.
STATIC = "_static"
CONFIG, CONTENTS = "_config.yml", "_toc.yml"
EXCLUDED = ["**.ipynb_checkpoints", ".DS_Store", "Thumbs.db", "_build"]


def build_settings(root: Path) -> dict[str, Any]:
    """Return the settings with which ``jupyter-book build -n`` builds the book in *root*, or plain Sphinx without it.

    Raises what Jupyter Book raises; what it says of the file is printed to standard output.
    """
    try:
        config = import_module("jupyter_book.config")
    except ImportError:
        return {**sphinx_settings(root / CONFIG), "nitpicky": True}
    command_line = {"latex_individualpages": False, "external_toc_path": str(root / CONTENTS), "nitpicky": True}
    settings, _ = config.get_final_config(user_yaml=root / CONFIG, cli_config=command_line, sourcedir=root)
    return dict(settings)


def sphinx_settings(path: Path) -> dict[str, Any]:
    """Return the settings of Sphinx for the book whose ``_config.yml`` is *path*.

    Extensions that come with Jupyter Book are left out where they are not installed. Raises OSError if there is no such
    file, and yaml.YAMLError if it is not YAML.
    """
    book, root = yaml.safe_load(path.read_text(encoding="utf-8")) or {}, path.resolve().parent
    settings = {**DEFAULTS, **dict(_translated(book, SAME))}
    settings["exclude_patterns"] = sorted({*EXCLUDED, *book.get("exclude_patterns", ())})
    settings["bibtex_bibfiles"] = book.get("bibtex_bibfiles") or []
    settings["external_toc_path"] = CONTENTS
    settings["external_toc_exclude_missing"] = bool(book.get("only_build_toc_files"))
    own = dict(value_at(book, "sphinx.config") or {})
    options = own.pop("html_theme_options", {})
    settings["html_theme_options"] = dict(_translated(book, OPTIONS)) | options
    settings |= own
    for name in FILES:
        # An address stays as it is written, and is refused (lint/frame.py).
        if settings.get(name) and not ELSEWHERE.match(settings[name]):
            settings[name] = str(root / settings[name])
    static = [STATIC] if (root / STATIC).is_dir() else []
    for name, more in (("bibtex_bibfiles", []), ("html_static_path", static)):
        paths = settings.get(name) or []
        settings[name] = [str(root / each) for each in ([paths] if isinstance(paths, str) else [*paths, *more])]
    # What YAML makes of ``off``.
    if settings.get("nb_execution_mode") is False:
        settings["nb_execution_mode"] = "off"
    extensions = [*settings.get("extensions", ()), *further_extensions(book, root)]
    settings["extensions"] = [name for name in dict.fromkeys(extensions) if name not in BROUGHT or find_spec(name)]
    return settings


def written(root: Path) -> dict[str, Any]:
    """Return what ``_config.yml`` of the book in *root* says itself; nothing where there is none, or none of settings.

    Jupyter Book puts defaults beside it, which cannot be told from what somebody wrote.
    """
    try:
        book = yaml.safe_load((root / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):  # which is reported by what reads it
        return {}
    return book if isinstance(book, dict) else {}


def further_extensions(book: dict[str, Any], root: Path) -> list[str]:
    """Return the extensions that *book* names beside the list of all, and let Python find those that lie in it.

    Jupyter Book passes them over where ``sphinx: config: extensions:`` says which there are. Those whose directives the
    engine has are left out.
    """
    extra, local = (value_at(book, f"sphinx.{name}_extensions") or () for name in ("extra", "local"))
    for path in local.values() if isinstance(local, dict) else ():
        folder = (root / str(path)).resolve().as_posix()
        if folder not in sys.path:
            sys.path.append(folder)
    names = [*([extra] if isinstance(extra, str) else extra), *local]
    return [name for name in names if isinstance(name, str) and name not in PROVIDED]


def _translated(book: dict[str, Any], keys: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for key, setting in keys.items():
        value = value_at(book, key)
        if value is not None:
            yield setting, value


def value_at(book: dict[str, Any], key: str) -> Any:
    """Return the value of a key such as ``execute.timeout``, None if it is not there."""
    value: Any = book
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
