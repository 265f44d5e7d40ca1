"""What is done while Sphinx still loads: the first of the extensions, which imports little.

A kernel starts where a build will need one: until Sphinx has read its settings and loaded what else it needs, the
kernel has loaded its libraries too. What must be executed is known only then; here it is guessed. A guess that is wrong
costs a kernel that does nothing, or one that starts later.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx

from glossator.execution.fingerprints import Ingredients, read_manifest
from glossator.execution.kernel_pool import Kernels

#: Python looks for what can be thrown away after so many new objects; its own 700 take a tenth of the time of a build,
#: in which hardly anything can be.
NEW_OBJECTS = 500_000

_started: WeakKeyDictionary[Sphinx, Kernels] = WeakKeyDictionary()


def setup(app: Sphinx) -> dict[str, Any]:
    gc.set_threshold(NEW_OBJECTS)
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
        ingredients = Ingredients(root)
        return sum(chapter.made_from != ingredients.made_from(chapter.code) for chapter in known.values())
    return sum("{code-cell" in path.read_text("utf-8", "replace") for path in root.glob("chapters/**/*.md"))
