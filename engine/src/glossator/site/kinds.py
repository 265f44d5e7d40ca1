"""The style sheet of the settings of an edition: type, colours of kinds and of charts, borders of certainties."""

from __future__ import annotations

from itertools import chain, repeat
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from glossator.config import Edition, edition
from glossator.site.fonts import page_type

STYLE_SHEET = "kinds.css"
#: Browsers that know ``light-dark()`` take both colours, the others the one for a light page.
RULE = ".kind-{id} {{ --kind: {colour}; }}\n"
#: Of the notes that are less sure than the strongest, from the second on.
BORDERS = ("border-inline-start-style: dashed;", "border-inline-start-style: double; border-inline-start-width: .3rem;")
#: One rule for all colours of charts; a drawing names them by place (core/palette.py).
CHART = "--chart-{place}: {colour};"
CHART_PAIR = "--chart-{place}: light-dark({colour}, {dark});"
PAIR = "  .kind-{id} {{ --kind: light-dark({colour}, {dark}); }}\n"


def setup_kinds(app: Sphinx) -> None:
    """Write the style sheet beside the theme's own."""
    app.connect("build-finished", write_style_sheet)


def write_style_sheet(app: Sphinx, exception: Exception | None) -> None:
    """Write the style sheet of the settings into ``_static`` (event build-finished)."""
    if not exception and app.builder.format == "html":
        path = Path(app.outdir) / "_static" / STYLE_SHEET
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(settings_sheet(app.config), encoding="utf-8")


def settings_sheet(config: Config) -> str:
    """Return the style sheet (CSS) that follows from the settings: type, kinds, certainties and charts."""
    return page_type(config).css + style_sheet(edition(config))


def style_sheet(settings: Edition) -> str:
    """Return the CSS for kinds, certainties and charts; ids and colours are not escaped, since they were checked."""
    light = "".join(RULE.format(id=kind.id, colour=kind.colour) for kind in settings.kinds)
    pairs = "".join(PAIR.format(id=kind.id, colour=kind.colour, dark=kind.dark) for kind in settings.kinds)
    # The strongest is solid, as every note is; whatever is weaker than the last border looks like it.
    weaker = zip(settings.certainties[1:], chain(BORDERS, repeat(BORDERS[-1])), strict=False)
    borders = "".join(f".certainty-{certainty.id} {{ {border} }}\n" for certainty, border in weaker)
    charts, chart_pairs = _of_charts(CHART, settings), _of_charts(CHART_PAIR, settings)
    return (
        f"{borders}{light}:root {{ {charts} }}\n"
        f"@supports (color: light-dark(red, red)) {{\n{pairs}  :root {{ {chart_pairs} }}\n}}\n"
    )


def _of_charts(form: str, settings: Edition) -> str:
    places = enumerate(settings.chart_colours, start=1)
    return " ".join(form.format(place=place, colour=each.colour, dark=each.dark) for place, each in places)
