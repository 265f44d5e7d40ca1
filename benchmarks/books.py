"""Books to build: the real one, and larger ones made of its chapters."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import yaml
from glossator.core.text import load_sources

ROOT = Path(__file__).parent.parent
PARTS = ("_config.yml", "_toc.yml", "index.md", "references.bib", "chapters", "data", "sources")
#: A part of a generated book is about as long as one of the real book's.
CHAPTERS_A_PART = 18
REFERENCE_PAGES = ("chapters/bibliography", "chapters/glossary", "chapters/people")
TITLE = re.compile(r"^# (.*)$", re.M)
LINK = re.compile(r"\{(?:note|row)\}`(?:(?P<words>[^`<]+) <)?(?P<target>[^`>]+)>?`")


def real_book(folder: Path) -> Path:
    """Copy what the real book is made of into the empty *folder*; return *folder*."""
    for name in PARTS:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, folder / name)
    return folder


def generated_book(folder: Path, chapters: int) -> Path:
    """Write a book of so many chapters into the empty *folder*; return *folder*.

    The chapters are those of the real book that annotate a passage, over and over. Each round has texts of its own, so
    that every note has an address of its own. The pages for reference are there once; the landing page reproduces the
    real texts, to which all links lead.
    """
    real_book(folder)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "chapters").glob("*.md"))}
    for name in texts:
        if f"chapters/{name}" not in REFERENCE_PAGES:
            (folder / "chapters" / f"{name}.md").unlink()
    # A chart that counts the words of all texts would take longer in a longer book, whoever builds it.
    annotated = {name: text for name, text in texts.items() if "{passage}" in text and "count_" not in text}
    sources = load_sources(folder / "sources")
    names = list(islice(_rounds(folder, annotated, "|".join(sources)), chapters))
    whole = (f"```{{passage}} {text.paragraphs[0].id} {text.paragraphs[-1].id}\n```\n" for text in sources.values())
    (folder / "index.md").write_text("# A generated book\n\n" + "\n".join(whole), encoding="utf-8")
    _write_contents(folder, names)
    config = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
    # Not every paragraph of every round is annotated.
    config["sphinx"]["config"]["suppress_warnings"] = ["edition.missing"]
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return folder


def _rounds(folder: Path, chapters: dict[str, str], sources: str) -> Iterator[str]:
    """Write one chapter after another, and the texts that each round of them annotates; yield the chapters' names."""
    listing = folder / "sources" / "sources.yml"
    entries = yaml.safe_load(listing.read_text(encoding="utf-8"))
    listed = list(entries)
    for number in count(1):
        listed += [{**entry, "id": f"{entry['id']}{number}", "name": f"{entry['name']} {number}"} for entry in entries]
        listing.write_text(yaml.safe_dump(listed, allow_unicode=True), encoding="utf-8")
        for name, text in chapters.items():
            path = folder / "chapters" / f"{name}-{number}.md"
            path.write_text(_own(text, sources, number), encoding="utf-8")
            yield f"chapters/{path.stem}"


def _own(text: str, sources: str, number: int) -> str:
    """Return a chapter about the texts of its round, with links only to what there is."""
    text = re.sub(r"(?<=\{passage\} ).*", lambda ids: re.sub(rf"\b({sources})-", rf"\g<1>{number}-", ids[0]), text)
    text = LINK.sub(lambda link: link["words"] or link["target"], text)
    text = re.sub(r"\[([^\]]*)\]\([\w/-]+\.md[^)]*\)", lambda link: link[1] or "another chapter", text)
    return TITLE.sub(rf"# \g<1> {number}", text, count=1)


def _write_contents(folder: Path, names: list[str]) -> None:
    parts = [names[start : start + CHAPTERS_A_PART] for start in range(0, len(names), CHAPTERS_A_PART)]
    contents = {
        "format": "jb-book",
        "root": "index",
        "parts": [
            {"caption": f"Part {number}", "chapters": [{"file": name} for name in part]}
            for number, part in enumerate([*parts, list(REFERENCE_PAGES)], start=1)
        ],
    }
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False), encoding="utf-8")
