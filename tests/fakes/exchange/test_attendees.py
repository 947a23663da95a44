"""What attendees do, and what comes of it (3.7)."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, at, path_of
from tests.fakes.exchange.meetings import BOB, OUTSIDER, copy_of, invite, sent


@pytest.mark.parametrize(
    ("action", "answer", "show_as"),
    [
        ("accept", "accepted", "busy"),
        ("tentativelyAccept", "tentativelyAccepted", "tentative"),
    ],
)
def test_answer_reaches_the_organizer(
    graph: Graph, ann: Mailbox, bob: Mailbox, action: str, answer: str, show_as: str
) -> None:
    """Own status, message, and the organiser's list follow."""
    invite(graph, ann, BOB)
    path = path_of(bob, copy_of(bob).id)

    assert graph.post(f"{path}/{action}", {"comment": "ok"}).status == 202

    assert (copy_of(bob).response, copy_of(bob).show_as) == (answer, show_as)
    assert ann.events[0].attendees[0].response == answer
    message = graph.exchange.messages[-1]
    assert (message.kind, message.sender, message.recipient) == (
        "response",
        BOB,
        "ann@contoso.example",
    )
    assert (message.response, message.comment) == (answer, "ok")


def test_declined_meeting_leaves_the_calendar(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Decline moves the attendee's copy to Deleted Items."""
    invite(graph, ann, BOB)

    graph.post(f"{path_of(bob, copy_of(bob).id)}/decline")

    assert bob.events == ()
    assert bob.deleted_events[0].response == "declined"
    assert ann.events[0].attendees[0].response == "declined"


def test_silent_answer_stays_silent(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """With `sendResponse: false` the organiser learns nothing."""
    invite(graph, ann, BOB)

    graph.post(f"{path_of(bob, copy_of(bob).id)}/accept", {"SendResponse": False})

    assert ann.events[0].attendees[0].response == "none"
    assert sent(graph) == [("request", BOB)]


def test_new_time_can_be_proposed(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """The proposal stands with the attendee; not with a silent answer."""
    invite(graph, ann, BOB)
    path = f"{path_of(bob, copy_of(bob).id)}/tentativelyAccept"
    slot = {
        "start": {"dateTime": "2026-03-04T09:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-04T10:00:00", "timeZone": "UTC"},
    }
    silent = graph.post(path, {"proposedNewTime": slot, "sendResponse": False})
    assert silent.status == 400

    graph.post(path, {"proposedNewTime": slot})

    shown = graph.get(path_of(ann, ann.events[0].id)).json["attendees"][0]
    assert shown["proposedNewTime"]["start"]["dateTime"] == (
        "2026-03-04T09:00:00.0000000"
    )


def test_organizer_cannot_answer(graph: Graph, ann: Mailbox) -> None:
    """Accepting one's own meeting is 400."""
    path = path_of(ann, invite(graph, ann, OUTSIDER))

    assert graph.post(f"{path}/accept", {}).code == "ErrorInvalidRequest"


def test_attendee_deletes_silently(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Only the own copy goes, nobody is told (3.7)."""
    invite(graph, ann, BOB)

    assert graph.delete(path_of(bob, copy_of(bob).id)).status == 204

    assert bob.events == ()
    assert len(ann.events) == 1
    assert sent(graph) == [("request", BOB)]


def test_attendee_writes_locally(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """By default a write is local and gone with the organiser's next update."""
    event_id = invite(graph, ann, BOB)
    path = path_of(bob, copy_of(bob).id)

    assert graph.patch(path, {"subject": "Mine"}).status == 200

    assert copy_of(bob).subject == "Mine"
    assert ann.events[0].subject == "Site visit"
    refused = graph.patch(path, {"attendees": []})
    assert (refused.status, refused.code) == (400, "ErrorInvalidRequest")
    graph.patch(path_of(ann, event_id), {"location": {"displayName": "There"}})
    assert copy_of(bob).subject == "Site visit"


def test_strict_server_refuses_an_attendees_write(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """With the switch shared fields are 403; own fields still work."""
    graph.exchange.switches.attendee_update = "strict"
    invite(graph, ann, BOB)
    path = path_of(bob, copy_of(bob).id)

    answer = graph.patch(path, {"subject": "Mine"})

    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")
    assert graph.patch(path, {"categories": ["x"]}).status == 200


def test_update_brings_a_deleted_copy_back(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Whoever deleted the copy gets a fresh one with the organiser's next update."""
    event_id = invite(graph, ann, BOB)
    bob.delete_event(copy_of(bob).id)

    graph.patch(path_of(ann, event_id), {"subject": "Still on"})

    assert copy_of(bob).subject == "Still on"
    assert copy_of(bob).response == "notResponded"


def test_cancelled_meeting_cannot_be_answered(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """What is called off is neither accepted nor declined."""
    graph.delete(path_of(ann, invite(graph, ann, BOB)))

    answer = graph.post(f"{path_of(bob, copy_of(bob).id)}/accept", {})

    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")


def test_answer_to_an_outsider_is_sent(graph: Graph, ann: Mailbox) -> None:
    """An organiser without a mailbox here gets the message all the same."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))
    ann.set_organizer(event.id, address=OUTSIDER, name="Zoe")

    assert graph.post(f"{path_of(ann, event.id)}/accept").status == 202

    assert sent(graph) == [("response", OUTSIDER)]


def test_removed_attendee_can_be_invited_again(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The flagged copy is a meeting again, not yet answered."""
    path = path_of(ann, invite(graph, ann, BOB))
    graph.patch(path, {"attendees": []})
    assert copy_of(bob).is_cancelled

    graph.patch(path, {"attendees": [{"emailAddress": {"address": BOB}}]})

    copy = copy_of(bob)
    assert (copy.is_cancelled, copy.subject) == (False, "Site visit")
    assert copy.response == "notResponded"
    assert sent(graph) == [("request", BOB), ("cancellation", BOB), ("request", BOB)]
