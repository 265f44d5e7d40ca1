"""Whatever somebody writes into a book is printed as words, or refused with its file and line: see ``injection/``."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from glossator.lint.command_line import Mistake, check
from glossator.lint.sources import source_findings
from glossator.site.policy import SCHEME_SCRIPT
from glossator.testing.books import NOTEBOOK, Build, SmallBook
from glossator.testing.reading import reader
from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
PAYLOADS, SMALL = HERE / "injection", HERE / "small"
#: Stands in every file that must not be read into the book, or be published with it.
CANARY = "CANARY"
CELL = "```{{code-cell}} python3\n{}```\n"
#: What chapters that share paragraphs say of each other.
CROSS_TALK = ("[edition.twice]", "[edition.missing]")
CONF = """\
from pathlib import Path
from glossator.jupyter_book import sphinx_settings
globals().update(sphinx_settings(Path(__file__).with_name("_config.yml")))
"""
INDEX = """\
# A book

```{texts}
```

```{chapters}
```

```{notes-index}
```

```{source-facts}
```

```{bibliography}
:all:
```
"""
PASSAGE = """\
---
objectives: [Read.]
---

# A passage

:::::{passage} letter-1 letter-3
::::{annotation} two sides met
:kind: context
:certainty: fact
A note {cite:p}`smith2016`.
::::
:::::
"""
#: Run before a page: what a payload calls. The pages are opened without their policy, which would hide what runs.
MARK = "window.marked = []; window.mark = () => { window.marked.push(location.href); };"
#: What is wrong with a page, as sentences.
FAULTS = """() => {
  const own = new URL(document.documentElement.dataset.content_root, location.href).href;
  const faults = window.marked.map(() => "a payload ran");
  const leads = ["href", "src", "xlink:href", "action", "formaction", "data", "poster"];
  for (const script of document.scripts) {
    if (script.type.endsWith("json")) {
      try { JSON.parse(script.textContent); } catch (error) { faults.push(`JSON that is none: ${error}`); }
    } else if (script.src ? !script.src.startsWith(`${own}_static/`) : script.textContent !== OWN_SCRIPT) {
      faults.push(`a script of another: ${script.outerHTML}`);
    }
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) faults.push(`an event: ${element.outerHTML}`);
      if (!leads.includes(name) || !URL.canParse(value, location.href)) continue;
      const url = new URL(value, location.href);
      const allowed = ["http:", "https:", "mailto:"].includes(url.protocol) || url.href.startsWith(own);
      if (!allowed || name === "formaction") faults.push(`an address: ${element.outerHTML}`);
    }
  }
  const never = ["iframe", "object", "embed", "base", "foreignObject", "body style", "style ~ style",
    "meta[http-equiv] ~ meta[http-equiv]"].join();
  for (const element of document.querySelectorAll(never)) {
    faults.push(`an element: ${element.outerHTML}`);
  }
  if (!document.querySelector("body > .site-footer")?.checkVisibility()) faults.push("there is no footer");
  return faults;
}""".replace("OWN_SCRIPT", json.dumps(SCHEME_SCRIPT))


def payloads(folder: str) -> list[Path]:
    return sorted((PAYLOADS / folder).iterdir())


def lines(file: str) -> list[str]:
    return (PAYLOADS / file).read_text(encoding="utf-8").splitlines()


class Attacked(NamedTuple):
    """The book of all payloads, what was built of it, and what the check said of it."""

    folder: Path
    build: Build
    mistakes: list[Mistake]

    @property
    def warnings(self) -> list[Mistake]:
        """What the build has said."""
        found = re.findall(r"^([^\s:]+):(\d+): (?:WARNING|ERROR): (.*)$", self.build.warnings, re.MULTILINE)
        return [Mistake(path, int(line), message) for path, line, message in found]

    def unreported(self, chapter: str, said: list[Mistake]) -> Iterator[str]:
        """Yield the pieces of a chapter of which nothing is *said* at any of their lines."""
        lines = {each.line for each in said if each.path == chapter and not each.message.endswith(CROSS_TALK)}
        pieces = (self.folder / chapter).read_text(encoding="utf-8").split("\n## ")
        first = pieces[0].count("\n") + 2
        for piece in pieces[1:]:
            end = first + piece.count("\n") + 1
            if not lines.intersection(range(first, end)):
                yield piece.partition("\n")[0]
            first = end


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder = make_book(tmp_path_factory.mktemp("attacked"))
    build = SmallBook(folder).build()
    return Attacked(folder, build, check(folder))


def make_book(around: Path) -> Path:
    """Make a book of all payloads in a folder that also holds what is none of its business."""
    book = around / "book"
    (book / "chapters").mkdir(parents=True)
    for name in ("data", "sources"):
        shutil.copytree(SMALL / name, book / name)
    write_files(around, book)
    settings = merged(HERE / "mistakes" / "_config.yml", *payloads("settings"))
    (book / "_config.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    (book / "conf.py").write_text(CONF, encoding="utf-8")
    works = [SMALL / "references.bib", *payloads("works")]
    (book / "references.bib").write_text("".join(path.read_text(encoding="utf-8") for path in works), encoding="utf-8")
    write_texts(book / "sources")
    tables = write_tables(book / "data") + write_evidence(book / "data")
    whole = [*payloads("chapters"), *payloads("refused-chapters")]
    chapters = {path.stem: path.read_text(encoding="utf-8") for path in whole}
    chapters |= {name: f"# {name[:3]}\n\nWords.\n" for name in lines("names/names.txt")}
    chapters |= {folder: joined(f"# {folder}\n", payloads(folder)) for folder in ("blocks", "refused-blocks")}
    chapters |= {
        folder: joined(f"{NOTEBOOK}# Cells\n", payloads(folder), CELL) for folder in ("cells", "refused-cells")
    }
    chapters |= {"passage": PASSAGE, "tables": tables}
    for name, text in chapters.items():
        (book / f"chapters/{name}.md").write_text(text, encoding="utf-8")
    (book / "index.md").write_text(INDEX, encoding="utf-8")
    parts = [yaml.safe_load(path.read_text()) for path in [*payloads("contents"), *payloads("refused-contents")]]
    listed = [*chapters, "stored.ipynb", "other.rst"]
    parts.append({"caption": "Chapters", "chapters": [{"file": f"chapters/{name}"} for name in listed]})
    contents = {"format": "jb-book", "root": "index", "parts": parts}
    (book / "_toc.yml").write_text(yaml.safe_dump(contents, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return book


def write_files(around: Path, book: Path) -> None:
    """Write what nobody may read or publish, links to it, and pictures and pages that would run."""
    secret = [around / name for name in ("secret.txt", "secret.png", "secret.bib")]
    for path in [*secret, book / ".git/config", book / ".git/config.png", book / "chapters/secret"]:
        path.parent.mkdir(exist_ok=True)
        path.write_text(CANARY, encoding="utf-8")
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script>mark()</script>"}}
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [output], "source": "# Stored"}
    stored = {"cells": [cell], "metadata": {"mystnb": {"execution_mode": "off"}}, "nbformat": 4, "nbformat_minor": 5}
    (book / "chapters/stored.ipynb").write_text(json.dumps(stored), encoding="utf-8")
    (book / "chapters/other.rst").write_text("x\n=\n\n`x <javascript:mark()>`_\n", encoding="utf-8")
    active = f'<svg xmlns="http://www.w3.org/2000/svg" onload="mark()"><!-- {CANARY} --></svg>'
    for name in ("active.svg", "active.SVG", "active.html"):
        (book / "chapters" / name).write_text(active, encoding="utf-8")
    (book / "chapters/plain.csv").write_text("a,b\n", encoding="utf-8")
    (book / "chapters/plain.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    links = {"linked.csv": "secret.txt", "linked.png": "secret.png", "linked": ".", "linked-chapter.md": "secret.txt"}
    for name, target in links.items():
        (book / "chapters" / name).symlink_to(around / target)


def merged(*paths: Path) -> dict[str, Any]:
    """Return settings, with what the later files say put into what the earlier say."""

    def put(more: dict[str, Any], settings: dict[str, Any]) -> None:
        for name, value in more.items():
            if isinstance(value, dict):
                put(value, settings.setdefault(name, {}))
            elif isinstance(value, list) and name in settings:
                settings[name] += value
            else:
                settings[name] = value

    settings: dict[str, Any] = {}
    for path in paths:
        put(yaml.safe_load(path.read_text(encoding="utf-8")), settings)
    return settings


def write_texts(folder: Path) -> None:
    entries = yaml.safe_load((folder / "sources.yml").read_text(encoding="utf-8"))
    fields = {path.stem: path.read_text(encoding="utf-8") for path in payloads("texts")}
    words = fields.pop("words")
    (folder / "letter.txt").write_text(words, encoding="utf-8")
    entries[0] |= fields | {"sha256": hashlib.sha256(words.encode()).hexdigest()}
    for entry in entries:
        entry["date"] = str(entry["date"])
    (folder / "sources.yml").write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")


def write_tables(folder: Path) -> str:
    """Write the tables, whose columns are called as badly; return a chapter that prints them all."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    title = '"><img src=x onerror=mark()>'
    for path in payloads("tables"):
        shutil.copy2(path, folder)
        names = path.read_text(encoding="utf-8").splitlines()[0].replace('"', "").split(",")
        fields = [{"name": name, "type": "string", "title": f"{name} {title}"} for name in names]
        package["resources"].append(
            {"name": path.stem, "path": path.name, "title": f"{path.stem} {title}", "schema": {"fields": fields}}
        )
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    printed = "".join(f"```{{records}} {path.stem}\n```\n\n" for path in payloads("tables"))
    return f"# Tables\n\n{printed}```{{terms}} glossary\n```\n\n{{term}}`words`\n"


def write_evidence(folder: Path) -> str:
    """Write entries on a note and on rows that are called as badly; return what prints these rows."""
    common = {"work": "smith2016", "seen": "copy", "extent": "part", "on": "2026-11-30", "language": "zh"}
    texts = lines("evidence/texts.txt")
    entries = [common | dict.fromkeys(("claim", "quotation", "translation"), text) for text in texts]
    places = [{"locator": text} if not re.search(r"[{}]", text) else {} for text in texts]
    (folder / "evidence/tables").mkdir(parents=True)
    for path, on in (("passage", ["letter-2-two-sides-met"] * len(texts)), ("tables/evidenced", texts)):
        name = "note" if path == "passage" else "row"
        dumped = [entry | place | {name: each} for entry, place, each in zip(entries, places, on, strict=True)]
        (folder / f"evidence/{path}.yml").write_text(yaml.safe_dump(dumped, allow_unicode=True), encoding="utf-8")
    with (folder / "evidenced.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("word", "source_keys"), *((text, "smith2016") for text in texts)])
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = [{"name": name, "type": "string", "title": name} for name in ("word", "source_keys")]
    about = {"name": "evidenced", "path": "evidenced.csv", "title": "Evidence"}
    package["resources"].append(about | {"schema": {"fields": fields, "primaryKey": "word"}})
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return "\n```{records} evidenced\n```\n"


def joined(head: str, paths: list[Path], form: str = "{}") -> str:
    """Return a chapter of pieces, each below the name of its file."""
    written = (f"\n## {path.stem}\n\n{form.format(path.read_text(encoding='utf-8'))}" for path in paths)
    return head + "".join(written)


def opened(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page, each fault with its address."""
    page.goto(address)
    return [f"{address}: {fault}" for fault in page.evaluate(FAULTS)]


pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("injection")]


@pytest.mark.sweep
def test_no_payload_runs_on_any_page(attacked: Attacked, browser: Browser) -> None:
    faults = []
    with reader(browser, bypass_csp=True) as page:
        page.add_init_script(MARK)
        for path in sorted(attacked.build.out.rglob("*.html")):
            faults += opened(page, path.as_uri())
    assert faults == []


@pytest.mark.sweep
def test_no_address_and_nothing_that_a_browser_has_kept_runs_or_breaks_a_script(
    attacked: Attacked, browser: Browser
) -> None:
    site = attacked.build.out.as_uri()
    addresses = [line for path in payloads("opened") if path.suffix == ".txt" for line in lines(f"opened/{path.name}")]
    faults = []
    with reader(browser, bypass_csp=True) as page:
        page.add_init_script(MARK)
        for address in addresses:
            name, rest = re.split(r"(?=[?#])", address, maxsplit=1)
            # What differs behind the # alone is no other page.
            page.goto("about:blank")
            faults += opened(page, f"{site}/{name}.html{rest}")
        for kept in json.loads((PAYLOADS / "opened/kept.json").read_text(encoding="utf-8")):
            page.evaluate("(kept) => Object.entries(kept).forEach((pair) => localStorage.setItem(...pair))", kept)
            faults += opened(page, f"{site}/chapters/passage.html")
    assert faults == []


def test_no_payload_runs_in_a_chart_that_a_reader_points_at(attacked: Attacked, browser: Browser) -> None:
    with reader(browser, bypass_csp=True) as page:
        page.add_init_script(MARK)
        page.goto((attacked.build.out / "chapters/cells.html").as_uri())
        figures = page.locator(".chart-figure").all()
        assert figures
        for figure in figures:
            figure.hover()
            figure.locator(".live svg").wait_for()
            figure.locator(".live .mark-rect path").first.hover(force=True)
        # The rules of its tooltips are Vega's own.
        assert [fault for fault in page.evaluate(FAULTS) if '<style id="vega-' not in fault] == []


def test_no_payload_runs_in_what_the_scripts_make_of_a_page(attacked: Attacked, browser: Browser) -> None:
    chapters = (attacked.build.out / "chapters").as_uri()
    with reader(browser, bypass_csp=True) as page:
        page.add_init_script(MARK)
        page.goto(f"{chapters}/passage.html?print=evidence&view=study")
        page.locator(".annotation > p a.tipped").first.focus()
        assert page.locator("#tip .tip-evidence").count() == len(lines("evidence/texts.txt"))
        assert page.evaluate(FAULTS) == []
        for cited in (".unit-head", ".unit > .annotation"):
            page.locator(f"{cited} button.cite").first.click()
            page.locator("dialog[open] pre").last.wait_for()
            assert page.locator("dialog[open] pre").count() > 1
            assert page.evaluate(FAULTS) == []
            page.keyboard.press("Escape")
        page.goto(f"{chapters}/tables.html")
        page.locator("a.term").last.hover()
        page.locator("#tip").wait_for()
        page.locator("table.sortable button.sort").first.click()
        page.locator(".table-tools input").first.fill('"><img')
        assert page.evaluate(FAULTS) == []


def test_no_payload_runs_among_what_a_search_finds(attacked: Attacked, browser: Browser) -> None:
    with reader(browser, bypass_csp=True) as page:
        page.add_init_script(MARK)
        page.goto(f"{(attacked.build.out / 'search.html').as_uri()}?q=mark")
        page.locator("#search-results mark").first.wait_for()
        while (more := page.locator("#search-results .more button")).count():
            more.click()
        assert page.locator("#search-results a").count() > 100
        assert page.evaluate(FAULTS) == []


def test_what_is_refused_is_reported_at_its_line_by_check_and_build(attacked: Attacked) -> None:
    for said in (attacked.warnings, attacked.mistakes):
        assert list(attacked.unreported("chapters/refused-blocks.md", said)) == []
        told = {mistake.path for mistake in said if mistake.line}
        assert [path.stem for path in payloads("refused-chapters") if f"chapters/{path.name}" not in told] == []
    assert list(attacked.unreported("chapters/refused-cells.md", attacked.warnings)) == []


def test_what_is_refused_in_the_list_of_contents_is_reported_there(attacked: Attacked) -> None:
    lines = (attacked.folder / "_toc.yml").read_text(encoding="utf-8").splitlines()
    refused = [yaml.safe_load(path.read_text())["chapters"][0]["url"] for path in payloads("refused-contents")]
    for said in (attacked.warnings, attacked.mistakes):
        at = [lines[mistake.line - 1] for mistake in said if mistake.path == "_toc.yml"]
        assert [name for name in [*refused, "stored.ipynb", "other.rst"] if not any(name in line for line in at)] == []


def test_nothing_is_said_of_what_is_printed_as_words(attacked: Attacked) -> None:
    """But of a block that no Markdown is made of."""
    printed = ("chapters/blocks.md", "chapters/cells.md", *(f"chapters/{path.name}" for path in payloads("chapters")))
    said = [mistake for mistake in attacked.mistakes if mistake.path in printed]
    assert [mistake for mistake in said if not mistake.message.endswith(CROSS_TALK)] == []


def test_nothing_from_outside_the_book_is_published_and_nothing_that_runs(attacked: Attacked) -> None:
    site = attacked.build.out
    published = [path for path in site.rglob("*") if path.is_file()]
    assert [path for path in published if CANARY.encode() in path.read_bytes()] == []
    copied = [path for name in ("_images", "_downloads") for path in (site / name).rglob("*") if path.is_file()]
    assert {path.suffix for path in copied} <= {".png", ".csv"}


@pytest.mark.parametrize("payload", payloads("refused-texts"), ids=lambda path: path.stem)
def test_a_text_that_is_described_so_stops_the_build(payload: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(SMALL / "sources", book / "sources")
    (tmp_path / "secret.txt").write_text(CANARY)
    (book / "sources/linked.txt").symlink_to(tmp_path / "secret.txt")
    path = book / "sources/sources.yml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries[0] |= yaml.safe_load(payload.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    assert [finding.line for finding in source_findings(book / "sources")]


def test_settings_publish_nothing_from_outside_the_book_and_lead_nowhere_but_to_the_web(tmp_path: Path) -> None:
    book = Path(shutil.copytree(SMALL, tmp_path / "book"))
    for path in (tmp_path / "secret.png", tmp_path / "secret.bib", tmp_path / "outside" / "secret.txt"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(CANARY, encoding="utf-8")
    (book / "linked-folder").symlink_to(tmp_path / "outside")
    (book / "scripts").mkdir()
    (book / "scripts/page.js").write_text(CANARY, encoding="utf-8")
    settings = merged(HERE / "mistakes" / "_config.yml", *payloads("refused-settings"))
    (book / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (book / "conf.py").write_text(CONF, encoding="utf-8")
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (book / "index.md").write_text(f"{INDEX}\n{{{{ 7 * 6700417 }}}}\n", encoding="utf-8")
    said = [mistake for mistake in check(book) if mistake.path == "_config.yml" and mistake.line > 1]
    for path in payloads("refused-settings"):
        values = list(leaves(yaml.safe_load(path.read_text(encoding="utf-8"))))
        assert any(value in mistake.message for value in values for mistake in said), path.name
    site = SmallBook(book).build().out
    published = b"".join(path.read_bytes() for path in site.rglob("*") if path.is_file())
    assert CANARY.encode() not in published
    assert b"javascript:mark" not in published
    assert b"46902919" not in published


def test_a_configuration_of_docutils_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Path(shutil.copytree(SMALL, tmp_path / "book"))
    written = tmp_path / "written.txt"
    (book / "docutils.conf").write_text(f"[general]\nrecord_dependencies: {written}\n", encoding="utf-8")
    monkeypatch.chdir(book)
    assert "docutils.conf:1: WARNING: nothing reads this file" in SmallBook(book).build().warnings
    assert not written.exists()


def test_what_settings_say_about_every_page_gives_the_browser_no_orders(tmp_path: Path) -> None:
    book = Path(shutil.copytree(SMALL, tmp_path / "book"))
    orders = {"/http-equiv=refresh": "0; url=https://example.org", "x><script>mark()</script><meta/y=z": "words"}
    build = SmallBook(book).build(myst_html_meta={**orders, "property=og:type": "book"})
    assert build.warnings.count("a chapter gives the browser no orders") >= len(orders)
    page = (build.out / "index.html").read_text(encoding="utf-8")
    assert "og:type" in page
    assert [words for words in ("http-equiv=", "mark()") if words in page] == []


def test_a_link_that_a_build_has_left_is_no_mistake_of_a_setting(tmp_path: Path) -> None:
    book = Path(shutil.copytree(SMALL, tmp_path / "book"))
    (book / "_build").mkdir()
    (book / "_build/linked").symlink_to(tmp_path)
    settings = {"html_logo": "", "html_favicon": "", "exclude_patterns": ["_build"]}
    assert "symbolic link" not in SmallBook(book).build(**settings).warnings


def leaves(part: Any) -> Iterator[str]:
    """Yield every text within nested settings."""
    if isinstance(part, str):
        yield part
    for child in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from leaves(child)


def test_there_are_enough_payloads() -> None:
    assert sum(path.is_file() for path in PAYLOADS.rglob("*")) >= 150
