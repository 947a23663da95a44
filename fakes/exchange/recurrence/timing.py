"""When the occurrences of a series are: wall clock in the series' zone, as instants.

Section 3.5 and trap 21: the time of day stays over changes to and from daylight-saving
time, and so does the length on the clock. The zone is `recurrenceTimeZone`, or else the
event's own; days of an all-day series are those of the event's.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from fakes.exchange.recurrence import expansion, refusals
from fakes.exchange.recurrence.values import Recurrence
from fakes.exchange.zones import Zone, zone

_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=5_000 * 365)  # beyond it the last one has no end
_LOOKED_AT: Final = 64  # occurrences: more than any pattern has before it repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One occurrence: its day in the series' zone, and when it is."""

    day: date
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The time of day and the length of a series' occurrences."""

    recurrence: Recurrence
    zone_name: str
    start: time  # on the clock
    length: timedelta  # on the clock

    @property
    def zone(self) -> Zone:
        """The zone whose clock counts."""
        return zone(self.zone_name)

    def slot(self, day: date) -> Slot:
        """The occurrence of that day, whether or not the series has one."""
        home = self.zone
        start = datetime.combine(day, self.start)
        return Slot(
            day=day,
            start_at=home.instant(start),
            end_at=home.instant(start + self.length),
        )

    def find(self, day: date) -> Slot | None:
        """The occurrence of that day; None when the series has none."""
        return self.slot(day) if expansion.falls_on(self.recurrence, day) else None

    def between(self, start_at: datetime, end_at: datetime) -> Iterator[Slot]:
        """The occurrences that touch the time up to, not including, `end_at`."""
        since = _day_of(self.zone, start_at, back=self.length + _DAY)
        until = _day_of(self.zone, end_at, back=-_DAY)
        for day in expansion.days(self.recurrence, since, until):
            slot = self.slot(day)
            if slot.start_at >= end_at:
                return
            if slot.end_at > start_at or slot.start_at >= start_at:
                yield slot


def timing(
    recurrence: Recurrence,
    *,
    start_at: datetime,
    end_at: datetime,
    zone_name: str,
    all_day: bool = False,
) -> Timing:
    """The times of a series whose event is at the given instants.

    Days that have no midnight begin later; an all-day series still begins at midnight
    on the others.
    """
    home = zone(zone_name)
    start, end = home.wall(start_at), home.wall(end_at)
    if all_day and home.begins_day(start_at):
        start = datetime.combine(start, time())
    if all_day and home.begins_day(end_at):
        end = datetime.combine(end, time())
    return Timing(
        recurrence=recurrence,
        zone_name=zone_name,
        start=start.time(),
        length=end - start,
    )


def check(times: Timing, *, start_at: datetime) -> None:
    """The times make a series of the event that starts at that instant.

    Raises:
        GraphError: the range does not begin on the day of the event, holds no
            occurrence, or its occurrences overlap.
    """
    if times.zone.wall(start_at).date() != times.recurrence.range.start_date:
        raise refusals.invalid("The range must begin on the day of the event's start.")
    if expansion.first_day(times.recurrence) is None:
        raise refusals.no_occurrence()
    _check_gaps(times)


def _check_gaps(times: Timing) -> None:
    """Each occurrence ends before the next one starts.

    Raises:
        GraphError: one does not.
    """
    if times.length <= _DAY:
        return  # there is one a day at most
    if times.length > _LONGEST:
        raise refusals.time_span_too_big()
    start = times.recurrence.range.start_date
    days = expansion.following(times.recurrence, start - _DAY)
    first = itertools.islice(days, _LOOKED_AT)
    if any(later - day < times.length for day, later in itertools.pairwise(first)):
        raise refusals.time_span_too_big()


def _day_of(home: Zone, at: datetime, *, back: timedelta) -> date:
    """The day so long before an instant; the calendar's edge where it ends."""
    try:
        return (home.wall(at) - back).date()
    except OverflowError:
        return date.min if back > timedelta() else date.max
