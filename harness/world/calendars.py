"""What a technician's main calendar is expected to show."""

from __future__ import annotations

from fakes.exchange import Event
from harness.errors import ExpectationFailed
from harness.world.cast import Technician
from harness.world.items import Items
from harness.world.mark import Mark, differences
from harness.world.moments import spoken
from harness.world.session import Session


class Calendar:
    """One technician's main calendar. Every `expect_…` fails with what was found."""

    def __init__(
        self, technician: Technician, *, items: Items, session: Session, since: Mark
    ) -> None:
        self._technician = technician
        self._items = items
        self._session = session
        self._since = since
        self._whose = f"{technician.role}'s main calendar"
        self._looked = (
            f"by the work order's number and the booking's times in {self._whose}"
        )

    def expect_one(self, name: str) -> Event:
        """The calendar shows exactly one entry for the booking."""
        events = self._events(name)
        if len(events) != 1:
            raise ExpectationFailed(
                expected=f"one entry for {name!r} in {self._whose}",
                found=f"{len(events) or 'none'}{self._inventory()}",
                looked=self._looked,
            )
        return events[0]

    def expect_at_most_one(self, name: str) -> None:
        """The calendar shows no second entry for the booking, and somebody looked."""
        events = self._events(name)
        if len(events) > 1:
            raise ExpectationFailed(
                expected=f"at most one entry for {name!r} in {self._whose}",
                found=", ".join(map(describe, events)),
                looked=self._looked,
            )
        self._session.require_looked(self._since.journal)

    def expect_none(self, name: str) -> None:
        """The calendar shows no entry for the booking, and somebody alive looked."""
        events = self._events(name)
        if events:
            raise ExpectationFailed(
                expected=f"no entry for {name!r} in {self._whose}",
                found=", ".join(map(describe, events)),
                looked=self._looked,
            )
        self._session.require_looked(self._since.journal)

    def expect_still(self, name: str) -> Event:
        """The calendar shows the very entry that was there before."""
        before = [one for one in self._since.events.values() if self._is(one, name)]
        now = {one.id: one for one in self._technician.mailbox.events}
        for one in before:
            if one.id in now:
                self._session.require_looked(self._since.journal)
                return now[one.id]
        raise ExpectationFailed(
            expected=f"the entry for {name!r} still in {self._whose}",
            found="that entry is gone" + self._inventory(),
            looked=self._looked,
        )

    def expect_gained_nothing(self) -> None:
        """No entry has come into the calendar since the last act of a person."""
        gained = [
            one
            for one in self._technician.mailbox.events
            if one.id not in self._since.events
        ]
        if gained:
            raise ExpectationFailed(
                expected=f"no new entry in {self._whose}",
                found=", ".join(map(describe, gained)),
                looked="by comparing the main calendar with how it stood before",
            )
        self._session.require_looked(self._since.journal)

    def expect_entry_unchanged(self, title: str, entry: Event | None) -> None:
        """The private entry stands as the last act of a person left it."""
        before = next(
            one for one in self._since.events.values() if one.subject == title
        )
        if entry is None or entry.change_key != before.change_key:
            changed = differences(before, entry) if entry else []
            found = "it is gone" if entry is None else "it was written"
            raise ExpectationFailed(
                expected=f"the entry {title!r} untouched",
                found=f"{found} ({', '.join(changed)})" if changed else found,
                looked=f"by its change key in {self._whose}",
            )
        self._session.require_looked(self._since.journal)

    def _events(self, name: str) -> list[Event]:
        return self._items.of(name, self._technician.mailbox)

    def _is(self, event: Event, name: str) -> bool:
        return self._items.belongs(event.id, name, self._technician.mailbox)

    def _inventory(self) -> str:
        events = self._technician.mailbox.events
        if not events:
            return "; the calendar is empty"
        return "; the calendar holds " + ", ".join(map(describe, events[:6]))


def describe(event: Event) -> str:
    """The entry in a reader's words."""
    flag = ", cancelled" if event.is_cancelled else ""
    return f"{event.subject!r} at {spoken(event.start_at)}{flag}"
