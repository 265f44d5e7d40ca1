"""Two wordings as HTML, word by word: what was taken away in the earlier, what was put in in the later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from html import escape

from glossator.translation import _

#: A word with the blank behind it, or a letter of a script that puts no blanks between words.
WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0eff]|[^\s\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0eff]+\s*|\s+")

#: Words of an edition, and whether they stand in that one alone.
Run = tuple[str, bool]


def compared(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Return the difference of two wordings (difflib, by words): each as runs that stand in it alone, or in both."""
    one, other = WORD.findall(before), WORD.findall(after)
    earlier: list[Run] = []
    later: list[Run] = []
    # Blanks count in no word: the last of a text has none.
    matcher = SequenceMatcher(None, [word.strip() for word in one], [word.strip() for word in other], autojunk=False)
    for what, start, end, start_after, end_after in matcher.get_opcodes():
        earlier.append(("".join(one[start:end]), what != "equal"))
        later.append(("".join(other[start_after:end_after]), what != "equal"))
    return list(_runs(earlier)), list(_runs(later))


def _runs(runs: Iterable[Run]) -> Iterator[Run]:
    return (run for run in runs if run[0])


def marked(runs: Iterable[Run], element: str, as_html: Callable[[str], str] = escape) -> str:
    """Return runs as HTML: in ``ins`` or ``del`` what stands there alone, said in words to who only hears it."""
    said = {"ins": (_("added:"), _("end of what was added")), "del": (_("removed:"), _("end of what was removed"))}
    begin, end = (f'<span class="unseen">[{escape(words)}]</span>' for words in said[element])
    return "".join(
        f"<{element}>{begin} {as_html(words)} {end}</{element}>" if alone else as_html(words) for words, alone in runs
    )
