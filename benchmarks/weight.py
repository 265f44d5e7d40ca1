"""What a browser fetches to show a page, by kind."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from glossator.testing.reading import settle
from playwright.sync_api import Browser, Request


class Weight(NamedTuple):
    """Some files: how many, and their bytes as they are and compressed, each by itself, as a server sends them."""

    requests: int
    raw: int
    gzipped: int

    def __add__(self, other: tuple[int, ...]) -> Weight:  # type: ignore[override]
        return Weight(*(sum(pair) for pair in zip(self, other, strict=True)))


@cache
def _compressed(body: bytes) -> int:
    return len(gzip.compress(body, 9))


class _View:
    """A page that is opened by a reader who has never been here, and all that it asks for."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.host = address.split("/")[2]
        # By address: what a page asks for again comes from the browser's cache.
        self.asked: dict[str, Request] = {}
        self.context = browser.new_context(service_workers="block")
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.setdefault(request.url, request))
        self.page.goto(address, wait_until="load")

    def weight(self) -> tuple[dict[str, Weight], list[str]]:
        """Return the weight by kind of file, and the other hosts, when nothing more is asked for; close the page."""
        settle(self.page)
        self.page.wait_for_load_state("networkidle")
        kinds: dict[str, Weight] = defaultdict(lambda: Weight(0, 0, 0))
        for url, request in self.asked.items():
            answer = request.response() if url.split("/")[2] == self.host else None
            if answer and answer.ok:
                body = answer.body()
                kinds[request.resource_type] += Weight(1, len(body), _compressed(body))
        self.context.close()
        return dict(kinds), [url for url in self.asked if url.startswith("http") and url.split("/")[2] != self.host]


def weigh(browser: Browser, addresses: Iterable[str]) -> list[tuple[dict[str, Weight], list[str]]]:
    """Return the first view of each page by kind of file, and the other hosts that it asks.

    All are opened before the first is waited for: that it asks for nothing more, a browser says half a second later.
    """
    views = [_View(browser, address) for address in addresses]
    return [view.weight() for view in views]
