"""What a write means for a series: the fields that it really sets, and its limits.

Sections 3.5 and 3.6. A changed recurrence drops what was changed in single occurrences,
and which were taken out (inferred); attendees added to or removed from the series are
so in its exceptions, too (inferred).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, cast

from fakes.exchange import errors
from fakes.exchange.calendars.event import (
    UNCHANGED,
    Attendee,
    Event,
    EventChange,
    Overrides,
)
from fakes.exchange.calendars.invitations import unanswered
from fakes.exchange.calendars.series import check_series, series_of
from fakes.exchange.recurrence import Recurrence


def effective(event: Event, change: EventChange) -> EventChange:
    """The change without a recurrence that is the event's own already.

    Raises:
        GraphError: an occurrence is to recur.
    """
    wanted = change.recurrence
    if wanted is None:
        return change
    if isinstance(wanted, Recurrence):
        if event.series_day is not None:
            raise errors.invalid_request("An occurrence cannot recur by itself.")
        own = change.original_start_time_zone or event.original_start_time_zone
        wanted = wanted.essence.at_home(own)
    same = wanted == event.recurrence or (wanted == "once" and not event.recurrence)
    return replace(change, recurrence=None if same else wanted)


def settled(fields: dict[str, Any], *, home: str) -> dict[str, Any]:
    """The fields of a new event with its recurrence as it is stored."""
    wanted = fields.get("recurrence")
    stored = wanted.essence.at_home(home) if isinstance(wanted, Recurrence) else None
    return {**fields, "recurrence": stored}


def consequences(
    event: Event, fields: Mapping[str, Any], *, moved: bool
) -> dict[str, Any]:
    """What else changes with the fields of a series."""
    if "recurrence" in fields:
        stored = None if fields["recurrence"] == "once" else fields["recurrence"]
        return {
            "recurrence": stored,
            "exceptions": UNCHANGED,
            "cancelled": frozenset(),
            "beside": UNCHANGED,
        }
    if not event.exceptions or "attendees" not in fields:
        return {}
    found = {
        day: _invited_as(own, event.attendees, fields["attendees"], moved=moved)
        for day, own in event.exceptions.items()
    }
    return {"exceptions": MappingProxyType(found)}


def _invited_as(
    own: Overrides,
    before: tuple[Attendee, ...],
    after: tuple[Attendee, ...],
    *,
    moved: bool,
) -> Overrides:
    """An exception whose own attendees, if it has any, follow those of the series."""
    if "attendees" not in own:
        return own
    old, new = {one.key for one in before}, {one.key for one in after}
    present = cast("tuple[Attendee, ...]", own["attendees"])
    known = {one.key for one in present}
    kept = (one for one in present if one.key in new or one.key not in old)
    added = (one for one in after if one.key not in old and one.key not in known)
    invited = (*(unanswered(one) if moved else one for one in kept), *added)
    return MappingProxyType({**own, "attendees": invited})


def guests_of_parts(event: Event) -> Iterator[tuple[Event, Attendee]]:
    """Who is invited to an exception of a series and not to the series."""
    if not event.exceptions:
        return
    invited = {one.key for one in event.attendees}
    for part in series_of(event).exceptions:
        for attendee in part.attendees:
            if attendee.key not in invited:
                yield part, attendee


def check(wanted: Event, *, moved: bool) -> None:
    """The series, or the occurrence in its series, may be so.

    Raises:
        GraphError: it may not.
    """
    if wanted.recurrence is not None:
        check_series(wanted)
    elif wanted.series_master is not None and moved:
        series_of(wanted.series_master).check_boundaries(wanted)
