"""Read the metadata of installed packages once in a build.

``importlib.metadata.entry_points`` reads the metadata of every installed package at every call. MyST-NB calls it for
each notebook, Sphinx for its themes. Saves: see the table in ``benchmarks/README.md``. Of importlib.metadata nothing is
replaced, only the name by which these modules call it.
"""

from __future__ import annotations

import importlib.metadata
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

#: The modules that ask often, by the name ``entry_points`` in their globals (myst-nb 1, Sphinx 7 to 9).
CALLERS = ("myst_nb.core.render", "sphinx.theming")


@cache
def cached_entry_points(**selection: str) -> Any:
    """Return ``importlib.metadata.entry_points(**selection)``; the metadata are read at the first call only."""
    points: Any = cached_entry_points() if selection else importlib.metadata.entry_points()
    return points.select(**selection)


def setup_entry_points() -> None:
    """Let every module of `CALLERS` that is installed call `cached_entry_points`."""
    for caller in filter(None, map(_import, CALLERS)):
        if hasattr(caller, "entry_points"):
            vars(caller)["entry_points"] = cached_entry_points


def _import(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None
