"""What the settings put around every page: logo, icon, announcement, further words at its foot, sheets and scripts.

They are the keys of Jupyter Book, or settings of Sphinx; ``lint/frame.py`` and ``lint/own_files.py`` have left out what
cannot be.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from glossator.jupyter_book import value_at, written
from glossator.lint.own_files import own_files
from glossator.lint.page_words import line, paragraphs
from glossator.site.compact import content_hash

TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon"}
#: Which scheme a picture is for -> its name in ``html_theme_options: logo:``.
SCHEMES = {"light": "image_light", "dark": "image_dark"}


class Logo(NamedTuple):
    """A picture beside the title: for pages of a scheme, or of both."""

    href: str
    scheme: str  #: ``light``, ``dark`` or ``both``
    alt: str


class Linked(NamedTuple):
    """A style sheet or a script of the book."""

    href: str
    attributes: dict[str, str]


def draw_permalinks(app: Sphinx, config: Config) -> None:
    """Leave the sign of a permalink to the style sheet (event config-inited): its title names it, no heading has it.

    A sign of the book's own stays.
    """
    if config.html_theme == "glossator" and config.html_permalinks_icon == "¶":
        config.html_permalinks_icon = ""


def setup_frame(app: Sphinx) -> None:
    """Give every page what stands around it, and publish the pictures of it that Sphinx knows nothing of."""
    app.connect("config-inited", draw_permalinks)
    app.connect("html-page-context", add_frame, priority=400)
    app.connect("build-finished", publish_logos)


def add_frame(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the frame to the template context."""
    options, pathto = app.config.html_theme_options, context["pathto"]
    # The title stands beside it, and says what it shows, unless somebody has said more.
    words = str(_logo_options(app).get("alt_text") or "")
    context["logos"] = [Logo(pathto(f"_static/{name}", resource=True), scheme, words) for scheme, name in _logos(app)]
    icon = Path(str(app.config.html_favicon or ""))
    context["own_icon"] = pathto(f"_static/{icon.name}", resource=True) if icon.name else ""
    context["own_icon_type"] = TYPES.get(icon.suffix.lower(), "")
    context["announcement"] = line(options.get("announcement") or "")
    context["extra_footer"] = paragraphs(options.get("extra_footer") or "")
    context["own_sheets"] = list(_linked(app, pathto, "html_css_files"))
    context["own_scripts"] = list(_linked(app, pathto, "html_js_files"))
    context["home_title"] = app.env.titles[app.config.root_doc].astext()
    # Jupyter Book says true where nobody has said anything.
    context["home_listed"] = bool(value_at(written(Path(app.srcdir)), "html.home_page_in_navbar"))


def _logo_options(app: Sphinx) -> dict[str, Any]:
    options = app.config.html_theme_options.get("logo")
    return options if isinstance(options, dict) else {}


def _logos(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield schemes and names of the pictures beside the title: one for each scheme, or one for both."""
    given = {scheme: Path(path).name for scheme, name in SCHEMES.items() if (path := _logo_options(app).get(name))}
    both = Path(str(app.config.html_logo or "")).name
    if len(given) == len(SCHEMES):
        yield from given.items()
    elif both and given:
        yield from {scheme: given.get(scheme, both) for scheme in SCHEMES}.items()
    elif both or given:
        yield "both", both or next(iter(given.values()))


def _linked(app: Sphinx, pathto: Any, setting: str) -> Iterator[Linked]:
    folders = [Path(app.confdir) / path for path in app.config.html_static_path]
    for file in own_files(app.config, setting):
        for path in (folder / file.name for folder in folders if (folder / file.name).is_file()):
            # With a hash of its content: a new page never meets an old file.
            address = f"{pathto(f'_static/{file.name}', resource=True)}?v={content_hash(path.read_bytes())}"
            yield Linked(address, file.attributes)
            break


def publish_logos(app: Sphinx, exception: Exception | None) -> None:
    """Copy the pictures for light and dark pages beside the files of the theme."""
    if exception or app.builder.format != "html":
        return
    for name in SCHEMES.values():
        if path := _logo_options(app).get(name):
            shutil.copy2(Path(app.srcdir) / path, Path(app.outdir) / "_static" / Path(path).name)
