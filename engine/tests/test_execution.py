"""Cells are run: what a chapter does to its process no other sees, and whatever goes wrong is named at its cell."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import version
from itertools import permutations
from pathlib import Path
from platform import python_version

import pytest
from glossator.execution import fingerprints, kernel_pool
from glossator.execution.provisioner import ForkServer
from glossator.testing.books import NOTEBOOK, Build, SmallBook, make_small_book

pytestmark = pytest.mark.slow

Make = Callable[..., SmallBook]
SMALL = Path(__file__).parent / "small"

#: What a chapter may do to the process in which it runs.
SPOILS = """\
import builtins, locale, os, random, sys, warnings
import altair as alt
import numpy as np
import pandas as pd
import textwrap

pd.set_option("display.max_rows", 3)
alt.theme.enable("none")
alt.data_transformers.disable_max_rows()
os.environ["SPOILED"] = "yes"
os.chdir("/")
sys.path.insert(0, "/spoiled")
sys.modules["spoiled"] = sys
warnings.simplefilter("ignore")
np.seterr(all="raise")
textwrap.fill = lambda *words: "spoiled"
builtins.spoiled = True
name = "spoiled"
"""
#: What a chapter then sees of it.
ASKS = """\
import builtins, os, sys, textwrap, warnings
import altair as alt
import numpy as np
import pandas as pd

print("rows", pd.get_option("display.max_rows"))
print("theme", alt.theme.active)
print("rows of charts", alt.data_transformers.options.get("max_rows"))
print("environment", os.environ.get("SPOILED"))
print("folder", os.path.basename(os.getcwd()))
print("path", "/spoiled" in sys.path, "spoiled" in sys.modules)
print("warnings", any(action == "ignore" and message is None for action, message, *_ in warnings.filters[:1]))
print("numbers", np.geterr()["divide"])
print("function", textwrap.fill("words"))
print("names", hasattr(builtins, "spoiled"), "name" in globals())
"""
UNSPOILED = [
    "rows 60",
    "theme glossator",
    "rows of charts None",
    "environment None",
    "folder chapters",
    "path False False",
    "warnings False",
    "numbers warn",
    "function words",
    "names False False",
]


def notebook(*cells: str) -> str:
    return f"{NOTEBOOK}# A chapter\n" + "".join(f"\n```{{code-cell}}\n{cell}\n```\n" for cell in cells)


def printed(build: Build, name: str) -> list[str]:
    """Return the lines that the cells of a chapter have printed."""
    outputs = build.page(f"chapters/{name}").select(".cell_output pre")
    return [line for output in outputs for line in output.get_text().splitlines()]


#: Writes a file and removes it again. A file of that name stands in the folder of the chapter, too.
ELSEWHERE = """\
from pathlib import Path
from tempfile import TemporaryDirectory
with TemporaryDirectory() as folder:
    Path(folder, 'elsewhere.md').write_text('')"""


@pytest.fixture(scope="module")
def ran(shared_book: Make) -> Build:
    """Return the build of a book of chapters that tests look at each by itself."""
    return shared_book(
        above=notebook("a = 1", "print(a + 1)"),
        elsewhere=notebook(ELSEWHERE),
        long=notebook("raise ValueError('words ' * 30_000)"),
        may_fail=notebook(":tags: [raises-exception]\n1 / 0", "print('after')"),
    ).build()


# Each chapter by itself -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(("asks", "spoils"))), ids=" ".join)
def test_no_chapter_sees_what_another_did_whichever_runs_first(small_book: Make, order: tuple[str, str]) -> None:
    texts = {"asks": notebook(ASKS), "spoils": notebook(SPOILS)}
    # Chapters are run in the order of their names.
    names = dict(zip(order, ("one", "two"), strict=True))
    book = small_book(**{names[which]: text for which, text in texts.items()})
    assert printed(book.build(), names["asks"]) == UNSPOILED


def test_where_no_process_can_be_forked_chapters_are_run_all_the_same(
    small_book: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_pool, "CAN_FORK", False)
    build = small_book(a_spoils=notebook(SPOILS), b_asks=notebook(ASKS)).build()
    assert printed(build, "b_asks") == UNSPOILED


@pytest.mark.xdist_group("ran")
def test_a_cell_sees_what_the_cells_above_it_in_its_chapter_did(ran: Build) -> None:
    assert printed(ran, "above") == ["2"]


def test_time_and_language_are_the_same_on_every_machine(small_book: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setattr(kernel_pool, "ForkServer", ForkServer)
    cell = "import time, locale\nprint(time.strftime('%H:%M', time.localtime(0)), locale.localeconv()['decimal_point'])"
    assert printed(small_book(one=notebook(cell)).build(), "one") == ["00:00 ."]


def test_the_order_of_a_set_is_the_same_on_every_machine(small_book: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    book, orders = small_book(one=notebook("print(*{str(number) for number in range(100)})")), []
    monkeypatch.setattr(kernel_pool, "ForkServer", ForkServer)
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        orders.append(printed(book.build(), "one"))
        shutil.rmtree(book.folder / "_build")
    assert orders[0] == orders[1] != []


def test_what_cells_do_stays_out_of_the_history_of_ipython(
    small_book: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    assert printed(small_book(one=notebook("print('words')")).build(), "one") == ["words"]
    assert (tmp_path / "profile_default").is_dir()
    assert not list(tmp_path.rglob("history.sqlite"))


def test_a_kernel_of_another_environment_is_started_by_its_own_command(
    small_book: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = (
        "import os; os.environ['ELSEWHERE'] = 'yes'; from ipykernel.kernelapp import launch_new_instance as run; run()"
    )
    spec = {"argv": [sys.executable, "-c", starts, "-f", "{connection_file}"], "display_name": "", "language": "python"}
    kernel = tmp_path / "kernels" / "elsewhere" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    text = notebook("import os\nprint(os.environ['ELSEWHERE'], open('../data/spare.txt').read())")
    book = small_book(one=text.replace("name: python3", "name: elsewhere"))
    for words in ("rye", "oats"):
        # What such a kernel reads is followed, too.
        book.write("data/spare.txt", words)
        build = book.build(glossator={"kernel": "elsewhere"})
        assert build.warnings == ""
        assert f"yes {words}" in build.page("chapters/one").get_text()


# What goes wrong ------------------------------------------------------------------------------------------------------

#: A chapter that is well must not suffer from another.
WELL = notebook("print('well')")
ENDS = "ends the process in which it runs"


#: What a cell does, and what is said of it.
HARM = {
    "exit": ("import os\nos._exit(3)", ENDS),
    "segmentation-fault": ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", ENDS),
    "prints-much": ("print('words ' * 3_000_000)", "prints more than 10 MB"),
    "fails-much": ("raise ValueError('words ' * 3_000_000)", "prints more than 10 MB"),
    "writes": ("open('../data/new.csv', 'w').write('')", "writes into the book (data/new.csv)"),
    "renames": (
        "import os\nos.rename('../data/spare.txt', '../data/costs.csv')",
        "writes into the book (data/costs.csv, data/spare.txt)",
    ),
    "puts-a-file": (
        "import os, tempfile\nos.replace(tempfile.mkstemp()[1], '../data/fees.csv')",
        "writes into the book (data/fees.csv)",
    ),
    "removes-a-folder": ("import shutil\nshutil.rmtree('../data/old')", "writes into the book (data/old)"),
}
#: What never ends by itself, and must not take their time from the others.
ENDLESS = {
    "ignores-interrupts": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass",
        "was stopped",
    ),
    "catches-interrupts": (
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
        "was stopped",
    ),
}


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Build]:
    """Return, by what is done in it, the build of a book in which each chapter but one does harm."""
    builds = {}
    for harm, longest in ((HARM, 60), (ENDLESS, 4)):
        chapters = {name: notebook("ok = 1", cell, "after = 1") for name, (cell, _) in harm.items()}
        book = make_small_book(SMALL, tmp_path_factory.mktemp("harmed"), {**chapters, "well": WELL})
        for path in ("data/spare.txt", "data/old/bad.md"):
            book.write(path, "Described nowhere.\n")
        builds |= dict.fromkeys(harm, book.build(nb_execution_timeout=longest))
    return builds


@pytest.mark.xdist_group("harm")
@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_, said) in {**HARM, **ENDLESS}.items()])
def test_a_cell_that_does_harm_is_named_and_the_other_chapters_are_run(
    harmed: dict[str, Build], name: str, said: str
) -> None:
    build = harmed[name]
    assert f"chapters/{name}.md:15: WARNING: code cell 2 {said}" in build.warnings
    assert build.warnings.count(f"chapters/{name}.md:") == 1
    assert "Traceback" not in build.warnings
    assert "chapters/well" not in build.warnings
    assert "well" in build.page("chapters/well").select_one(".cell_output").get_text()


@pytest.mark.xdist_group("ran")
def test_a_cell_may_write_elsewhere_and_remove_what_it_wrote(ran: Build) -> None:
    assert "chapters/elsewhere" not in ran.warnings


@pytest.mark.xdist_group("ran")
def test_a_long_error_is_reported_by_its_beginning(ran: Build) -> None:
    assert ran.warnings.startswith("chapters/long.md:11: WARNING: code cell 1 stops with ValueError: words words")
    assert len(ran.warnings) < 3_000


@pytest.mark.xdist_group("ran")
def test_a_cell_that_may_fail_prints_its_error_and_the_cells_below_are_run(ran: Build) -> None:
    assert "chapters/may_fail" not in ran.warnings
    words = ran.page("chapters/may_fail").get_text()
    assert "ZeroDivisionError" in words
    assert "after" in words


# What is followed -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Return a book with a chapter that reads a table with a hyphen in its name, a file, a text, and a module."""
    cells = (
        "import csv\nfrom pathlib import Path\nfrom helper import WORD",
        "print(WORD, Path('../data/long-name.txt').read_text().strip())",
        "from glossator import count_words\nprint(count_words()['words'].sum())",
    )
    book = make_small_book(SMALL, tmp_path_factory.mktemp("followed"), {"one": notebook(*cells), "two": WELL})
    book.write("chapters/helper.py", "WORD = 'rye'\n")
    book.write("data/long-name.txt", "1\n")
    return book


@pytest.mark.xdist_group("followed")
@pytest.mark.parametrize(
    ("file", "words", "now"),
    [("data/long-name.txt", "2\n", "rye 2"), ("chapters/helper.py", "WORD = 'oats'\n", "oats")],
    ids=["table", "module"],
)
def test_a_chapter_is_run_again_when_a_file_that_it_read_has_changed(
    followed: SmallBook, file: str, words: str, now: str
) -> None:
    followed.build()
    followed.write(file, words)
    build = followed.build()
    assert "executing notebooks... chapters/one" in build.status
    assert now in build.page("chapters/one").get_text()
    assert "executing notebooks" not in followed.build().status


@pytest.mark.xdist_group("followed")
def test_all_is_run_again_in_another_python_or_with_another_version_of_a_library(
    followed: SmallBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    python, *libraries = fingerprints.installed()
    assert python == python_version()
    assert f"altair-{version('altair')}.dist-info" in libraries
    for now in ((python, *libraries), ("2.7", *libraries), (python, *libraries, "another-1.0.dist-info")):
        followed.build()
        monkeypatch.setattr(fingerprints, "installed", lambda now=now: now)
        assert ("executing notebooks... 2 chapters" in followed.build().status) == (now != (python, *libraries))


@pytest.mark.parametrize(
    "record",
    [
        *("", "{", "[]", "[" * 100_000),
        '{"chapters": {"chapters/one": [1, 2, 3, 4]}, "files": {}}',
        '{"chapters": {"chapters/one": ["", "", null, ""]}, "files": {}}',
        '{"chapters": {"chapters/one": ["", "", [], ""]}, "files": []}',
    ],
    ids=["empty", "cut", "a list", "deep", "numbers", "nothing", "no files"],
)
def test_of_a_record_that_is_cut_or_of_another_kind_nothing_is_believed(record: str, tmp_path: Path) -> None:
    (tmp_path / fingerprints.FINGERPRINTS).write_text(record)
    assert fingerprints.read_fingerprints(tmp_path) == {}


@pytest.mark.xdist_group("followed")
def test_a_record_that_is_cut_is_made_again(followed: SmallBook) -> None:
    followed.build()
    (record,) = followed.folder.rglob(fingerprints.FINGERPRINTS)
    record.write_text("{")
    build = followed.build()
    assert build.warnings == ""
    assert "executing notebooks... 2 chapters" in build.status


def test_no_kernel_starts_for_a_notebook_without_cells(small_book: Make, capfd: pytest.CaptureFixture[str]) -> None:
    build = small_book(one=f"{NOTEBOOK}# One\n\nNo cell is left.\n").build()
    assert build.warnings == ""
    assert "Kernel" not in capfd.readouterr().err


@pytest.mark.xdist_group("followed")
@pytest.mark.parametrize("content", [None, b"no database " * 1_000], ids=["lost", "damaged"])
def test_all_is_run_again_when_the_outputs_of_the_last_build_are_gone(
    followed: SmallBook, content: bytes | None
) -> None:
    followed.build()
    (database,) = followed.folder.rglob("global.db")
    database.unlink()
    if content:
        database.write_bytes(content)
    build = followed.build()
    assert build.warnings == ""
    assert "executing notebooks... 2 chapters" in build.status
    assert "well" in build.page("chapters/two").get_text()
