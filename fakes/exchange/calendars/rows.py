"""The rows of a calendar's delta rounds: one of a single event, several of a series.

Section 4 of the fact sheet. In a window a series is its master with the first
occurrence's times, its exceptions in full, and bare occurrences; a page never splits
it. What left the series leaves silently (traps 12 and 13), an exception that was moved
out of the window does not. Switches choose otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from fakes.exchange.calendars.event import Event
from fakes.exchange.calendars.series import series_of
from fakes.exchange.calendars.shape import EVENT
from fakes.exchange.call import Call
from fakes.exchange.delta import Row, Scope
from fakes.exchange.wire.shape import View, removed

SHORT: Final = ("id", "type", "start", "end")  # all that events/delta tells
_OF_SERIES: Final = ("id", "type", "seriesMasterId", "start", "end")


class Within:
    """What a window shows, or what ends not before its start."""

    def __init__(self, start_at: datetime, end_at: datetime | None) -> None:
        self._start_at = start_at
        self._end_at = end_at

    def __call__(self, event: Event) -> bool:
        """Whether the round shows the event, of a series any occurrence."""
        if self._end_at is not None:
            if event.recurrence is None:
                return event.overlaps(self._start_at, self._end_at)
            return bool(self.occurrences(event))
        if event.recurrence is None:
            return event.end_at >= self._start_at
        return series_of(event).ends_at >= self._start_at

    def occurrences(self, master: Event) -> tuple[Event, ...]:
        """The occurrences of a series in the window; none if it has no end."""
        if self._end_at is None:
            return ()
        return series_of(master).between(self._start_at, self._end_at)

    def exceptions(self, master: Event) -> tuple[Event, ...]:
        """The exceptions of a series in the window."""
        if not master.exceptions:
            return ()
        return tuple(one for one in series_of(master).exceptions if self._has(one))

    def _has(self, event: Event) -> bool:
        if self._end_at is None:
            return event.end_at >= self._start_at
        return event.overlaps(self._start_at, self._end_at)


class Rows:
    """Writes the rows of one call."""

    def __init__(self, call: Call) -> None:
        self._fragments = call.fragments
        self._immutable = call.preferences.immutable_ids
        self._switches = call.exchange.switches
        self._events = call.mailbox.stores.events

    def of(self, scope: Scope, row: Row, look: View) -> Iterable[str]:
        """The rows that tell of an event, or of what is left of a series."""
        event, known = cast("Event", row.item), cast("Event | None", row.known)
        if row.is_removed or event.recurrence is not None or known is not None:
            return self._told(scope, row, event, known, look)
        return (self._fragments.text(EVENT, event, look),)

    def _told(
        self,
        scope: Scope,
        row: Row,
        event: Event,
        known: Event | None,
        look: View,
    ) -> Iterator[str]:
        shown: tuple[Event, ...] = ()
        if row.is_removed:
            yield from self._without_event(event)
        else:
            shown = self._parts(scope, event)
            yield from self._event(event, known, look)
            for one in shown:
                yield self._fragments.text(EVENT, one, self._look_at(one, look))
        if known is not None and known.recurrence is not None:
            yield from self._gone(self._parts(scope, known), shown, row)

    def _event(self, event: Event, known: Event | None, look: View) -> Iterator[str]:
        """The row of a single event, or of a master if there are such rows."""
        if event.recurrence is None or look.select is not None:
            yield self._fragments.text(EVENT, event, look)
        elif self._switches.delta_master == "included":
            first = series_of(event).first
            times = replace(event, start_at=first.start_at, end_at=first.end_at)
            yield self._fragments.text(EVENT, times, look)
        elif known is not None and known.recurrence is None:
            yield removed(EVENT, event, immutable=self._immutable)

    def _without_event(self, event: Event) -> Iterator[str]:
        if event.recurrence is None or self._switches.delta_master == "included":
            yield removed(EVENT, event, immutable=self._immutable)

    def _parts(self, scope: Scope, event: Event) -> tuple[Event, ...]:
        """The parts of a series that the round has rows of."""
        if event.recurrence is None:
            return ()
        within = scope.passes
        if scope.kind == "calendarView":
            assert isinstance(within, Within)
            return within.occurrences(event)
        if self._switches.delta_events_exceptions == "omitted":
            return ()
        if isinstance(within, Within):
            return within.exceptions(event)
        return series_of(event).exceptions if event.exceptions else ()

    def _look_at(self, part: Event, look: View) -> View:
        if look.select is not None:
            return replace(look, select=_OF_SERIES)
        if part.is_exception or self._switches.delta_occurrence == "full":
            return look
        return replace(look, select=_OF_SERIES)

    def _gone(
        self, known: tuple[Event, ...], shown: tuple[Event, ...], row: Row
    ) -> Iterator[str]:
        """What the client knew of the series and the round does not show any more."""
        there = {one.immutable_id for one in shown}
        for one in known:
            if one.immutable_id not in there and self._is_told(one, row):
                yield removed(EVENT, one, immutable=self._immutable)

    def _is_told(self, part: Event, row: Row) -> bool:
        """Whether its disappearance is a row."""
        if self._switches.delta_gone_occurrence == "removed":
            return True
        if self._events.find_live(part.immutable_id) is not None:
            return True  # it is elsewhere
        alone = part.is_exception or self._switches.delta_master == "omitted"
        return row.is_removed and alone  # else nothing would tell of it
