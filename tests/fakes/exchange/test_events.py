"""Single events: what a client may write, and what it gets back."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import RECORD, Graph, a_body, at, events_of, path_of

EXPAND = f"$expand=singleValueExtendedProperties($filter=id eq '{RECORD}')"


def test_created_event_stands_in_the_calendar(graph: Graph, ann: Mailbox) -> None:
    """The store shows what the client wrote, and that it was a client."""
    shown = graph.post(
        events_of(ann),
        a_body(
            location={"displayName": "Here"},
            categories=["Tracked"],
            showAs="Free",
            importance="HIGH",
            sensitivity="private",
            isReminderOn=False,
            reminderMinutesBeforeStart=30,
        ),
    ).json

    (event,) = ann.events
    assert event.id == shown["id"]
    assert (event.start_at, event.end_at) == (at(3), at(3, 10))
    assert event.location == "Here"
    assert event.categories == ("Tracked",)
    assert (event.show_as, event.importance, event.sensitivity) == (
        "free",
        "high",
        "private",
    )
    assert (event.is_reminder_on, event.reminder_minutes_before_start) == (False, 30)
    assert event.created_by == "api"
    assert event.organizer.address == "ann@contoso.example"


def test_organizer_in_the_body_is_ignored(graph: Graph, ann: Mailbox) -> None:
    """Whoever is named, the mailbox organises what is created in it (trap 30)."""
    body = a_body(
        organizer={"emailAddress": {"address": "eve@contoso.example"}},
        isOrganizer=False,
    )

    shown = graph.post(events_of(ann), body).json

    assert shown["organizer"]["emailAddress"]["address"] == "ann@contoso.example"
    assert shown["isOrganizer"] is True


def test_oddities_of_python_o365_are_tolerated(graph: Graph, ann: Mailbox) -> None:
    """Nulls, booleans as text and a foreign extended property do no harm (2.1)."""
    body = {
        **a_body(),
        "@odata.type": "#microsoft.graph.event",
        "transactionId": None,
        "isOnlineMeeting": "false",
        "onlineMeetingProvider": "teamsForBusiness",
        "recurrence": None,
        "attendees": [
            {
                "emailAddress": {"address": "x@other.example", "name": None},
                "type": "Required",
            }
        ],
        "singleValueExtendedProperties": [
            {
                "id": "Boolean {00062002-0000-0000-C000-000000000046} "
                "Name DoNotForward",
                "value": "false",
            }
        ],
    }

    answer = graph.post(events_of(ann), body)

    assert answer.status == 201
    assert "transactionId" not in answer.json
    assert answer.json["attendees"][0]["emailAddress"]["name"] == "x@other.example"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"nonsense": 1}, 400, "RequestBodyRead"),
        ({"subject": 5}, 400, "RequestBodyRead"),
        ({"showAs": "asleep"}, 400, "RequestBodyRead"),
        ({"categories": "x"}, 400, "RequestBodyRead"),
        ({"start": None}, 400, "RequestBodyRead"),
        ({"start": {"dateTime": "soon", "timeZone": "UTC"}}, 400, "InvalidDateTime"),
        (
            {"start": {"dateTime": "2026-03-03T09:00:00", "timeZone": "Mars"}},
            400,
            "TimeZoneNotSupportedException",
        ),
        (
            {"end": {"dateTime": "2026-03-03T08:00:00", "timeZone": "UTC"}},
            400,
            "ErrorPropertyValidationFailure",
        ),
        ({"isAllDay": True}, 400, "ErrorPropertyValidationFailure"),
        (
            {"singleValueExtendedProperties": [{"id": "Nonsense", "value": "1"}]},
            400,
            "ErrorPropertyValidationFailure",
        ),
        ({"attendees": [{"emailAddress": {}}]}, 400, "ErrorInvalidRecipients"),
        ({"recurrence": {"pattern": {}}}, 400, "ErrorPropertyValidationFailure"),
        ({"onlineMeetingProvider": "skypeForBusiness"}, 400, "ErrorInvalidRequest"),
        ({"attachments": [{}]}, 400, "RequestBodyRead"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(
    graph: Graph, ann: Mailbox, change: dict[str, Any], status: int, code: str
) -> None:
    """A refused create leaves the calendar empty."""
    answer = graph.post(events_of(ann), {**a_body(), **change})

    assert (answer.status, answer.code) == (status, code)
    assert ann.events == ()


def test_event_needs_start_and_end(graph: Graph, ann: Mailbox) -> None:
    """A subject alone makes no event."""
    answer = graph.post(events_of(ann), {"subject": "Nothing"})

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"'])
def test_broken_json_is_refused(graph: Graph, ann: Mailbox, body: bytes) -> None:
    """A body that is no JSON object is a bad request."""
    answer = graph.post(events_of(ann), body)

    assert (answer.status, answer.code) == (400, "RequestBodyRead")


def test_body_needs_its_content_type(graph: Graph, ann: Mailbox) -> None:
    """A body that is not announced as JSON is refused."""
    answer = graph.post(events_of(ann), b"{}", content_type="text/plain")

    assert answer.status == 415


def test_update_changes_only_what_it_names(graph: Graph, ann: Mailbox) -> None:
    """PATCH is sparse; the change key is a new one, the identity stays."""
    first = graph.post(events_of(ann), a_body(categories=["A"])).json
    graph.pass_time(minutes=5)

    after = graph.patch(path_of(ann, first["id"]), {"subject": "Moved"}).json

    assert after["subject"] == "Moved"
    assert after["categories"] == ["A"]
    assert after["changeKey"] != first["changeKey"]
    assert after["lastModifiedDateTime"] == "2026-03-02T08:05:00.0000000Z"
    assert after["createdDateTime"] == first["createdDateTime"]
    assert (after["id"], after["iCalUId"]) == (first["id"], first["iCalUId"])


def test_empty_update_changes_nothing(graph: Graph, ann: Mailbox) -> None:
    """A PATCH without properties keeps the change key."""
    first = graph.post(events_of(ann), a_body()).json

    after = graph.patch(path_of(ann, first["id"]), {}).json

    assert after["changeKey"] == first["changeKey"]


def test_extended_property_comes_only_when_expanded(graph: Graph, ann: Mailbox) -> None:
    """The answer to the write has none; `$expand` shows the one asked for (3.10)."""
    body = a_body(singleValueExtendedProperties=[{"id": RECORD, "value": "R-1"}])

    created = graph.post(events_of(ann), body).json

    path = path_of(ann, created["id"])
    assert "singleValueExtendedProperties" not in created
    assert "singleValueExtendedProperties" not in graph.get(path).json
    lower = "String {00020329-0000-0000-c000-000000000046} Name fieldsyncRecord"
    shown = graph.get(path, EXPAND).json["singleValueExtendedProperties"]
    assert shown == [{"id": lower, "value": "R-1"}]


def test_extended_properties_join_those_there(graph: Graph, ann: Mailbox) -> None:
    """A PATCH of one property keeps the others and makes a new change key."""
    other = RECORD.replace("fieldsyncRecord", "other")
    first = graph.post(
        events_of(ann),
        a_body(singleValueExtendedProperties=[{"id": RECORD, "value": "1"}]),
    ).json
    path = path_of(ann, first["id"])

    after = graph.patch(
        path, {"singleValueExtendedProperties": [{"id": other, "value": "2"}]}
    ).json

    assert after["changeKey"] != first["changeKey"]
    assert sorted(ann.events[0].extended_properties.values()) == ["1", "2"]


def test_text_bodies_on_demand(graph: Graph, ann: Mailbox) -> None:
    """Bodies are HTML unless text is preferred, however they were written."""
    path = path_of(
        ann,
        graph.post(
            events_of(ann),
            a_body(body={"contentType": "text", "content": "a < b\nc"}),
        ).json["id"],
    )

    html = graph.get(path).json["body"]
    text = graph.get(path, prefer='outlook.body-content-type="text"').json["body"]

    assert html["contentType"] == "html"
    assert "a &lt; b<br>" in html["content"]
    assert text == {"contentType": "text", "content": "a < b\nc"}


def test_select_chooses_properties(graph: Graph, ann: Mailbox) -> None:
    """`id` and etag come anyway; an unknown name is refused."""
    path = path_of(ann, graph.post(events_of(ann), a_body()).json["id"])

    shown = graph.get(path, "$select=subject,start").json

    assert set(shown) == {"@odata.context", "@odata.etag", "id", "subject", "start"}
    assert graph.get(path, "$select=nonsense").code == "BadRequest"
    assert graph.get(path, "$expand=nonsense").code == "BadRequest"
    assert graph.get(path, "$expand=calendar").status == 501


def test_several_locations_are_one_line(graph: Graph, ann: Mailbox) -> None:
    """`locations` fill `location`; writing `location` replaces them (3.1)."""
    first = graph.post(
        events_of(ann),
        a_body(locations=[{"displayName": "A"}, {"displayName": "B"}]),
    ).json
    assert first["location"]["displayName"] == "A; B"

    after = graph.patch(
        path_of(ann, first["id"]), {"location": {"displayName": "C"}}
    ).json

    assert [place["displayName"] for place in after["locations"]] == ["C"]


@pytest.mark.parametrize(
    "place",
    [
        {"address": "x"},
        {"address": [1]},
        {"address": {"street": 1}},
        {"address": {"planet": "x"}},
        {"coordinates": "xy"},
        {"coordinates": {"latitude": "48"}},
        {"uniqueIdType": 1},
    ],
)
def test_a_place_that_is_none_is_refused(
    graph: Graph, ann: Mailbox, place: dict[str, object]
) -> None:
    """Its parts have their types (3.1)."""
    body = a_body(location={"displayName": "A", **place})

    answer = graph.post(events_of(ann), body)

    assert (answer.status, answer.code) == (400, "RequestBodyRead")


def test_a_place_has_its_address_and_coordinates(graph: Graph, ann: Mailbox) -> None:
    """What is null is not there."""
    place = {
        "displayName": "A",
        "address": {"street": "Main", "city": None},
        "coordinates": {"latitude": 48, "longitude": 11.5},
    }

    shown = graph.post(events_of(ann), a_body(location=place)).json["location"]

    assert shown["address"] == {"street": "Main"}
    assert shown["coordinates"] == {"latitude": 48, "longitude": 11.5}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31T23:00:00"])
def test_the_calendars_ends_are_read_in_every_zone(
    graph: Graph, ann: Mailbox, day: str
) -> None:
    """Beyond them clocks show nothing: they stand still."""
    created = graph.post(events_of(ann), a_body(start=day, end=day)).json
    for name in ("Line Islands Standard Time", "Dateline Standard Time"):
        answer = graph.get(
            path_of(ann, created["id"]), prefer=f'outlook.timezone="{name}"'
        )

        assert answer.status == 200
        assert answer.json["start"]["dateTime"][:4] == day[:4]


def test_a_series_of_one_that_outlasts_the_calendar_is_refused(
    graph: Graph, ann: Mailbox
) -> None:
    """Its last occurrence would have no end."""
    span = {"type": "endDate", "startDate": "4000-01-01", "endDate": "4000-01-01"}
    recurrence = {"pattern": {"type": "daily", "interval": 1}, "range": span}
    body = a_body(
        start="4000-01-01T00:00:00", end="9999-12-30T00:00:00", recurrence=recurrence
    )

    answer = graph.post(events_of(ann), body)

    assert answer.code == "ErrorOccurrenceTimeSpanTooBig"
