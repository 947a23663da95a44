"""Recurrences at random, each one that the service takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

from hypothesis import strategies as st

from fakes.exchange.recurrence import Pattern, Range, Recurrence
from fakes.exchange.recurrence.values import PatternType, Weekday, WeekIndex

FIRST = date(2023, 1, 1)
LAST = date(2031, 12, 31)
dates = st.dates(min_value=FIRST, max_value=date(2028, 12, 31))


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """A pattern of any type, unused fields filled in as well."""
    return Pattern(
        type=draw(st.sampled_from(get_args(PatternType))),
        interval=draw(st.integers(1, 5)),
        days_of_week=tuple(
            draw(st.lists(st.sampled_from(get_args(Weekday)), min_size=1, unique=True))
        ),
        first_day_of_week=draw(st.sampled_from(get_args(Weekday))),
        index=draw(st.sampled_from(get_args(WeekIndex))),
        day_of_month=draw(st.integers(1, 31)),
        month=draw(st.integers(1, 12)),
    ).essence


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    """A pattern with a range of any type."""
    start = draw(dates)
    ranges = st.one_of(
        st.just(Range(type="noEnd", start_date=start)),
        st.integers(1, 40).map(
            lambda number: Range(
                type="numbered", start_date=start, number_of_occurrences=number
            )
        ),
        st.integers(0, 1500).map(
            lambda days: Range(
                type="endDate", start_date=start, end_date=start + timedelta(days=days)
            )
        ),
    )
    return Recurrence(pattern=draw(patterns()), range=draw(ranges))
