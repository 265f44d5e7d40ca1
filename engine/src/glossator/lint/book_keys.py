"""The keys of Jupyter Book 1's ``_config.yml``: which there are, and which of them an edition refuses, and why.

engine/README.md says of each what becomes of it; a test compares its table, these two and Jupyter Book's own schema.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from glossator.config import SettingPath
from glossator.core.addresses import SCHEMES

#: Section of ``_config.yml`` -> the keys that Jupyter Book 1 reads or has read there. It passes over whatever else
#: stands there.
KEYS: dict[SettingPath, tuple[str, ...]] = {
    (): (
        *("title", "author", "copyright", "logo", "project", "exclude_patterns", "only_build_toc_files"),
        *("execute", "parse", "html", "latex", "launch_buttons", "repository", "sphinx"),
        *("bibtex_bibfiles", "bibtex_reference_style"),
    ),
    ("execute",): (
        *("execute_notebooks", "cache", "exclude_patterns", "timeout", "run_in_temp", "allow_errors"),
        *("stderr_output", "eval_regex", "raise_on_error", "show_tb"),
    ),
    ("parse",): (
        *("myst_enable_extensions", "myst_url_schemes", "myst_substitutions"),
        *("myst_dmath_double_inline", "myst_extended_syntax"),
    ),
    ("html",): (
        *("favicon", "baseurl", "comments", "analytics", "announcement", "extra_footer"),
        *("use_edit_page_button", "use_repository_button", "use_issues_button", "use_multitoc_numbering"),
        *("home_page_in_navbar", "extra_navbar", "navbar_footer_text", "google_analytics_id"),
    ),
    ("html", "comments"): ("hypothesis", "utterances", "giscus", "dokieli"),
    ("html", "comments", "utterances"): ("repo", "issue-term", "theme", "label", "crossorigin"),
    ("html", "comments", "giscus"): (
        *("repo", "repo-id", "category", "category-id", "mapping", "term", "strict", "reactions-enabled"),
        *("emit-metadata", "input-position", "theme", "lang"),
    ),
    ("html", "analytics"): ("plausible_analytics_domain", "plausible_analytics_url", "google_analytics_id"),
    ("launch_buttons",): (
        *("notebook_interface", "binderhub_url", "jupyterhub_url", "colab_url", "deepnote_url", "thebe"),
        "collapse_navbar",
    ),
    ("latex",): ("latex_engine", "latex_documents", "use_jupyterbook_latex"),
    ("repository",): ("url", "branch", "path_to_book"),
    ("sphinx",): ("extra_extensions", "local_extensions", "recursive_update", "config"),
}


class Refused(NamedTuple):
    """What is not done, and what to write instead."""

    why: str
    asks: Callable[[Any], bool] = bool  #: whether a value asks for it


NOT_PARALLEL = "the extension that it loads keeps pages from being read side by side; write false"
#: Key -> why it is refused, where its value asks for something.
REFUSED: dict[SettingPath, Refused] = {
    ("bibtex_reference_style",): Refused(
        "Jupyter Book passes it over here; write bibtex_reference_style: below sphinx: config:"
    ),
    ("execute", "execute_notebooks"): Refused(
        "the edition keeps what cells leave, and runs a chapter again when something that it is made from has changed; "
        "write cache, or off",
        lambda value: value in ("force", "inline"),
    ),
    ("execute", "run_in_temp"): Refused("a cell runs in the folder of its chapter; leave this out"),
    ("execute", "raise_on_error"): Refused(
        "a cell that stops is reported at its line, the others are run, and -W lets the build fail; leave this out"
    ),
    ("execute", "show_tb"): Refused("a cell that stops is reported at its line, with its error; leave this out"),
    ("execute", "eval_regex"): Refused(
        "{eval} is not read; write the words, or print them from a cell", lambda value: value not in (None, "^.*$")
    ),
    ("parse", "myst_url_schemes"): Refused(
        "a link leads to the web, to mail or into the book; leave out all schemes but http, https and mailto",
        lambda value: isinstance(value, list | dict) and not {*value} <= {*SCHEMES},
    ),
    ("parse", "myst_dmath_double_inline"): Refused(
        "Jupyter Book passes it over here; write myst_dmath_double_inline: below sphinx: config:",
        lambda value: value is not None,
    ),
    ("parse", "myst_extended_syntax"): Refused("name the extensions one by one in myst_enable_extensions"),
    ("html", "use_multitoc_numbering"): Refused(NOT_PARALLEL),
    ("html", "extra_navbar"): Refused("below the list of contents nothing stands; write extra_footer:"),
    ("html", "navbar_footer_text"): Refused("below the list of contents nothing stands; write extra_footer:"),
    ("html", "google_analytics_id"): Refused("Jupyter Book has moved it; write it below html: analytics:"),
    ("html", "comments", "dokieli"): Refused("choose hypothesis, utterances or giscus"),
    ("launch_buttons", "thebe"): Refused(
        "no code of a reader runs in a page; with binderhub_url: a chapter is opened where it can be run"
    ),
    ("launch_buttons", "collapse_navbar"): Refused("the list of contents shows the part that is read; leave this out"),
    ("latex", "use_jupyterbook_latex"): Refused(NOT_PARALLEL),
    ("sphinx", "config", "html_theme"): Refused(
        "the pages of an edition need their own; write html_theme: glossator",
        lambda value: value not in (None, "glossator"),
    ),
    ("sphinx", "config", "mathjax3_config"): Refused(
        "formulas become MathML while the book is built, and no page loads MathJax; leave this out"
    ),
}
