"""Which days a recurrence pattern means, against calendars and plain arithmetic."""

from __future__ import annotations

import functools
import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.dataverse.errors import DataverseError
from fakes.dataverse.plugins.recurrence import (
    LATEST,
    Pattern,
    dates,
    final,
    following,
    latest,
    pattern_of,
)

SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (
    1 << bit for bit in range(7)
)
UTC_ZONE = ZoneInfo("UTC")


def the_columns(**more: object) -> dict[str, object]:
    """Columns of a series that begins on Monday 2026-03-02 and does not end."""
    return {
        "recurrencepatterntype": 0,
        "interval": 1,
        "daysofweekmask": None,
        "dayofmonth": None,
        "monthofyear": None,
        "instance": None,
        "isnthmonthly": False,
        "isnthyearly": False,
        "isweekdaypattern": False,
        "patternstartdate": datetime(2026, 3, 2, tzinfo=UTC),
        "patternenddate": None,
        "patternendtype": 1,
        "occurrences": None,
        **more,
    }


# Days read off a printed calendar.
@pytest.mark.parametrize(
    ("columns", "days"),
    [
        ({}, "2026-03-02 2026-03-03 2026-03-04"),
        ({"interval": 3}, "2026-03-02 2026-03-05 2026-03-08"),
        (
            {"recurrencepatterntype": 1, "daysofweekmask": MONDAY | THURSDAY},
            "2026-03-02 2026-03-05 2026-03-09",
        ),
        (
            {"recurrencepatterntype": 1, "isweekdaypattern": True, "interval": None},
            "2026-03-02 2026-03-03 2026-03-04 2026-03-05 2026-03-06 2026-03-09",
        ),
        (  # weeks begin on Sunday: the next one of every second week is the 15th
            {
                "recurrencepatterntype": 1,
                "interval": 2,
                "daysofweekmask": SUNDAY | MONDAY,
            },
            "2026-03-02 2026-03-15 2026-03-16 2026-03-29",
        ),
        (
            {"recurrencepatterntype": 2, "dayofmonth": 15, "interval": 2},
            "2026-03-15 2026-05-15 2026-07-15",
        ),
        (  # a month without that day: its last one
            {"recurrencepatterntype": 2, "dayofmonth": 31},
            "2026-03-31 2026-04-30 2026-05-31 2026-06-30",
        ),
        (
            {"recurrencepatterntype": 2, "dayofmonth": 30, "interval": 11},
            "2026-03-30 2027-02-28 2028-01-30",
        ),
        (  # the second Tuesday
            {
                "recurrencepatterntype": 2,
                "isnthmonthly": True,
                "daysofweekmask": TUESDAY,
                "instance": 2,
            },
            "2026-03-10 2026-04-14 2026-05-12",
        ),
        (  # the last Friday
            {
                "recurrencepatterntype": 2,
                "isnthmonthly": True,
                "daysofweekmask": FRIDAY,
                "instance": 5,
            },
            "2026-03-27 2026-04-24 2026-05-29",
        ),
        (  # the first weekday; that of March, the 2nd, is the very first day
            {
                "recurrencepatterntype": 2,
                "isnthmonthly": True,
                "daysofweekmask": 62,
                "instance": 1,
            },
            "2026-03-02 2026-04-01 2026-05-01 2026-06-01 2026-07-01 2026-08-03",
        ),
        (  # the first Sunday of March was the day before the start
            {
                "recurrencepatterntype": 2,
                "isnthmonthly": True,
                "daysofweekmask": SUNDAY,
                "instance": 1,
            },
            "2026-04-05 2026-05-03",
        ),
        (
            {"recurrencepatterntype": 3, "monthofyear": 2, "dayofmonth": 29},
            "2027-02-28 2028-02-29 2029-02-28",
        ),
        (  # the fourth Thursday of November
            {
                "recurrencepatterntype": 3,
                "isnthyearly": True,
                "monthofyear": 11,
                "daysofweekmask": THURSDAY,
                "instance": 4,
                "interval": 2,
            },
            "2026-11-26 2028-11-23 2030-11-28",
        ),
    ],
)
def test_a_pattern_means_the_days_of_the_calendar(
    columns: dict[str, object], days: str
) -> None:
    """Section 9.5."""
    pattern = pattern_of(the_columns(**columns), UTC_ZONE)

    found = itertools.islice(dates(pattern), len(days.split()))

    assert " ".join(day.isoformat() for day in found) == days


@pytest.mark.parametrize(
    ("columns", "last"),
    [
        ({"patternendtype": 2, "occurrences": 10}, date(2026, 3, 11)),
        ({"patternendtype": 2, "occurrences": 1}, date(2026, 3, 2)),
        (
            {"patternendtype": 3, "patternenddate": datetime(2026, 3, 5, tzinfo=UTC)},
            date(2026, 3, 5),
        ),
        (  # the 31st never comes before the end, the last of February does
            {
                "recurrencepatterntype": 2,
                "dayofmonth": 31,
                "interval": 5,
                "patternendtype": 3,
                "patternenddate": datetime(2027, 6, 29, tzinfo=UTC),
            },
            date(2027, 1, 31),
        ),
        ({"patternendtype": 1}, None),
    ],
)
def test_a_pattern_ends_as_its_end_type_says(
    columns: dict[str, object], last: date | None
) -> None:
    """Section 9.5: patternendtype."""
    pattern = pattern_of(the_columns(**columns), UTC_ZONE)

    assert final(pattern) == last
    assert last is None or following(pattern, last) is None


@pytest.mark.parametrize(
    "columns",
    [
        {"recurrencepatterntype": None},
        {"recurrencepatterntype": 1},
        {"recurrencepatterntype": 2},
        {"recurrencepatterntype": 2, "isnthmonthly": True, "instance": 1},
        {"recurrencepatterntype": 2, "isnthmonthly": True, "daysofweekmask": 1},
        {"recurrencepatterntype": 2, "isnthyearly": True, "dayofmonth": 1},
        {"recurrencepatterntype": 3, "dayofmonth": 1},
        {"recurrencepatterntype": 3, "monthofyear": 0, "dayofmonth": 1},
        {"recurrencepatterntype": 3, "monthofyear": 2, "dayofmonth": 30},
        {"recurrencepatterntype": 3, "monthofyear": 4, "dayofmonth": 31},
        {"recurrencepatterntype": 3, "monthofyear": 4},
        {"isweekdaypattern": True},
        {"recurrencepatterntype": 1, "isweekdaypattern": True, "daysofweekmask": 1},
        {"recurrencepatterntype": 1, "isweekdaypattern": True, "interval": 2},
        {"isnthmonthly": True},
        {"patternendtype": None},
        {"patternendtype": 2},
        {"patternendtype": 3},
        {"patternendtype": 3, "patternenddate": datetime(2026, 3, 1, tzinfo=UTC)},
        {"patternstartdate": datetime(9999, 12, 31, tzinfo=UTC)},
    ],
)
def test_a_pattern_that_makes_no_sense_is_refused(columns: dict[str, object]) -> None:
    """Section 8."""
    with pytest.raises(DataverseError) as refused:
        pattern_of(the_columns(**columns), UTC_ZONE)

    assert (refused.value.status, refused.value.code) == (400, "0x8004e100")


def test_the_days_of_a_pattern_are_those_of_its_time_zone() -> None:
    """23:00 UTC is midnight in Berlin."""
    columns = the_columns(patternstartdate=datetime(2026, 3, 1, 23, tzinfo=UTC))

    berlin = pattern_of(columns, ZoneInfo("Europe/Berlin"))
    new_york = pattern_of(columns, ZoneInfo("America/New_York"))

    assert (berlin.first, new_york.first) == (date(2026, 3, 2), date(2026, 3, 1))


_first = st.dates(date(1990, 1, 1), date(2040, 1, 1))
_interval = st.integers(1, 20)
_mask = st.integers(1, 127)
patterns = st.one_of(
    st.builds(Pattern, kind=st.just(0), first=_first, interval=_interval),
    st.builds(Pattern, kind=st.just(1), first=_first, interval=_interval, days=_mask),
    st.builds(
        Pattern,
        kind=st.just(2),
        first=_first,
        interval=_interval,
        day=st.integers(1, 31),
    ),
    st.builds(
        Pattern,
        kind=st.just(2),
        first=_first,
        interval=_interval,
        days=_mask,
        nth=st.integers(1, 5),
    ),
    st.builds(
        Pattern,
        kind=st.just(3),
        first=_first,
        interval=st.integers(1, 4),
        month=st.integers(1, 12),
        day=st.integers(1, 28),
    ),
    st.builds(
        Pattern,
        kind=st.just(3),
        first=_first,
        interval=st.integers(1, 4),
        month=st.integers(1, 12),
        days=_mask,
        nth=st.integers(1, 5),
    ),
)


def _means(pattern: Pattern, day: date) -> bool:
    """Whether the pattern means that day, by plain arithmetic on dates."""
    first = pattern.first
    if pattern.kind == 0:
        return (day - first).days % pattern.interval == 0
    if pattern.kind == 1:
        weeks = (_sunday(day) - _sunday(first)).days // 7
        return weeks % pattern.interval == 0 and _in_mask(pattern, day)
    months = (day.year - first.year) * 12 + day.month - first.month
    if pattern.kind == 2 and months % pattern.interval:
        return False
    if pattern.kind == 3 and (
        (day.year - first.year) % pattern.interval or day.month != pattern.month
    ):
        return False
    month = _month(day.year, day.month)
    if pattern.day:
        return day == month[min(pattern.day, len(month)) - 1]
    chosen = [one for one in month if _in_mask(pattern, one)]
    return day == (chosen[-1] if pattern.nth == 5 else chosen[pattern.nth - 1])


@functools.cache
def _month(year: int, month: int) -> tuple[date, ...]:
    days = [date(year, month, 1) + timedelta(days=number) for number in range(31)]
    return tuple(one for one in days if one.month == month)


def _sunday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() % 7)


def _in_mask(pattern: Pattern, day: date) -> bool:
    return bool(pattern.days & 1 << day.isoweekday() % 7)


@settings(derandomize=True, deadline=None)
@given(patterns)
def test_expansion_agrees_with_arithmetic_day_by_day(pattern: Pattern) -> None:
    """Section 9.5: every type and interval, over four years."""
    span = [pattern.first + timedelta(days=number) for number in range(1500)]
    expected = [day for day in span if _means(pattern, day)]

    found = itertools.takewhile(lambda day: day <= span[-1], dates(pattern))

    assert list(found) == expected


@settings(derandomize=True, deadline=None)
@given(patterns, st.integers(0, 1500))
def test_asking_near_a_day_gives_the_same_as_asking_from_the_start(
    pattern: Pattern, later: int
) -> None:
    """Long series are not counted out from their first day."""
    day = pattern.first + timedelta(days=later)
    behind = itertools.dropwhile(lambda one: one <= day, dates(pattern))
    until = list(itertools.takewhile(lambda one: one <= day, dates(pattern)))

    assert following(pattern, day) == next(behind)
    assert latest(pattern, day) == (until[-1] if until else None)


def test_a_series_that_ends_in_thousands_of_years_is_told_at_once() -> None:
    pattern = Pattern(
        kind=0, interval=1, first=date(1753, 1, 1), end=LATEST - timedelta(days=1)
    )

    assert final(pattern) == date(9989, 12, 31)
