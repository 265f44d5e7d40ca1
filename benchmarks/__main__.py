"""Print what `benchmarks/README.md` records, as Markdown.

python -m benchmarks build [--runs 5]     the real book, by stock Jupyter Book 1 and by the edition, in turn
python -m benchmarks scale 10 100 1000    generated books of so many chapters, by the edition
python -m benchmarks weight               each page of both, in a browser
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from glossator.testing.serving import served
from playwright.sync_api import sync_playwright

from benchmarks.books import generated_book, real_book
from benchmarks.measure import Measure, build, middle, shown
from benchmarks.stock import make_stock
from benchmarks.weight import Weight, weigh

CHAPTER = "chapters/north-korea.md"
TABLE = "data/dprk_tests_by_year.csv"
PROGRAMS = ("jupyter-book", "sphinx", "sphinx-book-theme", "myst-nb", "altair", "vl-convert-python")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build").add_argument("--runs", type=int, default=5)
    commands.add_parser("scale").add_argument("chapters", type=int, nargs="+")
    commands.add_parser("weight")
    asked = parser.parse_args()
    say(machine())
    with TemporaryDirectory() as folder:
        match asked.command:
            case "build":
                compare(Path(folder), asked.runs)
            case "scale":
                grow(Path(folder), asked.chapters)
            case "weight":
                weigh_pages(Path(folder))


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def machine() -> str:
    """Return when and on what this runs, and how busy that is."""
    programs = ", ".join(f"{name} {version(name)}" for name in PROGRAMS)
    busy = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    system = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    )
    return f"{date.today()}, {system}, {busy}. {programs}.\n"


# Stock and ours -----------------------------------------------------------------------------------------------------


def compare(folder: Path, runs: int) -> None:
    """Print the time of each kind of build, of all books in turn, so that a busy machine is busy for all of them."""
    books = {name: folder / name for name in ("stock", "stock, charts as SVG", "ours")}
    for book in books.values():
        book.mkdir()
    ours = real_book(books["ours"])
    make_stock(ours, books["stock"])
    make_stock(ours, books["stock, charts as SVG"], svg=True)
    kinds: list[tuple[str, Callable[[Path, int], None]]] = [
        ("cold", remove_build),
        ("nothing changed", lambda book, number: None),
        ("one word edited", edit_word),
        ("one number in a table", edit_number),
    ]
    say("| build | book | seconds | processor seconds | times ours |", "|---" * 5 + "|")
    for kind, change in kinds:
        measures: dict[str, list[Measure]] = {name: [] for name in books}
        for number in range(runs):
            for name, book in books.items():
                change(book, number)
                measures[name].append(build(book))
        for name, taken in measures.items():
            say(f"| {kind} | {name} | {shown(taken)} | {middle(taken) / middle(measures['ours']):.1f} |")


def remove_build(book: Path, number: int) -> None:
    shutil.rmtree(book / "_build", ignore_errors=True)


def edit_word(book: Path, number: int, name: str = CHAPTER) -> None:
    chapter = book / name
    chapter.write_text(f"{chapter.read_text(encoding='utf-8')}\nWord {number}.\n", encoding="utf-8")


def edit_number(book: Path, number: int) -> None:
    """Change the first number of the last row: the missiles of that year."""
    *rows, last = (book / TABLE).read_text(encoding="utf-8").splitlines()
    year, _, rest = last.split(",", 2)
    (book / TABLE).write_text("\n".join([*rows, f"{year},{number + 1},{rest}", ""]), encoding="utf-8")


# Growth -------------------------------------------------------------------------------------------------------------


def grow(folder: Path, sizes: Iterable[int]) -> None:
    """Print time, memory and size of books of so many chapters, and the exponents from each to the next."""
    say(
        "| chapters | cold, s | most memory, MB | site, MB | one word edited, s | nothing changed, s |",
        "|---" * 6 + "|",
    )
    before: tuple[int, list[float]] | None = None
    for chapters in sizes:
        book = folder / str(chapters)
        book.mkdir()
        generated_book(book, chapters)
        cold = build(book)
        # The zip holds everything once more.
        files = [path for path in (book / "_build" / "html").rglob("*") if path.is_file() and path.suffix != ".zip"]
        site = sum(path.stat().st_size for path in files) / 1e6
        first = sorted((book / "chapters").glob("closing-*.md"))[0].relative_to(book).as_posix()
        edits, idle = [], []
        for number in range(3):
            edit_word(book, number, first)
            edits.append(build(book))
            idle.append(build(book))
        values = [cold.seconds, cold.memory, site, middle(edits), middle(idle)]
        say(f"| {chapters:,} | " + " | ".join(f"{value:,.1f}" for value in values) + " |")
        if before:
            steps = math.log(chapters / before[0])
            exponents = (math.log(now / then) / steps for then, now in zip(before[1], values, strict=True))
            say("| *exponent* | " + " | ".join(f"*{exponent:.2f}*" for exponent in exponents) + " |")
        before = chapters, values
        shutil.rmtree(book)


# Weight -------------------------------------------------------------------------------------------------------------


def weigh_pages(folder: Path) -> None:
    """Print the first view of each page, as a browser fetches it."""
    ours, stock = folder / "ours", folder / "stock"
    for book in (ours, stock):
        book.mkdir()
    make_stock(real_book(ours), stock)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name, book in (("ours", ours), ("stock", stock)):
            build(book)
            say(f"\n{name}\n", "| page | requests | kB | kB gzipped | page, styles, scripts, rest | other hosts |")
            say("|---" * 6 + "|")
            site = book / "_build" / "html"
            with served(site) as address:
                for page in sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")):
                    say(f"| {page.removesuffix('.html')} | {row(*weigh(browser, [address + page])[0])} |")
        browser.close()


def row(kinds: dict[str, Weight], others: list[str]) -> str:
    """Return what a page weighs as cells of a table."""
    whole = sum(kinds.values(), Weight(0, 0, 0))
    parts = [kinds.get(kind, Weight(0, 0, 0)).gzipped for kind in ("document", "stylesheet", "script")]
    split = ", ".join(f"{part / 1e3:.1f}" for part in (*parts, whole.gzipped - sum(parts)))
    return f"{whole.requests} | {whole.raw / 1e3:.0f} | {whole.gzipped / 1e3:.1f} | {split} | {len(others)}"


if __name__ == "__main__":
    main()
