"""Relative dates: the only place that says which span `LastXDays` or `ThisWeek` is.

Days are those of the caller; bounds of Last… and Next… are those of section 4.3: from
the start of the first day up to now, from now up to the end of the last (inferred).
Weeks begin on Sunday (inferred: the organisation's setting is not modelled).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, TypeAlias

from dateutil.relativedelta import relativedelta

Span: TypeAlias = tuple[datetime | None, datetime | None]  # from, before
_Rule: TypeAlias = Callable[[datetime, tzinfo, int], Span]
_INSTANT: Final = timedelta(microseconds=1)  # so that "… now" includes now
# As far as a calendar reaches here; what lies beyond is no bound.
_FIRST: Final = date(2, 1, 1)
_LAST: Final = date(9998, 1, 1)
_FEW: Final = 256


def _shift(unit: str, count: int) -> relativedelta:
    match unit:
        case "Minutes":
            return relativedelta(minutes=count)
        case "Hours":
            return relativedelta(hours=count)
        case "Days":
            return relativedelta(days=count)
        case "Weeks":
            return relativedelta(weeks=count)
        case "Months":
            return relativedelta(months=count)
        case _:
            return relativedelta(years=count)


def _day(day: date, shift: relativedelta) -> date | None:
    """The day, shifted; None when it lies beyond the calendar."""
    try:
        found = day + shift
    except (OverflowError, ValueError):
        return None
    return found if _FIRST <= found <= _LAST else None


def _instant(at: datetime, shift: relativedelta) -> datetime | None:
    """The instant, shifted; None when it lies beyond the calendar."""
    try:
        found = at + shift
    except (OverflowError, ValueError):
        return None
    return found if _FIRST <= found.date() <= _LAST else None


def _midnight(day: date | None, zone: tzinfo) -> datetime | None:
    """The start of a calendar day of the caller."""
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _today(now: datetime, zone: tzinfo) -> date:
    return now.astimezone(zone).date()


def _past(unit: str) -> _Rule:
    def span(now: datetime, zone: tzinfo, count: int) -> Span:
        shift = _shift(unit, -count)
        if unit == "Hours":
            return _instant(now, shift), now + _INSTANT
        return _midnight(_day(_today(now, zone), shift), zone), now + _INSTANT

    return span


def _coming(unit: str) -> _Rule:
    def span(now: datetime, zone: tzinfo, count: int) -> Span:
        shift = _shift(unit, count)
        if unit == "Hours":
            return now, _instant(now, shift)
        last = _day(_today(now, zone), shift)
        return now, _midnight(last and _day(last, relativedelta(days=1)), zone)

    return span


def _older(unit: str) -> _Rule:
    def span(now: datetime, _: tzinfo, count: int) -> Span:
        # Nothing is older than the beginning of the calendar.
        bound = _instant(now, _shift(unit, -count))
        return None, bound or datetime(1, 1, 1, tzinfo=UTC)

    return span


def _days(first: int, after: int) -> _Rule:
    def span(now: datetime, zone: tzinfo, _: int) -> Span:
        today = _today(now, zone)
        return (
            _midnight(today + timedelta(days=first), zone),
            _midnight(today + timedelta(days=after), zone),
        )

    return span


_BEGINNINGS: Final[Mapping[str, Callable[[date], date]]] = {
    "Week": lambda day: day - timedelta(days=(day.weekday() + 1) % 7),
    "Month": lambda day: day.replace(day=1),
    "Year": lambda day: day.replace(month=1, day=1),
}


def _period(unit: str, first: int) -> _Rule:
    """The calendar week, month or year so many after the present one."""
    beginning, one = _BEGINNINGS[unit], f"{unit}s"

    def span(now: datetime, zone: tzinfo, _: int) -> Span:
        start = beginning(_today(now, zone))
        return (
            _midnight(_day(start, _shift(one, first)), zone),
            _midnight(_day(start, _shift(one, first + 1)), zone),
        )

    return span


# Those that take a number, and those that do not, by the name of the query function.
COUNTED: Final[Mapping[str, _Rule]] = {
    **{
        f"{word}X{unit}": rule(unit)
        for word, rule in (("Last", _past), ("Next", _coming))
        for unit in ("Hours", "Days", "Weeks", "Months", "Years")
    },
    **{
        f"OlderThanX{unit}": _older(unit)
        for unit in ("Minutes", "Hours", "Days", "Weeks", "Months", "Years")
    },
}
FIXED: Final[Mapping[str, _Rule]] = {
    "Today": _days(0, 1),
    "Tomorrow": _days(1, 2),
    "Yesterday": _days(-1, 0),
    "Last7Days": lambda now, zone, _: _past("Days")(now, zone, 7),
    "Next7Days": lambda now, zone, _: _coming("Days")(now, zone, 7),
    **{
        f"{word}{unit}": _period(unit, first)
        for word, first in (("Last", -1), ("This", 0), ("Next", 1))
        for unit in _BEGINNINGS
    },
}


@functools.lru_cache(maxsize=_FEW)
def span(name: str, now: datetime, zone: tzinfo, count: int) -> Span:
    """From when, and before when; None where there is no bound."""
    rule = COUNTED.get(name) or FIXED[name]
    return rule(now, zone, count)


@functools.lru_cache(maxsize=_FEW)
def days(
    name: str, now: datetime, zone: tzinfo, count: int
) -> tuple[date | None, date | None]:
    """The first and the last day that a date-only column may name (inferred).

    A day that a span touches counts; what is older lies before the bound's own day.
    """
    first, after = span(name, now, zone, count)
    opening = None if first is None else first.astimezone(zone).date()
    if after is None:
        return opening, None
    if name.startswith("OlderThan"):
        bound = _FIRST if after.date() < _FIRST else after.astimezone(zone).date()
        return None, bound - timedelta(days=1)
    return opening, (after - _INSTANT).astimezone(zone).date()
