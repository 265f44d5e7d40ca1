"""Performance patches: fast, and nothing else. Without them the site is the same, and no fault is lost with them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import glossator.performance
import pytest
from glossator.testing.books import NOTEBOOK, SmallBook, run

pytestmark = pytest.mark.slow

Make = Callable[..., SmallBook]
PATCHES = Path(glossator.performance.__file__).parent
MOST_LINES = 250

CHART = (
    NOTEBOOK
    + """# A chart

```{code-cell}
import altair as alt
from glossator import figure, table

prices = table("prices")
figure(
    alt.Chart(prices).mark_bar().encode(x="year:O", y="price"),
    name="prices",
    title="Prices rose",
    alt="Columns by year.",
    data=prices,
    tables=["prices"],
)
```
"""
)


def build(book: SmallBook, *, patches: bool) -> tuple[int, str]:
    """Build with two processes, as ``sphinx-build`` does; with the last extension, or without it."""
    extensions = "myst_nb,glossator,sphinx_external_toc,sphinxcontrib.bibtex" + ",glossator.performance" * patches
    settings = ["-D", f"extensions={extensions}", "-D", "html_theme=glossator"]
    return run("sphinx-build", "-j", "2", "-E", *settings, ".", "_build/html", folder=book.folder)


def site(book: SmallBook) -> dict[str, bytes]:
    folder = book.folder / "_build" / "html"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".doctrees" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_site_is_the_same_without_them(small_book: Make) -> None:
    book = small_book(chart=CHART, **{f"page{number}": f"# Page {number}\n\nWords." for number in range(8)})
    code, log = build(book, patches=False)
    assert code == 0, log
    before = site(book)
    code, log = build(book, patches=True)
    assert code == 0, log
    after = site(book)
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []


def test_a_fault_while_pages_are_written_stops_the_build_whichever_process_meets_it(small_book: Make) -> None:
    book = small_book(**{f"page{number}": f"# Page {number}\n\nWords." for number in range(40)})
    with (book.folder / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write("""

def refuse(app, pagename, *about):
    if pagename == "chapters/page10":
        raise RuntimeError("no ink left")


def setup(app):
    app.connect("html-page-context", refuse)
""")
    code, log = build(book, patches=True)
    assert code != 0
    assert "no ink left" in log


def test_a_process_that_writes_pages_ends_when_the_build_is_killed(small_book: Make) -> None:
    book = small_book(**{f"page{number}": f"# Page {number}\n\nWords." for number in range(20)})
    with (book.folder / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write("""

def kill(app, pagename, *about):
    import multiprocessing, os, signal
    from pathlib import Path
    if parent := multiprocessing.parent_process():
        with Path(app.srcdir, "writers").open("a") as writers:
            writers.write(f"{os.getpid()}\\n")
        os.kill(parent.pid, signal.SIGKILL)


def setup(app):
    app.connect("html-page-context", kill)
""")
    extensions = "extensions=myst_nb,glossator,sphinx_external_toc,sphinxcontrib.bibtex,glossator.performance"
    command = [Path(sys.executable).with_name("sphinx-build"), *("-j", "2", "-D", extensions, ".", "_build/html")]
    # Its output goes nowhere: a process that has not ended would keep a pipe open.
    nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    code = subprocess.run([*command, "-D", "html_theme=glossator"], cwd=book.folder, check=False, **nowhere).returncode
    assert code == -signal.SIGKILL
    writers = (book.folder / "writers").read_text(encoding="utf-8").split()
    deadline = time.monotonic() + 10
    while any(map(runs, writers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [writer for writer in writers if runs(writer)] == []


def runs(process: str) -> bool:
    """Return whether a process is there, and none that has ended and that nobody has asked for its end."""
    stat = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False).stdout
    return bool(stat.strip()) and not stat.startswith("Z")


def test_they_stay_few() -> None:
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in PATCHES.glob("*.py"))
    assert lines <= MOST_LINES
