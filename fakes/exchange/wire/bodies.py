"""Events as JSON, inwards: what a POST or PATCH wants to be written.

Clients send `@odata.type`, enumerations in any case, booleans as text and nulls where
they mean nothing (sections 2.1 and 3.1); all of that is understood. Read-only
properties are ignored, unknown ones refused, missing abilities named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias, get_args

from fakes.exchange import errors, extended
from fakes.exchange.event import (
    Attendee,
    AttendeeType,
    Body,
    EventChange,
    Importance,
    Location,
    Proposal,
    Sensitivity,
    ShowAs,
)
from fakes.exchange.wire.instants import instant
from fakes.exchange.zones import UnknownZone, Zone, zone

Json: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEvent:
    """What a body asks for."""

    change: EventChange
    transaction_id: str | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.change.fields


def parsed(body: bytes) -> Json:
    """The body's JSON object.

    Raises:
        GraphError: it is none.
    """
    try:
        value = json.loads(body)
    except ValueError as error:
        raise errors.body_read("The body is not valid JSON.") from error
    if not isinstance(value, dict):
        raise errors.body_read("The body is no JSON object.")
    return value


def parameters(body: bytes) -> Json:
    """The parameters of an action, names in lower case: clients differ (2.1)."""
    if not body.strip():
        return {}
    return {name.lower(): value for name, value in parsed(body).items()}


def written(raw: Json) -> WrittenEvent:
    """What the body of an event's POST or PATCH asks for.

    Raises:
        GraphError: a property is unknown, of the wrong type, or beyond this fake.
    """
    fields: dict[str, Any] = {}
    transaction_id: str | None = None
    for name, value in raw.items():
        if "@" in name or name in _READ_ONLY:
            continue
        if name == "transactionId":
            transaction_id = None if value is None else _text(name, value)
            continue
        read = _READERS.get(name)
        if read is None:
            _refuse(name, value)
            continue
        read(name, value, fields)
    return WrittenEvent(change=EventChange(**fields), transaction_id=transaction_id)


def _refuse(name: str, value: object) -> None:
    if name == "recurrence" and value is None:
        return
    if name in {"recurrence", "attachments", "extensions", "calendar", "instances"}:
        raise errors.unsupported(f"writing '{name}' of an event")
    if name in {"multiValueExtendedProperties", "exceptionOccurrences"}:
        raise errors.unsupported(f"writing '{name}' of an event")
    if name == "isOnlineMeeting":
        if _flag(name, value if value is not None else False):
            raise errors.unsupported("online meetings ('isOnlineMeeting')")
        return
    raise errors.body_read(
        f"The property '{name}' does not exist on type 'microsoft.graph.event'."
    )


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise errors.body_read(f"The value of '{name}' is no text.")
    return value


def _flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise errors.body_read(f"The value of '{name}' is neither true nor false.")


def _complex(name: str, value: object) -> Json:
    if not isinstance(value, dict):
        raise errors.body_read(f"The value of '{name}' is no object.")
    return value


def _collection(name: str, value: object) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise errors.body_read(f"The value of '{name}' is no collection.")
    return value


def member(name: str, value: object, allowed: tuple[str, ...]) -> str:
    """The enumeration member in its own spelling.

    Raises:
        GraphError: the value is no member.
    """
    if isinstance(value, str):
        for one in allowed:
            if one.lower() == value.lower():
                return one
    raise errors.body_read(f"'{value}' is no value of '{name}'.")


def _subject(_name: str, value: object, fields: dict[str, Any]) -> None:
    fields["subject"] = "" if value is None else _text("subject", value)


def _body(name: str, value: object, fields: dict[str, Any]) -> None:
    raw = {} if value is None else _complex(name, value)
    kind = member("contentType", raw.get("contentType") or "text", ("text", "html"))
    content = raw.get("content")
    fields["body"] = Body(
        content_type="text" if kind == "text" else "html",
        content="" if content is None else _text("content", content),
    )


def _zone(raw: Json) -> Zone:
    try:
        return zone(str(raw.get("timeZone") or ""))
    except UnknownZone as error:
        raise errors.unknown_zone(error.zone) from error


def _edge(name: str, value: object, fields: dict[str, Any]) -> None:
    raw = _complex(name, value)
    home = _zone(raw)
    fields[f"{name}_at"] = instant(raw.get("dateTime"), home)
    fields[f"original_{name}_time_zone"] = home.windows_name


def _place(raw: Json) -> Location:
    name = raw.get("displayName")
    kind = raw.get("locationType")
    unique = raw.get("uniqueId")
    return Location(
        display_name="" if name is None else _text("displayName", name),
        location_type="default" if kind is None else _text("locationType", kind),
        unique_id=None if unique is None else _text("uniqueId", unique),
        unique_id_type=str(raw.get("uniqueIdType") or "unknown"),
        address=MappingProxyType(dict(raw.get("address") or {})),
        coordinates=MappingProxyType(dict(raw.get("coordinates") or {})),
    )


def _location(name: str, value: object, fields: dict[str, Any]) -> None:
    place = _place({} if value is None else _complex(name, value))
    if "locations" not in fields:
        fields["locations"] = (place,) if place.display_name or place.address else ()


def _locations(name: str, value: object, fields: dict[str, Any]) -> None:
    places = (_place(_complex(name, one)) for one in _collection(name, value))
    fields["locations"] = tuple(place for place in places if place.display_name)


def _categories(name: str, value: object, fields: dict[str, Any]) -> None:
    fields["categories"] = tuple(_text(name, one) for one in _collection(name, value))


def _attendees(name: str, value: object, fields: dict[str, Any]) -> None:
    fields["attendees"] = tuple(
        _attendee(_complex(name, one)) for one in _collection(name, value)
    )


def _attendee(raw: Json) -> Attendee:
    person = _complex("emailAddress", raw.get("emailAddress") or {})
    kind = member("type", raw.get("type") or "required", get_args(AttendeeType))
    return Attendee(
        address=_text("address", person.get("address") or ""),
        name=_text("name", person.get("name") or ""),
        type=kind,  # type: ignore[arg-type]  # a member of AttendeeType
    )


def _properties(name: str, value: object, fields: dict[str, Any]) -> None:
    found: dict[str, str] = {}
    for one in _collection(name, value):
        raw = _complex(name, one)
        key = extended.normalised(str(raw.get("id") or ""))
        if key is None:
            raise errors.property_validation(
                f"'{raw.get('id')}' is no id of an extended property."
            )
        found[key] = _text("value", raw.get("value"))
    fields["extended_properties"] = MappingProxyType(found)


def _minutes(_name: str, value: object, fields: dict[str, Any]) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise errors.body_read("'reminderMinutesBeforeStart' is no whole number.")
    fields["reminder_minutes_before_start"] = value


Reader: TypeAlias = Callable[[str, object, dict[str, Any]], None]


def _member_of(field: str, allowed: tuple[str, ...], default: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = default if value is None else member(name, value, allowed)

    return read


def _flag_of(field: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = _flag(name, value)

    return read


_READERS: Final[Mapping[str, Reader]] = {
    "subject": _subject,
    "body": _body,
    "start": _edge,
    "end": _edge,
    "isAllDay": _flag_of("is_all_day"),
    "location": _location,
    "locations": _locations,
    "categories": _categories,
    "attendees": _attendees,
    "importance": _member_of("importance", get_args(Importance), "normal"),
    "sensitivity": _member_of("sensitivity", get_args(Sensitivity), "normal"),
    "showAs": _member_of("show_as", get_args(ShowAs), "busy"),
    "isReminderOn": _flag_of("is_reminder_on"),
    "reminderMinutesBeforeStart": _minutes,
    "responseRequested": _flag_of("response_requested"),
    "allowNewTimeProposals": _flag_of("allow_new_time_proposals"),
    "hideAttendees": _flag_of("hide_attendees"),
    "singleValueExtendedProperties": _properties,
}
# ignored without a word when a client sends them (3.1; organizer: known by report)
_READ_ONLY: Final = frozenset(
    {
        "id",
        "bodyPreview",
        "changeKey",
        "createdDateTime",
        "hasAttachments",
        "iCalUId",
        "isCancelled",
        "isDraft",
        "isOrganizer",
        "lastModifiedDateTime",
        "onlineMeeting",
        "onlineMeetingProvider",
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


def proposal(raw: object) -> Proposal | None:
    """The time that an attendee proposes instead; None when none is."""
    if raw is None:
        return None
    slot = _complex("proposedNewTime", raw)
    start, end = (_complex(name, slot.get(name)) for name in ("start", "end"))
    return Proposal(
        start_at=instant(start.get("dateTime"), _zone(start)),
        end_at=instant(end.get("dateTime"), _zone(end)),
    )


def flag(name: str, value: object, *, default: bool) -> bool:
    """A boolean parameter of an action."""
    return default if value is None else _flag(name, value)
