"""Builds that are stopped, fail, or find damaged files: the next one leaves what a clean build leaves, to the byte.

Builds run in forks of this process, which can be killed at any moment and start at once.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import pytest
import vl_convert
from glossator.core.checksums import checksums, intact
from glossator.execution import vega_script
from glossator.notebook.svg import VEGA_LITE
from glossator.testing.books import NOTEBOOK, SmallBook, make_small_book
from glossator.testing.forks import in_fork
from sphinx.events import EventManager
from sphinx.testing.util import SphinxTestApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork"),
    pytest.mark.usefixtures("own_fork_server"),
]
Site = dict[str, bytes]
HOLDERS = ("University of Washington", "Mike Bostock", "Mapbox")
LETTER = """\
# The letter of {season}

:::::{{passage}} letter-1 letter-2
::::{{annotation}} in May
:kind: context
:certainty: fact
They met in {season} {{cite:p}}`smith2016`.
::::
:::::
"""
REPLY = "# The reply\n\nSee {note}`letter-2-in-may`, and [the letter](letter.md).\n"
CHART = (
    NOTEBOOK
    + """\
# The prices

```{code-cell} python3
import altair as alt
from glossator import figure, table

prices = table("prices")
bars = alt.Chart(prices).mark_bar().encode(x="price:Q")
figure(bars, name="prices", title="Prices", alt="Bars.", data=prices, tables=["prices"])
```
"""
)
#: Events of Sphinx at which a build is killed; those of documents at the first.
EVENTS = (
    "config-inited",
    "builder-inited",
    "env-get-outdated",
    "env-before-read-docs",
    "source-read",
    "doctree-read",
    "env-updated",
    "env-check-consistency",
    "doctree-resolved",
    "html-page-context",
    "html-collect-pages",
    "build-finished",
)
#: Files at which a build is killed when half of each is written.
WRITTEN = (
    "environment.pickle",
    "letter.doctree",
    "letter.html",
    "index.html",
    "search/1.js",
    "objects.inv",
    "kinds.css",
    ".part",
    "complete.part",
)
#: Renames at which a build is killed: before the first, the second (between the two of the exchange), and the last.
RENAMES = ("html", "html.new", "complete.part")


class Book(NamedTuple):
    """A built book that has been changed since, and what a clean build of it leaves."""

    book: SmallBook
    built: Path  #: a copy of its folder as it was when it had been built, and then changed
    clean: Site

    def restore(self) -> None:
        """Put the book into the state after its first build and the change."""
        shutil.rmtree(self.book.folder)
        shutil.copytree(self.built, self.book.folder)

    def left(self) -> Site:
        """Return the files of the site."""
        return self.book.left()


def build(book: SmallBook, before: Callable[[], None] = lambda: None) -> int:
    """Build as ``sphinx-build -W --keep-going`` does, in a fork in which *before* was called; return its exit code."""

    def work() -> int:
        settings = {"html_theme": "glossator"}
        app = SphinxTestApp("html", srcdir=book.folder, confoverrides=settings, warningiserror=True, keep_going=True)
        app.build()
        print(app.warning.getvalue(), file=sys.__stderr__)
        return int(app.statuscode)

    return in_fork(work, before).code


def make(folder: Path, chapters: dict[str, str], changed: dict[str, str]) -> Book:
    """Build a book, change it, and tell what a clean build of it leaves."""
    book = make_small_book(Path(__file__).parent / "small", folder, chapters)
    # Here, so that the forks find loaded what a build loads.
    assert book.build(html_theme="glossator").warnings == ""
    built = folder / "built"
    shutil.copytree(book.folder, built)
    if changed:
        for path, text in changed.items():
            book.write(path, text)
            SmallBook(built).write(path, text)
        shutil.rmtree(book.folder / "_build")
        assert build(book) == 0
    return Book(book, built, book.left())


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return a book without code, whose changed chapter has another title, which every page shows."""
    before, after = (LETTER.format(season=season) for season in ("spring", "summer"))
    return make(tmp_path_factory.mktemp("state"), {"letter": before, "reply": REPLY}, {"chapters/letter.md": after})


@pytest.fixture(scope="module")
def book_with_chart(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return a book with a chart, unchanged since it was built."""
    return make(tmp_path_factory.mktemp("chart"), {"letter": LETTER.format(season="spring"), "prices": CHART}, {})


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at_event(name: str) -> Callable[[], None]:
    """Return what makes a build kill itself at an event of Sphinx."""

    def prepare() -> None:
        emit = EventManager.emit

        def emit_or_kill(self: EventManager, event: str, *arguments: object, **options: object) -> object:
            if event == name:
                kill()
            return emit(self, event, *arguments, **options)

        EventManager.emit = emit_or_kill

    return prepare


def killed_at_file(event: str, ending: str) -> Callable[[], None]:
    """Return what makes a build kill itself when it opens a file for writing (``open``), or renames it."""

    def prepare() -> None:
        def hook(name: str, arguments: tuple[object, ...]) -> None:
            if name != event or not str(arguments[0]).endswith(ending):
                return
            if event == "open":
                if not isinstance(arguments[2], int) or not arguments[2] & os.O_WRONLY:
                    return
                # By another name, which is not heard here again.
                half = Path(f"{arguments[0]}.half")
                half.write_bytes(b"half of it")
                half.replace(str(arguments[0]))
            kill()

        sys.addaudithook(hook)

    return prepare


MOMENTS = (
    {f"at the event {name}": killed_at_event(name) for name in EVENTS}
    | {f"in the middle of {name}": killed_at_file("open", name) for name in WRITTEN}
    | {f"before {name} is renamed": killed_at_file("os.rename", f"/{name}") for name in RENAMES}
)


@pytest.mark.xdist_group("state-moments")
@pytest.mark.parametrize("moment", MOMENTS)
def test_after_a_build_that_was_killed_the_next_one_leaves_what_a_clean_one_leaves(book: Book, moment: str) -> None:
    book.restore()
    before = book.left()
    assert build(book.book, MOMENTS[moment]) == -signal.SIGKILL
    # Readers of the folder find the last good site as it was, or the new one, or for an instant none.
    assert book.left() in (before, book.clean, {})
    assert build(book.book) == 0
    assert book.left() == book.clean
    assert not list(book.book.folder.glob("_build/html.*"))


@pytest.mark.xdist_group("state-moments")
def test_a_build_that_fails_keeps_the_last_good_site_and_the_next_one_is_clean(book: Book) -> None:
    book.restore()
    before = book.left()
    right = (book.book.folder / "chapters/letter.md").read_text(encoding="utf-8")
    book.book.write("chapters/letter.md", right.replace("in May", "in Mai"))
    for _ in range(2):
        assert build(book.book) != 0
        assert book.left() == before
    book.book.write("chapters/letter.md", right)
    assert build(book.book) == 0
    assert book.left() == book.clean


@pytest.mark.xdist_group("state-moments")
def test_of_two_builds_at_once_the_second_waits_for_the_first(book: Book) -> None:
    book.restore()
    other = os.fork()
    if not other:
        os._exit(build(book.book))
    assert build(book.book) == 0
    assert os.waitstatus_to_exitcode(os.waitpid(other, 0)[1]) == 0
    assert book.left() == book.clean


def cut(path: Path) -> None:
    """Leave the first half of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def kinds_of_files(folder: Path) -> list[Path]:
    """Return a file of each kind that a build leaves: by the folder that it stands in, and the end of its name."""
    kinds: dict[tuple[str, str], Path] = {}
    top = folder / "_build"
    for path in sorted(path for path in top.rglob("*") if path.is_file() and path.stat().st_size):
        kinds.setdefault((path.relative_to(top).parts[0], path.suffix or path.name), path)
    return list(kinds.values())


@pytest.mark.sweep
@pytest.mark.xdist_group("state-damage")
def test_a_file_of_the_last_build_that_was_cut_emptied_or_deleted_is_made_again(book_with_chart: Book) -> None:
    """Each kind of file in one of the three ways, in turn; that each way is noticed, the next test says."""
    book = book_with_chart
    found = kinds_of_files(book.book.folder)
    assert {path.suffix for path in found} >= {".html", ".js", ".css", ".zip", ".doctree", ".pickle", ".db", ".ipynb"}
    wrong = []
    for path, damage in zip(found, cycle((cut, empty, Path.unlink)), strict=False):
        book.restore()
        damage(path)
        name = f"{path.relative_to(book.book.folder)}, {damage.__name__}"
        if build(book.book) != 0:
            wrong.append(f"{name}: the build failed")
        elif different := dict(book.clean.items() - book.left().items()):
            wrong.append(f"{name}: {sorted(different)}")
    assert wrong == []


@pytest.mark.parametrize("damage", [cut, empty, Path.unlink])
def test_every_damage_to_a_file_is_noticed(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    (tmp_path / "below").mkdir()
    for name in ("page.html", "below/doctree"):
        (tmp_path / name).write_bytes(b"what a build left")
    known = checksums(tmp_path)
    assert intact(tmp_path, known)
    damage(tmp_path / "below/doctree")
    assert not intact(tmp_path, known)


@pytest.mark.parametrize("damage", [cut, empty, Path.unlink])
def test_a_script_in_the_cache_of_the_user_that_was_damaged_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(vega_script, "bundle", lambda: "the whole script")
    assert vega_script.cached_script() == b"the whole script"
    (kept,) = tmp_path.rglob("vega-*.js")
    damage(kept)
    assert vega_script.cached_script() == b"the whole script"
    monkeypatch.setattr(vega_script, "bundle", lambda: "made again")
    assert vega_script.cached_script() == b"the whole script"


@pytest.mark.xdist_group("state-damage")
def test_the_licences_of_what_is_in_the_script_stand_beside_it(book_with_chart: Book) -> None:
    site = book_with_chart.clean
    assert site["_static/vega.js"].startswith(b"/*! Licences: see vega-notices.txt")
    notices = site["_static/vega-notices.txt"].decode()
    assert f"Vega {vl_convert.get_vega_version()}, " in notices
    assert f"vega-embed {vl_convert.get_vega_embed_version()}, " in notices
    assert f"Vega-Lite {VEGA_LITE}." in notices
    assert all(holder in notices for holder in HOLDERS)
