"""Sections 5.4 and 7.3: what becomes of an item when its booking is cancelled."""

from datetime import datetime

from reference_impl.rules import deletion
from reference_impl.rules.actions import Action, CancelItem, ForgetLink, Nothing
from reference_impl.rules.model import (
    Booking,
    FieldServiceStatus,
    Item,
    Linked,
    SchedulingStatus,
    Settings,
)


def is_canceled(booking: Booking) -> bool:
    """Tell whether the booking is cancelled, by its status columns [BKG-087]."""
    return (
        booking.status.field_service is FieldServiceStatus.CANCELED
        or booking.status.scheduling is SchedulingStatus.CANCELED
    )


def is_news(booking: Booking, link: Linked) -> bool:
    """Tell whether the booking was cancelled since the last look.

    Turning the setting on later removes nothing that was cancelled before [BKG-093].
    """
    return is_canceled(booking) and not link.cancellation_seen


def is_propagated(settings: Settings) -> bool:
    """Tell whether cancellations travel to Exchange at all [BKG-087, BKG-089]."""
    return settings.propagate_cancellations


def may_cancel(item: Item, link: Linked) -> bool:
    """Tell whether the item is still the engine's to cancel (section 5.4)."""
    return deletion.is_still_tagged(item, link) and deletion.is_still_organized(item)


def is_in_time(item: Item, now: datetime) -> bool:
    """Tell whether a cancellation still makes sense: never in the past [BKG-092]."""
    return deletion.is_in_future(item, now)


def notifies(item: Item) -> bool:
    """Tell whether anybody is to be told: attendees only [BKG-090, BKG-091]."""
    return item.has_attendees


def plan(link: Linked, *, now: datetime) -> tuple[Action, ...]:
    """Return what a propagated cancellation does, by the table of section 7.3.

    An item that is gone already needs nothing more.

    | still tagged and organised | future | attendees | item              |
    | yes                        | yes    | yes       | cancelled, told   |
    | yes                        | yes    | no        | removed, silently |
    | yes                        | no     | any       | left alone        |
    | no                         | any    | any       | left alone        |
    """
    item = link.item
    if item is None:
        return (ForgetLink(rules=("BKG-089",)),)
    if not may_cancel(item, link):
        return (Nothing(rules=("BKG-089",)),)
    if not is_in_time(item, now):
        return (Nothing(rules=("BKG-092",)),)
    if notifies(item):
        return (CancelItem(notify=True, rules=("BKG-089", "BKG-090")),)
    return (CancelItem(notify=False, rules=("BKG-089", "BKG-091")),)
