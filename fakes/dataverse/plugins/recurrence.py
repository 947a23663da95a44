"""Recurrence patterns of series: the only place that checks and expands them (9.5).

The columns are documented, what they mean together is not: all rules here are inferred
from Outlook's. Weeks begin on Sunday; a day that a month does not have is its last one.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from dateutil import rrule

from fakes.dataverse import errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

DAILY, WEEKLY, MONTHLY, YEARLY = range(4)  # recurrencepatterntype
_BY_COUNT: Final = 2  # patternendtype
_BY_DATE: Final = 3
_WEEKDAYS: Final = 62  # daysofweekmask: Monday to Friday
_LAST: Final = 5  # instance
_FREQUENCIES: Final = (rrule.DAILY, rrule.WEEKLY, rrule.MONTHLY, rrule.YEARLY)
_LONGEST: Final = (1, 7, 31, 366)  # days within which a period has its occurrences
_DAYS: Final = (  # by the bits of daysofweekmask, from the lowest
    *(rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA),
)
_SHORTEST_MONTH: Final = 28
_MONTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LATEST: Final = date(9990, 1, 1)  # so that ends and other zones are dates, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """On which days a series takes place, in its own time zone."""

    kind: int
    interval: int
    first: date  # patternstartdate: no occurrence lies before it
    end: date = LATEST
    count: int | None = None
    days: int = 0  # daysofweekmask; 0 where it does not matter
    nth: int = 0  # instance
    day: int = 0  # dayofmonth
    month: int = 0


def bad_pattern(message: str) -> errors.DataverseError:
    """The recurrence of a series makes no sense (section 8)."""
    return errors.bad_value(message, errors.BAD_RECURRENCE)


def pattern_of(values: Mapping[str, object], zone: ZoneInfo) -> Pattern:
    """The pattern that the columns of a series describe.

    Raises:
        DataverseError: they describe none.
    """
    kind = _needed(values, "recurrencepatterntype")
    _check_flags(values, kind)
    first = _day(values, "patternstartdate", zone)
    end, count = _end(values, first, zone)
    days = nth = day = month = 0
    if kind == WEEKLY:
        days = _WEEKDAYS if values["isweekdaypattern"] else 0
        days = days or _needed(values, "daysofweekmask")
    if kind == YEARLY:
        month = _needed(values, "monthofyear")
        if month == 0:
            raise bad_pattern("'monthofyear' names no month.")
    if values["isnthmonthly"] or values["isnthyearly"]:
        days, nth = _needed(values, "daysofweekmask"), _needed(values, "instance")
    elif kind in {MONTHLY, YEARLY}:
        day = _needed(values, "dayofmonth")
        if month and day > _MONTHS[month - 1]:
            raise bad_pattern("'dayofmonth' is no day of 'monthofyear'.")
    interval = values["interval"]
    return Pattern(
        kind=kind,
        interval=interval if isinstance(interval, int) else 1,
        first=first,
        end=end,
        count=count,
        days=days,
        nth=nth,
        day=day,
        month=month,
    )


def _check_flags(values: Mapping[str, object], kind: int) -> None:
    """Each flag goes with one type; weekdays are Monday to Friday of every week."""
    for name, only in (
        ("isweekdaypattern", WEEKLY),
        ("isnthmonthly", MONTHLY),
        ("isnthyearly", YEARLY),
    ):
        if values[name] and kind != only:
            raise bad_pattern(f"'{name}' does not go with the type of the pattern.")
    if values["isweekdaypattern"]:
        others = values["daysofweekmask"] not in {None, _WEEKDAYS}
        if others or values["interval"] not in {None, 1}:
            raise bad_pattern("'isweekdaypattern' means every week, Monday to Friday.")


def _needed(values: Mapping[str, object], name: str) -> int:
    value = values[name]
    if not isinstance(value, int):
        raise bad_pattern(f"The pattern needs '{name}'.")
    return value


def _day(values: Mapping[str, object], name: str, zone: ZoneInfo) -> date:
    at = values[name]
    if not isinstance(at, datetime):
        raise bad_pattern(f"The pattern needs '{name}'.")
    if at.year >= LATEST.year:
        raise bad_pattern(f"'{name}' lies too far in the future.")
    return at.astimezone(zone).date()


def _end(
    values: Mapping[str, object], first: date, zone: ZoneInfo
) -> tuple[date, int | None]:
    kind = _needed(values, "patternendtype")
    if kind == _BY_COUNT:
        return LATEST, _needed(values, "occurrences")
    if kind != _BY_DATE:
        return LATEST, None
    end = _day(values, "patternenddate", zone)
    if end < first:
        raise bad_pattern("The pattern ends before it starts.")
    return end, None


def dates(pattern: Pattern, near: date | None = None) -> Iterator[date]:
    """The days of the pattern in order; those long before `near` may be missing."""
    start = pattern.first
    if near is not None and near > start and pattern.count is None:
        start = max(start, _period_of(pattern, near))
    rule = rrule.rrule(
        _FREQUENCIES[pattern.kind],
        dtstart=datetime.combine(start, time()),
        interval=pattern.interval,
        until=datetime.combine(pattern.end, time()),
        wkst=rrule.SU,
        byweekday=_weekdays(pattern.days) or None,
        bymonth=pattern.month or None,
        bymonthday=_month_days(pattern.day) or None,
        bysetpos=_position(pattern),
    )
    return itertools.islice((one.date() for one in rule), pattern.count)


def _weekdays(mask: int) -> list[rrule.weekday]:
    return [day for bit, day in enumerate(_DAYS) if mask & 1 << bit]


def _month_days(day: int) -> list[int]:
    """The day itself or, in a month without it, the last one before."""
    return list(range(min(day, _SHORTEST_MONTH), day + 1)) if day else []


def _position(pattern: Pattern) -> int | None:
    if pattern.day > _SHORTEST_MONTH:
        return -1
    return -1 if pattern.nth == _LAST else pattern.nth or None


def _period_of(pattern: Pattern, near: date) -> date:
    """The first day of the last period of the pattern that begins by `near`."""
    first, step = pattern.first, pattern.interval
    if pattern.kind == DAILY:
        return near - (near - first) % timedelta(days=step)
    if pattern.kind == WEEKLY:
        sunday = first - timedelta(days=first.isoweekday() % 7)
        return near - (near - sunday) % timedelta(weeks=step)
    if pattern.kind == YEARLY:
        return date(near.year - (near.year - first.year) % step, 1, 1)
    months = near.year * 12 + near.month - 1
    months -= (months - first.year * 12 - first.month + 1) % step
    return date(months // 12, months % 12 + 1, 1)


@functools.lru_cache(maxsize=4096)
def following(pattern: Pattern, after: date | None) -> date | None:
    """The next day of the pattern after that one, or its first; None when it ends."""
    found = (day for day in dates(pattern, after) if after is None or day > after)
    return next(found, None)


def latest(pattern: Pattern, until: date) -> date | None:
    """The last day of the pattern up to and including `until`; None when none is."""
    back = until.toordinal() - _LONGEST[pattern.kind]
    near = date.fromordinal(max(back, pattern.first.toordinal()))
    found: date | None = None
    for day in dates(pattern, near):
        if day > until:
            break
        found = day
    return found


def final(pattern: Pattern) -> date | None:
    """The last day of the pattern; None when it has no end."""
    if pattern.count is None and pattern.end == LATEST:
        return None
    return latest(pattern, pattern.end)
