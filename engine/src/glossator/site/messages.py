"""The messages of the scripts in the language of the book, as a script; English pages do without."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from babel.messages.mofile import read_mo
from sphinx.application import Sphinx

from glossator.site.compact import content_hash
from glossator.site.context import THEME
from glossator.translation import catalogue_file

SCRIPT = "messages.js"


def setup_messages(app: Sphinx) -> None:
    """Write the script beside the theme's own."""
    app.connect("html-page-context", add_messages)
    app.connect("build-finished", write_messages)


def add_messages(app: Sphinx, pagename: str, templatename: str, context: dict[str, object], doctree: object) -> None:
    """Add ``messages_hash`` to the template context: empty where there are no messages."""
    script = messages(app.config.language)
    context["messages_hash"] = content_hash(script.encode()) if script else ""


def write_messages(app: Sphinx, exception: Exception | None) -> None:
    """Write the script into ``_static`` (event build-finished)."""
    script = messages(app.config.language)
    if script and not exception and app.builder.format == "html":
        path = Path(app.outdir) / "_static" / SCRIPT
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding="utf-8")


@cache
def messages(language: str) -> str:
    """Return the message catalogue of the theme's scripts as JavaScript; nothing for a language without catalogue.

    It holds the messages that the scripts name. It sets ``window.editionMessages``: message -> translation.

    A message with forms for numbers is a list of them. The rule that chooses one is gettext's, which is a JavaScript
    expression as it is one of C.
    """
    file = catalogue_file(language)
    if not file:
        return ""
    with Path(file).open("rb") as compiled:
        catalogue = read_mo(compiled)
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((THEME / "static").glob("*.js")))
    translated = {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in catalogue if not m.context}
    used = {message: words for message, words in translated.items() if message and f'"{message}"' in code}
    return (
        f"window.editionMessages = {json.dumps(used, ensure_ascii=False, sort_keys=True)};\n"
        f"window.editionMessages.form = (n) => Number({catalogue.plural_expr});\n"
    )
