"""Time zones: Windows and IANA names, summer time, all-day events (3.3, 3.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fakes.exchange import Mailbox
from fakes.exchange.zones import UnknownZone, supported, zone
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of


@pytest.mark.parametrize(
    ("name", "wall", "instant"),
    [
        ("W. Europe Standard Time", "2026-03-28T09:00:00", "2026-03-28T08:00:00"),
        ("W. Europe Standard Time", "2026-03-30T09:00:00", "2026-03-30T07:00:00"),
        ("Europe/Berlin", "2026-10-24T09:00:00", "2026-10-24T07:00:00"),
        ("Europe/Berlin", "2026-10-26T09:00:00", "2026-10-26T08:00:00"),
        ("Pacific Standard Time", "2026-03-07T09:00:00", "2026-03-07T17:00:00"),
        ("Pacific Standard Time", "2026-03-09T09:00:00", "2026-03-09T16:00:00"),
        ("India Standard Time", "2026-06-01T09:00:00", "2026-06-01T03:30:00"),
        ("AUS Eastern Standard Time", "2026-01-05T09:00:00", "2026-01-04T22:00:00"),
        ("utc", "2026-06-01T09:00:00", "2026-06-01T09:00:00"),
    ],
)
def test_wall_time_goes_there_and_back(
    graph: Graph, ann: Mailbox, name: str, wall: str, instant: str
) -> None:
    """Answers are UTC, or the wall time of the preferred zone, over summer time."""
    body = a_body(start=wall, end=wall, zone=name)
    path = path_of(ann, graph.post(events_of(ann), body).json["id"])

    plain = graph.get(path).json
    back = graph.get(path, prefer=f'outlook.timezone="{name}"')

    assert plain["start"] == {"dateTime": f"{instant}.0000000", "timeZone": "UTC"}
    assert back.json["end"] == {"dateTime": f"{wall}.0000000", "timeZone": name}
    assert back.headers["Preference-Applied"] == f'outlook.timezone="{name}"'


def test_original_zone_is_a_windows_name(graph: Graph, ann: Mailbox) -> None:
    """IANA goes in, Windows comes out; the zone is the writer's."""
    shown = graph.post(events_of(ann), a_body(zone="Europe/Prague")).json

    assert shown["originalStartTimeZone"] == "Central Europe Standard Time"


def test_offset_in_a_date_time_decides(graph: Graph, ann: Mailbox) -> None:
    """Whoever sends an offset means that instant."""
    shown = graph.post(
        events_of(ann),
        a_body(start="2026-03-03T09:00:00Z", end="2026-03-03T12:00:00+02:00"),
    ).json

    assert shown["end"]["dateTime"] == "2026-03-03T10:00:00.0000000"


def test_seven_digits_are_read(graph: Graph, ann: Mailbox) -> None:
    """What the service writes may be sent back to it."""
    body = a_body(start="2026-03-03T09:00:00.0000000", end="2026-03-03T10:00:00")

    assert graph.post(events_of(ann), body).status == 201


def test_unknown_zone_in_a_preference(graph: Graph, ann: Mailbox) -> None:
    """An unknown zone is refused before anything is done."""
    answer = graph.post(events_of(ann), a_body(), prefer='outlook.timezone="Mars"')

    assert (answer.status, answer.code) == (400, "TimeZoneNotSupportedException")
    assert ann.events == ()


def test_preferences_come_joined(graph: Graph, ann: Mailbox) -> None:
    """Several preferences stand in one header, in any order (2.1)."""
    graph.post(events_of(ann), a_body())

    answer = graph.get(
        events_of(ann),
        prefer='return=minimal, IdType="ImmutableId",outlook.timezone='
        '"Tokyo Standard Time", odata.maxpagesize=5',
    )

    (row,) = answer.rows
    assert row["start"]["dateTime"] == "2026-03-03T18:00:00.0000000"
    assert row["id"] == ann.events[0].immutable_id


def test_all_day_event_is_midnight_for_everybody(graph: Graph, ann: Mailbox) -> None:
    """Whatever zone is preferred, it starts at midnight, labelled UTC (trap 20)."""
    body = a_body(
        start="2026-03-04T00:00:00",
        end="2026-03-05T00:00:00",
        zone="W. Europe Standard Time",
        isAllDay=True,
    )
    path = path_of(ann, graph.post(events_of(ann), body).json["id"])

    for prefer in ("", 'outlook.timezone="Pacific Standard Time"'):
        shown = graph.get(path, prefer=prefer).json
        assert shown["start"] == {
            "dateTime": "2026-03-04T00:00:00.0000000",
            "timeZone": "UTC",
        }
        assert shown["end"]["dateTime"] == "2026-03-05T00:00:00.0000000"
    assert shown["showAs"] == "free"
    (event,) = ann.events
    assert event.start_at == datetime(2026, 3, 3, 23, tzinfo=UTC)
    assert (event.start_date, event.end_date) == (date(2026, 3, 4), date(2026, 3, 5))


def test_all_day_over_the_end_of_summer_time(ann: Mailbox) -> None:
    """A day of 25 hours is a day; dates are days of the mailbox's zone."""
    event = ann.create_event(
        subject="Long day",
        start=date(2026, 10, 25),
        end=date(2026, 10, 26),
        is_all_day=True,
    )

    assert (event.end_at - event.start_at).total_seconds() == 25 * 3600


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-04T00:00:00", "2026-03-04T00:00:00"),
        ("2026-03-04T01:00:00", "2026-03-05T00:00:00"),
        ("2026-03-04T00:00:00", "2026-03-05T01:00:00"),
    ],
)
def test_all_day_needs_midnights(
    graph: Graph, ann: Mailbox, start: str, end: str
) -> None:
    """Anything but midnight to a later midnight is refused."""
    answer = graph.post(events_of(ann), a_body(start=start, end=end, isAllDay=True))

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


def test_every_listed_zone_has_rules() -> None:
    """No name of the table leads nowhere."""
    names = supported(iana=False) + supported(iana=True)

    assert len(names) > 300
    for name in names:
        assert zone(name).windows_name in supported(iana=False)


def test_unlisted_zone_is_unknown() -> None:
    """Not every IANA name is accepted."""
    with pytest.raises(UnknownZone, match="Antarctica/Troll"):
        zone("Antarctica/Troll")
