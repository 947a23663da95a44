"""States of a store to come back to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fakes.exchange import Mailbox
from fakes.exchange.calendars.event import Event
from fakes.exchange.calendars.store import EventStore
from tests.fakes.exchange.graph import START

Items = tuple[tuple[Event, ...], tuple[Event, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A store with an event in a calendar and one in Deleted Items."""

    store: EventStore
    live: Event
    deleted: Event

    @property
    def items(self) -> Items:
        """Everything that lies in the store."""
        return self.store.live, self.store.deleted


@pytest.fixture
def shelf(bob: Mailbox) -> Shelf:
    """Bob's events."""
    store = bob.stores.events
    live, gone = (
        bob.create_event(subject=name, start=START, end=START)
        for name in ("live", "gone")
    )
    return Shelf(store=store, live=live, deleted=store.bury(gone, by="api"))


WRITES: dict[str, Callable[[Shelf], object]] = {
    "annotate": lambda s: s.store.annotate(s.live, subject="other"),
    "annotate deleted": lambda s: s.store.annotate(s.deleted, subject="other"),
    "rewrite": lambda s: s.store.rewrite(s.live, by="api", subject="other"),
    "rewrite deleted": lambda s: s.store.rewrite(s.deleted, by="api", subject="other"),
    "move": lambda s: s.store.move(s.live, "elsewhere", by="api"),
    "bury": lambda s: s.store.bury(s.live, by="api"),
    "purge": lambda s: s.store.purge(s.live, by="api"),
    "purge deleted": lambda s: s.store.purge(s.deleted, by="api"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_snapshot_holds_the_state_before_a_write_and_one_the_state_after(
    shelf: Shelf, write: Callable[[Shelf], object]
) -> None:
    """Whichever write it was, and however often one comes back."""
    states = [(shelf.store.snapshot(), shelf.items)]
    write(shelf)
    states.append((shelf.store.snapshot(), shelf.items))
    found = []

    for snapshot, _ in (*states, *states):
        shelf.store.restore(snapshot)
        found.append(shelf.items)

    assert found == [items for _, items in (*states, *states)]
    assert found[0] != found[1]


def test_a_store_that_nobody_writes_to_has_one_snapshot(shelf: Shelf) -> None:
    """However often it is taken, and after one has come back to it."""
    first = shelf.store.snapshot()
    shelf.store.annotate(shelf.live, subject="other")
    shelf.store.restore(first)

    again = shelf.store.snapshot()

    assert again is first
