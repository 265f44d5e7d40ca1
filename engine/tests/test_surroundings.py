"""A build where it cannot succeed says so in one sentence and leaves the last site; where it can, the site is the same.

Builds run in forks of this process, in which the system refuses what it would refuse there: a full disk and a folder
that cannot be written are audit hooks, so that neither a mount nor another user is needed.
"""

from __future__ import annotations

import errno
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import synchronize
from pathlib import Path
from threading import Thread, active_count

import pytest
from glossator.core.surroundings import HostileSurroundings, make_writable, sentence, startable
from glossator.lint.command_line import check
from glossator.new_edition import new_edition
from glossator.testing.books import NOTEBOOK, SmallBook, make_small_book
from glossator.testing.forks import Ended, in_fork
from sphinx.testing.util import SphinxTestApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork"),
    pytest.mark.usefixtures("own_fork_server"),
]
SMALL = Path(__file__).parent / "small"
PICTURE = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
LETTER = "# The letter\n\n:::::{passage} letter-1\n:::::\n\n![A dot.](dot.gif)\n"
#: A chart over time, in which a date in summer would stand elsewhere where clocks are changed.
HARVEST = """\
year,tonnes,crop,weighed_on,source_keys
2015,10.5,wheat,2015-07-01,smith2016
2016,12,wheat,2016-01-05,smith2016
"""
CHART = (
    NOTEBOOK
    + """\
# The harvest

```{code-cell} python3
import altair as alt
from glossator import figure, table

harvest = table("harvest")
points = alt.Chart(harvest).mark_point().encode(x="weighed_on:T", y="tonnes:Q")
figure(points, name="harvest", title="Harvest", alt="Points.", data=harvest, tables=["harvest"])
```
"""
)
#: What is open for writing when the disk is full: what Sphinx writes and copies, with a warning or with an error; what
#: the engine does; the last that is written at all.
WRITTEN = (
    "environment.pickle",
    "letter.doctree",
    "letter.html",
    "_images/dot.gif",
    "_static/basic.css",
    "search/1.js",
    "kinds.css",
    "objects.inv",
    "complete.part",
)
FULL = "the disk is full, there was no space left for"


def build(book: SmallBook, before: Callable[[], None] = lambda: None, **options: object) -> Ended:
    """Build in a fork, as ``sphinx-build`` does."""

    def work() -> int:
        extensions = ["myst_nb", "sphinx_external_toc", "sphinxcontrib.bibtex", "glossator", "glossator.performance"]
        settings = {"html_theme": "glossator", "extensions": extensions}
        app = SphinxTestApp("html", srcdir=book.folder, confoverrides=settings, **options)
        app.build()
        return int(app.statuscode)

    return in_fork(work, before)


def refused(number: int, matches: Callable[[str], bool]) -> Callable[[], None]:
    """Return what makes the system refuse to write where the path matches."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event == "os.mkdir") and matches(str(arguments[0])):
            raise OSError(number, os.strerror(number), str(arguments[0]))

    return lambda: sys.addaudithook(hook)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Return a book that has been built, and of which a chapter has been changed since."""
    book = make_small_book(SMALL, tmp_path_factory.mktemp("surroundings"), {"letter": LETTER})
    (book.folder / "chapters/dot.gif").write_bytes(PICTURE)
    # Here, so that the forks find loaded what a build loads.
    assert book.build(html_theme="glossator").warnings == ""
    book.write("chapters/letter.md", f"{LETTER}\nMore.\n")
    return book


@pytest.mark.xdist_group("surroundings")
@pytest.mark.parametrize("name", WRITTEN)
def test_on_a_full_disk_a_build_ends_with_one_sentence_and_the_last_site_stays(book: SmallBook, name: str) -> None:
    before = book.left()
    ended = build(book, refused(errno.ENOSPC, lambda path: path.endswith(name)))
    assert ended.code == 1
    assert ended.said.startswith(f"Nothing was written: {FULL} ")
    assert "\n" not in ended.said
    assert book.left() == before
    assert not list(book.folder.glob("_build/html.*"))


@pytest.mark.xdist_group("surroundings")
def test_a_page_of_which_only_half_can_be_written_is_no_page(book: SmallBook) -> None:
    before = book.left()
    ended = build(book, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, resource.RLIM_INFINITY)))
    assert ended.code == 1
    assert "may not become as large" in ended.said
    assert book.left() == before


@pytest.mark.xdist_group("surroundings")
def test_a_book_that_cannot_be_written_is_not_built_and_the_folder_is_named(book: SmallBook) -> None:
    before = book.left()
    read_only = refused(errno.EROFS, lambda path: path.startswith(str(book.folder)))
    ended = build(book, read_only)
    assert ended.code == 1
    assert ended.said.startswith(f"Nothing was written: {book.folder}/_build/html cannot be written; ")
    assert book.left() == before


def test_a_book_that_cannot_be_written_is_not_checked_which_is_no_mistake_in_it(tmp_path: Path) -> None:
    new_edition(tmp_path / "book")
    ended = in_fork(lambda: len(check(tmp_path / "book")), refused(errno.EROFS, lambda path: "/_build" in path))
    assert ended.said.startswith(f"Nothing was written: {tmp_path}/book/_build/check cannot be written; ")


@pytest.mark.xdist_group("surroundings")
def test_where_processes_can_share_no_lock_pages_are_written_by_one(book: SmallBook) -> None:
    """As where ``/dev/shm`` cannot be written."""

    def no_lock(*about: object, **more: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    ended = build(book, lambda: setattr(synchronize, "Lock", no_lock), parallel=2)
    assert ended == Ended(0, "")
    assert b"More." in book.left()["chapters/letter.html"]


def threads(most: int) -> Callable[[], None]:
    """Return what makes the system run at most so many threads beside those that there are."""
    start = Thread.start

    def prepare() -> None:
        before = active_count()

        def limited(thread: Thread) -> None:
            if active_count() - before >= most:
                raise RuntimeError("can't start new thread")
            start(thread)

        setattr(Thread, "start", limited)  # noqa: B010

    return prepare


def test_where_few_processes_can_be_started_it_is_known_before_a_library_ends_the_build(
    small_book: Callable[..., SmallBook],
) -> None:
    assert in_fork(lambda: startable(9), threads(most=5)).code == 5
    assert startable(9) == 9
    ended = build(small_book(harvest=CHART), threads(most=30))
    assert ended.code == 1
    assert ended.said.startswith("Nothing was written: this system starts no more processes and threads for you; ")


def test_where_few_files_can_be_open_no_kernel_is_started(small_book: Callable[..., SmallBook]) -> None:
    def few() -> None:
        # A process of tests has some open already.
        most = len([*Path("/dev/fd").iterdir()]) + 90
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

    ended = build(small_book(harvest=CHART), few)
    assert ended.code == 1
    assert "ulimit -n" in ended.said


def test_the_site_is_the_same_in_another_time_zone_locale_folder_and_home(tmp_path: Path) -> None:
    def surroundings() -> None:
        # An address of a socket may have some 100 letters.
        away = tmp_path / ("long" * 30)
        away.mkdir()
        os.environ |= {"TZ": "America/New_York", "LC_ALL": "C", "LANGUAGE": "de", "TMPDIR": str(away)}
        os.environ |= {"HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere"}
        time.tzset()
        tempfile.tempdir = None

    def make(name: str) -> SmallBook:
        (tmp_path / name).mkdir()
        book = make_small_book(SMALL, tmp_path / name, {"harvest": CHART})
        book.write("data/harvest.csv", HARVEST)
        return book

    plain, other = make("here"), make("ein Büchlein, 二")
    assert build(plain) == Ended(0, "")
    assert build(other, surroundings) == Ended(0, "")
    left, right = plain.left(), other.left()
    assert "<svg" in left["chapters/harvest.html"].decode()
    assert left.keys() == right.keys()
    assert [name for name in left if left[name] != right[name]] == []


def test_a_folder_whose_name_a_kernel_would_read_otherwise_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_writable(tmp_path / "Büchlein")
    with pytest.raises(HostileSurroundings, match="PYTHONUTF8=1"):
        make_writable(tmp_path / os.fsdecode(b"B\xfcchlein"))
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "iso8859-1")
    with pytest.raises(HostileSurroundings, match="PYTHONUTF8=1"):
        make_writable(tmp_path / "Büchlein")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cannot copy static file OSError(28, 'No space left on device')", FULL),
        ("(exception: [Errno 28] No space left on device: '/b/page.html')", f"{FULL} /b/page.html;"),
        ("(sqlite3.OperationalError) database or disk is full", FULL),
        ("[Errno 30] Read-only file system: '/b/_build'", "/b/_build cannot be written; "),
        ("[Errno 16] Device or resource busy: '/b/html' -> '/b/html.old'", "/b/html cannot be renamed, "),
        ("[Errno 24] Too many open files", "ulimit -n"),
        ("[Errno 2] No such file or directory: 'chapters/lost.md'", ""),
    ],
)
def test_an_error_of_the_system_is_known_in_whatever_it_is_wrapped(text: str, said: str) -> None:
    assert said in sentence(text)
    assert bool(said) == bool(sentence(text))
