"""Recurrences with defaults: what the tests of series are built from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fakes.exchange.recurrence import Pattern, Range, Recurrence

MONDAY = date(2026, 3, 2)


def a_recurrence(
    pattern: Pattern | None = None, *, start: date = MONDAY, count: int = 0
) -> Recurrence:
    """Daily from a Monday on without end, unless told otherwise."""
    return Recurrence(
        pattern=pattern or Pattern(type="daily", interval=1),
        range=Range(
            type="numbered" if count else "noEnd",
            start_date=start,
            number_of_occurrences=count,
        ),
    )


def until(recurrence: Recurrence, end: date) -> Recurrence:
    """The same with another end."""
    span = replace(recurrence.range, type="endDate", end_date=end)
    return replace(recurrence, range=span)
