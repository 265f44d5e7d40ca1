"""What each room of the engine may import; the map in ARCHITECTURE.md says the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import glossator
import pytest

PACKAGE = Path(glossator.__file__).parent
MAP = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
MODULES = sorted(PACKAGE.rglob("*.py"))
#: What none but itself and the programs that start it may name.
CLOSED = ("performance", "extension")
#: The programs: what stands beside the rooms.
PROGRAMS = ("__init__", "__main__", "extension")
STANDARD_LIBRARY_AND_YAML = "core"


def name_of(module: Path) -> str:
    """Return the dotted name of a module within the package, such as ``core.text``; ``core`` for its docstring."""
    return ".".join(module.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imports(module: Path) -> Iterator[str]:
    """Yield the full name of every module that *module* imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_of(module: Path) -> set[str]:
    """Return the other rooms, and programs, that a module imports from."""
    own = name_of(module).partition(".")[0]
    inside = (name.split(".")[1] for name in imports(module) if name.startswith("glossator."))
    return {name for name in inside if name in (*ROOMS, *PROGRAMS)} - {own}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_room_imports_what_is_closed_to_it(module: Path) -> None:
    room = name_of(module).partition(".")[0]
    used = rooms_of(module)
    if room not in PROGRAMS:
        assert not used.intersection(CLOSED)
    if room == "core":
        assert used == set()
    if room == "notebook":
        assert used <= {"core"}


def test_no_module_outside_the_performance_room_names_it_at_all() -> None:
    """It may be taken away with a line of ``_config.yml``."""
    using = [name_of(path) for path in MODULES if "performance" in rooms_of(path)]
    assert using == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_is_in_it_what_comes_in_and_what_goes_out(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len(docstring.splitlines()) >= 3


def mapped() -> dict[str, set[str]]:
    """Return each room in the table of ARCHITECTURE.md with the rooms that it may import."""
    rows = re.findall(r"^\| `(\w+)/` \|.*\|([^|]*)\|$", MAP, re.MULTILINE)
    return {room: set(re.findall(r"`(\w+)`", allowed)) for room, allowed in rows}


def test_the_map_has_every_room() -> None:
    assert set(ROOMS) <= mapped().keys()
    for room in mapped():
        assert (PACKAGE / room).is_dir(), room


@pytest.mark.parametrize("room", ROOMS)
def test_the_map_says_what_a_room_imports(room: str) -> None:
    used = set().union(*(rooms_of(module) for module in MODULES if name_of(module).partition(".")[0] == room))
    assert used <= mapped()[room]


def test_no_two_rooms_need_each_other() -> None:
    order = list(TopologicalSorter(mapped()).static_order())
    assert order.index("messages") < order.index("notes") < order.index("lint")


def test_what_the_map_names_is_there() -> None:
    for path in re.findall(r"`((?:[\w-]+/)+[\w.-]*)`", MAP):
        places = (PACKAGE / path, PACKAGE.parents[2] / path)
        assert any(place.exists() for place in places), path
