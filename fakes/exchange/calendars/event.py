"""The event and its parts: values only, in the domain's words.

Section 3.1 of the fact sheet (exchange-graph) lists the properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from fakes.exchange.attachments.attachment import Attachment
from fakes.exchange.body import Body
from fakes.exchange.calendars.online import OnlineMeeting, Provider
from fakes.exchange.items import Importance, Item, Person, nothing
from fakes.exchange.recurrence import Recurrence
from fakes.exchange.zones import zone

Answer: TypeAlias = Literal[
    "none",
    "organizer",
    "tentativelyAccepted",
    "accepted",
    "declined",
    "notResponded",
]
AttendeeType: TypeAlias = Literal["required", "optional", "resource"]
Sensitivity: TypeAlias = Literal["normal", "personal", "private", "confidential"]
ShowAs: TypeAlias = Literal[
    "unknown", "free", "tentative", "busy", "oof", "workingElsewhere"
]
EventType: TypeAlias = Literal[
    "singleInstance", "occurrence", "exception", "seriesMaster"
]
Overrides: TypeAlias = Mapping[str, object]  # fields of an occurrence, by name

UNCHANGED: Final[Mapping[date, Overrides]] = MappingProxyType({})  # no exceptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One place of an event."""

    display_name: str
    location_type: str = "default"
    unique_id: str | None = None
    unique_id_type: str = "unknown"
    address: Mapping[str, object] = field(default_factory=nothing)
    coordinates: Mapping[str, object] = field(default_factory=nothing)


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
class Event(Item):
    """One event in one mailbox, at one moment.

    A series is stored as its master, with what was changed in single occurrences;
    occurrences and exceptions are computed (`series`) and know their master.
    """

    ical_uid: str
    transaction_id: str | None = None
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
    online_meeting: OnlineMeeting | None = None
    # of a master; days are those of the series before anything was moved
    recurrence: Recurrence | None = None
    exceptions: Mapping[date, Overrides] = field(default_factory=lambda: UNCHANGED)
    cancelled: frozenset[date] = frozenset()
    # what is written beside single occurrences: it does not make them exceptions
    beside: Mapping[date, Overrides] = field(default_factory=lambda: UNCHANGED)
    # of an occurrence or exception
    series_master: Event | None = None
    series_day: date | None = None
    original_start_at: datetime | None = None
    is_exception: bool = False

    @property
    def type(self) -> EventType:
        """What it is of a series."""
        if self.recurrence is not None:
            return "seriesMaster"
        if self.series_master is None:
            return "singleInstance"
        return "exception" if self.is_exception else "occurrence"

    @property
    def series_master_id(self) -> str | None:
        """The default id of the series that it is of; None when it is of none."""
        return None if self.series_master is None else self.series_master.id

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
    online_provider: Provider | None = None  # it is to be an online meeting
    recurrence: Recurrence | Literal["once"] | None = None  # once: a series no more
    # these two join those that are there
    extended_properties: Mapping[str, str] | None = None
    multi_extended_properties: Mapping[str, tuple[str, ...]] | None = None
    # these two are of a create only
    extensions: Mapping[str, Mapping[str, object]] | None = None
    attachments: tuple[Attachment, ...] | None = None

    @property
    def fields(self) -> dict[str, object]:
        """The fields that have a new value."""
        return {
            name: value
            for name in _CHANGEABLE
            if (value := getattr(self, name)) is not None
        }


_CHANGEABLE: Final = tuple(EventChange.__dataclass_fields__)
