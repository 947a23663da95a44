"""Events of one mailbox, found by what joins them across mailboxes as well."""

from __future__ import annotations

from fakes.exchange.calendars.event import Event
from fakes.exchange.store import ItemStore, Ledger


class EventStore(ItemStore[Event]):
    """Events by id, by `iCalUId` and by `transactionId`."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger, resource="event", kind=Event)
        self._by_uid: dict[str, str] = {}
        self._transactions: dict[str, str] = {}

    def by_ical_uid(self, ical_uid: str) -> Event | None:
        """The live event with that identity across mailboxes."""
        return self._live.get(self._by_uid.get(ical_uid, ""))

    def by_transaction(self, transaction_id: str) -> Event | None:
        """The live event that a create with that id made.

        Scope (mailbox) and life (as long as the event) are assumptions: section 7.
        """
        return self._live.get(self._transactions.get(transaction_id, ""))

    def fresh_ical_uid(self) -> str:
        """An `iCalUId` that no event of the mailbox has had."""
        return self._ledger.identifiers.ical_uid(self._ledger.clock.now())

    def _put(self, item: Event) -> None:
        super()._put(item)
        self._by_uid[item.ical_uid] = item.immutable_id
        if item.transaction_id is not None:
            self._transactions[item.transaction_id] = item.immutable_id

    def _forget(self) -> None:
        self._by_uid = {}
        self._transactions = {}
