"""Text escaped for the place it stands in, where neither the template nor docutils does it."""

from __future__ import annotations

import json
import re
from typing import Any


def script_json(value: Any, **options: Any) -> str:
    """Return *value* as JSON that can stand in a ``script`` element; *options* are those of `json.dumps`.

    No sign in it can end the element, or begin a comment that would hide its end.
    """
    return json.dumps(value, ensure_ascii=False, **options).replace("<", "\\u003c")


def css_string(text: str) -> str:
    """Return *text* as a string of a style sheet, which may stand in a ``style`` element.

    A line break, which would end the string, becomes a blank; ``<`` could end the element.
    """
    escaped = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.replace("<", "\\3c ")
