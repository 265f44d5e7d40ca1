"""Report each address of the last release that leads nowhere any more, and each wrong line of ``releases/moved.csv``.

The last release is enough: none was made that lost an address of those before it (`glossator.export.releases.command`).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from glossator.export.releases.moved import FILE, guess, misled, read_moved
from glossator.export.releases.record import file_of, releases_of
from glossator.jupyter_book import CONTENTS
from glossator.messages.warnings import Problem, warn
from glossator.notes.domain import EditionDomain, edition_domain

#: A place in the book, as a warning names it.
Place = tuple[str, int] | str
#: So many addresses of a place are named.
MOST = 5
HTML = ".html"


def check_addresses(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report what leads nowhere (event env-updated), of pages whose addresses end in ``.html``: Jupyter Book's."""
    root, domain = Path(app.srcdir), edition_domain(env)
    number = next(reversed(releases_of(root)), "")
    published = _published(number, root) if number else {}
    now = {name + HTML: domain.addresses.get(name, []) for name in env.found_docs}
    known = {*now, *(f"{page}#{fragment}" for page, fragments in now.items() for fragment in fragments)}
    moved = read_moved(root)
    for finding in [*moved.findings, *misled(moved, known)]:
        warn(Problem.RELEASE, finding.message, f"{root / FILE}:{finding.line}")
    lost: dict[Place, list[str]] = defaultdict(list)
    for page, fragments in published.items():
        if page not in known and page not in moved.leads:
            if page.endswith(HTML) and not domain.unread_chapters:
                lost[f"{root / CONTENTS}:1"].append(page)
        elif page.removesuffix(HTML) not in domain.data["unread"]:
            for address in (f"{page}#{fragment}" for fragment in fragments):
                if address not in known and address not in moved.leads:
                    lost[_place(address, domain)].append(address)
    for place, addresses in lost.items():
        warn(Problem.RELEASE, _message(number, addresses, now), place)
    return []


def _published(number: str, root: Path) -> dict[str, list[str]]:
    """Return the addresses that a release has, by page; a file that cannot be read is reported."""
    file = file_of(number, root)
    try:
        return dict(json.loads(file.read_text(encoding="utf-8"))["addresses"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"this is not the record of a release as it was written ({error!r}); take it from the repository"
        warn(Problem.RELEASE, message, f"{file}:1")
        return {}


def _place(address: str, domain: EditionDomain) -> Place:
    """Return where in the book an address was: the passage of its paragraph, else its page; else the list of pages."""
    page, __, fragment = address.partition("#")
    name = page.removesuffix(HTML)
    if name not in domain.env.found_docs:
        return f"{Path(domain.env.srcdir) / CONTENTS}:1"
    paragraph = re.match(r"[^-]+-[^-]+", fragment)
    return name, domain.paragraphs.get(name, {}).get(paragraph[0] if paragraph else "", 1)


def _message(number: str, addresses: list[str], now: dict[str, list[str]]) -> str:
    lines = "".join(f"\n    {address},{guess(address, now)}" for address in addresses[:MOST])
    more = f"\n    and {len(addresses) - MOST} more of this place" if len(addresses) > MOST else ""
    subject = "an address" if len(addresses) == 1 else f"{len(addresses)} addresses"
    return (
        f"{subject} of release {number} would lead nowhere, and others have linked there; put it back, or say in "
        f"{FILE}, below its first line old,new, where it leads now; the second half here is a guess:{lines}{more}"
    )
