"""A pytest plugin for editions and for the engine: build books, open their pages in a browser, find faults.

In: ``-p glossator.testing``, an option of pytest. Out: the fixture ``browser``, the marks ``slow`` and
``sweep``; `books` builds, `reading` opens pages.
Needs what the tests need (Playwright, Beautiful Soup), which a build does not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Error, Playwright, expect, sync_playwright

from glossator.testing.reading import PATIENCE

# The same examples on every machine, slow ones included.
settings.register_profile("glossator", derandomize=True, deadline=None)
settings.load_profile("glossator")
# An expectation waits as long as an action does, and ends as soon as it is met.
expect.set_options(timeout=PATIENCE)
# And the same book: on the host's own runners it would link to its repository, and report mistakes in another form.
for _name in ("GITHUB_REPOSITORY", "GITHUB_ACTIONS"):
    os.environ.pop(_name, None)


#: Fixtures that take their time: a test that uses one is ``slow`` without saying so. ``book`` is the whole edition.
SLOW = {"browser", "book"}
#: Draw on the processor as it is. Some builds of Chromium imitate a graphics card instead, which takes twice its time;
#: and several processes that each draw with several threads are in each other's way.
PLAIN = [
    *("--disable-gpu", "--disable-gpu-compositing", "--disable-gpu-rasterization", "--num-raster-threads=1"),
    # The shell would fit each letter to whole pixels, as no window does: lines would be broader or narrower.
    "--font-render-hinting=none",
]
#: Parts of a browser's window that newer builds make as pages of their own, anew for each window that a test opens,
#: though nobody sees them: the list below the line for addresses. They take half of the time of a short test.
UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]
OFF = "--disable-features="
#: What readers have comes first, the shell, which has no window, last.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chromium-headless-shell")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks ``slow`` and ``sweep``."""
    config.addinivalue_line("markers", "slow: opens a browser, runs a chapter, or builds by a command")
    config.addinivalue_line("markers", "sweep: goes through every page, file or mistake there is, for some time")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use a browser or the whole edition, before pytest chooses by mark; put long ones first.

    One process builds the edition with the first test of all, while the other has what needs neither that nor a
    browser; so neither waits for the build, nor at the end for the other. The tests of a module stay together, as do
    the fixtures that they share.
    """
    used: dict[Path, set[str]] = {}
    for item in items:
        fixtures = SLOW.intersection(getattr(item, "fixturenames", ()))
        if fixtures:
            item.add_marker(pytest.mark.slow)
        used.setdefault(item.path, set()).update(fixtures, ["slow"] if item.get_closest_marker("slow") else [])

    def rank(item: pytest.Item) -> int:
        fixtures = used[item.path]
        return 2 if "book" in fixtures else 3 if "browser" in fixtures else 1 if fixtures else 4

    items.sort(key=rank)
    own = items[0].config.rootpath / "tests" if items else Path()
    with_book = (item for item in items if "book" in getattr(item, "fixturenames", ()))
    if builds := next((item for item in with_book if item.path.is_relative_to(own)), None):
        items.insert(0, items.pop(items.index(builds)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a Chromium or Chrome: Playwright's, the machine's, or one that Playwright installs now."""
    with sync_playwright() as playwright:
        found = _launch(playwright)
        if found is None:
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
            found = _launch(playwright)
        if found is None:
            advice = "No Chromium or Chrome starts here; install one: python -m playwright install --with-deps chromium"
            pytest.exit(advice, returncode=1)
        yield found
        found.close()


def _launch(playwright: Playwright) -> Browser | None:
    paths = [path for name in NAMES if (path := shutil.which(name))]
    # A "channel" is a browser in the place where its installer puts it on macOS and Windows.
    for choice in ({}, *({"executable_path": path} for path in paths), {"channel": "chrome"}, {"channel": "msedge"}):
        try:
            launch = partial(playwright.chromium.launch, **choice)  # type: ignore[arg-type]
            return launch(args=[*PLAIN, *_features_off(launch)])
        except Error:
            continue
    return None


def _features_off(launch: Callable[..., Browser]) -> list[str]:
    """Return the switch that turns off what Playwright does, and what nobody sees: of two switches the last counts."""
    with launch(args=[*PLAIN, "--enable-automation"]) as browser:
        try:
            line = browser.new_browser_cdp_session().send("Browser.getBrowserCommandLine")["arguments"]
        except Error:
            # A browser that does not tell with what it was started keeps what Playwright gave it.
            return []
    theirs = [switch.removeprefix(OFF) for switch in line if switch.startswith(OFF)]
    return [OFF + ",".join([*theirs[-1:], *UNSEEN])]
