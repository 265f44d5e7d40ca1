"""The site as a zip archive that opens without a server; the service worker that keeps pages for offline reading."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from glossator.config import edition
from glossator.site.contents import SITES
from glossator.site.context import THEME
from glossator.translation import _, format_size

#: The service worker; it can cache only what stands beside it or below.
SERVICE_WORKER = "offline.js"
#: The page that leads to the archive.
PAGE = "take-along"


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
    shutil.copyfile(THEME / SERVICE_WORKER, site / SERVICE_WORKER)


def write_archive(app: Sphinx) -> None:
    """Write a reproducible zip archive of the site into the site, then the download page that says how large it is."""
    site, builder = Path(app.outdir), cast(StandaloneHTMLBuilder, app.builder)
    # Of a title in other letters docutils leaves nothing, and a file without a name is hidden.
    name = nodes.make_id(app.config.html_title) or "edition"
    place = site / f"{name}.zip"
    page = Path(builder.get_outfilename(PAGE))
    for old in (place, page):
        old.unlink(missing_ok=True)
    with ZipFile(place.with_suffix(".part"), "w") as archive:
        for path in _files(site, place.with_suffix(".part")):
            _add(archive, path, f"{name}-{edition(app.config).version}/{path.relative_to(site).as_posix()}")
        size = format_size(archive.start_dir, app.config.language)
        about = {"title": _("Take the edition along"), "zip": place.name, "size": size}
        builder.handle_page(PAGE, about, f"{PAGE}.html")
        _add(archive, page, f"{name}-{edition(app.config).version}/{page.relative_to(site).as_posix()}")
    place.with_suffix(".part").replace(place)


def _files(site: Path, unfinished: Path) -> Iterator[Path]:
    hidden = (path for path in sorted(site.rglob("*")) if not path.relative_to(site).as_posix().startswith("."))
    return (path for path in hidden if path.is_file() and path != unfinished)


def _add(archive: ZipFile, path: Path, name: str) -> None:
    # Without the time of writing and the rights of a file, which differ between builds.
    about = ZipInfo(name)
    about.compress_type, about.external_attr = ZIP_DEFLATED, 0o644 << 16
    archive.writestr(about, path.read_bytes())
