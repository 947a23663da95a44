"""Query functions: the only place that says what they mean (section 4.3).

`$filter` calls them in the namespace Microsoft.Dynamics.CRM, FetchXML by operators of
the same meaning (`fetch.operators`). Day-based ones use the caller's time zone
(inferred).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from odata_query import ast

from fakes.dataverse import errors, hierarchy, spans
from fakes.dataverse.paths import Path, logical_path
from fakes.dataverse.schema import TABLES
from fakes.dataverse.schema.model import INSTANTS, TEXTS, ColumnType
from fakes.dataverse.values import guid, instant

if TYPE_CHECKING:
    from fakes.dataverse.asked import Asked
    from fakes.dataverse.schema.model import Column, Table

Values: TypeAlias = Mapping[str, object]
Condition: TypeAlias = Callable[[Values, "Asked"], bool]
_DAYS: Final = frozenset({"On", "OnOrAfter", "OnOrBefore"})
_CHOICES: Final = frozenset({"ContainValues", "DoesNotContainValues"})
_LISTS: Final = frozenset({"In", "NotIn", "Between", "NotBetween", *_CHOICES})
_MOST: Final = 2**31 - 1


def condition(table: Table, name: str, arguments: Mapping[str, Any]) -> Condition:
    """The condition that a call in a `$filter` describes.

    Raises:
        DataverseError: this fake does not know it, or its parameters are wrong.
    """
    property_name = arguments.get("PropertyName")
    if not isinstance(property_name, ast.String):
        raise errors.bad_query(f"{name} needs PropertyName.")
    path = logical_path(table, property_name.val)
    if name in _LISTS:
        return described(path, name, _array(name, arguments.get("PropertyValues")))
    value = arguments.get("PropertyValue")
    if not isinstance(value, ast.Integer | ast.String | ast.Date | ast.GUID):
        return described(path, name, ())
    return described(path, name, (value.val,))


def _array(name: str, values: object) -> tuple[str, ...]:
    try:
        found = json.loads(values.val) if isinstance(values, ast.String) else None
    except (ValueError, RecursionError):  # of thousands of digits, or brackets
        found = None
    if not isinstance(found, list):
        raise errors.bad_query(f"{name} needs PropertyValues, an array.")
    return tuple(str(one) for one in found)


def described(path: Path, name: str, values: Sequence[str]) -> Condition:
    """The condition that a query function makes of a column and texts.

    Raises:
        DataverseError: this fake does not know it, or the texts are no values of it.
    """
    if name in _CALLER:
        return _of_caller(path, _CALLER[name], wanted=not name.startswith("Not"))
    if name in _CHOICES:
        # There is no such column in the tables of section 9.
        raise errors.bad_query(f"{name} needs a choice of several values.")
    if name in _LISTS:
        return _of_list(path, name, [value_of(path.column, one) for one in values])
    if name in hierarchy.HIERARCHICAL:
        return _related(path, name, values)
    if name not in _DAYS and name not in spans.FIXED and name not in spans.COUNTED:
        raise errors.unsupported(f"the query function {name}")
    if path.column.type not in INSTANTS | {ColumnType.DATE}:
        raise errors.bad_query(f"{name} needs a date.")
    if name in _DAYS:
        return _on(path, name, values)
    return _within(path, name, _number(name, values) if name in spans.COUNTED else 0)


def _number(name: str, values: Sequence[str]) -> int:
    text = values[0] if len(values) == 1 else ""
    # Longer than an Int32, and it is no number for the service either.
    if not text.isdecimal() or len(text) > 10 or not 1 <= int(text) <= _MOST:
        raise errors.bad_query(f"{name} needs a positive PropertyValue.")
    return int(text)


def value_of(column: Column, text: str) -> object:
    """A parameter's text as a value to compare the column with.

    Raises:
        DataverseError: the column has no such value.
    """
    kind = column.type
    found: object = None
    if kind in TEXTS:
        found = text.lower()
    elif kind in {ColumnType.GUID, ColumnType.LOOKUP}:
        found = guid(text)
    elif kind in INSTANTS:
        found = instant(text)
    elif kind is ColumnType.BOOLEAN:
        found = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    else:
        try:
            is_date = kind is ColumnType.DATE
            found = date.fromisoformat(text) if is_date else float(text)
        except ValueError:
            found = None
    if found is None:
        raise errors.bad_query(f"'{text}' is no value for '{column.name}'.")
    return found


def _plain(value: object) -> Any:
    return value.lower() if isinstance(value, str) else value


def _of_list(path: Path, name: str, values: list[object]) -> Condition:
    wanted = not name.startswith("Not")
    if name in {"Between", "NotBetween"}:
        return _between(path, values, wanted=wanted)
    found = frozenset(values)

    def test(values: Values, asked: Asked) -> bool:
        value = _plain(path.read(values, asked))
        return value is not None and (value in found) is wanted

    return test


def _between(path: Path, bounds: list[object], *, wanted: bool) -> Condition:
    if len(bounds) != 2:
        raise errors.bad_query("Between needs two values.")
    low: Any = bounds[0]
    high: Any = bounds[1]

    def test(values: Values, asked: Asked) -> bool:
        value = _plain(path.read(values, asked))
        return value is not None and (low <= value <= high) is wanted

    return test


def _same_user(value: object, asked: Asked) -> bool:
    return value == asked.caller.user


def _same_team(value: object, asked: Asked) -> bool:
    return value in asked.caller.principal.teams


def _same_unit(value: object, asked: Asked) -> bool:
    return value == asked.caller.principal.unit


def _same_language(value: object, asked: Asked) -> bool:
    return value is not None and value == asked.settings["uilanguageid"]


_CALLER: Final[Mapping[str, Callable[[object, Asked], bool]]] = {
    "EqualUserId": _same_user,
    "NotEqualUserId": _same_user,
    "EqualUserTeams": _same_team,
    "EqualUserOrUserTeams": lambda value, asked: (
        _same_user(value, asked) or _same_team(value, asked)
    ),
    "EqualBusinessId": _same_unit,
    "NotEqualBusinessId": _same_unit,
    "EqualUserLanguage": _same_language,
}


def _of_caller(
    path: Path, same: Callable[[object, Asked], bool], *, wanted: bool
) -> Condition:
    return lambda values, asked: same(path.read(values, asked), asked) is wanted


def _related(path: Path, name: str, values: Sequence[str]) -> Condition:
    """Where a row stands in a hierarchy; null stands nowhere, hence not under."""
    table = hierarchy.table_of(path, TABLES)
    id = guid(values[0]) if len(values) == 1 else None
    if id is None:
        raise errors.bad_query(f"{name} needs an id as PropertyValue.")

    def test(values: Values, asked: Asked) -> bool:
        value = path.read(values, asked)
        if not isinstance(value, str):
            return name == "NotUnder"
        return hierarchy.stands(asked.organization, table, name, value, id)

    return test


def _within(path: Path, name: str, count: int) -> Condition:
    def test(values: Values, asked: Asked) -> bool:
        value = path.read(values, asked)
        if not isinstance(value, datetime):
            return False
        first, after = spans.span(name, asked.now, asked.zone, count)
        return (first is None or first <= value) and (after is None or value < after)

    def test_of_days(values: Values, asked: Asked) -> bool:
        value = path.read(values, asked)
        if not isinstance(value, date):
            return False
        first, last = spans.days(name, asked.now, asked.zone, count)
        return (first is None or first <= value) and (last is None or value <= last)

    return test_of_days if path.column.type is ColumnType.DATE else test


def _on(path: Path, name: str, values: Sequence[str]) -> Condition:
    at = instant(values[0]) if len(values) == 1 else None
    if at is None:
        raise errors.bad_query(f"{name} needs a date as PropertyValue.")
    day = at.date()

    def test(values: Values, asked: Asked) -> bool:
        value: Any = path.read(values, asked)
        if value is None:
            return False
        if isinstance(value, datetime):
            value = value.astimezone(asked.zone).date()
        if name == "On":
            return bool(value == day)
        return bool(value >= day if name == "OnOrAfter" else value <= day)

    return test
