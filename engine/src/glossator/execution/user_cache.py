"""What takes long to make and is the same for every book, in the user's cache."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress

from platformdirs import user_cache_path


def cached(name: str, make: Callable[[], bytes]) -> bytes:
    """Return what *make* returns, from the user's cache where it is there under *name* as it was written.

    The name tells all that the content depends on. Where there can be no cache, it is made each time. The first line
    of the file is the hash of the rest: a file that was cut would else be published with every build.
    """
    place = user_cache_path("glossator") / name
    with suppress(OSError):
        digest, _, content = place.read_bytes().partition(b"\n")
        if digest == _digest(content):
            return content
    content = make()
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        # Another build may be at it.
        part = place.with_suffix(f".{os.getpid()}")
        try:
            part.write_bytes(_digest(content) + b"\n" + content)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    return content


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
