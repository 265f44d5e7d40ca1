"""A kernel that starts while Sphinx still loads, where a build will need one.

It stands first among the extensions, and imports little: until Sphinx has read its settings and loaded what else it
needs, a kernel has started, loaded its libraries, and drawn a first chart. What must be executed is known only then;
here it is guessed. A guess that is wrong costs a kernel that does nothing, or one that starts later.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx

from edition.kernels import Kernels
from edition.manifest import hashes, made_from, read_manifest

_started: WeakKeyDictionary[Sphinx, Kernels] = WeakKeyDictionary()


def setup(app: Sphinx) -> dict[str, Any]:
    # Settings are not read yet; those that Jupyter Book hands over are known.
    settings = app.config.overrides
    if settings.get("nb_execution_mode") == "cache":
        folder = Path(settings.get("nb_execution_cache_path") or Path(app.outdir).parent / ".jupyter_cache")
        if chapters := count_stale(Path(app.srcdir), folder):
            _started[app] = Kernels(chapters)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def kernels_started(app: Sphinx) -> Kernels | None:
    """Return the kernels that have been started for this build."""
    return _started.get(app)


def count_stale(root: Path, folder: Path) -> int:
    """Return how many chapters will probably be executed: those whose tables have changed, or all if none ever was.

    root: the folder of the book
    folder: where the results of the last build are
    """
    known = read_manifest(folder)
    if known:
        hash_of = hashes()
        return sum(chapter.made_from != made_from(root, chapter.code, hash_of) for chapter in known.values())
    return sum("{code-cell" in path.read_text("utf-8", "replace") for path in root.glob("chapters/**/*.md"))
