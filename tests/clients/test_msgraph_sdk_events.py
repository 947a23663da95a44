"""msgraph-sdk writes and reads events: what users of Python do with calendars."""

from __future__ import annotations

import pytest
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_type import EventType
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.location import Location
from msgraph.generated.models.response_type import ResponseType
from msgraph.generated.models.single_value_legacy_extended_property import (
    SingleValueLegacyExtendedProperty,
)
from msgraph.generated.users.item.events.item.accept.accept_post_request_body import (
    AcceptPostRequestBody,
)
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import (
    CancelPostRequestBody,
)

from tests.clients.graph_sdk import Sdk, a_time, an_event

KEY = "String {00020329-0000-0000-c000-000000000046} Name fieldsyncRecord"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


def test_an_event_is_made_and_read(graph: Sdk) -> None:
    """Enumerations, nested objects and texts come back as they were sent."""
    made = graph.run(
        graph.organiser.events.post(
            an_event(
                "Besuch für Zoë",
                body=ItemBody(content_type=BodyType.Html, content="<b>Bring keys</b>"),
                location=Location(display_name="Graz"),
                show_as=FreeBusyStatus.Oof,
                categories=["Red"],
            )
        )
    )

    read = graph.get(graph.organiser.events.by_event_id(made.id))
    assert (read.id, read.change_key) == (made.id, made.change_key)
    assert read.subject == "Besuch für Zoë"
    assert "<b>Bring keys</b>" in read.body.content
    assert read.body_preview == "Bring keys"
    assert read.location.display_name == "Graz"
    assert read.show_as is FreeBusyStatus.Oof
    assert read.categories == ["Red"]
    assert read.type is EventType.SingleInstance
    assert (read.start.date_time, read.start.time_zone) == (
        "2026-03-03T09:00:00.0000000",
        "UTC",
    )
    assert read.created_date_time.isoformat() == "2026-03-02T08:00:00+00:00"


def test_a_meeting_reaches_the_attendee_who_accepts(graph: Sdk) -> None:
    """Each has a copy with an id of its own; the organiser's shows the answer."""
    _, attendee = graph.served.mailboxes
    made = graph.run(graph.organiser.events.post(an_event(attendees=(attendee,))))
    (copy,) = graph.get(graph.attendee.events).value

    answer = AcceptPostRequestBody(comment="Gladly", send_response=True)
    graph.run(graph.attendee.events.by_event_id(copy.id).accept.post(answer))

    assert (copy.id != made.id, copy.i_cal_u_id) == (True, made.i_cal_u_id)
    assert copy.response_status.response is ResponseType.NotResponded
    (invited,) = graph.get(graph.organiser.events.by_event_id(made.id)).attendees
    assert invited.email_address.address == attendee
    assert invited.status.response is ResponseType.Accepted


def test_an_update_carries_only_what_was_set(graph: Sdk) -> None:
    """The rest stays, in both copies what both see is the same."""
    _, attendee = graph.served.mailboxes
    made = graph.run(graph.organiser.events.post(an_event(attendees=(attendee,))))
    moved = Event(
        start=a_time("2026-03-04T10:00:00"), end=a_time("2026-03-04T11:00:00")
    )

    changed = graph.run(graph.organiser.events.by_event_id(made.id).patch(moved))

    assert changed.change_key != made.change_key
    assert changed.subject == "Site visit"
    (copy,) = graph.get(graph.attendee.events).value
    assert (
        copy.start.date_time
        == changed.start.date_time
        == ("2026-03-04T10:00:00.0000000")
    )


def test_a_cancelled_meeting_stays_with_the_attendee(graph: Sdk) -> None:
    """The organiser's is gone, the copy says that it is cancelled (section 3.6)."""
    _, attendee = graph.served.mailboxes
    made = graph.run(graph.organiser.events.post(an_event(attendees=(attendee,))))
    event = graph.organiser.events.by_event_id(made.id)

    graph.run(event.cancel.post(CancelPostRequestBody(comment="Storm")))

    assert graph.refusal(event.get()).error.code == "ErrorItemNotFound"
    (copy,) = graph.get(graph.attendee.events).value
    assert copy.is_cancelled


def test_a_deleted_event_is_gone(graph: Sdk) -> None:
    """204 without a body gives nothing."""
    made = graph.run(graph.organiser.events.post(an_event()))

    answer = graph.run(graph.organiser.events.by_event_id(made.id).delete())

    assert answer is None
    assert graph.get(graph.organiser.events).value == []


def test_a_stale_condition_is_refused(graph: Sdk) -> None:
    """412 with the etag of the first answer (section 7)."""
    made = graph.run(graph.organiser.events.post(an_event()))
    event = graph.organiser.events.by_event_id(made.id)
    graph.run(event.patch(Event(subject="Second")))
    stale = graph.condition(made)

    refused = graph.refusal(event.patch(Event(subject="Third"), stale))

    assert refused.response_status_code == 412
    assert refused.error.code == "ErrorIrresolvableConflict"
    assert graph.get(event).subject == "Second"


def test_a_current_condition_is_kept(graph: Sdk) -> None:
    """The etag is in `additional_data`: the models have no member for it."""
    made = graph.run(graph.organiser.events.post(an_event()))
    event = graph.organiser.events.by_event_id(made.id)

    changed = graph.run(event.patch(Event(subject="Second"), graph.condition(made)))

    assert changed.subject == "Second"


def test_an_extended_property_is_found_again(graph: Sdk) -> None:
    """Written within the event, read by expanding, looked for by filtering."""
    key = SingleValueLegacyExtendedProperty(id=KEY, value="WO-17")
    keyed = an_event("Keyed", single_value_extended_properties=[key])
    made = graph.run(graph.organiser.events.post(keyed))
    graph.run(graph.organiser.events.post(an_event("Other")))
    events, wanted = graph.organiser.events, f"id eq '{KEY}'"

    (found,) = graph.get(
        events,
        filter="singleValueExtendedProperties/Any(ep: ep/id eq "
        f"'{KEY}' and ep/value eq 'WO-17')",
        expand=[f"singleValueExtendedProperties($filter={wanted})"],
    ).value

    assert made.single_value_extended_properties is None
    (shown,) = found.single_value_extended_properties
    assert (found.subject, shown.id, shown.value) == ("Keyed", KEY, "WO-17")


def test_times_are_answered_in_the_zone_preferred(graph: Sdk) -> None:
    """By its Windows name; the zone of creation is told beside it."""
    berlin = "W. Europe Standard Time"
    graph.run(
        graph.organiser.events.post(
            Event(
                subject="Morning",
                start=a_time("2026-03-03T09:00:00", "Europe/Berlin"),
                end=a_time("2026-03-03T10:00:00", "Europe/Berlin"),
            )
        )
    )
    preferred = {"Prefer": f'outlook.timezone="{berlin}"'}

    (there,) = graph.get(graph.organiser.events, headers=preferred).value
    (here,) = graph.get(graph.organiser.events).value

    assert (there.start.date_time[11:16], there.start.time_zone) == ("09:00", berlin)
    assert (here.start.date_time[11:16], here.start.time_zone) == ("08:00", "UTC")
    assert here.original_start_time_zone == berlin


def test_an_immutable_id_is_answered_and_accepted(graph: Sdk) -> None:
    """With the preference; without it the other kind is answered (section 3.2)."""
    made = graph.run(graph.organiser.events.post(an_event()))

    (found,) = graph.get(graph.organiser.events, headers=IMMUTABLE).value
    event = graph.organiser.events.by_event_id(found.id)

    assert found.id != made.id
    assert graph.get(event, headers=IMMUTABLE).id == found.id
    assert graph.get(event).id == made.id


@pytest.mark.parametrize("option", ["view", "filter"])
def test_a_window_of_time_is_looked_at(graph: Sdk, option: str) -> None:
    """By the calendar view or by comparing times as texts (section 2.4)."""
    for day in (3, 10, 17):
        graph.run(graph.organiser.events.post(an_event(f"On {day}", day=day)))

    if option == "view":
        found = graph.get(
            graph.organiser.calendar_view,
            start_date_time="2026-03-09T00:00:00Z",
            end_date_time="2026-03-16T00:00:00Z",
        )
    else:
        found = graph.get(
            graph.organiser.events,
            filter="start/dateTime ge '2026-03-09T00:00:00' and "
            "end/dateTime lt '2026-03-16T00:00:00'",
            orderby=["start/dateTime desc"],
            select=["subject", "start"],
        )

    assert [one.subject for one in found.value] == ["On 10"]


def test_events_are_counted(graph: Sdk) -> None:
    """As a number in plain text."""
    for day in (3, 4):
        graph.run(graph.organiser.events.post(an_event(day=day)))

    assert graph.get(graph.organiser.events.count) == 2
