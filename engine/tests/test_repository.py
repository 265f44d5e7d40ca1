"""Links to edit, report and run appear where the repository is known; the notebook of a chapter runs anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import glossator
import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from glossator.site.repository import edit_address, repository
from glossator.testing.books import NOTEBOOK, SmallBook
from nbclient import NotebookClient

Make = Callable[..., SmallBook]

CHAPTER = f"""\
{NOTEBOOK}# A chapter

:::::{{passage}} letter-1
:::::

```{{code-cell}}
import altair as alt
from glossator import figure, table

figure(
    alt.Chart(table("harvest")).mark_bar().encode(x="year:O", y="tonnes"),
    name="harvest",
    title="The harvest of 2016 was the largest",
    alt="Columns by year.",
    data=table("harvest"),
    tables=["harvest"],
)
```
"""


KNOWN = {"repository_url": "https://github.com/owner/book", "repository_branch": "main"}


@pytest.fixture(scope="module")
def nowhere(shared_book: Make) -> SmallBook:
    """Return a book that has been built and knows no repository."""
    book = shared_book(one=CHAPTER)
    book.build(html_theme="glossator")
    return book


@pytest.fixture(scope="module")
def somewhere(shared_book: Make) -> SmallBook:
    """Return a book that has been built and knows its repository."""
    book = shared_book(one=CHAPTER)
    book.build(html_theme="glossator", html_theme_options=KNOWN)
    return book


def page(book: SmallBook) -> BeautifulSoup:
    return BeautifulSoup((book.site / "chapters/one.html").read_text(encoding="utf-8"), "html.parser")


def tools(soup: BeautifulSoup) -> dict[str, Tag]:
    """Return the links at the foot of a page, by what they say."""
    return {link.text: link for link in soup.select(".page-tools a") if "?" not in link["href"] or "//" in link["href"]}


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, ("", "main")),
        (
            {"GITHUB_REPOSITORY": "fork/book", "GITHUB_REF": "refs/heads/draft", "GITHUB_REF_NAME": "draft"},
            ("https://github.com/fork/book", "draft"),
        ),
        (
            {"GITHUB_REPOSITORY": "owner/book", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_BASE_REF": "main"},
            ("https://github.com/owner/book", "main"),
        ),
        (
            {"GITHUB_REPOSITORY": "o/b", "GITHUB_SERVER_URL": "https://git.example.edu"},
            ("https://git.example.edu/o/b", "main"),
        ),
    ],
    ids=["nowhere", "a fork", "a pull request", "a host of one's own"],
)
def test_the_environment_tells_the_repository(environment: dict[str, str], found: tuple[str, str]) -> None:
    assert repository(environment, "", "") == found


def test_a_fork_links_to_the_fork() -> None:
    environment = {"GITHUB_REPOSITORY": "fork/book"}
    assert repository(environment, "https://github.com/owner/book", "main")[0] == "https://github.com/fork/book"


def test_the_settings_tell_it_elsewhere() -> None:
    assert repository({}, "https://gitlab.com/owner/book/", "trunk") == ("https://gitlab.com/owner/book", "trunk")
    address = edit_address("https://gitlab.com/owner/book", "trunk", "chapters/one.md")
    assert address == "https://gitlab.com/owner/book/-/edit/trunk/chapters/one.md"


@pytest.mark.slow
@pytest.mark.xdist_group("nowhere")
def test_without_a_repository_there_is_no_dead_link(nowhere: SmallBook) -> None:
    assert list(tools(page(nowhere))) == ["Download as a notebook"]


@pytest.mark.slow
@pytest.mark.xdist_group("somewhere")
def test_with_a_repository_each_chapter_can_be_edited_and_run(somewhere: SmallBook) -> None:
    found = {words: link["href"] for words, link in tools(page(somewhere)).items()}
    assert found["Edit this chapter"] == "https://github.com/owner/book/edit/main/chapters/one.md"
    assert found["Report an error"].startswith("https://github.com/owner/book/issues/new?template=report-an-error.yml")
    assert found["Open in Binder"].startswith(
        "https://mybinder.org/v2/gh/owner/book/main?urlpath=lab/tree/chapters/one.md"
    )
    assert found["Open in Colab"].endswith("/github/owner/book/blob/gh-pages/chapters/one.ipynb")


@pytest.mark.slow
@pytest.mark.xdist_group("somewhere")
def test_the_script_that_proposes_notes_knows_the_editor(somewhere: SmallBook) -> None:
    assert json.loads(page(somewhere).select_one("#edition-data").string)["edit"].endswith("/edit/main/chapters/one.md")


def test_a_chapter_without_code_is_no_notebook(small_book: Make) -> None:
    book = small_book(one="# A chapter\n")
    book.build(html_theme="glossator")
    assert "Download as a notebook" not in tools(page(book))


@pytest.mark.slow
@pytest.mark.xdist_group("nowhere")
def test_the_notebook_runs_anywhere(nowhere: SmallBook, tmp_path: Path) -> None:
    link = tools(page(nowhere))["Download as a notebook"]
    downloaded = nbformat.read(nowhere.site / "chapters" / link["href"], as_version=4)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    loaded = (
        "import sys\n[part.__file__ for name, part in sys.modules.items() if name.partition('.')[0] == 'glossator']"
    )
    downloaded.cells.append(nbformat.v4.new_code_cell(loaded))
    # Where no book is, neither here nor above.
    NotebookClient(downloaded, timeout=60, resources={"metadata": {"path": str(elsewhere)}}).execute()
    *_, figure, files = (cell.outputs[0].data["text/plain"] for cell in downloaded.cells if cell.get("outputs"))
    assert figure == "The harvest of 2016 was the largest. Columns by year."
    # The package that is installed here is not there.
    assert "figure.py" in files
    assert str(Path(glossator.__file__).parent) not in files


@pytest.mark.slow
@pytest.mark.xdist_group("nowhere")
def test_a_notebook_is_the_same_in_every_build(nowhere: SmallBook) -> None:
    notebook = nowhere.site / "chapters/one.ipynb"
    first = notebook.read_bytes()
    notebook.unlink()
    # Another setting, so that the page is written again.
    nowhere.build(html_theme="glossator", html_show_sphinx=False)
    assert notebook.read_bytes() == first
