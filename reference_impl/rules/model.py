"""The values that the rules speak about; nothing here decides anything.

A *pair* is one booking and one mailbox. A *link* is what the engine remembers of a
pair: no link yet (`None`), `Linked` to an item, or `Unlinked` for good.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum, StrEnum, auto
from typing import NewType

BookingId = NewType("BookingId", str)
MailboxId = NewType("MailboxId", str)
ResourceId = NewType("ResourceId", str)
UserId = NewType("UserId", str)
EventId = NewType("EventId", str)


RuleIds = tuple[str, ...]


class ResourceType(IntEnum):
    """What a bookable resource is; only a user owns a mailbox."""

    GENERIC = 1
    CONTACT = 2
    USER = 3
    EQUIPMENT = 4
    ACCOUNT = 5
    CREW = 6
    FACILITY = 7
    POOL = 8


class FieldServiceStatus(IntEnum):
    """The Field Service side of a booking status."""

    SCHEDULED = 690970000
    TRAVELING = 690970001
    ON_BREAK = 690970002
    IN_PROGRESS = 690970003
    COMPLETED = 690970004
    CANCELED = 690970005


class SchedulingStatus(IntEnum):
    """The scheduling side of a booking status."""

    PROPOSED = 1
    COMMITTED = 2
    CANCELED = 3


class DeliveryMethod(IntEnum):
    """How appointments, contacts and tasks of a mailbox are synchronised."""

    OUTLOOK_CLIENT = 0
    SERVER_SIDE = 1
    NONE = 2


class TestStatus(IntEnum):
    """What the last Test & Enable of a mailbox said."""

    __test__ = False  # the name is Dataverse's, pytest need not collect it

    NOT_RUN = 0
    SUCCESS = 1
    FAILURE = 2


class Approval(IntEnum):
    """Whether an administrator approved the address of a mailbox."""

    EMPTY = 0
    APPROVED = 1
    PENDING = 2
    REJECTED = 3


class ServerType(IntEnum):
    """The kind of server that an email server profile names."""

    EXCHANGE_SERVER = 0
    POP3_SMTP = 1
    EXCHANGE_HYBRID = 2
    EXCHANGE_ONLINE = 3
    IMAP_SMTP = 4


class Importance(StrEnum):
    """The importance of a calendar item."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Touch(Enum):
    """Why a cycle looks at a pair."""

    NONE = auto()  # the row did not change, only time passed
    CHANGED = auto()  # the booking row changed, or its mailbox became ready
    REFRESH = auto()  # the item is to be written again whatever the row says


class Removal(Enum):
    """The two ways in which a booking can go away (section 1)."""

    PHYSICAL = auto()  # the row no longer exists
    LOGICAL = auto()  # the row exists, the view of the user no longer returns it


class UnlinkCause(StrEnum):
    """Why an item was let go."""

    LEFT_VIEW = "left_view"  # the booking went; it may come back as a new item
    UNTRACKED = "untracked"  # the worker took the tag off; nothing comes back


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The organisation's switches that change the tables (section 10)."""

    resource_booking_sync: bool = False
    propagate_cancellations: bool = False
    distinct_deletes: bool = False
    track_categorized_items: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProfile:
    """The email server profile of a mailbox."""

    is_active: bool
    server_type: ServerType | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mailbox row with the columns that readiness depends on."""

    id: MailboxId
    user_id: UserId | None
    address: str
    is_active: bool
    approval: Approval | None
    delivery_method: DeliveryMethod | None
    enabled_for_act: bool
    act_status: TestStatus | None
    profile: ServerProfile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A bookable resource and, for a person, the user behind it."""

    id: ResourceId
    type: ResourceType | None
    user_id: UserId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingStatus:
    """The two status columns behind a booking status; names are never looked at."""

    field_service: FieldServiceStatus | None = None
    scheduling: SchedulingStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A booking row; instants are aware UTC."""

    id: BookingId
    start_at: datetime
    end_at: datetime
    work_order_id: str | None
    resource_id: ResourceId | None
    work_location: int | None
    latitude: float | None
    longitude: float | None
    status: BookingStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """What an item tells about the work order, with its account and contacts."""

    number: str | None = None
    priority: str | None = None
    type: str | None = None
    incident_type: str | None = None
    summary: str | None = None
    account: str | None = None
    account_contact: str | None = None
    reporting_contact: str | None = None
    address: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerColumns:
    """The columns of a booking whose change writes the item again (section 5.3)."""

    start_at: datetime
    end_at: datetime
    work_location: int | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A calendar item as it was last seen in Exchange."""

    start_at: datetime
    categories: tuple[str, ...]
    organized_by_worker: bool
    has_attendees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A pair with an item.

    `item` is None when Exchange no longer has it, `written` is None when nobody knows
    what it was last written with, `tagged` tells whether the engine put the tag on.
    """

    item: Item | None
    written: TriggerColumns | None
    tagged: bool
    cancellation_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """A pair whose item was let go: a tombstone, so that nothing drives it again."""

    cause: UnlinkCause


Link = Linked | Unlinked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The booking row exists; `readable` says whether the user's view may return it."""

    booking: Booking
    resource: Resource | None
    readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """The booking row no longer exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One pair as the cycle finds it."""

    mailbox: Mailbox
    row: Present | Deleted
    touch: Touch
