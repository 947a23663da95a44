"""On which days a series takes place (section 3.5)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from fakes.exchange.errors import GraphError
from fakes.exchange.recurrence import Pattern, Range, Recurrence, expansion
from fakes.exchange.recurrence.values import LATEST
from tests.fakes.exchange.recurrence import naive
from tests.fakes.exchange.recurrence.makers import a_recurrence, until
from tests.fakes.exchange.recurrence.strategies import LAST, dates, recurrences


# Days read off a printed calendar.
@pytest.mark.parametrize(
    ("pattern", "days"),
    [
        (Pattern(type="daily", interval=3), "2026-03-02 2026-03-05 2026-03-08"),
        (
            Pattern(type="weekly", interval=1, days_of_week=("monday", "thursday")),
            "2026-03-02 2026-03-05 2026-03-09",
        ),
        (  # weeks begin on Sunday: the next one of every second week is the 15th
            Pattern(type="weekly", interval=2, days_of_week=("sunday", "monday")),
            "2026-03-02 2026-03-15 2026-03-16 2026-03-29",
        ),
        (  # weeks begin on Monday: the 8th is in the first week
            Pattern(
                type="weekly",
                interval=2,
                days_of_week=("sunday", "monday"),
                first_day_of_week="monday",
            ),
            "2026-03-02 2026-03-08 2026-03-16 2026-03-22",
        ),
        (  # the first occurrence is later than the start of the range
            Pattern(type="weekly", interval=1, days_of_week=("saturday",)),
            "2026-03-07 2026-03-14",
        ),
        (
            Pattern(type="absoluteMonthly", interval=2, day_of_month=15),
            "2026-03-15 2026-05-15 2026-07-15",
        ),
        (  # a month without that day: its last one
            Pattern(type="absoluteMonthly", interval=1, day_of_month=31),
            "2026-03-31 2026-04-30 2026-05-31 2026-06-30",
        ),
        (
            Pattern(type="absoluteMonthly", interval=11, day_of_month=30),
            "2026-03-30 2027-02-28 2028-01-30",
        ),
        (
            Pattern(
                type="relativeMonthly",
                interval=1,
                days_of_week=("tuesday",),
                index="second",
            ),
            "2026-03-10 2026-04-14 2026-05-12",
        ),
        (
            Pattern(
                type="relativeMonthly",
                interval=1,
                days_of_week=("friday",),
                index="last",
            ),
            "2026-03-27 2026-04-24 2026-05-29",
        ),
        (  # of several days the first one that fits; the index is first by default
            Pattern(
                type="relativeMonthly",
                interval=1,
                days_of_week=("saturday", "sunday"),
            ),
            "2026-04-04 2026-05-02 2026-06-06",
        ),
        (
            Pattern(type="absoluteYearly", interval=1, day_of_month=29, month=2),
            "2027-02-28 2028-02-29 2029-02-28",
        ),
        (
            Pattern(
                type="relativeYearly",
                interval=2,
                days_of_week=("thursday",),
                index="fourth",
                month=11,
            ),
            "2026-11-26 2028-11-23 2030-11-28",
        ),
    ],
)
def test_a_pattern_means_the_days_of_the_calendar(pattern: Pattern, days: str) -> None:
    """Each type in its own way."""
    found = expansion.days(a_recurrence(pattern), date(2026, 3, 1), LATEST)

    first = itertools.islice(found, len(days.split()))
    assert " ".join(day.isoformat() for day in first) == days


@given(recurrences(), dates, st.integers(0, 700))
def test_expansion_equals_a_naive_one(
    recurrence: Recurrence, since: date, width: int
) -> None:
    """Day by day without a library, through any window."""
    end = since + timedelta(days=width)

    found = list(expansion.days(recurrence, since, end))

    assert found == [day for day in naive.expanded(recurrence, end) if day >= since]


@given(recurrences(), dates)
def test_neighbours_are_those_of_the_naive_expansion(
    recurrence: Recurrence, day: date
) -> None:
    """Before it in reverse, after it in order, on it or not."""
    everything = list(naive.expanded(recurrence, LAST))

    before = list(expansion.preceding(recurrence, day))
    after = list(
        itertools.takewhile(
            lambda one: one <= LAST, expansion.following(recurrence, day)
        )
    )

    assert before == [one for one in reversed(everything) if one < day]
    assert after == [one for one in everything if one > day]
    assert expansion.falls_on(recurrence, day) == (day in everything)


@given(recurrences())
def test_last_day_ends_the_series(recurrence: Recurrence) -> None:
    """Nothing comes after it; a numbered series takes place on it."""
    last = expansion.last_day(recurrence)

    assert list(expansion.following(recurrence, last)) == []
    if recurrence.range.type == "numbered":
        days = list(expansion.days(recurrence, recurrence.range.start_date, LATEST))
        assert len(days) == recurrence.range.number_of_occurrences
        assert days[-1] == last


def test_far_window_is_reached_without_walking_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A series without end, 2,473 years on: as many steps as there are rows."""
    steps = 0
    iterate = vars(rrule.rrule)["_iter"]

    def counting(rule: rrule.rrule) -> Iterator[datetime]:
        nonlocal steps
        for moment in iterate(rule):
            steps += 1
            yield moment

    monkeypatch.setattr(rrule.rrule, "_iter", counting)

    found = list(expansion.days(a_recurrence(), date(4499, 12, 25), date(4499, 12, 31)))

    assert len(found) == 7
    assert steps == 7


def test_range_ends_on_its_last_day() -> None:
    """The end date is included."""
    recurrence = until(a_recurrence(), date(2026, 3, 4))

    found = list(expansion.days(recurrence, date(2026, 3, 1), LATEST))

    assert found == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]


def test_number_may_not_reach_beyond_the_calendar() -> None:
    """Exchange's calendar ends in September 4500."""
    span = Range(type="numbered", start_date=date(4500, 8, 30), number_of_occurrences=4)
    recurrence = Recurrence(pattern=Pattern(type="daily", interval=1), range=span)

    with pytest.raises(GraphError) as refused:
        expansion.last_day(recurrence)

    assert refused.value.code == "ErrorRecurrenceEndDateTooBig"
