"""Meetings: who is told what, and what stands in whose calendar (3.6, 3.7)."""

from __future__ import annotations

import pytest

from fakes.exchange import GraphError, Mailbox
from tests.fakes.exchange.graph import Graph, a_body, at, events_of, path_of
from tests.fakes.exchange.meetings import BOB, OUTSIDER, copy_of, invite, sent


def test_request_goes_to_everybody_invited(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """With or without a mailbox here, each once; the organiser gets none."""
    invite(graph, ann, BOB, OUTSIDER, BOB.upper(), ann.address)

    assert sent(graph) == [("request", BOB), ("request", OUTSIDER)]
    message = graph.exchange.messages[0]
    assert (message.sender, message.subject, message.by) == (
        "ann@contoso.example",
        "Site visit",
        "api",
    )
    assert message.event_id == ann.events[0].id


def test_attendee_has_a_copy_of_their_own(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Own id, same iCalUId, tentative and not answered."""
    event_id = invite(graph, ann, BOB)

    copy = copy_of(bob)
    assert copy.id != event_id
    assert copy.ical_uid == ann.events[0].ical_uid
    assert not copy.is_organizer
    assert (copy.show_as, copy.response) == ("tentative", "notResponded")
    assert copy.organizer.address == "ann@contoso.example"
    assert copy.created_by == "exchange"
    shown = graph.get(path_of(bob, copy.id)).json
    assert shown["responseStatus"]["response"] == "notResponded"
    assert shown["attendees"][0]["status"]["response"] == "none"


def test_update_reaches_everybody(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """A new subject is an informational update: the answer is kept."""
    event_id = invite(graph, ann, BOB)
    bob.respond(copy_of(bob).id, "accepted")

    graph.patch(path_of(ann, event_id), {"subject": "Other"})

    assert sent(graph)[2:] == [("update", BOB)]
    assert copy_of(bob).subject == "Other"
    assert (copy_of(bob).response, copy_of(bob).show_as) == ("accepted", "busy")
    assert ann.events[0].attendees[0].response == "accepted"


def test_new_time_asks_everybody_again(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Moving the meeting resets the answers on both sides."""
    event_id = invite(graph, ann, BOB)
    bob.respond(copy_of(bob).id, "accepted")

    graph.patch(
        path_of(ann, event_id),
        {"end": {"dateTime": "2026-03-03T11:00:00", "timeZone": "UTC"}},
    )

    copy = copy_of(bob)
    assert copy.end_at == at(3, 11)
    assert (copy.response, copy.show_as) == ("notResponded", "tentative")
    assert ann.events[0].attendees[0].response == "none"


def test_personal_fields_tell_nobody(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Categories, reminder and showAs are the organiser's own."""
    event_id = invite(graph, ann, BOB)

    graph.patch(
        path_of(ann, event_id),
        {"categories": ["Tracked"], "showAs": "oof", "isReminderOn": False},
    )

    assert sent(graph) == [("request", BOB)]
    assert copy_of(bob).categories == ()


def test_attendees_alone_tell_only_those_concerned(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Added: a request; removed: a cancellation; kept: nothing (trap 28)."""
    event_id = invite(graph, ann, BOB, "kim@other.example")

    graph.patch(
        path_of(ann, event_id),
        {
            "attendees": [
                {"emailAddress": {"address": "kim@other.example"}},
                {"emailAddress": {"address": OUTSIDER}},
            ]
        },
    )

    assert sent(graph)[2:] == [("cancellation", BOB), ("request", OUTSIDER)]
    assert copy_of(bob).is_cancelled


def test_attendees_with_another_field_tell_everybody(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """One more property in the body mails those who were kept, too (trap 28)."""
    event_id = invite(graph, ann, BOB)

    graph.patch(
        path_of(ann, event_id),
        {
            "subject": "Site visit",
            "attendees": [
                {"emailAddress": {"address": BOB}},
                {"emailAddress": {"address": OUTSIDER}},
            ],
        },
    )

    assert sent(graph)[1:] == [("update", BOB), ("request", OUTSIDER)]


@pytest.mark.parametrize("how", ["cancel", "delete"])
def test_cancelled_meeting_stays_flagged_with_the_attendee(
    graph: Graph, ann: Mailbox, bob: Mailbox, how: str
) -> None:
    """The organiser's event is gone, the copy stays (traps 5 and 6)."""
    path = path_of(ann, invite(graph, ann, BOB, OUTSIDER))

    if how == "cancel":
        assert graph.post(f"{path}/cancel", {"Comment": "Sorry"}).status == 202
    else:
        assert graph.delete(path).status == 204

    assert sent(graph)[2:] == [("cancellation", BOB), ("cancellation", OUTSIDER)]
    assert graph.exchange.messages[2].comment == ("Sorry" if how == "cancel" else "")
    assert graph.get(path).code == "ErrorItemNotFound"
    assert len(ann.deleted_events) == 1
    copy = copy_of(bob)
    assert (copy.is_cancelled, copy.subject) == (True, "Canceled: Site visit")
    assert copy.show_as == "free"


def test_qualified_cancel_works(graph: Graph, ann: Mailbox) -> None:
    """`microsoft.graph.cancel` is `cancel`; the comment may be missing."""
    path = path_of(ann, invite(graph, ann, OUTSIDER))

    assert graph.post(f"{path}/microsoft.graph.cancel").status == 202
    assert graph.post(f"{path}/cancel").status == 404


def test_only_the_organizer_may_cancel(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """An attendee's cancel is 400, not 403 (trap 7)."""
    invite(graph, ann, BOB)

    answer = graph.post(f"{path_of(bob, copy_of(bob).id)}/cancel", {})

    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")


def test_cancel_of_an_appointment(graph: Graph, ann: Mailbox) -> None:
    """Without attendees: refused by default, deleted with the switch."""
    path = path_of(ann, graph.post(events_of(ann), a_body()).json["id"])
    assert graph.post(f"{path}/cancel", {}).status == 400
    graph.exchange.switches.cancel_without_attendees = "delete"

    assert graph.post(f"{path}/cancel", {}).status == 202

    assert ann.events == ()
    assert graph.exchange.messages == ()


def test_owner_invites_and_cancels_in_outlook(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The owner's acts have the same consequences, and are the owner's."""
    event = ann.create_event(
        subject="Lunch", start=at(4, 11), end=at(4, 12), attendees=[BOB]
    )
    ann.update_event(event.id, subject="Lunch")
    ann.update_event(event.id, subject="Late lunch")
    ann.cancel_event(event.id, comment="Ill")

    assert [one.kind for one in graph.exchange.messages] == [
        "request",
        "update",
        "cancellation",
    ]
    assert {one.by for one in graph.exchange.messages} == {"owner"}
    with pytest.raises(GraphError, match="ErrorItemNotFound"):
        ann.cancel_event(event.id)
