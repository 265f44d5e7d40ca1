"""Citation targets: the keys between the backticks of a role, with prenotes and postnotes in braces.

``{see}smith2016{p. 3},jones2017`` is the form of sphinxcontrib-bibtex. People also write ``smith2016, p. 3``,
``smith2016; jones2017``, ``see @smith2016 [p. 3]``: what they meant is told by the keys that there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection

#: What says where in a work something stands: a number, or a word that replaces one.
LOCATOR = re.compile(r"\d|§|\b(passim|preface|appendix|introduction|note|figure|table)\b", re.IGNORECASE)
TOKEN = re.compile(r"@?(?P<key>[^\s,;{}\[\]()@]+)")
BETWEEN = re.compile(r"^[\s,;:]+|[\s,;:]+$|\s*[,;]?\s*\b(and|und|et|y|e)\s*$")
#: What is more like a key than like a page: letters and a year, or words joined by signs.
KEYLIKE = re.compile(r"[^\W\d]+[_:-]?\d{4}\w*|\w*[^\W\d]_\w+")


def is_locator(key: str) -> bool:
    """Return whether *key* is a locator and not a key: ``3``, ``p.3``, ``§4``."""
    return bool(re.fullmatch(r"(?:[A-Za-z]{1,5}\.|§+|¶+)?\s*\d+(?:\s*[-–]+\s*\d+)?|§+", key)) or key in {"p.", "pp."}


def suggest_target(target: str, keys: Collection[str]) -> str:
    """Suggest the right form of a mistyped target, such as ``a; b`` → ``a,b``; "" if a key is not among *keys*."""
    found = [match for match in TOKEN.finditer(target) if match["key"].rstrip(".:") in keys]
    if not found:
        return ""
    ends = [match.start() for match in found[1:]] + [len(target)]
    before = _inner(target[: found[0].start()])
    after = [_inner(target[match.end() : end]) for match, end in zip(found, ends, strict=True)]
    if any(each and not LOCATOR.search(each) for each in after) or any(map(KEYLIKE.search, [before, *after])):
        return ""
    parts = [
        match["key"].rstrip(".:") + (f"{{{place}}}" if place else "") for match, place in zip(found, after, strict=True)
    ]
    return (f"{{{before}}}" if before else "") + ",".join(parts)


def _inner(words: str) -> str:
    """Strip joining words, signs and brackets from the text between two keys."""
    previous = None
    while words != previous:
        previous = words
        words = re.sub(r"[\[\](){}]", "", BETWEEN.sub("", words)).strip()
    return words
