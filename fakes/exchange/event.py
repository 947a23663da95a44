"""The event and its parts: values only, in the domain's words.

Section 3.1 of the fact sheet (exchange-graph) lists the properties. A change makes a
new value (copy on write), so that a log can hold the state before and after it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from fakes.exchange.zones import zone

Writer: TypeAlias = Literal["api", "owner", "exchange"]
Answer: TypeAlias = Literal[
    "none",
    "organizer",
    "tentativelyAccepted",
    "accepted",
    "declined",
    "notResponded",
]
AttendeeType: TypeAlias = Literal["required", "optional", "resource"]
Importance: TypeAlias = Literal["low", "normal", "high"]
Sensitivity: TypeAlias = Literal["normal", "personal", "private", "confidential"]
ShowAs: TypeAlias = Literal[
    "unknown", "free", "tentative", "busy", "oof", "workingElsewhere"
]

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_TAGS: Final = re.compile(r"<[^>]*>")
_HIDDEN: Final = re.compile(r"(?is)<(style|script|head)\b.*?</\1>")
_BREAKS: Final = re.compile(r"(?i)<br\s*/?>|</p>|</div>|</tr>|</li>")


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name with its address."""

    address: str
    name: str

    @property
    def key(self) -> str:
        """What two spellings of one address have in common."""
        return self.address.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body as its writer wrote it."""

    content_type: Literal["text", "html"] = "html"
    content: str = ""

    @property
    def text(self) -> str:
        """The body as plain text."""
        if self.content_type == "text":
            return self.content
        broken = _BREAKS.sub("\n", _HIDDEN.sub("", self.content))
        return html.unescape(_TAGS.sub("", broken)).strip()

    @property
    def html(self) -> str:
        """The body as an HTML document; empty when there is nothing in it."""
        if not self.content:
            return ""
        if self.content_type == "text":
            inner = html.escape(self.content, quote=False).replace("\n", "<br>\n")
        elif "<html" in self.content.lower():
            return self.content
        else:
            inner = self.content
        return f"<html><head></head><body>{inner}</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One place of an event."""

    display_name: str
    location_type: str = "default"
    unique_id: str | None = None
    unique_id_type: str = "unknown"
    address: Mapping[str, object] = field(default_factory=_nothing)
    coordinates: Mapping[str, object] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Another time that an attendee asks for."""

    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody invited, and what the copy at hand knows of their answer."""

    address: str
    name: str = ""
    type: AttendeeType = "required"
    response: Answer = "none"
    responded_at: datetime | None = None
    proposal: Proposal | None = None

    @property
    def key(self) -> str:
        """What two spellings of one address have in common."""
        return self.address.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event in one mailbox, at one moment."""

    id: str  # the default id: another one after every move
    immutable_id: str
    change_key: str
    ical_uid: str
    calendar_id: str
    transaction_id: str | None = None
    created_at: datetime
    modified_at: datetime
    created_by: Writer
    subject: str = ""
    body: Body = field(default_factory=Body)
    start_at: datetime
    end_at: datetime
    original_start_time_zone: str = "UTC"  # Windows names
    original_end_time_zone: str = "UTC"
    is_all_day: bool = False
    locations: tuple[Location, ...] = ()
    categories: tuple[str, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    organizer: Person
    is_organizer: bool = True
    response: Answer = "organizer"  # the mailbox owner's own
    responded_at: datetime | None = None
    importance: Importance = "normal"
    sensitivity: Sensitivity = "normal"
    show_as: ShowAs = "busy"
    is_cancelled: bool = False
    is_reminder_on: bool = True
    reminder_minutes_before_start: int = 15
    response_requested: bool = True
    allow_new_time_proposals: bool = True
    hide_attendees: bool = False
    # by normalised id
    extended_properties: Mapping[str, str] = field(default_factory=_nothing)
    recurrence: None = None  # no series yet: requests for one get 501

    @property
    def etag(self) -> str:
        """The change key as `If-Match` carries it."""
        return f'W/"{self.change_key}"'

    @property
    def location(self) -> str:
        """The places' names in one line."""
        return "; ".join(place.display_name for place in self.locations)

    @property
    def start_date(self) -> date:
        """The day on which it starts, where it was made."""
        return zone(self.original_start_time_zone).wall(self.start_at).date()

    @property
    def end_date(self) -> date:
        """The day on which it ends (exclusive when all-day), where it was made."""
        return zone(self.original_end_time_zone).wall(self.end_at).date()

    @property
    def web_link(self) -> str:
        """Where the owner would open it in a browser."""
        item = self.id.replace("=", "%3D")
        return (
            "https://outlook.office365.com/owa/"
            f"?itemid={item}&exvsurl=1&path=/calendar/item"
        )

    def overlaps(self, start_at: datetime, end_at: datetime) -> bool:
        """Whether a view from `start_at` up to, not including, `end_at` shows it."""
        if self.start_at >= end_at:
            return False
        return self.end_at > start_at or self.start_at >= start_at


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """New values for some of an event's fields; None leaves a field as it is."""

    subject: str | None = None
    body: Body | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    original_start_time_zone: str | None = None
    original_end_time_zone: str | None = None
    is_all_day: bool | None = None
    locations: tuple[Location, ...] | None = None
    categories: tuple[str, ...] | None = None
    attendees: tuple[Attendee, ...] | None = None
    importance: Importance | None = None
    sensitivity: Sensitivity | None = None
    show_as: ShowAs | None = None
    is_reminder_on: bool | None = None
    reminder_minutes_before_start: int | None = None
    response_requested: bool | None = None
    allow_new_time_proposals: bool | None = None
    hide_attendees: bool | None = None
    extended_properties: Mapping[str, str] | None = None  # joins those that are there

    @property
    def fields(self) -> dict[str, object]:
        """The fields that have a new value."""
        return {
            name: value
            for name in _CHANGEABLE
            if (value := getattr(self, name)) is not None
        }


_CHANGEABLE: Final = tuple(EventChange.__dataclass_fields__)
