"""A chapter's notebook to download carries all that its cells need."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from glossator.testing.books import NOTEBOOK, SmallBook
from nbclient import NotebookClient

CHAPTER = f"""{NOTEBOOK}# One

```{{code-cell}} python3
from glossator import table

print(len(table("rye-prices")))
```
"""


@pytest.mark.slow
def test_a_table_with_a_hyphen_in_its_name_is_in_the_notebook(small_book: Callable[..., SmallBook]) -> None:
    book = small_book(one=CHAPTER)
    package = (book.folder / "data/datapackage.json").read_text(encoding="utf-8")
    book.write("data/datapackage.json", package.replace('"prices', '"rye-prices'))
    (book.folder / "data/prices.csv").rename(book.folder / "data/rye-prices.csv")
    written = (book.build().out / "chapters/one.ipynb").read_text(encoding="utf-8")
    setup = "".join(json.loads(written)["cells"][1]["source"])
    packed = re.search(r'packed = """\n(.*?)\n"""', setup, re.DOTALL)
    assert packed
    names = zipfile.ZipFile(io.BytesIO(base64.b64decode(packed[1]))).namelist()
    assert "data/rye-prices.csv" in names
    assert "data/harvest.csv" not in names


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["the file is missing", "the description has no path"])
def test_a_build_that_is_not_strict_goes_on_without_a_table_that_is_none(
    small_book: Callable[..., SmallBook], wrong: str
) -> None:
    book = small_book(one=CHAPTER.replace("rye-prices", "prices"))
    if wrong == "the file is missing":
        (book.folder / "data/prices.csv").unlink()
    else:
        package = (book.folder / "data/datapackage.json").read_text(encoding="utf-8")
        book.write("data/datapackage.json", package.replace('"path": "prices.csv",', ""))
    build = book.build()
    assert ": WARNING: data/" in build.warnings
    assert "Traceback" not in build.warnings
    assert (build.out / "chapters/one.ipynb").is_file()


@pytest.mark.slow
@pytest.mark.xdist_group("kitchen-sink")
def test_every_notebook_of_a_book_runs_where_there_is_no_book(kitchen_sink: Path, tmp_path: Path) -> None:
    """Without the environment's own variables: what is installed is found, and nothing of the book or the engine."""
    empty = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    notebooks = sorted((kitchen_sink / "_build/html").rglob("*.ipynb"))
    assert notebooks
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        came_from = "import glossator, os; os.path.dirname(glossator.__file__)"
        notebook.cells.append(nbformat.v4.new_code_cell(came_from))
        client = NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}})
        client.execute(env=empty)
        (place,) = notebook.cells[-1].outputs
        assert str(Path(__file__).parents[1]) not in place.data["text/plain"], path.name
