"""How a series is read: master, occurrences, windows (sections 2.2, 3.2, 3.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fakes.exchange import Mailbox
from fakes.exchange.occurrence_ids import occurrence_id
from tests.fakes.exchange.graph import Graph, a_body, at, events_of, path_of
from tests.fakes.exchange.series.makers import (
    MARCH,
    a_series,
    daily,
    instances,
    shown,
    starts,
    weekly,
)


def test_events_have_masters_and_the_view_occurrences(
    graph: Graph, ann: Mailbox
) -> None:
    """And each has single events (trap 26)."""
    a_series(graph, ann, subject="Series")
    ann.create_event(subject="Single", start=at(4), end=at(4, 10))

    listed = graph.get(events_of(ann)).rows
    seen = shown(graph, ann)

    assert [row["type"] for row in listed] == ["seriesMaster", "singleInstance"]
    assert [row["type"] for row in seen] == [
        "occurrence",
        "singleInstance",
        *["occurrence"] * 3,
    ]
    assert starts(seen) == [
        "03-03T09:00",
        "03-04T09:00",
        "03-10T09:00",
        "03-17T09:00",
        "03-24T09:00",
    ]


def test_master_tells_its_recurrence(graph: Graph, ann: Mailbox) -> None:
    """With the event's zone where none was named; it belongs to no series."""
    master = a_series(graph, ann, zone="Europe/Berlin")

    assert master["type"] == "seriesMaster"
    assert master["seriesMasterId"] is None
    assert master["recurrence"]["range"] == {
        "type": "numbered",
        "startDate": "2026-03-03",
        "endDate": "0001-01-01",
        "recurrenceTimeZone": "W. Europe Standard Time",
        "numberOfOccurrences": 4,
    }
    assert "originalStart" not in master


def test_occurrence_is_the_series_at_its_own_time(graph: Graph, ann: Mailbox) -> None:
    """Own id and iCalUId, the master's etag, no recurrence of its own (trap 8)."""
    master = a_series(graph, ann)

    second = instances(graph, ann, master["id"])[1]

    assert second["subject"] == master["subject"]
    assert second["seriesMasterId"] == master["id"]
    assert second["id"] == occurrence_id(master["id"], date(2026, 3, 10))
    assert second["iCalUId"][32:40] == "07EA030A"
    assert second["iCalUId"][40:] == master["iCalUId"][40:]
    assert second["recurrence"] is None
    assert second["@odata.etag"] == master["@odata.etag"]
    assert second["originalStart"].startswith("2026-03-10T09:00:00")
    assert graph.get(path_of(ann, second["id"])).json["iCalUId"] == second["iCalUId"]


def test_immutable_ids_lead_to_occurrences(graph: Graph, ann: Mailbox) -> None:
    """And name the master by its immutable id."""
    a_series(graph, ann)
    prefer = 'IdType="ImmutableId"'

    second = shown(graph, ann, prefer=prefer)[1]

    assert second["seriesMasterId"] == ann.events[0].immutable_id
    found = graph.get(path_of(ann, second["id"]), prefer=prefer)
    assert found.json["id"] == second["id"]
    assert starts([found.json]) == ["03-10T09:00"]


def test_series_keeps_its_wall_clock(graph: Graph, ann: Mailbox) -> None:
    """09:00 in Berlin, before and after the change of clocks (trap 21)."""
    master = a_series(
        graph,
        ann,
        weekly(numberOfOccurrences=6),
        zone="W. Europe Standard Time",
    )
    spring = "startDateTime=2026-03-20T00:00:00Z&endDateTime=2026-05-01T00:00:00Z"

    rows = instances(graph, ann, master["id"], spring)
    local = instances(
        graph, ann, master["id"], spring, prefer='outlook.timezone="Europe/Berlin"'
    )

    assert starts(rows) == ["03-24T08:00", "03-31T07:00", "04-07T07:00"]
    assert starts(local) == ["03-24T09:00", "03-31T09:00", "04-07T09:00"]


def test_all_day_series_is_midnight_for_everybody(graph: Graph, ann: Mailbox) -> None:
    """Labelled UTC whatever the zone (trap 20), also after the change of clocks."""
    a_series(
        graph,
        ann,
        weekly("tuesday", numberOfOccurrences=5),
        start="2026-03-03T00:00:00",
        end="2026-03-04T00:00:00",
        zone="W. Europe Standard Time",
        isAllDay=True,
    )

    rows = shown(graph, ann, prefer='outlook.timezone="Tokyo Standard Time"')

    assert starts(rows) == [f"03-{day:02}T00:00" for day in (3, 10, 17, 24, 31)]
    assert {row["start"]["timeZone"] for row in rows} == {"UTC"}
    assert rows[-1]["end"]["dateTime"].startswith("2026-04-01T00:00")


def test_first_occurrence_may_come_later(graph: Graph, ann: Mailbox) -> None:
    """The pattern decides, from the start of the range on."""
    a_series(graph, ann, weekly("friday"))

    assert starts(shown(graph, ann))[0] == "03-06T09:00"


def test_series_without_end_is_seen_in_any_year(graph: Graph, ann: Mailbox) -> None:
    """However far the window is."""
    a_series(graph, ann, daily(type="noEnd", numberOfOccurrences=0))
    far = "startDateTime=3026-03-01T00:00:00Z&endDateTime=3026-03-03T00:00:00Z"

    assert len(shown(graph, ann, far)) == 2


def test_instances_have_pages_and_filters(graph: Graph, ann: Mailbox) -> None:
    """As every collection: select, top, a link, the day of a filter."""
    master = a_series(graph, ann)
    path = f"{path_of(ann, master['id'])}/instances"

    first = graph.get(path, f"{MARCH}&$top=3&$select=start")
    rest = graph.follow(first.json["@odata.nextLink"])
    one = graph.get(path, f"{MARCH}&$filter=start/dateTime ge '2026-03-20'")

    assert [len(first.rows), len(rest.rows), len(one.rows)] == [3, 1, 1]
    assert set(first.rows[0]) == {"@odata.etag", "id", "start"}


def test_only_a_series_has_instances(graph: Graph, ann: Mailbox) -> None:
    """And they need a window."""
    master = a_series(graph, ann)["id"]
    occurrence = instances(graph, ann, master)[0]["id"]

    refused = graph.get(f"{path_of(ann, occurrence)}/instances", MARCH)

    assert (refused.status, refused.code) == (400, "ErrorInvalidRequest")
    assert graph.get(f"{path_of(ann, master)}/instances").status == 400


def test_days_off_the_pattern_have_no_occurrence(graph: Graph, ann: Mailbox) -> None:
    """An id that could be one of the series and is not."""
    master = a_series(graph, ann)["id"]

    answer = graph.get(path_of(ann, occurrence_id(master, date(2026, 3, 11))))

    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


def test_other_mailboxes_do_not_know_the_occurrence(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Ids are per mailbox (section 3.2)."""
    master = a_series(graph, ann, attendees=("bob@contoso.example",))
    occurrence = instances(graph, ann, master["id"])[0]["id"]

    assert graph.get(path_of(bob, occurrence)).status == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"startDate": "2026-03-04"}, "ErrorPropertyValidationFailure"),
        ({"numberOfOccurrences": 0}, "ErrorPropertyValidationFailure"),
        ({"startDate": None}, "ErrorRecurrenceEndDateTooBig"),
        (
            {"type": "endDate", "endDate": "2026-03-02"},
            "ErrorRecurrenceHasNoOccurrence",
        ),
        ({"recurrenceTimeZone": "Nowhere"}, "TimeZoneNotSupportedException"),
        (  # in Hawaii it is still the day before
            {"recurrenceTimeZone": "Hawaiian Standard Time"},
            "ErrorPropertyValidationFailure",
        ),
    ],
)
def test_series_that_cannot_be_are_refused(
    graph: Graph, ann: Mailbox, change: dict[str, object], code: str
) -> None:
    """Nothing is stored."""
    answer = graph.post(events_of(ann), a_body(recurrence=weekly(**change)))

    assert (answer.status, answer.code) == (400, code)
    assert ann.events == ()


def test_view_is_the_owners_too(graph: Graph, ann: Mailbox) -> None:
    """Python sees what the API shows."""
    a_series(graph, ann)

    owner = ann.view(graph.clock.now(), graph.clock.now().replace(month=4))

    assert [one.id for one in owner] == [row["id"] for row in shown(graph, ann)]


def test_an_all_day_series_begins_at_midnight_on_days_that_have_one(
    graph: Graph, ann: Mailbox
) -> None:
    """In Cairo clocks went forward at midnight of 24 April 2026: it was one o'clock."""
    body = a_body(
        start="2026-04-24T00:00:00",
        end="2026-04-25T00:00:00",
        zone="Egypt Standard Time",
        isAllDay=True,
        recurrence=daily(startDate="2026-04-24", numberOfOccurrences=3),
    )
    series = graph.post(events_of(ann), body).json

    rows = graph.get(
        f"{path_of(ann, series['id'])}/instances",
        "startDateTime=2026-04-01&endDateTime=2026-05-01",
    ).rows

    assert starts(rows) == ["04-24T00:00", "04-25T00:00", "04-26T00:00"]
    parts = ann.view(datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))
    assert [part.start_at.hour for part in parts] == [22, 21, 21]  # in UTC
