"""``python -m edition`` prints every mistake of the book around the current folder, and fails if there is one."""

from __future__ import annotations

import gc
import os
import sys

# A process that lives for two seconds need not look for memory to give back; that takes a quarter of the time.
gc.disable()

from glossator.core.text import SourceError, find_root  # noqa: E402
from glossator.lint.command_line import check, report  # noqa: E402


def main() -> int:
    try:
        mistakes = check(find_root())
    except SourceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if mistakes:
        sys.stdout.write(report(mistakes, for_host=os.environ.get("GITHUB_ACTIONS") == "true") + "\n\n")
    count = len(mistakes)
    sys.stdout.write(f"{count or 'no'} mistake{'s' * (count != 1)}\n")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
