"""From a column's description to a `Column`: the only place that knows its words.

A column is "type [size] [words]" with the words

- `required`: SystemRequired, refuses null; `business`: ApplicationRequired, forms
  insist, the API does not (section 3.5);
- `readonly`: only the platform writes it, a client's value is ignored;
- `service`: as `readonly`, but application users write it too: an implementation that
  performs "test and enable" has no other door (README of the specification);
- `createonly`, `updateonly`: written when the row is made, or only afterwards;
- `equal`, `range`: kept in an index for equality or for ranges;
- `cascade`: of a lookup, the row goes along when its target is deleted; else it is set
  to null, or, if it is required, the target stays (inferred);
- `dayformat`: of an instant: forms show the day alone (section 3.4);
- `email`, `phone`, `url`: the format of a text;
- `a..b`: bounds of a number; `default=x`: true, false or a number.

A choice is `{choice: {value: label}, default: value, words: "..."}`; `global: name`
makes its options a global choice of that name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from fakes.dataverse.schema.model import CHOICES, Column, ColumnType, State

_PLAIN: Final[Mapping[str, tuple[str, object]]] = {
    "required": ("required", True),
    "business": ("business", True),
    "readonly": ("readonly", True),
    "service": ("service", True),
    "createonly": ("updatable", False),
    "updateonly": ("creatable", False),
    "equal": ("index", "equal"),
    "range": ("index", "range"),
    "cascade": ("cascade", True),
    "dayformat": ("format", "DateOnly"),
    "email": ("format", "Email"),
    "phone": ("format", "Phone"),
    "url": ("format", "Url"),
}
_NOT_BY_WORD: Final = CHOICES | {ColumnType.LOOKUP}
_BY_WORD: Final = tuple(one for one in ColumnType if one not in _NOT_BY_WORD)
_CHOICE_KEYS: Final = frozenset({"choice", "default", "words", "global"})


def attributes(text: str) -> dict[str, Any]:
    """The attributes of a column that its words stand for.

    Raises:
        ValueError: a word is unknown.
    """
    found: dict[str, Any] = {}
    for word in text.split():
        if word.isdecimal():
            found["max_length"] = int(word)
        elif word in _PLAIN:
            name, value = _PLAIN[word]
            found[name] = value
        elif word.startswith("default="):
            found["default"] = _default(word.removeprefix("default="))
        elif ".." in word:
            found["bounds"] = _bounds(word)
        else:
            msg = f"unknown word in a column: {word!r}"
            raise ValueError(msg)
    return found


def _default(text: str) -> object:
    """True, false, or a number; the JSON of it."""
    try:
        return json.loads(text)
    except ValueError:
        msg = f"no default, true, false or a number is meant: {text!r}"
        raise ValueError(msg) from None


def _bounds(word: str) -> tuple[int, int]:
    low, _, high = word.partition("..")
    try:
        return int(low), int(high)
    except ValueError:
        msg = f"no bounds: {word!r}"
        raise ValueError(msg) from None


def _plain(name: str, text: str, schema_name: str) -> Column:
    kind, _, rest = text.partition(" ")
    if kind not in _BY_WORD:
        msg = f"unknown type {kind!r}, one of {', '.join(_BY_WORD)} is meant"
        raise ValueError(msg)
    return Column(
        name=name,
        type=ColumnType(kind),
        wire=name,
        schema_name=schema_name,
        **attributes(rest),
    )


def _choice(name: str, source: Mapping[str, Any], schema_name: str) -> Column:
    stray = set(source) - _CHOICE_KEYS
    options = source.get("choice")
    if stray or not isinstance(options, dict) or not options:
        msg = f"a choice has the keys {', '.join(sorted(_CHOICE_KEYS))}"
        raise ValueError(msg)
    default = source.get("default")
    if not all(isinstance(label, str) for label in options.values()):
        msg = "its labels are texts; YAML takes Yes, No and null for something else"
        raise ValueError(msg)
    if default is not None and default not in options:
        msg = f"the default {default!r} is none of its options"
        raise ValueError(msg)
    return Column(
        name=name,
        type=ColumnType.CHOICE,
        wire=name,
        schema_name=schema_name,
        options=MappingProxyType(options),
        default=default,
        choice=source.get("global", ""),
        **attributes(source.get("words", "")),
    )


def column(name: str, source: object, schema_name: str) -> Column:
    """The column that a description gives.

    Raises:
        ValueError: it cannot be understood.
    """
    if isinstance(source, str):
        return _plain(name, source, schema_name)
    if isinstance(source, dict):
        return _choice(name, source, schema_name)
    msg = "a column is a text or a choice"
    raise ValueError(msg)


def lookup(name: str, targets: tuple[str, ...], words: str, schema_name: str) -> Column:
    """The column behind a lookup."""
    return Column(
        name=name,
        type=ColumnType.LOOKUP,
        wire=f"_{name}_value",
        schema_name=schema_name,
        targets=targets,
        **attributes(words),
    )


def state_columns(states: Mapping[int, State]) -> list[Column]:
    """The columns `statecode` and `statuscode` of a table that has states."""
    if not states:
        return []
    first = next(iter(states.values()))
    status = {
        code: label for state in states.values() for code, label in state.status.items()
    }
    return [
        Column(
            name="statecode",
            type=ColumnType.STATE,
            wire="statecode",
            schema_name="StateCode",
            options={code: state.label for code, state in states.items()},
            default=first.code,
        ),
        Column(
            name="statuscode",
            type=ColumnType.STATUS,
            wire="statuscode",
            schema_name="StatusCode",
            options=status,
            default=next(iter(first.status)),
        ),
    ]
