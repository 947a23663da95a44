"""Synchronisation switched off, and going on all the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from harness.mutants import hands
from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules import bookings, deletion
from reference_impl.rules.actions import Action, Nothing
from reference_impl.rules.model import (
    Booking,
    DeliveryMethod,
    Linked,
    Removal,
    Settings,
    Snapshot,
)
from reference_impl.shell.cycle import Cycle

Actions = tuple[Action, ...]
_NOTHING: Final[Actions] = (Nothing(rules=()),)
_admit = bookings.admit
_write = bookings.write
_plan = deletion.plan
_ON = DeliveryMethod.SERVER_SIDE


def _always(*_: Any) -> bool:
    return True


def _admits_when_on(snapshot: Snapshot, now: datetime) -> Actions:
    if snapshot.mailbox.delivery_method is not _ON:
        return _NOTHING
    return _admit(snapshot, now)


def _writes_when_on(booking: Booking, snapshot: Snapshot, link: Linked) -> Actions:
    if snapshot.mailbox.delivery_method is not _ON:
        return _NOTHING
    return _write(booking, snapshot, link)


def _deletes_nothing(
    link: Linked, *, removal: Removal, settings: Settings, now: datetime
) -> Actions:
    del link, removal, settings, now
    return _NOTHING


async def _clears_the_calendar(self: Cycle) -> None:
    """Removes its entries from a mailbox that was switched off."""
    for mailbox in self.state.known_mailboxes:
        if mailbox.delivery_method is _ON:
            continue
        for record in self.state.records.of_mailbox(mailbox.id):
            if record.event_id is not None:
                path = f"events/{record.event_id}"
                await hands.graph(self, mailbox.address, "DELETE", path)


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-110/clears-the-calendar",
        "removes its entries from a mailbox that was switched off",
        reason="still in the technician",
        patches={"shell.cycle.Cycle.read_back": _clears_the_calendar},
    ),
    mutant(
        "BKG-111/goes-on-creating",
        "looks at the switch only for entries that stand already",
        reason="no entry for 'Boiler repair'",
        patches={
            "rules.mailboxes.is_server_side": _always,
            "rules.bookings.write": _writes_when_on,
            "rules.deletion.plan": _deletes_nothing,
        },
    ),
    mutant(
        "BKG-113/goes-on-updating",
        "looks at the switch only for new entries",
        reason="to start",
        patches={
            "rules.mailboxes.is_server_side": _always,
            "rules.bookings.admit": _admits_when_on,
        },
    ),
    mutant(
        "BKG-114/goes-on-deleting",
        "looks at the switch before it writes, not before it deletes",
        reason="still in the technician",
        patches={
            "rules.mailboxes.is_server_side": _always,
            "rules.bookings.admit": _admits_when_on,
            "rules.bookings.write": _writes_when_on,
        },
    ),
)
