"""Text patterns: `%`, `_`, `[x]`, `[^x]` are wildcards everywhere (section 4.2)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_WILD: Final = re.compile(r"_|\[\^?[^\]]+\]")
_RANGE: Final = re.compile(r"(.)-(.)|.", re.DOTALL)


@functools.lru_cache(maxsize=512)
def matcher(function: str, text: str) -> Callable[[str], bool]:
    """Whether a text, given in lower case, contains, starts with or ends in it.

    `like` is for the whole text.
    """
    wanted = text.lower()
    if "%" not in wanted and not _WILD.search(wanted):
        if function == "like":
            return lambda value: value == wanted
        if function == "contains":
            return lambda value: wanted in value
        if function == "startswith":
            return lambda value: value.startswith(wanted)
        return lambda value: value.endswith(wanted)
    before = "" if function in {"startswith", "like"} else "%"
    after = "" if function in {"endswith", "like"} else "%"
    pattern = re.compile(_expression(f"{before}{wanted}{after}"), re.DOTALL)
    return lambda value: pattern.fullmatch(value) is not None


def _expression(text: str) -> str:
    """What the whole value matches; each piece is sought once, from the left.

    A piece has a fixed length, so the first place for it is as good as any: without
    going back a text full of `%` takes no longer than another.
    """
    first, *others = _cut(text)
    if not others:
        return first
    *middle, last = others
    sought = "".join(f"(?>.*?{piece})" for piece in middle if piece)
    return f"{first}{sought}.*{last}"


def _cut(text: str) -> list[str]:
    """The expressions of the pieces between `%`, which means itself in brackets."""
    pieces, position = [""], 0
    for wild in re.finditer(rf"%|{_WILD.pattern}", text):
        pieces[-1] += re.escape(text[position : wild.start()])
        found = wild.group()
        if found == "%":
            pieces.append("")
        else:
            pieces[-1] += "." if found == "_" else _one_of(found[1:-1])
        position = wild.end()
    pieces[-1] += re.escape(text[position:])
    return pieces


def _one_of(text: str) -> str:
    """One letter of those in brackets, or none of them after `^`; `a-f` is a range."""
    negated = text[0] == "^" and len(text) > 1
    letters = []
    for match in _RANGE.finditer(text[1:] if negated else text):
        first, last = match.groups()
        if first is None:
            letters.append(re.escape(match.group()))
        elif first <= last:  # otherwise there is nothing between them
            letters.append(f"{re.escape(first)}-{re.escape(last)}")
    if not letters:
        return "." if negated else "(?!)"
    return f"[{'^' if negated else ''}{''.join(letters)}]"
