"""python-o365 keeps calendars beside the default one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from tests.clients.office import ZONE, an_account, refusal
from tests.clients.served import Served

HERE: Final = ZoneInfo(ZONE)


@pytest.fixture
def schedule(served: Served) -> Any:
    """The calendars of the first person of the seed."""
    return an_account(served, served.mailboxes[0]).schedule()


def _event(calendar: Any, subject: str = "Site visit") -> Any:
    """An event of an hour on 3 March, not stored."""
    event = calendar.new_event(subject)
    event.start = datetime(2026, 3, 3, 9, tzinfo=HERE)
    event.end = datetime(2026, 3, 3, 10, tzinfo=HERE)
    return event


def test_an_event_may_live_in_a_calendar_beside(schedule: Any) -> None:
    """Each shows its own; a calendar that is gone takes its events along."""
    beside = schedule.new_calendar("Tours")
    event = _event(beside, "Tour")
    event.save()
    _event(schedule, "Visit").save()

    named = schedule.get_calendar(calendar_name="Tours")
    shown = [one.subject for one in named.get_events(include_recurring=False)]
    others = [one.subject for one in schedule.get_events(include_recurring=False)]

    assert (shown, others) == (["Tour"], ["Visit"])
    assert sorted(one.name for one in schedule.list_calendars()) == [
        "Calendar",
        "Tours",
    ]
    assert named.delete()
    assert refusal(event.delete) == (404, "ErrorItemNotFound")


def test_a_calendar_is_renamed(schedule: Any) -> None:
    """The default one cannot be removed (section 2.2)."""
    beside = schedule.new_calendar("Tours")
    beside.name = "Tours North"

    updated = beside.update()

    assert updated
    assert schedule.get_calendar(calendar_id=beside.calendar_id).name == "Tours North"
    status, _ = refusal(schedule.get_default_calendar().delete)
    assert status == 400


def test_free_and_busy_times_are_told(schedule: Any, served: Served) -> None:
    """As words for each hour."""
    _event(schedule).save()
    start = datetime(2026, 3, 3, 8, tzinfo=HERE)

    (told,) = schedule.get_availability(
        [served.mailboxes[0]], start, start.replace(hour=11), interval=60
    )

    assert told["availabilityView"] == ["free", "busy", "free"]
    assert told["scheduleItems"][0]["start"] == start.replace(hour=9)
