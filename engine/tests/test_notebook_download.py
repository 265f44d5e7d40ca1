"""A chapter's notebook to download carries all that its cells need."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from glossator.testing.books import NOTEBOOK, SmallBook

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
