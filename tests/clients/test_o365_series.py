"""python-o365 repeats events: in the zone of their making, with Windows names."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from O365.calendar import EventType

from tests.clients.office import ZONE, an_account
from tests.clients.served import Served

HERE: Final = ZoneInfo(ZONE)


@pytest.fixture
def schedule(served: Served) -> Any:
    """The calendars of the first person of the seed."""
    return an_account(served, served.mailboxes[0]).schedule()


def _at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=HERE)


def _event(calendar: Any, subject: str = "Site visit", **recurrence: Any) -> Any:
    """An event of an hour on 3 March, not stored."""
    event = calendar.new_event(subject)
    event.start, event.end = _at(3), _at(3, 10)
    if recurrence:
        event.recurrence.set_weekly(1, start=date(2026, 3, 3), **recurrence)
    return event


def _seen(calendar: Any) -> list[Any]:
    """All that the calendar shows in the second half of March: clocks change there."""
    return list(
        calendar.get_events(
            start_recurring=_at(15), end_recurring=datetime(2026, 4, 3, tzinfo=HERE)
        )
    )


def test_a_series_keeps_its_hour_when_the_clocks_change(schedule: Any) -> None:
    """It is expanded in the zone in which it was made (section 3.5)."""
    event = _event(schedule, days_of_week=["tuesday"], first_day_of_week="monday")
    event.save()

    seen = _seen(schedule)

    assert [(one.start.day, one.start.hour) for one in seen] == [
        (17, 9),
        (24, 9),
        (31, 9),
    ]
    assert {one.event_type for one in seen} == {EventType.Occurrence}
    assert {one.series_master_id for one in seen} == {event.object_id}


def test_a_series_is_read_as_it_was_written(schedule: Any) -> None:
    """Pattern and range."""
    event = _event(
        schedule,
        days_of_week=["tuesday", "friday"],
        first_day_of_week="sunday",
        end=date(2026, 3, 27),
    )
    event.save()

    read = schedule.get_default_calendar().get_event(event.object_id)

    assert read.event_type is EventType.SeriesMaster
    assert set(read.recurrence.days_of_week) == {"tuesday", "friday"}
    assert read.recurrence.end_date == date(2026, 3, 27)
    occurrences = read.get_occurrences(_at(1), _at(31))
    assert [one.start.day for one in occurrences] == [3, 6, 10, 13, 17, 20, 24, 27]


def test_a_single_occurrence_is_removed(schedule: Any) -> None:
    """The others stay."""
    _event(schedule, days_of_week=["tuesday"], first_day_of_week="monday").save()
    first, *_ = _seen(schedule)

    deleted = first.delete()

    assert deleted
    assert [one.start.day for one in _seen(schedule)] == [24, 31]
