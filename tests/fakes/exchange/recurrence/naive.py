"""A second reading of recurrence: day by day, from the words of the documents.

Shares nothing with the fake's expansion, so that an error would have to be made twice.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from fakes.exchange.recurrence import Pattern, Recurrence

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDEXES = ("first", "second", "third", "fourth")
ONE_DAY = timedelta(days=1)


def expanded(recurrence: Recurrence, until: date) -> Iterator[date]:
    """The series' days up to and including `until`."""
    span, left = recurrence.range, recurrence.range.number_of_occurrences
    day = span.start_date
    while day <= until and (span.type != "endDate" or day <= (span.end_date or day)):
        if fits(recurrence.pattern, span.start_date, day):
            yield day
            left -= 1
            if span.type == "numbered" and left == 0:
                return
        day += ONE_DAY


def fits(pattern: Pattern, start: date, day: date) -> bool:
    """Whether the pattern means that day, the first day of the range given."""
    if pattern.type == "daily":
        return (day - start).days % pattern.interval == 0
    if pattern.type == "weekly":
        weeks = (week_of(pattern, day) - week_of(pattern, start)).days // 7
        return weeks % pattern.interval == 0 and name(day) in pattern.days_of_week
    years = day.year - start.year
    if "Yearly" in pattern.type:
        if years % pattern.interval or day.month != pattern.month:
            return False
    elif (years * 12 + day.month - start.month) % pattern.interval:
        return False
    if pattern.type.startswith("absolute"):
        return day.day == min(pattern.day_of_month, length(day))
    return is_nth(pattern, day)


def is_nth(pattern: Pattern, day: date) -> bool:
    """Whether it is the day of the month that the index counts out."""
    named = [
        one
        for one in (day.replace(day=number + 1) for number in range(length(day)))
        if name(one) in pattern.days_of_week
    ]
    place = -1 if pattern.index == "last" else INDEXES.index(pattern.index)
    return named[place] == day


def length(day: date) -> int:
    """How many days the month has."""
    return calendar.monthrange(day.year, day.month)[1]


def name(day: date) -> str:
    """The day of the week."""
    return NAMES[day.weekday()]


def week_of(pattern: Pattern, day: date) -> date:
    """The first day of its week."""
    while name(day) != pattern.first_day_of_week:
        day -= ONE_DAY
    return day
