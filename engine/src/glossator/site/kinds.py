"""The colours of the kinds of notes, from the settings of the edition, as a style sheet."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from glossator.config import Kind, edition

STYLE_SHEET = "kinds.css"
#: Browsers that know ``light-dark()`` take both colours, the others the one for a light page.
RULE = ".kind-{id} {{ --kind: {colour}; }}\n"
PAIR = "  .kind-{id} {{ --kind: light-dark({colour}, {dark}); }}\n"


def setup_kinds(app: Sphinx) -> None:
    """Write the style sheet beside the theme's own."""
    app.connect("build-finished", write_style_sheet)


def write_style_sheet(app: Sphinx, exception: Exception | None) -> None:
    if not exception and app.builder.format == "html":
        path = Path(app.outdir) / "_static" / STYLE_SHEET
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(style_sheet(edition(app.config).kinds), encoding="utf-8")


def style_sheet(kinds: tuple[Kind, ...]) -> str:
    """Return the rules for all *kinds*; ids and colours have been checked."""
    light = "".join(RULE.format(id=kind.id, colour=kind.colour) for kind in kinds)
    pairs = "".join(PAIR.format(id=kind.id, colour=kind.colour, dark=kind.dark) for kind in kinds)
    return f"{light}@supports (color: light-dark(red, red)) {{\n{pairs}}}\n"
