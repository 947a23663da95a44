"""Query options of one request: `$select`, `$top` and their like, and the window."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fakes.exchange import errors
from fakes.exchange.wire import filters
from fakes.exchange.wire.events import ABSENT, NAVIGATION, PROPERTIES

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
_NESTED: Final = re.compile(r"\s*(\w+)\s*(?:\((.*)\))?\s*", re.DOTALL)
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
        if not text.isdigit() or int(text) < at_least:
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
def selection(text: str | None) -> tuple[str, ...] | None:
    """The properties that `$select` names, `id` among them; None for all.

    Raises:
        GraphError: the event has no such property.
    """
    if text is None:
        return None
    names = [name.strip() for name in text.split(",") if name.strip()]
    if "*" in names or not names:
        return None
    for name in names:
        if name not in PROPERTIES and name not in ABSENT and name not in NAVIGATION:
            raise errors.bad_request(
                f"Could not find a property named '{name}' on type "
                "'microsoft.graph.event'."
            )
        if name in ABSENT:
            raise errors.unsupported(f"'$select={name}'")
    return tuple(name for name in PROPERTIES if name == "id" or name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """What `$expand` adds to an event."""

    property_ids: tuple[str, ...] = ()
    attachments: bool = False


@functools.lru_cache(maxsize=1024)
def expansion(text: str | None) -> Expansion:
    """The one relationship that `$expand` names.

    Raises:
        GraphError: it is unknown, not served here, or not the only one.
    """
    if text is None:
        return Expansion()
    match = _NESTED.fullmatch(text)
    if match is None:
        raise errors.bad_request(f"'{text}' expands not exactly one relationship.")
    name, nested = match[1], match[2]
    if name not in NAVIGATION:
        raise errors.bad_request(f"'{name}' is no relationship of an event.")
    if name == "attachments" and nested is None:
        return Expansion(attachments=True)
    if name != "singleValueExtendedProperties":
        raise errors.unsupported(f"'$expand={text}'")
    key, _, condition = (nested or "").partition("=")
    if key.strip().lower().removeprefix("%24") not in {"$filter", "filter"}:
        raise errors.bad_request(
            "Extended properties are expanded with a filter by their ids."
        )
    return Expansion(property_ids=filters.property_ids(condition.strip()))
