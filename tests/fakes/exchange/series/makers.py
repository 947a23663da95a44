"""Series of Ann's: what the tests of series share."""

from __future__ import annotations

from typing import Any

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Answer, Graph, a_body, events_of, path_of

MARCH = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"


def weekly(*days: str, **span: object) -> dict[str, Any]:
    """A recurrence on some days of every week, from 3 March (a Tuesday), 4 times."""
    return {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": days or ["tuesday"]},
        "range": {
            "type": "numbered",
            "startDate": "2026-03-03",
            "numberOfOccurrences": 4,
            **span,
        },
    }


def daily(**span: object) -> dict[str, Any]:
    """A recurrence on every day from 3 March on, 4 times."""
    return {**weekly(**span), "pattern": {"type": "daily", "interval": 1}}


def a_series(
    graph: Graph,
    mailbox: Mailbox,
    recurrence: dict[str, Any] | None = None,
    **others: Any,
) -> dict[str, Any]:
    """A series at 09:00 of the tests' Tuesdays, as its POST answered it."""
    body = a_body(recurrence=recurrence or weekly(), **others)
    answer = graph.post(events_of(mailbox), body)
    assert answer.status == 201, answer.text
    return dict(answer.json)


def instances(
    graph: Graph, mailbox: Mailbox, master: str, query: str = MARCH, **headers: str
) -> list[dict[str, Any]]:
    """The occurrences of a series in a window."""
    answer = graph.get(f"{path_of(mailbox, master)}/instances", query, **headers)
    assert answer.status == 200, answer.text
    return answer.rows


def shown(
    graph: Graph, mailbox: Mailbox, query: str = MARCH, **headers: str
) -> list[dict[str, Any]]:
    """What the calendar's view shows of a window."""
    answer = graph.get(
        f"/users/{mailbox.id}/calendarView", f"{query}&$top=100", **headers
    )
    assert answer.status == 200, answer.text
    return answer.rows


def starts(rows: list[dict[str, Any]]) -> list[str]:
    """When they begin, to the minute."""
    return [row["start"]["dateTime"][5:16] for row in rows]


def move(graph: Graph, mailbox: Mailbox, event_id: str, start: str, end: str) -> Answer:
    """The PATCH of an event to another time in UTC."""
    body = {
        "start": {"dateTime": start, "timeZone": "UTC"},
        "end": {"dateTime": end, "timeZone": "UTC"},
    }
    return graph.patch(path_of(mailbox, event_id), body)
