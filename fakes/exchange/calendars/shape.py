"""Events as JSON, outwards (section 3.1)."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from fakes.exchange import errors
from fakes.exchange.attachments import shapes as attachments
from fakes.exchange.calendars.event import Attendee, Event, Location
from fakes.exchange.calendars.series import series_of
from fakes.exchange.extensions import shapes as extensions
from fakes.exchange.occurrence_ids import cancelled_id
from fakes.exchange.wire import recurrence
from fakes.exchange.wire.instants import NEVER, stamp, wall
from fakes.exchange.wire.options import selection
from fakes.exchange.wire.outlook import (
    CATEGORIES,
    STAMPS,
    WRITTEN_AT,
    body,
    moment,
    recipient,
)
from fakes.exchange.wire.shape import (
    Filterable,
    Reader,
    Shape,
    View,
    encoded,
    item_id,
)
from fakes.exchange.zones import zone


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


def _series_master_id(event: Event, view: View) -> str | None:
    master = event.series_master
    if master is None:
        return None
    return item_id(master, immutable=view.immutable_ids)


def _cancelled(event: Event, view: View) -> list[str] | None:
    """The occurrences that a series has lost; nothing for another event (3.1)."""
    if event.recurrence is None:
        return None
    own = item_id(event, immutable=view.immutable_ids)
    return [cancelled_id(own, day) for day in sorted(event.cancelled)]


def _exceptions(event: Event, view: View) -> list[dict[str, object]]:
    """The occurrences of a series that were changed (3.1)."""
    if event.recurrence is None:
        return []
    nested = dict(view.expand.nested) if view.expand else {}
    wanted = nested.pop("$select", None)
    if nested:
        raise errors.unsupported(f"{min(nested)} inside of '$expand'")
    look = replace(view, select=selection(wanted, EVENT), expand=None)
    return [encoded(EVENT, one, look) for one in series_of(event).exceptions]


# every property of the resource in the order of the documented samples
_PROPERTIES: Final[Mapping[str, Reader]] = {
    **STAMPS,
    "transactionId": lambda e, _: e.transaction_id,
    "originalStartTimeZone": lambda e, _: e.original_start_time_zone,
    "originalEndTimeZone": lambda e, _: e.original_end_time_zone,
    "iCalUId": lambda e, _: e.ical_uid,
    "reminderMinutesBeforeStart": lambda e, _: e.reminder_minutes_before_start,
    "isReminderOn": lambda e, _: e.is_reminder_on,
    "hasAttachments": lambda e, _: e.has_attachments,
    "subject": lambda e, _: e.subject,
    "bodyPreview": lambda e, _: e.body.preview,
    "importance": lambda e, _: e.importance,
    "sensitivity": lambda e, _: e.sensitivity,
    "isAllDay": lambda e, _: e.is_all_day,
    "isCancelled": lambda e, _: e.is_cancelled,
    "isOrganizer": lambda e, _: e.is_organizer,
    "isDraft": lambda _e, _v: False,
    "responseRequested": lambda e, _: e.response_requested,
    "seriesMasterId": _series_master_id,
    "showAs": lambda e, _: e.show_as,
    "type": lambda e, _: e.type,
    "webLink": lambda e, _: e.web_link,
    "onlineMeetingUrl": lambda _e, _v: None,
    "isOnlineMeeting": lambda e, _: e.online_meeting is not None,
    "onlineMeetingProvider": lambda e, _: (
        e.online_meeting.provider if e.online_meeting else "unknown"
    ),
    "allowNewTimeProposals": lambda e, _: e.allow_new_time_proposals,
    "hideAttendees": lambda e, _: e.hide_attendees,
    "recurrence": lambda e, _: e.recurrence and recurrence.shown(e.recurrence),
    "onlineMeeting": lambda e, _: (
        {"joinUrl": e.online_meeting.join_url} if e.online_meeting else None
    ),
    "responseStatus": lambda e, _: _status(e.response, e.responded_at),
    "body": lambda e, v: body(e.body, v),
    "start": _start,
    "end": _end,
    "location": _first_location,
    "locations": lambda e, _: [_location(place) for place in e.locations],
    "attendees": lambda e, v: [_attendee(one, v) for one in e.attendees],
    "organizer": lambda e, _: recipient(e.organizer),
    "originalStart": lambda e, _: e.original_start_at and stamp(e.original_start_at),
}
_FILTERABLE: Final = Filterable(
    instants={
        "start/dateTime": operator.attrgetter("start_at"),
        "end/dateTime": operator.attrgetter("end_at"),
        **WRITTEN_AT,
    },
    texts={
        "subject": lambda event: event.subject.lower(),
        "iCalUId": lambda event: event.ical_uid.lower(),
        "importance": operator.attrgetter("importance"),
        "sensitivity": operator.attrgetter("sensitivity"),
        "showAs": lambda event: event.show_as.lower(),
        "type": lambda event: event.type.lower(),
        "organizer/emailAddress/address": lambda event: event.organizer.key,
    },
    flags={
        "isAllDay": operator.attrgetter("is_all_day"),
        "isCancelled": operator.attrgetter("is_cancelled"),
        "isOrganizer": operator.attrgetter("is_organizer"),
        "isReminderOn": operator.attrgetter("is_reminder_on"),
        "hasAttachments": operator.attrgetter("has_attachments"),
    },
    collections=CATEGORIES,
    refused=frozenset({"recurrence"}),
)
EVENT: Final[Shape[Event]] = Shape(
    name="microsoft.graph.event",
    properties=_PROPERTIES,
    navigation={
        "attachments": attachments.expanded,
        "calendar": None,
        "exceptionOccurrences": _exceptions,
        "extensions": extensions.expanded,
        "instances": None,
        "multiValueExtendedProperties": None,
        "singleValueExtendedProperties": None,
    },
    selectable={"cancelledOccurrences": _cancelled},
    omitted_when_null=frozenset(
        {"transactionId", "originalStart", "cancelledOccurrences"}
    ),
    filterable=_FILTERABLE,
)
