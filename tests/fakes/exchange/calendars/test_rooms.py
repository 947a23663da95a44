"""Mailboxes that answer by themselves. Section 3.7."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of

ATTIC = "attic@contoso.example"


@pytest.fixture
def room(graph: Graph) -> Mailbox:
    """A room."""
    return graph.exchange.add_mailbox(ATTIC, name="Attic", kind="room")


def book(graph: Graph, mailbox: Mailbox, hour: int, **others: object) -> str:
    """The path of a meeting in the room that begins at the hour."""
    room = {"emailAddress": {"address": ATTIC}, "type": "resource"}
    body = a_body(
        start=f"2026-03-03T{hour:02}:00:00", end=f"2026-03-03T{hour + 1:02}:00:00"
    )
    answer = graph.post(events_of(mailbox), {**body, "attendees": [room], **others})
    assert answer.status == 201
    assert answer.json["attendees"][0]["status"]["response"] == "none"
    return path_of(mailbox, answer.json["id"])


def answer_of(graph: Graph, path: str) -> str:
    """What the room has answered."""
    return str(graph.get(path).json["attendees"][0]["status"]["response"])


def test_a_free_room_is_taken(graph: Graph, ann: Mailbox, room: Mailbox) -> None:
    """By itself, after the request; the organiser sees it at the next look."""
    path = book(graph, ann, 9)

    assert answer_of(graph, path) == "accepted"

    (booking,) = room.events
    assert booking.show_as == "busy"
    assert graph.exchange.messages[-1].response == "accepted"


def test_a_room_is_taken_once(
    graph: Graph, ann: Mailbox, bob: Mailbox, room: Mailbox
) -> None:
    """Who comes second is declined; the next hour is free."""
    book(graph, ann, 9)

    second, third = book(graph, bob, 9), book(graph, bob, 10)

    assert [answer_of(graph, one) for one in (second, third)] == [
        "declined",
        "accepted",
    ]
    assert len(room.events) == 2


def test_a_room_answers_a_change(graph: Graph, ann: Mailbox, room: Mailbox) -> None:
    """The meeting that was declined moves to where the room is free, and back."""
    book(graph, ann, 9)
    path = book(graph, ann, 9)
    times = a_body(start="2026-03-03T10:00:00", end="2026-03-03T11:00:00")
    assert answer_of(graph, path) == "declined"

    graph.patch(path, {name: times[name] for name in ("start", "end")})
    assert answer_of(graph, path) == "accepted"

    times = a_body(start="2026-03-03T09:30:00", end="2026-03-03T10:30:00")
    graph.patch(path, {name: times[name] for name in ("start", "end")})
    assert answer_of(graph, path) == "declined"
    assert len(room.events) == 1


def test_a_series_needs_the_room_every_time(
    graph: Graph, ann: Mailbox, room: Mailbox
) -> None:
    """One taken occurrence declines it all."""
    weekly = {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
        "range": {
            "type": "numbered",
            "numberOfOccurrences": 3,
            "startDate": "2026-03-03",
        },
    }

    first = book(graph, ann, 9, recurrence=weekly)
    later = a_body(start="2026-03-17T09:30:00", end="2026-03-17T10:00:00")
    second = book(graph, ann, 9, start=later["start"], end=later["end"])
    third = book(graph, ann, 10, recurrence=weekly)

    assert answer_of(graph, first) == "accepted"
    assert answer_of(graph, second) == "declined"
    assert answer_of(graph, third) == "accepted"
    assert [one.type for one in room.events] == ["seriesMaster", "seriesMaster"]


def test_a_snapshot_takes_an_open_request_back(
    graph: Graph, ann: Mailbox, room: Mailbox
) -> None:
    """The room answers nothing that has not been asked."""
    snapshot = graph.exchange.snapshot()
    book(graph, ann, 9)

    graph.exchange.restore(snapshot)

    assert (room.events, graph.exchange.messages) == ((), ())


def test_a_group_always_accepts(graph: Graph, ann: Mailbox) -> None:
    """However many meetings there are at that time."""
    group = graph.exchange.add_mailbox(ATTIC, name="Crew", kind="group")

    paths = [book(graph, ann, 9) for _ in range(2)]

    assert [answer_of(graph, path) for path in paths] == ["accepted", "accepted"]
    assert len(group.events) == 2
