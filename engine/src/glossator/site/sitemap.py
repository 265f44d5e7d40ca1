"""``robots.txt`` and ``sitemap.xml``, for a site with ``html.baseurl``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

from sphinx.application import Sphinx

from glossator.config import edition
from glossator.site.contents import SITES, pages

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Write both files if ``html.baseurl`` is set; a page is as old as the version of the edition."""
    if exception or app.builder.name not in SITES or not app.config.html_baseurl:
        return
    root = app.config.html_baseurl.rstrip("/") + "/"
    listing = ElementTree.Element("urlset", xmlns=SITEMAP)
    docnames = [docname for part in pages(app.env) for docname in part]
    for docname in docnames:
        page = ElementTree.SubElement(listing, "url")
        ElementTree.SubElement(page, "loc").text = urljoin(root, app.builder.get_target_uri(docname))
        # That of the version: a build has no other that would be the same each time.
        if edition(app.config).date:
            ElementTree.SubElement(page, "lastmod").text = edition(app.config).date
    ElementTree.indent(listing)
    written = ElementTree.tostring(listing, encoding="utf-8", xml_declaration=True)
    (Path(app.outdir) / "sitemap.xml").write_bytes(written + b"\n")
    robots = f"User-agent: *\nAllow: /\nSitemap: {urljoin(root, 'sitemap.xml')}\n"
    (Path(app.outdir) / "robots.txt").write_text(robots, encoding="utf-8")
