"""Reminders, and deletion for good. Sections 2.2 and 3.8."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import path_of as contact_path
from tests.fakes.exchange.contacts.makers import post
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of
from tests.fakes.exchange.meetings import BOB, OUTSIDER, copy_of, invite, sent


def test_a_dismissed_reminder_reminds_no_more(graph: Graph, ann: Mailbox) -> None:
    """Once is enough: a second time changes nothing."""
    path = path_of(ann, graph.post(events_of(ann), a_body()).json["id"])

    assert graph.post(f"{path}/dismissReminder").status == 202

    after = graph.get(path).json
    assert after["isReminderOn"] is False
    graph.post(f"{path}/dismissReminder")
    assert graph.get(path).json["changeKey"] == after["changeKey"]


def test_a_reminder_is_put_off(graph: Graph, ann: Mailbox) -> None:
    """To a moment that is one; the event stays as it was."""
    path = path_of(ann, graph.post(events_of(ann), a_body()).json["id"])
    before = graph.get(path).json
    moment = {"dateTime": "2026-03-03T08:30:00", "timeZone": "UTC"}

    assert graph.post(f"{path}/snoozeReminder", {"NewReminderTime": moment}).status == (
        202
    )

    assert graph.get(path).json == before
    assert graph.post(f"{path}/snoozeReminder", {}).status == 400


def test_a_purged_event_is_gone_for_good(graph: Graph, ann: Mailbox) -> None:
    """By either id, from Deleted Items, too."""
    event = ann.event(graph.post(events_of(ann), a_body()).json["id"])
    assert event is not None

    assert graph.post(f"{path_of(ann, event.id)}/permanentDelete").status == 204

    assert ann.deleted_events == ()
    for own in (event.id, event.immutable_id):
        assert graph.get(path_of(ann, own)).code == "ErrorItemNotFound"


def test_a_deleted_event_can_be_purged(graph: Graph, ann: Mailbox) -> None:
    """From where it lies."""
    event = ann.event(graph.post(events_of(ann), a_body()).json["id"])
    assert event is not None
    ann.delete_event(event.id)

    path = path_of(ann, event.immutable_id)

    assert graph.post(f"{path}/permanentDelete").status == 204
    assert ann.deleted_events == ()


def test_a_purged_meeting_is_called_off(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Attendees are told, as with any deletion."""
    path = path_of(ann, invite(graph, ann, BOB))

    graph.post(f"{path}/permanentDelete")

    assert sent(graph)[-1] == ("cancellation", BOB)
    assert copy_of(bob).is_cancelled


def test_a_purge_minds_the_change_key(graph: Graph, ann: Mailbox) -> None:
    """A stale one deletes nothing and tells nobody."""
    path = path_of(ann, invite(graph, ann, OUTSIDER))
    told = sent(graph)

    answer = graph.post(f"{path}/permanentDelete", if_match='W/"stale"')

    assert answer.code == "ErrorIrresolvableConflict"
    assert (len(ann.events), sent(graph)) == (1, told)


def test_a_contact_is_purged(graph: Graph, ann: Mailbox) -> None:
    """It does not lie in Deleted Items."""
    path = contact_path(ann, post(graph, ann)["id"])

    assert graph.post(f"{path}/permanentDelete").status == 204

    assert graph.get(path).code == "ErrorItemNotFound"
    assert ann.contacts.deleted == ()
