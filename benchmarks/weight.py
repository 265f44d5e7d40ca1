"""What a browser fetches to show a page, by kind."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
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


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder on this machine; yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def weigh(browser: Browser, address: str) -> tuple[dict[str, Weight], list[str]]:
    """Return the first view of a page by kind of file, and the other hosts that it asks."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    # By address: what a page asks for again comes from the browser's cache.
    asked: dict[str, Request] = {}
    page.on("request", lambda request: asked.setdefault(request.url, request))
    page.goto(address, wait_until="load")
    settle(page)
    page.wait_for_load_state("networkidle")
    host = address.split("/")[2]
    kinds: dict[str, Weight] = defaultdict(lambda: Weight(0, 0, 0))
    for url, request in asked.items():
        answer = request.response() if url.split("/")[2] == host else None
        if answer and answer.ok:
            body = answer.body()
            kinds[request.resource_type] += Weight(1, len(body), len(gzip.compress(body, 9)))
    context.close()
    return dict(kinds), [url for url in asked if url.startswith("http") and url.split("/")[2] != host]
