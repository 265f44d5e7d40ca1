"""MyST-Parser's extensions: which a book may switch on, and what the engine sets for them.

A book names them as ``parse: myst_enable_extensions:`` in ``_config.yml``; each works, or is refused at its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from myst_parser.config.main import MdParserConfig
from sphinx.application import Sphinx
from sphinx.config import Config

from glossator.core.nearest import name_near
from glossator.lint.settings import read_lines, report
from glossator.markup.lists import TASK_LISTS
from glossator.settings_reader import SettingFinding

#: The extensions of all versions of MyST-Parser that the engine runs with.
NAMES = (
    *("alert", "amsmath", "attrs_block", "attrs_image", "attrs_inline", "colon_fence", "deflist", "dollarmath"),
    *("fieldlist", "gfm_autolink", "html_admonition", "html_image", "linkify", "replacements", "smartquotes"),
    *("strikethrough", "substitution", "tasklist"),
)
PLACE = ("parse", "myst_enable_extensions")
#: Extension -> why it is refused.
REFUSED = {
    "html_admonition": "raw HTML is refused wherever it stands; write ```{note} for an admonition",
    "attrs_image": "attrs_inline, which has taken its place, is for pictures too",
    "html_image": "raw HTML is refused wherever it stands; write ![what there is to see](file.png), or ```{image}",
}
#: Extension -> what must be installed for it.
NEEDED = {"linkify": "linkify_it"}
#: Headings down to this level can be linked to by their words: ``[](#heading)``.
ANCHORS = 6


def setup_extensions(app: Sphinx) -> None:
    """Connect the check of extensions, before MyST-Parser reads the setting."""
    app.add_config_value(TASK_LISTS, False, "env", types=(bool,))
    app.connect("config-inited", settle_extensions, priority=2)


def settle_extensions(app: Sphinx, config: Config) -> None:
    """Switch off and report the extensions that a book cannot have; link headings by their words."""
    if "myst_enable_extensions" not in config:  # MyST-Parser comes with another extension
        return
    found = dict(refused(config.myst_enable_extensions))
    config.myst_enable_extensions = [name for name in config.myst_enable_extensions if name not in found]
    settings = read_lines(app)
    # What is only a default, nobody has asked for.
    for name, finding in found.items() if PLACE in settings.lines else ():
        report(settings, finding, wrong=name)
    if "tasklist" in config.myst_enable_extensions:
        config[TASK_LISTS] = True
        config.myst_enable_extensions = [name for name in config.myst_enable_extensions if name != "tasklist"]
    config.myst_heading_anchors = config.myst_heading_anchors or ANCHORS
    if "strikethrough" in config.myst_enable_extensions:
        # MyST-Parser warns that other builders than HTML have no such words; here all have them (markup/lists.py).
        config.suppress_warnings = [*config.suppress_warnings, "myst.strikethrough"]


def refused(names: list[str]) -> Iterator[tuple[str, SettingFinding]]:
    """Yield the extensions that are refused, with the finding."""
    known = [name for name in extensions() if name not in REFUSED]
    for place, name in enumerate(names):
        if name in REFUSED:
            yield name, SettingFinding((*PLACE, place), f"{name} is refused: {REFUSED[name]}")
        elif name not in known:
            message = f'the installed MyST-Parser has no extension "{name}"'
            yield name, SettingFinding((*PLACE, place), message, name_near(name, known))
        elif name in NEEDED and not find_spec(NEEDED[name]):
            message = f"{name} needs the package {NEEDED[name].replace('_', '-')}-py, which is not installed"
            yield name, SettingFinding((*PLACE, place), message)


def extensions() -> Iterator[str]:
    """Yield the extensions that the installed MyST-Parser has, of all that any version has."""
    for name in NAMES:
        try:
            MdParserConfig(enable_extensions={name})
        except ValueError:
            continue
        yield name
