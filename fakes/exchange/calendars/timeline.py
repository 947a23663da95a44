"""The events of one calendar by start: the only place that finds events by time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from fakes.exchange.calendars.event import Event

_LONG: Final = timedelta(days=1)  # what lasts longer is looked at one by one
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC) + _LONG
_BEYOND: Final = 1 << 62  # a number that no event reaches
_BLOCK: Final = 256  # numbers whose earliest and latest start are known
# Start, number in the order of coming into the calendar, immutable id.
_Entry: TypeAlias = tuple[datetime, int, str]
_NUMBER: Final = itemgetter(1)
# An event's number and immutable id.
Placed: TypeAlias = tuple[int, str]


class Timeline:
    """Starts in order, equal ones in the order of coming into the calendar.

    Of a series it knows the master's own start; what is shown of it is another's task.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self._entries: list[_Entry] = []
        self._ids: list[str] = []  # by number; "" when the event has gone
        self._blocks: list[tuple[datetime, datetime]] = []  # perhaps wider than needed
        self._long: dict[str, int] = {}  # numbers by id
        self._series: dict[str, int] = {}
        for event in events:
            self._entries.append(self._numbered(event))
        self._entries.sort()

    def replace(self, before: Event | None, after: Event | None) -> None:
        """The event has come, has other values, or has gone."""
        if before is None:
            if after is not None:
                insort(self._entries, self._numbered(after))
            return
        place = self._place(before)
        _, number, immutable_id = self._entries[place]
        if after is None:
            del self._entries[place]
            self._ids[number] = ""
            self._long.pop(immutable_id, None)
            self._series.pop(immutable_id, None)
            return
        self._sort_in(after, number)
        if after.start_at != before.start_at:
            del self._entries[place]
            insort(self._entries, (after.start_at, number, immutable_id))
            self._widen(number, after.start_at)

    def starting(self, low: datetime | None, high: datetime | None) -> Iterator[str]:
        """The ids of what starts in `low` … `high`, both included, by start."""
        entries = self._entries
        return (entries[place][2] for place in self._between(low, high))

    def coming(self, low: datetime | None, high: datetime | None) -> Iterable[str]:
        """As `starting`, in the order of coming, perhaps with some from elsewhere.

        Many are looked for one after the other, where there may be any: whoever wants a
        page of them need not wait for all to be sorted.
        """
        places = self._between(low, high)
        if len(places) > _BLOCK:
            return self._scanned(low, high)
        found = self._entries[places.start : places.stop]
        found.sort(key=_NUMBER)
        return [entry[2] for entry in found]

    def around(self, start_at: datetime, end_at: datetime) -> Iterator[Placed]:
        """Every single event that may overlap the window; some do not."""
        since = max(start_at, _EARLIEST) - _LONG
        for place in self._between(since, end_at):
            _, number, immutable_id = self._entries[place]
            if immutable_id not in self._long and immutable_id not in self._series:
                yield number, immutable_id
        for immutable_id, number in self._long.items():
            yield number, immutable_id

    @property
    def series(self) -> Iterator[Placed]:
        """The masters of series."""
        return ((number, one) for one, number in self._series.items())

    def _numbered(self, event: Event) -> _Entry:
        """The entry of an event that has just come."""
        number = len(self._ids)
        self._ids.append(event.immutable_id)
        self._widen(number, event.start_at)
        self._sort_in(event, number)
        return event.start_at, number, event.immutable_id

    def _widen(self, number: int, start_at: datetime) -> None:
        block = number // _BLOCK
        if block == len(self._blocks):
            self._blocks.append((start_at, start_at))
        earliest, latest = self._blocks[block]
        self._blocks[block] = min(earliest, start_at), max(latest, start_at)

    def _sort_in(self, event: Event, number: int) -> None:
        is_series = event.recurrence is not None
        is_long = not is_series and event.end_at - event.start_at > _LONG
        for kind, belongs in ((self._series, is_series), (self._long, is_long)):
            if belongs:
                kind[event.immutable_id] = number
            else:
                kind.pop(event.immutable_id, None)

    def _place(self, event: Event) -> int:
        place = bisect_left(self._entries, (event.start_at,))
        while self._entries[place][2] != event.immutable_id:
            place += 1
        return place

    def _between(self, low: datetime | None, high: datetime | None) -> range:
        entries = self._entries
        first = 0 if low is None else bisect_left(entries, (low,))
        last = len(entries) if high is None else bisect_left(entries, (high, _BEYOND))
        return range(first, max(first, last))

    def _scanned(self, low: datetime | None, high: datetime | None) -> Iterator[str]:
        for number, (earliest, latest) in enumerate(self._blocks):
            if (low is None or latest >= low) and (high is None or earliest <= high):
                first = number * _BLOCK
                yield from filter(None, self._ids[first : first + _BLOCK])
