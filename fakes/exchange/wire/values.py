"""Values of JSON bodies, inwards: each is read as clients are known to send it.

Enumerations arrive in any case, booleans as text, nulls where they mean nothing
(sections 2.1 and 3.1).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from fakes.exchange import errors, extended
from fakes.exchange.body import Body
from fakes.exchange.zones import UnknownZone, Zone, zone

Json: TypeAlias = Mapping[str, Any]
# Name and value of a property into the fields of an item.
Reader: TypeAlias = Callable[[str, object, dict[str, Any]], None]


def parsed(body: bytes) -> Json:
    """The body's JSON object.

    Python's reader takes more for JSON than there is: NaN, numbers that are endless,
    halves of surrogate pairs.

    Raises:
        GraphError: it is none.
    """
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(text, parse_float=_finite, parse_constant=_finite)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise errors.body_read("The body is not valid JSON.") from error
    if not isinstance(value, dict):
        raise errors.body_read("The body is no JSON object.")
    return value


def _finite(digits: str) -> float:
    """The number.

    Raises:
        ValueError: it is none, or has no end.
    """
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def parameters(body: bytes) -> Json:
    """The parameters of an action, names in lower case: clients differ (2.1).

    What is inside of them begins with a small letter, as documents and clients differ
    there, too.

    Raises:
        GraphError: the body is no JSON object, or too deep a one.
    """
    if not body.strip():
        return {}
    given = parsed(body).items()
    try:
        return {name.lower(): _lowered(value) for name, value in given}
    except RecursionError as error:
        raise errors.body_read("The body is too deep.") from error


def _lowered(value: object) -> object:
    if isinstance(value, list):
        return [_lowered(one) for one in value]
    if isinstance(value, dict):
        return {
            f"{name[:1].lower()}{name[1:]}": _lowered(one)
            for name, one in value.items()
        }
    return value


def text(name: str, value: object) -> str:
    """A text.

    Raises:
        GraphError: the value is none.
    """
    if not isinstance(value, str):
        raise errors.body_read(f"The value of '{name}' is no text.")
    return value


def flag(name: str, value: object, *, default: bool | None = None) -> bool:
    """True or false, also as text; null is the default if there is one.

    Raises:
        GraphError: the value is neither.
    """
    if value is None and default is not None:
        return default
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise errors.body_read(f"The value of '{name}' is neither true nor false.")


def whole(name: str, value: object) -> int:
    """A whole number.

    Raises:
        GraphError: the value is none.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise errors.body_read(f"The value of '{name}' is no whole number.")
    return value


def complex_value(name: str, value: object) -> Json:
    """A JSON object.

    Raises:
        GraphError: the value is none.
    """
    if not isinstance(value, dict):
        raise errors.body_read(f"The value of '{name}' is no object.")
    return value


def collection(name: str, value: object) -> list[Any]:
    """A JSON array; null is an empty one.

    Raises:
        GraphError: the value is none.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise errors.body_read(f"The value of '{name}' is no collection.")
    return value


def texts(name: str, value: object) -> tuple[str, ...]:
    """A collection of texts.

    Raises:
        GraphError: the value is none.
    """
    return tuple(text(name, one) for one in collection(name, value))


def member(name: str, value: object, allowed: tuple[str, ...]) -> str:
    """The enumeration member in its own spelling.

    Raises:
        GraphError: the value is no member.
    """
    if isinstance(value, str):
        for one in allowed:
            if one.lower() == value.lower():
                return one
    raise errors.body_read(f"'{value}' is no value of '{name}'.")


def zone_of(raw: Json) -> Zone:
    """The time zone that a `dateTimeTimeZone` names.

    Raises:
        GraphError: it is not supported.
    """
    try:
        return zone(str(raw.get("timeZone") or ""))
    except UnknownZone as error:
        raise errors.unknown_zone(error.zone) from error


def body(name: str, value: object) -> Body:
    """An `itemBody`; null is an empty one.

    Raises:
        GraphError: the value is none.
    """
    raw = {} if value is None else complex_value(name, value)
    kind = member("contentType", raw.get("contentType") or "text", ("text", "html"))
    content = raw.get("content")
    return Body(
        content_type="text" if kind == "text" else "html",
        content="" if content is None else text("content", content),
    )


def extended_properties(name: str, value: object) -> Mapping[str, str]:
    """Single-value extended properties by normalised id (section 3.10).

    Raises:
        GraphError: an id is none, or a value no text.
    """
    found: dict[str, str] = {}
    for one in collection(name, value):
        raw = complex_value(name, one)
        key = extended.normalised(str(raw.get("id") or ""))
        if key is None:
            raise errors.property_validation(
                f"'{raw.get('id')}' is no id of an extended property."
            )
        found[key] = text("value", raw.get("value"))
    return MappingProxyType(found)


def multi_extended_properties(
    name: str, value: object
) -> Mapping[str, tuple[str, ...]]:
    """Multi-value extended properties by normalised id (section 3.10).

    Raises:
        GraphError: an id is none, or of one value only, or a value no text.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in collection(name, value):
        raw = complex_value(name, one)
        key = extended.normalised_multi(str(raw.get("id") or ""))
        if key is None:
            raise errors.property_validation(
                f"'{raw.get('id')}' is no id of a property of several values."
            )
        found[key] = texts("value", raw.get("value"))
    return MappingProxyType(found)


def text_of(field: str) -> Reader:
    """Reads a text into the field; null empties it."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = "" if value is None else text(name, value)

    return read


def nullable_text_of(field: str) -> Reader:
    """Reads a text or null into the field."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = None if value is None else text(name, value)

    return read


def texts_of(field: str) -> Reader:
    """Reads a collection of texts into the field."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = texts(name, value)

    return read


def flag_of(field: str) -> Reader:
    """Reads true or false into the field."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = flag(name, value)

    return read


def whole_of(field: str) -> Reader:
    """Reads a whole number into the field."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = whole(name, value)

    return read


def member_of(field: str, allowed: tuple[str, ...], default: str) -> Reader:
    """Reads a member of an enumeration into the field; null is the default."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = default if value is None else member(name, value, allowed)

    return read


def body_of(field: str) -> Reader:
    """Reads an `itemBody` into the field."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = body(name, value)

    return read


def properties_of(field: str) -> Reader:
    """Reads extended properties into the field."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = extended_properties(name, value)

    return read


def multi_properties_of(field: str) -> Reader:
    """Reads extended properties of several values into the field."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = multi_extended_properties(name, value)

    return read


def written(
    raw: Json,
    readers: Mapping[str, Reader],
    *,
    of: str,
    read_only: frozenset[str],
    beyond: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The fields that a body asks for; what is read-only is ignored (section 3.1).

    Raises:
        GraphError: a property is unknown, of the wrong type, or beyond this fake.
    """
    fields: dict[str, Any] = {}
    for name, value in raw.items():
        if "@" in name or name in read_only:
            continue
        read = readers.get(name)
        if read is not None:
            read(name, value, fields)
        elif name in beyond:
            raise errors.unsupported(f"writing '{name}' of a {of}")
        else:
            raise errors.body_read(
                f"The property '{name}' does not exist on type 'microsoft.graph.{of}'."
            )
    return fields
