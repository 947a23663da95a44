"""One occurrence of a series changed, moved, taken out (section 3.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import RECORD, Graph, events_of, path_of
from tests.fakes.exchange.series.makers import (
    a_series,
    daily,
    instances,
    move,
    shown,
    starts,
    weekly,
)


def test_changed_occurrence_is_an_exception_of_the_same_id(
    graph: Graph, ann: Mailbox
) -> None:
    """Only what was changed is its own; the series goes on as it was."""
    master = a_series(graph, ann, subject="Series")
    second = instances(graph, ann, master["id"])[1]

    answer = graph.patch(path_of(ann, second["id"]), {"subject": "Other"})

    assert answer.status == 200
    assert (answer.json["id"], answer.json["type"]) == (second["id"], "exception")
    rows = instances(graph, ann, master["id"])
    assert [row["subject"] for row in rows] == ["Series", "Other", "Series", "Series"]
    assert len({row["@odata.etag"] for row in rows}) == 1
    assert rows[0]["@odata.etag"] != master["@odata.etag"]
    graph.patch(path_of(ann, master["id"]), {"location": {"displayName": "Hall"}})
    rows = instances(graph, ann, master["id"])
    assert [row["subject"] for row in rows] == ["Series", "Other", "Series", "Series"]
    assert rows[1]["location"]["displayName"] == "Hall"


def test_moved_occurrence_remembers_where_it_was(graph: Graph, ann: Mailbox) -> None:
    """It is shown where it is now, in order."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]["id"]

    answer = move(graph, ann, second, "2026-03-12T15:00:00", "2026-03-12T16:00:00")

    assert answer.json["originalStart"].startswith("2026-03-10T09:00")
    assert starts(shown(graph, ann)) == [
        "03-03T09:00",
        "03-12T15:00",
        "03-17T09:00",
        "03-24T09:00",
    ]
    tenth = "startDateTime=2026-03-10T00:00:00Z&endDateTime=2026-03-11T00:00:00Z"
    assert shown(graph, ann, tenth) == []


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        ("2026-03-04T00:00:00", "2026-03-04T01:00:00", 200),
        ("2026-03-03T23:00:00", "2026-03-03T23:30:00", 400),  # a neighbour's day
        ("2026-03-02T09:00:00", "2026-03-02T10:00:00", 400),  # across it
        ("2026-03-16T23:00:00", "2026-03-16T23:59:00", 200),
        ("2026-03-17T08:00:00", "2026-03-17T08:30:00", 400),
        ("2026-03-16T23:00:00", "2026-03-17T09:30:00", 400),  # into it
        ("2026-03-20T09:00:00", "2026-03-20T10:00:00", 400),
    ],
)
def test_occurrence_stays_between_its_neighbours(
    graph: Graph, ann: Mailbox, start: str, end: str, status: int
) -> None:
    """Neither onto nor across their days (trap 27)."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]["id"]

    answer = move(graph, ann, second, start, end)

    assert answer.status == status
    if status == 400:
        assert answer.code == "ErrorOccurrenceCrossingBoundary"
        assert instances(graph, ann, master["id"])[1]["type"] == "occurrence"


def test_bulk_shift_needs_an_order(graph: Graph, ann: Mailbox) -> None:
    """A daily series moves by a day from its end only (trap 27)."""
    master = a_series(graph, ann, daily(numberOfOccurrences=2))
    first, last = (row["id"] for row in instances(graph, ann, master["id"]))
    day_later = ("2026-03-04T09:00:00", "2026-03-04T10:00:00")

    assert move(graph, ann, first, *day_later).status == 400
    later = move(graph, ann, last, "2026-03-05T09:00:00", "2026-03-05T10:00:00")
    assert later.status == 200
    assert move(graph, ann, first, *day_later).status == 200


def test_taken_out_neighbours_do_not_count(graph: Graph, ann: Mailbox) -> None:
    """Their days are free (inferred)."""
    master = a_series(graph, ann)
    _, second, third, _ = instances(graph, ann, master["id"])
    graph.delete(path_of(ann, third["id"]))

    moved = move(graph, ann, second["id"], "2026-03-18T09:00:00", "2026-03-18T10:00:00")

    assert moved.status == 200


def test_deleted_occurrence_leaves_without_trace(graph: Graph, ann: Mailbox) -> None:
    """Only `cancelledOccurrences` of the master tells of it."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]["id"]

    assert graph.delete(path_of(ann, second)).status == 204

    days = ["03-03T09:00", "03-17T09:00", "03-24T09:00"]
    assert starts(instances(graph, ann, master["id"])) == days
    assert starts(shown(graph, ann)) == days
    assert graph.get(path_of(ann, second)).code == "ErrorItemNotFound"
    assert graph.delete(path_of(ann, second)).status == 404
    assert ann.deleted_events == ()
    plain = graph.get(path_of(ann, master["id"])).json
    asked = graph.get(
        path_of(ann, master["id"]), "$select=cancelledOccurrences,subject"
    ).json
    assert "cancelledOccurrences" not in plain
    assert asked["cancelledOccurrences"] == [f"OID.{master['id']}.2026-03-10"]


def test_lists_do_not_tell_of_cancelled_occurrences(graph: Graph, ann: Mailbox) -> None:
    """A GET of the master does."""
    a_series(graph, ann)

    (row,) = graph.get(events_of(ann), "$select=subject,cancelledOccurrences").rows

    assert set(row) == {"@odata.etag", "id", "subject"}


def test_exceptions_are_expanded_on_the_master(graph: Graph, ann: Mailbox) -> None:
    """With a selection of their own."""
    master = a_series(graph, ann)
    rows = instances(graph, ann, master["id"])
    for row in (rows[2], rows[0]):
        graph.patch(path_of(ann, row["id"]), {"subject": "Other"})

    answer = graph.get(
        path_of(ann, master["id"]),
        "$select=subject,exceptionOccurrences"
        "&$expand=exceptionOccurrences($select=subject,start)",
    )

    found = answer.json["exceptionOccurrences"]
    assert [one["id"] for one in found] == [rows[0]["id"], rows[2]["id"]]
    assert set(found[0]) == {"@odata.etag", "id", "subject", "start"}


def test_recurrence_of_an_occurrence_cannot_be_written(
    graph: Graph, ann: Mailbox
) -> None:
    """A null, as clients send it back, is taken and means nothing."""
    master = a_series(graph, ann)
    second = path_of(ann, instances(graph, ann, master["id"])[1]["id"])

    assert graph.patch(second, {"recurrence": weekly()}).status == 400
    assert graph.patch(second, {"recurrence": None, "subject": "X"}).status == 200


def test_stale_etag_of_the_series_is_refused(graph: Graph, ann: Mailbox) -> None:
    """A write of one occurrence outdates what is known of the others."""
    master = a_series(graph, ann)
    first, second, *_ = instances(graph, ann, master["id"])
    graph.patch(path_of(ann, first["id"]), {"subject": "Other"})

    answer = graph.patch(
        path_of(ann, second["id"]), {"subject": "X"}, if_match=second["@odata.etag"]
    )

    assert (answer.status, answer.code) == (412, "ErrorIrresolvableConflict")


def test_new_recurrence_drops_exceptions(graph: Graph, ann: Mailbox) -> None:
    """And brings back what was taken out; the same one again drops nothing."""
    master = a_series(graph, ann, subject="Series")
    first, second, *_ = instances(graph, ann, master["id"])
    graph.patch(path_of(ann, first["id"]), {"subject": "Other"})
    graph.delete(path_of(ann, second["id"]))
    path = path_of(ann, master["id"])

    graph.patch(path, {"recurrence": weekly(), "subject": "Series 2"})
    kept = [row["subject"] for row in instances(graph, ann, master["id"])]
    graph.patch(path, {"recurrence": weekly(numberOfOccurrences=3)})

    assert kept == ["Other", "Series 2", "Series 2"]
    rows = instances(graph, ann, master["id"])
    assert [row["subject"] for row in rows] == ["Series 2"] * 3
    assert {row["type"] for row in rows} == {"occurrence"}


def test_series_moved_to_other_days_has_other_occurrences(
    graph: Graph, ann: Mailbox
) -> None:
    """The old ids lead nowhere (trap 13)."""
    master = a_series(graph, ann)
    old = {row["id"] for row in instances(graph, ann, master["id"])}

    answer = graph.patch(
        path_of(ann, master["id"]),
        {
            "start": {"dateTime": "2026-03-04T09:00:00", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-04T10:00:00", "timeZone": "UTC"},
            "recurrence": weekly("wednesday", startDate="2026-03-04"),
        },
    )

    assert answer.status == 200
    new = {row["id"] for row in instances(graph, ann, master["id"])}
    assert len(new) == 4
    assert not new & old
    assert graph.get(path_of(ann, min(old))).status == 404


def test_time_of_day_moves_the_whole_series(graph: Graph, ann: Mailbox) -> None:
    """But not to another day: the range begins on the day of the start."""
    master = a_series(graph, ann)

    moved = move(graph, ann, master["id"], "2026-03-03T11:00:00", "2026-03-03T12:00:00")
    refused = move(
        graph, ann, master["id"], "2026-03-04T11:00:00", "2026-03-04T12:00:00"
    )

    assert (moved.status, refused.status) == (200, 400)
    assert {row["start"]["dateTime"][11:16] for row in shown(graph, ann)} == {"11:00"}


def test_series_becomes_single_and_a_series_again(graph: Graph, ann: Mailbox) -> None:
    """Under the same id; exceptions are gone."""
    master = a_series(graph, ann)
    path = path_of(ann, master["id"])
    first = instances(graph, ann, master["id"])[0]["id"]
    graph.patch(path_of(ann, first), {"subject": "Other"})

    single = graph.patch(path, {"recurrence": None}).json

    assert (single["id"], single["type"]) == (master["id"], "singleInstance")
    assert single["recurrence"] is None
    assert [row["id"] for row in shown(graph, ann)] == [master["id"]]
    assert graph.get(path_of(ann, first)).status == 404
    again = graph.patch(path, {"recurrence": weekly()}).json
    assert again["type"] == "seriesMaster"
    assert {row["type"] for row in shown(graph, ann)} == {"occurrence"}


def test_deleted_series_takes_its_occurrences_along(graph: Graph, ann: Mailbox) -> None:
    """One item lies in Deleted Items, still a series."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]["id"]

    graph.delete(path_of(ann, master["id"]))

    assert shown(graph, ann) == []
    assert graph.get(path_of(ann, second)).status == 404
    (deleted,) = ann.deleted_events
    assert deleted.type == "seriesMaster"


def test_extended_properties_of_an_occurrence_are_its_own(
    graph: Graph, ann: Mailbox
) -> None:
    """Those of the series are shown with it."""
    master = a_series(
        graph, ann, singleValueExtendedProperties=[{"id": RECORD, "value": "series"}]
    )
    second = instances(graph, ann, master["id"])[1]["id"]
    expand = f"$expand=singleValueExtendedProperties($filter=id eq '{RECORD}')"

    def value_of(event_id: str) -> str:
        (found,) = graph.get(path_of(ann, event_id), expand).json[
            "singleValueExtendedProperties"
        ]
        return str(found["value"])

    assert value_of(second) == "series"
    graph.patch(
        path_of(ann, second),
        {"singleValueExtendedProperties": [{"id": RECORD, "value": "one"}]},
    )

    assert (value_of(master["id"]), value_of(second)) == ("series", "one")


def test_whole_answer_may_be_written_back(graph: Graph, ann: Mailbox) -> None:
    """As clients do that keep the object they read: nothing moves, nothing is lost."""
    master = a_series(graph, ann, zone="W. Europe Standard Time")
    second = instances(graph, ann, master["id"])[1]["id"]
    graph.patch(path_of(ann, second), {"subject": "Other"})
    before = starts(shown(graph, ann))
    asked = graph.get(path_of(ann, master["id"])).json | {"cancelledOccurrences": []}

    answer = graph.patch(path_of(ann, master["id"]), asked)

    assert answer.status == 200
    assert starts(shown(graph, ann)) == before
    assert instances(graph, ann, master["id"])[1]["subject"] == "Other"
    assert answer.json["recurrence"] == master["recurrence"]


def test_owner_changes_one_occurrence(graph: Graph, ann: Mailbox) -> None:
    """Through the same doors as any event."""
    a_series(graph, ann)
    now = graph.clock.now()
    first, second, *_ = ann.view(now, now + timedelta(days=40))

    ann.update_event(first.id, subject="Other")
    ann.delete_event(second.id)

    rest = ann.view(now, now + timedelta(days=40))
    assert [one.subject for one in rest] == ["Other", "Site visit", "Site visit"]
    assert [one.type for one in rest] == ["exception", "occurrence", "occurrence"]
    ann.update_event(ann.events[0].id, recurrence="once")
    assert [one.type for one in ann.view(now, now + timedelta(days=40))] == [
        "singleInstance"
    ]
