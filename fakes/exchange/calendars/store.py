"""Events of one mailbox, found by what joins them across mailboxes and requests, too.

The only place that turns a write of an occurrence into one of its series: whoever holds
an occurrence reads and writes it as any event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from fakes.exchange.calendars.event import Event, Overrides
from fakes.exchange.calendars.series import series_of
from fakes.exchange.calendars.timeline import Timeline
from fakes.exchange.items import Writer
from fakes.exchange.occurrence_ids import master_and_day, master_uid_and_day
from fakes.exchange.store import ItemStore, Ledger


class EventStore(ItemStore[Event]):
    """Events by id, by `iCalUId` and by `transactionId`, occurrences among them."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger, resource="event", kind=Event)
        self._by_uid: dict[str, str] = {}
        self._transactions: dict[str, str] = {}
        self._timelines: dict[str, Timeline] = {}  # by calendar, once asked for

    def by_ical_uid(self, ical_uid: str) -> Event | None:
        """The live event with that identity across mailboxes."""
        event = self._live.get(self._by_uid.get(ical_uid, ""))
        if event is not None:
            return event
        made_of = master_uid_and_day(ical_uid)
        if made_of is None:
            return None
        return _occurrence(self._live.get(self._by_uid.get(made_of[0], "")), made_of[1])

    def by_transaction(self, transaction_id: str) -> Event | None:
        """The live event that a create with that id made.

        Scope (mailbox) and life (as long as the event) are assumptions: section 7.
        """
        return self._live.get(self._transactions.get(transaction_id, ""))

    def fresh_ical_uid(self) -> str:
        """An `iCalUId` that no event of the mailbox has had."""
        return self._ledger.identifiers.ical_uid(self._ledger.clock.now())

    def between(
        self, folder_id: str, start_at: datetime, end_at: datetime
    ) -> list[Event]:
        """What a view of the calendar shows: series by their occurrences, by start."""
        timeline, live = self._timeline(folder_id), self._live
        found: list[tuple[datetime, int, Event]] = []
        for number, immutable_id in timeline.around(start_at, end_at):
            event = live[immutable_id]
            if event.overlaps(start_at, end_at):
                found.append((event.start_at, number, event))
        for number, immutable_id in timeline.series:
            shown = series_of(live[immutable_id]).between(start_at, end_at)
            found += [(one.start_at, number, one) for one in shown]
        found.sort(key=itemgetter(0, 1))
        return [event for _, _, event in found]

    def starting(
        self,
        folder_id: str,
        low: datetime | None,
        high: datetime | None,
        *,
        by_start: bool = False,
    ) -> Iterable[Event]:
        """All that starts in `low` … `high`, both included; of a series its master.

        In the order of its coming there unless by start, perhaps with others among it;
        to be looked at while nothing changes.
        """
        if low is None and high is None and not by_start:
            return self.browse(folder_id)
        timeline = self._timeline(folder_id)
        find = timeline.starting if by_start else timeline.coming
        return map(self._live.__getitem__, find(low, high))

    def _timeline(self, folder_id: str) -> Timeline:
        timeline = self._timelines.get(folder_id)
        if timeline is None:
            timeline = self._timelines[folder_id] = Timeline(self.browse(folder_id))
        return timeline

    def find(self, item_id: str) -> Event | None:
        """The event of a default or immutable id, deleted ones included.

        Occurrences are found while their series is in a calendar.
        """
        return super().find(item_id) or self._occurrence(item_id)

    def find_live(self, item_id: str) -> Event | None:
        """The event or occurrence of a default or immutable id in a calendar."""
        return super().find_live(item_id) or self._occurrence(item_id)

    def add(
        self,
        *,
        by: Writer,
        folder_id: str,
        at: datetime | None = None,
        **fields: Any,
    ) -> Event:
        """A new event; an occurrence that had been taken out of its series is back."""
        made_of = master_uid_and_day(fields["ical_uid"])
        if made_of is not None:
            master = self._live.get(self._by_uid.get(made_of[0], ""))
            if master is not None and made_of[1] in master.cancelled:
                return self._put_back(master, made_of[1], fields, by=by, at=at)
        return super().add(by=by, folder_id=folder_id, at=at, **fields)

    def rewrite(
        self, item: Event, *, by: Writer, at: datetime | None = None, **fields: Any
    ) -> Event:
        """The event has the new fields and a new change key, an occurrence its series.

        The occurrence is an exception from then on.
        """
        if item.series_day is None:
            return super().rewrite(item, by=by, at=at, **fields)
        master = self._master_of(item)
        exceptions = _overridden(master, item.series_day, fields)
        after = super().rewrite(master, by=by, at=at, exceptions=exceptions)
        return _required(after, item.series_day)

    def annotate(self, item: Event, **fields: Any) -> Event:
        """The event has the new fields; no change key, no delta row tells of it.

        An occurrence stays what it was: it is no exception for that.
        """
        if item.series_day is None:
            return super().annotate(item, **fields)
        day, master = item.series_day, self._master_of(item)
        own = MappingProxyType({**master.beside.get(day, {}), **fields})
        beside = MappingProxyType({**master.beside, day: own})
        return _required(super().annotate(master, beside=beside), day)

    def bury(self, item: Event, *, by: Writer) -> Event:
        """The event lies in Deleted Items; an occurrence has left its series.

        It leaves no trace but the master's `cancelledOccurrences` (section 3.5).
        """
        if item.series_day is None:
            return super().bury(item, by=by)
        self._take_out(item, by=by)
        return replace(item, folder_id="")

    def purge(self, item: Event, *, by: Writer) -> None:
        """The event is gone for good; an occurrence has left its series."""
        if item.series_day is None:
            super().purge(item, by=by)
        else:
            self._take_out(item, by=by)

    def _occurrence(self, item_id: str) -> Event | None:
        made_of = master_and_day(item_id)
        if made_of is None:
            return None
        return _occurrence(super().find_live(made_of[0]), made_of[1])

    def _master_of(self, occurrence: Event) -> Event:
        """The series as it is now."""
        assert occurrence.series_master is not None
        return self._live[occurrence.series_master.immutable_id]

    def _take_out(self, occurrence: Event, *, by: Writer) -> None:
        day, master = occurrence.series_day, self._master_of(occurrence)
        assert day is not None
        kept = {one: own for one, own in master.exceptions.items() if one != day}
        super().rewrite(
            master,
            by=by,
            cancelled=master.cancelled | {day},
            exceptions=MappingProxyType(kept),
        )

    def _put_back(
        self,
        master: Event,
        day: date,
        fields: Mapping[str, Any],
        *,
        by: Writer,
        at: datetime | None,
    ) -> Event:
        opened = replace(master, cancelled=master.cancelled - {day})
        own = {name: value for name, value in fields.items() if name != "ical_uid"}
        after = super().rewrite(
            master,
            by=by,
            at=at,
            cancelled=opened.cancelled,
            exceptions=_overridden(opened, day, own),
        )
        return _required(after, day)

    def _put(self, item: Event) -> None:
        before = self._live.get(item.immutable_id)
        super()._put(item)
        self._by_uid[item.ical_uid] = item.immutable_id
        if item.transaction_id is not None:
            self._transactions[item.transaction_id] = item.immutable_id
        timeline = self._timelines.get(item.folder_id)
        if timeline is not None:
            timeline.replace(before, item)

    def _drop(self, item: Event) -> None:
        timeline = self._timelines.get(item.folder_id)
        if timeline is not None:
            timeline.replace(self._live[item.immutable_id], None)
        super()._drop(item)

    def _forget(self) -> None:
        self._by_uid = {}
        self._transactions = {}
        self._timelines = {}


def _occurrence(master: Event | None, day: date) -> Event | None:
    if master is None or master.recurrence is None:
        return None
    return series_of(master).occurrence(day)


def _required(master: Event, day: date) -> Event:
    occurrence = series_of(master).occurrence(day)
    assert occurrence is not None  # it has just been written
    return occurrence


def _overridden(
    master: Event, day: date, fields: Mapping[str, Any]
) -> Mapping[date, Overrides]:
    """The exceptions with that one: only what was changed in it is its own."""
    present = _required(master, day)
    changed = {
        name: value for name, value in fields.items() if getattr(present, name) != value
    }
    own = MappingProxyType({**master.exceptions.get(day, {}), **changed})
    return MappingProxyType({**master.exceptions, day: own})
