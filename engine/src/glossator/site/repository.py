"""Links to the repository of the book: edit, report, Binder, Colab; left out where its address is not known.

The address is set in one place, ``repository`` in ``_config.yml``. On the host's own runners the environment comes
first, so that the book of a fork links to the fork.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.osutil import relative_uri

from glossator.config import edition
from glossator.site.notebooks import is_notebook, write_notebook
from glossator.translation import _

#: The branch that the built pages are published on, notebooks included: Colab opens what is in a repository.
PAGES = "gh-pages"
#: Kind of host -> the address of its editor.
EDITORS = {
    "github": "{address}/edit/{branch}/{file}",
    "gitlab": "{address}/-/edit/{branch}/{file}",
    "forgejo": "{address}/_edit/{branch}/{file}",
    "gitea": "{address}/_edit/{branch}/{file}",
    "bitbucket": "{address}/src/{branch}/{file}?mode=edit",
}
#: Hosts whose name does not tell their kind.
HOSTS = {"codeberg.org": "forgejo"}


class Tool(NamedTuple):
    """A link at the foot of a page."""

    label: str
    href: str


def setup_repository(app: Sphinx) -> None:
    """Find out where the book is kept, and give each page its links."""
    app.add_config_value("edition_repository", "", "html")
    app.add_config_value("edition_branch", "main", "html")
    app.connect("config-inited", find_repository)
    # Before site/context.py (500), which hands the editor's address to the script that proposes notes.
    app.connect("html-page-context", add_tools, priority=400)


def find_repository(app: Sphinx, config: Config) -> None:
    options = config.html_theme_options
    config.edition_repository, config.edition_branch = repository(
        os.environ, options.get("repository_url", ""), options.get("repository_branch", "")
    )


def repository(environment: Mapping[str, str], address: str, branch: str) -> tuple[str, str]:
    """Return address and branch of the repository; an empty address where it is not known."""
    name = environment.get("GITHUB_REPOSITORY")
    if name:
        address = f"{environment.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
        # A pull request is built from a branch of its own, which is not where one would edit.
        on_branch = environment.get("GITHUB_REF", "").startswith("refs/heads/")
        branch = environment.get("GITHUB_REF_NAME" if on_branch else "GITHUB_BASE_REF", "") or branch
    return address.rstrip("/"), branch or "main"


def add_tools(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a chapter the links at its foot, and the address of its editor."""
    context["page_tools"] = []
    # A book on an e-reader has no room for tools, and no notebooks beside its pages.
    if doctree is None or app.builder.name == "epub":
        return
    address, branch = app.config.edition_repository, app.config.edition_branch
    settings = edition(app.config)
    # The way from the top of the repository to the book.
    folder = f"{path}/" if (path := app.config.html_theme_options.get("path_to_docs", "").strip("/")) else ""
    if address:
        context["edit_address"] = edit_address(address, branch, f"{folder}{pagename}.md", settings.repository_host)
        context["page_tools"] += [Tool(_("Edit this chapter"), context["edit_address"]), *_report(address, pagename)]
    if is_notebook(app, pagename):
        write_notebook(app, pagename)
        context["page_tools"].append(Tool(_("Download as a notebook"), notebook_address(app, pagename)))
        context["page_tools"] += _launchers(address, branch, folder, pagename)


def notebook_address(app: Sphinx, docname: str) -> str:
    """Return the way from a page to its notebook, which lies beside the page or, where that is a folder, above it."""
    return relative_uri(app.builder.get_target_uri(docname), f"{docname}.ipynb")


def edit_address(address: str, branch: str, file: str, kind: str = "") -> str:
    """Return the address of the editor of a file at the repository's host.

    file: the way to it from the top of the repository
    kind: one of `EDITORS`, for a host whose name does not tell it
    """
    about = {"address": address, "branch": quote(branch), "file": quote(file)}
    return EDITORS[kind or kind_of_host(address)].format(**about)


def kind_of_host(address: str) -> str:
    """Return which of `EDITORS` a host has, by its name: GitHub's, unless it says otherwise."""
    host = urlsplit(address).hostname or ""
    if host in HOSTS:
        return HOSTS[host]
    return next((kind for kind in EDITORS if kind in host.split(".")), "github")


def _report(address: str, docname: str) -> Iterator[Tool]:
    if kind_of_host(address) == "github":
        yield Tool(
            _("Report an error"), f"{address}/issues/new?template=report-an-error.yml&title={quote(docname)}:%20"
        )


def _launchers(address: str, branch: str, folder: str, docname: str) -> Iterator[Tool]:
    """Yield the services that run a chapter of a public repository at GitHub."""
    host, __, name = address.partition("github.com/")
    if host == "https://" and name:
        notebook = quote(f"lab/tree/{folder}{docname}.md?factory=Jupytext Notebook", safe="/")
        yield Tool(
            _("Open in Binder"), f"https://mybinder.org/v2/gh/{name}/{quote(branch, safe='')}?urlpath={notebook}"
        )
        yield Tool(_("Open in Colab"), f"https://colab.research.google.com/github/{name}/blob/{PAGES}/{docname}.ipynb")
