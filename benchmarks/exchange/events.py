"""The calendar that all serve: numbered events, each some hours after the one before.

And what the fake is asked about it, as clients of Graph ask.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from side_by_side.ask import SERIAL, Ask

APART: Final = timedelta(hours=3)
LASTS: Final = timedelta(hours=1)
WEEK: Final = timedelta(days=7)
HITS: Final = 50  # events in one list
IN_BATCH: Final = 20
SAMPLES: Final = 64  # requests that take turns, so that no answer is just repeated
OWN_PROPERTY: Final = "String {00020329-0000-0000-c000-000000000046} Name benchRecord"
_FIRST_AT: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
_MADE_AT: Final = datetime(2025, 3, 3, 8, tzinfo=UTC)  # before all: in no list
# Zones enough that no server keeps every event as every zone has it.
_ZONES: Final = (
    *("UTC", "GMT Standard Time", "W. Europe Standard Time", "FLE Standard Time"),
    *("Romance Standard Time", "Central Europe Standard Time", "GTB Standard Time"),
    *("Eastern Standard Time", "Central Standard Time", "Pacific Standard Time"),
    *("Mountain Standard Time", "Alaskan Standard Time", "Tokyo Standard Time"),
    *("India Standard Time", "China Standard Time", "Korea Standard Time"),
)


class Known(NamedTuple):
    """An event that the fake has told of."""

    number: int  # in its mailbox
    user: str
    id: str


def start_of(number: int) -> datetime:
    """When an event starts."""
    return _FIRST_AT + number * APART


def subject_of(number: int) -> str:
    """What it is called."""
    return f"Site visit {number}"


def body_of(number: int) -> str:
    """What stands in it, as plain text."""
    return f"Order {number}: the boiler on the second floor. Ring twice, please."


def sampled(numbers: Sequence[int]) -> Sequence[int]:
    """At most so many of the numbers as take turns."""
    return numbers[:: max(1, len(numbers) // SAMPLES)][:SAMPLES]


def windows(events: int) -> Sequence[int]:
    """With which event lists begin, so that so many follow as a list has."""
    return sampled(range(max(1, events - HITS)))


def instant(at: datetime) -> str:
    """The instant as a query has it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def reads(known: Sequence[Known]) -> list[Ask]:
    """One whole event, by id."""
    return [
        Ask(method="GET", target=f"/users/{one.user}/events/{one.id}") for one in known
    ]


def batches(known: Sequence[Known]) -> list[Ask]:
    """As many reads in one request as may be."""
    return [_batch(known, first) for first in range(len(known))]


def _batch(known: Sequence[Known], first: int) -> Ask:
    chosen = [known[(first + one) % len(known)] for one in range(IN_BATCH)]
    requests = [
        {"id": str(n), "method": "GET", "url": f"/users/{one.user}/events/{one.id}"}
        for n, one in enumerate(chosen)
    ]
    body = json.dumps({"requests": requests}).encode()
    return Ask(method="POST", target="/$batch", body=body)


def lists(known: Sequence[Known], tail: str = "") -> list[Ask]:
    """The first fifty events from an instant on."""
    return [_list(one, tail) for one in known]


def _list(one: Known, tail: str) -> Ask:
    condition = quote(f"start/dateTime ge '{instant(start_of(one.number))}'", safe="")
    query = f"$filter={condition}&$top={HITS}{tail}"
    return Ask(method="GET", target=f"/users/{one.user}/events?{query}")


def lists_anew(known: Sequence[Known]) -> list[Ask]:
    """As `lists`, in time zones that follow each other.

    A server that keeps events as text gains nothing by it.
    """
    return [
        Ask(
            method="GET",
            target=ask.target,
            headers=(("Prefer", f'outlook.timezone="{zone}"'),),
        )
        for zone in _ZONES
        for ask in lists(known)
    ]


def searches(known: Sequence[Known]) -> list[Ask]:
    """The event that carries a record's name."""
    return [_search(one) for one in known]


def _search(one: Known) -> Ask:
    pair = f"ep/id eq '{OWN_PROPERTY}' and ep/value eq 'booking-{one.number}'"
    condition = f"singleValueExtendedProperties/Any(ep: {pair})"
    target = f"/users/{one.user}/events?$filter={quote(condition, safe='')}"
    return Ask(method="GET", target=target)


def first_pages(known: Sequence[Known]) -> list[Ask]:
    """The ten events with which a calendar begins."""
    users = list(dict.fromkeys(one.user for one in known))
    return [Ask(method="GET", target=f"/users/{one}/events") for one in users]


def weeks(known: Sequence[Known]) -> list[Ask]:
    """What the calendar shows of a week."""
    return [_week(one) for one in known]


def _week(one: Known) -> Ask:
    start = start_of(one.number)
    edges = f"startDateTime={instant(start)}&endDateTime={instant(start + WEEK)}"
    return Ask(method="GET", target=f"/users/{one.user}/calendarView?{edges}&$top=1000")


def first_round(user: str, events: int) -> Ask:
    """The first call of a round over everything that the benchmark reads."""
    edges = (
        f"startDateTime={instant(start_of(0))}&endDateTime={instant(start_of(events))}"
    )
    if events * APART > timedelta(days=1825):
        edges = f"startDateTime={instant(start_of(0))}&endDateTime=2031-02-01T00:00:00Z"
    return Ask(
        method="GET",
        target=f"/users/{user}/calendarView/delta?{edges}",
        headers=(("Prefer", "odata.maxpagesize=1000"),),
    )


def creations(user: str) -> list[Ask]:
    """New events that no list holds, each with an id of its own for the create."""
    return [
        Ask(
            method="POST",
            target=f"/users/{user}/events",
            body=json.dumps(written(number)).encode(),
            expected=201,
        )
        for number in range(SAMPLES)
    ]


def written(number: int) -> dict[str, Any]:
    """What a client writes of a new event."""
    start = _MADE_AT + number * APART
    return {
        "subject": subject_of(number),
        "body": {"contentType": "text", "content": body_of(number)},
        "start": _moment(start),
        "end": _moment(start + LASTS),
        "location": {"displayName": "Workshop"},
        "categories": ["Field Service"],
        "showAs": "busy",
        "transactionId": f"7d0b6c1e-0000-4000-8000-000{SERIAL}",
        "singleValueExtendedProperties": [
            {"id": OWN_PROPERTY, "value": f"booking-{SERIAL}"}
        ],
    }


def made_at(number: int) -> datetime:
    """When a new event starts."""
    return _MADE_AT + number * APART


def _moment(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
