"""Messages about meetings, as the people concerned receive them (3.4, 3.6, 3.7)."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox, Message
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of
from tests.fakes.exchange.mail.makers import addresses, mail_of, message_path
from tests.fakes.exchange.meetings import BOB, OUTSIDER, copy_of, invite


def received(graph: Graph, mailbox: Mailbox, query: str = "") -> list[dict[str, Any]]:
    """The inbox as a client reads it, the oldest message first."""
    answer = graph.get(mail_of(mailbox, "inbox"), query)
    assert answer.status == 200, answer.text
    return answer.rows[::-1]


def test_invitation_arrives_as_a_request(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """It tells when, where and what; the meeting message leads to it."""
    graph.post(
        events_of(ann),
        a_body(attendees=(BOB, OUTSIDER), location={"displayName": "Room 1"}),
    )

    (row,) = received(graph, bob)

    assert row["@odata.type"] == "#microsoft.graph.eventMessageRequest"
    assert row["meetingMessageType"] == "meetingRequest"
    assert row["meetingRequestType"] == "newMeetingRequest"
    assert row["subject"] == "Site visit"
    assert row["from"]["emailAddress"]["address"] == ann.address
    assert addresses(row["toRecipients"]) == [BOB, OUTSIDER]
    assert row["startDateTime"] == {
        "dateTime": "2026-03-03T09:00:00.0000000",
        "timeZone": "UTC",
    }
    assert row["location"]["displayName"] == "Room 1"
    assert (row["type"], row["isAllDay"], row["isOutOfDate"]) == (
        "singleInstance",
        False,
        False,
    )
    assert (row["responseRequested"], row["allowNewTimeProposals"]) == (True, True)
    assert row["previousStartDateTime"] is None
    assert "responseType" not in row
    messages = graph.exchange.messages
    assert [one.delivered_id for one in messages] == [bob.inbox[0].immutable_id, None]


def test_sender_keeps_one_copy_of_each_act(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """However many are told, Sent Items has one message (inferred)."""
    event_id = invite(graph, ann, BOB, OUTSIDER)
    graph.patch(path_of(ann, event_id), {"subject": "Other"})
    bob.respond(copy_of(bob).id, "accepted")

    kept = ann.mail.lying_in("sentitems")
    assert [one.subject for one in kept] == ["Site visit", "Other"]
    assert all(one.is_read for one in kept)
    assert kept[0].internet_message_id == bob.inbox[0].internet_message_id
    assert [one.subject for one in bob.mail.lying_in("sentitems")] == [
        "Accepted: Other"
    ]


def test_update_tells_what_was_before(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """A new time is a full update; the request before is out of date."""
    path = path_of(ann, invite(graph, ann, BOB))

    graph.patch(path, {"subject": "Other"})
    graph.patch(
        path,
        {
            "start": {"dateTime": "2026-03-03T09:30:00", "timeZone": "UTC"},
            "location": {"displayName": "Room 2"},
        },
    )

    rows = received(graph, bob)
    assert [one["meetingRequestType"] for one in rows] == [
        "newMeetingRequest",
        "informationalUpdate",
        "fullUpdate",
    ]
    assert [one["isOutOfDate"] for one in rows] == [True, True, False]
    last = rows[-1]
    assert last["previousStartDateTime"]["dateTime"] == "2026-03-03T09:00:00.0000000"
    assert last["previousEndDateTime"] is None
    assert last["previousLocation"]["displayName"] == ""


@pytest.mark.parametrize("how", ["cancel", "delete"])
def test_cancellation_arrives(
    graph: Graph, ann: Mailbox, bob: Mailbox, how: str
) -> None:
    """A plain eventMessage with the comment as its body."""
    path = path_of(ann, invite(graph, ann, BOB))

    if how == "cancel":
        graph.post(f"{path}/cancel", {"comment": "Sorry, ill"})
    else:
        graph.delete(path)

    request, cancellation = received(graph, bob)
    assert cancellation["@odata.type"] == "#microsoft.graph.eventMessage"
    assert cancellation["meetingMessageType"] == "meetingCancelled"
    assert cancellation["subject"] == "Canceled: Site visit"
    assert "meetingRequestType" not in cancellation
    expected = "Sorry, ill" if how == "cancel" else ""
    assert cancellation["bodyPreview"] == expected
    assert request["isOutOfDate"] is True


def test_removed_attendee_is_the_only_one_named(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Who is taken off the list gets a cancellation for themselves (trap 28)."""
    path = path_of(ann, invite(graph, ann, BOB, OUTSIDER))

    graph.patch(path, {"attendees": [{"emailAddress": {"address": OUTSIDER}}]})

    _, cancellation = received(graph, bob)
    assert addresses(cancellation["toRecipients"]) == [BOB]


@pytest.mark.parametrize(
    ("action", "kind", "prefix", "response"),
    [
        ("accept", "meetingAccepted", "Accepted", "accepted"),
        (
            "tentativelyAccept",
            "meetingTenativelyAccepted",
            "Tentative",
            "tentativelyAccepted",
        ),
        ("decline", "meetingDeclined", "Declined", "declined"),
    ],
)
def test_answer_arrives_with_the_organizer(
    graph: Graph,
    ann: Mailbox,
    bob: Mailbox,
    action: str,
    kind: str,
    prefix: str,
    response: str,
) -> None:
    """An eventMessageResponse; the tentative one is misspelt as in the schema."""
    invite(graph, ann, BOB)

    graph.post(f"{path_of(bob, copy_of(bob).id)}/{action}", {"comment": "ok"})

    (row,) = received(graph, ann)
    assert row["@odata.type"] == "#microsoft.graph.eventMessageResponse"
    assert (row["meetingMessageType"], row["responseType"]) == (kind, response)
    assert row["subject"] == f"{prefix}: Site visit"
    assert (row["bodyPreview"], row["proposedNewTime"]) == ("ok", None)
    assert addresses(row["toRecipients"]) == [ann.address]
    assert "meetingRequestType" not in row


def test_proposal_travels_with_the_answer(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The organiser reads the other time in the message."""
    invite(graph, ann, BOB)
    slot = {
        "start": {"dateTime": "2026-03-04T09:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-04T10:00:00", "timeZone": "UTC"},
    }

    graph.post(f"{path_of(bob, copy_of(bob).id)}/decline", {"proposedNewTime": slot})

    (row,) = received(graph, ann)
    assert row["proposedNewTime"]["start"]["dateTime"] == "2026-03-04T09:00:00.0000000"


def test_all_day_meeting_shows_its_real_instants(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The event says midnight UTC, the message when that is (section 3.4)."""
    graph.post(
        events_of(ann),
        a_body(
            start="2026-03-03T00:00:00",
            end="2026-03-04T00:00:00",
            zone="W. Europe Standard Time",
            attendees=(BOB,),
            isAllDay=True,
        ),
    )

    (row,) = received(graph, bob, "$expand=microsoft.graph.eventMessage/event")

    assert row["isAllDay"] is True
    assert row["startDateTime"]["dateTime"] == "2026-03-02T23:00:00.0000000"
    assert row["event"]["start"]["dateTime"] == "2026-03-03T00:00:00.0000000"


def test_message_expands_to_the_own_copy_of_the_event(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Each side sees its own event, whatever the letter case; plain mail has none."""
    event_id = invite(graph, ann, BOB)
    bob.respond(copy_of(bob).id, "accepted")
    bob.mail.receive(OUTSIDER, subject="Offer")
    query = "$select=subject&$expand=microsoft.graph.EventMessage/event($select=id)"

    request, offer = received(graph, bob, query)
    (answer,) = received(graph, ann, query)
    single = graph.get(message_path(bob, bob.inbox[0].id), query).json

    assert request["event"]["id"] == single["event"]["id"] == copy_of(bob).id
    assert set(request["event"]) == {"@odata.etag", "id"}
    assert "event" not in offer
    assert answer["event"]["id"] == event_id
    graph.delete(path_of(ann, event_id))
    (answer,) = received(graph, ann, query)
    assert answer["event"] is None


def test_derived_properties_are_selected_behind_their_type(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The message itself has no such property."""
    invite(graph, ann, BOB)
    cast = "$select=subject,microsoft.graph.eventMessage/meetingMessageType"

    (row,) = received(graph, bob, cast)
    bare = graph.get(mail_of(bob), "$select=meetingMessageType")

    assert (row["subject"], row["meetingMessageType"]) == (
        "Site visit",
        "meetingRequest",
    )
    assert "startDateTime" not in row
    assert (bare.status, bare.code) == (400, "BadRequest")


def test_silence_leaves_mailboxes_empty(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Personal fields, an answer without sending, a copy deleted: nobody has mail."""
    event_id = invite(graph, ann, BOB)
    graph.patch(path_of(ann, event_id), {"categories": ["Tracked"], "showAs": "oof"})
    path = path_of(bob, copy_of(bob).id)
    graph.post(f"{path}/accept", {"sendResponse": False})
    graph.delete(path)

    assert ann.inbox == ()
    assert len(bob.inbox) == 1
    assert len(ann.mail.lying_in("sentitems")) == 1


def test_exchange_delivers_them(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """The log says that nobody but Exchange has put them there."""
    version = graph.exchange.version
    invite(graph, ann, BOB)

    written = [
        (one.mailbox, one.by)
        for one in graph.exchange.changed_since(version)
        if isinstance(one.after, Message)
    ]

    assert written == [(ann.address, "exchange"), (bob.address, "exchange")]


def test_series_is_told_as_one(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """The request carries the recurrence and says that it is of a series."""
    body = a_body(attendees=(BOB,))
    body["recurrence"] = {
        "pattern": {"type": "daily", "interval": 1},
        "range": {
            "type": "numbered",
            "startDate": "2026-03-03",
            "numberOfOccurrences": 3,
        },
    }
    graph.post(events_of(ann), body)

    (row,) = received(graph, bob)

    assert row["type"] == "seriesMaster"
    assert row["recurrence"]["pattern"]["type"] == "daily"
