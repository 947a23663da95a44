"""Cancellations, gone wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules import bookings, cancelling
from reference_impl.rules.actions import Action, DeleteItem, ForgetLink, Nothing
from reference_impl.rules.model import Booking, Linked, Settings, Snapshot

Actions = tuple[Action, ...]
_NOTHING: Final[Actions] = (Nothing(rules=()),)
_drive = bookings.drive
_cancel = cancelling.plan


def _always(*_: Any) -> bool:
    return True


def _never(*_: Any) -> bool:
    return False


def _cancelled_is_deleted(
    booking: Booking,
    snapshot: Snapshot,
    link: Linked,
    *,
    settings: Settings,
    now: datetime,
) -> Actions:
    if cancelling.is_canceled(booking) and link.item is not None:
        return (DeleteItem(rules=()),)
    return _drive(booking, snapshot, link, settings=settings, now=now)


def _forgets_when_cancelled(booking: Booking, link: Linked) -> Actions:
    if cancelling.is_canceled(booking) and not link.cancellation_seen:
        return (ForgetLink(rules=()),)
    return ()


def _spares_guests(link: Linked, *, now: datetime) -> Actions:
    if link.item is not None and link.item.has_attendees:
        return _NOTHING
    return _cancel(link, now=now)


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-087/cancellation-travels",
        "passes cancellations on without asking for the setting",
        reason="not cancelled",
        patches={"rules.cancelling.is_propagated": _always},
    ),
    mutant(
        "BKG-088/cancelled-is-deleted",
        "deletes the entry of a cancelled booking",
        reason="still in the technician",
        patches={"rules.bookings.drive": _cancelled_is_deleted},
    ),
    mutant(
        "BKG-089/setting-ignored",
        "never passes cancellations on",
        reason="cancelled or gone",
        patches={"rules.cancelling.is_propagated": _never},
    ),
    mutant(
        "BKG-090/guests-are-not-told",
        "leaves entries alone to which somebody is invited",
        reason="1 cancellation for the customer",
        patches={"rules.cancelling.plan": _spares_guests},
    ),
    mutant(
        "BKG-092/tells-of-the-past",
        "cancels past entries as well",
        reason="0 cancellation for the customer",
        patches={"rules.cancelling.is_in_time": _always},
    ),
    mutant(
        "BKG-094/cancelled-is-forgotten",
        "forgets the link when a booking is cancelled",
        reason="to be the same entry as before",
        patches={"rules.bookings.note": _forgets_when_cancelled},
    ),
)
