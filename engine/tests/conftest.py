"""What the tests of the engine share. They know no book but the small ones beside them.

``small/`` is a book of two letters in which a test writes the chapters it needs; ``books/`` has whole editions, of
which ``kitchen-sink`` holds whatever Jupyter Book has in its documents, a chapter for each kind of it;
``mistakes/`` and ``quotations/`` are cases, a file each. Whatever is true of any edition is tested here; what is true
of one book, beside that book.

A test that runs a chapter or builds by a command is marked ``slow`` (one that uses ``browser`` is so by itself), and
``make test-quick`` leaves it out. Tests run side by side: those that share what is made once (a fixture of a module or
of the session) name it in ``xdist_group``; no other may rely on a test before it. Nothing waits for a fixed time.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from filelock import FileLock
from glossator.execution import kernel_pool
from glossator.execution.provisioner import ForkServer
from glossator.testing.books import SmallBook, build_book, make_small_book
from glossator.testing.reading import address, reader, settle
from playwright.sync_api import Browser, Page

SMALL = Path(__file__).parent / "small"
BOOKS = Path(__file__).parent / "books"
#: A chapter for students, and the part of the guide that answers its questions.
TAUGHT = """\
# The letter

To [the other chapter](two.md), and to [a page](https://example.org/a).

:::::{passage} letter-1 letter-2
::::{annotation} in May
:kind: context
:certainty: fact
A note {cite:p}`smith2016`.
::::
:::::

## Questions

:::{question} letter-who
:skill: sourcing
:type: essay
:points: 6
Who *writes* in {para}`letter-1`, & why?
:::

:::{question} letter-talk
:type: discussion
Is it a letter?
:::
"""
GUIDE = """\
# Answers on the letter

::::{answer} letter-who
The king, in {para}`letter-1`.

:::{misses}
That a minister signs.
:::
:::{rubric}
Excellent
: names both.

Good
: names one.

Sufficient
: names none.

Insufficient
: is empty.
:::
::::

::::{answer} letter-talk
It is.
::::
"""


@pytest.fixture(scope="module")
def shared_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., SmallBook]:
    """Return a function that makes small books for fixtures of a module; the tests of one share an ``xdist_group``."""
    return lambda **chapters: make_small_book(SMALL, tmp_path_factory.mktemp("book"), chapters)


@pytest.fixture
def small_book(tmp_path: Path) -> Callable[..., SmallBook]:
    """Return a function that makes a small book of chapters: ``small_book(one="# One", two="# Two")``."""
    return lambda **chapters: make_small_book(SMALL, tmp_path, chapters)


@pytest.fixture(scope="module")
def taught_book(shared_book: Callable[..., SmallBook]) -> Callable[[], SmallBook]:
    """Return a function that makes a small book with a note, questions and a guide that answers them."""

    def make() -> SmallBook:
        book = shared_book(one=TAUGHT, two="# Two\n\nWords.")
        book.write("teaching/index.md", "# The guide\n\nFor teachers.")
        book.write("teaching/one.md", GUIDE)
        return book

    return make


class KeptForkServer(ForkServer):
    """A fork server that outlives the builds: each of its own would load pandas and Altair again."""

    def close(self) -> None:
        """Stay for the next build; the kernels of this one have been asked to end."""


@pytest.fixture(scope="session", autouse=True)
def kept_fork_server() -> Iterator[None]:
    """Fork the kernels of all builds in this process from one server, which the first of them starts."""
    started: list[KeptForkServer] = []

    def server() -> ForkServer:
        started[:] = started or [KeptForkServer()]
        return started[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_pool, "ForkServer", server)
        yield
    for each in started:
        ForkServer.close(each)


@pytest.fixture(scope="module")
def own_fork_server() -> Iterator[None]:
    """Let each build have a fork server of its own, as one has: for tests of what it inherits, and of what it lacks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_pool, "ForkServer", ForkServer)
        yield


@pytest.fixture(scope="session")
def whole_book(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Path]:
    """Return a function that returns the folder of a book of ``books/``, built by the command without a warning.

    Built once, whichever process asks first. A test that uses it is ``slow``, and leaves the book as it found it.
    """
    base = tmp_path_factory.getbasetemp()
    built = (base if worker_id == "master" else base.parent) / "whole-books"
    built.mkdir(exist_ok=True)

    def build(name: str) -> Path:
        folder = built / name
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                code, log = build_book(Path(shutil.copytree(BOOKS / name, folder)))
                (folder / "built.log").write_text(log if code else "", encoding="utf-8")
        assert (failed := (folder / "built.log").read_text(encoding="utf-8")) == "", failed
        return folder

    return build


@pytest.fixture(scope="session")
def kitchen_sink(whole_book: Callable[[str], Path]) -> Path:
    """Return the folder of the kitchen sink, built by the command without a warning; who uses it is ``slow``."""
    return whole_book("kitchen-sink")


@pytest.fixture(scope="module")
def html(request: pytest.FixtureRequest, kitchen_sink: Path) -> Tag:
    """Return the page of the kitchen sink that a module is about, its ``CHAPTER``, parsed."""
    page = kitchen_sink / "_build/html" / f"{request.module.CHAPTER}.html"
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def page(request: pytest.FixtureRequest, kitchen_sink: Path, browser: Browser) -> Iterator[Page]:
    """Yield the ``CHAPTER`` of a module as a reader with a broad screen finds it; a test leaves it as it was."""
    with reader(browser, 1280) as page:
        page.goto(address(kitchen_sink, request.module.CHAPTER))
        settle(page)
        yield page
