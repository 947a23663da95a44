"""What an owner fills in in Outlook's form, as a change of an event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from fakes.exchange.event import Attendee, Body, EventChange, Location
from fakes.exchange.zones import Zone


def form(
    home: Zone,
    *,
    start: datetime | date | None,
    end: datetime | date | None,
    body: str | Body | None,
    location: str | None,
    categories: Iterable[str] | None,
    attendees: Iterable[str | Attendee] | None,
    **others: Any,
) -> EventChange:
    """The form's fields; None stays as it is. Dates are days of the `home` zone."""
    places = (Location(display_name=location),) if location else ()
    return EventChange(
        start_at=None if start is None else _instant(start, home),
        end_at=None if end is None else _instant(end, home),
        original_start_time_zone=None if start is None else home.windows_name,
        original_end_time_zone=None if end is None else home.windows_name,
        body=_body(body),
        locations=None if location is None else places,
        categories=None if categories is None else tuple(categories),
        attendees=None if attendees is None else _attendees(attendees),
        **others,
    )


def _instant(moment: datetime | date, home: Zone) -> datetime:
    if not isinstance(moment, datetime):
        return home.instant(datetime.combine(moment, time()))
    if moment.tzinfo is None:
        msg = f"a moment needs its time zone: {moment.isoformat()}"
        raise ValueError(msg)
    return moment.astimezone(UTC)


def _body(body: str | Body | None) -> Body | None:
    return Body(content_type="text", content=body) if isinstance(body, str) else body


def _attendees(attendees: Iterable[str | Attendee]) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(address=one) if isinstance(one, str) else one for one in attendees
    )
