"""Query functions of the namespace Microsoft.Dynamics.CRM (section 4.3).

Day-based ones use the caller's time zone (inferred); bounds of Last… and Next… are
those of the section: from the start of the first day, up to the end of the last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from odata_query import ast

from fakes.dataverse import errors
from fakes.dataverse.paths import Path, logical_path
from fakes.dataverse.schema.model import INSTANTS, TEXTS, ColumnType
from fakes.dataverse.values import guid, instant

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.schema.model import Column, Table
    from fakes.dataverse.security import Caller

Values: TypeAlias = Mapping[str, object]
Condition: TypeAlias = Callable[[Values, "Asked"], bool]
Span: TypeAlias = tuple[datetime | None, datetime | None]  # from, before
_INSTANT: Final = timedelta(microseconds=1)  # so that "… now" includes now
_ZONES: Final = {  # usersettings.timezonecode, the ones in use here
    4: "America/Los_Angeles",
    10: "America/Denver",
    20: "America/Chicago",
    35: "America/New_York",
    85: "Europe/London",
    92: "UTC",
    95: "Europe/Budapest",
    100: "Europe/Warsaw",
    105: "Europe/Paris",
    110: "Europe/Berlin",
    190: "Asia/Kolkata",
    235: "Asia/Tokyo",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks whom: what caller-dependent conditions need."""

    organization: Database
    caller: Caller
    moments: tuple[Any, ...] = ()  # the instants of a filter, lifted out of it

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.organization.clock.now()

    @property
    def zone(self) -> tzinfo:
        """The caller's time zone (trap 24)."""
        settings = self.organization.row("usersettings", self.caller.user)
        code = settings.values["timezonecode"]
        if code not in _ZONES:
            raise errors.unsupported(f"the time zone code {code}")
        return ZoneInfo(_ZONES[int(str(code))])


def condition(table: Table, name: str, arguments: Mapping[str, Any]) -> Condition:
    """The condition that a query function describes.

    Raises:
        DataverseError: this fake does not know it, or its parameters are wrong.
    """
    property_name = arguments.get("PropertyName")
    if not isinstance(property_name, ast.String):
        raise errors.bad_query(f"{name} needs PropertyName.")
    path = logical_path(table, property_name.val)
    if name in _CALLER:
        return _of_caller(path, _CALLER[name], wanted=not name.startswith("Not"))
    if name in {"In", "NotIn"}:
        return _membership(path, _list(name, path, arguments), wanted=name == "In")
    if name in {"Between", "NotBetween"}:
        return _between(path, _list(name, path, arguments), wanted=name == "Between")
    if path.column.type not in INSTANTS | {ColumnType.DATE}:
        if name in _SPANS or name in _COUNTED:
            raise errors.bad_query(f"{name} needs a date.")
        raise errors.unsupported(f"the query function {name}")
    if name in _SPANS:
        return _within(path, _SPANS[name], 0)
    if name in _COUNTED:
        return _within(path, _COUNTED[name], _number(name, arguments))
    if name in {"On", "OnOrAfter", "OnOrBefore"}:
        return _on(path, name, arguments)
    raise errors.unsupported(f"the query function {name}")


def _number(name: str, arguments: Mapping[str, Any]) -> int:
    value = arguments.get("PropertyValue")
    text = value.val if isinstance(value, ast.Integer | ast.String) else ""
    if not text.isdecimal() or int(text) < 1:
        raise errors.bad_query(f"{name} needs a positive PropertyValue.")
    return int(text)


def _list(name: str, path: Path, arguments: Mapping[str, Any]) -> list[object]:
    values = arguments.get("PropertyValues")
    try:
        found = json.loads(values.val) if isinstance(values, ast.String) else None
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, list):
        raise errors.bad_query(f"{name} needs PropertyValues, an array.")
    return [_value(path.column, str(one)) for one in found]


def _value(column: Column, text: str) -> object:
    """A parameter's text as a value to compare the column with."""
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


def _membership(path: Path, wanted_values: list[object], *, wanted: bool) -> Condition:
    found = frozenset(wanted_values)

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


_CALLER: Final[Mapping[str, Callable[[object, Asked], bool]]] = {
    "EqualUserId": _same_user,
    "NotEqualUserId": _same_user,
    "EqualUserTeams": _same_team,
    "EqualUserOrUserTeams": lambda value, asked: (
        _same_user(value, asked) or _same_team(value, asked)
    ),
    "EqualBusinessId": _same_unit,
    "NotEqualBusinessId": _same_unit,
}


def _of_caller(
    path: Path, same: Callable[[object, Asked], bool], *, wanted: bool
) -> Condition:
    return lambda values, asked: same(path.read(values, asked), asked) is wanted


def _midnight(at: datetime, zone: tzinfo, days: int = 0) -> datetime:
    """The start of the caller's calendar day, some days later."""
    day = at.astimezone(zone).replace(
        hour=0, minute=0, second=0, microsecond=0, tzinfo=None
    ) + timedelta(days=days)
    return day.replace(tzinfo=zone).astimezone(UTC)


def _day_before(months: relativedelta) -> Callable[[datetime, tzinfo], datetime]:
    return lambda now, zone: _midnight(
        (now.astimezone(zone) + months).astimezone(UTC), zone
    )


_SPAN: Final[Mapping[str, Callable[[int], relativedelta]]] = {
    "minutes": lambda count: relativedelta(minutes=count),
    "hours": lambda count: relativedelta(hours=count),
    "days": lambda count: relativedelta(days=count),
    "weeks": lambda count: relativedelta(weeks=count),
    "months": lambda count: relativedelta(months=count),
    "years": lambda count: relativedelta(years=count),
}


def _past(unit: str) -> Callable[[datetime, tzinfo, int], Span]:
    def span(now: datetime, zone: tzinfo, count: int) -> Span:
        if unit == "hours":
            return now - timedelta(hours=count), now + _INSTANT
        return _day_before(_SPAN[unit](-count))(now, zone), now + _INSTANT

    return span


def _coming(unit: str) -> Callable[[datetime, tzinfo, int], Span]:
    def span(now: datetime, zone: tzinfo, count: int) -> Span:
        if unit == "hours":
            return now, now + timedelta(hours=count)
        first = _day_before(_SPAN[unit](count))(now, zone)
        return now, _midnight(first, zone, 1)

    return span


def _older(unit: str) -> Callable[[datetime, tzinfo, int], Span]:
    def span(now: datetime, _: tzinfo, count: int) -> Span:
        return None, now - _SPAN[unit](count)

    return span


_COUNTED: Final[Mapping[str, Callable[[datetime, tzinfo, int], Span]]] = {
    **{
        f"LastX{unit.title()}": _past(unit)
        for unit in ("hours", "days", "weeks", "months", "years")
    },
    **{
        f"NextX{unit.title()}": _coming(unit)
        for unit in ("hours", "days", "weeks", "months", "years")
    },
    **{
        f"OlderThanX{unit.title()}": _older(unit)
        for unit in ("minutes", "hours", "days", "weeks", "months", "years")
    },
}


def _days(first: int, after: int) -> Callable[[datetime, tzinfo, int], Span]:
    return lambda now, zone, _: (
        _midnight(now, zone, first),
        _midnight(now, zone, after),
    )


_SPANS: Final[Mapping[str, Callable[[datetime, tzinfo, int], Span]]] = {
    "Today": _days(0, 1),
    "Tomorrow": _days(1, 2),
    "Yesterday": _days(-1, 0),
    "Last7Days": lambda now, zone, _: (_midnight(now, zone, -7), now + _INSTANT),
    "Next7Days": lambda now, zone, _: (now, _midnight(now, zone, 8)),
}


def _within(
    path: Path, span: Callable[[datetime, tzinfo, int], Span], count: int
) -> Condition:
    if path.column.type is ColumnType.DATE:
        raise errors.unsupported("relative dates on date-only columns")

    def test(values: Values, asked: Asked) -> bool:
        value = path.read(values, asked)
        if not isinstance(value, datetime):
            return False
        first, after = span(asked.now, asked.zone, count)
        return (first is None or first <= value) and (after is None or value < after)

    return test


def _on(path: Path, name: str, arguments: Mapping[str, Any]) -> Condition:
    text = arguments.get("PropertyValue")
    at = instant(text.val) if isinstance(text, ast.String | ast.Date) else None
    if at is None:
        raise errors.bad_query(f"{name} needs a date as PropertyValue.")

    def test(values: Values, asked: Asked) -> bool:
        value: Any = path.read(values, asked)
        if value is None:
            return False
        if isinstance(value, datetime):
            value = value.astimezone(asked.zone).date()
        day = at.date()
        if name == "On":
            return bool(value == day)
        return bool(value >= day if name == "OnOrAfter" else value <= day)

    return test
