"""The events of one mailbox: what is there, what was deleted, under which ids.

Storage only; who is told about a change is decided in `scheduling`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fakes.clock import VirtualClock
from fakes.exchange.changes import Change, ChangeKind, ChangeLog
from fakes.exchange.event import Event, Writer
from fakes.exchange.identifiers import MailboxIdentifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSnapshot:
    """The events at one moment: tables of values that never change."""

    live: dict[str, Event]
    deleted: dict[str, Event]
    immutable: dict[str, str]
    by_uid: dict[str, str]
    transactions: dict[str, str]
    changes: int


class EventStore:
    """Events by either kind of id; every write has a new change key and is logged."""

    def __init__(
        self,
        *,
        address: str,
        identifiers: MailboxIdentifiers,
        clock: VirtualClock,
        log: ChangeLog,
    ) -> None:
        self._address = address
        self._identifiers = identifiers
        self._clock = clock
        self._log = log
        self._live: dict[str, Event] = {}  # by immutable id, in creation order
        self._deleted: dict[str, Event] = {}  # likewise, in order of deletion
        self._immutable: dict[str, str] = {}  # every id that resolves
        self._by_uid: dict[str, str] = {}
        self._transactions: dict[str, str] = {}
        self.history: list[Change] = []  # this mailbox's part of the log

    def snapshot(self) -> StoreSnapshot:
        """The present events, to come back to; events themselves are shared."""
        return StoreSnapshot(
            live=dict(self._live),
            deleted=dict(self._deleted),
            immutable=dict(self._immutable),
            by_uid=dict(self._by_uid),
            transactions=dict(self._transactions),
            changes=len(self.history),
        )

    def restore(self, snapshot: StoreSnapshot) -> None:
        """No write since the snapshot has happened; ids given out never come again."""
        self._live = dict(snapshot.live)
        self._deleted = dict(snapshot.deleted)
        self._immutable = dict(snapshot.immutable)
        self._by_uid = dict(snapshot.by_uid)
        self._transactions = dict(snapshot.transactions)
        del self.history[snapshot.changes :]

    @property
    def live(self) -> tuple[Event, ...]:
        """The events of the calendar in creation order."""
        return tuple(self._live.values())

    @property
    def deleted(self) -> tuple[Event, ...]:
        """What lies in Deleted Items, in order of deletion."""
        return tuple(self._deleted.values())

    def find(self, event_id: str) -> Event | None:
        """The event of a default or immutable id, deleted ones included."""
        immutable_id = self._immutable.get(event_id, "")
        return self._live.get(immutable_id) or self._deleted.get(immutable_id)

    def find_live(self, event_id: str) -> Event | None:
        """The event of a default or immutable id in the calendar."""
        return self._live.get(self._immutable.get(event_id, ""))

    def is_deleted(self, event: Event) -> bool:
        """Whether the event lies in Deleted Items."""
        return event.immutable_id in self._deleted

    def by_ical_uid(self, ical_uid: str) -> Event | None:
        """The calendar's event with that identity across mailboxes."""
        return self._live.get(self._by_uid.get(ical_uid, ""))

    def by_transaction(self, transaction_id: str) -> Event | None:
        """The calendar's event that a create with that id made.

        Scope (mailbox) and life (as long as the event) are assumptions: section 7.
        """
        return self._live.get(self._transactions.get(transaction_id, ""))

    def add(
        self,
        *,
        by: Writer,
        calendar_id: str,
        ical_uid: str | None = None,
        **fields: Any,
    ) -> Event:
        """A new event in the calendar with the given fields."""
        now = self._clock.now()
        event = Event(
            id=self._identifiers.default_id(),
            immutable_id=self._identifiers.immutable_id(),
            change_key=self._identifiers.change_key(),
            ical_uid=ical_uid or self._identifiers.ical_uid(now),
            calendar_id=calendar_id,
            created_at=now,
            modified_at=now,
            created_by=by,
            **fields,
        )
        self._live[event.immutable_id] = event
        self._immutable[event.id] = event.immutable_id
        self._immutable[event.immutable_id] = event.immutable_id
        self._by_uid[event.ical_uid] = event.immutable_id
        if event.transaction_id is not None:
            self._transactions[event.transaction_id] = event.immutable_id
        self._note(by, "created", after=event)
        return event

    def rewrite(
        self, event: Event, *, by: Writer, at: datetime | None = None, **fields: Any
    ) -> Event:
        """The event has the new fields and a new change key."""
        at = at or self._clock.now()
        after = replace(
            event, change_key=self._identifiers.change_key(), modified_at=at, **fields
        )
        shelf = self._deleted if self.is_deleted(event) else self._live
        shelf[event.immutable_id] = after
        self._note(by, "updated", before=event, after=after, at=at)
        return after

    def bury(self, event: Event, *, by: Writer) -> Event:
        """The event lies in Deleted Items under a new default id (section 3.8)."""
        del self._live[event.immutable_id]
        del self._immutable[event.id]
        buried = replace(
            event,
            id=self._identifiers.default_id(),
            calendar_id="",  # it is in no calendar now
            change_key=self._identifiers.change_key(),
            modified_at=self._clock.now(),
        )
        self._deleted[event.immutable_id] = buried
        self._immutable[buried.id] = event.immutable_id
        self._note(by, "deleted", before=event, after=buried)
        return buried

    def purge(self, event: Event, *, by: Writer) -> None:
        """The event has left Deleted Items as well."""
        del self._deleted[event.immutable_id]
        del self._immutable[event.id]
        del self._immutable[event.immutable_id]
        self._note(by, "purged", before=event)

    def _note(
        self,
        by: Writer,
        kind: ChangeKind,
        *,
        before: Event | None = None,
        after: Event | None = None,
        at: datetime | None = None,
    ) -> None:
        shown = before or after
        change = self._log.note(
            at=at or self._clock.now(),
            by=by,
            kind=kind,
            mailbox=self._address,
            event_id=shown.id if shown else "",
            before=before,
            after=after,
        )
        self.history.append(change)
