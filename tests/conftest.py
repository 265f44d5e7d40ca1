"""What the tests share: the real book built once, small books built in no time, and a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from hypothesis import settings
from playwright.sync_api import Browser, Error, Playwright, sync_playwright
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

TESTS = Path(__file__).parent
ROOT = TESTS.parent
BOOK = ("_config.yml", "_toc.yml", "index.md", "references.bib", "chapters", "sources", "data")
NOTEBOOK = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n\n"

# The same examples on every machine, slow ones included.
settings.register_profile("edition", derandomize=True, deadline=None)
settings.load_profile("edition")
# And the same book: on the host's own runners it would link to its repository, and report mistakes in another form.
for name in ("GITHUB_REPOSITORY", "GITHUB_ACTIONS"):
    os.environ.pop(name, None)


class Run(NamedTuple):
    """A command that has ended: its exit code and all that it printed."""

    code: int
    log: str


class Build(NamedTuple):
    """What a build of a small book left: its warnings and its progress as text, and the folder of pages."""

    warnings: str
    status: str
    out: Path

    def page(self, name: str) -> BeautifulSoup:
        """Return one page, without theme and navigation."""
        return BeautifulSoup((self.out / f"{name}.html").read_text(encoding="utf-8"), "html.parser").select_one(".body")


@dataclass
class SmallBook:
    """A copy of ``small/`` in which a test writes its chapters; Sphinx builds it in this process."""

    folder: Path

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


def make_small_book(folder: Path, chapters: dict[str, str]) -> SmallBook:
    """Make a small book in *folder*, of chapters by name."""
    book = SmallBook(Path(shutil.copytree(TESTS / "small", folder / "small")))
    for name, text in chapters.items():
        book.write(f"chapters/{name}.md", text)
    return book


@pytest.fixture
def small_book(tmp_path: Path) -> Callable[..., SmallBook]:
    """Return a function that makes a small book of chapters: ``small_book(one="# One", two="# Two")``."""
    return lambda **chapters: make_small_book(tmp_path, chapters)


def run(name: str, *arguments: str | Path, folder: Path) -> Run:
    """Run a program of this environment, such as ``jupyter-book``, in *folder*."""
    command = [Path(sys.executable).with_name(name), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    return Run(done.returncode, strip_colors(done.stdout + done.stderr))


def build_book(folder: Path) -> Run:
    """Build the book in *folder* as ``make book`` does."""
    return run("jupyter-book", "build", "-n", "-W", "--keep-going", ".", folder=folder)


def copy_book(folder: Path) -> Path:
    """Copy what the repository's book is made of into *folder*."""
    for name in BOOK:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the repository's book, built from clean by the real command."""
    folder = copy_book(tmp_path_factory.mktemp("book"))
    code, log = build_book(folder)
    assert code == 0, log
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a Chromium or Chrome: Playwright's, the machine's, or one that Playwright installs now."""
    with sync_playwright() as playwright:
        found = _launch(playwright)
        if found is None:
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
            found = _launch(playwright)
        if found is None:
            advice = "No Chromium or Chrome starts here; install one: python -m playwright install --with-deps chromium"
            pytest.exit(advice, returncode=1)
        yield found
        found.close()


def _launch(playwright: Playwright) -> Browser | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    paths = [path for name in names if (path := shutil.which(name))]
    # A "channel" is a browser in the place where its installer puts it on macOS and Windows.
    for choice in ({}, *({"executable_path": path} for path in paths), {"channel": "chrome"}, {"channel": "msedge"}):
        try:
            return playwright.chromium.launch(**choice)
        except Error:
            continue
    return None
