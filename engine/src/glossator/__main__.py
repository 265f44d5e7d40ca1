"""The command line: ``python -m glossator [check | new DIR | export | release NUMBER]``.

Exit code 0 if all is well, 1 if the check has found a mistake or a release is refused, 2 if the command could not do
its work.
"""

from __future__ import annotations

import argparse
import atexit
import difflib
import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

# Off for a process of two seconds: collections would take a quarter of them, and the last, when it ends, another.
gc.disable()
atexit.register(gc.freeze)

#: What a shell has for the exit code of a program that was interrupted.
INTERRUPTED = 130
COMMANDS = ("check", "new", "export", "release")


def main(arguments: Sequence[str]) -> int:
    """Run the command that *arguments* name, or the check where they name none; return the exit code."""
    parser = _parser()
    _suggest(parser, arguments)
    options = parser.parse_args(arguments)
    if options.command == "new":
        return _new(options.folder)
    if options.command == "release":
        return _release(options.number)
    return _export(options.site) if options.command == "export" else _check()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m glossator",
        description="Annotated editions: check the one around this folder, or begin a new one.",
        epilog="Without a command: check. Exit code: 0 if all is well, 1 if there are mistakes, 2 if nothing was done.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    commands.add_parser(
        "check",
        help="print every mistake of the edition: where it is, why, and what to write",
        description="Print every mistake of the edition around this folder. No cell is run and no page written.",
    )
    new = commands.add_parser(
        "new",
        help="begin an edition: the smallest one that builds, of one text with a note and a chart",
        description="Begin an edition in a folder that is empty or not there yet. Change its files one by one into "
        "your own: each says what it is for.",
    )
    new.add_argument("folder", metavar="DIR", type=Path, help="the folder of the new edition")
    export = commands.add_parser(
        "export",
        help="make the edition's books for e-readers and for print, of the site that a build has left",
        description="Make the formats that take too long for each build, in the folder exports/ of the site.",
    )
    export.add_argument(
        "site",
        metavar="SITE",
        type=Path,
        nargs="?",
        help="the folder of the site; without it _build/html of the edition",
    )
    release = commands.add_parser(
        "release",
        help="record what the built edition says as a release, so that no address of it is ever lost",
        description="Write releases/NUMBER.json with the words and addresses of the edition that is built. Refused "
        "where an address of an earlier release leads nowhere, or where settings or changelog say another number.",
    )
    release.add_argument("number", metavar="NUMBER", help="the number of the release, such as 1.1.0")
    return parser


def _suggest(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Stop at a word that is no command, with the ones there are; argparse would name its own types."""
    for word in arguments[:1]:
        if not word.startswith("-") and word not in COMMANDS:
            near = difflib.get_close_matches(word, COMMANDS, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            parser.error(f'there is no command "{word}"; the commands are: {", ".join(COMMANDS)}{meant}')


def _check() -> int:
    from glossator.core.surroundings import HostileSurroundings  # noqa: PLC0415
    from glossator.core.text import SourceError, find_root  # noqa: PLC0415
    from glossator.lint.command_line import check, report  # noqa: PLC0415

    try:
        mistakes = check(find_root())
    except (SourceError, HostileSurroundings) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if mistakes:
        sys.stdout.write(report(mistakes, for_host=os.environ.get("GITHUB_ACTIONS") == "true") + "\n\n")
    count = len(mistakes)
    sys.stdout.write(f"{count or 'no'} mistake{'s' * (count != 1)}\n")
    return 1 if mistakes else 0


def _new(folder: Path) -> int:
    from glossator.new_edition import new_edition, next_commands  # noqa: PLC0415

    try:
        new_edition(folder)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{folder} holds an edition that builds. What comes next:\n\n{next_commands(folder)}\n")
    return 0


def _export(site: Path | None) -> int:
    from glossator.core.surroundings import HostileSurroundings  # noqa: PLC0415
    from glossator.core.text import SourceError, find_root  # noqa: PLC0415
    from glossator.export.command_line import SITE, NothingToExport, export  # noqa: PLC0415

    try:
        files, reasons = export(site or find_root() / SITE)
    except (SourceError, NothingToExport, HostileSurroundings) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted. What was made is there and whole, all else is as it was before.\n")
        return INTERRUPTED
    for file in files:
        sys.stdout.write(f"{file}: {file.stat().st_size / 1e3:,.0f} kB\n")
    for reason in reasons:
        sys.stderr.write(f"{reason}\n")
    return 0


def _release(number: str) -> int:
    from glossator.core.surroundings import HostileSurroundings  # noqa: PLC0415
    from glossator.core.text import SourceError, find_root  # noqa: PLC0415
    from glossator.export.releases.command import Refused, release  # noqa: PLC0415

    try:
        sys.stdout.write(f"{release(number, find_root())}\n")
    except Refused as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (SourceError, HostileSurroundings) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _print_any_letter() -> None:
    """Let a console print letters that its encoding does not have (cp1252, ASCII): escaped, where Python would stop."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    _print_any_letter()
    sys.exit(main(sys.argv[1:]))
