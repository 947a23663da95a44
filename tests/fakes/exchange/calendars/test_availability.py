"""Free and busy of people and rooms. Section 2.2."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, at


def schedule(graph: Graph, mailbox: Mailbox, *addresses: str, **others: Any) -> Any:
    """The answer about a morning."""
    body = {
        "Schedules": list(addresses),
        "StartTime": {"dateTime": "2026-03-03T08:00:00", "timeZone": "UTC"},
        "EndTime": {"dateTime": "2026-03-03T12:00:00", "timeZone": "UTC"},
        **others,
    }
    return graph.post(f"/users/{mailbox.id}/calendar/getSchedule", body)


def test_a_schedule_shows_what_is_taken(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Slot by slot and entry by entry; what is free is not there."""
    bob.create_event(subject="A", start=at(3), end=at(3, 10), location="North")
    bob.create_event(
        subject="B", start=at(3, 9, 30), end=at(3, 11), show_as="tentative"
    )
    bob.create_event(subject="C", start=at(3, 11), end=at(3, 12), show_as="free")

    (row,) = schedule(graph, ann, bob.address).rows

    assert row["scheduleId"] == bob.address
    assert row["availabilityView"] == "00221100"
    assert [
        (one["status"], one["subject"], one["location"]) for one in row["scheduleItems"]
    ] == [("busy", "A", "North"), ("tentative", "B", "")]
    assert row["scheduleItems"][0]["start"] == {
        "dateTime": "2026-03-03T09:00:00.0000000",
        "timeZone": "UTC",
    }
    assert row["workingHours"]["timeZone"] == {"name": "UTC"}


def test_slots_are_as_long_as_wanted(graph: Graph, ann: Mailbox) -> None:
    """A slot counts when a part of it is taken."""
    ann.create_event(subject="A", start=at(3, 9, 50), end=at(3, 10), show_as="oof")

    (row,) = schedule(graph, ann, ann.address, availabilityViewInterval=60).rows

    assert row["availabilityView"] == "0300"


def test_a_slot_shows_what_takes_most_of_the_person(graph: Graph, ann: Mailbox) -> None:
    """Busy before working elsewhere, away before busy."""
    for hour, others in ((8, ("workingElsewhere", "busy")), (10, ("busy", "oof"))):
        for show_as in others:
            ann.create_event(
                subject="A",
                start=at(3, hour),
                end=at(3, hour + 1),
                show_as=show_as,  # type: ignore[arg-type]  # a member of ShowAs
            )

    (row,) = schedule(graph, ann, ann.address, availabilityViewInterval=60).rows

    assert row["availabilityView"] == "2030"


def test_private_entries_tell_nothing(graph: Graph, ann: Mailbox) -> None:
    """But when they are."""
    ann.create_event(
        subject="Dentist", start=at(3), end=at(3, 10), sensitivity="private"
    )

    (row,) = schedule(graph, ann, ann.address).rows

    (entry,) = row["scheduleItems"]
    assert entry["isPrivate"] is True
    assert "subject" not in entry


def test_an_unknown_address_has_an_error_of_its_own(graph: Graph, ann: Mailbox) -> None:
    """Beside the schedules of others."""
    rows = schedule(graph, ann, "nobody@contoso.example", ann.address).rows

    assert rows[0]["error"]["responseCode"] == "ErrorMailRecipientNotFound"
    assert rows[1]["availabilityView"] == "00000000"


@pytest.mark.parametrize(
    ("end", "status", "code"),
    [
        ("2026-05-04T08:00:00", 200, None),
        ("2026-05-04T08:00:01", 400, "ErrorTimeIntervalTooBig"),
        ("2026-03-03T08:00:00", 400, "ErrorInvalidRequest"),
    ],
)
def test_the_time_is_at_most_62_days(
    graph: Graph, ann: Mailbox, end: str, status: int, code: str | None
) -> None:
    """To the second."""
    answer = schedule(
        graph, ann, ann.address, EndTime={"dateTime": end, "timeZone": "UTC"}
    )

    assert answer.status == status
    assert code in {None, answer.json.get("error", {}).get("code")}


@pytest.mark.parametrize("minutes", [4, 1441, "30"])
def test_odd_intervals_are_refused(graph: Graph, ann: Mailbox, minutes: object) -> None:
    """5 minutes to a day."""
    answer = schedule(graph, ann, ann.address, availabilityViewInterval=minutes)

    assert answer.status == 400


def test_the_schedules_are_at_most_a_hundred(graph: Graph, ann: Mailbox) -> None:
    """More would be work without end."""
    served = schedule(graph, ann, *[ann.address] * 100)
    refused = schedule(graph, ann, *[ann.address] * 101)

    assert len(served.rows) == 100
    assert (refused.status, refused.code) == (400, "ErrorIdentityArrayTooBig")
