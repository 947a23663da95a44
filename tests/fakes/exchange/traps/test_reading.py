"""Traps of reading: ids, properties beside, windows, moments that are none."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import RECORD, Graph, a_body, events_of, path_of
from tests.fakes.exchange.meetings import BOB, copy_of, invite

NEVER: Final = "0001-01-01T00:00:00Z"


def test_ids_end_in_padding_however_it_is_spelled(graph: Graph, ann: Mailbox) -> None:
    """Trap 10: `=` raw and encoded lead there; another letter case leads nowhere."""
    event_id = graph.post(events_of(ann), a_body()).json["id"]

    statuses = [
        graph.get(f"{events_of(ann)}/{spelled}").status
        for spelled in (event_id, quote(event_id, safe=""), event_id.lower())
    ]

    assert event_id.endswith("=")
    assert statuses == [200, 200, 404]


def test_lists_have_no_extended_properties(graph: Graph, ann: Mailbox) -> None:
    """Trap 19: not even the list of those that were found by one."""
    pair = {"id": RECORD, "value": "R-1"}
    graph.post(events_of(ann), a_body(singleValueExtendedProperties=[pair]))
    condition = (
        f"singleValueExtendedProperties/any(e:e/id eq '{RECORD}' and e/value eq 'r-1')"
    )

    (plain,) = graph.get(events_of(ann)).rows
    (found,) = graph.get(events_of(ann), f"$filter={quote(condition)}").rows

    assert "singleValueExtendedProperties" not in plain
    assert found == plain


def test_dates_of_a_view_are_utc_whatever_zone_is_preferred(
    graph: Graph, ann: Mailbox
) -> None:
    """Trap 23: in Tokyo the window would have been over nine hours before."""
    body = a_body(start="2026-03-03T00:10:00", end="2026-03-03T00:20:00")
    graph.post(events_of(ann), body)

    answer = graph.get(
        f"/users/{ann.id}/calendarView",
        "startDateTime=2026-03-03T00:00:00&endDateTime=2026-03-03T01:00:00",
        prefer='outlook.timezone="Tokyo Standard Time"',
    )

    assert [row["start"]["dateTime"][:16] for row in answer.rows] == [
        "2026-03-03T09:10"
    ]


def test_no_answer_is_called_differently_in_each_copy(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Trap 31: `none` with the organiser, `notResponded` with the attendee."""
    event_id = invite(graph, ann, BOB)

    own = graph.get(path_of(ann, event_id)).json
    copy = graph.get(path_of(bob, copy_of(bob).id)).json

    assert own["attendees"][0]["status"] == {"response": "none", "time": NEVER}
    assert own["responseStatus"] == {"response": "organizer", "time": NEVER}
    assert copy["responseStatus"] == {"response": "notResponded", "time": NEVER}
    assert copy["attendees"][0]["status"] == {"response": "none", "time": NEVER}


@pytest.mark.parametrize(
    ("claimed", "shown"),
    [
        ({"response": "accepted", "time": NEVER}, ("accepted", "0001")),
        (
            {"response": "Accepted", "time": "2026-03-01T08:00:00Z"},
            ("accepted", "2026"),
        ),
        (
            {"response": "declined", "time": "2026-03-01T08:00:00Z"},
            ("notResponded", "4501"),
        ),
    ],
)
def test_an_answer_that_the_organiser_claims_is_not_to_be_trusted(
    graph: Graph, ann: Mailbox, bob: Mailbox, claimed: dict[str, str], shown: Any
) -> None:
    """Trap 31: who is called declined has not responded, in 4501; nobody is asked."""
    body = a_body()
    guest = {"emailAddress": {"address": BOB}, "status": claimed}

    created = graph.post(events_of(ann), {**body, "attendees": [guest]}).json

    status = created["attendees"][0]["status"]
    assert (status["response"], status["time"][:4]) == shown
    assert copy_of(bob).response == "notResponded"
    assert [one.kind for one in graph.exchange.messages] == ["request"]


def test_an_answer_is_not_overwritten_by_a_later_claim(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Trap 31: a list that was read before the answer came may be written back."""
    path = path_of(ann, invite(graph, ann, BOB))
    before = graph.get(path).json["attendees"]
    graph.post(f"{path_of(bob, copy_of(bob).id)}/accept")

    after = graph.patch(path, {"attendees": before}).json["attendees"]

    assert after[0]["status"]["response"] == "accepted"
