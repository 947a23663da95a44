"""Recurrence as JSON, in both directions. Section 3.5 of the fact sheet.

Fields that a type does not use come back as zeros; days of the week are left out, as
answers that people have recorded show. `recurrenceTimeZone` is always answered, by its
Windows name (inferred, as for `originalStartTimeZone`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeAlias, TypeVar, get_args

from fakes.exchange import errors
from fakes.exchange.recurrence import Pattern, Range, Recurrence, refusals
from fakes.exchange.recurrence.values import (
    PatternType,
    RangeType,
    Weekday,
    WeekIndex,
)
from fakes.exchange.zones import UnknownZone, zone

Json: TypeAlias = Mapping[str, Any]
Word = TypeVar("Word", PatternType, RangeType, Weekday, WeekIndex)
_NEVER: Final = "0001-01-01"
_PATTERN: Final = frozenset(
    {
        "type",
        "interval",
        "month",
        "dayOfMonth",
        "daysOfWeek",
        "firstDayOfWeek",
        "index",
    }
)
_RANGE: Final = frozenset(
    {"type", "startDate", "endDate", "recurrenceTimeZone", "numberOfOccurrences"}
)


def written(raw: object) -> Recurrence:
    """The recurrence that a body asks for, without what its types do not use.

    Raises:
        GraphError: it is none, or misses something.
    """
    given = _complex("recurrence", raw, frozenset({"pattern", "range"}))
    pattern = _complex("pattern", given.get("pattern"), _PATTERN)
    span = _complex("range", given.get("range"), _RANGE)
    return Recurrence(pattern=_pattern(pattern), range=_range(span)).essence


def _pattern(raw: Json) -> Pattern:
    days = raw.get("daysOfWeek") or []
    if not isinstance(days, list):
        raise errors.body_read("The value of 'daysOfWeek' is no collection.")
    first = raw.get("firstDayOfWeek")
    index = raw.get("index")
    return Pattern(
        type=_word("type", raw.get("type"), get_args(PatternType)),
        interval=_number("interval", raw.get("interval")),
        days_of_week=tuple(_word("daysOfWeek", day, get_args(Weekday)) for day in days),
        first_day_of_week=_word("firstDayOfWeek", first or "sunday", get_args(Weekday)),
        index=_word("index", index or "first", get_args(WeekIndex)),
        day_of_month=_number("dayOfMonth", raw.get("dayOfMonth")),
        month=_number("month", raw.get("month")),
    )


def _range(raw: Json) -> Range:
    start = _day("startDate", raw.get("startDate"))
    if start is None:
        raise refusals.end_date_too_big()  # so it says (section 3.5)
    return Range(
        type=_word("type", raw.get("type"), get_args(RangeType)),
        start_date=start,
        end_date=_day("endDate", raw.get("endDate")),
        number_of_occurrences=_number(
            "numberOfOccurrences", raw.get("numberOfOccurrences")
        ),
        time_zone=_zone(raw.get("recurrenceTimeZone")),
    )


def _complex(name: str, raw: object, known: frozenset[str]) -> Json:
    if raw is None:
        raise refusals.invalid(f"The recurrence needs '{name}'.")
    if not isinstance(raw, dict):
        raise errors.body_read(f"The value of '{name}' is no object.")
    for key in raw:
        if "@" not in key and key not in known:
            raise errors.body_read(f"The property '{key}' does not exist in '{name}'.")
    return raw


def _word(name: str, value: object, allowed: tuple[Word, ...]) -> Word:
    if value is None:
        raise refusals.invalid(f"The recurrence needs '{name}'.")
    for one in allowed:
        if isinstance(value, str) and one.lower() == value.lower():
            return one
    raise errors.body_read(f"'{value}' is no value of '{name}'.")


def _number(name: str, value: object) -> int:
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int):
        raise errors.body_read(f"The value of '{name}' is no whole number.")
    return value


def _day(name: str, value: object) -> date | None:
    """The date; None when there is none: the service's own zero counts as nothing."""
    if value is None or value == _NEVER:
        return None
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise errors.body_read(f"The value of '{name}' is no date.") from error


def _zone(value: object) -> str | None:
    if value is None or value == "":
        return None
    try:
        return zone(str(value)).windows_name
    except UnknownZone as error:
        raise errors.unknown_zone(error.zone) from error


def shown(recurrence: Recurrence) -> dict[str, object]:
    """The recurrence as answers have it."""
    pattern, span = recurrence.pattern, recurrence.range
    days = {"daysOfWeek": list(pattern.days_of_week)} if pattern.days_of_week else {}
    return {
        "pattern": {
            "type": pattern.type,
            "interval": pattern.interval,
            "month": pattern.month,
            "dayOfMonth": pattern.day_of_month,
            **days,
            "firstDayOfWeek": pattern.first_day_of_week,
            "index": pattern.index,
        },
        "range": {
            "type": span.type,
            "startDate": span.start_date.isoformat(),
            "endDate": span.end_date.isoformat() if span.end_date else _NEVER,
            "recurrenceTimeZone": span.time_zone,
            "numberOfOccurrences": span.number_of_occurrences,
        },
    }
