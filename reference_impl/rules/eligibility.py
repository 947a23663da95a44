"""Section 5.1: which bookings belong in which mailbox.

The conditions together are the fixed system view of bookings, evaluated for one user.
A booking that fails one of them is not in the view; what that means for its item is
decided in `bookings.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from reference_impl.rules import window
from reference_impl.rules.model import (
    Booking,
    Mailbox,
    Present,
    Resource,
    ResourceType,
    RuleIds,
    Touch,
)

# BKG-047 leaves the choice; BKG-048 describes the product: time alone lets nothing in.
PASSIVE_WINDOW_ENTRY: Final = False


class Absence(Enum):
    """Why the view of a user does not return a booking."""

    NO_WORK_ORDER = auto()
    BOOKED_ELSEWHERE = auto()
    BEHIND_WINDOW = auto()
    BEYOND_WINDOW = auto()
    NOT_READABLE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A row of the table: what keeps a booking out, and the rules that say so."""

    absence: Absence
    rules: RuleIds
    keeps_out: Callable[[Present, Mailbox, datetime], bool]


def has_work_order(booking: Booking) -> bool:
    """Tell whether the booking is tied to a work order [BKG-013, BKG-014]."""
    return booking.work_order_id is not None


def is_user(resource: Resource) -> bool:
    """Tell whether the resource is a user; no other kind has a mailbox [BKG-017]."""
    return resource.type is ResourceType.USER


def is_worker(resource: Resource, mailbox: Mailbox) -> bool:
    """Tell whether the mailbox is that of the resource's user [BKG-016]."""
    return resource.user_id is not None and resource.user_id == mailbox.user_id


def books(resource: Resource | None, mailbox: Mailbox) -> bool:
    """Tell whether a booking of the resource belongs in the mailbox."""
    return resource is not None and is_user(resource) and is_worker(resource, mailbox)


def is_readable(row: Present) -> bool:
    """Tell whether the view of the worker may return the row [BKG-100, BKG-101]."""
    return row.readable


# One row for each line of section 5.1.
CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        absence=Absence.NO_WORK_ORDER,
        rules=("BKG-013", "BKG-015"),
        keeps_out=lambda row, _mailbox, _now: not has_work_order(row.booking),
    ),
    Condition(
        absence=Absence.BOOKED_ELSEWHERE,
        rules=("BKG-016", "BKG-017", "BKG-082", "BKG-085"),
        keeps_out=lambda row, mailbox, _now: not books(row.resource, mailbox),
    ),
    Condition(
        absence=Absence.BEHIND_WINDOW,
        rules=("BKG-041", "BKG-052", "BKG-053", "BKG-055"),
        keeps_out=lambda row, _mailbox, now: window.is_behind(
            row.booking.start_at, now
        ),
    ),
    Condition(
        absence=Absence.BEYOND_WINDOW,
        rules=("BKG-043", "BKG-054"),
        keeps_out=lambda row, _mailbox, now: window.is_beyond(
            row.booking.start_at, now
        ),
    ),
    Condition(
        absence=Absence.NOT_READABLE,
        rules=("BKG-100", "BKG-101"),
        keeps_out=lambda row, _mailbox, _now: not is_readable(row),
    ),
)


def first_failure(row: Present, mailbox: Mailbox, now: datetime) -> Condition | None:
    """Return the first condition that keeps the booking out, or None if it is in."""
    for condition in CONDITIONS:
        if condition.keeps_out(row, mailbox, now):
            return condition
    return None


def enters_passively() -> bool:
    """Tell whether passing time alone lets a booking in [BKG-047, BKG-048]."""
    return PASSIVE_WINDOW_ENTRY


def was_touched(touch: Touch) -> bool:
    """Tell whether any column of the booking row was written [BKG-049, BKG-050]."""
    return touch is not Touch.NONE
