"""Open extensions as JSON, inwards: alone, and in the body that creates an item."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from fakes.exchange import errors
from fakes.exchange.wire import values
from fakes.exchange.wire.values import Json

Data: TypeAlias = Mapping[str, Any]
PREFIX: Final = "microsoft.graph.openTypeExtension."
_PRIMITIVE: Final = (str, int, float, bool)
_RESERVED: Final = frozenset({"id", "extensionName"})


class Written(NamedTuple):
    """A new extension."""

    name: str
    data: Data


def written(raw: Json) -> Written:
    """The extension that a body describes.

    Raises:
        GraphError: it has no name, or holds more than primitives and arrays of them.
    """
    name = raw.get("extensionName")
    if not isinstance(name, str) or not name.strip():
        raise errors.body_read("An open extension needs its 'extensionName'.")
    data = {key: value for key, value in given(raw).items() if value is not None}
    return Written(name=bare(name), data=MappingProxyType(data))


def given(raw: Json) -> dict[str, Any]:
    """The properties that a body has beside the extension's own; null removes one.

    Raises:
        GraphError: a value is neither a primitive nor an array of them.
    """
    found = {}
    for key, value in raw.items():
        if "@" in key or key in _RESERVED:
            continue
        many = value if isinstance(value, list) else [value]
        if not all(one is None or isinstance(one, _PRIMITIVE) for one in many):
            raise errors.body_read(f"'{key}' is neither a primitive nor an array.")
        found[key] = value
    return found


def bare(name: str) -> str:
    """The name without the type that may stand before it (section 3.10)."""
    if name.lower().startswith(PREFIX.lower()):
        return name[len(PREFIX) :]
    return name


def with_item(name: str, value: object, fields: dict[str, Any]) -> None:
    """Reads the extensions in the body that creates an item."""
    found: dict[str, Data] = {}
    for one in values.collection(name, value):
        extension = written(values.complex_value(name, one))
        found[extension.name] = extension.data
    fields["extensions"] = MappingProxyType(found)
