"""From the values of the rules to the JSON of Graph events, and back.

Beside the client the only place that knows Graph's names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from reference_impl.rules.appointments import TrackedItem
from reference_impl.rules.content import ItemContent
from reference_impl.rules.model import BookingId, EventId, Item

# The link of an item: the id of its booking, as a named property of our own.
LINK_PROPERTY: Final = (
    "String {6f3a1c52-8e0d-4b7a-9c41-5d2f7be0a913} Name FieldsyncBooking"
)
UNLINKED: Final = "unlinked"

SEEN_PROPERTIES: Final = (
    "id,start,end,categories,organizer,isOrganizer,attendees,isCancelled"
)
TRACKED_PROPERTIES: Final = "id,subject,start,end,isAllDay,location,iCalUId"

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEvent:
    """An event as Exchange answered it."""

    id: EventId
    etag: str
    item: Item


def body_of(content: ItemContent) -> dict[str, Any]:
    """Return the members that are to be written; times are UTC [BKG-119]."""
    document: dict[str, Any] = {}
    if content.subject is not None:
        document["subject"] = content.subject
    if content.body_html is not None:
        document["body"] = {"contentType": "html", "content": content.body_html}
    if content.start_at is not None:
        document["start"] = _time(content.start_at)
    if content.end_at is not None:
        document["end"] = _time(content.end_at)
    if content.location is not None:
        document["location"] = {"displayName": content.location}
    if content.importance is not None:
        document["importance"] = content.importance.value
    if content.attendees is not None:
        document["attendees"] = [
            {"type": "required", "emailAddress": {"address": address}}
            for address in content.attendees
        ]
    return document


def link_to(booking_id: BookingId) -> dict[str, Any]:
    """Return the member that ties an event to its booking [BKG-023]."""
    return _property(booking_id)


def no_link() -> dict[str, Any]:
    """Return the member that unties an event; properties cannot be removed."""
    return _property(UNLINKED)


def link_filter(booking_id: BookingId) -> str:
    """Return the filter that finds the event of a booking."""
    return (
        "singleValueExtendedProperties/Any(ep: "
        f"ep/id eq '{LINK_PROPERTY}' and ep/value eq '{booking_id}')"
    )


def link_expand() -> str:
    """Return the expansion that shows the link of an event."""
    return f"singleValueExtendedProperties($filter=id eq '{LINK_PROPERTY}')"


def seen(event: Event, *, address: str) -> SeenEvent:
    """Return what the rules need of an event in the mailbox of that address.

    Raises:
        ValueError: this is no event.
    """
    try:
        return SeenEvent(
            id=EventId(event["id"]),
            etag=event["@odata.etag"],
            item=Item(
                start_at=_instant(event["start"]),
                categories=tuple(event.get("categories") or ()),
                organized_by_worker=_is_organized_by(event, address),
                has_attendees=bool(event.get("attendees")),
            ),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("this is no event") from error


def is_linked(event: Event) -> bool:
    """Tell whether an event that was read with its link belongs to a booking."""
    values = [
        prop.get("value") for prop in event.get("singleValueExtendedProperties") or ()
    ]
    return any(value and value != UNLINKED for value in values)


def tracked(event: Event) -> TrackedItem:
    """Return an event that its owner tracked."""
    return TrackedItem(
        subject=event.get("subject") or "",
        start_at=_instant(event["start"]),
        end_at=_instant(event["end"]),
        is_all_day=event.get("isAllDay") is True,
        location=(event.get("location") or {}).get("displayName") or "",
        ical_uid=event.get("iCalUId") or "",
        is_of_booking=is_linked(event),
    )


def _is_organized_by(event: Event, address: str) -> bool:
    # Both must agree: a copy of somebody else's meeting says so in either place.
    organizer = (event.get("organizer") or {}).get("emailAddress") or {}
    organizer_address = organizer.get("address") or address
    same = bool(organizer_address.casefold() == address.casefold())
    return same and event.get("isOrganizer") is not False


def _property(value: str) -> dict[str, Any]:
    return {"singleValueExtendedProperties": [{"id": LINK_PROPERTY, "value": value}]}


def _time(at: datetime) -> dict[str, str]:
    text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.0000000")
    return {"dateTime": text, "timeZone": "UTC"}


def _instant(value: Mapping[str, str]) -> datetime:
    # Answers are in UTC unless asked otherwise, with seven digits after the seconds.
    return datetime.fromisoformat(value["dateTime"][:26]).replace(tzinfo=UTC)
