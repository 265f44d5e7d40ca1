"""Content-Security-Policy of each page, as a ``meta`` element: only what the site itself serves is run or applied.

The second wall: were a text not escaped somewhere, a browser would still not run what it holds. There is neither
``unsafe-inline`` nor ``unsafe-eval``; the one script and the one style sheet inside a page are named by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from docutils import nodes

from glossator.config import Embed
from glossator.core.escape import css_string
from glossator.notes.nodes import drawing
from glossator.notes.rules import rules

#: In the first frame, before it is painted, so that neither a reader's choice of light or dark nor that of a view of
#: the notes flashes. Not earlier: a busy Chromium that is asked for its storage before it has noted the new document
#: gives one that it throws away with the tab, and what the reader keeps there later (a sheet, notes) goes with it.
#: The fonts are asked for at once. From a disk a browser refuses to load them beforehand, and loads them later.
SCHEME_SCRIPT = """\
(({ dataset }, asked) => {
  const fonts = location.protocol === "file:" ? [] : document.querySelectorAll("link[rel=font]")
  for (const font of fonts) font.rel = "preload"
  dataset.view = asked || "read"
  requestAnimationFrame(() => {
    try { dataset.scheme = localStorage.scheme || ""; dataset.view = asked || localStorage.view || "read" } catch {}
    dispatchEvent(new Event("recalled"))
  })
})(document.documentElement, new URLSearchParams(location.search).get("view"))"""
SELF = "'self'"
#: Directive -> sources. ``data:`` is for the small pictures of the style sheet.
POLICY = {
    "default-src": ["'none'"],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "media-src": [SELF],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "form-action": [SELF],
    "base-uri": ["'none'"],
}
#: What a script of a third party may do from its own hosts.
EMBEDDED = ("script-src", "style-src", "img-src", "font-src", "connect-src", "frame-src")


def content_security_policy(inline_style: str, embeds: Iterable[Embed]) -> str:
    """Return the Content-Security-Policy of a page, as ``content`` of its ``meta`` element.

    It allows *inline_style* and `SCHEME_SCRIPT` by their hashes; *embeds* widen it by their hosts. Source: CSP level 3.
    """
    policy = {directive: list(sources) for directive, sources in POLICY.items()}
    policy["script-src"].append(source_hash(SCHEME_SCRIPT))
    policy["style-src"].append(source_hash(inline_style))
    for host in dict.fromkeys(host for embed in embeds for host in hosts(embed)):
        for directive in EMBEDDED:
            policy.setdefault(directive, []).append(host)
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy.items())


def hosts(embed: Embed) -> list[str]:
    """Return the origins that a script of a third party needs, its own first, such as ``https://example.org``."""
    addresses = (urlsplit(address) for address in (embed.script, *embed.hosts.split()))
    return [f"{address.scheme}://{address.netloc}" for address in addresses]


def source_hash(content: str) -> str:
    """Return the CSP source that allows an element with this *content*, to the byte (CSP level 2, hash-source)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def inline_style(running_foot: str, page: nodes.Element) -> str:
    """Return the inline CSS of one page: its running foot in print, proportions of drawings, sizes of pictures.

    A browser that skips a drawing until it comes into view has to know the place it needs.
    """
    ratios = {ratio for chart in page.findall(drawing) for ratio in chart.ratios().values()}
    drawn = [f".ratio-{width}-{height} {{ aspect-ratio: {width} / {height}; }}" for width, height in sorted(ratios)]
    return "\n".join([f":root {{ --running: {css_string(running_foot)}; }}", *drawn, *sorted(set(rules(page)))])
