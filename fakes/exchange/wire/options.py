"""Query options of one request: `$select`, `$top` and their like, and the window."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from fakes.exchange import errors
from fakes.exchange.wire import property_filters
from fakes.exchange.wire.shape import EXTENDED, MULTI_EXTENDED, Expansion, Shape

_SYSTEM: Final = frozenset(
    {
        "$count",
        "$deltatoken",
        "$expand",
        "$filter",
        "$format",
        "$orderby",
        "$search",
        "$select",
        "$skip",
        "$skiptoken",
        "$top",
    }
)
_CAST: Final = re.compile(r"(?i)microsoft\.graph\.\w+/")  # to a derived type
_NESTED: Final = re.compile(
    r"(?:(?i:microsoft\.graph\.\w+)/)?(\w+)\s*(?:\((.*)\))?", re.DOTALL
)
_NUMBER: Final = re.compile(r"[0-9]{1,18}")  # an Int64 surely
MAX_TOP: Final = 1000


@dataclass(frozen=True, slots=True)
class Options:
    """The options by name: system options with `$`, all in lower case."""

    _values: dict[str, str]

    def get(self, name: str) -> str | None:
        """The option's text; None when it is not there."""
        return self._values.get(name)

    def allow(self, names: Collection[str], *, where: str) -> None:
        """Nothing has happened, since only these system options are there.

        Raises:
            GraphError: another one is.
        """
        for name in self._values:
            if name.startswith("$") and name not in names:
                if name == "$search":
                    raise errors.unsupported("'$search'")
                raise errors.invalid_query(f"'{name}' is not supported on {where}.")

    def number(self, name: str, *, at_least: int) -> int | None:
        """A whole number; None when it is not there.

        Raises:
            GraphError: it is no number or too small.
        """
        text = self._values.get(name)
        if text is None:
            return None
        if _NUMBER.fullmatch(text) is None or int(text) < at_least:
            raise errors.invalid_query(f"'{text}' is no value of '{name}'.")
        return int(text)

    @property
    def counts(self) -> bool:
        """Whether the number of all rows is asked for."""
        return self._values.get("$count", "").lower() == "true"


@functools.lru_cache(maxsize=4096)
def options(query: str) -> Options:
    """The options of a query string. `$` may be missing from a system option's name.

    Raises:
        GraphError: a system option is unknown or there twice.
    """
    values: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        name = key.lower()
        if f"${name}" in _SYSTEM:
            name = f"${name}"
        if name.startswith("$") and name not in _SYSTEM:
            raise errors.bad_request(f"The query option '{key}' is not known.")
        if name in values:
            raise errors.bad_request(f"The query option '{key}' is there twice.")
        values[name] = value
    return Options(values)


@functools.lru_cache(maxsize=1024)
def selection(text: str | None, shape: Shape[Any]) -> tuple[str, ...] | None:
    """The properties that `$select` names, `id` among them; None for all.

    Raises:
        GraphError: the type has no such property.
    """
    if text is None:
        return None
    given = {name.strip() for name in text.split(",") if name.strip()}
    for name in sorted(given & shape.of_derived):
        raise errors.no_such_property(name, shape.name)
    names = {_CAST.sub("", name) for name in given}
    if "*" in names or not names:
        return None
    known = {*shape.properties, *shape.selectable, *shape.navigation}
    for name in sorted(names):
        if name not in known:
            raise errors.no_such_property(name, shape.name)
        if name in shape.selectable and shape.selectable[name] is None:
            raise errors.unsupported(f"'$select={name}'")
    shown = (*shape.properties, *shape.selectable)
    return tuple(name for name in shown if name == "id" or name in names)


@functools.lru_cache(maxsize=1024)
def expansion(text: str | None, shape: Shape[Any]) -> Expansion | None:
    """The one relationship that `$expand` names.

    Raises:
        GraphError: it is unknown, not served here, or not the only one.
    """
    if text is None:
        return None
    match = _NESTED.fullmatch(text.strip())
    if match is None:
        raise errors.bad_request(f"'{text}' expands not exactly one relationship.")
    name = match[1]
    if name not in shape.navigation:
        raise errors.bad_request(f"'{name}' is no relationship of {shape.name}.")
    if name in {EXTENDED, MULTI_EXTENDED}:
        nested = _nested(match[2] or "")
        condition = dict(nested).get("$filter")
        if condition is None or len(nested) > 1:
            raise errors.bad_request(
                "Extended properties are expanded with a filter by their ids."
            )
        several = name == MULTI_EXTENDED
        wanted = property_filters.property_ids(condition, several=several)
        return Expansion(name=name, property_ids=wanted)
    if shape.navigation[name] is None:
        raise errors.unsupported(f"'$expand={text}'")
    return Expansion(name=name, nested=_nested(match[2] or ""))


def _nested(text: str) -> tuple[tuple[str, str], ...]:
    """The options inside of an expansion's parentheses; `;` stands between them."""
    found: list[tuple[str, str]] = []
    for option in text.split(";"):
        if not option.strip():
            continue
        key, _, value = option.partition("=")
        name = key.strip().lower().removeprefix("%24").removeprefix("$")
        if f"${name}" not in _SYSTEM:
            raise errors.bad_request(f"The query option '{key}' is not known.")
        found.append((f"${name}", value.strip()))
    return tuple(found)
