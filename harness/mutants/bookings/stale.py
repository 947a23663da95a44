"""Facts of the work order that leak into entries that should stand still."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules import bookings, content
from reference_impl.rules.content import ItemContent
from reference_impl.rules.model import (
    Booking,
    Linked,
    RuleIds,
    Touch,
    WorkOrder,
)

_compose = content.compose
_reasons = bookings.reasons


def _always(*_: Any) -> bool:
    return True


def _leaks(*columns: str) -> dict[str, Any]:
    """In every cycle these facts are brought up to date, the others stand still."""
    first_seen: dict[str, WorkOrder] = {}

    def first(booking: Booking, order: WorkOrder) -> ItemContent:
        first_seen[booking.id] = order
        return _compose(booking, order)

    def later(booking: Booking, order: WorkOrder) -> ItemContent:
        old = first_seen.get(booking.id, order)
        fresh = {column: getattr(order, column) for column in columns}
        return _compose(booking, replace(old, **fresh))

    return {
        "rules.triggers.refreshes_untouched": _always,
        "rules.content.at_first_synchronisation": first,
        "rules.content.at_trigger": later,
    }


def _never_stale_again(refreshed: set[str]) -> dict[str, Any]:
    """Once an entry has been refreshed, it follows its work order for good."""

    def later(booking: Booking, order: WorkOrder) -> ItemContent:
        refreshed.add(booking.id)
        return _compose(booking, order)

    def reasons(booking: Booking, touch: Touch, link: Linked) -> RuleIds:
        if touch is Touch.REFRESH and booking.id not in refreshed:
            return ()
        return _reasons(booking, touch, link)

    return {
        "rules.triggers.refreshes_untouched": _always,
        "rules.content.at_trigger": later,
        "rules.bookings.reasons": reasons,
    }


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-061/work-order-leaks",
        "watches work orders as well and brings entries up to date",
        reason="the entry for 'Boiler repair' unchanged",
        patches={"rules.triggers.refreshes_untouched": _always},
    ),
    mutant(
        "BKG-062/priority-leaks",
        "brings a new priority into entries that stand already",
        reason="to say the Priority",
        patches=_leaks("priority"),
    ),
    mutant(
        "BKG-063/location-leaks",
        "brings a new address of the work order into entries that stand already",
        reason="to say the Location",
        patches=_leaks("address"),
    ),
    mutant(
        "BKG-064/type-leaks",
        "brings a new work order type into entries that stand already",
        reason="to say the Work Order Type",
        patches=_leaks("type"),
    ),
    mutant(
        "BKG-065/incident-type-leaks",
        "brings a new incident type into entries that stand already",
        reason="to say the Primary Incident Type",
        patches=_leaks("incident_type"),
    ),
    mutant(
        "BKG-066/summary-leaks",
        "brings a new summary into entries that stand already",
        reason="to say the Work Order Summary",
        patches=_leaks("summary"),
    ),
    mutant(
        "BKG-067/account-leaks",
        "brings a new account into entries that stand already",
        reason="to say the Account",
        patches=_leaks("account"),
    ),
    mutant(
        "BKG-068/contact-leaks",
        "brings a new contact into entries that stand already",
        reason="to say the Primary Contact",
        patches=_leaks("account_contact", "reporting_contact"),
    ),
    mutant(
        "BKG-071/never-stale-again",
        "follows the work order for good once an entry was refreshed",
        reason="to say the Work Order Summary",
        patches=_never_stale_again(set()),
    ),
    mutant(
        "BKG-072/work-order-publishes",
        "publishes changes of the work order without waiting for the booking",
        reason="not to say 'Yearly inspection'",
        patches={"rules.triggers.refreshes_untouched": _always},
    ),
)
