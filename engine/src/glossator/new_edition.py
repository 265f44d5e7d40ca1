"""``python -m glossator new DIR``: begin an edition from the template.

Standard library only, so that a checkout of the engine can begin one before anything is installed.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

#: The smallest edition that builds: files as they are copied. A test builds it.
TEMPLATE = Path(__file__).with_name("template")


def new_edition(folder: Path) -> None:
    """Copy the template into *folder*, which is empty or not there yet.

    Raises OSError, in words for people, if there is something in it already, or if it cannot be written; then all that
    was written is removed.
    """
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file; name a folder that is empty, or one that is not there yet")
    if folder.is_dir() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; name a folder that is empty, or one that is not there yet")
    if not folder.absolute().parent.is_dir():
        raise FileNotFoundError(f"there is no folder {folder.parent}; make it first, or correct the name")
    existed = folder.is_dir()
    try:
        # A checkout or an installation may have compiled the one module that the template holds.
        shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    except BaseException as error:
        _remove(folder, keep=existed)
        if isinstance(error, shutil.Error):
            # One error for each file; the first says enough.
            raise OSError(f"{folder} cannot be written: {error.args[0][0][2]}") from error
        raise


def next_commands(folder: Path) -> str:
    """Return the commands that install the stack, check the new edition in *folder*, and build it; one a line."""
    engine = Path(__file__).parents[2]
    checkout = engine if (engine / "pyproject.toml").is_file() else Path("CHECKOUT/engine")
    return "\n".join(
        [
            f"cd {shlex.quote(str(folder))}",
            "python3 -m venv .venv",
            f".venv/bin/pip install -r requirements.txt -e {shlex.quote(str(checkout))}",
            ".venv/bin/python -m glossator",
            ".venv/bin/jupyter-book build -n -W --keep-going .",
        ]
    )


def _remove(folder: Path, keep: bool) -> None:
    """Remove what is in *folder*, and the folder itself unless it is to be kept."""
    for path in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if folder.is_dir() and not keep:
        folder.rmdir()
