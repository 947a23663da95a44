"""Aggregate queries: rows by group, and what is made of each group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Final

from fakes.dataverse import aggregates, errors, wire
from fakes.dataverse.fetch import labels
from fakes.dataverse.rows import index_key
from fakes.dataverse.schema.model import INSTANTS, ColumnType
from fakes.dataverse.selecting import sort_key

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.fetch.plan import Joined, Plan, Shown

_METHODS: Final[Mapping[str, str]] = {
    "count": "count",
    "countcolumn": "count",
    "sum": "sum",
    "avg": "average",
    "min": "min",
    "max": "max",
}
_PARTS: Final[Mapping[str, Callable[[date], int]]] = {
    "day": lambda day: day.day,
    "week": lambda day: int(day.strftime("%U")) + 1,  # inferred: from 1, Sunday first
    "month": lambda day: day.month,
    "quarter": lambda day: (day.month + 2) // 3,
    "year": lambda day: day.year,
}
_FISCAL: Final = frozenset({"fiscal-period", "fiscal-year"})


def objects(call: Call, plan: Plan, found: list[Joined]) -> list[dict[str, object]]:
    """One object for each group, in the order that the query wants.

    Raises:
        DataverseError: a column is neither grouped nor aggregated, or the rows are too
            many.
    """
    for one in plan.shown:
        _check(one)
    aggregates.check_rows(len(found))
    groups = [one for one in plan.shown if one.attribute and one.attribute.grouped]
    zone = call.asked().zone
    parted: dict[tuple[object, ...], list[Joined]] = {} if groups else {(): []}
    for joined in found:
        key = tuple(index_key(_grouped(call, one, joined, zone)) for one in groups)
        parted.setdefault(key, []).append(joined)
    rows = [_figures(call, plan, members, zone) for members in parted.values()]
    for order in reversed(plan.orders):
        rows.sort(
            key=lambda row: sort_key(row.get(order.alias)),
            reverse=order.descending,
        )
    return [_object(call, plan, row) for row in rows]


def _check(one: Shown) -> None:
    attribute, column = one.attribute, one.place.column
    assert attribute is not None
    method = attribute.aggregate
    if attribute.grouped is (method is not None):
        message = f"'{one.key}' must be grouped or aggregated, and not both."
        raise errors.bad_value(message)
    if method is not None:
        if method not in _METHODS:
            raise errors.bad_value(f"'{method}' is no aggregate of FetchXML.")
        aggregates.check_column(_METHODS[method], column)
    if attribute.part is None:
        return
    if attribute.part in _FISCAL:
        raise errors.unsupported(f"dategrouping '{attribute.part}'")
    dated = column.type in INSTANTS or column.type is ColumnType.DATE
    if attribute.part not in _PARTS or not attribute.grouped or not dated:
        raise errors.bad_value(f"dategrouping '{attribute.part}' has no place here.")


def _value(call: Call, one: Shown, joined: Joined) -> object:
    return call.seen(joined[one.place.number])[one.place.column.name]


def _grouped(call: Call, one: Shown, joined: Joined, zone: tzinfo) -> object:
    """What a row is grouped by: a value, or the part of a date for the caller."""
    value = _value(call, one, joined)
    part = one.attribute.part if one.attribute else None
    if part is None or not isinstance(value, date):
        return value
    day = value.astimezone(zone).date() if isinstance(value, datetime) else value
    return _PARTS[part](day)


def _figures(
    call: Call, plan: Plan, members: list[Joined], zone: tzinfo
) -> dict[str, object]:
    """The values of a group by their names in the answer, null ones too."""
    row: dict[str, object] = {}
    for one in plan.shown:
        assert one.attribute is not None
        if one.attribute.grouped:
            row[one.key] = _grouped(call, one, members[0], zone)
        elif one.attribute.aggregate == "count":
            row[one.key] = len(members)
        else:
            method = _METHODS[one.attribute.aggregate or ""]
            if one.attribute.distinct and method == "count":
                method = "countdistinct"
            values = [_value(call, one, joined) for joined in members]
            row[one.key] = aggregates.aggregated(method, one.place.column, values)
    return row


def _object(call: Call, plan: Plan, row: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in plan.shown:
        value = row[one.key]
        assert one.attribute is not None
        counted = one.attribute.aggregate in {"count", "countcolumn"}
        if not counted and one.attribute.part is None:
            labels.put(call, found, one.key, one.place, value)
        elif value is not None:
            if call.prefer.wants(wire.FORMATTED):
                words = f"{value:,}" if counted else str(value)
                found[f"{one.key}@{wire.FORMATTED}"] = words
            found[one.key] = value
    return found
