"""Instants in a `$filter`: lifted out, so that a text that moves with time stays one.

Windows move with the clock, so the same filter comes again and again with other
instants. It is read and compiled once with places instead of them.
"""

from __future__ import annotations

import re
from typing import Final

# The library does not read JSON arrays, `not(`, nor names that begin with a keyword.
_REPAIRED: Final = re.compile(
    r"(?P<kept>'(?:[^']|'')*')"
    r"|(?P<array>\[(?:\"(?:[^\"\\]|\\.)*+\"|[^\[\]\"\\])*+\])"
    r"|(?P<negation>\bnot(?=\())"
    r"|(?P<name>(?<![\w.])(?:any|all|null|true|false)\w+)",
    re.IGNORECASE,
)
_LIFTED: Final = re.compile(
    r"(?P<kept>'(?:[^']|'')*')"
    r"|(?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))"
)
# In a query that is still encoded only the plainest spelling; no escape is cut.
_PLAIN: Final = re.compile(
    r"(?<!%)(?<!%[0-9A-Fa-f])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", re.ASCII
)
_PLACE: Final = "1001-01-01T00:00:"  # and a number: where a lifted instant stood
_MOST: Final = 59
PLACES: Final = tuple(f"{_PLACE}{number:02}Z" for number in range(1, _MOST + 1))


def place_of(text: str) -> int | None:
    """Which of the lifted instants stood here, from 0; None when none did."""
    return int(text[len(_PLACE) : -1]) - 1 if text.startswith(_PLACE) else None


def lift(text: str) -> tuple[str, tuple[str, ...]]:
    """A filter as the library reads it, with places, and the instants lifted out."""
    instants: list[str] = []

    def place(match: re.Match[str]) -> str:
        if match.lastgroup == "kept" or len(instants) >= _MOST:
            return match.group()
        instants.append(match.group())
        return PLACES[len(instants) - 1]

    return _LIFTED.sub(place, _REPAIRED.sub(_repair, text)), tuple(instants)


def put_back(text: str, instants: tuple[str, ...]) -> str:
    """The filter that `lift` has made a text and instants of."""
    found = iter(instants)

    def instant(match: re.Match[str]) -> str:
        whole = match.group()
        return whole if match.lastgroup == "kept" else next(found, whole)

    return _LIFTED.sub(instant, text)


def lift_encoded(text: str) -> tuple[str, tuple[str, ...]]:
    """A whole query, still encoded, with places; whether rightly so, is not said."""
    instants = tuple(_PLAIN.findall(text))
    if not 0 < len(instants) <= _MOST:
        return text, ()
    places = iter(PLACES)
    return _PLAIN.sub(lambda _: next(places), text), instants


def _repair(match: re.Match[str]) -> str:
    if match.lastgroup == "array":
        return "'" + match.group().replace("'", "''") + "'"
    if match.lastgroup == "negation":
        return "not "
    if match.lastgroup == "name":
        return "_." + match.group()
    return match.group()
