"""The type of the pages: a serif and a sans that are the same on every machine, brought by packages and cut to size.

Of Source Serif and Source Sans (SIL Open Font License) a page gets the letters that the book prints: first those of
Western Europe with signs and arrows, then, where a page has some, those of further Latin, Greek and Cyrillic. Chinese,
Arabic and all that the two have no letters for stays with the fonts of the reader's system.

Nothing moves when a font comes. It is asked for at once; a page that is shown before keeps to a font of the system
(``font-display: optional``), whose letters are set as wide and as high as those that did not come.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.matching import get_matching_files

from glossator.config import edition
from glossator.execution.user_cache import cached
from glossator.site.compact import content_hash


class StandIn(NamedTuple):
    """Fonts of systems, all of which have the same widths."""

    family: str  #: as the style sheet calls them
    names: tuple[str, ...]
    #: Of their letters in a text in English (`FREQUENT`), on average; in parts of the size.
    width: float


class Face(NamedTuple):
    """A font of the pages, and what stands in for it: the first that the reader's system has."""

    role: str  #: as the style sheet calls it
    package: str  #: the distribution that brings it
    file: str
    like: tuple[StandIn, ...]
    generic: str
    kerned: bool = False  #: these rules are a quarter of a font: the serif has them, which is set large


#: The licences ask that what is cut has another name: the pages call these Edition Serif and Edition Sans.
FACES = (
    Face(
        "serif",
        "font-source-serif-pro",
        "SourceSerifPro-Regular.ttf",
        (
            StandIn("Like Serif", ("Times New Roman", "Liberation Serif", "Tinos"), 0.398),
            # What a Linux has that has been given no others.
            StandIn("Wide Serif", ("DejaVu Serif",), 0.51),
        ),
        "Georgia, serif",
        kerned=True,
    ),
    Face(
        "sans",
        "font-source-sans-pro",
        "SourceSansPro-Regular.ttf",
        (
            StandIn("Like Sans", ("Arial", "Liberation Sans", "Arimo"), 0.44),
            StandIn("Wide Sans", ("DejaVu Sans",), 0.505),
        ),
        "sans-serif",
    ),
)
#: Words of drawings were given their room by Arial's widths (execution/fonts.conf); a font of the reader's system may
#: be broader, and run over the edge. None of these is.
DRAWINGS = ".marks text { font-family: var(--sans); }\n"
FOLDER = "fonts"
#: As it was imported: a change while a build runs would else name what the old module makes by the new one.
THIS_MODULE = Path(__file__).read_text(encoding="utf-8")
#: What every book prints: ASCII, dashes, quotes, dots, arrows.
ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0·×–—‘’“”•…←↑→↓−")
#: Of these scripts and signs the fonts have letters.
KNOWN = (range(0xA1, 0x530), range(0x1E00, 0x2000), range(0x2010, 0x2060), range(0x2070, 0x2600))
#: Letters that most pages do not have are in a file of their own.
FURTHER = range(0x100, 0x2000)
#: How often each letter comes in a thousand of a text in English.
FREQUENT = {
    " ": 171,
    "e": 103,
    "t": 73,
    "a": 66,
    "o": 62,
    "n": 60,
    "i": 58,
    "s": 53,
    "r": 50,
    "h": 43,
    "l": 34,
    "d": 32,
    "c": 26,
    "u": 23,
    "m": 21,
    "f": 18,
    "p": 17,
    "g": 16,
    "w": 15,
    "y": 14,
    "b": 12,
    "v": 9,
    "k": 5,
    ",": 10,
}
#: Where a book keeps words, beside its documents.
WORDS = ("sources/**.txt", "data/**.csv", "**.bib")
DOCUMENTS = ("**.md", "**.ipynb", "**.rst", "_config.yml", "_toc.yml")


class Type(NamedTuple):
    """What brings the type to the pages."""

    css: str
    files: dict[str, bytes]  #: by name
    first: list[str]  #: the files that every page needs


def setup_fonts(app: Sphinx) -> None:
    """Write the fonts with their licences, and tell the pages which to ask for first."""
    # All pages name the fonts: when a book prints a new letter, all are written anew.
    app.add_config_value("edition_letters", "", "html", types=(str,))
    app.connect("config-inited", find_letters, priority=950)
    app.connect("html-page-context", add_fonts)
    app.connect("build-finished", write_fonts)


def find_letters(app: Sphinx, config: Config) -> None:
    """Find the letters beyond `ALWAYS` that the book may print, in all that it is made of (event config-inited)."""
    if edition(config).type == "system":
        return
    root = Path(app.srcdir)
    paths = {*get_matching_files(root, DOCUMENTS, config.exclude_patterns), *get_matching_files(root, WORDS, (".*",))}
    files = (root / path for path in paths)
    texts = (file.read_text("utf-8", "replace") for file in files if file.is_file() and not file.is_symlink())
    found = {letter for text in texts for letter in set(text)}
    letters = {letter for letter in found - ALWAYS if any(ord(letter) in known for known in KNOWN)}
    config["edition_letters"] = "".join(sorted(letters))


def page_type(config: Config) -> Type:
    """Return the type of the pages of a book; nothing where it is the system's."""
    if edition(config).type == "system":
        return Type("", {}, [])
    return made(config["edition_letters"])


def add_fonts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], document: object) -> None:
    """Add ``first_fonts`` to the template context (event html-page-context)."""
    context["first_fonts"] = page_type(app.config).first


def write_fonts(app: Sphinx, exception: Exception | None) -> None:
    """Write the fonts and their licences; take away those that no page names any more."""
    if exception or app.builder.format != "html" or app.config.html_theme != "glossator":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    files = page_type(app.config).files
    for old in folder.glob("*"):
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@cache
def made(letters: str) -> Type:
    """Subset the fonts to `ALWAYS` and *letters*; from the user's cache, since compressing takes half a second."""
    parts = (version(name) for name in ("fonttools", "brotli", *(face.package for face in FACES)))
    key = "\n".join([letters, *parts, THIS_MODULE])
    name = f"fonts-{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"
    found = json.loads(cached(name, lambda: cut_all(letters)))
    return Type(
        found["css"], {name: base64.b64decode(content) for name, content in found["files"].items()}, found["first"]
    )


def cut_all(letters: str) -> bytes:
    """Subset all fonts to WOFF2 (fontTools); return the fields of `Type` as JSON, the fonts in base64."""
    css, files, first = [], {}, []
    for face in FACES:
        folder = _folder(face.package)
        with TTFont(folder / face.file, lazy=True) as font:
            have = {chr(number) for number in font.getBestCmap()}
            css += [_stand_in(like, font) for like in face.like]
        wanted = (ALWAYS | set(letters)) & have
        further = {letter for letter in wanted if ord(letter) in FURTHER}
        for part, some in (("", wanted - further), ("-further", further)):
            if not some:
                continue
            content = _cut(folder / face.file, some, kerned=face.kerned and not part)
            name = f"{face.role}{part}-{content_hash(content)}.woff2"
            files[name] = base64.b64encode(content).decode()
            css += [_font_face(face, name, some)]
            first += [] if part else [name]
        licence = (folder / "LICENSE.txt").read_bytes()
        files[f"{face.role}-licence.txt"] = base64.b64encode(licence).decode()
    families = "; ".join(f"--{face.role}: {_families(face)}" for face in FACES)
    style_sheet = "\n".join([*css, f":root {{ {families}; }}", DRAWINGS])
    return json.dumps({"css": style_sheet, "files": files, "first": first}).encode()


def _folder(package: str) -> Path:
    spec = find_spec(package.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package}, which brings a font of the pages, is not installed")
    return Path(spec.origin).with_name("files")


def _cut(path: Path, letters: Iterable[str], kerned: bool) -> bytes:
    """Return a font with these letters and at most their kerning, as WOFF2; the same bytes each time."""
    options = Options(hinting=False, layout_features=["kern"], name_IDs=[], notdef_outline=False)
    font = TTFont(path, recalcTimestamp=False)
    # To parse rules that are not kept would take most of the time.
    for table in {"DSIG", "GSUB", "GDEF", *([] if kerned else ["GPOS"])}.intersection(font.keys()):
        del font[table]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, letters))
    subsetter.subset(font)
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def _families(face: Face) -> str:
    """Return the families of a face, in the order in which they are tried."""
    quoted = (f'"{name}"' for name in (f"Edition {face.role.title()}", *(like.family for like in face.like)))
    return ", ".join([*quoted, face.generic])


def _stand_in(like: StandIn, font: TTFont) -> str:
    """Return the rule that sets a font of the system as wide and as high as this one."""
    size, names, widths = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
    whole = sum(widths[names[ord(letter)]][0] * count for letter, count in FREQUENT.items())
    wider = whole / sum(FREQUENT.values()) / size / like.width
    height = {"ascent": font["hhea"].ascent, "descent": -font["hhea"].descent, "line-gap": font["hhea"].lineGap}
    overrides = "".join(f" {name}-override: {units / size / wider:.1%};" for name, units in height.items())
    local = ", ".join(f'local("{name}")' for name in like.names)
    return f'@font-face {{ font-family: "{like.family}"; src: {local}; size-adjust: {wider:.1%};{overrides} }}'


def _font_face(face: Face, name: str, letters: Iterable[str]) -> str:
    return (
        f'@font-face {{ font-family: "Edition {face.role.title()}"; src: url("{FOLDER}/{name}") format("woff2"); '
        f"font-display: optional; unicode-range: {', '.join(_ranges(letters))}; }}"
    )


def _ranges(letters: Iterable[str]) -> Iterator[str]:
    """Yield the ranges of code points in which all these letters stand, such as ``U+20-7E``."""
    first = last = -1
    for number in (*sorted(map(ord, letters)), -1):
        if number != last + 1 or last < 0:
            if last >= 0:
                yield f"U+{first:X}" + (f"-{last:X}" if last > first else "")
            first = number
        last = number
