"""The smallest slice of appointments: an item that its owner tracks with the add-in.

Tracking takes effect at once [CAD-010]; if it fails, the next cycle does it [CAD-011].
It makes an appointment at most, never a booking [BKG-003, BKG-007].
"""

from dataclasses import dataclass, replace
from datetime import datetime

from reference_impl.rules import mailboxes
from reference_impl.rules.actions import Nothing
from reference_impl.rules.model import Mailbox, RuleIds, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedItem:
    """A calendar item that its owner tracked; `is_of_booking` if a booking made it."""

    subject: str
    start_at: datetime
    end_at: datetime
    is_all_day: bool
    location: str
    ical_uid: str
    is_of_booking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAppointment:
    """Create the appointment row of the item."""

    rules: RuleIds


def plan(
    item: TrackedItem, mailbox: Mailbox | None, settings: Settings
) -> CreateAppointment | Nothing:
    """Return what tracking an item does.

    The item of a booking is linked already and goes one way; a mailbox that is unknown
    or not ready tracks nothing.
    """
    if item.is_of_booking:
        return Nothing(rules=("BKG-003", "BKG-007"))
    if mailbox is None or not can_track(mailbox, settings):
        return Nothing(rules=("CAD-010",))
    return CreateAppointment(rules=("CAD-010", "BKG-007"))


def can_track(mailbox: Mailbox, settings: Settings) -> bool:
    """Tell whether the mailbox is ready; the switch for bookings is no condition."""
    switched_on = replace(settings, resource_booking_sync=True)
    return mailboxes.is_ready(mailbox, switched_on)
