"""A series as a calendar shows it: occurrences computed from one state of its master.

Section 3.5 of the fact sheet. Nothing of an occurrence is stored but what was changed
in it (`Event.exceptions`) and whether it was taken out (`Event.cancelled`). It has its
master's change key, since the documented sample shows that etag.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Final

from fakes.exchange.calendars.event import UNCHANGED, Event, EventChange
from fakes.exchange.occurrence_ids import occurrence_id, occurrence_uid
from fakes.exchange.recurrence import Recurrence, Slot, Timing, expansion, refusals
from fakes.exchange.recurrence.timing import check, timing

_WINDOWS: Final = 8  # of one state of a series that are remembered
_STATES: Final = 4096  # of series that are remembered


class Series:
    """The occurrences of one state of a master, each computed once."""

    def __init__(self, master: Event) -> None:
        self.master: Final = master
        self._timing: Final = _timing(master)
        self._recurrence: Final = self._timing.recurrence
        self._shared: Final[dict[str, Any]] = {
            **{one.name: getattr(master, one.name) for one in fields(master)},
            "transaction_id": None,
            "recurrence": None,
            "exceptions": UNCHANGED,
            "cancelled": frozenset(),
            "beside": UNCHANGED,
            "series_master": master,
        }
        self._occurrences: dict[date, Event] = {}
        self._windows: dict[tuple[datetime, datetime], tuple[Event, ...]] = {}

    def occurrence(self, day: date) -> Event | None:
        """The occurrence of that day; None when there is none, or none any longer."""
        if day in self._occurrences:
            return self._occurrences[day]
        slot = None if day in self.master.cancelled else self._timing.find(day)
        return None if slot is None else self._event(slot)

    @property
    def exceptions(self) -> tuple[Event, ...]:
        """The occurrences that were changed, in the order of their days."""
        found = (self.occurrence(day) for day in sorted(self.master.exceptions))
        return tuple(one for one in found if one is not None)

    @property
    def first(self) -> Event:
        """The first occurrence; the master itself when none is left."""
        start = self._recurrence.range.start_date
        days = expansion.days(self._recurrence, start, date.max)
        return next(self._present(days), self.master)

    @property
    def ends_at(self) -> datetime:
        """When the last occurrence is over, cancelled or not."""
        last = self._timing.slot(expansion.last_day(self._recurrence)).end_at
        return max([last, *(one.end_at for one in self.exceptions)])

    def between(self, start_at: datetime, end_at: datetime) -> tuple[Event, ...]:
        """The occurrences that a view shows, by their start."""
        window = (start_at, end_at)
        if window not in self._windows:
            if len(self._windows) >= _WINDOWS:
                self._windows.clear()
            self._windows[window] = self._between(start_at, end_at)
        return self._windows[window]

    def _between(self, start_at: datetime, end_at: datetime) -> tuple[Event, ...]:
        gone = self.master.cancelled | self.master.exceptions.keys()
        found = [
            self._occurrences.get(slot.day) or self._event(slot)
            for slot in self._timing.between(start_at, end_at)
            if slot.day not in gone
        ]
        if self.master.exceptions:
            found += (one for one in self.exceptions if one.overlaps(start_at, end_at))
            found.sort(key=operator.attrgetter("start_at"))
        return tuple(found)

    def check_boundaries(self, wanted: Event) -> None:
        """The occurrence, as it is to be, stays between its neighbours.

        It may not start on the day of a neighbour, as that one is now, nor overlap it;
        neighbours that were taken out do not count (inferred).

        Raises:
            GraphError: it does not.
        """
        assert wanted.series_day is not None
        day = wanted.series_day
        before = next(self._present(expansion.preceding(self._recurrence, day)), None)
        after = next(self._present(expansion.following(self._recurrence, day)), None)
        start = self._day(wanted)
        too_early = before is not None and (
            start <= self._day(before) or wanted.start_at < before.end_at
        )
        too_late = after is not None and (
            start >= self._day(after) or wanted.end_at > after.start_at
        )
        if too_early or too_late:
            raise refusals.crossing_boundary()

    def _day(self, event: Event) -> date:
        return self._timing.zone.wall(event.start_at).date()

    def _present(self, days: Iterable[date]) -> Iterator[Event]:
        return (one for day in days if (one := self.occurrence(day)) is not None)

    def _event(self, slot: Slot) -> Event:
        master, day = self.master, slot.day
        overrides = master.exceptions.get(day)
        event = self._occurrences[day] = Event(
            **{
                **self._shared,
                "id": occurrence_id(master.id, day),
                "immutable_id": occurrence_id(master.immutable_id, day),
                "ical_uid": occurrence_uid(master.ical_uid, day),
                "series_day": day,
                "original_start_at": slot.start_at,
                "start_at": slot.start_at,
                "end_at": slot.end_at,
                "is_exception": overrides is not None,
                **(overrides or {}),
                **master.beside.get(day, {}),
            }
        )
        return event


_known: Final[dict[int, Series]] = {}


def series_of(master: Event) -> Series:
    """The series of a master's state, the same one for the same state."""
    key = id(master)  # a state that is remembered here is kept alive: no other has it
    known = _known.get(key)
    if known is None or known.master is not master:
        if len(_known) >= _STATES:
            _known.clear()
        known = _known[key] = Series(master)
    return known


def check_series(master: Event | EventChange) -> None:
    """The master's recurrence fits its start and end.

    Raises:
        GraphError: it does not.
    """
    assert master.start_at is not None
    times = _timing(master)
    check(times, start_at=master.start_at)
    expansion.last_day(times.recurrence)  # refuses what reaches beyond the calendar


def _timing(master: Event | EventChange) -> Timing:
    """The times of a series. Days of an all-day one are those of the event's zone."""
    recurrence = master.recurrence
    assert isinstance(recurrence, Recurrence)
    assert master.start_at is not None
    assert master.end_at is not None
    own = master.original_start_time_zone or "UTC"
    return timing(
        recurrence,
        start_at=master.start_at,
        end_at=master.end_at,
        zone_name=own if master.is_all_day else recurrence.range.time_zone or own,
        all_day=bool(master.is_all_day),
    )
