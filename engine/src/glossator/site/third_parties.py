"""Scripts of third parties that the settings ask for by a name: comments and analytics of Jupyter Book.

Without them a page asks no other host for anything. Each is an `Embed`, which widens the policy of the pages that load
it by its hosts, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sphinx.application import Sphinx

from glossator.config import Embed, edition
from glossator.core.escape import script_json

UTTERANCES = {"issue-term": "pathname", "theme": "preferred-color-scheme", "crossorigin": "anonymous"}
GISCUS = {"mapping": "pathname", "strict": "0", "reactions-enabled": "1", "theme": "preferred_color_scheme"}
MEASURING = "https://www.google-analytics.com https://region1.google-analytics.com"


class Script(NamedTuple):
    """A script of a third party, and how its element is written."""

    embed: Embed
    attributes: dict[str, str]


class ThirdParties(NamedTuple):
    """What a page loads from elsewhere."""

    head: list[Script]
    comments: list[Script]  #: which print something where they stand
    hypothesis: str  #: what Hypothesis reads of itself, as JSON; empty without it
    google: str  #: the identifier of Google Analytics; empty without it

    @property
    def embeds(self) -> list[Embed]:
        """What the policy of the page must allow."""
        return [script.embed for script in (*self.head, *self.comments)]


def third_parties(app: Sphinx, chapter: bool) -> ThirdParties:
    """Return what a page loads from elsewhere; comments are for a *chapter*, measuring for every page."""
    asked: dict[str, Any] = app.config.comments_config or {}
    analytics = app.config.html_theme_options.get("analytics") or {}
    hypothesis = asked.get("hypothesis") if chapter else None
    head = [Script(embed, {"async": "async"}) for embed in edition(app.config).embeds]
    if hypothesis:
        head.append(Script(Embed("https://hypothes.is/embed.js", "https://cdn.hypothes.is"), {"async": "async"}))
    head += _measuring(analytics)
    options = script_json(hypothesis if isinstance(hypothesis, dict) else {}) if hypothesis else ""
    comments = list(_comments(asked)) if chapter else []
    return ThirdParties(head, comments, options, str(analytics.get("google_analytics_id") or ""))


def _measuring(analytics: dict[str, Any]) -> Iterator[Script]:
    if name := analytics.get("google_analytics_id"):
        yield Script(Embed(f"https://www.googletagmanager.com/gtag/js?id={name}", MEASURING), {"async": "async"})
    if domain := analytics.get("plausible_analytics_domain"):
        address = analytics.get("plausible_analytics_url") or "https://plausible.io/js/script.js"
        yield Script(Embed(address), {"defer": "defer", "data-domain": domain})


def _comments(asked: dict[str, Any]) -> Iterator[Script]:
    if isinstance(about := asked.get("utterances"), dict):
        yield Script(Embed("https://utteranc.es/client.js"), {"async": "async", **UTTERANCES, **_texts(about)})
    if isinstance(about := asked.get("giscus"), dict):
        named = {f"data-{name}": value for name, value in {**GISCUS, **_texts(about)}.items()}
        yield Script(Embed("https://giscus.app/client.js"), {"async": "async", "crossorigin": "anonymous", **named})


def _texts(about: dict[str, Any]) -> dict[str, str]:
    """Return attributes as these services read them: a switch is 1 or 0."""
    return {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in about.items()}
