"""Ids, change keys, transactions: which event is meant, in which state (3.2, 7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes.exchange import Mailbox
from fakes.exchange.extended import normalised
from tests.fakes.exchange.graph import RECORD, Graph, a_body, at, events_of, path_of

EXPAND = f"$expand=singleValueExtendedProperties($filter=id eq '{RECORD}')"


def test_stale_change_key_is_a_conflict(graph: Graph, ann: Mailbox) -> None:
    """`If-Match` with an old etag is 412 for PATCH and DELETE; `*` always passes."""
    first = graph.post(events_of(ann), a_body()).json
    path = path_of(ann, first["id"])
    stale = first["@odata.etag"]
    assert graph.patch(path, {"subject": "1"}, if_match=stale).status == 200

    answer = graph.patch(path, {"subject": "2"}, if_match=stale)

    assert (answer.status, answer.code) == (412, "ErrorIrresolvableConflict")
    assert graph.delete(path, if_match=stale).status == 412
    assert graph.patch(path, {"subject": "3"}, if_match="*").status == 200
    assert ann.events[0].subject == "3"


def test_change_key_rotates_once_when_told_to(graph: Graph, ann: Mailbox) -> None:
    """Exchange rewrites the key by itself: the etag of the create is stale (trap 1)."""
    graph.exchange.switches.change_key_rotation = timedelta(seconds=5)
    first = graph.post(events_of(ann), a_body()).json
    path = path_of(ann, first["id"])
    graph.pass_time(seconds=4)
    assert graph.get(path).json["changeKey"] == first["changeKey"]
    graph.pass_time(seconds=1)

    answer = graph.patch(path, {"subject": "x"}, if_match=first["@odata.etag"])

    assert answer.status == 412
    rotated = graph.get(path).json["changeKey"]
    graph.pass_time(minutes=5)
    assert graph.get(path).json["changeKey"] == rotated
    assert [(one.by, one.kind) for one in graph.exchange.changed_since(0)] == [
        ("api", "created"),
        ("exchange", "updated"),
    ]


def test_change_key_stays_by_default(graph: Graph, ann: Mailbox) -> None:
    """Without the switch nothing rotates."""
    first = graph.post(events_of(ann), a_body()).json
    graph.pass_time(hours=1)

    assert ann.events[0].change_key == first["changeKey"]


def test_repeated_transaction_gives_the_first_event(graph: Graph, ann: Mailbox) -> None:
    """By default a repeat is 201 with the event as it is (section 7)."""
    first = graph.post(events_of(ann), a_body(transactionId="t-1")).json

    again = graph.post(events_of(ann), a_body("Other", transactionId="t-1"))

    assert (again.status, again.json["id"]) == (201, first["id"])
    assert again.json["transactionId"] == "t-1"
    assert len(ann.events) == 1


def test_repeated_transaction_may_conflict(graph: Graph, ann: Mailbox) -> None:
    """With the switch a repeat is 409."""
    graph.exchange.switches.transaction_repeat = "conflict"
    graph.post(events_of(ann), a_body(transactionId="t-1"))

    assert graph.post(events_of(ann), a_body(transactionId="t-1")).status == 409


def test_broken_server_ignores_transactions(graph: Graph, ann: Mailbox) -> None:
    """With the switch a repeat makes a second event."""
    graph.exchange.switches.transaction_repeat = "ignored"
    for _ in range(2):
        graph.post(events_of(ann), a_body(transactionId="t-1"))

    assert len(ann.events) == 2


def test_transactions_belong_to_one_mailbox(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The same id in another mailbox makes another event."""
    for mailbox in (ann, bob):
        graph.post(events_of(mailbox), a_body(transactionId="t-1"))

    assert (len(ann.events), len(bob.events)) == (1, 1)


def test_deleted_event_lies_in_deleted_items(graph: Graph, ann: Mailbox) -> None:
    """DELETE is soft: a new default id, the old one is 404 (section 3.8)."""
    first = graph.post(events_of(ann), a_body()).json
    path = path_of(ann, first["id"])

    assert graph.delete(path).status == 204

    again = graph.delete(path)
    assert (again.status, again.code) == (404, "ErrorItemNotFound")
    assert graph.get(path).status == 404
    assert ann.events == ()
    (buried,) = ann.deleted_events
    assert buried.id != first["id"]
    assert ann.event(first["id"]) is None


def test_immutable_id_survives_the_move(graph: Graph, ann: Mailbox) -> None:
    """By immutable id the deleted event is found, unless the switch says gone."""
    prefer = 'IdType="ImmutableId"'
    first = graph.post(events_of(ann), a_body(), prefer=prefer)
    assert first.headers["Preference-Applied"] == prefer
    path = path_of(ann, first.json["id"])
    assert graph.get(path).json["id"] != first.json["id"]
    graph.delete(path)

    assert graph.get(path, prefer=prefer).status == 200
    graph.exchange.switches.deleted_by_immutable_id = "gone"
    assert graph.get(path, prefer=prefer).status == 404


def test_ids_are_case_sensitive_and_checked(graph: Graph, ann: Mailbox) -> None:
    """Another letter case is another item; what is no id at all is malformed."""
    first = graph.post(events_of(ann), a_body()).json

    assert graph.get(path_of(ann, first["id"].swapcase())).status == 404
    malformed = graph.get(path_of(ann, "no id!"))
    assert (malformed.status, malformed.code) == (400, "ErrorInvalidIdMalformed")


def test_id_of_another_mailbox_is_not_found(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Ids hold in their own mailbox only (section 3.2)."""
    first = graph.post(events_of(ann), a_body()).json

    answer = graph.get(path_of(bob, first["id"]))

    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


@pytest.mark.parametrize(
    "path",
    [
        "/users/{user}/EVENTS/{id}",
        "/users('{user}')/events('{id}')",
        "/users/{user}/calendar/events/{id}",
        "/Users/{address}/Calendar/Events/{id}",
        "/users/{user}/calendars/{calendar}/events/{id}",
    ],
)
def test_every_spelling_of_the_path_leads_there(
    graph: Graph, ann: Mailbox, path: str
) -> None:
    """Segments in any case, keys in parentheses, any calendar prefix (2.1)."""
    event_id = graph.post(events_of(ann), a_body()).json["id"]

    answer = graph.get(
        path.format(
            user=ann.id,
            address="ANN%40contoso.example",
            id=event_id,
            calendar=ann.calendar.id,
        )
    )

    assert answer.json["id"] == event_id


def test_every_created_event_rotates(graph: Graph, ann: Mailbox) -> None:
    """Each in its own time, and owners' events never."""
    graph.exchange.switches.change_key_rotation = timedelta(seconds=5)
    for number in range(3):
        graph.post(events_of(ann), a_body(f"{number}"))
        graph.pass_time(seconds=1)
    ann.create_event(subject="Own", start=at(3), end=at(3, 10))
    before = [event.change_key for event in ann.events]

    graph.pass_time(seconds=3)

    after = [event.change_key for event in ann.events]
    assert [old == new for old, new in zip(before, after, strict=True)] == [
        False,
        False,
        True,
        True,
    ]


def test_transaction_id_is_for_ever(graph: Graph, ann: Mailbox) -> None:
    """It is set by the create alone; the same one again does no harm."""
    event = graph.post(events_of(ann), a_body(transactionId="t-1")).json
    path = path_of(ann, event["id"])

    assert graph.patch(path, {"transactionId": "t-1"}).status == 200
    assert graph.patch(path, {"transactionId": "t-2"}).status == 400


def test_second_delete_by_immutable_id_is_final(graph: Graph, ann: Mailbox) -> None:
    """Out of Deleted Items nothing is left; it can still be edited before."""
    graph.post(events_of(ann), a_body())
    path = path_of(ann, ann.events[0].immutable_id)
    graph.delete(path)
    assert graph.patch(path, {"subject": "In the bin"}).status == 200
    assert ann.deleted_events[0].subject == "In the bin"

    assert graph.delete(path).status == 204

    assert ann.deleted_events == ()
    assert graph.get(path).code == "ErrorItemNotFound"
    assert [one.kind for one in graph.exchange.changed_since(0)] == [
        "created",
        "deleted",
        "updated",
        "purged",
    ]


@pytest.mark.parametrize(
    ("spelled", "normal"),
    [
        (
            "string {00062008-0000-0000-C000-000000000046} name Own",
            "String {00062008-0000-0000-c000-000000000046} Name Own",
        ),
        (
            "Integer 00062008-0000-0000-C000-000000000046 Id 0x8233",
            "Integer {00062008-0000-0000-c000-000000000046} Id 0x8233",
        ),
        ("String 0x0E1D", "String 0x0e1d"),
        ("Nonsense 0x0E1D", None),
        ("String {00062008} Name Own", None),
    ],
)
def test_property_ids_have_one_spelling(spelled: str, normal: str | None) -> None:
    """Named, numbered and tagged; GUIDs in lower case, names as they are (3.10)."""
    assert normalised(spelled) == normal
