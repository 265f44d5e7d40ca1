"""Build books: a small one in this process, a whole one by the command that its readers use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

#: What a book is made of; what it leaves out is not copied.
FOLDERS = ("chapters", "sources", "data", "teaching", "releases", "stacks")
BOOK = ("_config.yml", "_toc.yml", "index.md", "references.bib", *FOLDERS)
#: The front matter of a chapter with code.
NOTEBOOK = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n\n"
#: A conf.py for a book that has only a ``_config.yml``.
SETTINGS = """\
from pathlib import Path
from glossator.jupyter_book import sphinx_settings
globals().update(sphinx_settings(Path(__file__).parents[1] / "_config.yml"))
"""
WARNINGS_FAIL = ("-n", "-W", "--keep-going")


def written_note(quotation: str, words: str, kind: str = "context", certainty: str = "fact", gist: str = "") -> str:
    """Return a note as an author writes it: the directive ``annotation``, for a `written_passage`."""
    options = {"kind": kind, "certainty": certainty, "gist": gist}
    lines = "".join(f":{name}: {value}\n" for name, value in options.items() if value)
    return f"::::{{annotation}} {quotation}\n{lines}{words}\n::::\n"


def written_passage(paragraphs: str, *notes: str) -> str:
    """Return a passage with notes as an author writes it: the directive ``passage`` with the ids of its paragraphs."""
    return f":::::{{passage}} {paragraphs}\n{''.join(notes)}:::::\n"


class Run(NamedTuple):
    """A command that has ended: its exit code and all that it printed."""

    code: int
    log: str


class Build(NamedTuple):
    """What a build of a small book left: its warnings and its progress as text, and the folder of pages."""

    warnings: str
    status: str
    out: Path

    def page(self, name: str) -> Tag:
        """Return one page, without theme and navigation."""
        page = BeautifulSoup((self.out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        body = page.select_one(".body") or page.select_one("article")
        assert body, f"{name}.html has no text"
        return body


@dataclass
class SmallBook:
    """A book in which a test writes its chapters; Sphinx builds it in this process."""

    folder: Path

    @property
    def site(self) -> Path:
        """Return the folder of the pages that a build for the web leaves."""
        return self.folder / "_build" / "html"

    def left(self) -> dict[str, bytes]:
        """Return what the last build has left: the bytes of each file of the site, by path.

        ``.buildinfo`` is not among them, which tells how a builder was started.
        """
        files = (path for path in self.site.rglob("*") if path.is_file() and path.name != ".buildinfo")
        return {path.relative_to(self.site).as_posix(): path.read_bytes() for path in files}

    def write(self, path: str, text: str) -> None:
        """Write one file of the book, such as ``one.md`` or ``data/prices.csv``."""
        (self.folder / path).parent.mkdir(exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def build(self, builder: str = "html", **config: object) -> Build:
        """Build the book, with further settings of ``conf.py`` if need be."""
        app = SphinxTestApp(builder, srcdir=self.folder, confoverrides=config)
        try:
            app.build()
        finally:
            app.cleanup()
        log = strip_colors(app.warning.getvalue()).replace(f"{self.folder}/", "")
        return Build(log, strip_colors(app.status.getvalue()), Path(app.outdir))


def make_small_book(template: Path, folder: Path, chapters: dict[str, str]) -> SmallBook:
    """Copy the book in *template* into *folder*; write chapters by name."""
    book = SmallBook(Path(shutil.copytree(template, folder / template.name)))
    for name, text in chapters.items():
        book.write(f"chapters/{name}.md", text)
    return book


def copy_book(book: Path, folder: Path) -> Path:
    """Copy what the book in the folder *book* is made of into the empty *folder*; return *folder*."""
    for path in filter(Path.exists, (book / name for name in BOOK)):
        (shutil.copytree if path.is_dir() else shutil.copy2)(path, folder / path.name)
    return folder


def run(name: str, *arguments: str | Path, folder: Path) -> Run:
    """Run a program of this environment, such as ``sphinx-build``, in *folder*."""
    command = [Path(sys.executable).with_name(name), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    return Run(done.returncode, strip_colors(done.stdout + done.stderr))


def build_book(folder: Path, strict: bool = True) -> Run:
    """Build the book in *folder* into ``_build/html``: by Jupyter Book where it is installed, else by plain Sphinx.

    strict: whether a warning fails the build, which then leaves no new site
    """
    options = WARNINGS_FAIL if strict else ()
    if find_spec("jupyter_book"):
        return run("jupyter-book", "build", *options, ".", folder=folder)
    settings = folder / "stacks"
    if not settings.is_dir():
        settings.mkdir()
        (settings / "conf.py").write_text(SETTINGS, encoding="utf-8")
    places = ("-c", "stacks", "-d", "_build/.doctrees", ".", "_build/html")
    return run("sphinx-build", *options, *places, folder=folder)
