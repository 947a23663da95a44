"""python-o365 keeps a calendar: it sends whole events, in Windows zones."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from O365.calendar import CalendarColor, EventResponse, EventSensitivity, EventShowAs

from tests.clients.office import ZONE, an_account, refusal
from tests.clients.served import Served

HERE: Final = ZoneInfo(ZONE)


@pytest.fixture
def organiser(served: Served) -> Any:
    """The calendars of the first person of the seed."""
    return an_account(served, served.mailboxes[0]).schedule()


@pytest.fixture
def attendee(served: Served) -> Any:
    """The calendars of the second person of the seed."""
    return an_account(served, served.mailboxes[1]).schedule()


def _at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=HERE)


def _saved(calendar: Any, subject: str = "Site visit", *, day: int = 3) -> Any:
    """An event of an hour, stored."""
    event = calendar.new_event(subject)
    event.start, event.end = _at(day), _at(day, 10)
    assert event.save()
    return event


def _view(calendar: Any, first: int = 1, last: int = 31, **options: Any) -> list[Any]:
    """The events between two days of March 2026."""
    found = calendar.get_events(
        start_recurring=_at(first), end_recurring=_at(last), **options
    )
    return list(found)


def test_an_event_is_made_and_read(organiser: Any) -> None:
    """Although much that the library sends is null, empty or a text for a boolean."""
    event = organiser.new_event("Besuch für Zoë")
    event.start, event.end = _at(3), _at(3, 11)
    event.body, event.location = "<p>Bring keys</p>", "Graz"
    event.show_as, event.sensitivity = EventShowAs.Oof, EventSensitivity.Private
    event.remind_before_minutes = 45
    event.categories = ["Red"]
    saved = event.save()

    read = organiser.get_default_calendar().get_event(event.object_id)

    assert saved
    assert (read.object_id, read.ical_uid) == (event.object_id, event.ical_uid)
    assert (read.start, read.end) == (_at(3), _at(3, 11))
    assert read.subject == "Besuch für Zoë"
    assert read.get_body_soup().body.text == "Bring keys"
    assert read.location["displayName"] == "Graz"
    assert (read.show_as, read.sensitivity) == (event.show_as, event.sensitivity)
    assert (read.remind_before_minutes, read.categories) == (45, ["Red"])
    assert not read.is_online_meeting
    assert read.created == datetime(2026, 3, 2, 9, tzinfo=HERE)


def test_what_the_library_sends_of_itself_is_put_up_with(
    organiser: Any, served: Served
) -> None:
    """Were it to send something else one day, the test above would prove less."""
    served.forget()
    _saved(organiser)

    (asked,) = served.asked("exchange")

    sent = asked["request"]["body"]["text"]
    assert asked["status"] == 201
    assert '"transactionId": null' in sent
    assert '"isOnlineMeeting": "false"' in sent
    assert "Name DoNotForward" in sent
    assert '"timeZone": "W. Europe Standard Time"' in sent


def test_a_meeting_is_accepted(organiser: Any, attendee: Any, served: Served) -> None:
    """The organiser sees the answer."""
    meeting = organiser.new_event("Kick-off")
    meeting.start, meeting.end = _at(3), _at(3, 10)
    meeting.attendees.add(served.mailboxes[1])
    meeting.save()
    (copy,) = _view(attendee)

    accepted = copy.accept_event("Gladly", tentatively=True)

    assert accepted
    assert copy.object_id != meeting.object_id
    assert copy.organizer.address == served.mailboxes[0]
    (read,) = _view(organiser)
    (invited,) = read.attendees
    assert invited.response_status.status is EventResponse.TentativelyAccepted


def test_a_meeting_is_cancelled(organiser: Any, attendee: Any, served: Served) -> None:
    """Only its organiser may (section 3.7)."""
    meeting = organiser.new_event("Kick-off")
    meeting.start, meeting.end = _at(3), _at(3, 10)
    meeting.attendees.add(served.mailboxes[1])
    meeting.save()
    (copy,) = _view(attendee)

    refused = refusal(lambda: copy.cancel_event("Not mine"))
    cancelled = meeting.cancel_event("Storm")

    assert refused == (400, "ErrorInvalidRequest")
    assert cancelled
    assert _view(organiser) == []
    assert [one.is_cancelled for one in _view(attendee)] == [True]


def test_an_update_sends_what_has_changed(organiser: Any, served: Served) -> None:
    """And nothing else."""
    event = _saved(organiser)
    served.forget()
    event.subject, event.start, event.end = "Moved", _at(4), _at(4, 10)

    saved = event.save()

    (asked,) = served.asked("exchange")
    (read,) = _view(organiser)
    assert saved
    assert "attendees" not in asked["request"]["body"]["text"]
    assert (read.subject, read.start) == ("Moved", _at(4))


def test_an_all_day_event_keeps_its_day(organiser: Any) -> None:
    """It is midnight to midnight, whatever the zone (section 3.4)."""
    event = organiser.new_event("Fair")
    event.start = _at(3)
    event.is_all_day = True
    event.save()

    (read,) = _view(organiser)

    assert read.is_all_day
    assert (read.start.day, read.start.hour) == (3, 0)
    assert (read.end.day, read.end.hour) == (4, 0)


def test_a_deleted_event_is_gone(organiser: Any) -> None:
    """204, and 404 afterwards as an exception of requests."""
    event = _saved(organiser)

    deleted = event.delete()

    assert deleted
    assert refusal(event.delete) == (404, "ErrorItemNotFound")


def test_events_are_found_by_a_query(organiser: Any) -> None:
    """By text and by order, without their occurrences."""
    for day, subject in ((3, "Visit A"), (4, "Call"), (5, "Visit B")):
        _saved(organiser, subject, day=day)
    builder = organiser.new_query()
    wanted = builder.contains("subject", "visit") & builder.orderby(
        ("start/dateTime", False)
    )

    found = organiser.get_events(query=wanted, include_recurring=False)

    assert [one.subject for one in found] == ["Visit B", "Visit A"]


def test_more_events_than_a_page_holds_are_paged(organiser: Any) -> None:
    """The library goes on until the limit that it was given."""
    for day in range(3, 8):
        _saved(organiser, f"On {day}", day=day)

    some = _view(organiser, batch=2, limit=3)
    everything = _view(organiser, batch=2, limit=None)

    assert len(some) == 3
    assert sorted(one.subject for one in everything) == [
        f"On {day}" for day in range(3, 8)
    ]


def test_the_default_calendar_is_one_of_all(organiser: Any) -> None:
    """By its id it holds the same events as without."""
    event = _saved(organiser)
    default = organiser.get_default_calendar()

    found = organiser.get_calendar(calendar_id=default.calendar_id)

    assert (found.name, found.can_edit) == ("Calendar", True)
    assert found.color is CalendarColor.Auto
    assert _view(found) == [event]


def test_immutable_ids_are_a_header_of_every_request(served: Served) -> None:
    """As the library's documentation advises."""
    default = _saved(an_account(served, served.mailboxes[0]).schedule())
    headers = {"Prefer": 'IdType="ImmutableId"'}
    other = an_account(served, served.mailboxes[0], default_headers=headers).schedule()

    (read,) = _view(other)

    assert read.object_id != default.object_id
    assert read.ical_uid == default.ical_uid


def test_the_library_reads_again_but_does_not_write_again(
    organiser: Any, served: Served
) -> None:
    """GET after 503; POST never, whatever is answered."""
    busy = {"kind": "answer", "status": 503, "retry_after_s": 1}
    served.let_fail("calendarView.list", busy, service="exchange")
    served.let_fail("event.create", busy, service="exchange")

    found = _view(organiser)
    refused, _ = refusal(lambda: _saved(organiser))

    assert found == []
    assert refused == 503
    statuses = [one["status"] for one in served.asked("exchange")]
    assert statuses == [503, 200, 503]
