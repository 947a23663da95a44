"""Series in delta rounds (section 4; traps 11 to 15 and 18)."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, a_body, at, events_of, path_of
from tests.fakes.exchange.series.client import Client
from tests.fakes.exchange.series.makers import (
    MARCH,
    a_series,
    daily,
    instances,
    move,
    starts,
    weekly,
)

BARE = {
    "@odata.type",
    "@odata.etag",
    "id",
    "type",
    "seriesMasterId",
    "start",
    "end",
}


@pytest.fixture
def client(graph: Graph) -> Client:
    """A client that has not begun."""
    return Client(graph)


def kinds(rows: list[dict[str, Any]]) -> list[str]:
    """What each row is."""
    return ["removed" if "@removed" in row else row["type"] for row in rows]


def removed(rows: list[dict[str, Any]]) -> set[str]:
    """The ids that are to go."""
    return {row["id"] for row in rows if "@removed" in row}


def test_occurrences_are_bare_and_the_master_is_there(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """Exceptions are full; the master has the first occurrence's times (trap 11)."""
    master = a_series(graph, ann, weekly("friday"))
    second = instances(graph, ann, master["id"])[1]
    graph.patch(path_of(ann, second["id"]), {"subject": "Other"})

    rows = client.begin(ann)

    assert kinds(rows) == [
        "seriesMaster",
        "occurrence",
        "exception",
        "occurrence",
        "occurrence",
    ]
    assert set(rows[1]) == BARE
    assert rows[1]["seriesMasterId"] == master["id"]
    assert rows[2]["subject"] == "Other"
    assert rows[0]["start"] == rows[1]["start"]
    assert rows[0]["recurrence"]["pattern"]["daysOfWeek"] == ["friday"]
    own = graph.get(path_of(ann, master["id"])).json["start"]
    assert own["dateTime"].startswith("2026-03-03T09:00")


def test_switches_choose_rows(graph: Graph, ann: Mailbox, client: Client) -> None:
    """Full occurrences, no master."""
    a_series(graph, ann, subject="Series")
    graph.exchange.switches.delta_master = "omitted"
    graph.exchange.switches.delta_occurrence = "full"

    rows = client.begin(ann)

    assert [row["subject"] for row in rows] == ["Series"] * 4
    assert kinds(rows) == ["occurrence"] * 4


def test_series_is_not_split_over_pages(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """A page may be longer than was asked for."""
    a_series(graph, ann)
    graph.post(events_of(ann), a_body())

    first = graph.get(
        f"/users/{ann.id}/calendarView/delta", MARCH, prefer="odata.maxpagesize=1"
    )

    assert kinds(first.rows) == ["seriesMaster", *["occurrence"] * 4]
    rest = graph.follow(first.json["@odata.nextLink"], prefer="odata.maxpagesize=1")
    assert kinds(rest.rows) == ["singleInstance"]


@pytest.mark.parametrize("told", [False, True])
def test_deleted_occurrence(
    graph: Graph, ann: Mailbox, client: Client, *, told: bool
) -> None:
    """No entry for it (trap 12), or `@removed`; the rest of the series again."""
    master = a_series(graph, ann)
    if told:
        graph.exchange.switches.delta_gone_occurrence = "removed"
    client.begin(ann)
    second = instances(graph, ann, master["id"])[1]["id"]

    graph.delete(path_of(ann, second))
    rows = client.follow()

    assert removed(rows) == ({second} if told else set())
    left = [row for row in rows if "@removed" not in row]
    assert kinds(left) == ["seriesMaster", *["occurrence"] * 3]
    assert second not in {row["id"] for row in left}


def test_rescheduled_series_leaves_old_occurrences_behind(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """New ids, and nothing about the old ones (trap 13)."""
    master = a_series(graph, ann)
    old = {row["id"] for row in client.begin(ann)[1:]}

    graph.patch(
        path_of(ann, master["id"]),
        {
            "start": {"dateTime": "2026-03-04T09:00:00", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-04T10:00:00", "timeZone": "UTC"},
            "recurrence": weekly("wednesday", startDate="2026-03-04"),
        },
    )
    rows = client.follow()

    assert removed(rows) == set()
    assert len(rows) == 5
    assert not old & {row["id"] for row in rows}


def test_exception_moved_out_of_the_window_is_removed(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """It is still there, elsewhere (trap 14); back in it appears again."""
    master = a_series(graph, ann, weekly(numberOfOccurrences=10))
    week = "startDateTime=2026-03-09T00:00:00Z&endDateTime=2026-03-12T00:00:00Z"
    client.begin(ann, query=week)
    second = instances(graph, ann, master["id"])[1]["id"]

    move(graph, ann, second, "2026-03-14T09:00:00", "2026-03-14T10:00:00")
    left = client.follow()
    move(graph, ann, second, "2026-03-11T09:00:00", "2026-03-11T10:00:00")
    back = client.follow()

    assert second in removed(left)
    assert [row["id"] for row in back if row.get("type") == "exception"] == [second]


def test_deleted_series_is_one_removed_row(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """And one for each exception, which was a row in full."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]["id"]
    graph.patch(path_of(ann, second), {"subject": "Other"})
    client.begin(ann)

    graph.delete(path_of(ann, master["id"]))

    assert removed(client.follow()) == {master["id"], second}
    assert client.follow() == []


def test_deleted_series_without_master_rows_is_told_by_occurrences(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """Else nothing would tell of it."""
    graph.exchange.switches.delta_master = "omitted"
    master = a_series(graph, ann)
    known = {row["id"] for row in client.begin(ann)}

    graph.delete(path_of(ann, master["id"]))

    assert removed(client.follow()) == known


def test_series_outside_of_the_window_is_no_row(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """Until it reaches into it."""
    master = a_series(graph, ann, daily(numberOfOccurrences=3))
    late = "startDateTime=2026-03-06T00:00:00Z&endDateTime=2026-03-08T00:00:00Z"
    assert client.begin(ann, query=late) == []

    graph.patch(
        path_of(ann, master["id"]), {"recurrence": daily(numberOfOccurrences=5)}
    )
    grown = client.follow()
    graph.patch(
        path_of(ann, master["id"]), {"recurrence": daily(numberOfOccurrences=3)}
    )
    shrunk = client.follow()

    assert kinds(grown) == ["seriesMaster", "occurrence", "occurrence"]
    assert starts(grown[1:]) == ["03-06T09:00", "03-07T09:00"]
    assert removed(shrunk) == {master["id"]}


@pytest.mark.parametrize("omitted", [False, True])
def test_series_made_single_keeps_its_row(
    graph: Graph, ann: Mailbox, client: Client, *, omitted: bool
) -> None:
    """Under the master's id; and a single event that becomes a series."""
    if omitted:
        graph.exchange.switches.delta_master = "omitted"
    master = a_series(graph, ann)
    client.begin(ann)

    graph.patch(path_of(ann, master["id"]), {"recurrence": None})
    single = client.follow()
    graph.patch(path_of(ann, master["id"]), {"recurrence": weekly()})
    again = client.follow()

    assert kinds(single) == ["singleInstance"]
    first = "removed" if omitted else "seriesMaster"
    assert kinds(again) == [first, *["occurrence"] * 4]
    assert again[0]["id"] == master["id"]


def test_events_delta_has_masters_and_exceptions(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """Few properties (trap 18); exceptions name their series."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]["id"]
    graph.patch(path_of(ann, second), {"subject": "Other"})

    rows = client.begin(ann, "events", "")

    assert kinds(rows) == ["seriesMaster", "exception"]
    assert set(rows[0]) == BARE - {"seriesMasterId"}
    assert set(rows[1]) == BARE
    graph.exchange.switches.delta_events_exceptions = "omitted"
    assert kinds(Client(graph).begin(ann, "events", "")) == ["seriesMaster"]


def test_events_delta_of_later_events_has_running_series(
    graph: Graph, ann: Mailbox, client: Client
) -> None:
    """What is over before the start is left out."""
    a_series(graph, ann)  # until the 24th
    ann.create_event(subject="Past", start=at(4), end=at(4, 10))

    assert (
        kinds(client.begin(ann, "events", "startDateTime=2026-03-20T00:00:00Z"))
    ) == ["seriesMaster"]
    assert client.begin(ann, "events", "startDateTime=2026-03-25T00:00:00Z") == []
