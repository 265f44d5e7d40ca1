"""Jupyter Book's ``_config.yml`` as Sphinx settings.

Jupyter Book 1 translates the file itself, and holds Sphinx below version 8. Where it is not installed, the part that an
edition uses is translated here, so that plain ``sphinx-build`` makes the same book:

    from glossator.jupyter_book import sphinx_settings
    globals().update(sphinx_settings(Path(__file__).parent / "_config.yml"))
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

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
    "execute.run_in_temp": "nb_execution_in_temp",
    "parse.myst_enable_extensions": "myst_enable_extensions",
    "parse.myst_url_schemes": "myst_url_schemes",
    "parse.myst_substitutions": "myst_substitutions",
    "html.baseurl": "html_baseurl",
    "html.favicon": "html_favicon",
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
    book = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    settings = {**DEFAULTS, **dict(_translated(book))}
    settings["exclude_patterns"] = sorted({*EXCLUDED, *book.get("exclude_patterns", ())})
    # sphinxcontrib-bibtex looks beside conf.py, which may stand elsewhere.
    settings["bibtex_bibfiles"] = [str(path.resolve().parent / name) for name in book.get("bibtex_bibfiles") or ()]
    settings["external_toc_path"] = CONTENTS
    settings["external_toc_exclude_missing"] = bool(book.get("only_build_toc_files"))
    settings["html_theme_options"] = _theme_options(book)
    settings |= _at(book, "sphinx.config") or {}
    extensions = [*settings.get("extensions", ()), *(_at(book, "sphinx.extra_extensions") or ())]
    settings["extensions"] = [name for name in extensions if name not in BROUGHT or find_spec(name)]
    return settings


def _translated(book: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, setting in SAME.items():
        value = _at(book, key)
        if value is not None:
            yield setting, value


def _theme_options(book: dict[str, Any]) -> dict[str, Any]:
    repository = book.get("repository") or {}
    return {
        "repository_url": repository.get("url", ""),
        "repository_branch": repository.get("branch", ""),
        "path_to_docs": repository.get("path_to_book", ""),
    }


def _at(book: dict[str, Any], key: str) -> Any:
    """Return the value of a key such as ``execute.timeout``, None if it is not there."""
    value: Any = book
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
