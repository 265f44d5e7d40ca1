"""The build: charts are made again when what they are made from changes, mistakes fail it, and nothing else changes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from glossator.testing.books import NOTEBOOK, SmallBook, build_book, make_small_book

pytestmark = pytest.mark.slow

Make = Callable[..., SmallBook]

CHART = """
import altair as alt
from glossator.notebook.figure import figure
from glossator.notebook.table import table

open("../_build/executed.txt", "a").write("{table} ")
rows = table("{table}")
figure(
    alt.Chart(rows).mark_bar().encode(x="year:O", y="{column}"),
    name="{table}",
    title=f"The {table} of {{rows.loc[rows['{column}'].idxmax(), 'year']}} were the largest",
    alt="Columns by year.",
    data=rows,
    tables=["{table}"],
)"""

SMALL = Path(__file__).parent / "small"
#: For Jupyter Book; plain Sphinx reads ``small/conf.py``.
SETTINGS = Path(__file__).parent / "mistakes" / "_config.yml"
HARVEST, PRICES = CHART.format(table="harvest", column="tonnes"), CHART.format(table="prices", column="price")


def notebook(*cells: str) -> str:
    return f"{NOTEBOOK}# A chapter\n" + "".join(f"\n```{{code-cell}}\n{cell}\n```\n" for cell in cells)


def executed(book: SmallBook) -> list[str]:
    """Return what the chapters' cells have written down since the last question."""
    log = book.folder / "_build" / "executed.txt"
    names = sorted(log.read_text().split()) if log.is_file() else []
    log.unlink(missing_ok=True)
    return names


# The two halves -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("half", "other"),
    [
        ("glossator.notebook.figure, glossator.notebook.topics", "sphinx docutils"),
        ("glossator.extension, glossator.execution.outputs", "altair pandas"),
    ],
    ids=["notebook", "build"],
)
def test_what_runs_in_a_notebook_and_what_runs_in_the_build_never_meet(half: str, other: str) -> None:
    code = f"import sys, {half}\nprint(*set({other.split()}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


# Typography ---------------------------------------------------------------------------------------------------------


def test_straight_marks_become_typographic_but_not_in_code(small_book: Make) -> None:
    straight = '# A "chapter"\n\nHe said "no" -- and wasn\'t asked...\n\nHe said *"never"*.'
    # MyST's own way of it is not the one that the edition uses.
    build = small_book(one=straight, two=notebook("\"a\" + 'b'")).build(myst_enable_extensions=["colon_fence"])
    assert "He said “no” – and wasn’t asked…" in build.page("chapters/one").get_text()
    assert "He said “never”." in build.page("chapters/one").get_text()
    assert "\"a\" + 'b'" in build.page("chapters/two").get_text()


def test_code_has_the_colours_of_the_language_that_its_page_names(small_book: Make) -> None:
    block = "```{code-block}\nimport this\n```"
    build = small_book(one=f"# Code\n\n```{{highlight}} python\n```\n\n{block}").build()
    assert build.page("chapters/one").select(".highlight-python .kn")


# When charts are made again -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Return a small book that has been built: two chapters with a chart and one without."""
    chapters = {"one": notebook(HARVEST), "two": notebook(PRICES), "three": "# No chart"}
    book = make_small_book(SMALL, tmp_path_factory.mktemp("charts"), chapters)
    assert book.build().warnings == ""
    assert executed(book) == ["harvest", "prices"]
    return book


@pytest.mark.xdist_group("charts")
def test_an_unchanged_book_is_neither_executed_nor_read(charts: SmallBook) -> None:
    assert "0 added, 0 changed, 0 removed" in charts.build().status
    assert executed(charts) == []


@pytest.mark.xdist_group("charts")
def test_a_word_changed_beside_a_chart_executes_nothing(charts: SmallBook) -> None:
    charts.write("chapters/one.md", notebook(HARVEST) + "\nA new sentence.\n")
    page = charts.build().page("chapters/one")
    assert executed(charts) == []
    assert "A new sentence." in page.get_text()
    assert len(page.select("figure svg")) == 2


def test_a_chart_kept_from_an_earlier_build_is_printed_as_it_was_in_that_one(small_book: Make) -> None:
    book = small_book(one=notebook(HARVEST))
    drawn = book.build().page("chapters/one").select_one("figure")
    book.write("chapters/one.md", notebook(HARVEST) + "\nA new sentence.\n")
    kept = book.build().page("chapters/one").select_one("figure")
    assert executed(book) == ["harvest"]
    assert str(kept) == str(drawn)


@pytest.mark.xdist_group("charts")
def test_a_number_changed_in_a_table_changes_its_chart_and_executes_no_other_chapter(charts: SmallBook) -> None:
    before = charts.build().page("chapters/two").select_one("figure")
    prices = (charts.folder / "data" / "prices.csv").read_text()
    charts.write("data/prices.csv", prices.replace("2016,3", "2016,30"))
    after = charts.build().page("chapters/two").select_one("figure")

    assert executed(charts) == ["prices"]
    assert "of 2017 were" in before.figcaption.get_text()
    assert "of 2016 were" in after.figcaption.get_text()
    assert "30" in after.select_one("tbody tr").get_text()
    assert all(old != new for old, new in zip(before.select("svg"), after.select("svg"), strict=True))


@pytest.mark.xdist_group("charts")
@pytest.mark.parametrize("noted", ['{"chapters/one": ["of another version"]}', '{"chapters/on'], ids=["other", "half"])
def test_notes_of_another_version_or_of_a_build_that_was_cut_off_are_no_obstacle(charts: SmallBook, noted: str) -> None:
    (manifest,) = charts.folder.rglob("fingerprints.json")
    manifest.write_text(noted)
    assert charts.build().warnings == ""
    assert executed(charts) == ["harvest", "prices"]


def test_what_a_cell_prints_beside_its_chart_is_kept(small_book: Make) -> None:
    page = small_book(one=notebook(f'print("Three years."){HARVEST}')).build().page("chapters/one")
    assert page.get_text().count("Three years.") == 2  # printed, and in the code that can be opened


# One kernel for all chapters ----------------------------------------------------------------------------------------


def test_no_name_of_one_chapter_is_known_in_another_and_none_can_hold_up_the_rest(small_book: Make) -> None:
    book = small_book(
        one=notebook("public, _private = 1, 2"),
        three=notebook("while True:\n    pass"),
        two=notebook("public"),
        zero=notebook("_private"),
    )
    warnings = book.build(nb_execution_timeout=2).warnings
    assert "chapters/three.md:11: WARNING: code cell 1 was stopped: it takes longer than execute.timeout" in warnings
    assert "chapters/two.md:11: WARNING: code cell 1 stops with NameError: name 'public'" in warnings
    assert "chapters/zero.md:11: WARNING: code cell 1 stops with NameError: name '_private'" in warnings


def test_a_build_that_ends_before_it_has_read_anything_leaves_no_kernel_behind(small_book: Make) -> None:
    book = small_book(one=notebook(HARVEST))
    shutil.copy2(SETTINGS, book.folder)
    book.write("sources/letter.txt", "Another text.\n")
    code, log = build_book(book.folder)
    assert code != 0
    assert "All else depends on the texts: nothing more is read before this is mended." in log
    assert "executing notebooks" not in log
    assert [process.cmdline() for process in psutil.process_iter() if works_in(book.folder, process)] == []


def works_in(folder: Path, process: psutil.Process) -> bool:
    try:
        return Path(process.cwd()) == folder
    except psutil.Error:
        return False


# What fails it ------------------------------------------------------------------------------------------------------


def test_every_broken_cell_is_named_with_its_chapter_and_line_in_one_run(small_book: Make) -> None:
    book = small_book(one=notebook("ok = 1", "1 / 0"), two=notebook(HARVEST), three=notebook(PRICES))
    harvest = (book.folder / "data" / "harvest.csv").read_text()
    book.write("data/harvest.csv", harvest.replace("2016,12,", "2016,twelve,"))
    book.write("data/prices.csv", "year,cost,source_keys\n2016,3,jones2017\n")
    warnings = book.build().warnings
    assert "chapters/one.md:15: WARNING: code cell 2 stops with ZeroDivisionError: division by zero" in warnings
    assert "chapters/two.md:11: WARNING: code cell 1 stops with BrokenTable: data/harvest.csv" in warnings
    assert 'row 3, column tonnes: "twelve" is not of the type number' in warnings
    assert "chapters/three.md:11: WARNING: code cell 1 stops with BrokenTable: data/prices.csv has the col" in warnings
    assert warnings.count("[edition.cell]") == 3


def test_a_chart_that_cannot_be_drawn_is_named_with_its_cell_and_spoils_no_other(small_book: Make) -> None:
    elsewhere = HARVEST.replace("Chart(rows)", 'Chart("https://example.org/a.csv")')
    elsewhere = elsewhere.replace('y="tonnes"', 'y="tonnes:Q"')
    build = small_book(one=notebook("ok = 1", elsewhere), two=notebook(PRICES)).build()
    assert "chapters/one.md:15: WARNING: code cell 2 stops with ValueError: " in build.warnings
    assert "example.org" in build.warnings
    assert build.warnings.count("[edition.cell]") == 1
    assert len(build.page("chapters/two").select("figure svg")) == 2


def test_a_mistake_is_told_by_every_build_until_it_is_mended(small_book: Make) -> None:
    note = "::::{{annotation}} {words}\n:kind: context\n:certainty: fact\nA note.\n::::"
    chapter = (
        "# One\n\n:::::{{passage}} letter-1 letter-2\n{note}\n:::::\n\n:::::{{passage}} reply-title reply-2\n:::::\n"
    )
    wrong, right = (chapter.format(note=note.format(words=words)) for words in ("the two side met", "met in May"))
    book = small_book(one=wrong)
    for _ in range(2):
        assert 'chapters/one.md:4: WARNING: "the two side met" is not in letter-1 to letter-2' in book.build().warnings
    book.write("chapters/one.md", right)
    assert book.build().warnings == ""
