"""What the calendar entry of one booking is expected to be like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from fakes.exchange import Event, Mailbox
from harness.errors import ExpectationFailed, PrerequisiteFailed
from harness.world.items import Items, is_tracked, says, text_of
from harness.world.mark import Mark, differences
from harness.world.moments import spoken, spoken_date
from harness.world.session import Session
from harness.world.workorders import Fact


class Entry:
    """The entry of one booking, wherever it stands."""

    def __init__(
        self,
        name: str,
        *,
        items: Items,
        session: Session,
        since: Mark,
        writes: Iterable[str],
        mailbox: Mailbox | None = None,
    ) -> None:
        self._name = name
        self._items = items
        self._session = session
        self._since = since
        self._mailbox = mailbox  # None: wherever the entry stands
        self._writes = writes  # ids of entries that the implementation has written

    def expect_start(self, at: datetime) -> None:
        """The entry starts at that instant."""
        self._expect_instant("start", at, self.one().start_at)

    def expect_end(self, at: datetime) -> None:
        """The entry ends at that instant."""
        self._expect_instant("end", at, self.one().end_at)

    def expect_still_starts(self, at: datetime) -> None:
        """The entry still starts at that instant, and somebody alive looked."""
        self.expect_start(at)
        self._session.require_looked(self._since.journal)

    def expect_still_ends(self, at: datetime) -> None:
        """The entry still ends at that instant, and somebody alive looked."""
        self.expect_end(at)
        self._session.require_looked(self._since.journal)

    def expect_nothing_at(self, at: datetime) -> None:
        """No entry for the booking starts at that instant."""
        if any(one.start_at == at for one in self._events()):
            raise self._failed(
                f"no longer at {spoken(at)}",
                "an entry that still stands there",
                "by start",
            )
        self._session.require_looked(self._since.journal)

    def expect_date(self, day: str) -> None:
        """The entry lies on that day."""
        found = spoken_date(self.one().start_at)
        if found != day:
            raise self._failed(f"on {day}", f"on {found}", "by the entry's start")

    def expect_says(self, what: str, value: str) -> None:
        """A reader finds the value in the entry."""
        event = self.one()
        if not says(event, value):
            raise self._failed(
                f"to say the {what} {value!r}",
                repr(text_of(event)),
                "in subject, location and body, HTML resolved",
            )

    def expect_facts(self, facts: Mapping[Fact, str]) -> None:
        """A reader finds every one of the values in the entry."""
        for fact, value in facts.items():
            self.expect_says(fact, value)

    def expect_still_says(self, what: str, value: str) -> None:
        """A reader still finds the value in the entry, and somebody alive looked."""
        self.expect_says(what, value)
        self._session.require_looked(self._since.journal)

    def expect_silent(self, value: str) -> None:
        """A reader does not find the value, and somebody alive looked."""
        event = self.one()
        if says(event, value):
            raise self._failed(
                f"not to say {value!r}",
                repr(text_of(event)),
                "in subject, location and body, HTML resolved",
            )
        self._session.require_looked(self._since.journal)

    def expect_same(self) -> None:
        """The entry is the one that first stood for the booking, and the only one."""
        first = self._items.first.get(self._name)
        events = self._events()
        if [one.id for one in events] != [first]:
            count = len(events)
            found = (
                "another entry in its place"
                if count == 1
                else f"{count or 'no'} entries in all"
            )
            raise self._failed(
                "to be the same entry as before", found, "by the entry's id"
            )

    def expect_unchanged(self) -> None:
        """The entry says what it said after the last act of a person."""
        event, before = self._now_and_before()
        changed = differences(before, event)
        if changed:
            raise self._failed(
                "unchanged",
                f"another {', '.join(changed)}: {text_of(event)!r}",
                "by comparing the entry with how it stood before",
            )
        self._session.require_looked(self._since.journal)

    def expect_untouched(self) -> None:
        """Nobody has written the entry since the last act of a person."""
        event, before = self._now_and_before()
        if event.id in self._writes:
            changed = differences(before, event) or ["nothing that a reader sees"]
            raise self._failed(
                "left alone",
                f"a write that changed {', '.join(changed)}",
                "in the journal of Exchange",
            )
        self._session.require_looked(self._since.journal)

    def expect_normal_importance(self) -> None:
        """The entry has the default importance."""
        found = self.one().importance
        if found != "normal":
            raise self._failed("of normal importance", found, "by its importance")

    def expect_tracked(self) -> None:
        """The entry carries the tracked category."""
        event = self.one()
        if not is_tracked(event):
            raise self._failed(
                "to carry the tracked category",
                ", ".join(event.categories) or "no category",
                "among its categories",
            )

    def expect_unlinked(self) -> None:
        """The entry stands, without the tracked category."""
        event = self.one()
        if is_tracked(event):
            raise self._failed(
                "without the tracked category, since it is no longer linked",
                ", ".join(event.categories),
                "among its categories",
            )
        self._session.require_looked(self._since.journal)

    def expect_not_cancelled(self) -> None:
        """The entry is not flagged as cancelled, and somebody alive looked."""
        events = self._events()
        if any(one.is_cancelled for one in events):
            raise self._failed("not cancelled", "a cancelled entry", "by its flag")
        if not events:
            raise self._failed("not cancelled", "no entry any more", "in the calendar")
        self._session.require_looked(self._since.journal)

    def expect_cancelled_or_gone(self) -> None:
        """The entry has left the calendar or is flagged as cancelled (C-07)."""
        events = self._events()
        if any(not one.is_cancelled for one in events):
            raise self._failed(
                "cancelled or gone", "an active entry", "in the main calendar"
            )

    def expect_organizer(self, address: str) -> None:
        """That person is the organizer of the entry."""
        event = self.one()
        if event.organizer.address.casefold() != address.casefold():
            raise self._failed(
                f"organized by {address}", event.organizer.address, "by its organizer"
            )

    def one(self) -> Event:
        """The entry.

        Raises:
            PrerequisiteFailed: there is none, or more than one.
        """
        events = self._events()
        if len(events) != 1:
            raise PrerequisiteFailed(
                f"{self._name!r} has {len(events) or 'no'} entries in the calendars, "
                "so nothing can be said about its entry."
            )
        return events[0]

    def _events(self) -> list[Event]:
        if self._mailbox is not None:
            return self._items.of(self._name, self._mailbox)
        return self._items.anywhere(self._name)

    def _now_and_before(self) -> tuple[Event, Event]:
        events = self._events()
        for one in events:
            if one.id in self._since.events:
                return one, self._since.events[one.id]
        raise self._failed(
            "as it was",
            f"{len(events) or 'no'} entries, none of them the one that was there",
            "by the entry's id",
        )

    def _expect_instant(self, what: str, expected: datetime, found: datetime) -> None:
        if found != expected:
            raise self._failed(
                f"to {what} {spoken(expected)}",
                f"{what} {spoken(found)}",
                f"by the entry's {what}, as an instant",
            )

    def _failed(self, expected: str, found: str, looked: str) -> ExpectationFailed:
        return ExpectationFailed(
            expected=f"the entry for {self._name!r} {expected}",
            found=found,
            looked=looked,
        )
