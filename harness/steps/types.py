"""The one typed parser of every step, and the phrase types."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, TypeVar

from pytest_bdd import parsers

from harness.world.bookings import Kind, Part
from harness.world.cast import Role
from harness.world.moments import MOMENT_PATTERN, SPAN_PATTERN, Moment, span
from harness.world.outlook import Aspect
from harness.world.workorders import Fact

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def _typed(pattern: str, convert: Callable[[str], T]) -> Callable[[str], T]:
    def converter(text: str) -> T:
        return convert(text)

    converter.pattern = pattern  # type: ignore[attr-defined]  # what parse looks for
    return converter


def _one_of(words: type[E]) -> Callable[[str], E]:
    return _typed("|".join(re.escape(word) for word in words), words)


_TYPES: Final[dict[str, Callable[[str], Any]]] = {
    "Who": _one_of(Role),
    "Kind": _one_of(Kind),
    "Part": _one_of(Part),
    "Aspect": _one_of(Aspect),
    "Fact": _one_of(Fact),
    "Name": _typed(r'"[^"]*"', lambda text: text[1:-1]),
    "Text": _typed(r'"[^"]*"', lambda text: text[1:-1]),
    "Moment": _typed(MOMENT_PATTERN, Moment),
    "Span": _typed(SPAN_PATTERN, span),
    "Count": _typed(r"\d+", int),
}


def parse(phrase: str) -> parsers.cfparse:
    """The parser of a phrase with the types above; letters count as written."""
    return parsers.cfparse(phrase, extra_types=_TYPES, case_sensitive=True)


def facts(table: list[list[str]]) -> dict[Fact, str]:
    """The facts that a table `| fact | value |` lists.

    Raises:
        ValueError: a row names no fact of a work order.
    """
    return {Fact(name): value for name, value in table[1:]}
