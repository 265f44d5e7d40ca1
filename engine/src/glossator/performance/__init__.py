"""Performance patches. None may change a page.

An extension of its own, named last in ``_config.yml``: without that line the site is the same to the byte.
No other room imports this one. What each patch saves stands in ``benchmarks/README.md``.
"""

from __future__ import annotations

import atexit
import gc
from typing import Any

from sphinx.application import Sphinx

from glossator.performance.entry_points import setup_entry_points
from glossator.performance.parallel import setup_parallel

#: New objects between two garbage collections. Python's 700 cost a tenth of a build, in which hardly any object dies.
NEW_OBJECTS = 500_000


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the Sphinx extension ``glossator.performance``."""
    gc.set_threshold(NEW_OBJECTS)
    # An interpreter that ends looks for garbage among all it has; the system takes everything back faster.
    atexit.register(gc.freeze)
    setup_entry_points()
    setup_parallel(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
