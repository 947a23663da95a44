"""How a break of the contract is told: member, found, expected, schema."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from jsonschema import ValidationError

LONGEST: Final = 80  # characters of what was found
_DEEPEST: Final = 2
_WIDEST: Final = 4
MOST_BITS: Final = 256  # Python refuses to write out far longer ones
_PATH: Final = 120  # characters of a path: its names are the vendor's


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a document breaks the contract, with what, and what belongs there."""

    path: tuple[str | int, ...]
    found: object
    expected: str
    is_told: bool = False  # `found` is already a text for the reader


def sentence(kind: str, fault: Fault) -> str:
    """The fault, in one sentence."""
    found = str(fault.found) if fault.is_told else told(fault.found)
    return (
        f"{_place(fault.path)}: found {_cut(found, LONGEST)}, "
        f"expected {fault.expected} (schema {kind})."
    )


def fault(error: ValidationError) -> Fault:
    """The validator's error as a fault."""
    path = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        return _name(path, error)
    worded = _WORDED.get(str(error.validator))
    if worded is not None:
        return worded(path, error)
    return Fault(path, error.instance, expected(_schema(error)))


def expected(schema: Mapping[str, Any]) -> str:
    """What the schema asks for, in words."""
    if "anyOf" in schema:
        return ", or ".join(expected(one) for one in schema["anyOf"])
    if "enum" in schema:
        return _one_of([told(value) for value in schema["enum"]])
    if "const" in schema:
        return told(schema["const"])
    kind = str(schema.get("type"))
    if kind in _WORDS:
        return _WORDS[kind](schema)
    return str(schema.get("title", "something else"))


def told(value: object, depth: int = 0) -> str:
    """The value as JSON, shallow and short, with nothing that a terminal obeys."""
    match value:
        case str():
            text = json.dumps(value[: LONGEST + 1], ensure_ascii=False)
        case dict() | list() if value and depth == _DEEPEST:
            text = "{…}" if isinstance(value, dict) else "[…]"
        case dict():
            text = f"{{{_listed(map(_member(depth), value.items()), len(value))}}}"
        case list():
            text = f"[{_listed((told(one, depth + 1) for one in value), len(value))}]"
        case int() if value.bit_length() > MOST_BITS:
            text = "a number of very many digits"
        case None | int() | float():
            text = json.dumps(value)
        case _:
            text = f"{value} ({type(value).__name__})"
    return _printable(text)


def _member(depth: int) -> Callable[[tuple[object, object]], str]:
    return lambda member: f"{told(member[0], depth)}: {told(member[1], depth + 1)}"


def _required(path: tuple[str | int, ...], error: ValidationError) -> Fault:
    """The validator tells each missing member apart, but only in its prose."""
    missing = [
        name
        for name in _demand(error)
        if error.message == f"{name!r} is a required property"
    ]
    properties = _schema(error).get("properties", {})
    wanted = expected(properties.get(missing[0], {}))
    return Fault((*path, missing[0]), "nothing", wanted, is_told=True)


def _dependent(path: tuple[str | int, ...], error: ValidationError) -> Fault:
    for name, needed in _demand(error).items():
        for other in needed:
            if name in _given(error) and other not in _given(error):
                wanted = expected(_schema(error)["properties"][other])
                why = f"{wanted}, which goes with `{name}`"
                return Fault((*path, other), "nothing", why, is_told=True)
    raise AssertionError(error.message)  # the validator has seen one


def _alternatives(path: tuple[str | int, ...], error: ValidationError) -> Fault:
    names = [name for one in _demand(error) for name in one["required"]]
    there = [f"`{name}`" for name in names if name in _given(error)]
    found = " and ".join(there) or "none of them"
    wanted = "exactly one of " + ", ".join(f"`{name}`" for name in names)
    return Fault(path, found, wanted, is_told=True)


def _additional(path: tuple[str | int, ...], error: ValidationError) -> Fault:
    known = _schema(error)["properties"]
    unknown = [name for name in _given(error) if name not in known]
    close = difflib.get_close_matches(unknown[0][:LONGEST], known, n=1)
    members = ", ".join(f"`{name}`" for name in known)
    wanted = f"perhaps `{close[0]}`" if close else f"only {members}"
    found = "the unknown " + ", ".join(told(name) for name in unknown[:_WIDEST])
    return Fault(path, found, wanted, is_told=True)


def _name(path: tuple[str | int, ...], error: ValidationError) -> Fault:
    """A member's name is refused by what `propertyNames` says."""
    wanted = f"{expected(_schema(error))}, as its name"
    return Fault(path, f"the member {told(error.instance)}", wanted, is_told=True)


def _repeated(path: tuple[str | int, ...], error: ValidationError) -> Fault:
    return Fault(path, error.instance, "each entry once")


def _string(schema: Mapping[str, Any]) -> str:
    title = schema.get("title")
    if title:
        return str(title)
    low, high = schema.get("minLength", 0), schema.get("maxLength")
    return f"a text of {_range(low, high)} characters"


def _integer(schema: Mapping[str, Any]) -> str:
    return f"a whole number{_bounds(schema)}"


def _number(schema: Mapping[str, Any]) -> str:
    return f"a number{_bounds(schema)}"


def _array(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minItems", 0), schema.get("maxItems")
    items = schema.get("items", {})
    names = items.get("enum")
    if names:
        return f"a list out of {', '.join(told(name) for name in names)}"
    entry = items.get("title")
    size = f" of {_range(low, high)} entries" if high else ""
    return f"a list{size}" + (f", each {entry}" if entry else "")


def _bounds(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above = schema.get("exclusiveMinimum")
    floor = f" above {above} and up" if above is not None else ""
    if low is not None:
        floor = f" from {low}"
    return floor + (f" to {high}" if high is not None else "")


def _range(low: int, high: int | None) -> str:
    return f"{low} to {high}" if high is not None else f"at least {low}"


def _one_of(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"one of {', '.join(words)}"


def _listed(parts: Iterable[str], count: int) -> str:
    return ", ".join([*islice(parts, _WIDEST), *["…"] * (count > _WIDEST)])


def _place(path: tuple[str | int, ...]) -> str:
    if not path:
        return "The document"
    steps = "".join(f"[{at}]" if isinstance(at, int) else f".{at}" for at in path)
    return f"`{_cut(_printable(steps.removeprefix('.')), _PATH)}`"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _printable(text: str) -> str:
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )


def _demand(error: ValidationError) -> Any:
    """What stands in the schema behind the keyword that was broken."""
    return error.validator_value


def _given(error: ValidationError) -> Any:
    return error.instance


def _schema(error: ValidationError) -> Mapping[str, Any]:
    schema = error.schema
    return schema if isinstance(schema, Mapping) else {}


_WORDED: Final[
    Mapping[str, Callable[[tuple[str | int, ...], ValidationError], Fault]]
] = {
    "required": _required,
    "dependentRequired": _dependent,
    "oneOf": _alternatives,
    "additionalProperties": _additional,
    "uniqueItems": _repeated,
}
_WORDS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "array": _array,
    "boolean": lambda _: "true or false",
    "null": lambda _: "null",
    "object": lambda _: "an object",
}
