"""Events in answers are what the metadata of v1.0 says, field by field."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

import pytest
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_collection_response import EventCollectionResponse
from msgraph.generated.users.item.calendar_view.delta.delta_get_response import (
    DeltaGetResponse,
)

from tests.clients.tour import Tour, missing

WINDOW: Final = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
# Navigation, members that only $select shows, and what only occurrences have
# (section 3.1).
NOT_OF_EVENTS: Final = {
    "attachments",
    "calendar",
    "cancelledOccurrences",
    "exceptionOccurrences",
    "extensions",
    "instances",
    "multiValueExtendedProperties",
    "originalStart",
    "singleValueExtendedProperties",
}


def _times(day: int = 3, zone: str = "UTC") -> dict[str, Any]:
    return {
        "start": {"dateTime": f"2026-03-{day:02}T09:00:00", "timeZone": zone},
        "end": {"dateTime": f"2026-03-{day:02}T10:00:00", "timeZone": zone},
    }


def _meeting(tour: Tour, **others: object) -> dict[str, Any]:
    person = {"address": tour.attendee_address, "name": "Somebody"}
    invited = [{"type": "optional", "emailAddress": person}]
    return {"subject": "Kick-off", "attendees": invited, **_times(), **others}


def _path(user: str, row: dict[str, Any]) -> str:
    return f"{user}/events/{quote(row['id'])}"


def test_a_bare_event_has_every_member(tour: Tour) -> None:
    """Unset ones are nulls, not missing keys; `transactionId` only when it was set."""
    made = tour.post(f"{tour.organiser}/events", _times(), Event)
    read = tour.get(_path(tour.organiser, made), Event)

    assert missing(made, Event) == NOT_OF_EVENTS | {"transactionId"}
    assert missing(read, Event) == missing(made, Event)


def test_a_full_event_is_what_the_model_says(tour: Tour) -> None:
    """Whatever a caller may write."""
    place = {
        "displayName": "Hall",
        "locationType": "conferenceRoom",
        "locationUri": "https://contoso.example/hall",
        "locationEmailAddress": "hall@contoso.example",
        "address": {
            "street": "Annenstraße 1",
            "city": "Graz",
            "state": "Styria",
            "countryOrRegion": "Austria",
            "postalCode": "8020",
        },
        "coordinates": {"latitude": 47.07, "longitude": 15.42},
    }
    full = _meeting(
        tour,
        body={"contentType": "html", "content": "<p>Agenda</p>"},
        locations=[place, {"displayName": "Yard"}],
        importance="high",
        sensitivity="private",
        showAs="workingElsewhere",
        categories=["Red", "Blue"],
        isReminderOn=False,
        reminderMinutesBeforeStart=99,
        responseRequested=False,
        allowNewTimeProposals=False,
        hideAttendees=True,
        transactionId="once",
    )

    made = tour.post(f"{tour.organiser}/events", full, Event)

    assert missing(made, Event) == NOT_OF_EVENTS
    assert [one["displayName"] for one in made["locations"]] == ["Hall", "Yard"]


def test_an_all_day_event_is_what_the_model_says(tour: Tour) -> None:
    """Both at creation and after it has become one."""
    day = {
        "isAllDay": True,
        "start": {"dateTime": "2026-03-03T00:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-04T00:00:00", "timeZone": "UTC"},
    }
    tour.post(f"{tour.organiser}/events", day, Event)
    made = tour.post(f"{tour.organiser}/events", _times(), Event)

    changed = tour.patch(_path(tour.organiser, made), day, Event)

    assert changed["isAllDay"]


def test_a_meeting_is_what_the_model_says_in_every_state(tour: Tour) -> None:
    """With its organiser and with its attendee, answered and cancelled."""
    made = tour.post(f"{tour.organiser}/events", _meeting(tour), Event)
    (copy,) = tour.get(f"{tour.attendee}/events", EventCollectionResponse)["value"]
    proposal = {
        "start": {"dateTime": "2026-03-03T11:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-03T12:00:00", "timeZone": "UTC"},
    }
    tour.post(
        f"{_path(tour.attendee, copy)}/tentativelyAccept",
        {"comment": "Later?", "proposedNewTime": proposal},
    )

    answered = tour.get(_path(tour.organiser, made), Event)
    tour.get(_path(tour.attendee, copy), Event)
    tour.patch(_path(tour.organiser, made), {"subject": "Moved"}, Event)
    tour.post(f"{_path(tour.organiser, made)}/cancel", {"comment": "Storm"})
    cancelled = tour.get(_path(tour.attendee, copy), Event)

    assert "proposedNewTime" in answered["attendees"][0]
    assert cancelled["isCancelled"]


def test_preferences_change_nothing_about_the_members(tour: Tour) -> None:
    """Zone, plain text, the other kind of id."""
    made = tour.post(f"{tour.organiser}/events", _meeting(tour), Event)
    preferred = (
        'outlook.timezone="Tokyo Standard Time", '
        'outlook.body-content-type="text", IdType="ImmutableId"'
    )

    read = tour.get(_path(tour.organiser, made), Event, prefer=preferred)

    assert set(read) == set(made)
    assert read["body"]["contentType"] == "text"


def test_lists_of_events_are_what_the_models_say(tour: Tour) -> None:
    """Envelope and rows, whole, selected and expanded."""
    key = "String {00020329-0000-0000-c000-000000000046} Name fieldsyncRecord"
    several = key.replace("String", "StringArray")
    keyed = {
        "singleValueExtendedProperties": [{"id": key, "value": "WO-17"}],
        "multiValueExtendedProperties": [{"id": several, "value": ["a", "b"]}],
    }
    for day in (3, 4, 5):
        tour.post(f"{tour.organiser}/events", {**_times(day), **keyed}, Event)
    one = f"$expand=singleValueExtendedProperties($filter=id eq '{key}')"
    many = f"$expand=multiValueExtendedProperties($filter=id eq '{several}')"

    lists = [
        tour.get(f"{tour.organiser}/{path}", EventCollectionResponse)
        for path in (
            "events?$top=2&$count=true",
            "calendar/events?$select=subject,start,organizer",
            f"events?{one}",
            f"events?{many}",
            f"calendarView?{WINDOW}&$top=1",
        )
    ]

    assert [len(page["value"]) for page in lists] == [2, 3, 3, 3, 1]
    assert lists[0]["@odata.count"] == 3
    (shown,) = lists[3]["value"][0]["multiValueExtendedProperties"]
    assert shown == {"id": several, "value": ["a", "b"]}


@pytest.mark.parametrize(
    "path", [f"calendarView/delta?{WINDOW}", "events/delta", f"events/delta?{WINDOW}"]
)
def test_delta_pages_are_what_the_models_say(tour: Tour, path: str) -> None:
    """Full pages, the link at the end, and what has been removed."""
    made = tour.post(f"{tour.organiser}/events", _times(), Event)
    tour.post(f"{tour.organiser}/events", _times(4), Event)
    size = "odata.maxpagesize=1"
    first = tour.get(f"{tour.organiser}/{path}", DeltaGetResponse, prefer=size)
    page = first
    while "@odata.nextLink" in page:
        page = tour.get(page["@odata.nextLink"], DeltaGetResponse, prefer=size)
    tour.delete(_path(tour.organiser, made))

    second = tour.get(page["@odata.deltaLink"], DeltaGetResponse)

    assert len(first["value"]) == 1
    assert [row["@removed"] for row in second["value"]] == [{"reason": "deleted"}]
