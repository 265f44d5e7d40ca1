"""Allowlist of URLs: where a link of a page may lead, whoever has written it and wherever.

Into the book (a relative address, or a fragment), to the web, or to somebody’s mail. What a browser would run
(``javascript:``), make a page of (``data:``) or look for on the reader’s own disk (``file:``) is no address.
"""

from __future__ import annotations

import re

SCHEMES = ("http", "https", "mailto")
#: A page of the web.
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
#: An address of the web whose host has no sign that could mean something else in a policy.
SECURE_ADDRESS = re.compile(r"https://[a-zA-Z0-9.-]+(:\d+)?(/[^\s;,'\"]*)?")
#: What an address must be, for messages.
FORMS = "it begins with https://, http:// or mailto:, or is the way to a file of the book"
#: What a page would fetch from another place; urllib.parse refuses some of it with an error.
ELSEWHERE = re.compile(r"(https?:)?//", re.IGNORECASE)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
#: Browsers pass over these, wherever they stand in a scheme.
IGNORED = re.compile(r"[\x00-\x20\x7f]")


def is_allowed(address: str) -> bool:
    """Return whether a link may lead to *address*, read as a browser reads it."""
    scheme = SCHEME.match(IGNORED.sub("", address))
    return not scheme or scheme[1].lower() in SCHEMES
