"""On which days a series takes place: the only place that expands a recurrence.

Section 3.5 of the fact sheet. Days are local dates of the series' zone. A day of the
month that a month does not have is its last (inferred); of several days of the week a
relative pattern takes the one that the index counts out among them all. However far
away a window lies, expansion begins with the period before it.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, TypeAlias

from dateutil import rrule

from fakes.exchange.recurrence import refusals
from fakes.exchange.recurrence.values import (
    LATEST,
    Pattern,
    PatternType,
    Recurrence,
    Weekday,
    WeekIndex,
)

_Frequency: TypeAlias = Literal[0, 1, 2, 3]  # dateutil's
_FREQUENCIES: Final[Mapping[PatternType, _Frequency]] = {
    "daily": rrule.DAILY,
    "weekly": rrule.WEEKLY,
    "absoluteMonthly": rrule.MONTHLY,
    "relativeMonthly": rrule.MONTHLY,
    "absoluteYearly": rrule.YEARLY,
    "relativeYearly": rrule.YEARLY,
}
_DAYS: Final[Mapping[Weekday, rrule.weekday]] = {
    "sunday": rrule.SU,
    "monday": rrule.MO,
    "tuesday": rrule.TU,
    "wednesday": rrule.WE,
    "thursday": rrule.TH,
    "friday": rrule.FR,
    "saturday": rrule.SA,
}
_POSITIONS: Final[Mapping[WeekIndex, int]] = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": -1,
}
_SHORTEST_MONTH: Final = 28
# within so many days of a period all its occurrences lie
_PERIODS: Final[Mapping[_Frequency, timedelta]] = {
    rrule.DAILY: timedelta(days=1),
    rrule.WEEKLY: timedelta(days=7),
    rrule.MONTHLY: timedelta(days=31),
    rrule.YEARLY: timedelta(days=366),
}


def days(recurrence: Recurrence, since: date, until: date) -> Iterator[date]:
    """The days of the series from `since` to `until`, both included, in order."""
    return _between(recurrence, since, min(until, last_day(recurrence)))


def first_day(recurrence: Recurrence) -> date | None:
    """The first day of the series; None when there is none."""
    start = recurrence.range.start_date
    return next(days(recurrence, start, LATEST), None)


def falls_on(recurrence: Recurrence, day: date) -> bool:
    """Whether the series takes place on that day."""
    return next(days(recurrence, day, day), None) is not None


def following(recurrence: Recurrence, day: date) -> Iterator[date]:
    """The days of the series after that one, in order."""
    if day >= LATEST:
        return iter(())
    return days(recurrence, day + timedelta(days=1), LATEST)


def preceding(recurrence: Recurrence, day: date) -> Iterator[date]:
    """The days of the series before that one, the latest first."""
    step = _period(recurrence.pattern) * recurrence.pattern.interval
    start = recurrence.range.start_date
    until = day - timedelta(days=1)
    while until >= start:
        reach = max(until.toordinal() - step.days, start.toordinal())
        since = date.fromordinal(reach)
        yield from reversed(tuple(days(recurrence, since, until)))
        if since <= start:
            return
        until = since - timedelta(days=1)


@functools.lru_cache(maxsize=4096)
def last_day(recurrence: Recurrence) -> date:
    """The day after which there is none: the last of a numbered series.

    Else the end of its range, or of Exchange's calendar.

    Raises:
        GraphError: the series is numbered and its end lies beyond the calendar.
    """
    span = recurrence.range
    if span.type != "numbered":
        return span.end_date or LATEST
    all_days = _between(recurrence, span.start_date, LATEST)
    last = None
    if recurrence.pattern.type == "daily":
        steps = (span.number_of_occurrences - 1) * recurrence.pattern.interval
        ordinal = span.start_date.toordinal() + steps
        last = date.fromordinal(ordinal) if ordinal <= LATEST.toordinal() else None
    else:
        nth = span.number_of_occurrences - 1
        last = next(itertools.islice(all_days, nth, None), None)
    if last is None:
        raise refusals.end_date_too_big()
    return last


def _between(recurrence: Recurrence, since: date, until: date) -> Iterator[date]:
    """The days of the pattern in the window; the number of a range does not count."""
    start = recurrence.range.start_date
    if max(since, start) > until:
        return
    pattern = recurrence.pattern
    if since > start:
        start = max(start, _period_of(pattern, start, since))
    rule = rrule.rrule(
        _FREQUENCIES[pattern.type],
        dtstart=datetime.combine(start, time()),
        interval=pattern.interval,
        until=datetime.combine(until, time()),
        wkst=_DAYS[pattern.first_day_of_week],
        byweekday=[_DAYS[day] for day in pattern.days_of_week] or None,
        bymonth=pattern.month or None,
        bymonthday=_month_days(pattern.day_of_month) or None,
        bysetpos=_position(pattern),
    )
    for moment in rule:
        if (day := moment.date()) >= since:
            yield day


def _month_days(day: int) -> list[int]:
    """The day itself or, for a month without it, the last ones before."""
    return list(range(min(day, _SHORTEST_MONTH), day + 1)) if day else []


def _position(pattern: Pattern) -> int | None:
    if pattern.day_of_month > _SHORTEST_MONTH:
        return -1
    if pattern.type in {"relativeMonthly", "relativeYearly"}:
        return _POSITIONS[pattern.index]
    return None


def _period(pattern: Pattern) -> timedelta:
    return _PERIODS[_FREQUENCIES[pattern.type]]


def _period_of(pattern: Pattern, first: date, near: date) -> date:
    """The first day of the last period that counts and begins by `near`."""
    step = pattern.interval
    if pattern.type == "daily":
        return near - (near - first) % timedelta(days=step)
    if pattern.type == "weekly":
        week_start = first - timedelta(
            days=(first.weekday() - _DAYS[pattern.first_day_of_week].weekday) % 7
        )
        return near - (near - week_start) % timedelta(weeks=step)
    if pattern.type in {"absoluteYearly", "relativeYearly"}:
        return date(near.year - (near.year - first.year) % step, 1, 1)
    months = near.year * 12 + near.month - 1
    months -= (months - first.year * 12 - first.month + 1) % step
    return date(months // 12, months % 12 + 1, 1)
