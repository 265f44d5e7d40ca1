"""The page *What changed*, and the scripts by which other pages know what of theirs has changed since a release.

What has changed is known when all pages have been written: the page has a place for it until then, and is filled at the
end of the build.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from sphinx.application import Sphinx

from glossator.citations.dates import long_date
from glossator.citations.domain import PAGED
from glossator.content.language_spans import with_languages
from glossator.core.escape import script_json
from glossator.export.files import write_file
from glossator.export.records import Edition
from glossator.export.releases.changes import Change, by_page, changes_between
from glossator.export.releases.moved import read_moved
from glossator.export.releases.record import NUMBER, Release, order_of, readable, release_of
from glossator.export.releases.standing import standing
from glossator.export.releases.words import compared, marked
from glossator.translation import _, ngettext

PAGE = "what-changed"
#: What stands in the page where the changes are to be.
PLACE = '<div class="changes"></div>'
#: The folder of the scripts, in that of static files.
SCRIPTS = Path("_static", "changed")


class Since(NamedTuple):
    """What has changed since a release."""

    release: Release
    changes: list[Change]


def add_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page, of an edition that has a release (event html-collect-pages)."""
    if standing(app).numbers and app.builder.name in PAGED and app.config.html_theme == "glossator":
        yield PAGE, {"title": _("What changed"), "place": PLACE}, f"{PAGE}.html"


def write_changes(edition: Edition, root: Path, site: Path) -> None:
    """Fill the page of the site, and write the scripts."""
    shutil.rmtree(site / SCRIPTS, ignore_errors=True)
    page = next((path for path in (site / f"{PAGE}.html", site / PAGE / "index.html") if path.is_file()), None)
    if not page:
        return
    known = list(_since_each(edition, root))
    for since in known:
        write_file(site / SCRIPTS / f"{since.release.number}.js", _script(since).encode())
    way = "../" if page.parent != site else ""
    filled = "\n".join(_sections(edition, known, way))
    write_file(page, page.read_text(encoding="utf-8").replace(PLACE, filled).encode())


def _since_each(edition: Edition, root: Path) -> Iterator[Since]:
    """Yield what has changed since each release, the last one first."""
    now, moved = release_of(edition, root), read_moved(root)
    for before in reversed(readable(root).values()):
        yield Since(before, changes_between(before, now, moved))


def _script(since: Since) -> str:
    """Return a script with what is new on each page as it is now, and how much of each as it was has changed."""
    now: dict[str, dict[str, str]] = {}
    then: dict[str, Counter[str]] = {}
    for change in since.changes:
        if change.after:
            now.setdefault(change.after.page, {})[change.after.id] = change.how
        if change.before:
            kind = "notes" if change.before.kind == "note" else "others"
            then.setdefault(change.before.page, Counter())[kind] += 1
    told = script_json({"now": now, "then": then}, separators=(",", ":"))
    return f'(window.changedSince ??= {{}})["{since.release.number}"] = {told};\n'


# The page ------------------------------------------------------------------------------------------------------------


def _sections(edition: Edition, known: list[Since], way: str) -> Iterator[str]:
    """Yield a part for each release, the last of those open since which something has changed."""
    if len(known) == 1 and not known[0].changes:
        words = _("There is one release, {number}, and nothing has changed since.")
        yield f"<p>{escape(words.format(number=known[0].release.number))}</p>"
        return
    first = next((since for since in known if since.changes), None)
    yield from (_section(edition, since, way, is_open=since is first) for since in known)


def _section(edition: Edition, since: Since, way: str, is_open: bool) -> str:
    """Return all that has changed since a release, as a part of the page that opens."""
    number, date = since.release.number, since.release.date
    named = _("Since {number}, {date}") if date else _("Since {number}")
    summary = (
        named.format(number=number, date=long_date(date, edition.language)) if date else named.format(number=number)
    )
    parts = [f"<summary><h2>{escape(summary)}</h2> {escape(_count(since.changes))}</summary>"]
    parts += _reasons(edition, number)
    titles = {**since.release.pages, **{chapter.page: chapter.title for chapter in edition.chapters}}
    taken: set[str] = set()
    for page, changes in by_page(since.changes):
        parts.append(f"<h3>{escape(titles.get(page, page))}</h3>")
        parts += [_change(edition, number, change, way, taken) for change in changes]
    opened = " open" if is_open else ""
    return f'<details class="since" name="since" id="since-{number}"{opened}>\n' + "\n".join(parts) + "\n</details>"


def _count(changes: list[Change]) -> str:
    if not changes:
        return _("Nothing has changed.")
    return ngettext("{count} change", "{count} changes", len(changes)).format(count=len(changes))


def _reasons(edition: Edition, number: str) -> Iterator[str]:
    """Yield what the changelog says of each version after a release, the last one first."""
    for version in edition.versions:
        if NUMBER.fullmatch(version.number) and order_of(version.number) > order_of(number) and version.changes:
            # Words of a person, not yet HTML: whatever looks like it stays as it is written.
            told = MarkdownIt("commonmark", {"html": False}).render(version.changes)
            title = escape(_("Why: version {number}").format(number=version.number))
            yield f'<section class="reason"><p class="reason-title">{title}</p>\n{told}</section>'


def _change(edition: Edition, number: str, change: Change, way: str, taken: set[str]) -> str:
    item = change.item
    address = f"since-{number}-{item.id}"
    # A chart may stand on two pages.
    named = "" if address in taken else f' id="{escape(address)}"'
    taken.add(address)
    how = {"changed": _("changed"), "new": _("new"), "gone": _("taken out")}[change.how]
    title = escape(item.title)
    if change.after:
        title = f'<a href="{escape(way + item.address)}">{title}</a>'
    language = next((text.language for text in edition.texts if item.id.startswith(f"{text.id}-")), "")
    said = f' lang="{escape(language)}"' if item.kind == "paragraph" and language else ""
    own = language if said else edition.language
    as_html = partial(with_languages, own=own, languages=frozenset(_languages(edition)))
    return (
        f'<section class="change {change.how}"{named}><h4>{title} <span class="how">{escape(how)}</span></h4>\n'
        f"{_wordings(change, said, as_html)}</section>"
    )


def _languages(edition: Edition) -> Iterator[str]:
    """Yield the languages of the texts and of the columns of tables."""
    yield from (text.language for text in edition.texts)
    yield from (field["language"] for table in edition.tables for field in table.fields if "language" in field)


def _wordings(change: Change, said: str, as_html: Callable[[str], str]) -> str:
    """Return what an item said and says, a paragraph for each that there is."""
    if not (change.before and change.after):
        return f"<p{said}>{as_html(change.item.words)}</p>\n"
    before, after = compared(change.before.words, change.after.words)
    told = ((_("Before"), marked(before, "del", as_html)), (_("Now"), marked(after, "ins", as_html)))
    sides = (f'<div><p class="side-title">{escape(title)}</p><p{said}>{words}</p></div>' for title, words in told)
    return f'<div class="sides">{"".join(sides)}</div>\n'
