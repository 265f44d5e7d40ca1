"""Links to the repository of the book: edit, report, Binder, Colab; left out where its address is not known.

The address is set in one place, ``repository`` in ``_config.yml``. On the host's own runners the environment comes
first, so that the book of a fork links to the fork.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.osutil import relative_uri

from glossator.config import edition
from glossator.jupyter_book import value_at, written
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
#: What runs notebooks where a book names nothing.
SERVICES = {"binderhub_url": "https://mybinder.org", "colab_url": "https://colab.research.google.com"}


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
    """Set ``edition_repository`` and ``edition_branch``, by environment or settings (event config-inited)."""
    options = config.html_theme_options
    config.edition_repository, config.edition_branch = repository(
        os.environ, options.get("repository_url", ""), options.get("repository_branch", "")
    )


def repository(environment: Mapping[str, str], address: str, branch: str) -> tuple[str, str]:
    """Return address and branch of the repository; an empty address where it is not known.

    environment: of a build; on GitHub's runners it goes before the settings
    address, branch: of the settings; the branch is ``main`` where nobody says otherwise
    """
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
    if doctree is None or pagename not in app.env.found_docs or app.builder.name == "epub":
        return
    address, branch = app.config.edition_repository, app.config.edition_branch
    settings = edition(app.config)
    # The way from the top of the repository to the book.
    folder = f"{path}/" if (path := (app.config.html_theme_options.get("path_to_docs") or "").strip("./")) else ""
    if address:
        file = f"{folder}{app.env.doc2path(pagename, base=False)}"
        context["edit_address"] = edit_address(address, branch, file, settings.repository_host)
        context["page_tools"] += _links(app, address, context["edit_address"], pagename)
    if is_notebook(app, pagename):
        write_notebook(app, pagename)
        context["page_tools"].append(Tool(_("Download as a notebook"), notebook_address(app, pagename)))
        context["page_tools"] += launchers(services(app), address, branch, folder, pagename)


def _links(app: Sphinx, address: str, edit: str, docname: str) -> Iterator[Tool]:
    """Yield the links to the repository. Two are there unless a setting says ``false``, one if it says ``true``."""
    kind = edition(app.config).repository_host or kind_of_host(address)
    if _written(app, "html.use_edit_page_button") is not False:
        yield Tool(_("Edit this chapter"), edit)
    wanted = _written(app, "html.use_issues_button")
    if wanted is not False and kind == "github":
        report = f"{address}/issues/new?template=report-an-error.yml&title={quote(docname)}:%20"
        yield Tool(_("Report an error"), report)
    elif wanted:
        yield Tool(_("Report an error"), f"{address}/{'-/' if kind == 'gitlab' else ''}issues/new")
    if _written(app, "html.use_repository_button"):
        yield Tool(_("Repository"), address)


def _written(app: Sphinx, key: str) -> Any:
    """Return what ``_config.yml`` says itself: Jupyter Book says ``false`` where it says nothing."""
    return value_at(written(Path(app.srcdir)), key)


def services(app: Sphinx) -> dict[str, Any]:
    """Return the services that run notebooks, as ``launch_buttons`` names them; two where the book names none."""
    book = written(Path(app.srcdir))
    asked = app.config.html_theme_options.get("launch_buttons")
    if isinstance(asked, dict) and ("launch_buttons" in book if book else asked):
        return asked
    return SERVICES


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


def launchers(asked: Mapping[str, Any], address: str, branch: str, folder: str, docname: str) -> Iterator[Tool]:
    """Yield the services that run a chapter of a public repository; all but JupyterHub know those at GitHub alone."""
    lab, chapter = asked.get("notebook_interface") != "classic", f"{folder}{docname}.md"
    interface = "lab/tree/" if lab else "tree/"
    hub, host, name = asked.get("jupyterhub_url"), *address.partition("github.com/")[::2]
    if hub and address:
        place = f"{interface}{address.rpartition('/')[2]}/{chapter}"
        query = urlencode({"repo": address, "urlpath": place, "branch": branch})
        yield Tool(_("Open in JupyterHub"), f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{query}")
    if host != "https://" or not name:
        return
    if service := asked.get("binderhub_url"):
        notebook = quote(f"{interface}{chapter}{'?factory=Jupytext Notebook' if lab else ''}", safe="/")
        place = f"v2/gh/{name}/{quote(branch, safe='')}?urlpath={notebook}"
        yield Tool(_("Open in Binder"), f"{service.rstrip('/')}/{place}")
    if service := asked.get("colab_url"):
        yield Tool(_("Open in Colab"), f"{service.rstrip('/')}/github/{name}/blob/{PAGES}/{docname}.ipynb")
    if service := asked.get("deepnote_url"):
        notebook = quote(f"{address}/blob/{PAGES}/{docname}.ipynb", safe="")
        yield Tool(_("Open in Deepnote"), f"{service.rstrip('/')}/launch?url={notebook}")
