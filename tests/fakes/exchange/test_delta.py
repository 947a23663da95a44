"""Delta rounds: replaying them gives the state of the calendar (section 4)."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import (
    START,
    Answer,
    Graph,
    a_body,
    a_graph,
    at,
    events_of,
)

WINDOW = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-03-15T00:00:00Z"


class Replica:
    """A client's copy of a window: rows merged by id, the last one wins."""

    def __init__(self, graph: Graph, mailbox: Mailbox, *, page: int) -> None:
        self._graph = graph
        self._prefer = f"odata.maxpagesize={page}"
        self.rows: dict[str, dict[str, Any]] = {}
        self.pages = 0
        self.removed: list[str] = []
        answer = graph.get(
            f"/users/{mailbox.id}/calendarView/delta()", WINDOW, prefer=self._prefer
        )
        self._link = self._merge(answer)

    def follow(self) -> None:
        """The rows of one more page."""
        self._link = self._merge(self._graph.follow(self._link, prefer=self._prefer))

    def catch_up(self) -> None:
        """The rows of a whole round."""
        while "skiptoken" in self._link:
            self.follow()
        self.follow()
        while "skiptoken" in self._link:
            self.follow()

    def _merge(self, answer: Answer) -> str:
        assert answer.status == 200
        self.pages += 1
        for row in answer.rows:
            if "@removed" in row:
                assert row["@removed"] == {"reason": "deleted"}
                self.removed.append(row["id"])
                self.rows.pop(row["id"], None)
            else:
                self.rows[row["id"]] = row
        links = [key for key in answer.json if key in LINKS]
        assert len(links) == 1
        return str(answer.json[links[0]])


LINKS = {"@odata.nextLink", "@odata.deltaLink"}


def state(mailbox: Mailbox) -> dict[str, str]:
    """What the window shows: change keys by id."""
    return {
        event.id: event.change_key
        for event in mailbox.events
        if event.overlaps(at(1, 0), at(15, 0))
    }


def known(replica: Replica) -> dict[str, str]:
    """The same, as the client has it."""
    return {key: row["changeKey"] for key, row in replica.rows.items()}


@pytest.mark.parametrize("seed", range(6))
def test_replay_equals_state(seed: int) -> None:
    """A random walk of edits, with edits between pages, never loses an event."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    graph = a_graph(seed=seed)
    graph.exchange.switches.change_key_rotation = timedelta(minutes=3)
    ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
    for number in range(8):
        edit(graph, ann, chance, number)
    replica = Replica(graph, ann, page=3)

    for number in range(120):
        edit(graph, ann, chance, number)
        if chance.random() < 0.4:
            replica.follow()
        if chance.random() < 0.1:
            replica.catch_up()
            assert known(replica) == state(ann)
    replica.catch_up()

    assert known(replica) == state(ann)
    assert replica.pages > 20


def edit(graph: Graph, ann: Mailbox, chance: random.Random, number: int) -> None:
    """One random edit, in or out of the window, by owner or client."""
    if graph.clock.now() < START + timedelta(minutes=50):  # the token's hour
        graph.pass_time(seconds=chance.randrange(20))
    start = at(1) + timedelta(hours=chance.randrange(-200, 700))
    end = start + timedelta(hours=chance.randrange(1, 30))
    events = ann.events
    what = chance.choice(["create", "post", "move", "rename", "delete"])
    if what == "create" or not events:
        ann.create_event(subject=f"E{number}", start=start, end=end)
        return
    if what == "post":
        body = a_body(
            f"P{number}",
            start=start.replace(tzinfo=None).isoformat(),
            end=end.replace(tzinfo=None).isoformat(),
        )
        assert graph.post(events_of(ann), body).status == 201
        return
    event = chance.choice(events)
    if what == "move":
        ann.update_event(event.id, start=start, end=end)
    elif what == "rename":
        ann.update_event(event.id, subject=f"R{number}")
    else:
        ann.delete_event(event.id)


def test_round_ends_in_a_delta_link(graph: Graph, ann: Mailbox) -> None:
    """Full rows first; then an empty round while nothing happens."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))
    replica = Replica(graph, ann, page=50)

    row = replica.rows[event.id]
    assert row["@odata.type"] == "#microsoft.graph.event"
    assert row["subject"] == "A"
    replica.rows.clear()
    replica.catch_up()
    assert replica.rows == {}


def test_deleted_event_is_reported_by_the_id_it_had(graph: Graph, ann: Mailbox) -> None:
    """`@removed` carries the calendar's id, not the one in Deleted Items."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))
    replica = Replica(graph, ann, page=50)

    ann.delete_event(event.id)
    replica.catch_up()

    assert replica.removed == [event.id]


def test_event_moved_out_of_the_window_is_removed(graph: Graph, ann: Mailbox) -> None:
    """`@removed` also means "outside the window" (trap 14)."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))
    replica = Replica(graph, ann, page=50)

    ann.update_event(event.id, start=at(20), end=at(20, 10))
    replica.catch_up()

    assert replica.removed == [event.id]
    ann.update_event(event.id, start=at(4), end=at(4, 10))
    replica.catch_up()
    assert event.id in replica.rows


def test_event_that_came_and_went_is_not_mentioned(graph: Graph, ann: Mailbox) -> None:
    """What a client never saw need not be removed."""
    replica = Replica(graph, ann, page=50)
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))
    ann.delete_event(event.id)

    replica.catch_up()

    assert replica.removed == []


def test_own_write_comes_back(graph: Graph, ann: Mailbox) -> None:
    """A client sees its own writes, with the change key it was given (trap 38)."""
    replica = Replica(graph, ann, page=50)

    created = graph.post(events_of(ann), a_body()).json
    replica.catch_up()

    assert replica.rows[created["id"]]["changeKey"] == created["changeKey"]


def test_preferences_are_not_frozen(graph: Graph, ann: Mailbox) -> None:
    """The window is in the token, `Prefer` is not (trap 17)."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))
    first = graph.get(f"/users/{ann.id}/calendarView/delta", WINDOW)
    ann.update_event(event.id, subject="B")

    (row,) = graph.follow(
        first.json["@odata.deltaLink"],
        prefer='outlook.timezone="Tokyo Standard Time", IdType="ImmutableId"',
    ).rows

    assert row["id"] == event.immutable_id
    assert row["start"]["timeZone"] == "Tokyo Standard Time"


@pytest.mark.parametrize("option", ["$select=subject", "$filter=x", "$orderby=x"])
def test_delta_refuses_options(graph: Graph, ann: Mailbox, option: str) -> None:
    """No `$select`, `$filter`, `$orderby` (trap 17)."""
    answer = graph.get(f"/users/{ann.id}/calendarView/delta", f"{WINDOW}&{option}")

    assert (answer.status, answer.code) == (400, "ErrorInvalidUrlQuery")


def test_view_delta_needs_its_window(graph: Graph, ann: Mailbox) -> None:
    """The first call names both edges."""
    assert graph.get(f"/users/{ann.id}/calendarView/delta").status == 400


def gone(answer: Answer) -> None:
    """The token leads nowhere any longer."""
    assert (answer.status, answer.code) == (410, "SyncStateNotFound")
    assert "/delta?" in answer.headers["Location"]
    assert answer.headers["Location"].endswith("$deltatoken=")


def test_unknown_and_foreign_tokens_are_gone(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """A token holds for its own mailbox and function only."""
    link = graph.get(f"/users/{ann.id}/calendarView/delta", WINDOW).json
    token = link["@odata.deltaLink"].partition("?")[2]

    gone(graph.get(f"/users/{ann.id}/calendarView/delta", "$deltatoken=x"))
    gone(graph.get(f"/users/{bob.id}/calendarView/delta", token))
    gone(graph.get(f"/users/{ann.id}/events/delta", token))


def test_tokens_expire_on_demand_and_with_age(graph: Graph, ann: Mailbox) -> None:
    """At once when the harness says so, or after the switch's time (trap 16)."""
    path = f"/users/{ann.id}/calendarView/delta"
    link = graph.get(path, WINDOW).json["@odata.deltaLink"]
    assert graph.follow(link).status == 200

    graph.exchange.expire_delta_tokens()
    gone(graph.follow(link))

    graph.exchange.switches.delta_token_lifetime = timedelta(minutes=10)
    link = graph.get(path, WINDOW).json["@odata.deltaLink"]
    graph.pass_time(minutes=9)
    assert graph.follow(link).status == 200
    graph.pass_time(minutes=1)
    gone(graph.follow(link))


def test_skip_token_can_be_repeated(graph: Graph, ann: Mailbox) -> None:
    """A page whose answer was lost can be asked for again."""
    for number in range(3):
        ann.create_event(subject=f"{number}", start=at(3), end=at(3, 10))
    path = f"/users/{ann.id}/calendarView/delta"
    link = graph.get(path, WINDOW, prefer="odata.maxpagesize=2").json["@odata.nextLink"]

    first, again = graph.follow(link), graph.follow(link)

    assert first.subjects == again.subjects == ["2"]


def test_events_delta_tells_little(graph: Graph, ann: Mailbox) -> None:
    """Id, type, start and end; a start date leaves the past out (section 4)."""
    ann.create_event(subject="Old", start=at(1), end=at(1, 10))
    event = ann.create_event(subject="New", start=at(3), end=at(3, 10))

    answer = graph.get(
        f"/users/{ann.id}/events/microsoft.graph.delta()",
        "startDateTime=2026-03-02T00:00:00Z",
    )

    (row,) = answer.rows
    assert set(row) == {"@odata.type", "@odata.etag", "id", "type", "start", "end"}
    assert row["id"] == event.id
    ann.delete_event(event.id)
    (row,) = graph.follow(answer.json["@odata.deltaLink"]).rows
    assert row["@removed"] == {"reason": "deleted"}
