"""Lint of files: nothing from outside the book is read into it or published from it, and nothing that could run.

A chapter is Markdown alone: what reads other files, or is read by another parser, is refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.addnodes import download_reference
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.directives.patches import CSVTable
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.matching import Matcher

from glossator.core.addresses import ELSEWHERE, SCHEME
from glossator.core.files import BUILT, DOWNLOADS, PICTURES, find_files, why_refused
from glossator.lint.own_files import ENDINGS, keep_named, named_files
from glossator.lint.settings import read_lines, report
from glossator.messages.warnings import Problem, warn
from glossator.settings_reader import SettingFinding

#: What a ``meta`` element that an author writes may have: it tells about the page, and orders nothing.
META = {"content", "name", "property", "lang", "media", "itemprop"}
#: Directive -> why it is refused. reStructuredText has no directive of this name: see `without_restructuredtext`.
REFUSED = {
    "include": "{include} would put another file into the chapter; write here what it says",
    "literalinclude": "{literalinclude} would put another file into the chapter; write here what it says",
    "raw": "{raw} would print HTML as it is; write Markdown",
    "restructuredtext": "{eval-rst} is not read; write Markdown",
}
RESTRUCTUREDTEXT = re.compile(r"([`~:]{3,}[ \t]*)\{eval-rst\}")
#: Settings that name files to be read or published -> how ``_config.yml`` calls them, where it has a name of its own.
PATHS = {
    "html_static_path": (),
    "html_extra_path": (),
    "templates_path": (),
    "html_logo": ("logo",),
    "html_favicon": ("html", "favicon"),
    "bibtex_bibfiles": ("bibtex_bibfiles",),
}
#: What is no page: hidden folders, what builds and programs leave, texts and tables.
SURROUNDINGS = (".*", "**/.*", BUILT, "**/node_modules", "*.egg-info", "sources", "data")
#: Ending of a file -> the setting that would name it.
NAMING = {ending: setting for setting, ending in ENDINGS.items()}


def setup_files(app: Sphinx) -> None:
    """Connect the lint of files to the build."""
    # Before Sphinx looks for chapters, which it would do through a link to a folder, too; and before extensions name
    # files of their own.
    app.connect("config-inited", exclude_surroundings, priority=1)
    app.connect("config-inited", keep_named, priority=1)
    app.connect("config-inited", exclude_links, priority=2)
    app.connect("config-inited", refuse_paths, priority=2)
    app.connect("config-inited", refuse_docutils_conf, priority=2)
    # After Sphinx has collected the parsers of all extensions (800), and before the list of contents is read (900).
    app.connect("config-inited", read_markdown_alone, priority=850)
    for name in REFUSED:
        app.add_directive(name, RefusedDirective, override=True)
    app.add_directive("csv-table", TableOfWords, override=True)
    app.add_transform(RefuseFiles)


def exclude_surroundings(app: Sphinx, config: Config) -> None:
    """Exclude what stands in the folder of a book and is no page of it, whatever ``exclude_patterns`` says.

    A list of one's own takes the place of the default one, and an environment of Python holds many Markdown files.
    """
    environments = [path.parent.name for path in Path(app.srcdir).glob("*/pyvenv.cfg")]
    config.exclude_patterns = list(dict.fromkeys([*config.exclude_patterns, *SURROUNDINGS, *sorted(environments)]))


def exclude_links(app: Sphinx, config: Config) -> None:
    """Exclude symbolic links from what Sphinx reads, and report them."""
    root = Path(app.srcdir)
    links = [path for path in find_files(root, Matcher(config.exclude_patterns)) if path.is_symlink()]
    for link in sorted(links):
        config.exclude_patterns = [*config.exclude_patterns, link.relative_to(root).as_posix()]
        message = (
            "this is a symbolic link, which may lead anywhere: nothing is read through it; put a copy in its place"
        )
        warn(Problem.FILE, message, f"{link}:1")


def refuse_paths(app: Sphinx, config: Config) -> None:
    """Leave out what settings name outside the book, and report it."""
    for name, place in PATHS.items():
        if name not in config:  # of an extension that this book does without
            continue
        written = config[name]
        named = [written] if isinstance(written, str) else list(written or ())
        # Jupyter Book sets to nothing what _config.yml does not set.
        refused = {path: why for path in named if path and (why := _why_path_refused(app, name, str(path)))}
        for path, why in refused.items():
            settings = read_lines(app)
            where = next((each for each in (place, (*settings.prefix[:-1], name)) if each in settings.lines), ())
            report(settings, SettingFinding(where, f'"{path}" {why}, and is not read'), wrong=path)
        if refused:
            config[name] = None if isinstance(written, str) else [path for path in named if path not in refused]


def refuse_docutils_conf(app: Sphinx, config: Config) -> None:
    """Read no ``docutils.conf``, and report one: its settings name files that docutils writes."""
    os.environ["DOCUTILSCONFIG"] = ""
    for folder in {Path(app.srcdir), Path(app.confdir)}:
        if (folder / "docutils.conf").exists():
            message = "nothing reads this file; what can be set is set in _config.yml"
            warn(Problem.FILE, message, f"{folder / 'docutils.conf'}:1")


def _why_path_refused(app: Sphinx, setting: str, path: str) -> str:
    """Return why a file or folder that a *setting* names is refused.

    Jupyter Book publishes a folder ``_static`` unasked, and a script in it could stand in for one of the theme's.
    """
    place = Path(app.confdir) / path
    if why := why_refused(place, Path(app.srcdir)):
        return why
    for file in find_files(place):
        if file.is_symlink():
            return f"holds the symbolic link {file.name}"
        if setting != "html_static_path" or file.relative_to(place).as_posix() in named_files(app.config):
            continue
        if why := _why_type_refused(file.name, DOWNLOADS):
            hint = f", and which no {NAMING[file.suffix]} names" if file.suffix in NAMING else ""
            return f"holds {file.name}, which {why}{hint}"
    return ""


def read_markdown_alone(app: Sphinx, config: Config) -> None:
    """Leave Sphinx no parser but that of Markdown: stored outputs of a notebook are nobody's who builds the book."""
    config.source_suffix = {suffix: parser for suffix, parser in config.source_suffix.items() if suffix == ".md"}


def without_restructuredtext(text: str) -> str:
    """Return the Markdown of a chapter with ``{eval-rst}`` as a directive that is refused.

    MyST-Parser knows it by its name, and gives what it holds to another parser.
    """
    return RESTRUCTUREDTEXT.sub(r"\1{restructuredtext}", text)


class RefusedDirective(SphinxDirective):
    """A directive that reads another file, or prints what is no Markdown: reported, and left out."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        return refuse(self, REFUSED[self.name])


class TableOfWords(CSVTable, SphinxDirective):
    """``{csv-table}`` of the words it holds, not of a file."""

    def run(self) -> list[Any]:
        if "file" in self.options or "url" in self.options:
            return refuse(self, "{csv-table} would read another file; put it into data/, and print it with {records}")
        return super().run()


def refuse(directive: SphinxDirective, message: str) -> list[Any]:
    """Report a directive at its line, and print nothing."""
    directive.set_source_info(place := nodes.Element())
    warn(Problem.HTML if directive.name == "raw" else Problem.FILE, message, place, message.partition(" ")[0])
    return []


class RefuseFiles(SphinxTransform):
    """Take away pictures and downloads that are not files of the book, or could run in a reader's browser.

    And ``meta`` elements that command the browser: they are the site's own.
    """

    # When all links and pictures are there, and before Sphinx collects their files (event doctree-read).
    default_priority = 850

    def apply(self, **kwargs: object) -> None:
        for picture in list(self.document.findall(nodes.image)):
            if message := self._why_picture_refused(picture):
                warn(Problem.PICTURE, message, picture if picture.line else picture.parent, picture["uri"])
                picture.replace_self(nodes.inline("", picture.get("alt", "")))
        for download in list(self.document.findall(download_reference)):
            target = download["reftarget"]
            # One to the web is a link (`addresses`).
            if "://" not in target and (why := self._why_file_refused(target, DOWNLOADS)):
                place = download if download.line else download.parent
                warn(Problem.FILE, f'"{target}" {why}; it is not published', place, target)
                download.replace_self(download.children)
        for meta in list(self.document.findall(nodes.meta)):
            # The names are printed as they are: one could end the element, and "/http-equiv" means the same.
            if foreign := meta.non_default_attributes().keys() - META:
                message = f"a chapter gives the browser no orders ({', '.join(sorted(foreign))})"
                warn(Problem.HTML, message, (self.env.docname, 1))
                meta.parent.remove(meta)

    def _why_picture_refused(self, picture: nodes.image) -> str:
        address = picture["uri"]
        if ELSEWHERE.match(address):
            return (
                f"each reader's browser would fetch this picture from {address}; "
                "put its file into the folder of the chapter, if its licence allows that, and name the file here"
            )
        if SCHEME.match(address):
            why = "is no file"
        elif "from_cell" in picture:  # which MyST-NB has written into the folder of the build
            why = _why_type_refused(address, PICTURES)
        elif "%5C" in address or "\\" in address:
            return f'the picture "{address.replace("%5C", chr(92))}" is named with \\ between folders, where / stands'
        else:
            why = self._why_file_refused(address, PICTURES)
        return f'the picture "{address}" {why}; it is not published' if why else ""

    def _why_file_refused(self, target: str, types: Sequence[str]) -> str:
        """Return why a file that a chapter names is refused; a *target* with a slash before it begins at the book."""
        _, path = self.env.relfn2path(target, self.env.docname)
        return why_refused(Path(path), Path(self.env.srcdir)) or _why_type_refused(target, types)


def _why_type_refused(name: str, types: Sequence[str]) -> str:
    allowed = PurePosixPath(name).suffix.lower() in types
    return "" if allowed else f"is of none of these types: {', '.join(types)}"
