"""Finding events by time, compared with looking at every event."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest

from fakes.exchange import Mailbox
from fakes.exchange.calendars import timeline
from fakes.exchange.calendars.event import Event
from fakes.exchange.calendars.series import series_of
from fakes.exchange.recurrence import Pattern, Range, Recurrence
from tests.fakes.exchange.graph import START, Graph

HOUR = timedelta(hours=1)
LENGTHS = (timedelta(), HOUR, 24 * HOUR, 25 * HOUR, timedelta(days=40))


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def daily(start: datetime) -> Recurrence:
    return Recurrence(
        pattern=Pattern(type="daily", interval=3),
        range=Range(type="numbered", start_date=start.date(), number_of_occurrences=4),
    )


def shuffle(box: Mailbox, chance: random.Random) -> None:
    """One thing happens to the calendar."""
    known = [one for one in box.events if one.recurrence is None]
    start = START + chance.randrange(200) * HOUR
    end = start + chance.choice(LENGTHS)
    match chance.choice(("add", "add", "add", "change", "delete", "series", "other")):
        case "change" if known:
            box.update_event(chance.choice(known).id, start=start, end=end)
        case "delete" if known:
            box.delete_event(chance.choice(known).id)
        case "other" if known:
            box.update_event(chance.choice(known).id, subject="Renamed")
        case "series":
            box.create_event(
                subject="Series",
                start=start,
                end=start + HOUR,
                recurrence=daily(start),
            )
        case _:
            box.create_event(subject="Once", start=start, end=end)


def shown(box: Mailbox, low: datetime, high: datetime) -> list[str]:
    """What a view is to show, found the long way."""
    found: list[Event] = []
    for event in box.events:
        if event.recurrence is not None:
            found += series_of(event).between(low, high)
        elif event.overlaps(low, high):
            found.append(event)
    return [one.id for one in sorted(found, key=lambda one: one.start_at)]


@pytest.mark.parametrize("seed", range(8))
def test_events_are_found_by_time_as_if_each_were_looked_at(
    graph: Graph, bob: Mailbox, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Windows, filters and orders over a calendar that changes and is taken back."""
    monkeypatch.setattr(timeline, "_BLOCK", 2)
    chance = random.Random(seed)  # noqa: S311 - not a secret
    states = [graph.exchange.snapshot()]
    for step in range(60):
        shuffle(bob, chance)
        if step % 20 == 0:
            states.append(graph.exchange.snapshot())
        if step % 25 == 24:
            graph.exchange.restore(chance.choice(states))
        low = START + chance.randrange(200) * HOUR
        high = low + chance.randrange(100) * HOUR
        condition = f"start/dateTime ge '{stamp(low)}'"
        if chance.random() < 0.5:
            condition += f" and start/dateTime lt '{stamp(high)}'"
        else:
            high = datetime.max.replace(tzinfo=low.tzinfo)
        wanted = [one for one in bob.events if low <= one.start_at < high]
        ordered = sorted(wanted, key=lambda one: one.start_at)
        path = f"/users/{bob.address}/events"
        query = f"$top=1000&$filter={quote(condition)}"

        listed = graph.get(path, query).rows
        by_start = graph.get(path, f"{query}&$orderby=start/dateTime").rows
        viewed = [one.id for one in bob.view(low, low + 100 * HOUR)]

        assert [row["id"] for row in listed] == [one.id for one in wanted]
        assert [row["id"] for row in by_start] == [one.id for one in ordered]
        assert viewed == shown(bob, low, low + 100 * HOUR)
