"""A chapter as a self-contained Jupyter notebook: its first cell holds the tables, texts and modules that it needs."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Any

import nbformat
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx

from glossator.config import edition
from glossator.core.datapackage import PACKAGE_FILE, described_tables
from glossator.core.files import PICTURES, TABLES
from glossator.core.text import SOURCES_FILE
from glossator.execution.fingerprints import KERNEL_MODULES, PACKAGE
from glossator.lint.front_matter import replace_invalid_front_matter
from glossator.notes.passage import sources_in
from glossator.translation import N_, _

#: The version of an installed package; each chapter's notebook names several.
version = cache(metadata.version)

#: The modules that a code cell can import, directly or through another.
MODULES = ("__init__", "core/__init__", "notebook/__init__", *KERNEL_MODULES)
#: The largest file beside a chapter that goes into its notebook (bytes).
LARGEST = 1_000_000
PACKAGES = ("altair", "pandas", "vl-convert-python", "pyyaml")

ABOUT = N_(
    "*{title}*, version {version}: the chapter `{docname}`. Its text is MyST Markdown; the passages and notes are"
    " printed in the book. The charts below can be run and changed."
)
PACKED = N_(
    "The tables and the modules of this chapter’s charts, packed (zip, base64), so that the notebook runs anywhere."
)

# Packed, since dozens of small files are no reading matter; nothing but what stands in the repository is in it.
SETUP = '''\
# {about}
import base64, importlib.util, io, os, sys, tempfile, zipfile

if importlib.util.find_spec("vl_convert") is None:
    %pip install --quiet {packages}
book = tempfile.mkdtemp()
packed = """
{packed}
"""
zipfile.ZipFile(io.BytesIO(base64.b64decode(packed))).extractall(book)
sys.path.insert(0, book)
os.chdir(book)
'''


def is_notebook(app: Sphinx, docname: str) -> bool:
    """Return whether a chapter has code cells and the front matter of a notebook; without it they are reported."""
    return "{code-cell}" in _text(app, docname) and _reader(app, docname) is not None


def _text(app: Sphinx, docname: str) -> str:
    text = Path(app.env.doc2path(docname)).read_text(encoding="utf-8")
    return replace_invalid_front_matter(text, edition(app.config).kernel)


def _reader(app: Sphinx, docname: str) -> Any:
    env: Any = app.env
    return create_nb_reader(env.doc2path(docname), env.myst_config, env.mystnb_config, _text(app, docname))


def write_notebook(app: Sphinx, docname: str) -> None:
    """Write a chapter as a Jupyter notebook (``.ipynb``) beside its page; in it is all that its cells read."""
    cells = _reader(app, docname).read(_text(app, docname)).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    settings = edition(app.config)
    about = _(ABOUT).format(title=app.config.html_title, version=settings.version, docname=docname)
    cells[:0] = [nbformat.v4.new_markdown_cell(about), _setup_cell(app, docname, code)]
    for number, cell in enumerate(cells):
        # Made up anew in every build they would make every notebook a new one.
        cell.id = f"cell-{number}"
    kernelspec = {"name": settings.kernel, "display_name": "Python 3", "language": "python"}
    target = Path(app.outdir) / f"{docname}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), target)


def _setup_cell(app: Sphinx, docname: str, code: str) -> NotebookNode:
    files = chain(_files(Path(app.srcdir), code), _beside(Path(app.env.doc2path(docname)).parent, code))
    packed = base64.encodebytes(_pack(files)).decode("ascii").strip()
    packages = " ".join(f"{name}=={version(name)}" for name in PACKAGES)
    tags = {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}
    return nbformat.v4.new_code_cell(SETUP.format(about=_(PACKED), packages=packages, packed=packed), metadata=tags)


def _pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip file of *files*, each a path and its content."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            # With the date of all zip files, not with today's.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _files(root: Path, code: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of every file that *code* may need: modules, texts, the tables that it names."""
    yield "_toc.yml", b""
    for module in MODULES:
        yield f"glossator/{module}.py", (PACKAGE / f"{module}.py").read_bytes()
    # Several texts may stand in one file.
    for name in sorted({SOURCES_FILE, *(text.about["file"] for text in sources_in(root / "sources").values())}):
        yield f"sources/{name}", (root / "sources" / name).read_bytes()
    named = (table for table in described_tables(root) if table["name"] in code)
    tables = [table for table in named if (root / "data" / table["path"]).is_file()]
    yield f"data/{PACKAGE_FILE}", json.dumps({"resources": tables}, ensure_ascii=False).encode()
    for table in tables:
        yield f"data/{table['path']}", (root / "data" / table["path"]).read_bytes()


def _beside(folder: Path, code: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures and tables in the folder of a chapter that *code* names: cells run in this folder."""
    for path in sorted(folder.iterdir()):
        fits = path.suffix.lower() in (*PICTURES, *TABLES) and path.is_file() and not path.is_symlink()
        if fits and path.name in code and path.stat().st_size <= LARGEST:
            yield path.name, path.read_bytes()
