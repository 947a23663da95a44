"""What an owner fills in in Outlook's form, as a change of an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Literal, TypedDict

from fakes.exchange.body import Body
from fakes.exchange.calendars.event import (
    Attendee,
    EventChange,
    Location,
    Sensitivity,
    ShowAs,
)
from fakes.exchange.items import Importance
from fakes.exchange.recurrence import Recurrence
from fakes.exchange.zones import Zone


class Form(TypedDict, total=False):
    """The fields beside subject and times; what is not there, or None, stays.

    `body` is plain text unless it is a `Body`.
    """

    body: str | Body | None
    location: str | None
    categories: Iterable[str] | None
    attendees: Iterable[str | Attendee] | None
    is_all_day: bool | None
    importance: Importance | None
    sensitivity: Sensitivity | None
    show_as: ShowAs | None
    is_reminder_on: bool | None
    reminder_minutes_before_start: int | None
    extended_properties: Mapping[str, str] | None
    recurrence: Recurrence | Literal["once"] | None


class WholeForm(Form, total=False):
    """Every field. `start` and `end` are aware; dates are days of the home zone."""

    subject: str | None
    start: datetime | date | None
    end: datetime | date | None


def change_of(given: WholeForm, home: Zone) -> EventChange:
    """The form's fields as a change of an event."""
    fields: dict[str, Any] = {**given}
    for edge in ("start", "end"):
        moment = fields.pop(edge, None)
        if moment is not None:
            fields[f"{edge}_at"] = _instant(moment, home)
            fields[f"original_{edge}_time_zone"] = home.windows_name
    location = fields.pop("location", None)
    if location is not None:
        places = (Location(display_name=location),) if location else ()
        fields["locations"] = places
    if isinstance(body := fields.get("body"), str):
        fields["body"] = Body(content_type="text", content=body)
    if (categories := fields.get("categories")) is not None:
        fields["categories"] = tuple(categories)
    if (attendees := fields.get("attendees")) is not None:
        fields["attendees"] = _attendees(attendees)
    return EventChange(**fields)


def _instant(moment: datetime | date, home: Zone) -> datetime:
    if not isinstance(moment, datetime):
        return home.instant(datetime.combine(moment, time()))
    if moment.tzinfo is None:
        msg = f"a moment needs its time zone: {moment.isoformat()}"
        raise ValueError(msg)
    return moment.astimezone(UTC)


def _attendees(attendees: Iterable[str | Attendee]) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(address=one) if isinstance(one, str) else one for one in attendees
    )
