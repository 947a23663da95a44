"""At which instants a series takes place (section 3.5, trap 21)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fakes.exchange.errors import GraphError
from fakes.exchange.recurrence import Pattern, Recurrence, Slot
from fakes.exchange.recurrence.timing import check, timing
from fakes.exchange.zones import zone
from tests.fakes.exchange.recurrence import naive
from tests.fakes.exchange.recurrence.makers import MONDAY, a_recurrence, until
from tests.fakes.exchange.recurrence.strategies import recurrences

ZONES = (
    "W. Europe Standard Time",
    "Pacific Standard Time",
    "AUS Eastern Standard Time",
    "India Standard Time",
    "Morocco Standard Time",
    "Lord Howe Standard Time",
    "UTC",
)
HOUR = timedelta(hours=1)
NINE = datetime.combine(MONDAY, time(9))


def slots(
    recurrence: Recurrence,
    start: datetime,
    *,
    length: timedelta = HOUR,
    zone_name: str = "W. Europe Standard Time",
    window: tuple[datetime, datetime],
) -> list[Slot]:
    """The occurrences in a window of a series that starts at a wall time."""
    home = zone(zone_name)
    times = timing(
        recurrence,
        start_at=home.instant(start),
        end_at=home.instant(start + length),
        zone_name=zone_name,
    )
    return list(times.between(*window))


def test_time_of_day_stays_over_the_change_of_clocks() -> None:
    """Berlin, 29 March 2026: 09:00 on the clock is 08:00, then 07:00 UTC."""
    found = slots(
        a_recurrence(start=date(2026, 3, 28)),
        datetime.combine(date(2026, 3, 28), time(9)),
        window=(datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)),
    )

    assert [slot.start_at.hour for slot in found] == [8, 7]
    assert [slot.end_at - slot.start_at for slot in found] == [HOUR, HOUR]


def test_all_day_series_lasts_from_midnight_to_midnight() -> None:
    """Also on the day of 23 hours."""
    (found,) = slots(
        a_recurrence(start=date(2026, 3, 28)),
        datetime.combine(date(2026, 3, 28), time()),
        length=timedelta(days=1),
        window=(
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 3, 29, 3, tzinfo=UTC),
        ),
    )

    assert found.day == date(2026, 3, 29)
    assert found.end_at - found.start_at == timedelta(hours=23)


@given(
    recurrences(),
    st.sampled_from(ZONES),
    st.times(min_value=time(4), max_value=time(22)),  # clocks change in the night
    st.integers(0, 90),
    st.integers(0, 900),
)
def test_wall_clock_comes_back(
    recurrence: Recurrence, zone_name: str, start: time, minutes: int, later: int
) -> None:
    """Through UTC and back each occurrence is on its naive day, at its time of day."""
    first, home = recurrence.range.start_date, zone(zone_name)
    since = datetime.combine(first, time(), tzinfo=UTC) + timedelta(days=later)
    until = since + timedelta(days=200)

    assume(naive_days(recurrence))

    found = slots(
        recurrence,
        datetime.combine(first, start),
        length=timedelta(minutes=minutes),
        zone_name=zone_name,
        window=(since, until),
    )

    for slot in found:
        assert home.wall(slot.start_at) == datetime.combine(slot.day, start)
        assert slot.end_at - slot.start_at == timedelta(minutes=minutes)
    expected = [
        day
        for day in naive_days(recurrence, until.date() + timedelta(days=2))
        if since <= home.instant(datetime.combine(day, start)) < until
    ]
    started = [slot.day for slot in found if slot.start_at >= since]
    assert started == expected


def naive_days(recurrence: Recurrence, end: date = date(2040, 1, 1)) -> list[date]:
    """The days of the series by the other reading."""
    return list(naive.expanded(recurrence, end))


def test_occurrence_that_reaches_into_the_window_is_shown() -> None:
    """One that ends as the window begins is not."""
    found = slots(
        a_recurrence(),
        NINE,
        zone_name="UTC",
        window=(
            datetime(2026, 3, 3, 9, 59, tzinfo=UTC),
            datetime(2026, 3, 4, 9, tzinfo=UTC),
        ),
    )

    assert [slot.day for slot in found] == [date(2026, 3, 3)]


def test_window_at_the_edge_of_time_is_empty() -> None:
    """The last days of Python's calendar are beyond Exchange's."""
    window = (datetime(9999, 12, 30, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))

    assert slots(a_recurrence(), NINE, window=window) == []


@pytest.mark.parametrize(
    ("recurrence", "length", "code"),
    [
        (a_recurrence(start=date(2026, 3, 3)), HOUR, "ErrorPropertyValidationFailure"),
        (
            until(
                a_recurrence(
                    Pattern(type="weekly", interval=1, days_of_week=("sunday",))
                ),
                date(2026, 3, 7),
            ),
            HOUR,
            "ErrorRecurrenceHasNoOccurrence",
        ),
        (a_recurrence(), timedelta(hours=25), "ErrorOccurrenceTimeSpanTooBig"),
        (
            a_recurrence(
                Pattern(
                    type="weekly",
                    interval=3,
                    days_of_week=("monday", "wednesday"),
                )
            ),
            timedelta(hours=49),
            "ErrorOccurrenceTimeSpanTooBig",
        ),
    ],
)
def test_series_that_cannot_be_are_refused(
    recurrence: Recurrence, length: timedelta, code: str
) -> None:
    """Another day than the event's, no occurrence, occurrences that overlap."""
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)

    times = timing(recurrence, start_at=start, end_at=start + length, zone_name="UTC")

    with pytest.raises(GraphError) as refused:
        check(times, start_at=start)

    assert (refused.value.status, refused.value.code) == (400, code)


def test_occurrences_may_touch() -> None:
    """A day of 24 hours, every day."""
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)

    times = timing(
        a_recurrence(),
        start_at=start,
        end_at=start + timedelta(days=1),
        zone_name="UTC",
    )

    check(times, start_at=start)

    found = times.between(start, start + timedelta(days=2))
    assert [slot.day.day for slot in found] == [2, 3]
