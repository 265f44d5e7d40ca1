"""The site as an archive that opens without a server, a bag; the service worker that keeps pages for offline use."""

from __future__ import annotations

import html
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from glossator.config import edition
from glossator.core.files import why_refused
from glossator.notes.passage import sources
from glossator.site.bag import Bag
from glossator.site.contents import SITES
from glossator.site.context import THEME
from glossator.site.imprint import imprint
from glossator.teaching.pages import FOLDER, is_guide
from glossator.translation import _, format_size, language_code

#: The service worker; it can cache only what stands beside it or below.
SERVICE_WORKER = "offline.js"
#: The page that leads to the archive.
PAGE = "take-along"
#: The folder of the pages in the archive; the texts and their like stand beside it.
SITE, NOTICE = "site", "NOTICE.txt"
#: What a version may hold, and the name of a file should not.
NO_FILE_NAME = re.compile(r"[^A-Za-z0-9._+-]+")
#: A link of a page: its address, what stands before and after that, and its words.
LINK = re.compile(rb'<a\b([^>]*?) href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
#: An address of another site, or on the page itself.
ELSEWHERE_OR_HERE = re.compile(rb"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
#: Files of the book that say what may be done with it, and what has changed.
NOTICES = ("LICEN[CS]E*", "NOTICE*", "COPYING*", "CITATION.cff", "CHANGELOG.md", "README.md")


def setup_archive(app: Sphinx) -> None:
    """Write the archive, its download page and the service worker at the end of a build."""

    written: list[bool] = []

    def note(app: Sphinx) -> list[Any]:
        written.append(True)
        return []

    def finish(app: Sphinx, exception: Exception | None) -> None:
        if not exception and app.builder.name in SITES and app.config.html_theme == "glossator":
            copy_service_worker(Path(app.outdir))
            # A build that writes no page leaves the archive as it is.
            if app.config.edition_archive and written:
                write_archive(app)

    # Not while one writes (``make live``): it is the one thing that takes as long for one page as for all.
    app.add_config_value("edition_archive", True, "", types=(bool,))
    app.connect("html-collect-pages", note)
    # After all else that is written then.
    app.connect("build-finished", finish, priority=900)


def copy_service_worker(site: Path) -> None:
    """Copy the service worker to the root of the site: its scope is the folder in which it lies."""
    shutil.copyfile(THEME / SERVICE_WORKER, site / SERVICE_WORKER)


def write_archive(app: Sphinx) -> None:
    """Write the zip archive of the site, with its version in its name, and the download page that says how large it is.

    It is a bag: the site, the texts and works that it was made from, licences and notices. A copy of it bears the name
    without a version, an address that was published before.
    """
    site, builder = Path(app.outdir), cast(StandaloneHTMLBuilder, app.builder)
    # Of a title in other letters docutils leaves nothing, and a file without a name is hidden.
    name = nodes.make_id(app.config.html_title) or "edition"
    versioned = f"{name}-{NO_FILE_NAME.sub('-', edition(app.config).version)}"
    place, page = site / f"{versioned}.zip", Path(builder.get_outfilename(PAGE))
    page.unlink(missing_ok=True)
    part = place.with_name(f".{versioned}.part")
    with Bag(part, versioned, _about(app, versioned)) as bag:
        for path in _pages(site, name):
            address, content = path.relative_to(site).as_posix(), path.read_bytes()
            bag.add(f"{SITE}/{address}", _alone(app, address, content) if path.suffix == ".html" else content)
        for path in _origin(Path(app.srcdir), app.config.bibtex_bibfiles):
            bag.add(path.relative_to(app.srcdir).as_posix(), path.read_bytes())
        bag.add(NOTICE, _notice(app).encode())
        size = format_size(bag.size, app.config.language)
        guide = any(map(is_guide, app.env.found_docs))
        about = {"title": _("Take the edition along"), "zip": place.name, "size": size, "has_guide": guide}
        builder.handle_page(PAGE, about, f"{PAGE}.html")
        bag.add(f"{SITE}/{page.relative_to(site).as_posix()}", page.read_bytes())
        bag.add_tag("index.html", _doorway(app).encode())
    part.replace(place)
    shutil.copyfile(place, part)
    part.replace(site / f"{name}.zip")


def _pages(site: Path, name: str) -> Iterator[Path]:
    """Yield the files of the site but those hidden or for teachers, and archives of it, of earlier versions too."""
    for path in sorted(site.rglob("*")):
        archive = path.parent == site and path.suffix == ".zip" and path.stem.startswith(name)
        place = path.relative_to(site)
        # What is for teachers is not in what students take along; of the exports, all below the folder of this name.
        if path.is_file() and not archive and not place.as_posix().startswith(".") and FOLDER not in place.parts:
            yield path


def _alone(app: Sphinx, place: str, page: bytes) -> bytes:
    """Return a page of the archive: links to what is not in it lead to the site, or are words where that is not known.

    place: the address of the page, relative to the root of the site
    """
    root = app.config.html_baseurl.rstrip("/")

    def led(link: re.Match[bytes]) -> bytes:
        before, address, after, words = link.groups()
        there = posixpath.normpath(posixpath.join(posixpath.dirname(place), html.unescape(address.decode())))
        if ELSEWHERE_OR_HERE.match(address) or FOLDER not in there.partition("#")[0].split("/"):
            return link[0]
        if not root:
            return b"<span>%s</span>" % words
        return b'<a%s href="%s"%s>%s</a>' % (before, html.escape(f"{root}/{there}").encode(), after, words)

    return LINK.sub(led, page)


def _origin(root: Path, bibliographies: list[str]) -> list[Path]:
    """Return what the pages were made from and what may be done with it: texts, works, licences."""
    files = {*(root / "sources").rglob("*"), *(root / name for name in bibliographies)}
    files |= {path for pattern in NOTICES for path in root.glob(pattern)}
    return sorted(path for path in files if path.is_file() and not why_refused(path, root))


def _about(app: Sphinx, name: str) -> Iterator[tuple[str, str]]:
    """Yield what ``bag-info.txt`` says of the bag."""
    settings, root = edition(app.config), app.config.root_doc
    yield "Source-Organization", ", ".join(map(str, settings.editors))
    yield "Contact-Email", settings.contact.removeprefix("mailto:") if "mailto:" in settings.contact else ""
    yield "External-Description", app.env.metadata.get(root, {}).get("description", "") or app.config.html_title
    # A day alone; of a month or a year nothing can be said there.
    yield "Bagging-Date", settings.date if len(settings.date) == len("2026-11-30") else ""
    yield "External-Identifier", app.config.html_baseurl or name
    yield "Bag-Software-Agent", "glossator"


def _notice(app: Sphinx) -> str:
    """Return under which licence the notes are, and whose each text is."""
    licence = edition(app.config).licence
    lines = [f"{imprint(app)['statement']}.", _("Notes: {licence}").format(licence=f"{licence.name}, {licence.url}")]
    for text in sources(app.env).values():
        about = text.about
        lines.append(f"{about['title']}, {about['issuer']}, {about['date']}. {' '.join(about['rights'].split())}")
    return "\n\n".join(lines) + "\n"


def _doorway(app: Sphinx) -> str:
    """Return a page that leads from the top of the archive to the landing page."""
    landing = f"data/{SITE}/index.html"
    title = html.escape(app.config.html_title)
    return (
        f'<!DOCTYPE html>\n<html lang="{language_code(app.config)}">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={landing}">\n<title>{title}</title>\n'
        f'<p><a href="{landing}">{title}</a></p>\n</html>\n'
    )
