"""The published schema of results.jsonl, asked in two ways.

`fits` is fast and only says yes when it is sure: it is compiled from the schema itself,
so it cannot drift away from it. `complaint` is jsonschema's own judgement, asked only
when `fits` hesitates, and turned into words for people. A file of 12,000 exchanges is
checked in a tenth of a second this way; jsonschema alone takes half a minute.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from itertools import chain
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jsonschema import ValidationError

_TYPES: Final[Mapping[str, frozenset[type]]] = {
    "string": frozenset({str}),
    "integer": frozenset({int}),
    "number": frozenset({int, float}),
    "boolean": frozenset({bool}),
    "null": frozenset({NoneType}),
    "array": frozenset({list}),
    "object": frozenset({dict}),
}
_WORDS: Final[Mapping[type, str]] = {
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
    list: "a list",
    dict: "an object",
}
_LONGEST_QUOTE: Final = 60

Check = Callable[[Any], bool]


@cache
def published() -> Mapping[str, Any]:
    """The schema of one line, as shipped in `results.schema.json`."""
    text = resources.files(__package__).joinpath("results.schema.json")
    schema: Mapping[str, Any] = json.loads(text.read_text(encoding="utf-8"))
    return schema


@cache
def fits(kind: str) -> Check:
    """A check that is true only for lines of this kind that the schema accepts.

    False means "not sure": ask `complaint`.
    """
    return _compile(published()["$defs"][kind])


def complaint(kind: str, line: Mapping[str, Any]) -> str | None:
    """What breaks the schema, with its JSON path, or None if nothing does."""
    # jsonschema costs more to import than a report costs to make, and only broken
    # files need it.
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from jsonschema.exceptions import best_match  # noqa: PLC0415

    definitions = published()["$defs"]
    validator = Draft202012Validator(
        {"$ref": f"#/$defs/{kind}", "$defs": definitions},
    )
    error = best_match(validator.iter_errors(line))
    return None if error is None else f"{error.json_path} {_in_words(error)}"


def _in_words(error: "ValidationError") -> str:
    found: Any = error.instance
    wanted: Any = error.validator_value
    match error.validator:
        case "required":
            return f"lacks {_listed(sorted(set(wanted) - set(found)), last='and')}"
        case "type":
            names = [wanted] if isinstance(wanted, str) else wanted
            return f"must be {_listed(names)}, but is {_WORDS[type(found)]}"
        case "enum":
            what = _listed([str(name) for name in wanted])
        case "pattern" if "T" in wanted:
            what = "a UTC time like 2026-03-02T08:00:00Z"
        case "pattern":
            what = "a day like 2026-12-31"
        case "minItems" | "maxItems":
            what = "a pair of name and value"
        case _:
            what = str(wanted)
    return f"must be {what}, but is {_quoted(found)}"


def _quoted(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def _listed(names: list[str], *, last: str = "or") -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _compile(schema: Mapping[str, Any]) -> Check:  # noqa: PLR0911 - one per form
    """A check for the part of JSON Schema that our schema uses."""
    match schema:
        case {"$ref": str(ref)}:
            return _compile(published()["$defs"][ref.removeprefix("#/$defs/")])
        case {"anyOf": [*branches]}:
            checks = tuple(_compile(branch) for branch in branches)
            return lambda value: any(check(value) for check in checks)
        case {"const": wanted}:
            return lambda value: type(value) is type(wanted) and value == wanted
        case {"enum": [*words]}:
            allowed = frozenset(words)
            return lambda value: type(value) is str and value in allowed
        case {"pattern": str(pattern)}:
            matches = re.compile(pattern).fullmatch
            return lambda value: type(value) is str and matches(value) is not None
        case {"type": "array"}:
            return _compile_array(schema)
        case _ if _is_scalar(schema):
            types = _types(schema)
            return lambda value: type(value) in types
        case _:
            return _compile_object(schema)


def _types(schema: Mapping[str, Any]) -> frozenset[type]:
    names = schema["type"]
    return frozenset[type]().union(
        *(_TYPES[name] for name in ([names] if isinstance(names, str) else names)),
    )


def _compile_object(schema: Mapping[str, Any]) -> Check:
    properties = schema.get("properties", {})
    # A scalar is checked by its type alone; that spares a call for most keys.
    needed = {name: properties[name] for name in schema.get("required", ())}
    scalars = tuple(
        (name, _types(part)) for name, part in needed.items() if _is_scalar(part)
    )
    others = tuple(
        (name, _compile(part)) for name, part in needed.items() if not _is_scalar(part)
    )
    optional = tuple(
        (name, _compile(part))
        for name, part in properties.items()
        if name not in needed
    )
    may_be_null = schema["type"] != "object"
    rest = schema.get("additionalProperties")
    check_rest = None if rest is None else _compile(rest)

    def check(value: Any) -> bool:
        if type(value) is not dict:
            return may_be_null and value is None
        try:
            for name, types in scalars:
                if type(value[name]) not in types:
                    return False
            for name, fits in others:
                if not fits(value[name]):
                    return False
        except KeyError:  # complaint() says which
            return False
        for name, fits in optional:
            if name in value and not fits(value[name]):
                return False
        return check_rest is None or all(map(check_rest, value.values()))

    return check


def _is_scalar(schema: Mapping[str, Any]) -> bool:
    names = schema.get("type", "object")
    listed = {names} if isinstance(names, str) else set(names)
    return not listed & {"object", "array"} and "pattern" not in schema


def _compile_array(schema: Mapping[str, Any]) -> Check:
    part = schema["items"]
    if "$ref" not in part and part.get("type") == "array" and "minItems" in part:
        return _compile_tuples(part)
    if _is_scalar(part):
        holds_only = _types(part).issuperset
        return lambda value: type(value) is list and holds_only(map(type, value))
    check = _compile(part)
    return lambda value: type(value) is list and all(map(check, value))


def _compile_tuples(part: Mapping[str, Any]) -> Check:
    """Headers: lists of pairs. By far the most numerous, so no call per pair."""
    lengths = range(part["minItems"], part["maxItems"] + 1)
    are_lengths = frozenset(lengths).issuperset
    are_lists = frozenset({list}).issuperset
    holds_only = _types(part["items"]).issuperset
    return lambda value: (
        type(value) is list
        and are_lists(map(type, value))
        and are_lengths(map(len, value))
        and holds_only(map(type, chain.from_iterable(value)))
    )
