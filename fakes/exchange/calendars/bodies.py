"""Events as JSON, inwards: what a POST or PATCH wants to be written.

Clients send `@odata.type`, enumerations in any case, booleans as text and nulls where
they mean nothing (sections 2.1 and 3.1); all of that is understood. Read-only
properties are ignored, unknown ones refused, missing abilities named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, cast, get_args

from fakes.exchange import errors
from fakes.exchange.attachments import bodies as attachments
from fakes.exchange.calendars.event import (
    Answer,
    Attendee,
    AttendeeType,
    EventChange,
    Location,
    Proposal,
    Sensitivity,
    ShowAs,
)
from fakes.exchange.calendars.online import DEFAULT, Provider
from fakes.exchange.extensions import bodies as extensions
from fakes.exchange.items import Importance
from fakes.exchange.wire import recurrence, values
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.values import (
    Json,
    Reader,
    collection,
    complex_value,
    member,
    text,
    zone_of,
)

_BEYOND: Final = frozenset(
    {
        "calendar",
        "exceptionOccurrences",
        "instances",
    }
)


# when those have answered whom their organiser calls declined (trap 31)
_NEVER_YET: Final = datetime(4501, 1, 1, tzinfo=UTC)
_ADDRESS: Final = frozenset(
    {"street", "city", "state", "countryOrRegion", "postalCode"}
)
_POINT: Final = frozenset(
    {"latitude", "longitude", "accuracy", "altitude", "altitudeAccuracy"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEvent:
    """What a body asks for."""

    change: EventChange
    transaction_id: str | None


def written(raw: Json) -> WrittenEvent:
    """What the body of an event's POST or PATCH asks for.

    Raises:
        GraphError: a property is unknown, of the wrong type, or beyond this fake.
    """
    fields = values.written(
        raw, _READERS, of="event", read_only=_READ_ONLY, beyond=_BEYOND
    )
    transaction_id = fields.pop("transaction_id", None)
    return WrittenEvent(change=EventChange(**fields), transaction_id=transaction_id)


def _recurrence(_name: str, value: object, fields: dict[str, Any]) -> None:
    fields["recurrence"] = "once" if value is None else recurrence.written(value)


def _online(name: str, value: object, fields: dict[str, Any]) -> None:
    """False says nothing: what is online stays so (section 3.1)."""
    if values.flag(name, value, default=False):
        fields.setdefault("online_provider", DEFAULT)


def _provider(name: str, value: object, _fields: dict[str, Any]) -> None:
    """Says something only beside `isOnlineMeeting`, which may stand after it."""
    provider = "unknown" if value is None else member(name, value, get_args(Provider))
    if provider not in {"unknown", DEFAULT}:
        raise errors.invalid_request(f"The calendar does not allow '{provider}'.")


def _edge(name: str, value: object, fields: dict[str, Any]) -> None:
    raw = complex_value(name, value)
    home = zone_of(raw)
    fields[f"{name}_at"] = instant(raw.get("dateTime"), home)
    fields[f"original_{name}_time_zone"] = home.windows_name


def _place(raw: Json) -> Location:
    name = raw.get("displayName")
    kind = raw.get("locationType")
    unique = raw.get("uniqueId")
    return Location(
        display_name="" if name is None else text("displayName", name),
        location_type="default" if kind is None else text("locationType", kind),
        unique_id=None if unique is None else text("uniqueId", unique),
        unique_id_type=text("uniqueIdType", raw.get("uniqueIdType") or "unknown"),
        address=_parts("address", raw.get("address"), _ADDRESS, str),
        coordinates=_parts("coordinates", raw.get("coordinates"), _POINT, (int, float)),
    )


def _parts(
    name: str,
    value: object,
    known: frozenset[str],
    kind: type[str] | tuple[type[int], type[float]],
) -> Mapping[str, object]:
    """The parts that are given of a complex value.

    Raises:
        GraphError: one is unknown, or of the wrong type.
    """
    found: dict[str, object] = {}
    for key, part in ({} if value is None else complex_value(name, value)).items():
        if "@" in key or part is None:
            continue
        if key not in known or isinstance(part, bool) or not isinstance(part, kind):
            raise errors.body_read(f"'{key}' is no such part of '{name}'.")
        found[key] = part
    return MappingProxyType(found)


def _location(name: str, value: object, fields: dict[str, Any]) -> None:
    place = _place({} if value is None else complex_value(name, value))
    if "locations" not in fields:
        fields["locations"] = (place,) if place.display_name or place.address else ()


def _locations(name: str, value: object, fields: dict[str, Any]) -> None:
    places = (_place(complex_value(name, one)) for one in collection(name, value))
    fields["locations"] = tuple(place for place in places if place.display_name)


def _attendees(name: str, value: object, fields: dict[str, Any]) -> None:
    fields["attendees"] = tuple(
        _attendee(complex_value(name, one)) for one in collection(name, value)
    )


def _attendee(raw: Json) -> Attendee:
    person = complex_value("emailAddress", raw.get("emailAddress") or {})
    kind = member("type", raw.get("type") or "required", get_args(AttendeeType))
    response, responded_at = _claimed(raw)
    return Attendee(
        address=text("address", person.get("address") or ""),
        name=text("name", person.get("name") or ""),
        type=kind,  # type: ignore[arg-type]  # a member of AttendeeType
        response=response,
        responded_at=responded_at,
    )


def _claimed(raw: Json) -> tuple[Answer, datetime | None]:
    """What the organiser says that an attendee has answered, and when (section 3.7).

    It is taken at its word, but for `declined`, which comes back as not responded.
    """
    status = complex_value("status", raw.get("status") or {})
    response = member("response", status.get("response") or "none", get_args(Answer))
    if response == "declined":
        return "notResponded", _NEVER_YET
    at = instant(status["time"]) if status.get("time") else None
    return cast("Answer", response), at if at and at.year > 1 else None


_READERS: Final[Mapping[str, Reader]] = {
    "transactionId": values.nullable_text_of("transaction_id"),
    "subject": values.text_of("subject"),
    "body": values.body_of("body"),
    "start": _edge,
    "end": _edge,
    "isAllDay": values.flag_of("is_all_day"),
    "location": _location,
    "locations": _locations,
    "categories": values.texts_of("categories"),
    "attendees": _attendees,
    "importance": values.member_of("importance", get_args(Importance), "normal"),
    "sensitivity": values.member_of("sensitivity", get_args(Sensitivity), "normal"),
    "showAs": values.member_of("show_as", get_args(ShowAs), "busy"),
    "isReminderOn": values.flag_of("is_reminder_on"),
    "reminderMinutesBeforeStart": values.whole_of("reminder_minutes_before_start"),
    "responseRequested": values.flag_of("response_requested"),
    "allowNewTimeProposals": values.flag_of("allow_new_time_proposals"),
    "hideAttendees": values.flag_of("hide_attendees"),
    "singleValueExtendedProperties": values.properties_of("extended_properties"),
    "multiValueExtendedProperties": values.multi_properties_of(
        "multi_extended_properties"
    ),
    "attachments": attachments.with_item,
    "extensions": extensions.with_item,
    "recurrence": _recurrence,
    "isOnlineMeeting": _online,
    "onlineMeetingProvider": _provider,
}
# ignored without a word when a client sends them (3.1; organizer: known by report)
_READ_ONLY: Final = frozenset(
    {
        "id",
        "bodyPreview",
        "cancelledOccurrences",
        "changeKey",
        "createdDateTime",
        "hasAttachments",
        "iCalUId",
        "isCancelled",
        "isDraft",
        "isOrganizer",
        "lastModifiedDateTime",
        "onlineMeeting",
        "onlineMeetingUrl",
        "organizer",
        "originalEndTimeZone",
        "originalStart",
        "originalStartTimeZone",
        "responseStatus",
        "seriesMasterId",
        "type",
        "webLink",
    }
)


def recipients(raw: object) -> tuple[Attendee, ...]:
    """Those whom a meeting is forwarded to."""
    given = collection("toRecipients", raw)
    return tuple(_attendee(complex_value("toRecipients", one)) for one in given)


def proposal(raw: object) -> Proposal | None:
    """The time that an attendee proposes instead; None when none is."""
    if raw is None:
        return None
    slot = complex_value("proposedNewTime", raw)
    start, end = (complex_value(name, slot.get(name)) for name in ("start", "end"))
    return Proposal(
        start_at=instant(start.get("dateTime"), zone_of(start)),
        end_at=instant(end.get("dateTime"), zone_of(end)),
    )
