"""Events as JSON, outwards. Section 3.1: unset members are nulls, not missing keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Final, TypeAlias

from fakes.exchange.event import Attendee, Event, Location, Person
from fakes.exchange.wire.instants import NEVER, stamp, wall
from fakes.exchange.zones import UTC_ZONE, Zone, zone

ODATA_TYPE: Final = "#microsoft.graph.event"
_PREVIEW: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a caller wants to see events."""

    zone: Zone = UTC_ZONE
    text_bodies: bool = False
    immutable_ids: bool = False
    select: tuple[str, ...] | None = None  # None: everything
    expand: tuple[str, ...] = ()  # extended properties, by normalised id
    with_attachments: bool = False
    with_type: bool = False  # "@odata.type" in front, as delta rows have it


def recipient(person: Person | Attendee) -> dict[str, object]:
    """Somebody with an address."""
    return {"emailAddress": {"name": person.name, "address": person.address}}


def moment(at: datetime, home: Zone) -> dict[str, str]:
    """An instant as the wall time of a zone."""
    return {"dateTime": wall(home.wall(at)), "timeZone": home.name}


def _edge(at: datetime, own_zone: str, *, all_day: bool, view: View) -> dict[str, str]:
    """Start or end. An all-day event is midnight `UTC` for everybody (section 3.4)."""
    if not all_day:
        return moment(at, view.zone)
    day = zone(own_zone).wall(at).date()
    return {"dateTime": wall(datetime.combine(day, time())), "timeZone": "UTC"}


def _start(event: Event, view: View) -> dict[str, str]:
    return _edge(
        event.start_at,
        event.original_start_time_zone,
        all_day=event.is_all_day,
        view=view,
    )


def _end(event: Event, view: View) -> dict[str, str]:
    return _edge(
        event.end_at,
        event.original_end_time_zone,
        all_day=event.is_all_day,
        view=view,
    )


def _body(event: Event, view: View) -> dict[str, str]:
    if view.text_bodies:
        return {"contentType": "text", "content": event.body.text}
    return {"contentType": "html", "content": event.body.html}


def _location(place: Location) -> dict[str, object]:
    return {
        "displayName": place.display_name,
        "locationType": place.location_type,
        **({"uniqueId": place.unique_id} if place.unique_id else {}),
        "uniqueIdType": place.unique_id_type,
        **({"address": dict(place.address)} if place.address else {}),
        **({"coordinates": dict(place.coordinates)} if place.coordinates else {}),
    }


def _first_location(event: Event, view: View) -> dict[str, object]:  # noqa: ARG001 - as its sisters
    if not event.locations:
        return {
            "displayName": "",
            "locationType": "default",
            "uniqueIdType": "unknown",
            "address": {},
            "coordinates": {},
        }
    shown = {**_location(event.locations[0]), "displayName": event.location}
    if "uniqueId" not in shown:  # as the documented samples have it
        shown |= {"uniqueId": event.location, "uniqueIdType": "private"}
    return shown


def _status(answer: str, at: datetime | None) -> dict[str, str]:
    return {"response": answer, "time": stamp(at) if at else NEVER}


def _attendee(attendee: Attendee, view: View) -> dict[str, object]:
    shown: dict[str, object] = {
        "type": attendee.type,
        "status": _status(attendee.response, attendee.responded_at),
        **recipient(attendee),
    }
    if attendee.proposal is not None:
        shown["proposedNewTime"] = {
            "start": moment(attendee.proposal.start_at, view.zone),
            "end": moment(attendee.proposal.end_at, view.zone),
        }
    return shown


def item_id(event: Event, *, immutable: bool) -> str:
    """The id of the kind that the caller works with."""
    return event.immutable_id if immutable else event.id


Reader: TypeAlias = Callable[[Event, View], Any]

# every property of the resource in the order of the documented samples
PROPERTIES: Final[Mapping[str, Reader]] = {
    "id": lambda e, v: item_id(e, immutable=v.immutable_ids),
    "createdDateTime": lambda e, _: stamp(e.created_at),
    "lastModifiedDateTime": lambda e, _: stamp(e.modified_at),
    "changeKey": lambda e, _: e.change_key,
    "categories": lambda e, _: e.categories,
    "transactionId": lambda e, _: e.transaction_id,
    "originalStartTimeZone": lambda e, _: e.original_start_time_zone,
    "originalEndTimeZone": lambda e, _: e.original_end_time_zone,
    "iCalUId": lambda e, _: e.ical_uid,
    "reminderMinutesBeforeStart": lambda e, _: e.reminder_minutes_before_start,
    "isReminderOn": lambda e, _: e.is_reminder_on,
    "hasAttachments": lambda _e, _v: False,
    "subject": lambda e, _: e.subject,
    "bodyPreview": lambda e, _: " ".join(e.body.text.split())[:_PREVIEW],
    "importance": lambda e, _: e.importance,
    "sensitivity": lambda e, _: e.sensitivity,
    "isAllDay": lambda e, _: e.is_all_day,
    "isCancelled": lambda e, _: e.is_cancelled,
    "isOrganizer": lambda e, _: e.is_organizer,
    "isDraft": lambda _e, _v: False,
    "responseRequested": lambda e, _: e.response_requested,
    "seriesMasterId": lambda _e, _v: None,
    "showAs": lambda e, _: e.show_as,
    "type": lambda _e, _v: "singleInstance",
    "webLink": lambda e, _: e.web_link,
    "onlineMeetingUrl": lambda _e, _v: None,
    "isOnlineMeeting": lambda _e, _v: False,
    "onlineMeetingProvider": lambda _e, _v: "unknown",
    "allowNewTimeProposals": lambda e, _: e.allow_new_time_proposals,
    "hideAttendees": lambda e, _: e.hide_attendees,
    "recurrence": lambda _e, _v: None,
    "onlineMeeting": lambda _e, _v: None,
    "responseStatus": lambda e, _: _status(e.response, e.responded_at),
    "body": _body,
    "start": _start,
    "end": _end,
    "location": _first_location,
    "locations": lambda e, _: [_location(place) for place in e.locations],
    "attendees": lambda e, v: [_attendee(one, v) for one in e.attendees],
    "organizer": lambda e, _: recipient(e.organizer),
}
NAVIGATION: Final = frozenset(
    {
        "attachments",
        "calendar",
        "exceptionOccurrences",
        "extensions",
        "instances",
        "multiValueExtendedProperties",
        "singleValueExtendedProperties",
    }
)
# known to the metadata, not to an event that is no part of a series
ABSENT: Final = frozenset({"cancelledOccurrences", "originalStart", "occurrenceId"})


def encoded(event: Event, view: View) -> dict[str, Any]:
    """The event as the view shows it, without context."""
    shown: dict[str, Any] = {"@odata.type": ODATA_TYPE} if view.with_type else {}
    shown["@odata.etag"] = event.etag
    names = PROPERTIES if view.select is None else view.select
    for name in names:
        shown[name] = PROPERTIES[name](event, view)
    if event.transaction_id is None:
        shown.pop("transactionId", None)
    found = [
        {"id": key, "value": event.extended_properties[key]}
        for key in view.expand
        if key in event.extended_properties
    ]
    if found:
        shown["singleValueExtendedProperties"] = found
    if view.with_attachments:
        shown["attachments"] = []
    return shown


def removed(event: Event, *, immutable: bool) -> str:
    """A delta row that says the event is no longer there."""
    return dumps(
        {
            "@odata.type": ODATA_TYPE,
            "id": item_id(event, immutable=immutable),
            "@removed": {"reason": "deleted"},
        }
    )


def dumps(value: object) -> str:
    """The value as compact JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@dataclass(slots=True)
class Fragments:
    """Events already written as JSON: a state of an event is written once per view."""

    _texts: dict[tuple[str, str, View], str] = field(default_factory=dict)

    def text(self, event: Event, view: View) -> str:
        """The event's JSON object. Every state of an event has its own change key."""
        key = (event.change_key, event.id, view)
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = dumps(encoded(event, view))
        return text
