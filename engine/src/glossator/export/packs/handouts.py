"""Handouts for students as PDF: pages of the site, printed as their own form *Print* prints them (``paper.js``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from glossator.export.records import Chapter, Edition

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

#: Where the site seems to be where nobody says where it is; nothing is fetched, from there or from elsewhere.
PLACE = "http://edition.invalid/"
HANDOUT = "print=handout&with=works,lines"
PAPERS = ("A4", "Letter")
MILLISECONDS = 120_000
TIME = re.compile(rb"\(D:\d{14}([^)]*)\)")
#: A page that is printed describes the works it cites; from a site they would come when they are asked for.
FETCH_WORKS = """() => new Promise((resolve) => {
  const { works } = document.documentElement.dataset;
  if (!works || window.citedWorks) return resolve();
  const script = document.createElement("script");
  script.src = works;
  script.onload = script.onerror = () => resolve();
  document.head.append(script);
})"""
#: Links to other pages lead nowhere from paper where nobody knows where these are. They are cut when all is ready to be
#: printed, since the page finds by them the works that it cites.
CUT_LINKS = """(place) => {
  let cut = [];
  addEventListener("beforeprint", () => {
    cut = [...document.querySelectorAll("a[href]")]
      .filter(({ href, pathname }) => href.startsWith(place) && pathname !== location.pathname)
      .map((link) => [link, link.getAttribute("href")]);
    for (const [link] of cut) link.removeAttribute("href");
  });
  addEventListener("afterprint", () => { for (const [link, href] of cut) link.setAttribute("href", href); });
}"""


class Handouts:
    """Prints handouts of the pages of a site, all in one browser.

    site: the folder of the site
    """

    def __init__(self, browser: Browser, edition: Edition, site: Path) -> None:
        self.edition, self.site = edition, site
        self.place = edition.kept or edition.address or PLACE
        # What a service worker fetches could not be answered here.
        context = browser.new_context(service_workers="block", color_scheme="light")
        # The address of a handout prints it when it is there, and a browser prints one thing at a time.
        context.add_init_script("window.print = () => {};")
        self.page = context.new_page()
        self.page.set_default_timeout(MILLISECONDS)
        self.page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = unquote(urlsplit(route.request.url)._replace(query="", fragment="").geturl()).removeprefix(self.place)
        file = self.site / path
        if route.request.url.startswith(self.place) and file.is_file():
            route.fulfill(path=file)
        else:
            route.abort()

    def of(self, chapter: Chapter) -> Mapping[str, bytes]:
        """Return the handout of a chapter as PDF, by the name of the paper (`PAPERS`), the same bytes each time."""
        self.page.goto(f"{self.place}{chapter.page}?{HANDOUT}", wait_until="load")
        self.page.evaluate(FETCH_WORKS)
        if not self.edition.address:
            self.page.evaluate(CUT_LINKS, self.place)
        return {paper: self._printed(paper) for paper in PAPERS}

    def _printed(self, paper: str) -> bytes:
        made = self.page.pdf(format=paper, print_background=True, tagged=True, outline=True)
        # Without the time at which it was printed, and as long, since parts of a PDF are found by their places.
        return TIME.sub(lambda time: b"(D:19800101000000" + time[1] + b")", made)
