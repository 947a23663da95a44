"""Finding events by an extended property, compared with looking at every event."""

from __future__ import annotations

import random
from datetime import timedelta
from urllib.parse import quote

import pytest

from fakes.exchange import Mailbox
from fakes.exchange.marks import Mark
from tests.fakes.exchange.graph import RECORD, START, Graph

OTHER = RECORD.replace("Record", "Other")
KEYS = {RECORD: RECORD.replace("C000", "c000"), OTHER: OTHER.replace("C000", "c000")}


def shuffle(box: Mailbox, chance: random.Random) -> None:
    """One thing happens to the calendar."""
    marks = {
        key: chance.choice(("Visit", "visit", "call", "")) for key in KEYS.values()
    }
    start = START + timedelta(hours=chance.randrange(9))
    known = box.events
    match chance.choice(("add", "add", "mark", "rename", "delete")):
        case "mark" if known:
            box.update_event(chance.choice(known).id, extended_properties=marks)
        case "rename" if known:
            box.update_event(chance.choice(known).id, subject="Renamed")
        case "delete" if known:
            box.delete_event(chance.choice(known).id)
        case _:
            box.create_event(
                subject="Once", start=start, end=start, extended_properties=marks
            )


def condition_of(spelt: str, value: str, chance: random.Random) -> str:
    """The filter, in one of the orders that clients write it in."""
    parts = [f"ep/id eq '{spelt}'", f"ep/value eq '{value}'"]
    chance.shuffle(parts)
    return f"singleValueExtendedProperties/Any(ep: {' and '.join(parts)})"


@pytest.mark.parametrize("seed", range(6))
def test_events_are_found_by_their_mark_as_if_each_were_looked_at(
    graph: Graph, bob: Mailbox, seed: int
) -> None:
    """In a calendar that changes and is taken back; alone, counted, and with more."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    states = [graph.exchange.snapshot()]
    path = f"/users/{bob.address}/events"
    for step in range(40):
        shuffle(bob, chance)
        if step % 15 == 0:
            states.append(graph.exchange.snapshot())
        if step % 20 == 19:
            graph.exchange.restore(chance.choice(states))
        spelt = chance.choice((RECORD, OTHER))
        value = chance.choice(("visit", "VISIT", "call", "none"))
        condition = condition_of(spelt, value, chance)
        wanted = [
            one
            for one in bob.events
            if one.extended_properties.get(KEYS[spelt], "-").lower() == value.lower()
        ]
        once = [one for one in wanted if one.subject == "Once"]
        ordered = sorted(wanted, key=lambda one: one.start_at)
        query = f"$top=999&$filter={quote(condition)}"

        listed = graph.get(path, query).rows
        by_start = graph.get(path, f"{query}&$orderby=start/dateTime").rows
        counted = graph.get(f"{path}/$count", f"$filter={quote(condition)}").text
        mark = Mark(KEYS[spelt], value.lower())
        marked = bob.stores.events.marked(bob.calendar.id, mark)
        narrowed = graph.get(path, query + quote(" and subject eq 'Once'")).rows

        assert list(marked) == wanted
        assert [row["id"] for row in listed] == [one.id for one in wanted]
        assert [row["id"] for row in by_start] == [one.id for one in ordered]
        assert counted == str(len(wanted))
        assert [row["id"] for row in narrowed] == [one.id for one in once]
