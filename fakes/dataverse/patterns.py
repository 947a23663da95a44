"""Text patterns: `%`, `_`, `[x]`, `[^x]` are wildcards everywhere (section 4.2)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_WILD: Final = re.compile(r"%|_|\[\^?[^\]]+\]")


@functools.lru_cache(maxsize=512)
def matcher(function: str, text: str) -> Callable[[str], bool]:
    """Whether a text, given in lower case, contains, starts with or ends in it.

    `like` is for the whole text.
    """
    wanted = text.lower()
    if not _WILD.search(wanted):
        if function == "like":
            return lambda value: value == wanted
        if function == "contains":
            return lambda value: wanted in value
        if function == "startswith":
            return lambda value: value.startswith(wanted)
        return lambda value: value.endswith(wanted)
    before = "" if function in {"startswith", "like"} else ".*"
    after = "" if function in {"endswith", "like"} else ".*"
    pattern = re.compile(before + _expression(wanted) + after, re.DOTALL)
    return lambda value: pattern.fullmatch(value) is not None


def _expression(text: str) -> str:
    parts, position = [], 0
    for wild in _WILD.finditer(text):
        parts.append(re.escape(text[position : wild.start()]))
        found = wild.group()
        parts.append({"%": ".*", "_": "."}.get(found, found))
        position = wild.end()
    parts.append(re.escape(text[position:]))
    return "".join(parts)
