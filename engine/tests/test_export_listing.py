"""The list of all formats: a link for each file that is there, and none for one that is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import Tag
from glossator.__main__ import main
from glossator.export.command_line import MAKERS, export
from glossator.export.files import write_zip
from glossator.export.formats import FORMATS
from glossator.testing.books import SmallBook

Make = Callable[..., SmallBook]
PAGE = "# Elsewhere\n\n```{exports}\n```\n"


def files(page: Tag) -> dict[str, Tag]:
    return {place["data-file"]: place for place in page.select(".export-file")}


def linked(page: Tag) -> set[str]:
    return {name for name, place in files(page).items() if place.a}


def test_every_format_is_listed_and_each_file_that_the_build_writes_is_linked_with_its_size(small_book: Make) -> None:
    build = small_book(elsewhere=PAGE).build()
    page = build.page("chapters/elsewhere")
    assert list(files(page)) == [each.file for each in FORMATS]
    assert linked(page) == {each.file for each in FORMATS if each.write}
    for name in linked(page):
        address = files(page)[name].a["href"]
        assert (build.out / "chapters" / address).resolve().is_file()
    assert "\N{NO-BREAK SPACE}kB)" in files(page)["edition.json"].get_text()
    assert "not made in this copy" in files(page)["edition.epub"].get_text()


def test_a_book_of_another_builder_names_the_files(small_book: Make) -> None:
    build = small_book(elsewhere=PAGE).build("text")
    assert build.warnings == ""
    assert "exports/edition.json" in (build.out / "chapters/elsewhere.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_the_command_makes_is_linked_and_kept_until_something_changes(
    small_book: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossator.export.command_line.MAKERS", dict.fromkeys(MAKERS, lambda edition, site: b"A book."))
    series = {"*.imscc": lambda edition, site: iter([("cartridges/edition.imscc", b"A book.")])}
    monkeypatch.setattr("glossator.export.command_line.SERIES", series)
    book = small_book(elsewhere=PAGE)
    build = book.build()
    export(build.out)
    everything = {each.file for each in FORMATS}
    assert linked(build.page("chapters/elsewhere")) == everything
    again = book.build()
    assert "everything is built again" not in again.status
    assert linked(again.page("chapters/elsewhere")) == everything
    assert (again.out / "exports/edition.epub").is_file()
    book.write("chapters/new.md", "# New")
    changed = book.build()
    # Made of what was there before.
    assert not (changed.out / "exports/edition.epub").exists()
    assert linked(changed.page("chapters/elsewhere")) == {each.file for each in FORMATS if each.write}


def interrupted(*given: object) -> bytes:
    raise KeyboardInterrupt


@pytest.mark.slow
def test_an_interrupted_export_leaves_whole_files_no_litter_and_nothing_to_build_again(
    small_book: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = small_book(elsewhere=PAGE)
    exports = book.build().out / "exports"
    (exports / "texts.epub").write_bytes(b"Of before.")
    makers = {"edition.epub": lambda edition, site: b"A book.", "texts.epub": interrupted}
    monkeypatch.setattr("glossator.export.command_line.MAKERS", makers)
    assert main(["export", str(book.site)]) == 130
    assert capsys.readouterr().err.startswith("Interrupted.")
    with pytest.raises(KeyboardInterrupt):
        write_zip(exports / "texts.epub", (("half", interrupted()) for __ in range(1)))
    assert (exports / "edition.epub").read_bytes() == b"A book."
    assert (exports / "texts.epub").read_bytes() == b"Of before."
    assert not [*exports.rglob("*.part")]
    again = book.build()
    assert "everything is built again" not in again.status
    assert "edition.epub" in linked(again.page("chapters/elsewhere"))


def test_without_exports_none_is_linked(small_book: Make) -> None:
    page: Path = small_book(elsewhere=PAGE).build(edition_exports=False).out
    assert (
        "<a href"
        not in (page / "chapters/elsewhere.html").read_text(encoding="utf-8").partition("export-file")[2][:200]
    )
